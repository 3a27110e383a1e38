"""What stops publication, and that the file in front of readers is then as it was."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from expectations.rules import load_rules
from orchestration.errors import NotPublishable
from orchestration.files import sha256_of
from orchestration.places import PROJECT, Places
from orchestration.progress import Silent
from orchestration.record import load_latest
from orchestration.refresh import prepare_home, refresh
from tests.end_to_end.world import QUIET, make_world, refresh_arguments, run_finsam, sample_reports

BEFORE = b"what readers have"


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """One report, a dbt project of our own to break, and a file in front of readers."""
    world = make_world(tmp_path, sample_reports(1))
    project = tmp_path / "dbt_project"
    shutil.copytree(world.dbt_project, project, ignore=shutil.ignore_patterns("target", "logs"))
    world.warehouse.write_bytes(BEFORE)
    return replace(world, dbt_project=project)


def test_a_failing_dbt_test_stops_publication(places: Places) -> None:
    (places.dbt_project / "tests" / "nothing_is_published_today.sql").write_text("select 1 as broken", encoding="utf-8")
    done = run_finsam(*refresh_arguments(places), "--dbt-project", places.dbt_project)
    assert done.returncode == 1
    line = done.stderr.splitlines()[-1]
    assert "not published" in line
    assert "nothing_is_published_today" in line
    assert "stays as it was" in line
    assert "Traceback" not in done.stderr
    assert places.warehouse.read_bytes() == BEFORE
    assert not list(places.warehouse.parent.glob(".*building*"))


def test_a_rule_whose_sql_broke_is_an_error_and_named(places: Places) -> None:
    model = places.dbt_project / "models" / "residuals" / "unit.sql"
    text, count = re.subn(r"\bfrom\b", "from no_such_table cross join", model.read_text(encoding="utf-8"), count=1)
    assert count == 1
    model.write_text(text, encoding="utf-8")
    of_family = [rule.rule_id for rule in load_rules() if rule.family == "unit"]
    with pytest.raises(NotPublishable, match=rf"not published: .*\b{of_family[0]}\b") as stopped:
        refresh(places, 1, Silent())
    assert "no_such_table" in str(stopped.value)
    assert places.warehouse.read_bytes() == BEFORE
    import pyarrow.parquet as pq

    verdicts = pq.read_table(places.inside("verdicts", "verdicts.parquet")).to_pylist()
    assert {row["rule_id"] for row in verdicts if row["outcome"] == "error"} == set(of_family)
    assert any(row["outcome"] == "pass" for row in verdicts)
    last = load_latest(places.inside("runs"))
    assert last
    assert (last.ending, last.problem) == ("stopped", str(stopped.value))


def test_a_killed_run_leaves_the_old_file_and_the_next_one_completes(places: Places) -> None:
    killed = subprocess.Popen(
        [sys.executable, "-m", "orchestration.cli", *map(str, refresh_arguments(places))],
        stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env=QUIET, cwd=PROJECT,
    )  # fmt: skip
    assert killed.stderr
    for line in killed.stderr:
        if "judging the rules" in line:
            break
    assert places.building.exists()
    killed.kill()
    killed.communicate()
    assert places.warehouse.read_bytes() == BEFORE
    record = refresh(places, 1, Silent())
    assert (record.ending, record.read, record.unchanged) == ("published", 0, 1)
    assert not list(places.warehouse.parent.glob(".*building*"))
    from dagster import DagsterInstance, DagsterRunStatus

    with DagsterInstance.from_config(str(prepare_home(places))) as instance:
        newest_first = [run.status for run in instance.get_runs()]
    assert newest_first == [DagsterRunStatus.SUCCESS, DagsterRunStatus.CANCELED]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (None, "no such folder"),
        ({}, "no document there"),
        ({"notes.txt": b"x"}, "no document there"),
        ({"page.pdf": b"<html></html>"}, "none of its 1 files could be read; page.pdf:"),
    ],
)
def test_nothing_to_publish_is_one_clear_line(tmp_path: Path, files: dict[str, bytes] | None, said: str) -> None:
    places = Places.of(tmp_path / "archive", tmp_path / "warehouse.duckdb")
    if files is not None:
        places.archive.mkdir()
        for name, data in files.items():
            (places.archive / name).write_bytes(data)
    places.warehouse.write_bytes(BEFORE)
    done = run_finsam(*refresh_arguments(places))
    assert done.returncode == 1
    told = [line for line in done.stderr.splitlines() if line.startswith("finsam: ")]
    assert len(told) == 1
    assert said in told[0]
    assert str(places.archive) in told[0]
    assert "Traceback" not in done.stderr
    assert places.warehouse.read_bytes() == BEFORE


def test_two_refreshes_of_one_file_do_not_overlap(places: Places) -> None:
    script = (
        "import sys\nfrom pathlib import Path\nfrom orchestration.lock import held\n"
        "with held(Path(sys.argv[1]), 'it'):\n    print('held', flush=True)\n    sys.stdin.read()\n"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", script, str(places.warehouse_lock)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=QUIET,
    )  # fmt: skip
    try:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        done = run_finsam(*refresh_arguments(places))
        assert done.returncode == 1
        assert f"{places.warehouse} is being refreshed by process {holder.pid}" in done.stderr
    finally:
        holder.kill()
        holder.communicate()
    # The holder was killed without letting go: the lock is free all the same.
    from orchestration.lock import locks_of

    with locks_of(places):
        assert sha256_of(places.warehouse)
