"""Fragments of a page to blocks: rows under one another whose cells stand in the same columns, with the words above.

Geometry only: what the words mean does not belong here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.lexicon import fold
from ingest.pdf.lines import Chunk, Line
from ingest.people.cells import Cell, Fragment, Piece, cells_in, cells_of, fragments_of, is_prose, read_cell
from ingest.people.heads import read_above
from ingest.people.labels import begin_first, head_first, heads_between, join_repeated, join_wrapped
from ingest.people.pairs import mark_pairs
from ingest.people.shapes import Block, Column, Row
from ingest.people.tiles import head_tiles
from ingest.people.words import entries, pattern

_ROW_GAP = 4.2  # in font sizes, between rows of one block, texts between them or not
_EDGE = 3.0


@dataclass(slots=True)
class _Open:
    fragments: list[Fragment]

    @property
    def left(self) -> float:
        return min((f.label.box[0] for f in self.fragments if f.label), default=min(c.box[0] for f in self.fragments for c in f.cells))

    @property
    def right(self) -> float:
        return max(c.box[2] for f in self.fragments for c in f.cells)

    @property
    def is_empty(self) -> bool:
        return all(c.is_dash for f in self.fragments for c in f.cells)

    def columns(self) -> list[Column]:
        return cluster([box for f in self.fragments for box in _widened(f.cells)])

    def takes(self, other: Fragment) -> bool:
        last = self.fragments[-1]
        if other.top - last.bottom > _ROW_GAP * last.size or other.line == last.line or abs(other.size - last.size) > 0.15 * last.size:
            return False
        columns = self.columns()
        fits = [any(c.x0 - _EDGE <= cell.box[2] and cell.box[0] <= c.x1 + _EDGE for c in columns) for cell in other.cells]
        if not any(fits) or (fits.count(False) > fits.count(True) and len(columns) > 1 and not self._goes_on_fuller(other, columns)):
            return False
        if other.label is None or all(f.label is None for f in self.fragments):
            return True
        return any(abs(other.label.box[0] - f.label.box[0]) <= 4 * last.size for f in self.fragments[-4:] if f.label) or any(
            abs(p.box[0] - self.left) <= 1.5 * last.size for p in other.texts
        )

    def _goes_on_fuller(self, other: Fragment, columns: Sequence[Column]) -> bool:
        """Whether a row right below, with its label in line, fills columns that the rows above leave blank."""
        last = self.fragments[-1]
        if other.label is None or last.label is None or other.top - last.bottom > last.size:
            return False
        in_line = abs(other.label.box[0] - last.label.box[0]) < 1
        return in_line and len(other.cells) > len(columns) and any(abs(cell.box[2] - c.x1) < 1 for cell in other.cells for c in columns)


def _widened(cells: Sequence[Cell]) -> list[tuple[float, float]]:
    """The ranges of the cells of a row; "12 (40 %)" is one, and "12/9"."""
    ranges: list[tuple[float, float]] = []
    for cell in cells:
        if ranges and (cell.text.startswith("(") or cell.is_second) and 0 <= cell.box[0] - ranges[-1][1] < cell.size:
            ranges[-1] = (ranges[-1][0], cell.box[2])
        else:
            ranges.append((cell.box[0], cell.box[2]))
    return ranges


def cluster(ranges: Sequence[tuple[float, float]]) -> list[Column]:
    """Ranges of cells that stand over one another."""
    columns: list[Column] = []
    for own in sorted(ranges, key=sum):
        last = columns[-1] if columns else None
        if last and own[0] < last.x1 - 0.5:
            last.x1 = max(last.x1, own[1])
        else:
            columns.append(Column(*own))
    return columns


def _is_years(fragment: Fragment) -> bool:
    return all(cell.is_year for cell in fragment.cells)


def _is_page_number(fragment: Fragment) -> bool:
    label = fragment.label
    return label is not None and len(fragment.cells) == 1 and bool(pattern("page_number").match(fold(label.text)))


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
                or token.text.endswith((".", ","))
                or not any(abs(token.box[2] - c.x1) < 2 or abs(cell.middle - c.middle) < 1.5 for c in columns)
                or pattern("numbered").search(fold(chunk.tokens[cut - 2].text))
            ):
                break
            cut -= 1
        if cells_of(chunk) is not None or cut == len(chunk.tokens) or is_prose(Piece(chunk.tokens[:cut]).text):
            chunks.append(chunk)
        else:
            chunks += [Chunk(chunk.tokens[:cut]), *(Chunk((token,)) for token in chunk.tokens[cut:])]
    return line if len(chunks) == len(line.chunks) else replace(line, chunks=tuple(chunks))


def find_blocks(lines: Sequence[Line], beside: Sequence[Line] = ()) -> list[Block]:
    """The blocks of a page, or of one of its frames, from the top; `beside`: lines of its other frames, which may hold heads."""
    mark_pairs(lines)
    opened = _grow(lines)
    columns = [c for o in opened if len(o.fragments) > 1 for c in o.columns()]
    lines = [_apart(line, columns) for line in lines]
    opened = _grow(lines)
    texts = [(index, piece) for index, line in enumerate([*lines, *beside]) for piece in _pieces(line)]
    blocks = [_block(o, texts, [f for other in opened if other is not o and not other.is_empty for f in other.fragments]) for o in opened]
    return [block for block in blocks if block is not None]


def _pieces(line: Line) -> list[Piece]:
    """The texts of a line; years that stand where heads do are texts as well."""
    pieces = []
    for chunk, cells in zip(line.chunks, cells_in(line), strict=True):
        if cells is None:
            pieces.append(Piece(chunk.tokens))
        elif all(cell.is_year for cell in cells) and "(" in chunk.text:
            pieces.append(Piece(chunk.tokens))  # this year (and the last)
        elif all(cell.is_year for cell in cells):
            pieces += [Piece((token,)) for token in chunk.tokens]
    return pieces


def _grow(lines: Sequence[Line]) -> list[_Open]:
    opened: list[_Open] = []
    for index, line in enumerate(lines):
        fragments, _ = fragments_of(line, index)
        for fragment in fragments:
            if _is_years(fragment) or _is_page_number(fragment):
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
            is_label = abs(x0 - left) < piece.size and x1 - first_cell < 0.35 * (x1 - x0)  # runs a little into the first column
            if (x1 > first_cell + piece.size and not is_label) or piece.size > 1.12 * last.size:
                return True
    return False


def _block(opened: _Open, texts: Sequence[tuple[int, Piece]], others: Sequence[Fragment]) -> Block | None:
    columns, fragments = opened.columns(), opened.fragments
    left, right = opened.left, opened.right
    size = fragments[0].size
    own = {id(p) for f in fragments for p in f.texts}
    taken = {box for f in fragments for p in f.texts for box in [p.box]}
    label_right = max((p.box[2] for f in fragments for p in f.texts[-1:]), default=left)
    if (named := _name_column(fragments, texts)) is not None:
        left = named
        for f in fragments:
            name = [p for p in f.texts if abs(p.box[0] - named) <= 2 * size][:1]
            f.texts = [*name, *(p for p in f.texts if p not in name and _is_gender(p))] or f.texts
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
    first_cell = min(c.x0 for c in columns)
    block = Block(fragments[0].page, rows, columns, top=rows[0].top)
    free = [(i, p) for i, p in texts if id(p) not in own and p.box not in taken and p.box[2] > left + size and p.box[0] < right + 2 * size]
    between = [p for _, p in free if rows[0].top < (p.box[1] + p.box[3]) / 2 < rows[-1].bottom + 1.2 * size]
    above = sorted((p for _, p in free if (p.box[1] + p.box[3]) / 2 <= rows[0].top), key=lambda p: -p.box[3])
    if not rows[0].labels:
        begin_first(block, above)
    heads_between(block, between, left, first_cell, right)
    join_wrapped(block)
    begin_first(block, above)
    head_first(block, above, label_right=first_cell)
    join_repeated(block)
    floor = max((f.bottom for f in others if f.bottom <= rows[0].top and _overlaps(f, left, right)), default=0.0)
    read_above(block, [p for p in above if p.box[1] >= floor - 1], left, min(first_cell, label_right), size)
    head_tiles(block, [p for _, p in texts])
    return block


def _is_gender(piece: Piece) -> bool:
    return any(entry.pattern.fullmatch(fold(piece.text)) for entry in entries("genders"))


def _name_column(fragments: Sequence[Fragment], texts: Sequence[tuple[int, Piece]]) -> float | None:
    """Where the names of initiatives begin when columns of text ("Målgrupp") stand between them and the counts."""
    several = [f for f in fragments if len(f.texts) > 1]
    if 2 * len(several) < len(fragments) or any(len(f.texts[0].tokens) > 5 for f in several):
        return None
    x0, top, size = min(f.texts[0].box[0] for f in several), fragments[0].top, fragments[0].size
    over = [p for _, p in texts if abs(p.box[0] - x0) <= 2 * size and 0 < top - p.box[1] < 5 * size]
    return x0 if any(len(p.tokens) <= 3 and pattern("initiative_axis").search(fold(p.text)) for p in over) else None


def _overlaps(f: Fragment, left: float, right: float) -> bool:
    x0 = f.label.box[0] if f.label else f.cells[0].box[0]
    return min(right, f.cells[-1].box[2]) - max(left, x0) > 0.2 * (right - left)
