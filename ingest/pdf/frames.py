"""A page to frames: parts that are read one after the other.

Most pages are one frame. Where two tables or two columns of text stand side by side, the page is cut at the gutter
between them for as far down as nothing crosses it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence

from ingest.headers import is_header_text
from ingest.pdf.broken import with_amounts_whole
from ingest.pdf.kinds import names_a_part
from ingest.pdf.lines import Chunk, Line, lines_of
from ingest.pdf.words import Page, Word

_MIN_LINES = 4
_MIN_BEGINS = 3
_TEXT_COLUMN = (0.4, 0.65)  # of the page's width
_TEXT_LINES = 12
_FEW_LINES = 4
_MOSTLY_WORDS = 0.8
_MIDDLE = (0.48, 0.56)
_MIN_SHARE_LEFT = 0.25
_LOOSE = 5
_NOTE_HEADING = re.compile(r"not\s*\d", re.IGNORECASE)


def _starts_a_label(chunk: Chunk) -> bool:
    return not chunk.is_cells and any(c.isalpha() for c in chunk.text[:2]) and chunk.text[:1].isupper()


def _gutters(lines: Sequence[Line], width: float) -> list[float]:
    """Left edges at which text starts again and again to the right of other cells or text.

    Two headings of statements or notes on one line settle it at once; else cells must stand to the left of some of the starts, or,
    beside running text, to the right of them.
    """
    starts: Counter[int] = Counter()
    after_cells: Counter[int] = Counter()
    before_cells: Counter[int] = Counter()
    headings: set[int] = set()
    begins = Counter(round(line.chunks[0].box[0]) for line in lines if _starts_a_label(line.chunks[0]))
    for line in lines:
        for index, chunk in enumerate(line.chunks[1:], 1):
            if not (_starts_a_label(chunk) and _MIN_SHARE_LEFT * width < chunk.box[0] < 0.8 * width):
                continue
            x = round(chunk.box[0])
            starts[x] += 1
            after_cells[x] += line.chunks[index - 1].is_cells
            before_cells[x] += any(later.is_cells for later in line.chunks[index + 1 :])
            if index == 1 and names_a_part(chunk.text) and names_a_part(line.chunks[0].text):
                headings.add(x)
    found: list[float] = []
    for x in sorted(starts, key=lambda x: -starts[x]):
        near = [y for y in starts if abs(y - x) <= _LOOSE]
        count, left, right = (sum(counter[y] for y in near) for counter in (starts, after_cells, before_cells))
        many = (count >= _MIN_LINES and (left >= 2 or (count >= 2 * _MIN_LINES and right >= 3))) or (
            bool(headings & set(near)) and count + sum(n for y, n in begins.items() if abs(y - x) <= _LOOSE) >= 3
        )
        if many and all(abs(x - f) > 20 for f in found):
            found.append(float(min(near)))
    return sorted(found)


def _starts_at(line: Line, gutter: float) -> bool:
    """Whether words begin anew at the gutter: no amounts, and no heads of a table's columns."""
    return any(abs(chunk.box[0] - gutter) <= _LOOSE and not chunk.is_cells and not is_header_text(chunk.text) for chunk in line.chunks)


def _crosses(line: Line, gutter: float) -> bool:
    """Whether a line runs over the gutter: in one piece, or as a row of a wide table, label on one side, amounts on the other."""
    if any(c.box[0] < gutter - _LOOSE and c.box[2] > gutter - 1 for c in line.chunks):
        return True
    left = [c for c in line.chunks if c.box[0] < gutter - _LOOSE]
    right = line.chunks[len(left) :]
    amounts = all(c.is_cells and not is_header_text(c.text) for c in right)
    return bool(left and right) and not any(c.is_cells for c in left) and amounts


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
        crossed = index == len(lines) or _crosses(lines[index], gutter)
        if not crossed:
            continue
        run = _trim(lines, start, index - 1, gutter)
        if run and (best is None or run[2] > best[2]):
            best = run
        start = index + 1
    if best is None:
        return None
    first = best[0]
    while first and _are_heads_of_both(lines[first - 1], gutter):
        first -= 1
    return first, best[1]


def _are_heads_of_both(line: Line, gutter: float) -> bool:
    """Heads of columns on both sides, repeated where two tables side by side go on, or set above their first rows."""
    sides = {chunk.box[0] < gutter - _LOOSE for chunk in line.chunks}
    return len(sides) == 2 and not _crosses(line, gutter) and all(is_header_text(chunk.text) for chunk in line.chunks)


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
    first, last = _TEXT_COLUMN[0] * page.width, _TEXT_COLUMN[1] * page.width
    lefts = Counter(round(w.x0) for w in page.words if first < w.x0 < last)
    if not any(sum(lefts[x + near] for near in range(-4, 5)) >= _FEW_LINES for x in lefts):
        return None
    ordered = sorted([((w.top + w.bottom) / 2, at) for at, w in enumerate(page.words)])
    words, heights = [page.words[at] for _, at in ordered], [height for height, _ in ordered]
    starts = [w for w in words if first < w.x0 < last and w.text[:1].isalpha()]
    starts = [w for w in starts if not _follows(w, words, heights)]
    if not starts:
        return None
    counts = Counter(round(w.x0) for w in starts)
    edge, _ = counts.most_common(1)[0]
    column = [w for w in starts if abs(w.x0 - edge) <= 3]
    crossing = [w.middle for w in words if w.x0 < edge - 4 < w.x1]
    bands: list[list[Word]] = [[]]
    for word in column:
        if bands[-1] and any(bands[-1][-1].middle < y < word.middle for y in crossing):
            bands.append([])
        bands[-1].append(word)
    band = max(bands, key=len)
    left = [w for w in words if w.x1 < edge - 4 and band and band[0].top <= w.middle <= band[-1].bottom]
    apart = [w for w in band if not any(abs(w.bottom - o.bottom) < 1 for o in left)]
    enough = len(band) >= _TEXT_LINES and len(apart) >= 0.4 * len(band)
    # A few lines are a column too where it begins in the middle of the page, and hardly any shares its height with text beside it.
    few = len(band) >= _FEW_LINES and len(apart) >= 0.6 * len(band) and _MIDDLE[0] * page.width < edge < _MIDDLE[1] * page.width
    if few and not enough:  # the heads of two tables below one another stand so as well, but over figures
        right = [w for w in words if w.x0 >= edge - 4 and band[0].top <= w.middle <= band[-1].bottom]
        few = sum(w.text[:1].isalpha() for w in right) >= _MOSTLY_WORDS * len(right)
    if len(left) < _TEXT_LINES or not (enough or few):
        return None
    below = min((y for y in crossing if y > band[-1].middle), default=page.height)
    top = min([line.box[1] for line in _heads_above(page, band[0], edge - 4.0)], default=band[0].top)
    return edge - 4.0, top - 1, max(band[-1].bottom + 1, below - 8)


def _follows(word: Word, words: Sequence[Word], heights: Sequence[float]) -> bool:
    """Whether a word goes on from another one of its line. `words` by height, with their `heights`."""
    near = 0.3 * word.size
    others = words[bisect_left(heights, word.middle - near) : bisect_right(heights, word.middle + near)]
    return any(0 < word.x0 - o.x1 < 1.2 * word.size and abs(o.middle - word.middle) < near for o in others)


def _heads_above(page: Page, first: Word, gutter: float) -> list[Line]:
    """Heads on both sides of the gutter, right above where the second text column begins: of two notes, or of columns."""
    above: list[Line] = []
    for line in reversed([line for line in lines_of(page) if line.box[3] <= first.top + 1]):
        if (above[-1].box[1] if above else first.top) - line.box[3] > 1.5 * line.size or _crosses(line, gutter):
            break
        above.append(line)
        if _NOTE_HEADING.match(line.text) and any(_NOTE_HEADING.match(chunk.text) for chunk in line.chunks[1:]):
            return above
    heads = 0
    while heads < len(above) and (above[heads].box[0] >= gutter or _are_heads_of_both(above[heads], gutter)):
        if not all(is_header_text(chunk.text) for chunk in above[heads].chunks):
            break
        heads += 1
    return above[:heads]


def frames_of(page: Page) -> list[list[Line]]:
    """The page's frames in reading order, each a list of lines from top to bottom."""
    if "frames" not in page.derived:
        page.derived["frames"] = [with_amounts_whole(frame) for frame in _frames_of(page)]
    return [list(frame) for frame in page.derived["frames"]]


def _frames_of(page: Page) -> list[list[Line]]:
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
