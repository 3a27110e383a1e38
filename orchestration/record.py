"""What one run did, kept as JSON while it goes: steps add to it, the summary and `finsam status` read it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from orchestration.files import write_whole

_KEEP = 100

Ending = Literal["running", "published", "unchanged", "stopped"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that does not hold, or broke, at one place."""

    rule_id: str
    outcome: str
    file_name: str
    message: str


@dataclass(slots=True)
class RunRecord:
    """One refresh. Counts stay None until their step has run."""

    run_id: str
    started_at: str  # UTC, ISO 8601
    archive: str
    warehouse: str
    ending: Ending = "running"
    problem: str | None = None
    read: int = 0
    unchanged: int = 0
    duplicates: int = 0
    not_read: list[dict[str, str | None]] = field(default_factory=list)  # file_name, outcome, reason_code, message
    documents: int | None = None
    facts: int | None = None
    rows: dict[str, int] = field(default_factory=dict)  # public table: number of rows
    unread: int | None = None
    verified_share: float | None = None  # of all amounts, those that an identity bears out; of a run that published
    rules: dict[str, int] = field(default_factory=dict)  # outcome: number of places
    findings: list[Finding] = field(default_factory=list)  # worst first
    release_id: str | None = None
    seconds: dict[str, float] = field(default_factory=dict)  # step: wall time

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        """Add the wall time of the block to a step."""
        start = time.monotonic()
        try:
            yield
        finally:
            self.seconds[step] = round(self.seconds.get(step, 0.0) + time.monotonic() - start, 3)

    def to_dict(self) -> dict[str, Any]:
        """The record as plain data, for JSON."""
        return asdict(self)


def save_record(record: RunRecord, folder: Path) -> None:
    """Write the record of a run, and forget the oldest ones."""
    write_whole(folder / f"{record.run_id}.json", json.dumps(record.to_dict(), ensure_ascii=False, indent=1))
    for old in sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime)[:-_KEEP]:
        old.unlink(missing_ok=True)


def load_record(folder: Path, run_id: str) -> RunRecord | None:
    """The record of a run, None when it never started one."""
    path = folder / f"{run_id}.json"
    return _load(path) if path.is_file() else None


def load_latest(folder: Path) -> RunRecord | None:
    """The record of the run that started last."""
    records = [_load(path) for path in folder.glob("*.json")]
    return max(records, key=lambda record: record.started_at, default=None)


def _load(path: Path) -> RunRecord:
    data = json.loads(path.read_text(encoding="utf-8"))
    data["findings"] = [Finding(**finding) for finding in data["findings"]]
    return RunRecord(**data)
