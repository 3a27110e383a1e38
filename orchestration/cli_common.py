"""What every command shares: consoles, and one clear line for whatever goes wrong."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from rich.console import Console

from orchestration.errors import FinsamError

_LOG_WIDTH = 120
"""Where nobody watches there is no window to fit into."""
out = Console(width=None if sys.stdout.isatty() else _LOG_WIDTH)
err = Console(stderr=True, width=None if sys.stderr.isatty() else _LOG_WIDTH)
debug = False
"""Whether tracebacks are shown; set by the command's option."""

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on stdout, for scripts.")]


@contextmanager
def clear_errors(subject: str) -> Iterator[None]:
    """One line on stderr and exit code 1 for whatever stops a command; the traceback only on request."""
    try:
        yield
    except (typer.Exit, typer.Abort):
        raise
    except KeyboardInterrupt:
        fail("stopped; what was published before stays, the next run completes the work", 130)
    except FinsamError as problem:
        fail(str(problem), 1)
    except OSError as problem:
        fail(f"{problem.filename or subject}: {problem.strerror or problem}", 1)
    except Exception as problem:  # the last line of defence: a person gets a sentence
        fail(f"{subject}: {problem} (run again with `finsam --debug …` to see where)", 1)


def fail(line: str, code: int) -> None:
    """Print one line on stderr and leave with a code."""
    if debug:
        traceback.print_exc()
    print(f"finsam: {' '.join(line.split())}", file=sys.stderr)  # noqa: T201
    raise typer.Exit(code)


def print_json(data: Any) -> None:
    """Data for scripts, on stdout."""
    print(json.dumps(data, ensure_ascii=False, indent=1, default=str))  # noqa: T201
