"""Progress for a person: a moving line on a terminal, plain lines in a log. Always on stderr."""

from __future__ import annotations

import time
from types import TracebackType

from rich.console import Console
from rich.status import Status


class Told:
    """Prints how far a run is."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._start = time.monotonic()
        self._status: Status | None = None

    def __enter__(self) -> Told:
        if self._console.is_terminal:
            self._status = self._console.status("starting")
            self._status.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None) -> None:
        if self._status:
            self._status.stop()

    def step(self, text: str) -> None:
        """A step has begun."""
        if self._status:
            self._status.update(text)
        else:
            self._line(text)

    def document(self, done: int, total: int, text: str) -> None:
        """One more document is done."""
        if self._status:
            self._status.update(f"reading: {done} of {total} done")
        self._line(f"{done}/{total} {text}")

    def _line(self, text: str) -> None:
        self._console.print(f"{time.monotonic() - self._start:6.1f} s  {text}", highlight=False, markup=False, soft_wrap=True)
