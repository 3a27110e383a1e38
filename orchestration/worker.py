"""One reading process, and what keeps it within bounds.

A file built to exhaust its reader can hold a library for ever in code that hears no alarm, or ask for memory without
end. The process therefore reads one document at a time, under the kernel's own limits, and whoever started it looks
at its clock and its memory and ends it, with the programs it started, when it goes beyond them.
"""

from __future__ import annotations

import os
import resource
import signal
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Generic, TypeVar

_T = TypeVar("_T")
_R = TypeVar("_R")

MEMORY_LIMIT = int(os.environ.get("FINSAM_READER_MEMORY_MB", "1536")) * 1024 * 1024
"""Bytes one reading process may hold in memory; docs/security.md has what real reports take."""
_ADDRESS_SPACE = 3 * MEMORY_LIMIT
_BIGGEST_FILE = 1024 * 1024 * 1024
_TIRED = 768 * 1024 * 1024
_GRACE_S = 5
_PAGE = resource.getpagesize()
_CONTEXT = get_context("forkserver")


@dataclass(frozen=True, slots=True)
class Ended:
    """Why a process was ended before it gave an answer: `timeout`, `out_of_memory` or `reader_crashed`."""

    code: str


class Worker(Generic[_T, _R]):
    """A process that does one task after another; `lifeline` ends it when this process is gone."""

    def __init__(self, do: Callable[[_T], _R], scratch: Path) -> None:
        self.connection, there = _CONTEXT.Pipe()
        self._lifeline, line = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=_serve, args=(there, line, do, str(scratch)), daemon=False)
        self._process.start()
        there.close()
        line.close()
        self.task: _T | None = None
        self._deadline = 0.0

    @property
    def sentinel(self) -> int:
        """What becomes ready when the process ends."""
        return self._process.sentinel

    def begin(self, task: _T, seconds: int) -> None:
        """Have a task done; it is given up some seconds after its time, when its own alarm was not heard."""
        self.task = task
        self._deadline = time.monotonic() + seconds + _GRACE_S
        with suppress(OSError):  # a process that died is found out by its sentinel
            self.connection.send(task)

    def answer(self) -> _R | Ended | None:
        """What came of the task: its result, why the process ended, or None while it goes on."""
        try:
            if self.connection.poll():
                result: _R = self.connection.recv()
                return result
        except (EOFError, OSError):
            return Ended("reader_crashed")
        if not self._process.is_alive():
            return Ended("reader_crashed")
        if time.monotonic() > self._deadline:
            return Ended("timeout")
        return Ended("out_of_memory") if _resident(self._process.pid) > MEMORY_LIMIT else None

    @property
    def is_tired(self) -> bool:
        """Whether the process holds so much from earlier tasks that a new one should take over."""
        return _resident(self._process.pid) > _TIRED

    def end(self) -> None:
        """End the process and whatever it started; nothing of it is left when this returns."""
        pid = self._process.pid
        with suppress(ProcessLookupError, PermissionError):
            # Its own group, once it has made one; before that it has started nothing.
            os.killpg(pid, signal.SIGKILL) if pid and os.getpgid(pid) == pid else self._process.kill()
        self._process.join()
        self._lifeline.close()
        self.connection.close()


def _resident(pid: int | None) -> int:
    """Bytes of memory a process holds; 0 where the system does not tell."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * _PAGE
    except (OSError, ValueError, IndexError):
        return 0


def _serve(connection: Connection[Any, Any], lifeline: Connection[Any, Any], do: Callable[[Any], Any], scratch: str) -> None:
    """The life of a reading process."""
    os.setpgid(0, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with, args=(lifeline,), daemon=True).start()
    for what, most in ((resource.RLIMIT_AS, _ADDRESS_SPACE), (resource.RLIMIT_FSIZE, _BIGGEST_FILE), (resource.RLIMIT_CORE, 0)):
        with suppress(ValueError, OSError):
            _, hard = resource.getrlimit(what)
            resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    tempfile.tempdir = os.environ["TMPDIR"] = scratch
    while True:
        try:
            task = connection.recv()
        except (EOFError, OSError):
            return
        connection.send(do(task))


def _die_with(lifeline: Connection[Any, Any]) -> None:
    """End this process and what it started when the one that started it is gone, however that ended."""
    with suppress(EOFError, OSError):
        lifeline.recv()
    os.killpg(0, signal.SIGKILL)
