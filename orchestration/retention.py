"""What is cleaned away, and when: runs with their events, what dbt leaves, and the records of steps in Dagster's folder.

Documents, releases, ledgers and memories are never touched here.
"""

import os
import shutil
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dagster import DagsterInstance, JobDefinition, OpExecutionContext, RunsFilter, in_process_executor, job, op
from dagster._core.storage.dagster_run import FINISHED_STATUSES

from orchestration.places import Places
from orchestration.resources import workplace_from_environment

RUN_DAYS, DBT_DAYS = 90, 14
_KEEP_PER_JOB = 20
"""Runs of a job that stay however old they are: a status page of a quiet year is not to be empty."""


def delete_old_runs(instance: DagsterInstance, before: datetime, keep: int = _KEEP_PER_JOB) -> int:
    """Delete finished runs that began before this time, with their events, but for the last of each job; returns how many."""
    spared = {run.run_id for name in _jobs(instance) for run in instance.get_runs(RunsFilter(job_name=name), limit=keep)}
    old = instance.get_runs(RunsFilter(statuses=list(FINISHED_STATUSES), created_before=before))
    doomed = [run.run_id for run in old if run.run_id not in spared]
    for run_id in doomed:
        instance.delete_run(run_id)
    return len(doomed)


def _jobs(instance: DagsterInstance) -> set[str]:
    return {run.job_name for run in instance.get_runs()}


def delete_old_files(folders: Iterable[Path], before: float) -> int:
    """Delete what lies directly in these folders and was last written before this time (seconds); returns how many."""
    deleted = 0
    for path in _old(folders, before):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
        deleted += 1
    return deleted


def _old(folders: Iterable[Path], before: float) -> Iterator[Path]:
    for folder in folders:
        if folder.is_dir():
            yield from (path for path in sorted(folder.iterdir()) if path.lstat().st_mtime < before)


def leftovers(places: Places) -> list[Path]:
    """Folders whose old entries nobody needs: dbt's compiled SQL and logs, and what Dagster keeps per run."""
    below = [("dbt", "target", "compiled"), ("dbt", "target", "run"), ("dbt", "logs"), ("dagster", "storage")]
    return [places.inside(*parts) for parts in below]


@op
def clean(context: OpExecutionContext) -> None:
    """Delete what is older than FINSAM_KEEP_RUNS_DAYS (runs) and FINSAM_KEEP_DBT_DAYS (files of dbt)."""
    now = datetime.now(UTC)
    run_days = int(os.environ.get("FINSAM_KEEP_RUNS_DAYS") or RUN_DAYS)
    dbt_days = int(os.environ.get("FINSAM_KEEP_DBT_DAYS") or DBT_DAYS)
    runs = delete_old_runs(context.instance, now - timedelta(days=run_days))
    files = delete_old_files(leftovers(workplace_from_environment().places()), time.time() - dbt_days * 86_400)
    context.add_output_metadata({"runs": runs, "files": files})


@job(name="cleaning", executor_def=in_process_executor)
def _cleaning() -> None:
    clean()


def cleaning_job() -> JobDefinition:
    """The job that cleans up."""
    return _cleaning
