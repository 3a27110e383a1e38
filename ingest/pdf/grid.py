"""A region to a grid: columns by the place of their cells and heads, rows with label, note reference and cells.

Blank cells stay blank in their own column. Labels that wrap over lines are joined. Nothing here knows what a
column or a row means, but for the words a wrapped label is recognised by.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, reduce
from statistics import median

from ingest.contracts import Box
from ingest.headers import is_header_text, read_header, says_time_or_scenario
from ingest.lexicon import fold, load, vocabulary_words
from ingest.pdf.comments import is_comment_head
from ingest.pdf.lines import Chunk, Line, Token
from ingest.pdf.regions import Region

_HEAD_GAP = 0.4
_LOWER_STYLE = 0.75  # so many labels in small letters are a style, not the second lines of labels
_NOTE_CHUNK = re.compile(r"^(?:not\.?\s*)\d{1,2}(?:\s*[,–-]\s*\d{1,2})*$|^\d{1,2}(?:\s*[,–-]\s*\d{1,2})+$", re.IGNORECASE)
_MARK_ALONE = re.compile(r"^(?:\*+\)?|\d\))$")  # a footnote mark that wrapped
_NOTE_CELL = re.compile(r"^(?:not\s*)?\d{1,2}(?:\s*[,–-]\s*\d{1,2})*$", re.IGNORECASE)


@dataclass(slots=True)
class Column:
    """One column of cells: its horizontal range, and the words above it, line by line."""

    x0: float
    x1: float
    heads: list[str] = field(default_factory=list)
    places: list[Box] = field(default_factory=list)  # where the heads stand, one by one

    def add_head(self, chunk: Chunk) -> None:
        """Add a head in its place from the top."""
        at = next((index for index, place in enumerate(self.places) if place[1] > chunk.box[1] + 1), len(self.places))
        self.heads.insert(at, chunk.text)
        self.places.insert(at, chunk.box)

    @property
    def text(self) -> str:
        """The head as one text; a word broken by a hyphen at the line's end is joined."""
        whole = re.sub(r"(\d)- (?=\d)", r"\1-", " ".join(self.heads))  # a date broken after its hyphen
        return re.sub(r"(\w)- (?=[a-zåäö])", r"\1", whole).strip()


@dataclass(slots=True)
class Row:
    """One row: label as printed (lines joined), the cells by column index, and the lines it came from."""

    label: str
    cells: dict[int, Token]
    lines: list[Line]
    note: str | None = None
    stray: list[Token] = field(default_factory=list)

    @property
    def page(self) -> int:
        """The page the row's amounts stand on."""
        return next((line.page for line in self.lines if line.cells), self.lines[0].page)

    @property
    def indent(self) -> float:
        """The left edge of the label."""
        return self.lines[0].box[0]

    @property
    def bold(self) -> bool:
        """Whether the row starts in bold."""
        return self.lines[0].bold


@dataclass(slots=True)
class Grid:
    """Columns from the left, rows from the top, and the words to the left of the column heads."""

    columns: list[Column]
    rows: list[Row]
    corner: str
    note_column: int | None


@cache
def _hanging() -> re.Pattern[str]:
    """What a label that goes on below ends with."""
    return re.compile(load("headers")["hanging"], re.IGNORECASE)


def _overlap(a0: float, a1: float, b0: float, b1: float) -> float:
    return min(a1, b1) - max(a0, b0)


def _cluster(boxes: Sequence[Box], size: float) -> list[tuple[float, float]]:
    """Horizontal ranges of boxes that share a column: they overlap, or end or begin at the same place."""
    columns: list[list[float]] = []
    for x0, _, x1, _ in sorted(boxes, key=lambda b: (b[2], b[0])):
        for column in reversed(columns):
            narrow = min(x1 - x0, column[1] - column[0])
            if _overlap(x0, x1, column[0], column[1]) > 0.3 * narrow or abs(x1 - column[1]) < 0.35 * size:
                column[0], column[1] = min(column[0], x0), max(column[1], x1)
                break
        else:
            columns.append([x0, x1])
    merged: list[list[float]] = []
    for column in sorted(columns):
        if merged and _overlap(*column, *merged[-1]) > 0.4 * min(column[1] - column[0], merged[-1][1] - merged[-1][0]):
            merged[-1][1] = max(merged[-1][1], column[1])
        else:
            merged.append(column)
    return [(a, b) for a, b in merged]


def _over(token: Token, columns: Sequence[Column], size: float) -> int | None:
    """The column a word of a head stands over: by its right edge, else by its middle."""
    x0, _, x1, _ = token.box
    for index, column in enumerate(columns):
        if abs(x1 - column.x1) < 0.6 * size or column.x0 - 0.3 * size <= (x0 + x1) / 2 <= column.x1 + 0.3 * size:
            return index
    return None


def _offset(tokens: Sequence[Token], columns: Sequence[Column], size: float) -> float:
    """How far right of their amounts heads end, where words of the head end as far from every column they stand over; else 0."""
    under = [column.x1 for column in columns if tokens[0].box[0] < column.x1 < tokens[-1].box[2] + 0.6 * size]
    ends = [token.box[2] for token in tokens]
    aside = sorted({end - x1 for end in ends for x1 in under if abs(end - x1) < 0.6 * size}, key=abs)
    flush = (gap for gap in aside if all(any(abs(end - x1 - gap) < 0.12 * size for end in ends) for x1 in under))
    return next(flush, 0.0) if len(under) > 1 else 0.0


def _ends_column(token: Token, following: Token, columns: Sequence[Column], size: float, offset: float) -> bool:
    """Whether a word of a head ends flush with a column, and the next word begins beyond that column."""
    return any(abs(token.box[2] - column.x1 - offset) < 0.12 * size and following.box[0] > column.x1 for column in columns[:-1])


def _split_head(chunk: Chunk, columns: Sequence[Column]) -> list[Chunk]:
    """Heads of neighbouring columns that stand so close that they look like one text are taken apart."""
    size = chunk.tokens[0].size
    offset = _offset(chunk.tokens, columns, size)
    pieces: list[list[Token]] = []
    for token in chunk.tokens:
        close = bool(pieces) and token.box[0] - pieces[-1][-1].box[2] < _HEAD_GAP * size
        if close and not _ends_column(pieces[-1][-1], token, columns, size, offset):
            pieces[-1].append(token)
        else:
            pieces.append([token])
    groups: list[tuple[int | None, list[Token]]] = []
    for piece in pieces:
        index = next((found for token in reversed(piece) if (found := _over(token, columns, size)) is not None), None)
        if groups and (index is None or groups[-1][0] in {None, index}):
            groups[-1] = (groups[-1][0] if index is None else index, groups[-1][1] + piece)
        else:
            groups.append((index, piece))
    return [Chunk(tuple(tokens)) for _, tokens in groups]


def _assign_heads(chunks: Sequence[Chunk], columns: list[Column], size: float) -> list[Chunk]:
    """Give each head to the column or columns it stands over; returns the heads over no column."""
    homeless: list[Chunk] = []
    parts = [part for whole in chunks for part in _split_head(whole, columns)]
    for chunk in parts:
        x0, _, x1, _ = chunk.box
        over = [c for c in columns if _overlap(x0, x1, c.x0, c.x1) > 0.5 * (c.x1 - c.x0)]
        beside = len(over) > 1 and any(other is not chunk and abs(other.box[2] - over[0].x1) < 0.2 * size for other in parts)
        if len(over) > 1 and abs(x1 - over[-1].x1) < 0.2 * size and (beside or x0 > over[0].x0 + 0.2 * size):
            over = over[-1:]  # a long head set flush with its column reaches over the next one; one for both would begin with the first
        touching = sorted(columns, key=lambda c: -_overlap(x0, x1, c.x0, c.x1))
        if len(over) > 1 and (x1 - x0) > 1.2 * max(c.x1 - c.x0 for c in over):
            targets = over
        elif touching and _overlap(x0, x1, touching[0].x0, touching[0].x1) > -0.2 * size:
            targets = touching[:1]
        else:
            near = [c for c in columns if abs(c.x1 - x1) < 2.5 * size or abs(c.x0 - x0) < 2.5 * size]
            targets = near[:1]
        if not targets:
            homeless.append(chunk)
        for column in targets:
            column.add_head(chunk)
    return homeless


def _stacked(chunk: Chunk, columns: Sequence[Column], size: float) -> Column | None:
    """The column whose other heads a chunk stands right above or below, middle over middle or edge over edge."""
    x0, _, x1, _ = chunk.box
    for column in columns:
        for left, _, right, _ in column.places:
            if min(abs(left - x0), abs(right - x1), abs((left + right) - (x0 + x1)) / 2) < 0.2 * size and _overlap(x0, x1, left, right) > 0:
                return column
    return None


def _head_chunks(region: Region, left: float) -> tuple[list[list[Chunk]], str]:
    """Header chunks line by line, and the text in the corner over the labels."""
    corner: list[str] = []
    lines: list[list[Chunk]] = []
    for line in region.header:
        heads: list[Chunk] = []
        for chunk in line.chunks:
            if is_comment_head(chunk):
                continue
            telling = says_time_or_scenario(chunk.text) or is_header_text(chunk.text)
            if (chunk.box[2] < left and (chunk is line.chunks[0]) and not (telling and chunk.box[0] > left - 6 * line.size)) or (
                chunk is line.chunks[0] and not telling
            ):
                corner.append(chunk.text)
            else:
                heads.append(chunk)
        lines.append(heads)
    return lines, " ".join(corner)


def _columns(region: Region) -> tuple[list[Column], str]:
    all_cells = [cell for line in region.body for cell in line.cells]
    # A dash says that a column is there only beside figures: alone it may be a bullet or part of a page number.
    cells = [cell for cell in all_cells if cell.numeral] or all_cells
    size = median(cell.size for cell in cells)
    columns = [Column(x0, x1) for x0, x1 in _cluster([cell.box for cell in cells], size)]
    heads, corner = _head_chunks(region, min(c.x0 for c in columns))
    homeless = [chunk for line in heads for chunk in _assign_heads(line, columns, size)]
    for chunk in homeless:
        if column := _stacked(chunk, columns, size):
            column.add_head(chunk)
        elif says_time_or_scenario(chunk.text):
            columns.append(Column(chunk.box[0], chunk.box[2], [chunk.text], [chunk.box]))
            columns.sort(key=lambda c: c.x1)
    return columns, corner


def _column_of(token: Token, columns: Sequence[Column]) -> int:
    x0, _, x1, _ = token.box
    return max(range(len(columns)), key=lambda i: (_overlap(x0, x1, columns[i].x0, columns[i].x1), -abs(columns[i].x1 - x1)))


def _note_column(columns: Sequence[Column], rows: Sequence[Row]) -> int | None:
    """The column of note references: headed so, or the first one when it holds nothing but small whole numbers without a head."""
    for index, column in enumerate(columns):
        if read_header(column.text).kind == "note":
            return index
    if len(columns) < 2 or columns[0].text or not columns[1].text:
        return None
    values = [row.cells[0] for row in rows if 0 in row.cells]
    small = all(_NOTE_CELL.match(t.text) and t.numeral and t.numeral.value < 40 for t in values)
    return 0 if values and small and len(values) < 0.8 * len([r for r in rows if r.cells]) else None


def _joined(first: str, second: str) -> str:
    """Two lines of a label as one; a word broken at the line's end, with or without a hyphen, becomes whole."""
    if first.endswith("-") and second[:1].islower() and not first.endswith(" -"):
        return first[:-1] + second
    before, after = fold(first).split()[-1:], fold(second).split()[:1]
    if before and after and second[:1].islower() and before[0] + after[0] in vocabulary_words() and after[0] not in vocabulary_words():
        return first + second
    return f"{first} {second}".strip()


def _open_parenthesis(label: str) -> bool:
    return label.count("(") > label.count(")")


def _continues(row: Row, line: Line, knows: Callable[[str], bool], lower_labels: bool) -> bool:
    """Whether a line without cells goes on the label of the row before it."""
    text = line.label
    gap = line.box[1] - row.lines[-1].box[3]
    if not text or gap > 1.2 * line.size:
        return False
    if not row.label:
        return gap < -0.1 * line.size  # the label at half height beside amounts of two lines
    if gap < -0.1 * line.size or _open_parenthesis(row.label) or text.startswith("("):
        return True  # set between the lines of a wrapped label, or inside its parenthesis
    if text[:1].islower() and not lower_labels:
        return True
    if _hanging().search(row.label):
        return not knows(text) or not knows(row.label)
    return knows(_joined(row.label, text)) and not knows(row.label)


def _label_and_note(line: Line) -> tuple[str, str | None]:
    """The label without a note reference that stands in its own cell as text ('Not 2', '2, 5')."""
    words: list[str] = []
    note: str | None = None
    cells = set(map(id, line.cells))
    for index, chunk in enumerate(line.chunks):
        if any(id(token) in cells for token in chunk.tokens):
            break
        if index and _NOTE_CHUNK.match(chunk.text):
            note = chunk.text
        else:
            words.append(chunk.text)
    return " ".join(words), note


def _rows(region: Region, columns: Sequence[Column], knows: Callable[[str], bool]) -> list[Row]:
    rows: list[Row] = []
    labels = [line.label for line in region.body if line.label]
    lower_labels = sum(label[:1].islower() for label in labels) > _LOWER_STYLE * len(labels)
    for line in region.body:
        cells = {}
        stray = []
        for token in sorted(line.cells, key=lambda cell: cell.is_dash):  # a dash never takes a figure's place
            index = _column_of(token, columns)
            if index in cells:
                stray.append(token)
            else:
                cells[index] = token
        previous = rows[-1] if rows else None
        if previous and (above := _label_at_half_height(previous, line, cells)):
            rows.append(Row(above.label, cells, [above, line], stray=stray))
            continue
        if previous and previous.lines[-1].page == line.page and _joins(previous, line, cells, knows, lower_labels):
            previous.label = _joined(previous.label, line.label)
            previous.lines.append(line)
            previous.cells.update(cells)
            previous.stray.extend(stray)
            continue
        label, note = _label_and_note(line)
        rows.append(Row(label, cells, [line], note=note, stray=stray))
    return rows


def _label_at_half_height(previous: Row, line: Line, cells: dict[int, Token]) -> Line | None:
    """Amounts beside a label of two lines tell that its first line was no more of the row above: it is taken from there."""
    last = previous.lines[-1]
    if line.label or not cells or last.cells or not previous.cells or len(previous.lines) < 2 or last.page != line.page:
        return None
    if line.box[1] - last.box[3] >= -0.1 * line.size:
        return None
    previous.lines.pop()
    previous.label = reduce(_joined, [_label_and_note(line)[0] for line in previous.lines])
    return last


def _joins(previous: Row, line: Line, cells: dict[int, Token], knows: Callable[[str], bool], lower_labels: bool) -> bool:
    if not cells:
        return _continues(previous, line, knows, lower_labels)
    if previous.cells or not previous.label:
        return False
    gap = line.box[1] - previous.lines[-1].box[3]
    if not line.label:
        return gap < -0.1 * line.size  # amounts at half height beside a label of two lines
    # The amounts stand on the last line of a wrapped label.
    tight = gap <= 0.6 * line.size
    if tight and _MARK_ALONE.match(line.label):
        return True
    if tight and ((line.label[:1].islower() and not lower_labels) or line.label.startswith("(")):
        return True
    return tight and (_open_parenthesis(previous.label) or bool(_hanging().search(previous.label))) and not knows(previous.label)


def build_grid(region: Region, knows: Callable[[str], bool]) -> Grid:
    """Columns and rows of a region; `knows` tells whether a label is one of the vocabulary's."""
    columns, corner = _columns(region)
    rows = _rows(region, columns, knows)
    note = _note_column(columns, rows)
    if note is not None:
        for row in rows:
            if token := row.cells.pop(note, None):
                row.note = token.text
    return Grid(columns, rows, corner, note)
