"""Recognised words set on their lines: size of type and height on the line as a text page would give them.

Recognition gives boxes tight around the ink, which differ between "och" and "Åbg". Sizes and base lines are worked
out from the letters of each word and evened out over the line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, median_low

from ingest.contracts import Box
from ingest.pdf.ocr_engine import RawWord

# Heights above and depths below the base line, in shares of the size of type.
CAPITAL, _SMALL, _RINGED, _DEEP, _COMMA = 0.72, 0.53, 0.92, 0.21, 0.14
_LOW = set("acemnorsuvwxz.,:;_-–—−=~gpqy")
_BELOW, _BARELY_BELOW = set("gjpqy()[]|Q"), set(",;")
_NO_HEIGHT = set("-–—−=~_.,:;'\"`´’*•·°")
_ABOVE, _UNDER = 0.78, 0.22
_SAME_LINE = 0.3
_CHUNK, _UNLIKE, _TELLING = 1.5, 0.13, 3


@dataclass(frozen=True, slots=True)
class OcrWord:
    """One recognised word on the straight page: box in points, confidence 0-100, what else its figure was read as, and the
    width of its strokes in points (0: not measured)."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    confidence: float
    alternatives: tuple[str, ...] = ()
    stroke: float = 0.0
    bold: bool = False

    @property
    def box(self) -> Box:
        """The box as a tuple."""
        return (self.x0, self.top, self.x1, self.bottom)


def _letters(text: str) -> tuple[float, float] | None:
    """How far a word reaches above and below its base line, in shares of its size; None when it is only marks."""
    letters = [c for c in text if c not in _NO_HEIGHT]
    if not letters:
        return None
    above = _RINGED if any(c in "ÅÄÖÉ" for c in letters) else _SMALL if all(c in _LOW for c in letters) else CAPITAL
    below = _DEEP if any(c in _BELOW for c in text) else _COMMA if any(c in _BARELY_BELOW for c in text) else 0.0
    return above, below


def set_on_lines(words: Sequence[RawWord], scale: float) -> list[OcrWord]:
    """Words of one page with size, base line and box in points (top left origin, straight page)."""
    lines: dict[tuple[int, int, int], list[RawWord]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    usual = usual_size(words, scale)
    return [word for line in lines.values() for part in _parts(line, scale, usual) for word in _set_line(part, scale, usual)]


def _measured(word: RawWord, scale: float) -> tuple[float, float] | None:
    """Size and base line of one word in points."""
    reach = _letters(word.text)
    if reach is None:
        return None
    above, below = reach
    size = (word.bottom - word.top) / scale / (above + below)
    return size, word.bottom / scale - below * size


def usual_size(words: Sequence[RawWord], scale: float) -> float:
    """The size of type of most words, in points; 10 when no word tells."""
    sizes = [m[0] for word in words if len(word.text) >= 3 and (m := _measured(word, scale))]
    return median(sizes) if sizes else 10.0


def _commonest_size(line: Sequence[RawWord], scale: float, usual: float) -> float:
    """The size most letters of a line have: never one between two sizes, which would be near enough to both."""
    sizes = [m[0] for word in line if len(word.text) >= 3 and (m := _measured(word, scale)) for _ in word.text]
    return median_low(sizes) if sizes else usual


def _parts(line: Sequence[RawWord], scale: float, usual: float) -> list[list[RawWord]]:
    """A line as recognised, in two where texts of unlike sizes stand side by side: columns of a page, a table beside prose."""
    whole = _commonest_size(line, scale, usual)
    chunks: list[list[RawWord]] = []
    for word in sorted(line, key=lambda w: w.x0):
        if chunks and word.x0 - chunks[-1][-1].x1 <= _CHUNK * whole * scale:
            chunks[-1].append(word)
        else:
            chunks.append([word])
    same: list[RawWord] = []
    other: list[RawWord] = []
    group = same
    for chunk in chunks:
        sizes = [m[0] for word in chunk if len(word.text) >= 2 and (m := _measured(word, scale))]
        if sizes and sum(c.isalnum() for word in chunk for c in word.text) >= _TELLING:  # fewer are of the size of what stands before them
            group = other if abs(median(sizes) - whole) > _UNLIKE * whole else same
        group.extend(chunk)
    return [part for part in (same, other) if part]


def _set_line(line: Sequence[RawWord], scale: float, usual: float) -> list[OcrWord]:
    measured = {id(word): m for word in line if (m := _measured(word, scale))}
    weighted = [measured[id(word)] for word in line if id(word) in measured for _ in range(min(len(word.text), 8))]
    if weighted:
        line_size, line_base = median(size for size, _ in weighted), median(base for _, base in weighted)
    else:
        line_size, line_base = usual, max(word.bottom for word in line) / scale + 0.25 * usual
    found = []
    for word in line:
        size, base = measured.get(id(word), (line_size, line_base))
        mark = size < 0.75 * line_size and base < line_base - 0.15 * line_size
        larger = size > 1.3 * line_size and len(word.text) >= 3 and base <= line_base + 0.5 * line_size
        if not mark and not larger:
            size = line_size
            base = line_base if abs(base - line_base) < _SAME_LINE * line_size else base
        found.append(
            OcrWord(word.text, word.x0 / scale, base - _ABOVE * size, word.x1 / scale, base + _UNDER * size, size, word.confidence)
        )
    return found
