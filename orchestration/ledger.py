"""The ledger: one row per file and run, the only rows with a clock in them.

`outcomes/outcomes.parquet` holds the rows that go into the warehouse being built; `ledger/` keeps the rows of
every run, also of those that published nothing.
"""

from __future__ import annotations

import json
from collections.abc import Container, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from os import SEEK_END
from pathlib import Path
from typing import Literal

Stage = Literal["fetch", "read", "interpret", "load"]
Outcome = Literal["ok", "unchanged", "refused", "failed"]


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """What came of one file in one run. Key: run_id, file_name, stage."""

    run_id: str
    stage: Stage
    source_id: str | None
    file_name: str
    document_id: str | None
    outcome: Outcome
    reason_code: str | None
    message: str | None
    at: datetime  # UTC

    @property
    def made_it(self) -> bool:
        """Whether the document's facts are in the warehouse under this name."""
        return self.outcome in ("ok", "unchanged") and self.reason_code is None

    @property
    def lasting(self) -> str:
        """The row without clock, run and memory: equal rows tell of equal warehouses."""
        kind = "in" if self.made_it else self.outcome
        return "\x1f".join([self.file_name, self.document_id or "", kind, self.reason_code or "", self.message or ""])


def as_published(rows: Sequence[LedgerRow], before: Container[str | None]) -> list[LedgerRow]:
    """The rows as the warehouse tells them: `ok` for a document that is new to its readers, `unchanged` for one in the file `before`.

    A document read by a run that published nothing was read before, and is new to readers all the same: what the
    warehouse holds must not depend on how many runs it took.
    """
    return [replace(row, outcome="unchanged" if row.document_id in before else "ok") if row.made_it else row for row in rows]


def write_outcomes(rows: Sequence[LedgerRow], folder: Path) -> None:
    """Write the ledger of this run for the warehouse."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([(name, pa.string()) for name in LedgerRow.__dataclass_fields__ if name != "at"] + [("at", pa.timestamp("us"))])
    folder.mkdir(parents=True, exist_ok=True)
    table = pa.Table.from_pylist([asdict(row) | {"at": row.at.replace(tzinfo=None)} for row in rows], schema=schema)
    pq.write_table(table, folder / "outcomes.parquet")


def append_to_ledger(rows: Sequence[LedgerRow], folder: Path) -> None:
    """Add the rows of a run to the ledger of all runs: one file of JSON lines per year."""
    if not rows:
        return
    folder.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(asdict(row) | {"at": row.at.isoformat()}, ensure_ascii=False) for row in rows]
    with (folder / f"{rows[0].at.year}.jsonl").open("ab+") as stream:
        if stream.seek(0, SEEK_END) and stream.seek(-1, SEEK_END) >= 0 and stream.read(1) != b"\n":
            stream.write(b"\n")  # a run was killed in the middle of a line: that line is lost, ours is not
        stream.write(("\n".join(lines) + "\n").encode())
