"""Lines below a head to the rows of a goal table: where its columns part, where it ends, and which lines make a row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import and_

from ingest.contracts import Box
from ingest.goals.heads import Head
from ingest.goals.text import joined
from ingest.pdf.lines import Line, Token

# Empty height, in shares of the font size, that no table holds between two lines.
_FAR = 4.5
# A word that stands closer to the next than this share of the font size belongs to the same text.
_SPACE = 0.5


@dataclass(slots=True)
class GridRow:
    """One row: the printed lines of each column, and all lines' boxes."""

    page: int
    cells: list[list[str]]
    boxes: list[Box] = field(default_factory=list)
    goal_box: Box | None = None
    bold: bool = False
    colour: str | None = None  # of its cell for the status, where no word stands
    shown: str | None = None  # the status of that colour by the page's legend
    spanning: bool = False  # one text over several columns: a heading inside the table

    def text(self, column: int) -> str:
        """The text of a column."""
        return joined(self.cells[column])


@dataclass(slots=True)
class Body:
    """The lines of a table below its head on one page, with the left edges of its columns."""

    head: Head
    edges: list[float]  # left edge of each column after the first
    lines: list[Line]

    def column_of(self, token: Token) -> int:
        """The column a token stands in."""
        middle = (token.box[0] + token.box[2]) / 2
        return sum(middle >= edge for edge in self.edges)


def _tokens(line: Line) -> list[Token]:
    return [token for chunk in line.chunks for token in chunk.tokens]


def _edge(lines: Sequence[Line], low: float, high: float, head_left: float) -> float:
    """Where the column to the right begins: words start there, few words cross it."""
    candidates = {head_left}
    for line in lines:
        candidates.update(t.box[0] for t in _tokens(line) if low < t.box[0] <= high)
    best, best_score = head_left, float("-inf")
    words = [([t.box[0] for t in _tokens(line)], [t.box[2] for t in _tokens(line)], _SPACE * line.size) for line in lines]
    for x in sorted(candidates):
        score = 0.0
        for lefts, rights, space in words:
            if any(map(and_, map((x - 1.5).__gt__, lefts), map((x + 0.5).__lt__, rights))):
                score -= 3
            elif any(abs(left - x) <= 1.5 for left in lefts):
                gap = x - max((right for right in rights if right <= x + 0.5), default=x - 99.0)
                score += 1 if gap > space else -0.1
            else:
                before = [right for right in rights if right <= x]
                after = [left for left in lefts if left >= x]
                if before and after and min(after) - max(before) <= space:
                    score -= 2
        score -= 0.001 * abs(x - head_left)
        if score > best_score:
            best, best_score = x, score
    return best - 1.0


def _crosses(body: Body, line: Line) -> bool:
    """Whether one text of a line runs over the edge of a column."""
    tokens = _tokens(line)
    for edge in body.edges:
        left = [t for t in tokens if t.box[0] < edge - 0.5]
        right = [t for t in tokens if t.box[0] >= edge - 0.5]
        if any(t.box[2] > edge + 3 for t in left):
            return True
        if left and right:
            gap, shift = right[0].box[0] - left[-1].box[2], right[0].box[0] - (edge + 1.0)
            if gap <= _SPACE * line.size and shift > 2.5:
                return True
    return False


def _sample(head: Head, region: list[Line]) -> list[Line]:
    """The lines that tell where columns begin: those before the first that runs over the heads' left edges, or all."""
    probe = Body(head, [cell.box[0] - 1.0 for cell in head.cells[1:]], region)
    fitting = next((i for i, line in enumerate(region) if _crosses(probe, line)), len(region))
    return region[:fitting] or region


def body_below(lines: Sequence[Line], head: Head, start: int, is_end: Callable[[int], bool]) -> Body:
    """The lines that belong under a head, from line `start` on; `is_end` tells where another head or heading begins."""
    region: list[Line] = []
    size = 0.0
    for index in range(start, len(lines)):
        line = lines[index]
        if is_end(index) or (region and line.box[1] - max(other.box[3] for other in region[-3:]) > _FAR * line.size):
            break
        size = size or line.size
        if line.size > 1.08 * size and len(line.chunks) == 1 and not line.text[:1].islower():
            break
        region.append(line)
    body = _body(head, region, _sample(head, region))
    if 2 * len(body.lines) < len(region):  # heads that do not stand over the left edges of their columns
        other = _body(head, region, region)
        if len(other.lines) > 2 * len(body.lines):
            return other
    return body


def _body(head: Head, region: list[Line], sample: Sequence[Line]) -> Body:
    """The lines of a region that fit the columns which a sample of them shows."""
    cells = head.cells
    edges = [_edge(sample, left.box[0] + 2, max(right.box[2], right.box[0] + 1), right.box[0]) for left, right in pairwise(cells)]
    body = Body(head, edges, region)
    left = min([cells[0].box[0], *(line.box[0] for line in region if line.box[0] > cells[0].box[0] - 40)], default=cells[0].box[0])
    for index, line in enumerate(region):
        outside = line.box[2] < left - 2 or line.box[0] > cells[-1].box[2] + 250
        if outside or (_crosses(body, line) and not _goes_on(body, index)):
            body.lines = region[:index]
            break
    return body


def _goes_on(body: Body, index: int) -> bool:
    """Whether the table goes on below a line that runs over its columns: a heading inside it."""
    line, below = body.lines[index], body.lines[index + 1 : index + 4]
    if len(line.text.split()) > 25:
        return False
    fitting = [other for other in below if not _crosses(body, other) and len({body.column_of(t) for t in _tokens(other)}) > 1]
    bold = all(t.bold for t in _tokens(line))
    return bool(fitting) and (bold or (len(line.text.split()) <= 12 and fitting[0] is below[0] and not line.text.endswith(".")))


def _row(body: Body, lines: Sequence[Line]) -> GridRow:
    columns = len(body.edges) + 1
    goal = body.head.roles.index("goal")
    row = GridRow(lines[0].page, [[] for _ in range(columns)])
    row.spanning = any(_crosses(body, line) for line in lines)
    for line in sorted(lines, key=lambda own: own.box[1]):
        parts: list[list[Token]] = [[] for _ in range(columns)]
        for token in _tokens(line):
            parts[goal if row.spanning else body.column_of(token)].append(token)
        for column, tokens in enumerate(parts):
            if tokens:
                row.cells[column].append(" ".join(token.text for token in tokens))
                if column == goal and row.goal_box is None:
                    row.goal_box = (tokens[0].box[0], min(t.box[1] for t in tokens), tokens[-1].box[2], max(t.box[3] for t in tokens))
        row.boxes.append(line.box)
    row.bold = all(token.bold for line in lines for token in _tokens(line))
    return row


def _gaps(lines: Sequence[Line]) -> list[float]:
    """The empty height above each line after the first."""
    gaps, deepest = [], lines[0].box[3]
    for line in lines[1:]:
        gaps.append(line.box[1] - deepest)
        deepest = max(deepest, line.box[3])
    return gaps


def _cut(lines: Sequence[Line], cuts: Sequence[int]) -> list[list[Line]]:
    marks = [0, *cuts, len(lines)]
    return [list(lines[a:b]) for a, b in pairwise(marks) if a < b]


def segmentations(body: Body, begins: Callable[[int], bool]) -> Iterator[tuple[list[GridRow], int]]:
    """The ways to cut a body into rows: at gaps of every telling width, and at lines that `begins` says start a row.

    With each way, how many gaps inside its rows are wider than the narrowest between them.
    """
    lines = body.lines
    if not lines:
        return
    gaps = _gaps(lines)
    widths = sorted(gaps)
    spans = [_crosses(body, line) for line in lines]
    forced = {i for i in range(1, len(lines)) if spans[i] != spans[i - 1]}
    seen: set[tuple[int, ...]] = set()
    jumps = [(a + b) / 2 for a, b in pairwise(widths) if b - a > 0.6]
    ways = [tuple(i + 1 for i, gap in enumerate(gaps) if gap > limit) for limit in (*jumps, float("-inf"), float("inf"))]
    ways.append(tuple(i for i in range(1, len(lines)) if begins(i)))
    ways.extend(tuple(i for i in range(1, len(lines)) if begins(i) or gaps[i - 1] > limit) for limit in jumps)
    for way in ways:
        cuts = tuple(sorted({*way, *forced}))
        if cuts not in seen:
            seen.add(cuts)
            between = min((gaps[i - 1] for i in cuts if i not in forced), default=float("inf"))
            uneven = sum(gap > between + 1.0 for i, gap in enumerate(gaps, 1) if i not in cuts)
            yield [_row(body, part) for part in _cut(lines, cuts)], uneven
