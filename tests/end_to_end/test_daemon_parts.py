"""The sensors and the cleaning, one evaluation at a time."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from dagster import AssetSelection, DagsterInstance, RunRequest, build_schedule_context, build_sensor_context, define_asset_job, job, op
from dagster._core.storage.dagster_run import DagsterRunStatus
from dagster._core.test_utils import create_run_for_test

from orchestration.drops import DropState, StillWritten, from_cursor, has_news, look
from orchestration.errors import RefreshRunning
from orchestration.fetch_night import Desk
from orchestration.home import POSTGRES, settings_of
from orchestration.lock import locks_of
from orchestration.places import Places
from orchestration.retention import delete_old_files, delete_old_runs, leftovers
from orchestration.schedules import NIGHTLY, nightly_schedule
from orchestration.sensors import after_night_sensor, drop_folder_sensor

REFRESH_JOB = define_asset_job("refresh", AssetSelection.assets("documents"))
NIGHT_JOB = define_asset_job(NIGHTLY, AssetSelection.assets("night"))


@pytest.fixture
def instance() -> Iterator[DagsterInstance]:
    with DagsterInstance.ephemeral() as one:
        yield one


def put(folder: Path, name: str, text: str, age_s: float = 3600) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    os.utime(path, (time.time() - age_s, time.time() - age_s))
    return path


def test_news_is_a_new_name_or_content_and_not_a_new_time(tmp_path: Path) -> None:
    file = put(tmp_path, "sus.csv", "a")
    first = look([tmp_path], DropState({}))
    assert has_news(DropState({}), first)
    os.utime(file, (1, 1))
    touched = look([tmp_path], from_cursor(first.to_cursor()))
    assert not has_news(first, touched)
    put(tmp_path, "sus.csv", "b")
    changed = look([tmp_path], touched)
    assert has_news(touched, changed)
    file.unlink()
    assert not has_news(changed, look([tmp_path], changed)), "what is taken away was read before"


def test_a_file_that_may_not_be_whole_is_left_for_later(tmp_path: Path) -> None:
    put(tmp_path, "sus.csv", "a", age_s=1)
    with pytest.raises(StillWritten, match=r"sus\.csv"):
        look([tmp_path], DropState({}))


def test_hidden_files_and_the_fetchers_own_are_not_looked_at(tmp_path: Path) -> None:
    for name in ("manifest/1.jsonl", "objects/ab/abc", ".x.pdf", "~$bok.xlsx", "hand/a.pdf"):
        put((tmp_path / name).parent, Path(name).name, "x")
    assert [Path(path).name for path in look([tmp_path], DropState({})).files] == ["a.pdf"]


def test_a_broken_cursor_is_none() -> None:
    assert from_cursor("{") == from_cursor('{"files": 3}') == from_cursor(None) == DropState({})


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "sus.yml").write_text(
        f"id: sus\nname: sus\nis_confirmed: true\npublishes:\n  - kind: participant_statistics\n    at: {{folder: '{tmp_path}/exports'}}\n",
        encoding="utf-8",
    )
    return Desk(str(tmp_path / "archive"), tmp_path / "memory", folder)


def test_each_folder_asks_for_its_own_run_once(tmp_path: Path, desk: Desk, instance: DagsterInstance) -> None:
    places = Places.of(tmp_path / "archive", tmp_path / "w.duckdb")
    watch = drop_folder_sensor(REFRESH_JOB, NIGHT_JOB, desk, lambda: places)
    keys: list[str | None] = []

    def tick(cursor: str | None) -> tuple[str | None, list[RunRequest]]:
        told = watch.evaluate_tick(build_sensor_context(instance, cursor=cursor))
        keys.extend(request.run_key for request in told.run_requests or [])
        return told.cursor, list(told.run_requests or [])

    cursor, asked = tick(None)
    assert asked == []
    put(tmp_path / "exports", "sus.csv", "a")
    lost, asked = tick(cursor)
    assert [(one.job_name, one.run_config["ops"]["night"]["config"]) for one in asked] == [(NIGHTLY, {"sources": ["sus"]})]
    cursor, _ = tick(cursor)  # the daemon died before it kept the cursor
    assert cursor == lost
    assert len(set(keys)) == 1, "the same news asks for the same run"
    cursor, asked = tick(cursor)
    assert asked == []
    put(tmp_path / "exports", "sus.csv", "b")
    cursor, _ = tick(cursor)
    put(tmp_path / "exports", "sus.csv", "a", age_s=60)
    cursor, asked = tick(cursor)
    assert len(asked) == 1
    assert len(set(keys)) == 3, "content that comes back is news again"
    put(places.archive, "rapport.pdf", "x")
    cursor, asked = tick(cursor)
    assert [one.job_name for one in asked] == ["refresh"]


def test_one_refresh_after_each_night_also_a_failed_one(tmp_path: Path, instance: DagsterInstance) -> None:
    places = Places.of(tmp_path / "archive", tmp_path / "w.duckdb")
    watch = after_night_sensor(REFRESH_JOB, lambda: places)
    assert watch.evaluate_tick(build_sensor_context(instance)).skip_message
    night = create_run_for_test(instance, job_name=NIGHTLY, status=DagsterRunStatus.STARTED)
    assert watch.evaluate_tick(build_sensor_context(instance)).skip_message
    instance.report_run_failed(night)
    going = create_run_for_test(instance, job_name="refresh", status=DagsterRunStatus.STARTED)
    assert "under way" in str(watch.evaluate_tick(build_sensor_context(instance)).skip_message)
    instance.report_run_canceled(going)
    told = watch.evaluate_tick(build_sensor_context(instance))
    assert [request.run_key for request in told.run_requests or []] == [night.run_id]
    assert watch.evaluate_tick(build_sensor_context(instance, cursor=told.cursor)).skip_message


def test_a_night_does_not_begin_while_another_goes_on(tmp_path: Path) -> None:
    with DagsterInstance.local_temp(str(tmp_path)) as instance:
        begin_twice(instance)


def begin_twice(instance: DagsterInstance) -> None:
    schedule = nightly_schedule(NIGHT_JOB)
    at = datetime(2026, 9, 1, 0, 30, tzinfo=UTC)

    def requests() -> list[RunRequest]:
        context = build_schedule_context(instance, scheduled_execution_time=at)
        return list(schedule.evaluate_tick(context).run_requests or [])

    assert [request.run_key for request in requests()] == [at.isoformat()]
    create_run_for_test(instance, job_name=NIGHTLY, status=DagsterRunStatus.STARTED)
    assert requests() == []


@op
def nothing() -> None:
    """Do nothing."""


@job
def some() -> None:
    nothing()


def test_old_runs_go_with_their_events_and_the_last_of_each_job_stay(tmp_path: Path) -> None:
    with DagsterInstance.local_temp(str(tmp_path)) as instance:
        ids = [some.execute_in_process(instance=instance).run_id for _ in range(4)]
        going = create_run_for_test(instance, job_name="some", status=DagsterRunStatus.STARTED).run_id
        assert delete_old_runs(instance, datetime.now(UTC) - timedelta(hours=1), keep=2) == 0
        assert delete_old_runs(instance, datetime.now(UTC) + timedelta(hours=1), keep=2) == 3
        assert {run.run_id for run in instance.get_runs()} == {ids[-1], going}
        assert instance.all_logs(ids[0]) == []
        assert instance.all_logs(ids[-1])


def test_old_files_of_dbt_go_and_what_it_needs_stays(tmp_path: Path) -> None:
    places = Places.of(tmp_path / "archive", tmp_path / "w.duckdb")
    put(places.inside("dbt", "logs"), "dbt.log.1", "x", age_s=20 * 86_400)
    put(places.inside("dbt", "logs"), "dbt.log", "x", age_s=86_400)
    put(places.inside("dbt", "target"), "partial_parse.msgpack", "x", age_s=20 * 86_400)
    old = put(places.inside("dbt", "target", "run", "finsam"), "a.sql", "x").parent
    os.utime(old, (1, 1))
    assert delete_old_files(leftovers(places), time.time() - 14 * 86_400) == 2
    left = {path.name for path in places.inside("dbt").rglob("*") if path.is_file()}
    assert left == {"dbt.log", "partial_parse.msgpack"}


@pytest.mark.parametrize("postgres", [False, True])
def test_the_settings_are_ones_that_dagster_takes(tmp_path: Path, postgres: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    from dagster._core.instance.config import dagster_instance_config

    monkeypatch.setenv(POSTGRES, "postgresql://u:p@127.0.0.1:1/d")
    (tmp_path / "dagster.yaml").write_text(settings_of(tmp_path, postgres=postgres), encoding="utf-8")
    settings, _ = dagster_instance_config(str(tmp_path), "dagster.yaml")
    assert settings["concurrency"]["pools"] == {"default_limit": 1, "granularity": "run"}
    assert settings["scheduler"]["config"]["max_catchup_runs"] == 1
    assert ("storage" in settings) is postgres
    assert "u:p@" not in (tmp_path / "dagster.yaml").read_text(encoding="utf-8")


def test_a_run_of_the_daemon_waits_for_a_refresh_started_by_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from orchestration import resources

    monkeypatch.setattr(resources, "_LOOK_AGAIN_S", 0.05)
    places = Places.of(tmp_path / "archive", tmp_path / "w.duckdb")
    holding, let_go = threading.Event(), threading.Event()

    def by_hand() -> None:
        with locks_of(places):
            holding.set()
            let_go.wait(10)

    other = threading.Thread(target=by_hand)
    other.start()
    assert holding.wait(10)
    with pytest.raises(RefreshRunning), resources._patiently(places, 0.2):
        pass
    threading.Timer(0.3, let_go.set).start()
    with resources._patiently(places, 10):
        assert let_go.is_set()
    other.join()
