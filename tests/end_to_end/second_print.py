"""A report that is printed again with one figure changed: other bytes under the same name, and what its reader then sees."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from ingest.identity import reader_version
from orchestration.files import sha256_of
from orchestration.memo import memo_file
from orchestration.places import Places


def printed_figure(places: Places, file_name: str, line_item: str) -> dict[str, Any]:
    """The amount of this line item in the income statement, as the reader saw it."""
    rows = json.loads(_memo(places, sha256_of(places.archive / file_name)).read_text(encoding="utf-8"))["finances"]
    found: list[dict[str, Any]] = [
        row for row in rows if row["line_item"] == line_item and row["statement"] == "income_statement" and row["column_no"] == 1
    ]
    return found[0]


def print_again(places: Places, file_name: str, line_item: str, more: int) -> None:
    """Put a new version of a report into the archive in which one amount is `more` kronor greater."""
    path = places.archive / file_name
    old = sha256_of(path)
    fact = printed_figure(places, file_name, line_item)
    path.write_bytes(path.read_bytes() + b"\n% printed again\n")
    new = sha256_of(path)
    reading: dict[str, Any] = json.loads(_memo(places, old).read_text(encoding="utf-8").replace(old, new))
    for row in reading["finances"]:
        if row["fact_id"] == fact["fact_id"]:
            amount = Decimal(row["amount_sek"]) + more
            row["amount_natural_sek"] = str(
                Decimal(row["amount_natural_sek"]) + (more if row["amount_natural_sek"] == row["amount_sek"] else -more)
            )
            row["amount_sek"] = str(amount)
            row["amount_printed"] = f"{amount / row['unit_multiple']:,.0f}".replace(",", " ")
    _memo(places, new).write_text(json.dumps(_with_new_ids(reading, new), ensure_ascii=False), encoding="utf-8")


def _with_new_ids(value: Any, salt: str) -> Any:
    """Every fact of another document has another id."""
    if isinstance(value, dict):
        return {key: _new_id(inner, salt) if key.endswith("fact_id") else _with_new_ids(inner, salt) for key, inner in value.items()}
    return [_with_new_ids(inner, salt) for inner in value] if isinstance(value, list) else value


def _new_id(fact_id: str | None, salt: str) -> str | None:
    return fact_id and hashlib.sha256(f"{salt}{fact_id}".encode()).hexdigest()[: len(fact_id)]


def _memo(places: Places, document_id: str) -> Path:
    return memo_file(places.inside("memo"), document_id, reader_version())
