"""Decides what must be read, has it read, and says of every file what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from orchestration.archive import READ, SAVE_AS, Dropped, FileChanged, admit, clear_incoming, stage, turn_away
from orchestration.errors import NotWritable
from orchestration.files import FULL
from orchestration.from_archive import with_origins
from orchestration.ledger import LedgerRow, Outcome, Stage
from orchestration.memo import Refusal, is_remembered, memo_file, recall_refusal
from orchestration.pool import Done, Task, read_all
from orchestration.strays import too_large, why_not

PERSONAL_DATA = "personal_data"
"""The reason code of the door: what is refused for it is not kept."""

_LEAST_S = 120
_BYTES_PER_S = 20_000
_MOST_S = 900


def time_limit(size: int) -> int:
    """Seconds a document of so many bytes may take.

    A report of text takes seconds, whatever its size. Recognising a page from its picture takes two or three, and a
    picture of a page has at least 30 000 bytes: a large file may be a long scan, a small one can't be.
    """
    return min(_MOST_S, _LEAST_S + size // _BYTES_PER_S)


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
            why = why_not(file)
            (failed if why.reason_code == "unreadable" else refused).append((file, why))
        elif large := too_large(file):
            refused.append((file, large))
        elif not file.size:
            refused.append((file, Refusal("empty", "the file is empty (0 bytes): fetch it again")))
        elif file.sha256 in first_name:
            duplicates.append((file, first_name[file.sha256]))
        elif (suffix := PurePosixPath(file.file_name).suffix.lower()) not in READ:
            refused.append((file, Refusal("unsupported_kind", f"{SAVE_AS[suffix]}, then drop it again")))
        else:
            first_name[file.sha256] = file.file_name
            known = is_remembered(memo_file(memo, file.sha256, reader_version))
            (remembered if known else to_read).append(file)
    return Plan(tuple(to_read), tuple(remembered), tuple(duplicates), tuple(refused), tuple(failed))


def carry_out(
    plan: Plan, memo: Path, store: Path, reader_version: str, *, run_id: str, workers: int, tell: Callable[[Done], None]
) -> list[LedgerRow]:
    """Read what is to be read; returns one ledger row per file, in name order."""
    tasks, done = [], {}
    for file in plan.to_read:
        try:
            where = stage(file, store)
        except OSError as problem:
            if problem.errno in FULL:
                raise NotWritable(f"{store}: {problem.strerror}; what was published stays as it was") from problem
            why = Refusal("unreadable", f"the file could not be opened ({problem.strerror}): see to it that finsam may read it")
            done[file.file_name] = Done(file.file_name, "failed", why)
            continue
        except FileChanged as problem:
            told = "the file changed while it was being taken in: the next run reads it"
            why = Refusal("archive_broken", str(problem)) if file.place else Refusal("file_changed", told)
            done[file.file_name] = Done(file.file_name, "failed", why)
            continue
        tasks.append(Task(file.file_name, where, memo_file(memo, file.sha256 or "", reader_version), time_limit(file.size)))
    done |= read_all(tasks, workers, tell, scratch=_scratch(store))
    rows = known_outcomes(plan, memo, reader_version, run_id=run_id)
    for file in plan.to_read:
        result = done[file.file_name]
        _keep_or_not(file, result.state, result.refusal, store, memo, reader_version)
        rows.append(_row(run_id, file, "read", result.state, result.refusal))
    for file in plan.remembered:
        refusal = recall_refusal(memo_file(memo, file.sha256 or "", reader_version))
        _keep_or_not(file, "refused" if refusal else "ok", refusal, store, memo, reader_version)
    clear_incoming(store)
    return sorted(rows, key=lambda row: row.file_name)


def _scratch(store: Path) -> Path:
    """Where readers put pictures of pages: cleared with what else is passing, also after a run that was killed."""
    folder = store / "incoming"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _keep_or_not(file: Dropped, state: str, why: Refusal | None, store: Path, memo: Path, reader_version: str) -> None:
    """Keep the bytes of what was read; of a file with personal data leave neither bytes nor an earlier reading.

    An export is kept only when it became facts, and not when it held the answers of single respondents. A file whose reading
    broke is not kept: nobody knows what it holds. What is not kept is read from the drop folder when it must be read again.
    """
    if why is not None and why.reason_code == PERSONAL_DATA:
        turn_away(file, store)
        for earlier in memo.glob(f"{file.sha256}-*.json"):
            if recall_refusal(earlier) is None:
                earlier.unlink()
    elif state == "failed" or (
        _is_export(file) and (why is not None or not _may_be_kept(memo_file(memo, file.sha256 or "", reader_version)))
    ):
        turn_away(file, store)
    else:
        with suppress(OSError, FileChanged):
            admit(file, store)


def _is_export(file: Dropped) -> bool:
    return PurePosixPath(file.file_name).suffix.lower() != ".pdf"


def _may_be_kept(memo: Path) -> bool:
    from ingest.exports.respondents import may_be_kept
    from ingest.store import from_json

    return may_be_kept(from_json(memo.read_text(encoding="utf-8")))


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
        source_id=file.source_id,
        file_name=file.file_name,
        document_id=file.sha256,
        outcome=outcome,
        reason_code=why.reason_code if why else None,
        message=_message(file, why),
        at=datetime.now(UTC),
    )


def _message(file: Dropped, why: Refusal | None) -> str | None:
    """What is told of a file; of personal data that an earlier door let into an archive also how to remove it."""
    if why is None or why.reason_code != PERSONAL_DATA or not file.place:
        return why.message if why else None
    return f"{why.message}; its bytes are still in the archive: remove them with `finsam archive forget`"


def write_facts_of(rows: Iterable[LedgerRow], memo: Path, reader_version: str, folder: Path, files: Sequence[Dropped] = ()) -> None:
    """Write the facts of every document that made it, with where `files` say it came from: the same documents give the same bytes."""
    from ingest.store import from_json, write_facts

    readings = [
        (row.file_name, from_json(memo_file(memo, row.document_id, reader_version).read_text(encoding="utf-8")))
        for row in rows
        if row.made_it and row.document_id
    ]
    write_facts(with_origins(readings, files), folder)
