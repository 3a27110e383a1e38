"""Bytes of a CSV file to one sheet: encoding, delimiter and quoting are found out, never asked for."""

from __future__ import annotations

import codecs
import csv
import io
import re
from dataclasses import replace
from decimal import Decimal

from ingest.contracts import Refused
from ingest.exports.cells import MAX_CELLS, MAX_ROWS, Sheet, cell_of_text

SHEET_NAME = "csv"
_DELIMITERS = ";\t,|"
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_LONGEST_FIELD = 100_000
_DECIMAL_POINT = re.compile(r"-?\d+\.\d{1,2}")
_ANY_POINT = re.compile(r"-?\d+\.\d+")


def decode(data: bytes) -> str:
    """The text of the bytes: by its mark, else UTF-8, else Windows' western code page; raises Refused for anything else."""
    encodings = [name for mark, name in _MARKS if data.startswith(mark)] or ["utf-8", "cp1252"]
    if encodings[0] != "utf-16" and b"\0" in data:
        raise Refused("not_a_table", "the file is no text: save it as .xlsx or as CSV (UTF-8) and drop it again")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("unknown_encoding", "the text is neither UTF-8, UTF-16 with a mark, nor Windows western: save it as CSV UTF-8")


def _split(text: str, delimiter: str) -> list[list[str]]:
    csv.field_size_limit(_LONGEST_FIELD)
    found = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for number, row in enumerate(reader):
            if number >= MAX_ROWS:
                raise Refused("too_large", f"the file has more than {MAX_ROWS} rows: export aggregates, or split it")
            found.append(row)
    except csv.Error as error:
        raise Refused("broken_csv", f"line {reader.line_num}: {error}: check the quotation marks around that line") from error
    return found


def _fitness(rows: list[list[str]]) -> tuple[int, int]:
    """How well a delimiter explains the text: rows it splits, then fields in all."""
    return sum(len(row) > 1 for row in rows), sum(len(row) for row in rows)


def read_delimited(data: bytes) -> Sheet:
    """The one sheet of a CSV file, rows as long as they happen to be; raises Refused with the line and what to do."""
    text = decode(data)
    if text.lstrip()[:200].casefold().startswith(("<!doctype html", "<html", "<table")):
        raise Refused("html_instead_of_table", "the file is a web page: open it in a spreadsheet program and save it as .xlsx")
    first, _, rest = text.partition("\n")
    if first.strip().casefold().startswith("sep=") and len(first.strip()) == 5:
        rows = [[], *_split(rest, first.strip()[-1])]
    else:
        sample = text[: 1 << 16]
        # A comma that only ever stands between figures is a decimal comma.
        marks = _DELIMITERS if re.search(r"(?<!\d),|,(?!\d)", sample) else _DELIMITERS.replace(",", "")
        rows = _split(text, max(marks, key=lambda delimiter: _fitness(_try(sample, delimiter))))
    # Beside 1.5 and 2.25 a point before three digits is a decimal point too, and no mark of thousands.
    points = any(_DECIMAL_POINT.fullmatch(field.strip()) for row in rows for field in row)
    sheet = Sheet(SHEET_NAME, 1)
    for row_no, row in enumerate(rows, 1):
        for column, field in enumerate(row, 1):
            if cell := cell_of_text(field, row_no, column):
                if points and _ANY_POINT.fullmatch(cell.text):
                    cell = replace(cell, number=Decimal(cell.text))
                sheet.cells[row_no, column] = cell
        if len(sheet.cells) > MAX_CELLS:
            raise Refused("too_large", f"the file has more than {MAX_CELLS} filled cells: export aggregates, or split it")
    return sheet


def _try(sample: str, delimiter: str) -> list[list[str]]:
    try:
        return _split(sample, delimiter)
    except Refused:
        return []
