"""Fragments of a page to blocks: rows under one another whose cells stand in the same columns, with the words above.

Geometry only: what the words mean does not belong here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from statistics import median

from ingest.contracts import Box
from ingest.lexicon import fold, load
from ingest.pdf.lines import Chunk, Line
from ingest.people.cells import Cell, Fragment, Piece, cells_of, fragments_of, is_prose, joined, read_cell
from ingest.people.heads import read_above
from ingest.people.words import pattern

_ROW_GAP = 4.2  # in font sizes, between rows of one block, texts between them or not
_EDGE = 3.0


@dataclass(slots=True)
class Column:
    """One column: the range of its cells, and the heads over it from the top."""

    x0: float
    x1: float
    heads: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The heads as one text."""
        return joined(self.heads)

    @property
    def middle(self) -> float:
        """Horizontal centre."""
        return (self.x0 + self.x1) / 2


@dataclass(slots=True)
class Row:
    """One row: label pieces from the left, cells by column, or no cells for a head between rows."""

    labels: list[str]
    cells: dict[int, list[Cell]]
    page: int
    top: float
    bottom: float
    x0: float
    size: float
    bold: bool
    boxes: list[Box] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The label as one text."""
        return joined(self.labels)


@dataclass(slots=True)
class Block:
    """Rows and columns, with what stands above: the words over the labels, captions from the nearest."""

    page: int
    rows: list[Row]
    columns: list[Column]
    corner: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)  # of the words above
    top: float = 0.0

    @property
    def places(self) -> list[tuple[int, Box]]:
        """Page and box of all that was read."""
        return [(self.page, box) for box in self.boxes] + [(row.page, box) for row in self.rows for box in row.boxes]

    @property
    def cells(self) -> list[Cell]:
        """All cells, row by row."""
        return [cell for row in self.rows for cells in row.cells.values() for cell in cells]


@dataclass(slots=True)
class _Open:
    fragments: list[Fragment]

    @property
    def left(self) -> float:
        return min((f.label.box[0] for f in self.fragments if f.label), default=min(c.box[0] for f in self.fragments for c in f.cells))

    @property
    def right(self) -> float:
        return max(c.box[2] for f in self.fragments for c in f.cells)

    def columns(self) -> list[Column]:
        return cluster([c for f in self.fragments for c in f.cells])

    def takes(self, other: Fragment) -> bool:
        last = self.fragments[-1]
        if other.top - last.bottom > _ROW_GAP * last.size or other.line == last.line or abs(other.size - last.size) > 0.15 * last.size:
            return False
        columns = self.columns()
        fits = [any(c.x0 - _EDGE <= cell.box[2] and cell.box[0] <= c.x1 + _EDGE for c in columns) for cell in other.cells]
        if not any(fits) or (fits.count(False) > fits.count(True) and len(columns) > 1):
            return False
        if other.label is None or all(f.label is None for f in self.fragments):
            return True
        return any(abs(other.label.box[0] - f.label.box[0]) <= 4 * last.size for f in self.fragments[-4:] if f.label) or any(
            abs(p.box[0] - self.left) <= 1.5 * last.size for p in other.texts
        )


def cluster(cells: Sequence[Cell]) -> list[Column]:
    """Ranges of cells that stand over one another."""
    columns: list[Column] = []
    for cell in sorted(cells, key=lambda c: c.middle):
        own = (cell.box[0], cell.box[2])
        last = columns[-1] if columns else None
        if last and own[0] < last.x1 - 0.5:
            last.x1 = max(last.x1, own[1])
        else:
            columns.append(Column(*own))
    return columns


def _is_years(fragment: Fragment) -> bool:
    return all(cell.is_year for cell in fragment.cells)


def _stands_in(cell: Cell, columns: Sequence[Column]) -> bool:
    return any(abs(cell.box[2] - c.x1) < 2 or abs(cell.middle - c.middle) < 1.5 for c in columns)


def _nearest(cell: Cell, columns: Sequence[Column]) -> int:
    """The number of the column a cell stands in."""
    inside = (i for i, column in enumerate(columns) if column.x0 <= cell.middle <= column.x1)
    nearest = min(range(len(columns)), key=lambda i: abs(columns[i].middle - cell.middle))
    return next(inside, nearest)


def _apart(line: Line, columns: Sequence[Column]) -> Line:
    """A line whose last words are cells at word distance from their label, taken apart where they stand in columns."""
    chunks: list[Chunk] = []
    for chunk in line.chunks:
        cut = len(chunk.tokens)
        while cut > 1:
            token = chunk.tokens[cut - 1]
            cell = read_cell([token])
            if (
                cell is None
                or cell.is_dash
                or cell.is_year
                or not any(abs(token.box[2] - c.x1) < 2 or abs(cell.middle - c.middle) < 1.5 for c in columns)
            ):
                break
            cut -= 1
        if cells_of(chunk) is not None or cut == len(chunk.tokens) or is_prose(Piece(chunk.tokens[:cut]).text):
            chunks.append(chunk)
        else:
            chunks += [Chunk(chunk.tokens[:cut]), *(Chunk((token,)) for token in chunk.tokens[cut:])]
    return replace(line, chunks=tuple(chunks))


def find_blocks(lines: Sequence[Line], beside: Sequence[Line] = ()) -> list[Block]:
    """The blocks of a page, or of one of its frames, from the top; `beside`: lines of its other frames, which may hold heads."""
    opened = _grow(lines)
    columns = [c for o in opened if len(o.fragments) > 1 for c in o.columns()]
    lines = [_apart(line, columns) for line in lines]
    opened = _grow(lines)
    texts = [(index, piece) for index, line in enumerate([*lines, *beside]) for piece in _pieces(line)]
    blocks = [_block(o, texts, [f for other in opened if other is not o for f in other.fragments]) for o in opened]
    return [block for block in blocks if block is not None]


def _pieces(line: Line) -> list[Piece]:
    """The texts of a line; years that stand where heads do are texts as well."""
    pieces = []
    for chunk in line.chunks:
        cells = cells_of(chunk)
        if cells is None:
            pieces.append(Piece(chunk.tokens))
        elif all(cell.is_year for cell in cells):
            pieces += [Piece((token,)) for token in chunk.tokens]
    return pieces


def _grow(lines: Sequence[Line]) -> list[_Open]:
    opened: list[_Open] = []
    for index, line in enumerate(lines):
        fragments, _ = fragments_of(line, index)
        for fragment in fragments:
            if _is_years(fragment):
                continue
            home = next((o for o in reversed(opened[-6:]) if o.takes(fragment) and not _parted(o, fragment, lines)), None)
            if home:
                home.fragments.append(fragment)
            else:
                opened.append(_Open([fragment]))
    return opened


def _parted(opened: _Open, fragment: Fragment, lines: Sequence[Line]) -> bool:
    """Whether words between the last row and this one show that another table begins: over the columns, or set larger."""
    last = opened.fragments[-1]
    first_cell = min(c.x0 for c in opened.columns())
    left, right = opened.left, opened.right
    for line in lines[last.line + 1 : fragment.line]:
        for piece in _pieces(line):
            x0, _, x1, _ = piece.box
            if x1 <= left or x0 >= right + 2 * piece.size:
                continue
            if x1 > first_cell + piece.size or piece.size > 1.12 * last.size:
                return True
    return False


def _block(opened: _Open, texts: Sequence[tuple[int, Piece]], others: Sequence[Fragment]) -> Block | None:
    columns, fragments = opened.columns(), opened.fragments
    left, right = opened.left, opened.right
    size = fragments[0].size
    rows: list[Row] = []
    for f in fragments:
        cells: dict[int, list[Cell]] = {}
        for cell in f.cells:
            index = _nearest(cell, columns)
            cells.setdefault(index, []).append(cell)
        near = [p for p in f.texts if p.box[0] >= left - 0.5 * size]
        rows.append(
            Row([p.text for p in near], cells, f.page, f.top, f.bottom, near[0].box[0] if near else left, f.size,
                bool(near and near[0].bold), [p.box for p in near] + [c.box for c in f.cells])
        )  # fmt: skip
    own = {id(p) for f in fragments for p in f.texts}
    first_cell = min(c.x0 for c in columns)
    block = Block(fragments[0].page, rows, columns, top=rows[0].top)
    taken = {box for f in fragments for p in f.texts for box in [p.box]}
    free = [(i, p) for i, p in texts if id(p) not in own and p.box not in taken and p.box[2] > left + size and p.box[0] < right + 2 * size]
    _heads_between(
        block, [p for _, p in free if rows[0].top < (p.box[1] + p.box[3]) / 2 < rows[-1].bottom + 1.2 * size], left, first_cell, right
    )
    above = sorted((p for _, p in free if (p.box[1] + p.box[3]) / 2 <= rows[0].top), key=lambda p: -p.box[3])
    _begin_first(block, above)
    floor = max((f.bottom for f in others if f.bottom <= rows[0].top and _overlaps(f, left, right)), default=0.0)
    label_right = max((p.box[2] for f in fragments for p in f.texts[-1:]), default=left)
    read_above(block, [p for p in above if p.box[1] >= floor - 1], left, min(first_cell, label_right), size)
    return block


def _begin_first(block: Block, above: list[Piece]) -> None:
    """The first lines of a label that wraps in the very first row stand above it: they are no heads."""
    row = block.rows[0]
    lower = [r for r in block.rows if r.labels and r.labels[0][:1].islower()]
    if not row.labels or len(lower) > 0.5 * len(block.rows):
        return
    pitch = _pitch(block.rows)
    for piece in list(above[:8]):
        first_cell = min(c.box[0] for cells in row.cells.values() for c in cells)
        at_label = abs(piece.box[0] - row.x0) < 0.3 * piece.size and piece.box[2] < first_cell
        if not at_label or not (_goes_on(row) or row.top - piece.box[3] < -0.1 * piece.size) or not _begins(row, piece, None, pitch):
            continue
        row.labels.insert(0, piece.text)
        row.top = min(row.top, piece.box[1])
        row.boxes.append(piece.box)
        above.remove(piece)


def _overlaps(f: Fragment, left: float, right: float) -> bool:
    x0 = f.label.box[0] if f.label else f.cells[0].box[0]
    return min(right, f.cells[-1].box[2]) - max(left, x0) > 0.2 * (right - left)


def _heads_between(block: Block, pieces: Sequence[Piece], left: float, first_cell: float, right: float) -> None:
    """Texts between the rows: the rest of a wrapped label, or a head of the rows below."""
    pitch = _pitch(block.rows)
    for piece in sorted(pieces, key=lambda p: p.box[1]):
        x0, top, x1, bottom = piece.box
        if x0 < left - 1.5 * piece.size or (x1 > first_cell + 0.6 * (right - first_cell) and len(piece.tokens) > 5):
            continue
        if x0 > first_cell - 0.3 * piece.size:
            continue
        middle = (top + bottom) / 2
        before = [r for r in block.rows if (r.top + r.bottom) / 2 <= middle]
        after = [r for r in block.rows if (r.top + r.bottom) / 2 > middle]
        previous, following = (before[-1] if before else None), (after[0] if after else None)
        split = following is not None and _goes_on(following) and not piece.text[:1].islower()
        if previous and not split and _is_rest(previous, piece, following, pitch):
            previous.labels.append(piece.text)
            previous.bottom = max(previous.bottom, bottom)
            previous.boxes.append(piece.box)
        elif following and following.cells and _begins(following, piece, previous, pitch):
            following.labels.insert(0, piece.text)
            following.top = min(following.top, top)
            following.boxes.append(piece.box)
        elif following:
            row = Row([piece.text], {}, block.page, top, bottom, x0, piece.size, piece.bold, [piece.box])
            block.rows.insert(block.rows.index(following), row)


@cache
def _hanging() -> re.Pattern[str]:
    return re.compile(load("participants")["hanging"], re.IGNORECASE)


def _pitch(rows: Sequence[Row]) -> float:
    """The usual gap between rows of one line each."""
    gaps = [b.top - a.bottom for a, b in pairwise(rows) if a.cells and b.cells]
    return median(gaps) if gaps else 0.0


def _is_rest(row: Row, piece: Piece, following: Row | None, pitch: float) -> bool:
    """Whether a text goes on the label of the row above it."""
    gap = piece.box[1] - row.bottom
    if not row.labels or gap > 0.6 * piece.size or abs(piece.box[0] - row.x0) > 2.5 * piece.size or piece.bold != row.bold:
        return False
    closer = following is not None and gap < pitch - 0.8 and following.top - piece.box[3] > gap + 0.8
    return (
        gap < -0.1 * piece.size
        or bool(_hanging().search(row.label.rstrip()))
        or piece.text[:1].islower()
        or piece.text.startswith("(")
        or row.label.count("(") > row.label.count(")")
        or (closer and bool(row.cells))
    )


def _goes_on(row: Row) -> bool:
    """Whether the label of a row reads as the rest of one that begins above."""
    return bool(row.labels) and row.labels[0][:1].islower() and not pattern("of_which").search(fold(row.labels[0]))


def _begins(row: Row, piece: Piece, previous: Row | None, pitch: float) -> bool:
    """Whether a text is the first line of the label of the row below it."""
    gap = row.top - piece.box[3]
    if gap > 0.6 * piece.size or piece.bold != row.bold:
        return False
    closer = previous is not None and gap < pitch - 0.8 and piece.box[1] - previous.bottom > gap + 0.8 and bool(row.labels)
    same_edge = abs(piece.box[0] - row.x0) < 0.3 * piece.size
    return (
        gap < -0.1 * piece.size or not row.labels or bool(_hanging().search(piece.text.rstrip())) or _goes_on(row) or (closer and same_edge)
    )
