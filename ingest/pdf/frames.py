"""A page to frames: parts that are read one after the other.

Most pages are one frame. Where two tables or two columns of text stand side by side, the page is cut at the gutter
between them for as far down as nothing crosses it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.pdf.lines import Chunk, Line, lines_of
from ingest.pdf.words import Page, Word

_MIN_LINES = 4
_MIN_BEGINS = 3
_TEXT_COLUMN = (0.4, 0.65)  # of the page's width
_TEXT_LINES = 12
_MIN_SHARE_LEFT = 0.25
_LOOSE = 5
_NOTE_HEADING = re.compile(r"not\s*\d", re.IGNORECASE)


def _starts_a_label(chunk: Chunk) -> bool:
    return not chunk.is_cells and any(c.isalpha() for c in chunk.text[:2]) and chunk.text[:1].isupper()


def _gutters(lines: Sequence[Line], width: float) -> list[float]:
    """Left edges at which text starts again and again to the right of other cells or text.

    Two headings of notes on one line settle it at once; else cells must stand to the left of some of the starts, or,
    beside running text, to the right of them.
    """
    starts: Counter[int] = Counter()
    after_cells: Counter[int] = Counter()
    before_cells: Counter[int] = Counter()
    headings: set[int] = set()
    for line in lines:
        for index, chunk in enumerate(line.chunks[1:], 1):
            if not (_starts_a_label(chunk) and _MIN_SHARE_LEFT * width < chunk.box[0] < 0.8 * width):
                continue
            x = round(chunk.box[0])
            starts[x] += 1
            after_cells[x] += line.chunks[index - 1].is_cells
            before_cells[x] += any(later.is_cells for later in line.chunks[index + 1 :])
            if _NOTE_HEADING.match(chunk.text) and _NOTE_HEADING.match(line.chunks[0].text):
                headings.add(x)
    found: list[float] = []
    for x in sorted(starts, key=lambda x: -starts[x]):
        near = [y for y in starts if abs(y - x) <= _LOOSE]
        count, left, right = (sum(counter[y] for y in near) for counter in (starts, after_cells, before_cells))
        many = (count >= _MIN_LINES and (left >= 2 or (count >= 2 * _MIN_LINES and right >= 3))) or (
            count >= 3 and bool(headings & set(near))
        )
        if many and all(abs(x - f) > 20 for f in found):
            found.append(float(min(near)))
    return sorted(found)


def _starts_at(line: Line, gutter: float) -> bool:
    return any(abs(chunk.box[0] - gutter) <= _LOOSE for chunk in line.chunks)


def _trim(lines: Sequence[Line], first: int, last: int, gutter: float) -> tuple[int, int, int] | None:
    """From the first to the last line that begins anew at the gutter; then the lines left of it that go on below."""
    begins = [i for i in range(first, last + 1) if _starts_at(lines[i], gutter)]
    left = [i for i in range(first, last + 1) if lines[i].chunks[0].box[0] < gutter - _LOOSE]
    if len(begins) < _MIN_BEGINS or len(left) < _MIN_LINES:
        return None
    end = begins[-1]
    while end < last and lines[end + 1].box[2] < gutter - 1:
        end += 1
    return begins[0], end, len(begins)


def _band(lines: Sequence[Line], gutter: float) -> tuple[int, int] | None:
    """First and last line of the longest run that the gutter divides, when both sides hold enough."""
    best: tuple[int, int, int] | None = None
    start = 0
    for index in range(len(lines) + 1):
        crossed = index == len(lines) or any(c.box[0] < gutter - _LOOSE and c.box[2] > gutter - 1 for c in lines[index].chunks)
        if not crossed:
            continue
        run = _trim(lines, start, index - 1, gutter)
        if run and (best is None or run[2] > best[2]):
            best = run
        start = index + 1
    return best and best[:2]


def _split(lines: Sequence[Line], words: Sequence[Word], page: Page) -> list[list[Line]]:
    for gutter in _gutters(lines, page.width):
        band = _band(lines, gutter)
        if band is None:
            continue
        first, last = band
        top, bottom = lines[first].box[1] - 1, lines[last].box[3] + 1
        inside = [w for w in words if top <= w.middle <= bottom]
        left = [w for w in inside if w.x0 < gutter - _LOOSE]
        right = [w for w in inside if w.x0 >= gutter - _LOOSE]
        return [
            *_split(lines[:first], [w for w in words if w.middle < top], page),
            lines_of(page, left),
            lines_of(page, right),
            *_split(lines[last + 1 :], [w for w in words if w.middle > bottom], page),
        ]
    return [list(lines)] if lines else []


def _text_column(page: Page) -> tuple[float, float, float] | None:
    """Where a second column of text begins, and from where to where down the page; None on a page of one column.

    Rows of a table share their baselines over the gap between cells; two columns of text do not.
    """
    words = sorted(page.words, key=lambda w: w.middle)
    starts = [w for w in words if w.text[:1].isalpha() and _TEXT_COLUMN[0] * page.width < w.x0 < _TEXT_COLUMN[1] * page.width]
    starts = [w for w in starts if not any(0 < w.x0 - o.x1 < 1.2 * w.size and abs(o.middle - w.middle) < 0.3 * w.size for o in words)]
    if not starts:
        return None
    counts = Counter(round(w.x0) for w in starts)
    edge, _ = counts.most_common(1)[0]
    column = [w for w in starts if abs(w.x0 - edge) <= 2]
    crossing = [w.middle for w in words if w.x0 < edge - 4 < w.x1]
    bands: list[list[Word]] = [[]]
    for word in column:
        if bands[-1] and any(bands[-1][-1].middle < y < word.middle for y in crossing):
            bands.append([])
        bands[-1].append(word)
    band = max(bands, key=len)
    left = [w for w in words if w.x1 < edge - 4 and band and band[0].top <= w.middle <= band[-1].bottom]
    apart = [w for w in band if not any(abs(w.bottom - o.bottom) < 1 for o in left)]
    if len(band) < _TEXT_LINES or len(left) < _TEXT_LINES or len(apart) < 0.4 * len(band):
        return None
    below = min((y for y in crossing if y > band[-1].middle), default=page.height)
    return edge - 4.0, band[0].top - 1, max(band[-1].bottom + 1, below - 8)


def frames_of(page: Page) -> list[list[Line]]:
    """The page's frames in reading order, each a list of lines from top to bottom."""
    if found := _text_column(page):
        gutter, top, bottom = found
        parts = (
            [w for w in page.words if w.middle < top],
            [w for w in page.words if top <= w.middle <= bottom and w.x0 < gutter],
            [w for w in page.words if top <= w.middle <= bottom and w.x0 >= gutter],
            [w for w in page.words if w.middle > bottom],
        )
        return [frame for part in parts for frame in _split(lines_of(page, part), part, page)]
    return _split(lines_of(page), page.words, page)
