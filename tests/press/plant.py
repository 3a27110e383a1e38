"""Planted errors: a printed cell changed on purpose, told in planted.csv."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.press.document import Document, Table
from tests.press.numerals import Numerals

FIELDS = ["doc_id", "error_id", "kind", "description", "table_id", "column_label", "expected", "printed"]


def plant(made: Document, errors: list[dict[str, Any]], numerals: Numerals) -> list[dict[str, str]]:
    """Change the document's cells; returns one planted.csv row per changed place.

    An error names table, and either `lead` (a wrong unit label) or `changes`: row label, column number from 0 and
    `add` (in the printed unit) or `flip`. `quiet` changes are carried into a sum and get no row of their own.
    """
    rows = []
    for error in errors:
        table = next(t for t in made.tables() if t.table_id == error["table"])
        base = {k: str(error[k]) for k in ("error_id", "kind", "description")}
        base |= {"doc_id": made.doc_id, "table_id": table.table_id}
        if "lead" in error:
            rows.append(base | {"column_label": "", "expected": error["unit"], "printed": error["printed"]})
            table.lead = error["lead"]
        for change in error.get("changes", []):
            expected, printed = alter(table, change, numerals)
            if not change.get("quiet"):
                label = table.columns[change["column"]].label
                rows.append(base | {"column_label": label, "expected": expected, "printed": printed})
    return rows


def alter(table: Table, change: dict[str, Any], numerals: Numerals) -> tuple[str, str]:
    """One cell's new value; returns (expected, printed) tokens."""
    wanted = change["row"]
    row = next(r for r in table.rows if r.cells is not None and wanted in (r.label, f"[{r.name}]"))
    cell = (row.cells or [])[change["column"]]
    if cell.value is None:
        raise ValueError(f"{table.table_id}: nothing is printed at {wanted!r}, column {change['column']}")
    before = cell.printed
    cell.value = -cell.value if change.get("flip") else cell.value + Decimal(str(change["add"]))
    cell.printed = numerals.token(cell.value)
    return before, cell.printed
