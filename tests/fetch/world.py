"""What tests of fetching share: a clock that nobody waits for, a client over the simulated web, sources for its sites."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ingest.archive import Archive
from ingest.fetch.client import PoliteClient
from ingest.fetch.documents import Door
from ingest.fetch.keeping import refuse_to_keep
from ingest.fetch.pages import Night
from ingest.fetch.settings import Manners
from ingest.source_schema import Source
from orchestration.fetching import fetch_sources
from tests.fetch.site import Web
from tests.fetch.styles import Forening

FIRST = datetime(2026, 2, 1, 2, 30, tzinfo=UTC)
PUBLIC, INNER = "127.0.0.1", "127.0.0.2"
QUICK = Manners(read_s=1.5, connect_s=2.0, largest_document=2_000_000, largest_page=500_000)


@dataclass(slots=True)
class Clock:
    """Seconds that pass only by sleeping."""

    at: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def sleep(self, seconds: float) -> None:
        """Let them pass."""
        with self.lock:
            self.at += seconds

    def now(self) -> float:
        """Seconds since the beginning."""
        return self.at


def resolve(host: str, port: int) -> list[str]:
    """Every host of the simulated web is public, but for `inner.test`; numbers are what they are."""
    return [INNER if host == "inner.test" else PUBLIC if host.endswith(".test") else host]


def client_of(clock: Clock, manners: Manners = QUICK) -> PoliteClient:
    """A client for which 127.0.0.1 is the public web."""
    return PoliteClient(manners, sleep=clock.sleep, clock=clock.now, resolver=resolve, is_open=lambda address: address == PUBLIC)


def source_of(web: Web, site: Forening, **more: object) -> Source:
    """A source file's content for a site: its four kinds of reports on its one listing page."""
    listing = web.url(site.host, site.listing)
    kinds = {
        "annual_report": ["årsredovisning"],
        "interim_report": ["delårsrapport"],
        "plan_budget": ["verksamhetsplan", "budget"],
        "audit_report": ["revisionsberättelse"],
    }
    publishes = [{"kind": kind, "at": {"listing": listing, "title": words}} for kind, words in kinds.items()]
    return Source.model_validate({"id": site.name, "name": site.name, "publishes": publishes, "is_confirmed": True, **more})


_one_at_a_time = threading.Lock()


def quick_door(data: bytes, file_name: str) -> None:
    """The real door without a process of its own; what opens PDFs can't be used by two threads at once."""
    with _one_at_a_time:
        refuse_to_keep(data, file_name)


@dataclass(slots=True)
class Fetcher:
    """Nights over a web, one after the other."""

    root: Path
    clock: Clock = field(default_factory=Clock)
    nights: int = 0
    door: Door = field(default_factory=lambda: Door(quick_door, "1"))
    manners: Manners = QUICK

    @property
    def archive(self) -> Archive:
        """Where documents are kept."""
        return Archive(str(self.root / "archive"))

    def night(self, sources: list[Source]) -> dict[str, Night]:
        """One night; the nights by source."""
        now = FIRST + timedelta(days=self.nights)
        self.nights += 1
        made = fetch_sources(
            sources,
            self.archive,
            self.root / "memory",
            now,
            lambda _: None,
            lambda _: client_of(self.clock, self.manners),
            self.door,
        )
        return {night.source_id: night for night in made}
