"""A lone amount that stands under no column: the sums of its table tell which one it belongs to.

Takes a `Sheet` whose columns and rows are read; moves the amount only when exactly one column makes the sum through it
hold. Which sums were leaned on is kept with the sheet: they confirm nothing. What no sum settles stays where it is printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from ingest.structure import Rounding, SumLine, find_sums

if TYPE_CHECKING:
    from ingest.sheets import Sheet

_NOTE = "stood under no column; read in {head!r} because the sum {total!r} then holds there, and in no other column"


def settle_lone_amounts(sheet: Sheet, lines: Sequence[SumLine], precision: Decimal) -> None:
    """Give each amount that is alone in a column without a head to the one column whose sum asks for it."""
    headed = [column for column in sheet.columns if sheet.table.grid.columns[column].text]
    for index, column in list(_lone(sheet, headed)):
        line = next(line for line in lines if line.index == index)
        if column not in line.amounts:
            continue
        amount = line.amounts[column]
        asking = {}
        for candidate in (c for c in headed if c not in sheet.rows[index].row.cells):
            line.amounts = {c: v for c, v in line.amounts.items() if c != column} | {candidate: amount}
            total = _holding(lines, index, candidate, precision)
            del line.amounts[candidate]
            if total is not None:
                asking[candidate] = total
        line.amounts[column] = amount
        if len(asking) == 1:
            (candidate, total), *_ = asking.items()
            cells = sheet.rows[index].row.cells
            cells[candidate] = cells.pop(column)
            del sheet.columns[column]
            sheet.leaned_on.add((total, candidate))
            label = sheet.rows[total].label or ""
            sheet.notes[index] = _NOTE.format(head=sheet.table.grid.columns[candidate].text, total=label)


def _lone(sheet: Sheet, headed: Sequence[int]) -> Iterator[tuple[int, int]]:
    """(row, column) of amounts that are the only ones in a column without a head, in tables with heads."""
    if len(headed) < 2:
        return
    for column in set(sheet.columns) - set(headed):
        rows = [index for index, meaning in enumerate(sheet.rows) if column in meaning.row.cells]
        if len(rows) == 1:
            yield rows[0], column


def _holding(lines: Sequence[SumLine], index: int, column: int, precision: Decimal) -> int | None:
    """The total of a sum through a row that holds in a column, with more than one part in it; None when there is none."""
    by_index = {line.index: line for line in lines}
    for found in find_sums(lines, precision):
        parts = [(by_index[part], weight) for part, weight in found.parts if column in by_index[part].amounts]
        members = {found.total, *(part.index for part, _ in parts)}
        if index not in members or len(parts) < 2 or column not in by_index[found.total].amounts:
            continue
        miss = abs(sum((weight * part.amounts[column] for part, weight in parts), Decimal(0)) - by_index[found.total].amounts[column])
        if miss <= Rounding.of(lines, precision).allows(len(parts)):
            return found.total
    return None
