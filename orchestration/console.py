"""What a person sees: sentences that wrap between words, and progress, always on stderr."""

from __future__ import annotations

import textwrap
import time
from types import TracebackType

from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.status import Status
from rich.text import Text


class Sentence:
    """A sentence that never breaks inside an amount: to rich alone a hard space is a place to break."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        lines = textwrap.wrap(self._text, options.max_width, break_on_hyphens=False)
        yield Text("\n".join(lines), no_wrap=True, overflow="ignore")

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        longest = max(map(len, textwrap.wrap(self._text, 1, break_long_words=False, break_on_hyphens=False)), default=0)
        return Measurement(min(longest, options.max_width), min(len(self._text), options.max_width))


class Told:
    """Prints how far a run is: a moving line on a terminal, plain lines in a log."""

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
