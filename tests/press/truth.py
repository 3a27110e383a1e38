"""The truth of a rendered report as CSV rows, one per printed amount, with the page it stands on."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.press.document import Document, Goals, Row, Table

FIELDS = [
    "doc_id", "section", "table_id", "row_no", "row_label", "column_label", "kind", "scenario", "period_start",
    "period_end", "measure", "dimension", "value", "unit", "printed", "note",
]  # fmt: skip


def truth_rows(made: Document, pages: dict[tuple[int, int], int]) -> list[dict[str, str]]:
    """Rows in printed order. `pages`: (table number, row number within its amount rows) → page, both from 1."""
    found = []
    for table_no, table in enumerate(made.tables(), 1):
        for row_no, row in enumerate(amount_rows(table), 1):
            page = pages[table_no, row_no]
            found.extend(row_truth(made.doc_id, table, row_no, row, page))
    for block in made.blocks:
        if isinstance(block, Goals):
            found.extend(goal_truth(made.doc_id, block))
    return found


def goal_truth(doc_id: str, block: Goals) -> Iterable[dict[str, str]]:
    """One row per goal; a plan states the goal, an annual report how it went."""
    for number, goal in enumerate(block.goals, 1):
        status = "" if block.planned else f";status={goal.status}"
        yield dict.fromkeys(FIELDS, "") | {
            "doc_id": doc_id,
            "section": block.title,
            "table_id": "goals",
            "row_no": str(number),
            "row_label": goal.text,
            "column_label": "" if block.planned else block.heads[1],
            "kind": "goals",
            "scenario": "target" if block.planned else "actual",
            "period_start": block.start.isoformat(),
            "period_end": block.end.isoformat(),
            "measure": "goal" if block.planned else "goal_status",
            "dimension": f"goal={number}{status}",
            "printed": goal.text if block.planned else goal.judged,
        }


def amount_rows(table: Table) -> list[Row]:
    """The rows that print at least one amount."""
    return [r for r in table.rows if r.cells is not None and any(c.value is not None for c in r.cells)]


def row_truth(doc_id: str, table: Table, row_no: int, row: Row, page: int) -> Iterable[dict[str, str]]:
    for column, cell in zip(table.columns, row.cells or [], strict=True):
        if cell.value is None:
            continue
        yield {
            "doc_id": doc_id,
            "section": table.section,
            "table_id": table.table_id,
            "row_no": str(row_no),
            "row_label": row.label or f"[{row.name}]",
            "column_label": column.label,
            "kind": cell.kind,
            "scenario": cell.scenario,
            "period_start": cell.start.isoformat() if cell.start else "",
            "period_end": cell.end.isoformat(),
            "measure": cell.measure,
            "dimension": cell.dimension,
            "value": f"{cell.value:f}",
            "unit": cell.unit,
            "printed": cell.printed,
            "note": f"p{page}",
        }


def write(path: Path, fields: list[str], rows: list[dict[str, Any]]) -> None:
    """A CSV with Unix line ends, so that diffs stay readable."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, fields, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
