"""A web of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.fetch.client import PoliteClient
from tests.fetch.site import Web, running_web
from tests.fetch.world import Clock, Fetcher, client_of


@pytest.fixture
def web() -> Iterator[Web]:
    """A simulated web with nothing on it."""
    with running_web() as web:
        yield web


@pytest.fixture
def clock() -> Clock:
    """Time that only passes by sleeping."""
    return Clock()


@pytest.fixture
def client(clock: Clock) -> Iterator[PoliteClient]:
    """A client over the simulated web."""
    with client_of(clock) as client:
        yield client


@pytest.fixture
def fetcher(tmp_path: Path) -> Fetcher:
    """Nights that begin with nothing kept."""
    return Fetcher(tmp_path)
