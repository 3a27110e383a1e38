"""The truth of a rendered report as CSV rows, one per printed amount, with the page and the box it stands in."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from tests.press.document import Document, Goals, Heading, Para, Row, Table

FIELDS = [
    "doc_id", "section", "table_id", "row_no", "row_label", "column_label", "kind", "scenario", "period_start",
    "period_end", "measure", "dimension", "value", "unit", "printed", "note",
]  # fmt: skip
BOXED = [*FIELDS, "x0", "top", "x1", "bottom"]  # points from the top left of the page as displayed, around the digits


class Placed(Protocol):
    """Where a row of amounts stands."""

    @property
    def page(self) -> int: ...

    @property
    def boxes(self) -> list[tuple[float, float, float, float]]: ...


class Stood(Protocol):
    """Where a figure in a sentence stands."""

    @property
    def page(self) -> int: ...

    @property
    def box(self) -> tuple[float, float, float, float]: ...


def truth_rows(
    made: Document, places: Mapping[tuple[int, int], Placed], told: Mapping[tuple[int, int], Stood] | None = None
) -> list[dict[str, str]]:
    """Rows in printed order, fields BOXED. `places`: (table number, row number within its amount rows) → place, from 1;
    `told`: (block number, claim number), from 0 → place of a figure in a sentence."""
    found: list[dict[str, str]] = []
    for table_no, table in enumerate(made.tables(), 1):
        for row_no, row in enumerate(amount_rows(table), 1):
            found.extend(row_truth(made.doc_id, table, row_no, row, places[table_no, row_no]))
    for block in made.blocks:
        if isinstance(block, Goals):
            found.extend(goal_truth(made.doc_id, block))
    found.extend(told_truth(made, told or {}))
    return found


def told_truth(made: Document, places: Mapping[tuple[int, int], Stood]) -> Iterable[dict[str, str]]:
    """One row per figure or judgement stated in a sentence, numbered through the document."""
    section, number, said = made.title, 0, set()
    for block_no, block in enumerate(made.blocks):
        section = block.text if isinstance(block, Heading) else section
        for claim_no, claim in enumerate(block.claims if isinstance(block, Para) else []):
            number += 1
            place = places.get((block_no, claim_no))
            box = [f"{v:.1f}" for v in place.box] if place else [""] * 4
            states = (claim.measure, claim.dimension, claim.start, claim.end, claim.label if claim.kind == "goals" else "")
            again = " repeated" if states in said else ""
            said.add(states)
            yield {
                "doc_id": made.doc_id,
                "section": section,
                "table_id": claim.table_id,
                "row_no": str(number),
                "row_label": claim.label,
                "column_label": "",
                "kind": claim.kind,
                "scenario": claim.scenario,
                "period_start": claim.start.isoformat(),
                "period_end": claim.end.isoformat(),
                "measure": claim.measure,
                "dimension": claim.dimension,
                "value": "" if claim.value is None else f"{claim.value:f}",
                "unit": claim.unit,
                "printed": claim.printed,
                "note": (f"p{place.page}" if place else "") + again,
                **dict(zip(BOXED[-4:], box, strict=True)),
            }


def goal_truth(doc_id: str, block: Goals) -> Iterable[dict[str, str]]:
    """One row per goal; a plan states the goal, an annual report how it went."""
    for number, goal in enumerate(block.goals, 1):
        status = "" if block.planned else f";status={goal.status}"
        yield dict.fromkeys(BOXED, "") | {
            "doc_id": doc_id,
            "section": block.title,
            "table_id": block.table_id,
            "row_no": str(number),
            "row_label": goal.text,
            "column_label": "" if block.planned else block.judged_head,
            "kind": "goals",
            "scenario": "target" if block.planned else "actual",
            "period_start": block.start.isoformat(),
            "period_end": block.end.isoformat(),
            "measure": "goal" if block.planned else "goal_status",
            "dimension": f"goal={number}{status}" + (f";initiative={block.table_id[6:]}" if block.table_id != "goals" else ""),
            "printed": goal.text if block.planned else goal.judged,
        }


def amount_rows(table: Table) -> list[Row]:
    """The rows that print at least one amount."""
    return [r for r in table.rows if r.cells is not None and any(c.value is not None for c in r.cells)]


def row_truth(doc_id: str, table: Table, row_no: int, row: Row, place: Placed) -> Iterable[dict[str, str]]:
    printed = [(k, c) for k, c in zip(table.columns, row.cells or [], strict=True) if c.value is not None]
    boxes: Sequence[tuple[float, float, float, float] | None] = place.boxes or [None] * len(printed)
    for (column, cell), box in zip(printed, boxes, strict=True):
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
            "dimension": cell.dimension + (";of_which=yes" if row.kind == "ofwhich" else ""),
            "value": f"{cell.value:f}",
            "unit": cell.unit,
            "printed": cell.printed,
            "note": f"p{place.page}",
            **dict(zip(BOXED[-4:], (f"{v:.1f}" for v in box) if box else [""] * 4, strict=True)),
        }


def write(path: Path, fields: list[str], rows: list[dict[str, Any]]) -> None:
    """A CSV with Unix line ends, so that diffs stay readable."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, fields, lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
