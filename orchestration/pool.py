"""Reads documents, each on its own: what one document does to its process does not reach the others.

A document becomes a memo file (a reading or a refusal) or a failure. Every document is read in a process that this one
watches (`orchestration.worker`): one that dies, hangs or swells is ended, and only its document fails.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import wait
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import Literal

from orchestration.errors import NotWritable
from orchestration.files import FULL
from orchestration.memo import Refusal, remember_failure, remember_reading, remember_refusal
from orchestration.worker import Ended, Worker

_LOOK_S = 0.2
_NOT_KEPT = "not_kept"
_ENDED = {
    "timeout": "reading took longer than {0.timeout_s} s and was stopped; print the document to PDF anew, or split it",
    "out_of_memory": "reading needed more memory than one document may have; print it to PDF anew, or split it",
    "reader_crashed": "the reading process died; the file may be built to exhaust readers: print it to PDF anew",
}

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
            text = to_json(read_document(task.kept.read_bytes(), task.file_name))
    except Refused as refused:
        refusal = Refusal(refused.reason_code, refused.message)
        return _kept(task, lambda: remember_refusal(task.memo, refusal)) or Done(task.file_name, "refused", refusal)
    except TimeoutError:
        return _failed(task, "timeout", _ENDED["timeout"].format(task))
    except MemoryError:
        return _failed(task, "out_of_memory", _ENDED["out_of_memory"].format(task))
    except Exception as problem:  # the one place where a document's error becomes its outcome
        if isinstance(problem, OSError) and problem.errno in FULL:
            return _failed(task, _NOT_KEPT, problem.strerror or str(problem))
        told = f"{type(problem).__name__}: {problem}"[:300]
        return _failed(task, "reader_error", f"the reader broke ({told}): report it with the file")
    return _kept(task, lambda: remember_reading(task.memo, text)) or Done(task.file_name, "ok")


def _kept(task: Task, remember: Callable[[], None]) -> Done | None:
    """Keep what came of a document; a Done that says why it could not be kept."""
    try:
        remember()
    except OSError as problem:
        return _failed(task, _NOT_KEPT, problem.strerror or str(problem))
    return None


def read_all(
    tasks: Sequence[Task], workers: int, tell: Tell, reader: Reader = read_to_memo, scratch: Path | None = None
) -> dict[str, Done]:
    """Read the documents and tell of each as it is done; returns them by file name.

    Raises NotWritable when what was read could not be kept: a full disk is no fault of the document that met it.
    `scratch` is where readers put their passing files; it is removed.
    """
    with TemporaryDirectory(prefix="finsam_read_", dir=scratch) as folder:
        return _share_out(tasks, max(1, min(workers, len(tasks))), tell, reader, Path(folder))


def _share_out(tasks: Sequence[Task], workers: int, tell: Tell, reader: Reader, scratch: Path) -> dict[str, Done]:
    """Give each process one document at a time; one that ends early has cost its own document only."""
    waiting = deque(tasks)
    done: dict[str, Done] = {}
    crew: list[Worker[Task, Done]] = []
    try:
        while len(done) < len(tasks):
            while waiting and len(crew) < workers:
                crew.append(_sent(Worker(reader, scratch), waiting.popleft()))
            wait([thing for worker in crew for thing in (worker.connection, worker.sentinel)], timeout=_LOOK_S)
            for worker in list(crew):
                answer, task = worker.answer(), worker.task
                if answer is None or task is None:
                    continue
                result = _failed(task, answer.code, _ENDED[answer.code].format(task)) if isinstance(answer, Ended) else answer
                if result.refusal and result.refusal.reason_code == _NOT_KEPT:
                    raise NotWritable(f"{task.memo.parent}: {result.refusal.message}; what was published stays as it was")
                if result.refusal and result.state == "failed":
                    remember_failure(task.memo, result.refusal)
                done[task.file_name] = result
                tell(result)
                if waiting and not isinstance(answer, Ended) and not worker.is_tired:
                    _sent(worker, waiting.popleft())
                else:
                    crew.remove(worker)
                    worker.end()
    finally:
        for worker in crew:
            worker.end()
    return done


def _sent(worker: Worker[Task, Done], task: Task) -> Worker[Task, Done]:
    worker.begin(task, task.timeout_s)
    return worker


def default_workers() -> int:
    """As many readers as this process may use cores."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _failed(task: Task, code: str, message: str) -> Done:
    return Done(task.file_name, "failed", Refusal(code, message))


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
