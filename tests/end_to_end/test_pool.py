"""Documents are read each on their own: what one does to its process does not reach the others."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

import ingest.read
import orchestration.worker
from ingest.contracts import Refused
from orchestration.errors import NotWritable
from orchestration.memo import Refusal, memo_file, recall_refusal, remember_refusal
from orchestration.pool import Done, Task, read_all, read_to_memo


def tasks(folder: Path, *names: str) -> list[Task]:
    return [Task(name, folder / name, folder / f"{name}.memo", 5) for name in names]


def deadly_reader(task: Task) -> Done:
    if task.file_name == "deadly.pdf":
        os._exit(9)
    task.memo.write_text(str(os.getpid()), encoding="utf-8")
    return Done(task.file_name, "ok")


def test_a_dying_worker_costs_only_its_own_document(tmp_path: Path) -> None:
    told: list[str] = []
    names = ["a.pdf", "deadly.pdf", "b.pdf", "c.pdf"]
    done = read_all(tasks(tmp_path, *names), 2, lambda one: told.append(one.file_name), deadly_reader)
    assert {name: one.state for name, one in done.items()} == {
        "a.pdf": "ok", "b.pdf": "ok", "c.pdf": "ok", "deadly.pdf": "failed",
    }  # fmt: skip
    assert done["deadly.pdf"].refusal
    assert done["deadly.pdf"].refusal.reason_code == "reader_crashed"
    assert sorted(told) == sorted(names)
    assert str(os.getpid()) not in {(tmp_path / f"{name}.memo").read_text() for name in ("a.pdf", "b.pdf", "c.pdf")}


def test_a_slow_document_is_stopped_and_tried_again_next_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(data: bytes, file_name: str) -> None:
        time.sleep(30)

    monkeypatch.setattr(ingest.read, "read_document", slow)
    (tmp_path / "slow.pdf").write_bytes(b"x")
    task = Task("slow.pdf", tmp_path / "slow.pdf", tmp_path / "slow.memo", 1)
    start = time.monotonic()
    done = read_to_memo(task)
    assert time.monotonic() - start < 10
    assert done.refusal
    assert (done.state, done.refusal.reason_code) == ("failed", "timeout")
    assert not task.memo.exists()


def test_a_breaking_reader_is_a_failed_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(data: bytes, file_name: str) -> None:
        raise ZeroDivisionError("page without height")

    monkeypatch.setattr(ingest.read, "read_document", broken)
    (tmp_path / "odd.pdf").write_bytes(b"x")
    done = read_to_memo(Task("odd.pdf", tmp_path / "odd.pdf", tmp_path / "odd.memo", 5))
    why = Refusal("reader_error", "the reader broke (ZeroDivisionError: page without height): report it with the file")
    assert done == Done("odd.pdf", "failed", why)


def broken_reader(task: Task) -> Done:
    return Done(task.file_name, "failed", Refusal("timeout", "reading took too long"))


def test_a_document_that_fails_in_every_run_is_given_up_after_the_third(tmp_path: Path) -> None:
    [task] = tasks(tmp_path, "slow.pdf")
    for _ in range(2):
        read_all([task], 1, lambda _one: None, broken_reader)
        assert not task.memo.exists()
    read_all([task], 1, lambda _one: None, broken_reader)
    refusal = recall_refusal(task.memo)
    assert refusal
    assert refusal.reason_code == "timeout"
    assert refusal.message.startswith("reading took too long (so in 3 runs")
    assert [path.name for path in tmp_path.iterdir()] == [task.memo.name]


def deaf_reader(task: Task) -> Done:
    if task.file_name == "deaf.pdf":
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
        subprocess.run(["sleep", "300"], check=False)
    return Done(task.file_name, "ok")


def test_a_reader_that_hears_no_alarm_is_ended_with_what_it_started(tmp_path: Path) -> None:
    names = ["deaf.pdf", "a.pdf", "b.pdf"]
    start = time.monotonic()
    done = read_all([Task(name, tmp_path / name, tmp_path / f"{name}.memo", 1) for name in names], 2, lambda _: None, deaf_reader)
    assert time.monotonic() - start < 30
    assert [done[name].state for name in names] == ["failed", "ok", "ok"]
    assert done["deaf.pdf"].refusal
    assert done["deaf.pdf"].refusal.reason_code == "timeout"


def greedy_reader(task: Task) -> Done:
    if task.file_name == "greedy.pdf":
        held = [bytearray(os.urandom(1 << 20) * 16) for _ in range(40)]
        time.sleep(60 + len(held))
    return Done(task.file_name, "ok")


def test_a_reader_that_swells_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orchestration.worker, "MEMORY_LIMIT", 300 << 20)
    done = read_all(tasks(tmp_path, "greedy.pdf", "a.pdf"), 1, lambda _: None, greedy_reader)
    assert (done["greedy.pdf"].state, done["a.pdf"].state) == ("failed", "ok")
    assert done["greedy.pdf"].refusal
    assert done["greedy.pdf"].refusal.reason_code == "out_of_memory"


def full_disk_reader(task: Task) -> Done:
    return Done(task.file_name, "failed", Refusal("not_kept", "No space left on device"))


def test_a_full_disk_is_no_fault_of_the_document(tmp_path: Path) -> None:
    with pytest.raises(NotWritable, match="No space left on device"):
        read_all(tasks(tmp_path, "a.pdf"), 1, lambda _: None, full_disk_reader)


def test_a_missing_program_is_no_property_of_the_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def without_program(data: bytes, file_name: str) -> None:
        raise Refused("ocr_missing", "text recognition is not installed")

    monkeypatch.setattr(ingest.read, "read_document", without_program)
    (tmp_path / "scan.pdf").write_bytes(b"x")
    task = Task("scan.pdf", tmp_path / "scan.pdf", tmp_path / "scan.memo", 5)
    assert read_to_memo(task).state == "refused"
    assert not task.memo.exists()


def test_a_refusal_is_remembered_with_its_reason(tmp_path: Path) -> None:
    memo = memo_file(tmp_path, "0" * 64, "1+abc")
    remember_refusal(memo, Refusal("no_text", "a scan: ”läses ej”"))
    assert recall_refusal(memo) == Refusal("no_text", "a scan: ”läses ej”")
