"""Rows of people in tables of money: "Deltagare" under income and costs of several years.

The words of such a table speak of money, so only a label that is nothing but people, in words of the vocabulary's
`count_rows`, with whole numbers under heads that name years, is taken out of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.headers import find_years
from ingest.lexicon import fold
from ingest.pdf.grid import Row as Printed
from ingest.people.cells import read_cell
from ingest.people.shapes import Block, Column, Row
from ingest.people.words import pattern
from ingest.tables import Table


def count_rows(tables: Sequence[Table]) -> list[Block]:
    """A block for each row of people in a table of money, with the heads of its columns."""
    found = []
    for table in tables:
        if table.statement is None:
            continue
        columns = table.grid.columns
        for printed in table.grid.rows:
            row = _row(printed) if pattern("count_rows").match(fold(printed.label)) else None
            if row and all(len(find_years(columns[index].text)) == 1 for index in row.cells):
                heads = [Column(column.x0, column.x1, [column.text]) for column in columns]
                found.append(Block(row.page, [row], heads, top=row.top))
    return found


def _row(printed: Printed) -> Row | None:
    """The row with its counts; None where any of its cells is no count, or it has no more than one."""
    cells = {index: read_cell([token]) for index, token in printed.cells.items()}
    counts = {index: [cell] for index, cell in cells.items() if cell and not (cell.is_percent or cell.is_suppressed)}
    if len(counts) < 2 or len(counts) != len(cells):
        return None
    boxes = [cell.box for own in counts.values() for cell in own]
    top, bottom = min(box[1] for box in boxes), max(box[3] for box in boxes)
    size = next(iter(counts.values()))[0].size
    return Row([printed.label], counts, printed.page, top, bottom, printed.indent, size, printed.bold, boxes)
