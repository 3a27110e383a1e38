"""Turns word-processor files into PDF with LibreOffice."""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

from tests.press.styles.producers import font, program


def to_pdf(source: Path, target: Path) -> None:
    """Convert one file; an own user profile keeps a running LibreOffice out of the way."""
    soffice = program("soffice")
    font("liberation", "LiberationSans-Regular.ttf")
    with tempfile.TemporaryDirectory() as work:
        command = [soffice, f"-env:UserInstallation=file://{work}/profile", "--headless", "--convert-to", "pdf"]
        command += ["--outdir", work, str(source)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=180)
        made = Path(work) / f"{source.stem}.pdf"
        if done.returncode or not made.exists():
            raise RuntimeError(f"LibreOffice could not convert {source.name}: {done.stderr.strip() or done.stdout}")
        target.write_bytes(timeless(made.read_bytes()))


def timeless(pdf: bytes) -> bytes:
    """The file without its clock: LibreOffice writes the time of day into the date and the two ids of every PDF.

    Each is replaced by as many bytes, so that the cross-reference table still holds.
    """
    pdf = re.sub(rb"(/CreationDate\(D:)\d{14}([^)]*)", lambda m: m[1] + b"20200101000000" + b"Z" * len(m[2]), pdf)
    pdf = re.sub(rb"(/DocChecksum /)[0-9A-F]{32}", lambda m: m[1] + b"0" * 32, pdf)
    tail = pdf.rfind(b"trailer")
    ids = re.sub(rb"<[0-9A-F]{32}>", b"<" + b"0" * 32 + b">", pdf[tail:])
    return pdf[:tail] + ids
