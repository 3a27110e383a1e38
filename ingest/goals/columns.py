"""A page's lines in reading order where text stands in two columns, also beside tables.

Goals are read from text alone, so a cut through a table of figures does no harm here; a cut through a paragraph would.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ingest.pdf.frames import frames_of
from ingest.pdf.lines import Chunk, Line, lines_of
from ingest.pdf.words import Page

_MIDDLE = (0.38, 0.64)  # of the page's width: where a second column may begin
_SAME = 2.5
# Empty height, in shares of the font size, that parts what stands in columns from what follows over the whole width.
_APART = 0.9
_LEAST_LINES = 5
_LEAST_TEXTS = 2
_TEXT_WORDS = 4


def _is_text(chunk: Chunk) -> bool:
    return sum(any(c.isalpha() for c in token.text) for token in chunk.tokens) >= _TEXT_WORDS


def _beside(run: Sequence[Line], x: float) -> int:
    """How many lines of a run stand in columns: not those below both, after a gap, that have nothing at x."""
    last = max(i for i, line in enumerate(run) if any(abs(c.box[0] - x) <= _SAME for c in line.chunks))
    return next((i for i in range(last + 1, len(run)) if run[i].box[1] - run[i - 1].box[3] > _APART * run[i].size), len(run))


def _run(lines: Sequence[Line], x: float) -> tuple[int, int] | None:
    """The longest run of lines that nothing crosses at x, when both sides of it hold text."""
    best: tuple[int, int] | None = None
    start = 0
    for index in range(len(lines) + 1):
        if index < len(lines) and not any(c.box[0] < x - _SAME and c.box[2] > x - 4 for c in lines[index].chunks):
            continue
        run = lines[start:index]
        right = [c for line in run for c in line.chunks if abs(c.box[0] - x) <= _SAME and _is_text(c)]
        margin = Counter(round(line.chunks[0].box[0]) for line in run if line.chunks[0].box[0] < x - 60)
        left = [line for line in run if line.chunks[0].box[0] < x - 60 and _is_text(line.chunks[0])]
        enough = len(run) >= _LEAST_LINES and len(right) >= _LEAST_TEXTS and len(left) >= _LEAST_TEXTS and margin
        if enough and (best is None or index - start > best[1] - best[0]):
            goes_on = index < len(lines) and lines[index].box[1] - run[-1].box[3] <= _APART * run[-1].size
            best = start, start + (_beside(run, x) if goes_on else len(run))
        start = index + 1
    return best


def _split(lines: list[Line], page: Page) -> list[list[Line]]:
    starts = Counter(
        round(chunk.box[0]) for line in lines for chunk in line.chunks if _MIDDLE[0] * page.width < chunk.box[0] < _MIDDLE[1] * page.width
    )
    for x, count in starts.most_common(4):
        if count < 3 or (run := _run(lines, x)) is None:
            continue
        first, last = run
        boxes = [line.box for line in lines[first:last]]
        top, bottom = min(box[1] for box in boxes) - 1, max(box[3] for box in boxes) + 1
        inside = [
            w
            for w in page.words
            if top <= w.middle <= bottom and any(b[0] - 1 <= w.x0 <= b[2] + 1 and b[1] - 1 <= w.middle <= b[3] + 1 for b in boxes)
        ]
        left, right = [w for w in inside if w.x0 < x - _SAME], [w for w in inside if w.x0 >= x - _SAME]
        return [part for part in (lines[:first], lines_of(page, left), lines_of(page, right), lines[last:]) if part]
    return [lines]


def columns_of(page: Page) -> list[list[Line]]:
    """The parts of a page in reading order, each a list of lines from top to bottom."""
    if "goals_columns" not in page.derived:
        page.derived["goals_columns"] = _columns_of(page)
    return [list(part) for part in page.derived["goals_columns"]]


def _columns_of(page: Page) -> list[list[Line]]:
    parts = _split(lines_of(page), page)
    if len(parts) > 1:
        return parts
    frames = [frame for frame in frames_of(page) if frame]
    if len(frames) == 1 and frames[0] == parts[0]:
        return parts
    return [part for frame in frames for part in _split(frame, page)]
