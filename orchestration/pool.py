"""Reads documents, each on its own: what one document does to its process does not reach the others.

A document becomes a memo file (a reading or a refusal) or a failure. A worker that dies takes the whole pool
with it; what it leaves undone is then read one document per process, so that only the culprit fails.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from types import FrameType
from typing import Literal

from orchestration.memo import Refusal, remember_reading, remember_refusal

State = Literal["ok", "refused", "failed"]


@dataclass(frozen=True, slots=True)
class Task:
    """One document to read: the kept bytes, the name it goes by, where its memo goes."""

    file_name: str
    kept: Path
    memo: Path
    timeout_s: int


@dataclass(frozen=True, slots=True)
class Done:
    """How one document went; `refusal` also names what failed."""

    file_name: str
    state: State
    refusal: Refusal | None = None


Reader = Callable[[Task], Done]
Tell = Callable[[Done], None]


def read_to_memo(task: Task) -> Done:
    """Read one document and keep what came of it. Whatever goes wrong is this document's own outcome."""
    from ingest.contracts import Refused
    from ingest.read import read_document
    from ingest.store import to_json

    try:
        with _time_limit(task.timeout_s):
            reading = read_document(task.kept.read_bytes(), task.file_name)
        remember_reading(task.memo, to_json(reading))
    except Refused as refused:
        refusal = Refusal(refused.reason_code, refused.message)
        remember_refusal(task.memo, refusal)
        return Done(task.file_name, "refused", refusal)
    except TimeoutError:
        return _failed(task, "timeout", f"reading took longer than {task.timeout_s} s and was stopped")
    except MemoryError:
        return _failed(task, "out_of_memory", "reading needed more memory than there is")
    except Exception as problem:  # the one place where a document's error becomes its outcome
        return _failed(task, "reader_error", f"the reader broke: {type(problem).__name__}: {problem}")
    return Done(task.file_name, "ok")


def read_all(tasks: Sequence[Task], workers: int, tell: Tell, reader: Reader = read_to_memo) -> dict[str, Done]:
    """Read the documents and tell of each as it is done; returns them by file name.

    One document, or one worker, is read in this process: starting another would cost more than it saves.
    """
    if len(tasks) <= 1 or workers <= 1:
        done = {}
        for task in tasks:
            done[task.file_name] = reader(task)
            tell(done[task.file_name])
        return done
    done = _read_in_pool(tasks, min(workers, len(tasks)), tell, reader)
    for task in tasks:
        if task.file_name not in done:
            done |= _read_in_pool([task], 1, tell, reader) or {task.file_name: _crashed(task, tell)}
    return done


def default_workers() -> int:
    """As many readers as this process may use cores."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _read_in_pool(tasks: Sequence[Task], workers: int, tell: Tell, reader: Reader) -> dict[str, Done]:
    """What could be read before the pool broke, if it did."""
    done: dict[str, Done] = {}
    with ProcessPoolExecutor(workers, mp_context=get_context("forkserver")) as pool:
        futures = [pool.submit(reader, task) for task in tasks]
        for future in as_completed(futures):
            try:
                result = future.result()
            except BrokenProcessPool:
                continue
            done[result.file_name] = result
            tell(result)
    return done


def _failed(task: Task, code: str, message: str) -> Done:
    return Done(task.file_name, "failed", Refusal(code, message))


def _crashed(task: Task, tell: Tell) -> Done:
    done = _failed(task, "reader_crashed", "the reading process died; the file may be built to exhaust readers")
    tell(done)
    return done


@contextmanager
def _time_limit(seconds: int) -> Iterator[None]:
    """Raise TimeoutError in the block when it takes too long; needs the main thread, as workers have."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    try:
        before = signal.signal(signal.SIGALRM, stop)
    except ValueError:  # not the main thread: there the caller's own limit applies
        yield
        return
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
