"""The one contract of all exports: a sheet of cells, whatever file it came from.

A workbook, a CSV file and a table on a page all become `Sheet`s. What the cells mean does not belong here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from ingest.contracts import Box
from ingest.numerals import find_numeral, normalise_spaces

MAX_ROWS = 50_000
MAX_CELLS = 500_000
_POINT_SHARE = re.compile(r"-?0\.\d{3,}")


@dataclass(frozen=True, slots=True)
class Cell:
    """One filled cell. `number` is the value as printed (percent: 45 for "45 %"); a year is a number that `is_year`."""

    text: str
    row: int  # from 1
    column: int  # from 1
    number: Decimal | None = None
    is_percent: bool = False
    is_year: bool = False
    is_copy: bool = False  # the text of a merged range, repeated in each of its cells
    problem: str | None = None  # a formula without a value, an error value
    page: int | None = None
    box: Box | None = None

    @property
    def ref(self) -> str:
        """A1 notation."""
        return f"{letters(self.column)}{self.row}"


@dataclass(slots=True)
class Sheet:
    """The filled cells of one sheet by (row, column). `table_no`: place among the document's tables, for a table on a page."""

    name: str
    number: int  # from 1, in the order of the file
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    is_hidden: bool = False
    has_merged: bool = False
    table_no: int | None = None

    def rows(self) -> list[list[Cell]]:
        """The rows that hold anything, from the top, their cells from the left."""
        found: dict[int, list[Cell]] = {}
        for place in sorted(self.cells):
            found.setdefault(place[0], []).append(self.cells[place])
        return list(found.values())


def letters(column: int) -> str:
    """The letters of a column: 1 is A, 27 is AA."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def cell_of_text(text: str, row: int, column: int) -> Cell | None:
    """The cell of a printed text; None for a blank."""
    text = normalise_spaces(text)
    if not text:
        return None
    numeral = find_numeral(text)
    if numeral is None:
        number = Decimal(text) if _POINT_SHARE.fullmatch(text) else None
        return Cell(text, row, column, number)
    return Cell(text, row, column, numeral.value, is_percent=numeral.is_percent, is_year=numeral.is_bare_year)
