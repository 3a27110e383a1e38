"""One refresh at a time per warehouse file and per state folder.

The kernel lets go of the lock when its process ends, however it ends, so no lock outlives a killed run. The
holder is written into the file for the message only; nobody decides anything by it.
"""

from __future__ import annotations

import fcntl
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from orchestration.errors import NotWritable, RefreshRunning
from orchestration.places import Places

_held: dict[Path, int] = {}


@contextmanager
def held(path: Path, what: str) -> Iterator[None]:
    """Hold the lock at `path` for the block; raises RefreshRunning when somebody else has it.

    A thread that holds it already just goes on: the command takes the lock before it starts the run, and the
    run takes it for those who start it from the user interface.
    """
    if _held.get(path) == threading.get_ident():
        yield
        return
    with _opened(path) as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            stream.seek(0)
            raise RefreshRunning(f"{what} is being refreshed{_by(stream.read())}; wait for it to end") from None
        stream.truncate(0)  # what a killed holder has left
        stream.write(json.dumps({"pid": os.getpid(), "since": datetime.now(UTC).isoformat(timespec="seconds")}))
        stream.flush()
        _held[path] = threading.get_ident()
        try:
            yield
        finally:
            del _held[path]
            stream.truncate(0)


def _opened(path: Path) -> TextIO:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("a+", encoding="utf-8")
    except OSError as problem:
        raise NotWritable(f"{path.parent}: {problem.strerror}; let finsam write there, or give another --warehouse or --state") from problem


@contextmanager
def locks_of(places: Places) -> Iterator[None]:
    """Hold both locks of a refresh; raises RefreshRunning when another has one of them."""
    with held(places.warehouse_lock, str(places.warehouse)), held(places.inside("lock"), str(places.state)):
        yield


def _by(holder: str) -> str:
    try:
        told = json.loads(holder)
        return f" by process {told['pid']} since {told['since']}"
    except (ValueError, KeyError):
        return ""
