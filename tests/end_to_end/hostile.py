"""Files that come as reports and are none."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas


def write_hostile_files(folder: Path, like: Path) -> None:
    """Empty, cut off in the middle, locked with a password, a web page by the wrong name, a kind not read yet."""
    whole = like.read_bytes()
    (folder / "empty.pdf").write_bytes(b"")
    (folder / "truncated.pdf").write_bytes(whole[: len(whole) // 3])
    (folder / "page.pdf").write_bytes(b"<!DOCTYPE html><html><body>Sidan finns inte</body></html>")
    (folder / "figures.xlsx").write_bytes(b"PK\x03\x04 not read yet")
    canvas = Canvas(str(folder / "encrypted.pdf"), encrypt=StandardEncryption("secret", canPrint=0))
    canvas.drawString(72, 700, "Summa intäkter 1 000")
    canvas.save()
