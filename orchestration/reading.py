"""Decides what must be read, has it read, and says of every file what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from orchestration.archive import READ, Dropped, kept_at
from orchestration.ledger import LedgerRow, Outcome, Stage
from orchestration.memo import Refusal, is_remembered, memo_file, recall_refusal
from orchestration.pool import Done, Task, read_all

READ_LIMIT_S = 600
"""Seconds one document may take. The longest real report takes about 30."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a drop folder asks of us: files to read, files known already, files that are no documents of ours."""

    to_read: tuple[Dropped, ...]
    remembered: tuple[Dropped, ...]
    duplicates: tuple[tuple[Dropped, str], ...]  # with the name the same bytes go by
    refused: tuple[tuple[Dropped, Refusal], ...]
    failed: tuple[tuple[Dropped, Refusal], ...]


def plan_reading(files: Sequence[Dropped], memo: Path, reader_version: str) -> Plan:
    """Sort files by what is to be done with them; the first name in order is the document's name."""
    to_read: list[Dropped] = []
    remembered: list[Dropped] = []
    duplicates: list[tuple[Dropped, str]] = []
    refused: list[tuple[Dropped, Refusal]] = []
    failed: list[tuple[Dropped, Refusal]] = []
    first_name: dict[str, str] = {}
    for file in files:
        if file.sha256 is None:
            failed.append((file, Refusal("unreadable", f"the file could not be opened: {file.problem}")))
        elif file.sha256 in first_name:
            duplicates.append((file, first_name[file.sha256]))
        elif (suffix := PurePosixPath(file.file_name).suffix.lower()) not in READ:
            refused.append((file, Refusal("unsupported_kind", f"{suffix} files are not read yet; PDF reports are")))
        else:
            first_name[file.sha256] = file.file_name
            known = is_remembered(memo_file(memo, file.sha256, reader_version))
            (remembered if known else to_read).append(file)
    return Plan(tuple(to_read), tuple(remembered), tuple(duplicates), tuple(refused), tuple(failed))


def carry_out(
    plan: Plan, memo: Path, store: Path, reader_version: str, *, run_id: str, workers: int, tell: Callable[[Done], None]
) -> list[LedgerRow]:
    """Read what is to be read; returns one ledger row per file, in name order."""
    tasks = [
        Task(file.file_name, kept_at(store, sha), memo_file(memo, sha, reader_version), READ_LIMIT_S)
        for file in plan.to_read
        if (sha := file.sha256)
    ]
    done = read_all(tasks, workers, tell)
    rows = known_outcomes(plan, memo, reader_version, run_id=run_id)
    for file in plan.to_read:
        result = done[file.file_name]
        rows.append(_row(run_id, file, "read", result.state, result.refusal))
    return sorted(rows, key=lambda row: row.file_name)


def known_outcomes(plan: Plan, memo: Path, reader_version: str, *, run_id: str) -> list[LedgerRow]:
    """The ledger rows of all files that need no reading, in name order."""
    rows = []
    for file in plan.remembered:
        refusal = recall_refusal(memo_file(memo, file.sha256 or "", reader_version))
        rows.append(_row(run_id, file, "read", "refused" if refusal else "unchanged", refusal))
    for file, name in plan.duplicates:
        same = Refusal("duplicate", f"the same bytes as {name}, which stands for both")
        rows.append(_row(run_id, file, "fetch", "unchanged", same))
    rows += [_row(run_id, file, "fetch", "refused", refusal) for file, refusal in plan.refused]
    rows += [_row(run_id, file, "fetch", "failed", refusal) for file, refusal in plan.failed]
    return sorted(rows, key=lambda row: row.file_name)


def _row(run_id: str, file: Dropped, stage: Stage, outcome: Outcome, why: Refusal | None) -> LedgerRow:
    return LedgerRow(
        run_id=run_id,
        stage=stage,
        source_id="drop_folder",
        file_name=file.file_name,
        document_id=file.sha256,
        outcome=outcome,
        reason_code=why.reason_code if why else None,
        message=why.message if why else None,
        at=datetime.now(UTC),
    )


def write_facts_of(rows: Iterable[LedgerRow], memo: Path, reader_version: str, folder: Path) -> None:
    """Write the facts of every document that made it: the same documents give the same bytes."""
    from ingest.store import from_json, write_facts

    readings = [
        (row.file_name, from_json(memo_file(memo, row.document_id, reader_version).read_text(encoding="utf-8")))
        for row in rows
        if row.made_it and row.document_id
    ]
    write_facts(readings, folder)
