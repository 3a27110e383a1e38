"""Runs the job `refresh` through Dagster, in this process, and gives back the record of the run.

The Dagster instance lies in the state folder, so that runs started here show in the user interface too.
"""

from __future__ import annotations

import os
import time
import uuid
from typing import TYPE_CHECKING

from orchestration.errors import FinsamError, NotWritable
from orchestration.files import FULL, is_full
from orchestration.home import prepare_home
from orchestration.lock import locks_of
from orchestration.places import PROJECT, Places
from orchestration.progress import Progress, listening, progress
from orchestration.record import RunRecord, load_record, save_record
from orchestration.steps import is_up_to_date

if TYPE_CHECKING:
    from dagster import DagsterInstance


class RunBroke(Exception):
    """The run ended with an error that is ours to mend."""


def refresh(places: Places, workers: int, listener: Progress) -> RunRecord:
    """Make the warehouse hold exactly what the archive holds; returns what happened.

    Raises FinsamError when nothing could be published for a reason a person can mend, RunBroke when the
    fault is ours.
    """
    try:
        return _refresh(places, workers, listener)
    except (RunBroke, OSError) as problem:
        full = next((folder for folder in (places.state, places.warehouse.parent) if is_full(folder)), None)
        if full is None:
            raise
        raise NotWritable(f"{full}: the disk is full; make room and run again: what was published stays as it was") from problem


def _refresh(places: Places, workers: int, listener: Progress) -> RunRecord:
    start = time.monotonic()
    _check(places)
    with locks_of(places), listening(listener):
        progress().step("seeing whether anything changed")
        record, problem = _run_and_tell(places, workers, only_look=is_up_to_date(places))
        if record and record.ending == "running" and not problem:  # a file came while we looked
            record, problem = _run_and_tell(places, workers, only_look=False)
    if record and record.ending in ("published", "unchanged"):
        record.seconds["total"] = round(time.monotonic() - start, 3)
        save_record(record, places.inside("runs"))
        return record
    if isinstance(problem, FinsamError):
        raise problem
    if record and record.ending == "running":  # Dagster itself stopped the run, between two steps
        record.ending, record.problem = "stopped", str(problem)
        save_record(record, places.inside("runs"))
    raise RunBroke(record.problem if record and record.problem else str(problem)) from problem


def _run_and_tell(places: Places, workers: int, *, only_look: bool) -> tuple[RunRecord | None, BaseException | None]:
    run_id = str(uuid.uuid4())
    problem = _run(places, workers, run_id, only_look=only_look)
    return load_record(places.inside("runs"), run_id), problem


def _check(places: Places) -> None:
    """Say what is wrong with the arguments before anything heavy starts."""
    from orchestration.archive import has_documents
    from orchestration.errors import NothingToRead

    if not has_documents(places.archive):
        raise NothingToRead(f"{places.archive}: no document there; put PDF reports in it (subfolders are read too)")
    if places.warehouse.is_dir():
        raise FinsamError(f"{places.warehouse} is a folder; give --warehouse the name of a file")
    if places.archive.is_relative_to(places.state) or places.state == places.archive:
        raise FinsamError(f"{places.state}: the state folder may not hold the archive; give another --state")


def _run(places: Places, workers: int, run_id: str, *, only_look: bool) -> BaseException | None:
    """Run the job; with `only_look` just the two assets that see whether anything changed.

    Planning all assets in Dagster's event log takes longer than a night without change has work to do.
    """
    from dagster import DagsterInstance

    from orchestration.assets import LOOKING
    from orchestration.definitions import REFRESH, defs

    settings = {
        "archive": str(places.archive),
        "warehouse": str(places.warehouse),
        "state": str(places.state),
        "dbt_project": str(places.dbt_project),
        "workers": workers,
    }
    with DagsterInstance.from_config(str(prepare_home(places))) as instance:
        _close_dead_runs(instance)
        try:
            defs.resolve_job_def(REFRESH).execute_in_process(
                run_config={
                    "resources": {"workplace": {"config": settings}},
                    "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
                },
                instance=instance,
                run_id=run_id,
                asset_selection=LOOKING if only_look else None,
                raise_on_error=True,
            )
        except BaseException as problem:
            if isinstance(problem, KeyboardInterrupt | SystemExit):
                raise
            return _root(problem)
    return None


def _close_dead_runs(instance: DagsterInstance) -> None:
    """End the runs that a killed process left as going on: we hold the lock, so nobody else runs here."""
    from dagster import DagsterRunStatus, RunsFilter

    going = RunsFilter(statuses=[DagsterRunStatus.STARTED, DagsterRunStatus.STARTING])
    for run in instance.get_runs(going):
        instance.report_run_canceled(run, message="its process ended before the run did")


def _root(problem: BaseException) -> BaseException:
    """Our own exception inside what Dagster wrapped it in, else what was raised first."""
    chain: list[BaseException] = [problem]
    while cause := chain[-1].__cause__:
        chain.append(cause)
    for link in chain:
        if isinstance(link, FinsamError):
            return link
        if isinstance(link, OSError) and link.errno in FULL:
            return NotWritable(f"{link.filename or 'the disk'}: {link.strerror}; what was published stays as it was")
    return chain[-1]


def start_user_interface(places: Places, port: int) -> None:
    """Replace this process by `dagster dev` over these places."""
    import sys

    os.environ |= {
        "DAGSTER_HOME": str(prepare_home(places)),
        "FINSAM_ARCHIVE": str(places.archive),
        "FINSAM_WAREHOUSE": str(places.warehouse),
        "FINSAM_STATE": str(places.state),
        "FINSAM_DBT_PROJECT": str(places.dbt_project),
        "PYTHONWARNINGS": "ignore:Function `dev_command`",
    }
    os.chdir(PROJECT)
    command = [sys.executable, "-m", "dagster", "dev", "-m", "orchestration.definitions", "--port", str(port)]
    os.execv(sys.executable, command)  # noqa: S606
