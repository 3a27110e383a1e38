"""Bytes of an .xlsx workbook to sheets of cells. Formulas are data: their last stored value is taken, never computed."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ingest.contracts import Refused
from ingest.exports.cells import MAX_CELLS, MAX_ROWS, Cell, Sheet, cell_of_text
from ingest.exports.package import has_formulas, loose_texts, open_package, read_parts, refuse_oversized

_WIDEST = 500


@dataclass(slots=True)
class Workbook:
    """The sheets of a workbook, and the texts that stand beside the cells (comments, text boxes, formulas)."""

    sheets: list[Sheet]
    loose: list[str] = field(default_factory=list)


def _load(data: bytes, *, values: bool) -> Any:
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions that carry no figure
        try:
            return openpyxl.load_workbook(io.BytesIO(data), data_only=values, keep_links=False)
        except Exception as error:  # openpyxl lets anything through from a damaged part
            raise Refused(
                "broken_workbook", f"the workbook cannot be opened ({type(error).__name__}): open it and save it anew as .xlsx"
            ) from error


def read_workbook(data: bytes) -> Workbook:
    """All sheets, hidden ones marked; raises Refused with a reason code and what to do."""
    parts = read_parts(open_package(data))
    refuse_oversized(parts)
    book = _load(data, values=True)
    formulas = _load(data, values=False) if has_formulas(parts) else None
    found = Workbook([], loose_texts(parts))
    for number, sheet in enumerate(book.worksheets, 1):
        plain = formulas.worksheets[number - 1] if formulas else None
        found.sheets.append(_sheet(sheet, plain, number, found.loose))
    if sum(len(sheet.cells) for sheet in found.sheets) > MAX_CELLS:
        raise Refused("too_large", f"the workbook has more than {MAX_CELLS} filled cells: export aggregates, or split it")
    return found


def _sheet(raw: Any, formulas: Any, number: int, loose: list[str]) -> Sheet:
    sheet = Sheet(str(raw.title), number, is_hidden=raw.sheet_state != "visible")
    # The cells themselves: walking the used range would create every blank one up to a stray cell at the far end.
    for (row, column), cell in sorted(raw._cells.items()):
        if found := _cell(cell, row, column):
            sheet.cells[row, column] = found
    for (row, column), cell in sorted(formulas._cells.items()) if formulas else ():
        if cell.data_type == "f":
            loose.append(str(cell.value))
            if (row, column) not in sheet.cells:
                sheet.cells[row, column] = Cell(
                    "(formel)", row, column, problem="a formula without a stored value: open the file, let it compute, save it"
                )
    filled_rows = {row for row, _ in sheet.cells}
    if len(filled_rows) > MAX_ROWS or any(column > _WIDEST for _, column in sheet.cells):
        raise Refused("too_large", f"sheet {number} has more than {MAX_ROWS} rows or {_WIDEST} columns: export aggregates, or split it")
    _spread_merged(raw, sheet)
    return sheet


def _spread_merged(raw: Any, sheet: Sheet) -> None:
    """Repeat the text of a merged range in its other cells; a number stands only where it was written, unless it is a year."""
    last_row = max((row for row, _ in sheet.cells), default=0)
    last_column = max((column for _, column in sheet.cells), default=0)
    for area in raw.merged_cells.ranges:
        sheet.has_merged = True
        first = sheet.cells.get((area.min_row, area.min_col))
        if first is None or (first.number is not None and not first.is_year):
            continue
        for row in range(area.min_row, min(area.max_row, last_row) + 1):
            for column in range(area.min_col, min(area.max_col, last_column) + 1):
                if (row, column) not in sheet.cells:
                    sheet.cells[row, column] = replace(first, row=row, column=column, is_copy=True)


def _cell(cell: Any, row: int, column: int) -> Cell | None:
    value = cell.value
    if value is None or isinstance(value, bool):
        return None if value is None else Cell("SANT" if value else "FALSKT", row, column)
    if isinstance(value, datetime | date):
        return Cell((value.date() if isinstance(value, datetime) else value).isoformat(), row, column)
    if isinstance(value, int | float):
        return _numeric(Decimal(repr(value)), str(cell.number_format), row, column)
    if cell.data_type == "e":
        return Cell(str(value), row, column, problem=f"an error value {value}: mend the formula, save the file")
    return cell_of_text(str(value), row, column)


def _numeric(number: Decimal, number_format: str, row: int, column: int) -> Cell | None:
    """A numeric cell as it shows: a share stored as a fraction under a percent format is the percentage."""
    if not number.is_finite():
        return None
    percent = "%" in number_format
    number = number * 100 if percent else number
    number = number.to_integral_value() if number == number.to_integral_value() else number.normalize()
    text = f"{number:f}".replace(".", ",") + (" %" if percent else "")
    year = not percent and number == number.to_integral_value() and 1990 <= number <= 2069 and "0.0" not in number_format
    return Cell(text, row, column, number, is_percent=percent, is_year=year)
