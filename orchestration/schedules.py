"""What Dagster starts by the clock: the night, and the cleaning up. Times are Stockholm's."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dagster import DefaultScheduleStatus, RunRequest, ScheduleDefinition, ScheduleEvaluationContext, SkipReason

if TYPE_CHECKING:
    from dagster import JobDefinition
    from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

_ZONE = "Europe/Stockholm"
NIGHTLY = "nightly"


def nightly_schedule(job: UnresolvedAssetJobDefinition) -> ScheduleDefinition:
    """Every night at half past two; FINSAM_NIGHTLY_CRON says otherwise."""

    def night(context: ScheduleEvaluationContext) -> RunRequest | SkipReason:
        from dagster import RunsFilter
        from dagster._core.storage.dagster_run import NOT_FINISHED_STATUSES

        if context.instance.get_runs(RunsFilter(job_name=NIGHTLY, statuses=list(NOT_FINISHED_STATUSES)), limit=1):
            return SkipReason("the night before is still going on")
        return RunRequest(run_key=context.scheduled_execution_time.isoformat())

    return ScheduleDefinition(
        name=NIGHTLY,
        job=job,
        cron_schedule=os.environ.get("FINSAM_NIGHTLY_CRON") or "30 2 * * *",
        execution_timezone=_ZONE,
        default_status=DefaultScheduleStatus.RUNNING,
        execution_fn=night,
    )


def cleaning_schedule(job: JobDefinition) -> ScheduleDefinition:
    """Every day at noon, when nothing else goes on."""
    return ScheduleDefinition(
        name="cleaning",
        job=job,
        cron_schedule="0 12 * * *",
        execution_timezone=_ZONE,
        default_status=DefaultScheduleStatus.RUNNING,
    )
