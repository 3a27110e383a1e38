"""Tesseract as a separate program: pictures in, words with boxes and confidence out.

The one place that knows the program, its languages and its output. When it is missing, the document is refused with
the names of the packages.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.contracts import Refused
from ingest.pdf.ocr_marks import Grey

PACKAGES = ("tesseract-ocr", "tesseract-ocr-swe")
LANGUAGE = "swe"
# Comes with the program; misreads far fewer figures than the Swedish model does.
FIGURE_LANGUAGE = "eng"
FIGURES = "0123456789 -–−+.,()%"
_SECONDS = 300
_OSD_CONFIDENCE = 1.5


@dataclass(frozen=True, slots=True)
class RawWord:
    """One recognised word: box in pixels of its picture, confidence 0-100, and the line (block, paragraph, line) it was read in."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    confidence: float
    line: tuple[int, int, int] = (0, 0, 0)


@cache
def _languages(program: str) -> frozenset[str]:
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=_SECONDS, check=False)  # noqa: S603
    return frozenset(listed.stdout.split())


def require_engine() -> str:
    """The program's path; raises Refused('ocr_missing') naming the packages when it or Swedish is not installed."""
    program = shutil.which("tesseract")
    if program is None or not {LANGUAGE, FIGURE_LANGUAGE} <= _languages(program):
        raise Refused(
            "ocr_missing",
            f"the pages are pictures (a scan), and text recognition is not installed: install the Debian packages {' and '.join(PACKAGES)}",
        )
    return program


def _run(arguments: Sequence[str]) -> str:
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(  # noqa: S603
            [require_engine(), *arguments], capture_output=True, encoding="utf-8", timeout=_SECONDS, env=environment, check=True
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise Refused("ocr_failed", f"text recognition failed on a page ({type(error).__name__})") from error
    return done.stdout


def save(grey: Grey, path: Path, dpi: float) -> Path:
    """Write a picture for the program; uncompressed, since it is read once."""
    from PIL import Image

    Image.fromarray(grey).save(path, compress_level=1, dpi=(dpi, dpi))
    return path


def _parse(tsv: str) -> dict[int, list[RawWord]]:
    """Words by picture, counted from 1."""
    found: dict[int, list[RawWord]] = {}
    for row in tsv.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) < 12 or cells[0] != "5" or not cells[11].strip():
            continue
        picture, block, paragraph, line = (int(cell) for cell in cells[1:5])
        left, top, width, height = (float(cell) for cell in cells[6:10])
        word = RawWord(cells[11].strip(), left, top, left + width, top + height, float(cells[10]), (block, paragraph, line))
        found.setdefault(picture, []).append(word)
    return found


def recognise(picture: Path, mode: int, dpi: float, language: str = LANGUAGE) -> list[RawWord]:
    """The words of one picture; `mode` is the program's page segmentation mode."""
    options = ["-l", language, "--psm", str(mode), "--dpi", str(round(dpi)), "-c", "preserve_interword_spaces=1", "tsv"]
    return _parse(_run([str(picture), "-", *options])).get(1, [])


def recognise_lines(pictures: Sequence[Path], folder: Path, name: str, language: str, letters: str = "") -> list[list[RawWord]]:
    """The words of small pictures of one line each, of the letters given alone if any are; one run of the program for all."""
    if not pictures:
        return []
    listing = folder / f"{name}.txt"
    listing.write_text("\n".join(str(path) for path in pictures) + "\n", encoding="utf-8")
    only = ["-c", f"tessedit_char_whitelist={letters}"] if letters else []
    found = _parse(_run([str(listing), "-", "-l", language, "--psm", "7", "--dpi", "300", *only, "tsv"]))
    return [found.get(index, []) for index in range(1, len(pictures) + 1)]


def recognise_figures(pictures: Sequence[Path], folder: Path, name: str) -> list[list[RawWord]]:
    """The words of small pictures of one line each, read as figures only."""
    return recognise_lines(pictures, folder, name, FIGURE_LANGUAGE, FIGURES)


def quarter_turns(picture: Path) -> int:
    """How many quarter turns counter-clockwise set the text of a picture upright; 0 when the program cannot tell."""
    try:
        said = dict(line.split(": ", 1) for line in _run([str(picture), "-", "--psm", "0"]).splitlines() if ": " in line)
    except Refused:
        return 0  # too little text to tell
    if float(said.get("Orientation confidence", 0)) < _OSD_CONFIDENCE:
        return 0
    return int(said.get("Orientation in degrees", 0)) // 90
