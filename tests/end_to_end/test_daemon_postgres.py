"""Dagster's own store on a real Postgres server, started for the test on loopback; skipped where there is none to start."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from dagster import AssetKey, DagsterInstance, DagsterRunStatus

from orchestration.home import POSTGRES, prepare_home
from tests.end_to_end.sinks import free_port
from tests.end_to_end.world import make_world, refresh_arguments, run_finsam, sample_reports


def program(name: str) -> str | None:
    """A program of the server, on the path or where Debian puts it."""
    newest = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return shutil.which(name) or (str(newest[-1]) if newest else None)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of an empty database."""
    if importlib.util.find_spec("dagster_postgres") is None:
        pytest.skip("dagster-postgres is not installed: install the extra `postgres`")
    if given := os.environ.get("FINSAM_TEST_POSTGRES_URL"):
        yield given
        return
    initdb, pg_ctl = program("initdb"), program("pg_ctl")
    if not initdb or not pg_ctl:
        pytest.skip("no Postgres server on this machine: apt-get install postgresql, or set FINSAM_TEST_POSTGRES_URL")
    # The server refuses to run as root.
    other = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="finsam-postgres-", ignore_cleanup_errors=True) as root:
        if other:
            shutil.chown(root, "postgres")
        data = f"{root}/data"
        make = subprocess.run([*other, initdb, "-D", data, "-U", "dagster", "-A", "trust"], capture_output=True, text=True, cwd=root)
        if make.returncode:
            pytest.skip(f"no Postgres server could be made: {make.stderr.strip().splitlines()[-1]}")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={root} -c fsync=off"
        subprocess.run(
            [*other, pg_ctl, "-D", data, "-l", f"{root}/log", "-o", options, "-w", "start"], check=True, capture_output=True, cwd=root
        )
        try:
            yield f"postgresql+psycopg2://dagster@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run([*other, pg_ctl, "-D", data, "-m", "immediate", "stop"], check=False, capture_output=True, cwd=root)


def test_runs_and_events_are_kept_on_the_server(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(POSTGRES, server)
    places = make_world(tmp_path, sample_reports(1))
    first = run_finsam(*refresh_arguments(places))
    assert first.returncode == 0, first.stderr
    second = run_finsam(*refresh_arguments(places))
    assert second.returncode == 0, second.stderr
    with DagsterInstance.from_config(str(prepare_home(places))) as instance:
        assert type(instance.run_storage).__name__ == "PostgresRunStorage"
        assert [run.status for run in instance.get_runs()] == [DagsterRunStatus.SUCCESS] * 2
        assert instance.get_latest_materialization_event(AssetKey("publication")) is not None
    assert not list(places.inside("dagster").rglob("*.db")), "nothing beside it in files"
    assert server not in (places.inside("dagster") / "dagster.yaml").read_text(encoding="utf-8")
