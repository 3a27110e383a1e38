"""A sheet to blocks: each a header band over a body of rows, under the titles and selections that stand above it.

A sheet may hold several. What a block is about is for `shapes.py` to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.exports.cells import Cell, Sheet
from ingest.exports.selections import Selections, is_selection_always, selections_of
from ingest.exports.words import Settings, explain, is_suppressed

_BAND = 4
_AHEAD = 4


@dataclass(slots=True)
class Column:
    """One column of a block: its printed head (lines of the band joined), and what it tells; None when a word is unknown."""

    number: int
    printed: str
    told: Settings | None
    cell: Cell
    note: str | None = None


@dataclass(slots=True)
class Block:
    """A table: columns by number, rows of cells, titles from the sheet's top (the nearest last) and selections in force."""

    sheet: Sheet
    above: Selections
    columns: dict[int, Column]
    rows: list[list[Cell]] = field(default_factory=list)
    corner: str = ""
    inner: dict[int, str] = field(default_factory=dict)  # row number -> text rows inside the body that stand above it, the last one

    def add(self, row: list[Cell]) -> None:
        """One more row of the body; a column of labels may have no head, and stand left of those that have."""
        first = row[0]
        if first.column < min(self.columns) and first.number is None:
            self.columns = {first.column: Column(first.column, "", {"role": "label"}, first), **self.columns}
        self.rows.append(row)

    @property
    def last_row(self) -> int:
        """The number of the last row of the block so far."""
        return self.rows[-1][0].row if self.rows else max(column.cell.row for column in self.columns.values())

    def with_role(self, role: str) -> Column | None:
        """The first column of a role (initiative, question …)."""
        return next((column for column in self.columns.values() if (column.told or {}).get("role") == role), None)


def _filled(row: Sequence[Cell]) -> list[Cell]:
    return [cell for cell in row if not cell.is_copy]


def is_figure(cell: Cell) -> bool:
    """Whether a cell holds a figure, or says that one is withheld or missing."""
    return not cell.is_copy and (cell.number is not None or cell.problem is not None or is_suppressed(cell.text))


def _could_head(row: Sequence[Cell], first: int) -> bool:
    """Whether a row may be a line of a header band: words and years only, one of them known, right of the first column."""
    beside = [cell for cell in row if cell.column > first]
    if not beside or any(cell.number is not None and not cell.is_year for cell in row) or any(cell.problem for cell in row):
        return False
    return any(_tells(cell) for cell in beside)


def _tells(cell: Cell) -> bool:
    told = explain(cell.text)
    return told is not None and (cell.number is None or "year" in told)


def _has_figures(rows: Sequence[Sequence[Cell]], columns: set[int]) -> bool:
    return any(is_figure(cell) and cell.column in columns for row in rows[:_AHEAD] for cell in row)


def find_blocks(sheet: Sheet) -> list[Block]:
    """The tables of a sheet, from the top."""
    rows = sheet.rows()
    above = Selections()
    blocks: list[Block] = []
    current: Block | None = None
    fresh = False  # whether titles have been collected since the last block began
    index = 0
    while index < len(rows):
        row = rows[index]
        following = rows[index + 1] if index + 1 < len(rows) else []
        if current is not None and _is_next(row, current) and not is_selection_always(row):
            current.add(row)
            index += 1
            continue
        if chosen := selections_of(row, following):
            above.chosen.update({selection.code: selection for selection in chosen})
            current, index = None, index + 1
            continue
        band = _band(rows, index, current)
        if band:
            current = _open(sheet, rows[index : index + band], above)
            blocks.append(current)
            fresh = True
            index += band
            continue
        if current is not None and any(is_figure(cell) and cell.column > min(current.columns) for cell in row):
            current.add(row)
        elif current is not None and _goes_on(rows, index, current):
            current.inner[row[0].row] = row[0].text
        else:
            if fresh:
                above.titles = above.titles[:1]
                fresh = False
            above.titles.extend(_filled(row))
        index += 1
    return blocks


def _is_next(row: Sequence[Cell], current: Block) -> bool:
    """Whether a row stands right below the block and has a figure under one of its heads."""
    figures = [cell for cell in row if is_figure(cell) and cell.column in current.columns and cell.column > min(current.columns)]
    return row[0].row == current.last_row + 1 and any(not cell.is_year for cell in figures) and not is_figure(row[0])


def _goes_on(rows: Sequence[Sequence[Cell]], index: int, current: Block) -> bool:
    """Whether a row of text stands inside the body: rows with figures under the same heads follow, and no new band."""
    return index + 1 < len(rows) and not _band(rows, index + 1, None) and _has_figures(rows[index + 1 : index + 2], set(current.columns))


def _band(rows: Sequence[Sequence[Cell]], index: int, current: Block | None) -> int:
    """How many rows from here are a header band; 0 when none begins here."""
    row = rows[index]
    # In a list by question or the like the label column may be the second: the first filled cell of the band decides.
    first = min(cell.column for cell in row)
    start = _first_column(rows, index)
    if len(_filled(row)) < 2 and not (len(_filled(row)) == 1 and first > start):
        return 0
    if not _could_head(row, min(first, start) if first > start else first):
        return 0
    if current is not None and current.rows and all(cell.number is not None for cell in row if cell.column > first):
        return 0  # a row of amounts that look like years
    size = 1
    while size < _BAND and index + size < len(rows) and _continues(rows, index + size, start):
        size += 1
    columns = {cell.column for line in rows[index : index + size] for cell in line if cell.column > start}
    return size if _has_figures(rows[index + size : index + size + _AHEAD], columns) else 0


def _first_column(rows: Sequence[Sequence[Cell]], index: int) -> int:
    """The leftmost column in use from this row to a few rows below."""
    return min(cell.column for row in rows[index : index + _AHEAD + 1] for cell in row)


def _continues(rows: Sequence[Sequence[Cell]], index: int, start: int) -> bool:
    row = rows[index]
    if row[0].row != rows[index - 1][0].row + 1 or any(is_figure(cell) and not cell.is_year for cell in row):
        return False
    return _could_head(row, start) and len({cell.column for cell in row if cell.column > start}) >= 1


def _open(sheet: Sheet, band: Sequence[Sequence[Cell]], above: Selections) -> Block:
    numbers = sorted({cell.column for row in band for cell in row})
    columns = {}
    for number in numbers:
        lines: list[Cell] = []
        note = None
        for depth, row in enumerate(band):
            own = next((cell for cell in row if cell.column == number), None)
            if own is None and depth < len(band) - 1 and not sheet.has_merged:
                left = [cell for cell in row if cell.column < number and cell.column > numbers[0]]
                if left and _fits(left[-1], number, band[depth + 1 :]):
                    own, note = left[-1], f"the group of heads is that of {left[-1].ref}, the nearest to the left"
            if own is not None and own.text not in [line.text for line in lines]:
                lines.append(own)
        told: dict[str, str] | None = {}
        for line in lines:
            own_told = explain(line.text)
            if own_told is None or told is None or any(told.get(k, v) != v for k, v in own_told.items() if k != "role"):
                told = None
            else:
                told.update(own_told)
        columns[number] = Column(number, " ".join(line.text for line in lines), told, lines[-1], note)
    return Block(sheet, above.copy(), columns, corner=columns[numbers[0]].printed if numbers else "")


def _fits(group: Cell, number: int, below: Sequence[Sequence[Cell]]) -> bool:
    """Whether a head to the left may reach over this column: the lines below have words here that do not contradict it."""
    own = [cell for row in below for cell in row if cell.column == number]
    told = explain(group.text) or {}
    return bool(own) and all((explain(cell.text) or {}).get(key, value) == value for cell in own for key, value in told.items())
