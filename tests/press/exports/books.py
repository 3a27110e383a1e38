"""Sheets of plain values to bytes: .xlsx (merged ranges, formats, hidden sheets) or CSV in any dress. Same input, same bytes."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import openpyxl

Grid = Sequence[Sequence[Any]]
_THEN = datetime(2024, 1, 1)  # workbooks note when they were made


@dataclass(frozen=True)
class Page:
    """One sheet: its rows (None: blank), merged ranges in A1 notation, percent columns (numbers from 1)."""

    name: str
    rows: Grid
    merged: tuple[str, ...] = ()
    percent: tuple[int, ...] = ()
    hidden: bool = False
    comments: dict[str, str] = field(default_factory=dict)


def workbook(*pages: Page) -> bytes:
    """The bytes of an .xlsx file."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    book.properties.created = book.properties.modified = _THEN
    for page in pages:
        sheet = book.create_sheet(page.name)
        for row_no, row in enumerate(page.rows, 1):
            for column, value in enumerate(row, 1):
                if value is None:
                    continue
                cell = sheet.cell(row_no, column, value)
                if column in page.percent and isinstance(value, float):
                    cell.number_format = "0%"
        for area in page.merged:
            sheet.merge_cells(area)
        for place, text in page.comments.items():
            sheet[place].comment = openpyxl.comments.Comment(text, "press")
        sheet.sheet_state = "hidden" if page.hidden else "visible"
    buffer = io.BytesIO()
    book.save(buffer)
    return _without_clock(buffer.getvalue())


def _without_clock(data: bytes) -> bytes:
    """The same package with the times of its entries, and the time of saving, taken out."""
    import re

    found = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2024-01-01T00:00:00Z", part)
            target.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), part, zipfile.ZIP_DEFLATED)
    return found.getvalue()


def text(value: Any) -> str:
    """A value as a Swedish spreadsheet writes it to CSV."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    return str(value)


def csv_bytes(rows: Grid, *, delimiter: str = ";", encoding: str = "utf-8", ragged: bool = False) -> bytes:
    """The bytes of a CSV file; `ragged` leaves blanks at the end of rows out."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    for row in rows:
        fields = [text(value) for value in row]
        while ragged and len(fields) > 1 and not fields[-1]:
            fields.pop()
        writer.writerow(fields)
    return buffer.getvalue().encode(encoding)
