"""What Dagster loads, and what the command costs before it does anything."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.end_to_end.world import QUIET, run_finsam

HEAVY = ["dbt", "great_expectations", "pandas", "pdfplumber", "pypdfium2", "dagster_dbt"]


def modules_after(statement: str) -> set[str]:
    script = f"import sys\n{statement}\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=QUIET)
    return set(done.stdout.split())


def test_the_code_location_loads_without_heavy_imports() -> None:
    assert not modules_after("import orchestration.definitions").intersection(HEAVY)


def test_the_command_starts_without_dagster() -> None:
    assert not modules_after("import orchestration.cli").intersection([*HEAVY, "dagster", "duckdb", "pyarrow"])


def test_a_night_of_fetching_and_one_job_over_all_other_assets() -> None:
    from dagster import AssetKey

    from orchestration.definitions import REFRESH, defs

    nightly = defs.resolve_schedule_def("nightly")
    assert nightly.cron_schedule == "30 2 * * *"
    assert nightly.execution_timezone == "Europe/Stockholm"
    night, fetched = AssetKey("night"), AssetKey("fetched")
    assert defs.resolve_job_def(nightly.job_name).asset_layer.executable_asset_keys == {night}
    keys = defs.resolve_job_def(REFRESH).asset_layer.executable_asset_keys
    assert keys | {night, fetched} == defs.resolve_asset_graph().executable_asset_keys
    assert {AssetKey("documents"), AssetKey("facts"), AssetKey("verdicts"), AssetKey("publication")} <= keys
    assert AssetKey(["marts", "fct_finances"]) in keys


def test_what_the_daemon_runs_is_on_from_the_first_start() -> None:
    from orchestration.definitions import defs

    location = defs.get_repository_def()
    on = {one.name for one in [*location.schedule_defs, *location.sensor_defs] if one.default_status.value == "RUNNING"}
    assert on == {"nightly", "cleaning", "after_night", "drop_folders", "failed_runs", "freshness"}


def test_each_writer_of_the_warehouse_and_each_fetcher_is_in_its_pool() -> None:
    from orchestration.definitions import REFRESH, defs

    writers = {pool for node in defs.resolve_job_def(REFRESH).nodes for pool in [node.definition.pool]}
    assert writers == {"warehouse"}
    fetchers = {node.definition.pool for node in defs.resolve_job_def("nightly").nodes}
    assert fetchers == {"fetching"}


@pytest.mark.parametrize("command", ["refresh", "status", "trace", "read", "dev"])
def test_every_command_explains_itself_with_an_example(command: str) -> None:
    shown = run_finsam(command, "--help")
    assert shown.returncode == 0
    assert f"Example: finsam {command} " in shown.stdout
