"""A real daemon with a schedule of a minute: nights fire by themselves, are made up for once, and tell of what fails.

Takes some minutes, most of them waiting for the clock: run with FINSAM_LONG_TESTS=1.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from dagster import DagsterInstance, DagsterRun, RunsFilter

from orchestration.home import prepare_home
from orchestration.looks import load_looks
from orchestration.places import PROJECT, Places
from tests.end_to_end.sinks import Sinks, running_sinks
from tests.end_to_end.world import QUIET, make_world, sample_reports
from tests.fetch.site import Resource, Web, running_web

pytestmark = pytest.mark.skipif(not os.environ.get("FINSAM_LONG_TESTS"), reason="waits for the clock: set FINSAM_LONG_TESTS=1")
PATIENCE_S = 420


@contextmanager
def running_daemon(environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`dagster-daemon run`, ended with its children after the block."""
    with log.open("ab") as out:
        command = [sys.executable, "-m", "dagster._daemon", "run", "-m", "orchestration.definitions"]
        daemon = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=out, stderr=out, start_new_session=True)
        try:
            yield daemon
        finally:
            daemon.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                daemon.wait(30)
            with suppress(ProcessLookupError):
                os.killpg(daemon.pid, signal.SIGKILL)


def wait_for(what: str, done: Callable[[], bool], log: Path) -> None:
    """Wait until something is so; fails with the end of the daemon's log when it never is."""
    end = time.monotonic() + PATIENCE_S
    while not done():
        assert time.monotonic() < end, f"{what}: not within {PATIENCE_S} s\n{log.read_text(encoding='utf-8')[-4000:]}"
        time.sleep(2)


def world(root: Path, web: Web, sinks: Sinks) -> tuple[Places, dict[str, str]]:
    """An archive with one report, one source that answers and one that does not, and the environment of a service."""
    places = make_world(root, sample_reports(1))
    sources = root / "sources"
    sources.mkdir()
    for name in ("uppe", "nere"):
        (sources / f"{name}.yml").write_text(
            f"id: {name}\nname: {name}\nis_confirmed: true\nallows_private_addresses: true\npublishes:\n"
            f"  - kind: annual_report\n    at: {{listing: '{web.url('127.0.0.1', f'/{name}.html')}', title: [årsredovisning]}}\n",
            encoding="utf-8",
        )
    web.put("127.0.0.1", "/uppe.html", Resource(body=b'<html><a href="/protokoll.pdf">Protokoll</a></html>', content_type="text/html"))
    mine = {
        "DAGSTER_HOME": str(prepare_home(places)),
        "FINSAM_ARCHIVE": str(places.archive), "FINSAM_WAREHOUSE": str(places.warehouse), "FINSAM_SOURCES": str(sources),
        "FINSAM_NIGHTLY_CRON": "* * * * *", "FINSAM_SENSOR_SECONDS": "5", "FINSAM_RETRY_DELAY_S": "1",
        "FINSAM_NO_PAGES": "1", "FINSAM_LANGUAGE": "sv",
    }  # fmt: skip
    return places, os.environ | QUIET | mine | sinks.environment


def runs_of(instance: DagsterInstance, job: str) -> list[DagsterRun]:
    """The runs of a job, newest first."""
    return list(instance.get_runs(RunsFilter(job_name=job)))


def nights_of(instance: DagsterInstance) -> list[str]:
    """When each night was due, newest first."""
    return [run.tags["dagster/run_key"] for run in runs_of(instance, "nightly")]


def test_nights_fire_by_themselves_are_made_up_for_once_and_tell_of_what_fails(tmp_path: Path) -> None:
    log = tmp_path / "daemon.log"
    with running_web() as web, running_sinks() as sinks:
        places, environment = world(tmp_path, web, sinks)
        memory = Path(f"{places.archive}.memory")
        with DagsterInstance.from_config(environment["DAGSTER_HOME"]) as instance:
            with running_daemon(environment, log):
                wait_for("three nights", lambda: any(hook["kind"] == "source_failing" for hook in sinks.hooks), log)
                wait_for("the warehouse", places.warehouse.is_file, log)
            first = nights_of(instance)
            assert len(first) == len(set(first)) >= 3, "each tick is one run"
            looks = load_looks(memory)
            assert looks["nere"].failed_nights >= 3
            assert looks["uppe"].failed_nights == 0
            failing = [hook for hook in sinks.hooks if hook["kind"] == "source_failing"]
            assert [(one["source"], one["nights"]) for one in failing[0]["details"]] == [("nere", 3)]
            assert len([mail for mail in sinks.mails if "flera nätter" in mail["Subject"]]) == len(failing) == 1

            time.sleep(125)  # the service is down for at least two nights
            with running_daemon(environment, log):
                wait_for("a night after the downtime", lambda: len(nights_of(instance)) > len(first), log)
                wait_for("its refresh", lambda: _all_refreshed(instance), log)
            made_up = nights_of(instance)[: -len(first)]
            assert len(made_up) <= 2, "one for all that was missed, and at most the next one by the clock"
            assert len(set(nights_of(instance))) == len(nights_of(instance)), "no night twice"
            followed = [run.tags["dagster/run_key"] for run in runs_of(instance, "refresh")]
            assert len(set(followed)) == len(followed), "no refresh twice"
            assert len(list(places.inside("releases").glob("*.duckdb"))) == 1, "nothing changed: nothing was built again"


def _all_refreshed(instance: DagsterInstance) -> bool:
    newest = runs_of(instance, "nightly")[0]
    return any(run.tags.get("dagster/run_key") == newest.run_id and run.is_finished for run in runs_of(instance, "refresh"))
