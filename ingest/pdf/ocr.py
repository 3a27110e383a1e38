"""Pages that are pictures to words with boxes: the same contract as text pages, with confidence beside it.

Each page is rendered, straightened and read by two models, the Swedish one for words, the English one for figures.
Words stand on the straight page; `OcrPage.displayed` leads back to the page as displayed.
"""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

import numpy as np

from ingest.contracts import Box
from ingest.pdf.ocr_cells import read_figures
from ingest.pdf.ocr_engine import FIGURE_LANGUAGE, RawWord, quarter_turns, recognise, require_engine, save
from ingest.pdf.ocr_image import POINTS, Grey, Mask, Scan, ink_of, render, scan_of
from ingest.pdf.ocr_layout import OcrWord, even_sizes, set_on_lines
from ingest.pdf.words import Page, Word

# One uniform block of text: reads table rows across their columns, once ruling lines are wiped.
_MODE = 6
# Looks for columns of text first; loses cells of tables, but keeps apart lines that stand side by side at unlike heights.
_BLOCKS_MODE = 3
_MOST_WORKERS = 4
# A page takes some hundred MB while it is cleaned; the programs that read pages run side by side.
_PREPARING = Lock()
_POOR, _GOOD = 62.0, 91.0


@dataclass(frozen=True, slots=True)
class OcrPage:
    """One page read from its picture. Words on the straight page in points; `skew` in degrees as the lines fell to the right."""

    number: int
    scan: Scan
    words: tuple[OcrWord, ...]

    @property
    def skew(self) -> float:
        """Degrees by which the printed lines fall to the right on the page as displayed."""
        return self.scan.skew

    @property
    def page(self) -> Page:
        """The page as the reader of text pages takes it: straight, upright."""
        width, height = self.scan.upright_size
        words = tuple(Word(w.text, w.x0, w.top, w.x1, w.bottom, w.size, bold=False) for w in self.words)
        return Page(self.number, width, height, words)

    def displayed(self, box: Box) -> Box:
        """A box on the straight page to the page as displayed."""
        return self.scan.displayed(box)

    def words_in(self, box: Box) -> list[OcrWord]:
        """The words whose middle lies in a box on the straight page, left to right."""
        x0, top, x1, bottom = box
        inside = [w for w in self.words if x0 <= (w.x0 + w.x1) / 2 <= x1 and top <= (w.top + w.bottom) / 2 <= bottom]
        return sorted(inside, key=lambda w: w.x0)


def _quality(words: Sequence[RawWord]) -> float:
    """Mean confidence of the letters of real words; 0 when there are none."""
    telling = [(w.confidence, len(w.text)) for w in words if sum(c.isalnum() for c in w.text) >= 3]
    return sum(c * n for c, n in telling) / sum(n for _, n in telling) if telling else 0.0


def _sure_letters(words: Sequence[RawWord]) -> int:
    return sum(len(word.text) for word in words if word.confidence > 70)


def _is_junk(word: RawWord, scale: float) -> bool:
    """Specks and remains of lines: marks without a letter or digit that are no dash, and hair-thin boxes."""
    marks_only = not any(c.isalnum() for c in word.text)
    width, height = (word.x1 - word.x0) / scale, (word.bottom - word.top) / scale
    if marks_only and not set(word.text) <= set("-–—−()%*•"):
        return True
    return word.confidence < 15 and (marks_only or min(width, height) < 1.5)


def _tight(word: RawWord, ink: Mask) -> RawWord:
    """The word with its box drawn in to the ink: the program leaves room where a ruling line was."""
    rows = np.flatnonzero(ink[round(word.top) : round(word.bottom), round(word.x0) : round(word.x1)].any(axis=1))
    return replace(word, top=word.top + float(rows[0]), bottom=word.top + float(rows[-1]) + 1) if len(rows) else word


def _read_page(number: int, grey: Grey, scale: float, width: float, height: float, folder: Path) -> tuple[Scan, list[OcrWord]]:
    with _PREPARING:
        scan = scan_of(grey, scale, width, height)
    dpi = scale * POINTS
    picture = save(scan.grey, folder / f"page_{number}.png", dpi)
    raw = recognise(picture, _MODE, dpi)
    if _quality(raw) < _POOR and (turn := quarter_turns(picture)):
        with _PREPARING:
            turned = scan_of(grey, scale, width, height, turn)
        again = recognise(save(turned.grey, picture, dpi), _MODE, dpi)
        if _quality(again) > _quality(raw):
            scan, raw = turned, again
    ink = ink_of(scan.grey)
    mode = _MODE
    if _quality(raw) < _GOOD:
        blocks = recognise(picture, _BLOCKS_MODE, dpi)
        if _quality(blocks) > _quality(raw) + 1 and _sure_letters(blocks) > 0.97 * _sure_letters(raw):
            mode, raw = _BLOCKS_MODE, blocks
    words, figures = (
        set_on_lines([_tight(word, ink) for word in read if not _is_junk(word, scale)], scale)
        for read in (raw, recognise(picture, mode, dpi, FIGURE_LANGUAGE))
    )
    return scan, read_figures(words, figures, scan, folder, str(number))


def ocr_pages(data: bytes, numbers: Sequence[int]) -> dict[int, OcrPage]:
    """Read the pages given (numbered from 1) from their pictures.

    Raises Refused('ocr_missing') when the program is not installed. Pages are recognised side by side, a few at a
    time, so that memory stays bounded.
    """
    import pypdfium2

    require_engine()
    workers = min(_MOST_WORKERS, os.cpu_count() or 1)
    read: dict[int, tuple[Scan, list[OcrWord]]] = {}
    document = pypdfium2.PdfDocument(io.BytesIO(data))
    try:
        with tempfile.TemporaryDirectory(prefix="finsam_ocr_") as name, ThreadPoolExecutor(workers) as pool:
            for start in range(0, len(numbers), workers):
                jobs = {}
                for number in numbers[start : start + workers]:
                    page = document[number - 1]  # pdfium is not safe in threads: pages are drawn here, read there
                    width, height = page.get_size()
                    grey, scale = render(page)
                    page.close()
                    jobs[number] = pool.submit(_read_page, number, grey, scale, width, height, Path(name))
                read.update({number: job.result() for number, job in jobs.items()})
                for file in Path(name).iterdir():
                    file.unlink()
    finally:
        document.close()
    evened = even_sizes([words for _, words in read.values()])
    return {number: OcrPage(number, scan, tuple(words)) for (number, (scan, _)), words in zip(read.items(), evened, strict=True)}
