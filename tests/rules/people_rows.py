"""Small facts of people, goals, surveys and sentences for rules: compact rows in, rows of the doors out.

A row says what it is by its key: `people` (a measure), `goal` (its text), `goals_told` (a status), `question` (its number) or
`told` (the line item of an amount in a sentence).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, get_type_hints

import pyarrow as pa
import pyarrow.parquet as pq

from ingest.contracts import GoalCountRow, GoalRow, IndicatorRow, ParticipantRow, ToldAmountRow
from tests.rules.rows import schema_of

KINDS = {"people": "participants", "goal": "goals", "goals_told": "goal_counts", "question": "indicators", "told": "told_amounts"}
_TYPES = {
    "participants": ParticipantRow,
    "goals": GoalRow,
    "goal_counts": GoalCountRow,
    "indicators": IndicatorRow,
    "told_amounts": ToldAmountRow,
}
_TOLD = ("age_band", "education", "support_type", "occupation", "before_after", "exit_reason", "registration_type", "municipality")


def kind_of(row: Mapping[str, Any]) -> str | None:
    """The door a compact row goes to; None for one of money."""
    return next((door for key, door in KINDS.items() if key in row), None)


def fact(document_id: str, row: Mapping[str, Any], no: int) -> dict[str, Any]:
    """One row of its door, with ordinary values for what the compact row does not say."""
    door = kind_of(row)
    assert door is not None
    values: dict[str, Any] = dict.fromkeys(get_type_hints(_TYPES[door]))
    start, end = _period(row)
    values |= {
        "fact_id": f"{document_id}-p{no}", "document_id": document_id, "association_id": row.get("association", "exempel"),
        "page": row.get("page", 3), "x0": 100.0 * row.get("column_no", 1), "top": 20.0 * row.get("row", no), "x1": 140.0, "bottom": 9.0,
        "reading": row.get("reading", "text"), "period_type": "year", "period_start": start, "period_end": end,
        "fiscal_year": end.year, "initiative_id": row.get("initiative"), "doubt": row.get("doubt"),
        "file_name": f"{document_id}.pdf",
    }  # fmt: skip
    rest = {"participants": _people, "goals": _goal, "goal_counts": _told, "indicators": _answer, "told_amounts": _told_amount}[door]
    return values | rest(row, no, values)


def _period(row: Mapping[str, Any]) -> tuple[date | None, date]:
    column = str(row["column"])
    if "from" in row:
        return date.fromisoformat(str(row["from"])), date.fromisoformat(str(row["to"]))
    if len(column) == 10:
        return None, date.fromisoformat(column)
    return date(int(column), 1, 1), date(int(column), 12, 31)


def _people(row: Mapping[str, Any], no: int, values: dict[str, Any]) -> dict[str, Any]:
    found_in = row.get("found_in", "table")
    amount = str(row["amount"])
    withheld = amount.startswith("<")
    return {
        "source_system": row.get("source_system", "document"), "found_in": found_in,
        "table_no": None if found_in == "text" else row.get("table", 3),
        "row_no": row.get("row", no), "column_no": row.get("column_no", 1), "label_printed": row.get("label", row["people"]),
        "column_printed": str(row["column"]), "scenario": "actual", "measure": row["people"], "count_kind": "participation",
        "gender": row.get("gender", "all"), "area_scope": "own", "is_total": row.get("is") == "total", "is_of_which": False,
        "amount_printed": amount, "value": None if withheld else Decimal(amount), "unit": row.get("unit", "persons"),
        "base_n": row.get("base_n"), "is_suppressed": withheld, "context": row.get("context", "a table"),
        **{name: row.get(name) for name in _TOLD},
    }  # fmt: skip


def _goal(row: Mapping[str, Any], no: int, values: dict[str, Any]) -> dict[str, Any]:
    target, outcome = row.get("target"), row.get("outcome")
    computed = None if target is None or outcome is None else "met" if outcome >= target else "not_met"
    values["goal_fact_id"] = values.pop("fact_id")
    return {
        "table_no": 4, "row_no": no, "goal_level": row.get("level", "main"), "goal_text": row["goal"],
        "comparator": "none" if target is None else "at_least",
        "target_value": None if target is None else Decimal(target), "outcome_value": None if outcome is None else Decimal(outcome),
        "status": row.get("status", "not_assessed"), "status_computed": computed, "comment": row.get("comment"),
    }  # fmt: skip


def _told(row: Mapping[str, Any], no: int, values: dict[str, Any]) -> dict[str, Any]:
    return {
        "status": row["goals_told"], "amount_printed": str(row["amount"]), "value": row["amount"],
        "context": row.get("context", "a sentence"),
    }  # fmt: skip


def _told_amount(row: Mapping[str, Any], no: int, values: dict[str, Any]) -> dict[str, Any]:
    precision = row.get("precision", 1)
    return {
        "fact_id": f"{values['document_id']}-{no}", "line_item": row["told"], "label_printed": row.get("label", row["told"]),
        "scenario": row.get("scenario", "actual"), "deviation_of": row.get("against"), "is_about": row.get("about", False),
        "amount_printed": str(row["amount"] // precision), "unit_printed": "TSEK" if precision == 1000 else "SEK",
        "unit_multiple": precision, "precision_sek": Decimal(precision), "amount_natural_sek": Decimal(row["amount"]),
        "context": row.get("context", "a sentence"),
    }  # fmt: skip


def _answer(row: Mapping[str, Any], no: int, values: dict[str, Any]) -> dict[str, Any]:
    share = row.get("share")
    return {
        "table_no": 5, "row_no": no, "survey_code": "nns_participants", "respondent_group": row.get("group", "participant_exit"),
        "question_no": row["question"], "measure": "label_count" if "label" in row else "positive_share",
        "answer_label": row.get("label"), "answer_order": row.get("order"), "positive_from": row.get("positive_from"),
        "scale": row.get("scale", "extent_2020"), "gender": "all", "amount_printed": str(row.get("n", share)), "n": row.get("n"),
        "asked_n": row.get("asked"), "answered_n": row.get("answered"), "share": None if share is None else Decimal(share),
        "is_suppressed": False,
    }  # fmt: skip


def write_doors(folder: Path, rows: Mapping[str, list[dict[str, Any]]]) -> None:
    """The Parquet files of facts/ for all kinds of rows here; those without rows are written empty."""
    for door, row_type in _TYPES.items():
        schema = schema_of(row_type, thousandths=frozenset({"value", "target_value", "outcome_value"}))
        columns = [{name: row.get(name) for name in schema.names} for row in rows.get(door, ())]
        pq.write_table(pa.Table.from_pylist(columns, schema=schema), folder / f"{door}.parquet")
