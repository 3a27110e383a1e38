"""A night's fetching over many sources: side by side, each host asked by one at a time, and what came of it as ledger rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.errors import FinsamError, NotFound
from orchestration.ledger import LedgerRow
from orchestration.lock import held

if TYPE_CHECKING:
    from ingest.archive import Archive
    from ingest.fetch.client import PoliteClient
    from ingest.fetch.documents import Door
    from ingest.fetch.pages import Night
    from ingest.fetch.shelf import Shelf
    from ingest.source_schema import Source

AT_ONCE = 8
ROBOTS = "robots-txt.json"
"""Beside the memories of the sources, whose ids hold no dash."""
Tell = Callable[["Night"], None]
ClientMaker = Callable[[bool], "PoliteClient"]


def choose_sources(folder: Path | None, wanted: Sequence[str], *, also_unconfirmed: bool) -> list[Source]:
    """The sources to ask: those named, else every confirmed one that publishes on the web. Raises FinsamError for a wrong file."""
    from ingest.source_files import SourceError, read_sources

    try:
        sources = {source.id: source for source in read_sources(folder)}
    except SourceError as error:
        raise FinsamError(str(error)) from error
    if unknown := sorted(set(wanted) - set(sources)):
        raise NotFound(f"no source called {', '.join(unknown)}; `finsam sources list` names them all")
    if wanted:
        return [sources[name] for name in dict.fromkeys(wanted)]
    return [source for source in sources.values() if source.publishes and (source.is_confirmed or also_unconfirmed)]


def make_client(allow_private: bool) -> PoliteClient:
    """A client with ordinary manners."""
    from ingest.fetch.client import PoliteClient

    return PoliteClient(allow_private=allow_private)


def fetch_sources(
    sources: Sequence[Source],
    archive: Archive,
    memory: Path,
    now: datetime,
    tell: Tell,
    make: ClientMaker = make_client,
    door: Door | None = None,
) -> list[Night]:
    """Ask every source for news and keep it; returns the nights in the order of the sources. `memory` is a folder.

    Raises FinsamError when the archive cannot be read or another fetch fills the same memory. What a source breaks is its own outcome.
    """
    from ingest.archive import ArchiveBroken
    from ingest.fetch.memory import load_robots, save_robots
    from ingest.fetch.shelf import Shelf

    stamp = now.isoformat(timespec="seconds")
    done: dict[str, Night] = {}
    robots = load_robots(memory / ROBOTS)
    try:
        shelf = Shelf.of(archive)
    except ArchiveBroken as broken:
        raise FinsamError(str(broken)) from broken
    through = door or make_door()
    with held(memory / "lock", str(memory)), ExitStack() as stack, ThreadPoolExecutor(AT_ONCE) as pool:
        clients = {private: stack.enter_context(make(private)) for private in {source.allows_private_addresses for source in sources}}
        for client in clients.values():
            client.kept_robots = robots
        asked = {
            pool.submit(
                _one, source, clients[source.allows_private_addresses], shelf, memory / f"{source.id}.json", stamp, through
            ): source.id
            for source in sources
        }
        for future in as_completed(asked):
            night = done[asked[future]] = future.result()
            tell(night)
    save_robots(memory / ROBOTS, robots)
    return [done[source.id] for source in sources]


def make_door() -> Door:
    """The door as it is today: a document it refused is looked at again when its code or words change."""
    from ingest.fetch.documents import Door
    from ingest.identity import reader_version
    from orchestration.fetch_door import checked_apart

    return Door(checked_apart, reader_version())


def _one(source: Source, client: PoliteClient, shelf: Shelf, path: Path, stamp: str, door: Door) -> Night:
    from ingest.fetch.memory import Memory
    from ingest.fetch.night import spend_night
    from ingest.fetch.pages import Night, Outcome

    memory = Memory.load(path)
    try:
        night = spend_night(source, client, shelf, memory, now=stamp, door=door)
    except Exception as problem:  # the one place where a source's error becomes its outcome
        told = f"asking this source broke: {type(problem).__name__}: {problem}"
        memory = Memory.load(path)
        memory.failed_nights += 1
        night = Night(source.id, [Outcome(source.id, source.id, source.id, None, "failed", "fetcher_error", told)], pages_failed=1)
    memory.save(path)
    return night


def ledger_rows(nights: Iterable[Night], run_id: str, now: datetime) -> list[LedgerRow]:
    """The nights as rows of the ledger: one per address that has news, good or bad; addresses without news have none."""
    return [
        LedgerRow(
            run_id=run_id,
            stage="fetch",
            source_id=row.source_id,
            file_name=row.file_name,
            document_id=row.document_id,
            outcome=row.outcome,
            reason_code=row.reason_code,
            message=row.message,
            at=now,
        )
        for night in nights
        for row in night.outcomes
        if row.outcome != "unchanged" or row.reason_code
    ]
