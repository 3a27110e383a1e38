"""Turns word-processor and spreadsheet files into PDF with LibreOffice, one by one or many in one call."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.press.styles.producers import font, program

_waiting: list[tuple[Path, Path]] | None = None


def to_pdf(source: Path, target: Path) -> None:
    """Convert one file, or inside `batch()` put it aside; the file's stem must be the target's."""
    if _waiting is None:
        convert([(source, target)])
        return
    kept = Path(tempfile.mkdtemp(prefix="press-")) / source.name
    shutil.copy(source, kept)
    _waiting.append((kept, target))


@contextmanager
def batch() -> Iterator[None]:
    """Files that are drawn inside are converted together at the end: starting LibreOffice costs more than a document."""
    global _waiting
    _waiting = []
    try:
        yield
        convert(_waiting)
    finally:
        for source, _ in _waiting:
            shutil.rmtree(source.parent, ignore_errors=True)
        _waiting = None


def convert(files: list[tuple[Path, Path]]) -> None:
    """(source, target) pairs; an own user profile keeps a running LibreOffice out of the way."""
    if not files:
        return
    soffice = program("soffice")
    font("liberation", "LiberationSans-Regular.ttf")
    with tempfile.TemporaryDirectory() as work:
        command = [soffice, f"-env:UserInstallation=file://{work}/profile", "--headless", "--convert-to", "pdf"]
        command += ["--outdir", work, *(str(source) for source, _ in files)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120 + 30 * len(files))
        for source, target in files:
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
