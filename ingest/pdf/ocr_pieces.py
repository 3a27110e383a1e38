"""The pieces of lines that stand on a page picture, and a second reading of those that were not read whole.

A piece is ink at word distance: a cell, a head, a line of prose. Recognition of a whole page takes pieces that stand
side by side at unlike heights for one line, and then cuts letters in two; a piece cut out and read alone comes whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from ingest.pdf.ocr_engine import RawWord, recognise_lines, save
from ingest.pdf.ocr_marks import Grey, Mask, regions, without_gaps
from ingest.pdf.ocr_text import looks_numeric

_PLACES_PER_POINT = 2.0
# In shares of the size of type: the gap between two pieces, the height of a dot or ring and how far above its letter it floats,
# the height of a line of text, and how far a word's box may leave its piece.
_GAP, _DOT, _FLOATS, _LINE, _LEAVES = 0.8, 0.42, 0.4, (0.3, 1.9), 0.2
_POOR = 72.0
_LEAST = 45.0
_NARROW = 1.3  # in shares of the size: one letter or two, which read better in their line than alone
_MOST_PIECES = 160
_EM_PIXELS = 40.0
_BORDER = 12


@dataclass(slots=True)
class Piece:
    """A box on the picture, in pixels."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top


def pieces_of(ink: Mask, scale: float, size: float) -> list[Piece]:
    """The pieces of a page; `scale`: pixels per point, `size`: of the type of most words, in points."""
    step = max(1, round(scale / _PLACES_PER_POINT))
    rows, columns = ink.shape[0] // step, ink.shape[1] // step
    coarse = ink[: rows * step, : columns * step].reshape(rows, step, columns, step).any(axis=(1, 3))
    em = size * scale
    found = []
    joined: Mask = without_gaps(np.asarray(coarse), round(_GAP * em / step))
    for region in regions(joined):
        top, bottom, left, right = (edge * step for edge in region.box)
        found.append(Piece(left, top, right, bottom))
    return _with_dots(found, em)


def _with_dots(found: Sequence[Piece], em: float) -> list[Piece]:
    """Dots and rings join the letters they float above."""
    dots = [piece for piece in found if piece.height <= _DOT * em and piece.x1 - piece.x0 < em]
    lines = [piece for piece in found if not any(piece is dot for dot in dots)]
    for dot in dots:
        for line in lines:
            beside = line.x0 - 0.1 * em <= dot.x0 and dot.x1 <= line.x1 + 0.1 * em
            if beside and line.top - _FLOATS * em <= dot.bottom and dot.top < line.bottom and line.height <= _LINE[1] * em:
                line.top = min(line.top, dot.top)
                break
        else:
            lines.append(dot)
    return [piece for piece in lines if _LINE[0] * em <= piece.height <= _LINE[1] * em]


def _overlap(word: RawWord, piece: Piece) -> float:
    """The share of a word's box that lies in the piece."""
    wide = min(word.x1, piece.x1) - max(word.x0, piece.x0)
    high = min(word.bottom, piece.bottom) - max(word.top, piece.top)
    return max(0.0, wide) * max(0.0, high) / max(1.0, (word.x1 - word.x0) * (word.bottom - word.top))


def trust(words: Sequence[RawWord]) -> float:
    """Mean confidence of the letters and digits; 0 when there are none."""
    counted = [(w.confidence, sum(c.isalnum() for c in w.text)) for w in words]
    letters = sum(n for _, n in counted)
    return sum(c * n for c, n in counted) / letters if letters else 0.0


def _is_whole(words: Sequence[RawWord], piece: Piece, em: float) -> bool:
    """Whether the words of a piece stand in it, side by side, cover it, and are legible."""
    room = _LEAVES * em
    if not words:
        return False
    ordered = sorted(words, key=lambda w: w.x0)
    for word in ordered:
        if word.top < piece.top - room or word.bottom > piece.bottom + room or word.x0 < piece.x0 - em or word.x1 > piece.x1 + em:
            return False
    if any(after.x0 < before.x1 - 0.35 * em for before, after in pairwise(ordered)):
        return False
    if ordered[0].x0 > piece.x0 + em or ordered[-1].x1 < piece.x1 - em:
        return False
    if any(after.x0 > before.x1 + 2 * _GAP * em for before, after in pairwise(ordered)):
        return False
    return trust(words) >= _POOR or all(looks_numeric(w.text) for w in words)


def _cut(piece: Piece, grey: Grey, grow: float) -> Grey:
    from PIL import Image

    part = grey[max(0, round(piece.top) - 1) : round(piece.bottom) + 1, max(0, round(piece.x0) - 1) : round(piece.x1) + 1]
    size = (max(8, round(part.shape[1] * grow)), max(8, round(part.shape[0] * grow)))
    return np.pad(np.asarray(Image.fromarray(part).resize(size, Image.Resampling.LANCZOS)), _BORDER, constant_values=255)


@dataclass(frozen=True, slots=True)
class Cutter:
    """Reads pieces of one page again, in one run of the program. `em`: pixels of the size of type."""

    grey: Grey
    em: float
    folder: Path
    name: str
    language: str

    def read(self, pieces: Sequence[Piece]) -> list[list[RawWord]]:
        """The words of each piece, in pixels of the page; each piece is a line of its own."""
        grow = _EM_PIXELS / self.em
        pictures = [save(_cut(p, self.grey, grow), self.folder / f"{self.name}_{self.language}_{i}.png", 300) for i, p in enumerate(pieces)]
        found = zip(pieces, recognise_lines(pictures, self.folder, f"{self.name}_{self.language}", self.language), strict=True)
        return [[self._placed(word, piece, grow, line) for word in words] for line, (piece, words) in enumerate(found, 1)]

    def _placed(self, word: RawWord, piece: Piece, grow: float, line: int) -> RawWord:
        left, top = max(0, round(piece.x0) - 1), max(0, round(piece.top) - 1)
        x0, x1 = ((x - _BORDER) / grow + left for x in (word.x0, word.x1))
        y0, y1 = ((y - _BORDER) / grow + top for y in (word.top, word.bottom))
        return RawWord(word.text, max(x0, 0.0), max(y0, 0.0), x1, y1, word.confidence, (-1, 0, line))


def read_again(words: Sequence[RawWord], pieces: Sequence[Piece], cutter: Cutter) -> list[RawWord]:
    """The words of a page, those of pieces that were not read whole from a reading of the piece alone, where that is clearer."""
    own: list[list[RawWord]] = [[] for _ in pieces]
    astray: set[int] = set()
    for word in words:
        shares = [(share, index) for index, piece in enumerate(pieces) if (share := _overlap(word, piece)) > 0.12]
        for _, index in shares:
            own[index].append(word)
        if len(shares) > 1:
            astray.update(index for _, index in shares)
    open_ones = [i for i, piece in enumerate(pieces) if i in astray or not _is_whole(own[i], piece, cutter.em)][:_MOST_PIECES]
    gone: set[int] = set()
    added: list[RawWord] = []
    for index, again in zip(open_ones, cutter.read([pieces[i] for i in open_ones]), strict=True):
        before = own[index]
        clear = trust(again)
        narrow = pieces[index].x1 - pieces[index].x0 < _NARROW * cutter.em and index not in astray
        if clear >= _LEAST and not narrow and (clear >= trust(before) - 3 or index in astray):
            gone.update(id(word) for word in before)
            added.extend(again)
    return [word for word in words if id(word) not in gone] + added
