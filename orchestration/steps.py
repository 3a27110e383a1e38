"""The steps of a refresh, in order, without Dagster: each takes the places and the run's record, and adds to it.

documents -> facts (here it is decided whether anything changed) -> models -> verdicts -> publication
"""

from __future__ import annotations

import importlib.metadata
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from orchestration import archive, publish, reading
from orchestration.after_run import tell_held, tell_published
from orchestration.contract import load_contract
from orchestration.errors import NothingToRead, NotPublishable
from orchestration.files import digest_of_texts, digest_of_tree
from orchestration.gate import has_broken_rules, what_closes_it
from orchestration.handover import leave, take
from orchestration.judging import Judgement, judge_residuals
from orchestration.ledger import LedgerRow, append_to_ledger, as_published, write_outcomes
from orchestration.places import PROJECT, Places
from orchestration.pool import Done
from orchestration.progress import progress
from orchestration.record import RunRecord
from orchestration.review_store import decisions_of, write_corrections_of
from orchestration.strays import look_through
from orchestration.transform import DbtBroke, NodeResult, build
from orchestration.verified import verified_drop, verified_share

CONTRACT_VERSION = "1"
_HOME = ZoneInfo("Europe/Stockholm")
_SETTINGS = ("FINSAM_MASKING_THRESHOLD", "FINSAM_MASK_DOCUMENTS")
_ENGINES = ("dbt-core", "dbt-duckdb", "duckdb", "great-expectations", "pyarrow")


def collect_documents(places: Places) -> list[archive.Dropped]:
    """Look through the archive folder and keep every byte that is new."""
    progress().step(f"looking through {places.archive}")
    files = look_through(places.archive, places.inside("archive"))
    if not files:
        raise NothingToRead(f"{places.archive}: no document there; put PDF reports in it (subfolders are read too)")
    leave(places.inside("run"), "documents", files)
    return files


def is_up_to_date(places: Places) -> bool:
    """Whether the published file holds exactly what the archive holds, made by this very code; reads no document."""
    from ingest.identity import reader_version

    release = publish.current_release(places)
    if release is None:
        return False
    version, memo = reader_version(), places.inside("memo")
    files = look_through(places.archive, places.inside("archive"))
    plan = reading.plan_reading(files, memo, version)
    if plan.to_read:
        return False
    return fingerprint(places, reading.known_outcomes(plan, memo, version, run_id=""), version, files) == release.fingerprint


def read_facts(places: Places, record: RunRecord, workers: int, *, only_look: bool) -> str:
    """Read what is new and write the facts; returns the fingerprint of the warehouse they make.

    With `only_look` nothing is built after this: when that fingerprint is published already, the run ends here.
    """
    from ingest.identity import reader_version

    version = reader_version()
    files = take(places.inside("run"), "documents", archive.Dropped)
    plan = reading.plan_reading(files, places.inside("memo"), version)
    told = 0

    def tell(done: Done) -> None:
        nonlocal told
        told += 1
        progress().document(told, len(plan.to_read), f"{done.file_name}: {done.state}")

    progress().step(f"reading {len(plan.to_read)} documents, {len(plan.remembered)} are known from before")
    rows = reading.carry_out(
        plan, places.inside("memo"), places.inside("archive"), version, run_id=record.run_id, workers=workers, tell=tell
    )
    append_to_ledger(rows, places.inside("ledger"))
    _note_documents(record, rows)
    if not record.documents:
        first = record.not_read[0]
        raise NothingToRead(f"{places.archive}: none of its {len(rows)} files could be read; {first['file_name']}: {first['message']}")
    mark = fingerprint(places, rows, version, files)
    release = publish.current_release(places)
    if only_look and release and release.fingerprint == mark:
        publish.clear_building(places)
        _stand_by(record, release)
        return mark
    progress().step("writing facts")
    reading.write_facts_of(rows, places.inside("memo"), version, places.inside("facts"), files)
    write_corrections_of(places)
    write_outcomes(as_published(rows, publish.documents_released(places)), places.inside("outcomes"))
    _write_reference(places)
    _begin_release(places, record, version, mark)
    return mark


def _note_documents(record: RunRecord, rows: Sequence[LedgerRow]) -> None:
    record.documents = sum(row.made_it for row in rows)
    record.read = sum(row.outcome == "ok" for row in rows)
    record.unchanged = sum(row.outcome == "unchanged" and row.made_it for row in rows)
    record.duplicates = sum(row.reason_code == "duplicate" for row in rows)
    record.not_read = [
        {"file_name": row.file_name, "outcome": row.outcome, "reason_code": row.reason_code, "message": row.message}
        for row in rows
        if row.outcome in ("refused", "failed")
    ]


def _stand_by(record: RunRecord, release: publish.Release) -> None:
    record.ending = "unchanged"
    record.release_id = release.release_id
    record.facts, record.rows, record.unread = release.facts, release.rows, release.unread
    record.rules, record.findings = release.rules, release.findings


def fingerprint(places: Places, rows: Sequence[LedgerRow], reader_version: str, files: Sequence[archive.Dropped]) -> str:
    """Of everything a warehouse file is made from, the clock aside: documents, code, rules, engines."""
    code = [digest_of_tree(PROJECT / room) for room in ("ingest", "expectations", "orchestration")]
    engines = [f"{name} {importlib.metadata.version(name)}" for name in _ENGINES]
    settings = [f"{name}={os.environ.get(name, '')}" for name in _SETTINGS]
    decided = [digest_of_tree(folder) for folder in decisions_of(places)]
    found = [f"{file.sha256} {file.source_url} {file.replaces}" for file in files if file.place]
    parts = [reader_version, *code, digest_of_tree(places.dbt_project), *engines, *settings, *decided, *found]
    parts += [row.lasting for row in rows]
    return digest_of_texts(parts)


def _write_reference(places: Places) -> None:
    from expectations.rules import write_reference as write_rules
    from ingest.store import write_reference

    write_reference(places.inside("reference"))
    write_rules(places.inside("reference"))


def _begin_release(places: Places, record: RunRecord, reader_version: str, mark: str) -> None:
    """Leave the row that the warehouse tells of itself, and the mark it will be known by."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    now = datetime.now(UTC).replace(microsecond=0)
    record.release_id = f"{now:%Y-%m-%dT%H%M%SZ}-{record.run_id[:6]}"
    table = pa.table(
        {
            "release_id": [record.release_id],
            "built_at": pa.array([now.replace(tzinfo=None)], pa.timestamp("us")),
            "data_as_of": [now.astimezone(_HOME).date()],
            "reader_version": [reader_version],
            "contract_version": [CONTRACT_VERSION],
        }
    )
    pq.write_table(table, places.inside("outcomes", "release.parquet"))
    places.inside("run", "fingerprint").write_text(mark, encoding="utf-8")


def build_models(places: Places) -> list[NodeResult]:
    """Build everything that does not need verdicts: two fresh files, nothing left of the last build."""
    publish.clear_building(places)
    for left in (*places.state.glob("work.duckdb*"), *places.inside("residuals").glob("*.parquet")):
        left.unlink()
    places.inside("residuals").mkdir(parents=True, exist_ok=True)
    places.warehouse.parent.mkdir(parents=True, exist_ok=True)
    progress().step("building the warehouse with dbt")
    leave(places.inside("run"), "judgements", [])
    nodes = _build(places, ["--exclude", "tag:verdicts"])
    leave(places.inside("run"), "nodes", nodes)
    return nodes


def judge(places: Places) -> list[Judgement]:
    """Have the rules judge the residuals; a rule whose SQL broke is an error, not a finding."""
    progress().step("judging the rules with Great Expectations")
    judgements = judge_residuals(places, take(places.inside("run"), "nodes", NodeResult))
    leave(places.inside("run"), "judgements", judgements)
    return judgements


def hold_at_gate(places: Places) -> None:
    """Raise NotPublishable when something so far closes the gate; the half-built file is removed.

    A rule's broken SQL is judged first, so that the verdicts name the rule: after it Dagster would skip the step
    that judges.
    """
    nodes = take(places.inside("run"), "nodes", NodeResult)
    judgements = take(places.inside("run"), "judgements", Judgement)
    if not judgements and has_broken_rules(nodes):
        judgements = judge(places)
    if reasons := what_closes_it(nodes, judgements):
        tell_held(places, reasons)
        publish.clear_building(places)
        more = f" (and {len(reasons) - 1} more)" if len(reasons) > 1 else ""
        raise NotPublishable(f"not published: {reasons[0]}{more}; {places.warehouse} stays as it was")


def load_verdicts(places: Places) -> list[NodeResult]:
    """Put the verdicts into the file, unless one of them says that its rule broke."""
    hold_at_gate(places)
    progress().step("loading the verdicts")
    later = _build(places, ["--select", "tag:verdicts"])
    leave(places.inside("run"), "nodes", [*take(places.inside("run"), "nodes", NodeResult), *later])
    return later


def publish_release(places: Places, record: RunRecord) -> publish.Release:
    """Put the built file in front of readers, or raise NotPublishable when it is not whole."""
    hold_at_gate(places)
    progress().step("publishing")
    tables = load_contract()
    publish.check_complete(places.building, tables, record.documents or 0)
    if drop := verified_drop(places.building, places.warehouse):
        tell_held(places, [drop])
        publish.clear_building(places)
        raise NotPublishable(f"not published: {drop}; {places.warehouse} stays as it was")
    record.verified_share = verified_share(places.building)
    release = publish.describe(
        places.building,
        tables,
        release_id=record.release_id or record.run_id,
        built_at=datetime.now(UTC).isoformat(timespec="seconds"),
        warehouse=places.warehouse,
        fingerprint=places.inside("run", "fingerprint").read_text(encoding="utf-8"),
    )
    publish.swap(places, release)
    tell_published(places, release.release_id, record.not_read)
    record.ending = "published"
    record.facts, record.rows, record.unread = release.facts, release.rows, release.unread
    record.rules, record.findings = release.rules, release.findings
    return release


def _build(places: Places, selection: list[str]) -> list[NodeResult]:
    try:
        return build(places, selection)
    except DbtBroke as broken:
        raise NotPublishable(f"not published: {broken}; {places.warehouse} stays as it was") from broken
