"""One nightly look without Dagster: which sources are due, what came of asking them, and whom it must be told."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from orchestration.alert_texts import Detail
from orchestration.alerts import Log, send
from orchestration.fetching import fetch_sources, ledger_rows
from orchestration.ledger import append_to_ledger
from orchestration.lock import held
from orchestration.looks import failing_for, load_looks, note_look, save_looks
from orchestration.rhythm import is_due

if TYPE_CHECKING:
    from ingest.fetch.pages import Night
    from ingest.source_schema import Source

HOME = ZoneInfo("Europe/Stockholm")
_ALARM_AFTER = 3
_AGAIN_AFTER = 7


@dataclass(frozen=True, slots=True)
class Desk:
    """Where fetching keeps its things. `archive` is a folder or an fsspec address; `folder` None is the catalogue of finsam."""

    archive: str
    memory: Path
    folder: Path | None = None


def desk_from_environment(archive: str, state: Path) -> Desk:
    """The desk beside an archive; in the state folder when the archive is no folder of this machine. Same as `finsam fetch`."""
    memory, folder = os.environ.get("FINSAM_FETCH_MEMORY"), os.environ.get("FINSAM_SOURCES")
    default = state / "fetching" if "://" in archive else Path(f"{archive.rstrip('/')}.memory")
    return Desk(archive, Path(memory) if memory else default, Path(folder) if folder else None)


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of one source; `problem` is empty when it could be read."""

    source_id: str
    pages: int
    documents: int
    downloaded: int
    problem: str


def due_tonight(desk: Desk, sources: Sequence[Source], now: datetime) -> list[Source]:
    """Those of the sources that are due at this time."""
    looks, today = load_looks(desk.memory), now.astimezone(HOME).date()
    return [source for source in sources if is_due(source, looks.get(source.id), today)]


def ask(desk: Desk, sources: Sequence[Source], run_id: str, *, night: str | None) -> list[Asked]:
    """Ask the sources for news, keep it, and note the look. Raises FinsamError when the archive cannot be read or is being filled."""
    if not sources:
        return []
    from ingest.archive import Archive

    now = datetime.now(UTC)
    with held(desk.memory / "lock", str(desk.memory)):
        nights = fetch_sources(sources, Archive(desk.archive), desk.memory, now, lambda _: None)
        append_to_ledger(ledger_rows(nights, run_id, now), desk.memory / "ledger")
        asked = [_asked(one) for one in nights]
        looks = load_looks(desk.memory)
        for one in asked:
            looks[one.source_id] = note_look(looks.get(one.source_id), now, problem=one.problem or None, night=night)
        save_looks(desk.memory, looks)
    return asked


def _asked(night: Night) -> Asked:
    problem = ""
    if night.has_failed:
        problem = (
            next((row.message or row.reason_code or "" for row in night.outcomes if row.outcome == "failed"), "") or "could not be read"
        )
    return Asked(night.source_id, night.pages_asked, night.documents_asked, night.downloaded, problem)


def tell_of_failing(desk: Desk, night: str, log: Log) -> list[str]:
    """Send one alert for the sources that failed three nights running; returns their ids."""
    failing = failing_for(load_looks(desk.memory), night, nights=_ALARM_AFTER, again_after=_AGAIN_AFTER)
    if failing:
        details: list[Detail] = [{"source": name, "nights": look.failed_nights, "problem": look.problem} for name, look in failing]
        send("source_failing", details, log)
    return [name for name, _ in failing]
