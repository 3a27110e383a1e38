"""What a rule concluded at one place: our own result type, and its two Parquet files.

A `Verdict` holds the columns of `quality.verdicts` and the facts of each side. Nothing of Great Expectations is in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


class Outcome(StrEnum):
    """The five outcomes. Only `error` is our own fault, and it alone stops publication."""

    PASS = "pass"  # noqa: S105 - an outcome, no secret
    WARN = "warn"
    FAIL = "fail"
    NOT_EVALUABLE = "not_evaluable"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One rule at one place. Values are in kronor, or in the unit of the rule (percent, kronor per unit)."""

    rule_id: str
    outcome: Outcome
    severity: str
    association_id: str | None
    document_id: str
    file_name: str
    statement: str
    table_no: int | None
    column_printed: str | None
    period_end: date | None
    left_value: Decimal | None
    right_value: Decimal | None
    difference: Decimal | None
    tolerance: Decimal | None
    message: str
    left_fact_ids: tuple[str, ...]
    right_fact_ids: tuple[str, ...]
    equation: str = ""
    cause: str | None = None
    state: str = "open"
    message_sv: str = ""
    suspect_fact_ids: tuple[str, ...] = ()
    expected_value: Decimal | None = None
    rests_on: tuple[str, ...] = ()

    @property
    def verdict_id(self) -> str:
        """The same for the same rule about the same figures, run after run."""
        key = "\x1f".join([self.rule_id, self.equation, self.document_id, *self.left_fact_ids])
        return hashlib.sha256(key.encode()).hexdigest()[:20]

    @property
    def blocks_publication(self) -> bool:
        """True when the check itself broke: nothing is known, so nothing may be published."""
        return self.outcome is Outcome.ERROR

    @property
    def sides(self) -> dict[str, str]:
        """Each fact with its side: left, right, or base for one that a side was reckoned from. The first of them counts."""
        found: dict[str, str] = {}
        for side, ids in (("left", self.left_fact_ids), ("right", self.right_fact_ids), ("base", self.rests_on)):
            for fact_id in ids:
                found.setdefault(fact_id, side)
        return found

    @property
    def fact_ids(self) -> list[str]:
        """The facts of both sides, each once, left first."""
        return list(dict.fromkeys([*self.left_fact_ids, *self.right_fact_ids]))


_VALUE = pa.decimal128(18, 3)
_VERDICTS = pa.schema(
    [
        ("verdict_id", pa.string()),
        ("rule_id", pa.string()),
        ("outcome", pa.string()),
        ("severity", pa.string()),
        ("association_id", pa.string()),
        ("document_id", pa.string()),
        ("file_name", pa.string()),
        ("statement", pa.string()),
        ("table_no", pa.int32()),
        ("column_printed", pa.string()),
        ("period_end", pa.date32()),
        ("left_value", _VALUE),
        ("right_value", _VALUE),
        ("difference", _VALUE),
        ("tolerance", _VALUE),
        ("message", pa.string()),
        ("fact_ids", pa.list_(pa.string())),
        ("cause", pa.string()),
        ("state", pa.string()),
        ("suspect_fact_ids", pa.list_(pa.string())),
        ("expected_value", _VALUE),
    ]
)
_VERDICT_FACTS = pa.schema([("verdict_id", pa.string()), ("fact_id", pa.string()), ("side", pa.string())])
_TEXTS = pa.schema([("verdict_id", pa.string()), ("language", pa.string()), ("message", pa.string())])


def write_verdicts(verdicts: Iterable[Verdict], folder: Path) -> None:
    """Write verdicts.parquet, verdict_facts.parquet and texts.parquet (the sentence in further languages) into `folder` (created).

    The same verdicts give the same bytes.

    A fact that stands on both sides of one verdict is written once, as left.
    """
    folder.mkdir(parents=True, exist_ok=True)
    ordered = sorted(verdicts, key=lambda verdict: (verdict.rule_id, verdict.file_name, verdict.verdict_id))
    rows = [{name: _plain(getattr(verdict, name)) for name in _VERDICTS.names} for verdict in ordered]
    facts = [
        {
            "verdict_id": verdict.verdict_id,
            "fact_id": fact_id,
            "side": side,
        }
        for verdict in ordered
        for fact_id, side in verdict.sides.items()
    ]
    pq.write_table(pa.Table.from_pylist(rows, schema=_VERDICTS), folder / "verdicts.parquet")
    pq.write_table(pa.Table.from_pylist(facts, schema=_VERDICT_FACTS), folder / "verdict_facts.parquet")
    spoken = [verdict for verdict in ordered if verdict.message_sv]
    texts = [{"verdict_id": verdict.verdict_id, "language": "sv", "message": verdict.message_sv} for verdict in spoken]
    pq.write_table(pa.Table.from_pylist(texts, schema=_TEXTS), folder / "texts.parquet")


def _plain(value: object) -> object:
    return str(value) if isinstance(value, StrEnum) else value
