"""Sizes of type measured on page pictures, evened out: measuring differs by a pixel or two, which parts the rows of a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ingest.pdf.ocr_layout import CAPITAL, OcrWord

_SAME_SIZE, _SAME_AT_MOST = 0.12, 0.16
_FEW, _FEW_AT_MOST = 2, 0.2  # words that may all be without tall letters
_STRAY_PIXELS = 2.1  # by which the height of a capital may be measured wrong
_PEAK = 0.06  # share of all letters that makes a size of its own of one that is near another
_LEVEL, _PITCH = 0.1, 2.0  # in shares of the size: one line still, and the farthest that the next line may be

Same = Callable[[float, float], bool]


@dataclass(slots=True)
class _Strip:
    """Words of one size on one line; `measured` as they came, `size` as settled."""

    words: list[OcrWord]
    measured: float
    size: float
    bottom: float
    x0: float
    x1: float

    def shares_width(self, other: _Strip) -> bool:
        return min(self.x1, other.x1) > max(self.x0, other.x0)


def _strips(words: Sequence[OcrWord], nearest: Callable[[float], float]) -> list[_Strip]:
    """The strips of a page, top to bottom."""
    found: list[_Strip] = []
    for word in sorted(words, key=lambda w: (w.bottom, w.x0)):
        for strip in reversed(found[-6:]):
            if abs(strip.bottom - word.bottom) <= _LEVEL * word.size and abs(strip.measured - word.size) < 0.01:
                strip.words.append(word)
                strip.x0, strip.x1 = min(strip.x0, word.x0), max(strip.x1, word.x1)
                break
        else:
            found.append(_Strip([word], word.size, nearest(word.size), word.bottom, word.x0, word.x1))
    return found


def _beside(strips: Sequence[_Strip], index: int, step: int) -> float | None:
    """The size of the next line above (step -1) or below (1) that stands close."""
    own = strips[index]
    at = index + step
    while 0 <= at < len(strips):
        other, distance = strips[at], abs(strips[at].bottom - own.bottom)
        if distance > _PITCH * own.measured:
            return None
        if distance > 0.5 * own.measured and own.shares_width(other):
            return other.size
        at += step
    return None


def _as_neighbours(strips: Sequence[_Strip], slack: float, same: Same) -> None:
    """A line between two of one size has theirs, as far as measuring allows, and with more room where its own fits no size well.

    Beside one neighbour alone its own size stands if it fits: a heading stands above a table.
    """
    told = [(_beside(strips, i, -1), _beside(strips, i, 1)) for i in range(len(strips))]
    for strip, (above, below) in zip(strips, told, strict=True):
        fits = abs(strip.measured - strip.size) <= slack / 2
        if above is not None and above == below:
            room = _FEW_AT_MOST if len(strip.words) <= _FEW else _SAME_AT_MOST
            if same(strip.measured, above) or (not fits and abs(strip.measured - above) <= room * above):
                strip.size = above
        elif not fits and (one := above if below is None else below if above is None else None) and same(strip.measured, one):
            strip.size = one


def even_sizes(pages: Sequence[Sequence[OcrWord]], scales: Sequence[float]) -> list[list[OcrWord]]:
    """Sizes that differ by no more than measuring does become one: the nearest of those that most letters have, or the neighbours'.

    `scales`: pixels per point of each page. Small type is measured in so few pixels that one or two are a large share.
    """
    slack = _STRAY_PIXELS / CAPITAL / min(scales, default=1.0)
    counts: Counter[float] = Counter()
    for words in pages:
        for word in words:
            counts[round(word.size, 1)] += len(word.text)

    def same(size: float, other: float) -> bool:
        return abs(round(size, 1) - other) <= max(_SAME_SIZE * other, min(slack, _SAME_AT_MOST * other))

    def is_peak(size: float) -> bool:
        near = sum(count for other, count in counts.items() if abs(other - size) <= slack / 2)
        return near >= _PEAK * counts.total()

    settled: list[float] = []
    for size, _ in counts.most_common():
        close = [other for other in settled if same(size, other)]
        if not close or (is_peak(size) and all(abs(size - other) > slack for other in close)):
            settled.append(size)

    def nearest(size: float) -> float:
        return min((other for other in settled if same(size, other)), key=lambda other: abs(size - other), default=size)

    evened = []
    for words in pages:
        strips = _strips(words, nearest)
        _as_neighbours(strips, slack, same)
        sizes = {id(word): strip.size for strip in strips for word in strip.words}
        evened.append([replace(word, size=sizes[id(word)]) for word in words])
    return evened
