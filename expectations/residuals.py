"""The residuals that the warehouse left: both sides of one rule at one place, read from Parquet and typed."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq


@dataclass(frozen=True, slots=True)
class Residual:
    """One place of one rule. `doubt` says why a difference here may be ours; `reason` why it could not be judged;
    `rests_on` names facts on neither side that a side was reckoned from."""

    rule_id: str
    place: str
    equation: str
    basis: str | None
    association_id: str | None
    document_id: str
    file_name: str
    page: int | None
    statement: str
    table_no: int | None
    column_printed: str | None
    period_end: date | None
    left_label: str | None
    right_label: str | None
    left_value: Decimal | None
    right_value: Decimal | None
    difference: Decimal | None
    tolerance: Decimal | None
    evaluable: bool
    reason: str | None
    doubt: str | None
    hint: str | None
    terms: int | None
    scope: str
    repaired: bool
    left_fact_ids: tuple[str, ...]
    right_fact_ids: tuple[str, ...]
    rests_on: tuple[str, ...] = ()


def read_residuals(residuals_dir: Path, family: str) -> list[Residual]:
    """All places of one family, in the file's order. Raises FileNotFoundError when the family left nothing."""
    names = [field.name for field in fields(Residual)]
    table = pq.read_table(residuals_dir / f"{family}.parquet", columns=names)
    found = []
    for row in table.to_pylist():
        row["left_fact_ids"] = tuple(row["left_fact_ids"] or ())
        row["right_fact_ids"] = tuple(row["right_fact_ids"] or ())
        row["rests_on"] = tuple(row["rests_on"] or ())
        found.append(Residual(**row))
    return found


def excess(residual: Residual) -> int:
    """How far the difference goes beyond the tolerance, in thousandths of the unit; nothing or less is within it."""
    if residual.difference is None or residual.tolerance is None:
        raise ValueError(f"rule {residual.rule_id} at {residual.place}: evaluable, but without difference or tolerance")
    return int((abs(residual.difference) - residual.tolerance) * 1000)
