"""One fetch at a time fills a memory."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.archive import Archive
from orchestration.errors import RefreshRunning
from orchestration.fetching import fetch_sources
from orchestration.lock import held


def test_a_second_fetch_is_told_of_the_first(tmp_path: Path) -> None:
    memory, inside, leave = tmp_path / "memory", threading.Event(), threading.Event()

    def first() -> None:
        with held(memory / "lock", "the memory"):
            inside.set()
            leave.wait(10)

    other = threading.Thread(target=first)
    other.start()
    inside.wait(10)
    try:
        with pytest.raises(RefreshRunning, match=r"memory is being (refreshed|filled) by process \d+"):
            fetch_sources([], Archive(str(tmp_path / "archive")), memory, datetime.now(UTC), lambda _: None)
    finally:
        leave.set()
        other.join(10)
    assert fetch_sources([], Archive(str(tmp_path / "archive")), memory, datetime.now(UTC), lambda _: None) == []
