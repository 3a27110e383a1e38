"""A page to frames: parts that are read one after the other.

Most pages are one frame. Where two tables or two columns of text stand side by side, the page is cut at the gutter
between them for as far down as nothing crosses it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ingest.pdf.lines import Chunk, Line, lines_of
from ingest.pdf.words import Page, Word

_MIN_LINES = 4
_MIN_SHARE_LEFT = 0.25


def _starts_a_label(chunk: Chunk) -> bool:
    return not chunk.is_cells and any(c.isalpha() for c in chunk.text[:2]) and chunk.text[:1].isupper()


def _gutters(lines: Sequence[Line], width: float) -> list[float]:
    """Left edges at which text starts again and again to the right of other cells or text."""
    starts: Counter[int] = Counter()
    after_cells: Counter[int] = Counter()
    for line in lines:
        for before, chunk in zip(line.chunks, line.chunks[1:], strict=False):
            if _starts_a_label(chunk) and _MIN_SHARE_LEFT * width < chunk.box[0] < 0.8 * width:
                starts[round(chunk.box[0])] += 1
                after_cells[round(chunk.box[0])] += before.is_cells
    found = []
    for x in sorted(starts, key=lambda x: -starts[x]):
        near = [y for y in starts if abs(y - x) <= 2]
        if sum(starts[y] for y in near) >= _MIN_LINES and sum(after_cells[y] for y in near) >= 2 and all(abs(x - f) > 20 for f in found):
            found.append(float(x))
    return sorted(found)


def _band(lines: Sequence[Line], gutter: float) -> tuple[int, int] | None:
    """First and last line of the longest run that the gutter divides, when both sides hold enough."""
    best: tuple[int, int, int] | None = None
    start = 0
    for index in range(len(lines) + 1):
        crossed = index == len(lines) or any(c.box[0] < gutter - 3 and c.box[2] > gutter - 1 for c in lines[index].chunks)
        if crossed:
            run = lines[start:index]
            right = sum(1 for line in run if any(abs(c.box[0] - gutter) <= 3 for c in line.chunks))
            left = sum(1 for line in run if line.chunks[0].box[0] < gutter - 3)
            if right >= _MIN_LINES and left >= _MIN_LINES and (best is None or right > best[2]):
                best = (start, index - 1, right)
            start = index + 1
    return best and best[:2]


def frames_of(page: Page) -> list[list[Line]]:
    """The page's frames in reading order, each a list of lines from top to bottom."""
    lines = lines_of(page)
    for gutter in _gutters(lines, page.width):
        band = _band(lines, gutter)
        if band is None:
            continue
        first, last = band
        top, bottom = lines[first].box[1] - 1, lines[last].box[3] + 1
        inside = [w for w in page.words if top <= w.middle <= bottom]
        left: list[Word] = [w for w in inside if w.x0 < gutter - 3]
        right: list[Word] = [w for w in inside if w.x0 >= gutter - 3]
        return [part for part in (lines[:first], lines_of(page, left), lines_of(page, right), lines[last + 1:]) if part]
    return [lines]
