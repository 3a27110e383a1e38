"""A refresh that is killed, starved of disk or run by a wrong clock: the next one completes, readers notice nothing.

`benchmarks/kill.py` does the same at twenty points.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from orchestration.errors import NotWritable
from orchestration.ledger import append_to_ledger
from orchestration.lock import held
from orchestration.places import PROJECT, Places
from orchestration.publish import Release, current_release, swap
from tests.end_to_end.world import QUIET, make_world, refresh_arguments, run_finsam, sample_reports

CLOCKS = frozenset({"run_id", "at", "release_id", "built_at", "data_as_of"})
STEPS = ("looking through", "reading", "writing facts", "building the warehouse", "judging", "loading the verdicts", "publishing")
Line = tuple[str, ...]
_QUERY = """
import duckdb, json, sys
connection = duckdb.connect(sys.argv[1], read_only=True)
told = {}
for schema, table in connection.execute("select schema_name, table_name from duckdb_tables() order by all").fetchall():
    cursor = connection.execute(f'select * from "{schema}"."{table}"')
    told[f"{schema}.{table}"] = [[column[0] for column in cursor.description], cursor.fetchall()]
print(json.dumps(told, default=str))
"""


def published(warehouse: Path) -> dict[str, list[Line]]:
    """Every row of every published table but for times and ids of runs and releases."""
    told = subprocess.run([sys.executable, "-c", _QUERY, str(warehouse)], capture_output=True, text=True, check=True)
    found = {}
    for table, (names, rows) in json.loads(told.stdout).items():
        kept = [number for number, name in enumerate(names) if name not in CLOCKS]
        said = [tuple(str(row[number]) for number in kept) for row in rows]
        found[table] = sorted(said)
    return found


class Seeded:
    """A warehouse with one release, to which two reports have come since; `restore` brings that moment back."""

    def __init__(self, root: Path) -> None:
        self.places = make_world(root / "world", sample_reports(1))
        assert run_finsam(*refresh_arguments(self.places)).returncode == 0
        for report in sample_reports(3)[1:]:
            shutil.copy(report, self.places.archive)
        self.before = published(self.places.warehouse)
        self._kept = root / "kept"
        shutil.copytree(root / "world", self._kept, symlinks=True)
        self._world = root / "world"
        assert run_finsam(*refresh_arguments(self.places)).returncode == 0
        self.after = published(self.places.warehouse)

    def restore(self) -> None:
        """The moment before the refresh that the tests disturb."""
        shutil.rmtree(self._world)
        shutil.copytree(self._kept, self._world, symlinks=True)

    def killed(self, when: Callable[[str, float], bool]) -> str:
        """Start a refresh, kill it with SIGKILL as soon as `when` says so of its last line and time; the last line."""
        with subprocess.Popen(
            [sys.executable, "-m", "orchestration.cli", *map(str, refresh_arguments(self.places))],
            stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, cwd=PROJECT, env=os.environ | QUIET,
        ) as run:  # fmt: skip
            assert run.stderr
            os.set_blocking(run.stderr.fileno(), False)
            start, told = time.monotonic(), ""
            while run.poll() is None and not when(told, time.monotonic() - start):
                told += (run.stderr.read() or b"").decode()
                time.sleep(0.005)
            run.send_signal(signal.SIGKILL)
        return told.strip().rpartition("\n")[2]

    def check(self) -> None:
        """Readers see a whole release; the next refresh completes; the one after has nothing to do; nothing is left."""
        assert published(self.places.warehouse) in (self.before, self.after)
        done = run_finsam(*refresh_arguments(self.places))
        assert done.returncode == 0, done.stderr
        assert published(self.places.warehouse) == self.after
        with held(self.places.warehouse_lock, "it"), held(self.places.inside("lock"), "it"):
            pass
        assert not list(self.places.warehouse.parent.glob(".*building*"))
        assert not self.places.inside("archive", "incoming").exists()
        assert readers_of(self.places) == []


def readers_of(places: Places) -> list[int]:
    """Processes that still have a file of these places open."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if any(str(places.state) in os.readlink(handle) for handle in (process / "fd").iterdir()):
                found.append(int(process.name))
        except OSError:
            continue
    return [process for process in found if process != os.getpid()]


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Seeded:
    return Seeded(tmp_path_factory.mktemp("crash"))


@pytest.mark.parametrize("step", ["reading", "publishing"])
def test_a_killed_refresh_is_completed_by_the_next(seeded: Seeded, step: str) -> None:
    seeded.restore()
    seeded.killed(lambda told, _: step in told)
    seeded.check()


def test_a_full_disk_is_one_clear_line_and_harms_nothing(seeded: Seeded) -> None:
    seeded.restore()

    def starve() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))

    done = subprocess.run(
        [sys.executable, "-m", "orchestration.cli", *map(str, refresh_arguments(seeded.places))],
        preexec_fn=starve, capture_output=True, text=True, cwd=PROJECT, env=os.environ | QUIET, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert published(seeded.places.warehouse) == seeded.before
    seeded.check()


def test_a_target_that_may_not_be_written_is_one_clear_line(tmp_path: Path) -> None:
    places = make_world(tmp_path, sample_reports(1))
    (tmp_path / "file").write_bytes(b"")
    beneath_a_file = Places.of(places.archive, tmp_path / "file" / "warehouse.duckdb")
    done = run_finsam(*refresh_arguments(beneath_a_file))
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("finsam: ")
    assert "Traceback" not in done.stderr
    with pytest.raises(NotWritable), held(tmp_path / "file" / "lock", "it"):
        pass


def test_a_clock_set_back_costs_no_release(tmp_path: Path) -> None:
    places = Places.of(tmp_path / "archive", tmp_path / "warehouse.duckdb")
    for number, day in enumerate(("05", "06", "07", "08", "09", "01", "02")):
        places.building.write_bytes(f"build {number}".encode())
        import hashlib

        sha256 = hashlib.sha256(places.building.read_bytes()).hexdigest()
        swap(places, Release(f"2023-01-{day}T000000Z", "", str(places.warehouse), "f", sha256, {}, {}, [], 0), keep=3)
        release = current_release(places)
        assert release
        assert release.release_id == f"2023-01-{day}T000000Z"
        assert places.inside("releases", f"{release.release_id}.duckdb").exists()
    assert len(list(places.inside("releases").glob("*.duckdb"))) == 3


def test_a_line_cut_off_in_the_ledger_costs_no_other(tmp_path: Path) -> None:
    from datetime import UTC, datetime

    from orchestration.ledger import LedgerRow

    row = LedgerRow("r", "read", None, "a.pdf", None, "ok", None, None, datetime(2023, 1, 1, tzinfo=UTC))
    append_to_ledger([row], tmp_path)
    with (tmp_path / "2023.jsonl").open("a") as stream:
        stream.write('{"run_id": "cut')
    append_to_ledger([row, row], tmp_path)
    lines = (tmp_path / "2023.jsonl").read_text().splitlines()
    assert [line.startswith('{"run_id": "r"') and line.endswith("}") for line in lines] == [True, False, True, True]
