"""The public tables as CSV that is safe to open in a spreadsheet program.

The warehouse keeps what was printed. A spreadsheet program takes a text that begins with =, +, - or @ for a formula and
runs it, so that what leaves as CSV bears an apostrophe before such a text, as those programs themselves mark text.
"""

from __future__ import annotations

import csv
import os
import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer

from orchestration.cli_common import clear_errors
from orchestration.contract import load_contract
from orchestration.warehouse import opened

_FORMULA = re.compile(r"^[\s\"'\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]")
_FIGURE = re.compile(r"^[-+−]?[\d\s.,]+%?$")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]|[\t\n]")
_ROWS = 10_000


def safe(value: object) -> str:
    """A value as the text of a CSV field: no formula, no control character, decimals with a comma."""
    if value is None:
        return ""
    if isinstance(value, Decimal | float):
        return str(value).replace(".", ",")
    if isinstance(value, bool | int | date | datetime):
        return str(value)
    text = _CONTROL.sub(" ", str(value))
    return f"'{text}" if _FORMULA.match(text) and not _FIGURE.match(text.strip()) else text


def write_tables(warehouse: Path, folder: Path) -> dict[str, int]:
    """Write every public table to FOLDER/schema.table.csv, each whole or not at all; the number of rows of each."""
    folder.mkdir(parents=True, exist_ok=True)
    written = {}
    with opened(warehouse) as connection:
        for table in load_contract():
            written[table.name] = _write(connection, table.name, folder / f"{table.name}.csv")
    return written


def _write(connection: Any, table: str, file: Path) -> int:
    beside = file.with_suffix(".writing")
    count = 0
    try:
        # The mark tells the programs that it is UTF-8; the semicolon is what they expect where decimals have a comma.
        with beside.open("w", encoding="utf-8-sig", newline="") as stream:
            out = csv.writer(stream, delimiter=";")
            cursor = connection.execute(f"select * from {table} order by all")  # noqa: S608 - a name of the contract
            out.writerow(column[0] for column in cursor.description)
            while rows := cursor.fetchmany(_ROWS):
                out.writerows([safe(value) for value in row] for row in rows)
                count += len(rows)
        os.replace(beside, file)
    finally:
        beside.unlink(missing_ok=True)
    return count


def export(
    out: Annotated[Path, typer.Option("--out", help="Folder for one CSV per table.", metavar="DIR")],
    warehouse: Annotated[Path, typer.Option("--warehouse", help="The published DuckDB file.", metavar="FILE")],
) -> None:
    """Write the public tables as CSV, safe to open in a spreadsheet program."""
    with clear_errors(str(warehouse)):
        written = write_tables(warehouse, out)
        print(f"{sum(written.values())} rows of {len(written)} tables written to {out}")  # noqa: T201
