"""The printed cells that rules rest on, as the warehouse left them: amount, how it was read, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed amount. `amount_sek` as printed, `amount_natural_sek` with income and costs positive, both in kronor."""

    fact_id: str
    document_id: str
    statement: str
    table_no: int
    column_no: int
    line_item: str | None
    amount_sek: Decimal
    amount_natural_sek: Decimal
    precision_sek: Decimal
    reading: str
    doubt: str | None


def read_cells(residuals_dir: Path) -> dict[str, Cell]:
    """All cells by fact id; none when the warehouse left no file, so that causes stay unknown and nothing stops."""
    path = residuals_dir / "cells.parquet"
    if not path.exists():
        return {}
    rows = pq.read_table(path, columns=[field.name for field in fields(Cell)]).to_pylist()
    return {row["fact_id"]: Cell(**row) for row in rows}
