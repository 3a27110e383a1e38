"""The door of the fetcher, in a process of its own: a file built to exhaust readers takes that process down, not the night."""

from __future__ import annotations

import resource
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection

Check = Callable[[bytes, str], None]
LIMIT_S = 120.0
MEMORY = 4 << 30


def checked_apart(data: bytes, file_name: str, check: Check | None = None, *, limit_s: float = LIMIT_S) -> None:
    """Raise Refused when `check` does, or when it needs more time or memory than a document may."""
    from ingest.contracts import Refused
    from ingest.fetch.keeping import refuse_to_keep

    context = get_context("forkserver")
    context.set_forkserver_preload(["ingest.fetch.keeping", "ingest.door", "ingest.exports.read", "ingest.pdf.words"])
    ours, theirs = context.Pipe()
    worker = context.Process(target=_look, args=(theirs, check or refuse_to_keep), daemon=True)
    worker.start()
    theirs.close()
    try:
        ours.send((data, file_name))
        if not ours.poll(limit_s):
            raise Refused("timeout", f"looking for personal data took longer than {limit_s:.0f} s; nothing of the file was kept")
        told: tuple[str, str] | None = ours.recv()
    except (EOFError, OSError) as problem:
        raise Refused("reader_crashed", "the file broke the process that looks for personal data; nothing of it was kept") from problem
    finally:
        worker.kill()
        worker.join()
        ours.close()
    if told:
        raise Refused(*told)


def _look(theirs: Connection, check: Check) -> None:
    from ingest.contracts import Refused

    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    data, file_name = theirs.recv()
    told: tuple[str, str] | None = None
    try:
        check(data, file_name)
    except Refused as refused:
        told = (refused.reason_code, refused.message)
    except MemoryError:
        told = ("out_of_memory", "looking for personal data needed more memory than a document may; nothing of the file was kept")
    except Exception as problem:  # whatever breaks here is this file's own outcome
        told = ("reader_error", f"looking for personal data broke ({type(problem).__name__}); nothing of the file was kept")
    theirs.send(told)
