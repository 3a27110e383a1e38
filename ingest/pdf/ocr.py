"""Pages that are pictures to words with boxes: the same contract as text pages, with confidence beside it.

Each page is rendered, straightened and read by two models, the Swedish one for words, the English one for figures.
Words stand on the straight page; `OcrPage.displayed` leads back to the page as displayed.
"""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from ingest.contracts import Box
from ingest.pdf.ocr_blobs import as_words
from ingest.pdf.ocr_cells import read_figures
from ingest.pdf.ocr_engine import FIGURE_LANGUAGE, LANGUAGE, RawWord, quarter_turns, recognise, require_engine, save
from ingest.pdf.ocr_image import POINTS, Scan, render, scan_of
from ingest.pdf.ocr_layout import OcrWord, set_on_lines, usual_size
from ingest.pdf.ocr_marks import Grey, Mask, ink_of
from ingest.pdf.ocr_pieces import Cutter, pieces_of, read_again
from ingest.pdf.ocr_sizes import even_sizes
from ingest.pdf.ocr_weight import with_strokes, with_weights
from ingest.pdf.words import Page, Word

# One uniform block of text: reads table rows across their columns, once ruling lines are wiped.
_MODE = 6
# Looks for columns of text first; loses cells of tables, but keeps apart lines that stand side by side at unlike heights.
_BLOCKS_MODE = 3
_MOST_WORKERS = 3
# A page takes some hundred MB while it is cleaned; the programs that read pages run side by side.
_PREPARING = Lock()
_POOR, _GOOD = 62.0, 91.0
_TALL, _WIDE_J = frozenset("bdfhklåäö"), 0.45  # letters as tall as a capital; the width of a J in shares of its height
_NOTHING: Grey = np.zeros((0, 0), dtype=np.uint8)


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
        words = tuple(Word(w.text, w.x0, w.top, w.x1, w.bottom, w.size, w.bold) for w in self.words)
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
    if marks_only and not set(word.text.rstrip(".,:;") or word.text) <= set("-–—−()%*•"):
        return True
    return word.confidence < 15 and (marks_only or min(width, height) < 1.5)


def _tight(word: RawWord, ink: Mask) -> RawWord:
    """The word with its box drawn in to the ink: the program leaves room where a ruling line was.

    A capital J goes below the line in some fonts, and is left out where tall letters follow it.
    """
    x0 = word.x0
    if word.text[:1] == "J" and any(c.isdigit() or c in _TALL for c in word.text[1:]):
        x0 += _WIDE_J * (word.bottom - word.top)
    rows = np.flatnonzero(ink[round(word.top) : round(word.bottom), round(x0) : round(word.x1)].any(axis=1))
    return replace(word, top=word.top + float(rows[0]), bottom=word.top + float(rows[-1]) + 1) if len(rows) else word


def _read_page(number: int, scan: Scan, grey: Grey, folder: Path) -> tuple[Scan, list[OcrWord]]:
    """Recognise a page that was set straight; `grey` is the page before that, in case it must be turned first."""
    scale = scan.scale
    dpi = scale * POINTS
    picture = save(scan.grey, folder / f"page_{number}.png", dpi)
    raw = recognise(picture, _MODE, dpi)
    if _quality(raw) < _POOR and (turn := quarter_turns(picture)):
        with _PREPARING:
            turned = scan_of(grey, scale, scan.width, scan.height, turn)
        again = recognise(save(turned.grey, picture, dpi), _MODE, dpi)
        if _quality(again) > _quality(raw):
            scan, raw = turned, again
    ink = ink_of(scan.grey)
    mode = _MODE
    if _quality(raw) < _GOOD:
        blocks = recognise(picture, _BLOCKS_MODE, dpi)
        if _quality(blocks) > _quality(raw) + 1 and _sure_letters(blocks) > 0.97 * _sure_letters(raw):
            mode, raw = _BLOCKS_MODE, blocks
    size = usual_size(raw, scale)
    pieces = pieces_of(ink, scale, size)

    def set_right(read: Sequence[RawWord], language: str) -> list[OcrWord]:
        whole = [_tight(word, ink) for word in read if not _is_junk(word, scale)]
        return set_on_lines(read_again(whole, pieces, Cutter(scan.grey, size * scale, folder, str(number), language)), scale)

    words = set_right(raw, LANGUAGE)
    figures = set_right(recognise(picture, mode, dpi, FIGURE_LANGUAGE), FIGURE_LANGUAGE)
    read = with_strokes(read_figures(words, figures, scan, folder, str(number)), ink, scale)
    read += as_words(list(scan.blobs), size)
    return replace(scan, grey=_NOTHING), read  # the way back to the page is kept, its picture is not


def _prepared(document: Any, number: int) -> tuple[Scan, Grey]:
    page = document[number - 1]
    try:
        width, height = page.get_size()
        grey, scale = render(page)
    finally:
        page.close()
    with _PREPARING:
        return scan_of(grey, scale, width, height), grey


def ocr_pages(data: bytes, numbers: Sequence[int]) -> dict[int, OcrPage]:
    """Read the pages given (numbered from 1) from their pictures.

    Raises Refused('ocr_missing') when the program is not installed. Pages are prepared one at a time and recognised
    side by side, a few at a time, so that memory stays bounded.
    """
    import pypdfium2

    require_engine()
    workers = min(_MOST_WORKERS, os.cpu_count() or 1)
    read: dict[int, tuple[Scan, list[OcrWord]]] = {}
    document = pypdfium2.PdfDocument(io.BytesIO(data))
    try:
        with tempfile.TemporaryDirectory(prefix="finsam_ocr_") as name, ThreadPoolExecutor(workers) as pool:
            under_way: dict[int, Future[tuple[Scan, list[OcrWord]]]] = {}
            for number in numbers:
                if len(under_way) >= workers:
                    first = next(iter(under_way))
                    read[first] = under_way.pop(first).result()
                scan, grey = _prepared(document, number)  # pdfium is not safe in threads: pages are drawn here, read there
                folder = Path(name) / str(number)
                folder.mkdir()
                under_way[number] = pool.submit(_read_page, number, scan, grey, folder)
                del scan, grey
            read.update({number: job.result() for number, job in under_way.items()})
    finally:
        document.close()
    evened = with_weights(even_sizes([words for _, words in read.values()], [scan.scale for scan, _ in read.values()]))
    return {number: OcrPage(number, scan, tuple(words)) for (number, (scan, _)), words in zip(read.items(), evened, strict=True)}
