"""How long work says how far it is. Steps tell; whoever started the run decides where it goes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Progress(Protocol):
    """What a step can tell."""

    def step(self, text: str) -> None:
        """A step has begun."""

    def document(self, done: int, total: int, text: str) -> None:
        """One more document of several is done."""


class Silent:
    """Tells nobody: runs that Dagster's daemon starts, and tests."""

    def step(self, text: str) -> None:
        """Say nothing."""

    def document(self, done: int, total: int, text: str) -> None:
        """Say nothing."""


_listener: list[Progress] = [Silent()]


def progress() -> Progress:
    """Where to tell progress in this process."""
    return _listener[-1]


@contextmanager
def listening(listener: Progress) -> Iterator[None]:
    """Send progress to this listener for the block."""
    _listener.append(listener)
    try:
        yield
    finally:
        _listener.pop()
