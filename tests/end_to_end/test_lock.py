"""Two who ask one source at the same time do it one after the other; nobody waits for one who died."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from orchestration.lock import in_turn

HOLDS = """
import sys, time
from pathlib import Path
from orchestration.lock import in_turn
with in_turn(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


def test_the_second_waits_for_the_first(tmp_path: Path) -> None:
    order: list[str] = []
    inside = threading.Event()
    go_on = threading.Event()

    def first() -> None:
        with in_turn(tmp_path / "source.lock"):
            inside.set()
            go_on.wait(10)
            order.append("first")

    def second() -> None:
        inside.wait(10)
        go_on.set()
        with in_turn(tmp_path / "source.lock"):
            order.append("second")

    threads = [threading.Thread(target=first), threading.Thread(target=second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert order == ["first", "second"]


def test_a_killed_holder_holds_nobody_up(tmp_path: Path) -> None:
    lock = tmp_path / "source.lock"
    holder = subprocess.Popen([sys.executable, "-c", HOLDS, str(lock)], stdout=subprocess.PIPE)
    assert holder.stdout
    assert holder.stdout.readline() == b"held\n"
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait(10)
    with in_turn(lock):
        pass
