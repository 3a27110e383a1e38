"""What Dagster starts by what it sees: the refresh after a night, new files in drop folders, failed runs, things overdue."""

import json
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dagster import (
    DagsterRunStatus,
    DefaultSensorStatus,
    RunConfig,
    RunFailureSensorContext,
    RunRequest,
    RunsFilter,
    SensorDefinition,
    SensorEvaluationContext,
    SensorResult,
    SkipReason,
    run_failure_sensor,
    sensor,
)
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition
from dagster._core.storage.dagster_run import NOT_FINISHED_STATUSES

from orchestration.alerts import send
from orchestration.assets import LOOKING
from orchestration.drops import StillWritten, from_cursor, has_news, look
from orchestration.fetch_assets import NightConfig
from orchestration.fetch_night import Desk
from orchestration.overdue import check_results, find_overdue, not_yet_told
from orchestration.places import Places
from orchestration.schedules import NIGHTLY

Job = UnresolvedAssetJobDefinition
_RUNNING = DefaultSensorStatus.RUNNING
_ENDED = [DagsterRunStatus.SUCCESS, DagsterRunStatus.FAILURE, DagsterRunStatus.CANCELED]
_REMEMBER = timedelta(days=2)


def _every(seconds: int) -> int:
    """The interval of a sensor; FINSAM_SENSOR_SECONDS makes all of them quicker or slower."""
    return int(os.environ.get("FINSAM_SENSOR_SECONDS") or seconds)


def _refreshing(places: Places, key: str) -> RunRequest:
    """Everything when something changed, else only the look that says so."""
    from orchestration.steps import is_up_to_date

    try:
        settled = is_up_to_date(places)
    except Exception:  # the run itself says what is wrong, and is told as failed
        settled = False
    return RunRequest(run_key=key, asset_selection=LOOKING if settled else None)


def _goes_on(context: SensorEvaluationContext, job: Job) -> bool:
    """Whether a run of the job is under way or waits: what it will find is not known, so nothing more is asked for yet."""
    return bool(context.instance.get_runs(RunsFilter(job_name=job.name, statuses=list(NOT_FINISHED_STATUSES)), limit=1))


def after_night_sensor(refresh: Job, places: Callable[[], Places]) -> SensorDefinition:
    """One refresh after each night, however the night ended: what lies in the archive is read all the same."""

    @sensor(name="after_night", job=refresh, minimum_interval_seconds=_every(30), default_status=_RUNNING)
    def after_night(context: SensorEvaluationContext) -> RunRequest | SkipReason:
        since = datetime.fromtimestamp(float(context.cursor), UTC) if context.cursor else datetime.now(UTC) - _REMEMBER
        wanted = RunsFilter(job_name=NIGHTLY, statuses=_ENDED, updated_after=since)
        ended = [one for one in context.instance.get_run_records(wanted) if one.end_time]
        if not ended:
            return SkipReason("no night has ended since the last refresh")
        if _goes_on(context, refresh):
            return SkipReason("a refresh is under way: asked for when it has ended, if anything is left to do")
        last = max(ended, key=lambda one: one.end_time or 0.0)
        request = _refreshing(places(), last.dagster_run.run_id)
        context.update_cursor(str(last.update_timestamp.timestamp()))
        return request

    return after_night


def drop_folder_sensor(refresh: Job, nightly: Job, desk: Desk, places: Callable[[], Places]) -> SensorDefinition:
    """New or changed files in the archive's own folder are refreshed from; those in a source's folder are fetched first."""

    @sensor(name="drop_folders", jobs=[refresh, nightly], minimum_interval_seconds=_every(60), default_status=_RUNNING)
    def drop_folders(context: SensorEvaluationContext) -> SensorResult | SkipReason:
        cursors = json.loads(context.cursor or "{}")
        requests = []
        for name, folders in {"": [places().archive], **_folders_of(desk)}.items():
            before = from_cursor(cursors.get(name))
            try:
                after = look(folders, before)
            except StillWritten as problem:
                context.log.info(f"{problem}: looked at again the next time")
                continue
            if has_news(before, after):
                if not name and _goes_on(context, refresh):
                    continue
                # The count makes a content that comes back a new request, and a request told twice the same.
                key = f"{name}-{before.asked}-{after.digest}"
                requests.append(_fetching(name, key) if name else _for(refresh, _refreshing(places(), key)))
                after = type(after)(after.files, before.asked + 1)
            cursors[name] = after.to_cursor()
        cursor = json.dumps(cursors, ensure_ascii=False, sort_keys=True)
        return SensorResult(run_requests=requests, cursor=cursor, skip_reason=None if requests else SkipReason("nothing new"))

    def _for(job: Job, request: RunRequest) -> RunRequest:
        return request._replace(job_name=job.name)

    def _fetching(source_id: str, key: str) -> RunRequest:
        return RunRequest(run_key=key, job_name=nightly.name, run_config=RunConfig(ops={"night": NightConfig(sources=[source_id])}))

    return drop_folders


def _folders_of(desk: Desk) -> dict[str, list[Path]]:
    """The drop folders of each source that is confirmed; none when the catalogue is wrong, which the nightly run says."""
    from orchestration.errors import FinsamError
    from orchestration.fetching import choose_sources

    try:
        sources = choose_sources(desk.folder, [], also_unconfirmed=False)
    except FinsamError:
        return {}
    found = {source.id: [Path(one.at.folder) for one in source.publishes if one.at.folder] for source in sources}
    return {name: list(dict.fromkeys(folders)) for name, folders in found.items() if folders}


@run_failure_sensor(name="failed_runs", default_status=_RUNNING, minimum_interval_seconds=_every(30))
def failed_runs(context: RunFailureSensorContext) -> None:
    """One alert per failed run, with the assets' steps that failed."""
    steps = sorted({str(event.step_key) for event in context.get_step_failure_events()})
    problem = next((_cause(event.event_specific_data) for event in context.get_step_failure_events()), "") or context.failure_event.message
    run = context.dagster_run
    details = [{"job": run.job_name, "run": run.run_id[:8], "steps": ", ".join(steps), "problem": problem}]
    send("run_failed", details, context.log)


def _cause(data: object) -> str:
    """What a failed step said: the description of its Failure, else the innermost error's first line."""
    told = getattr(getattr(data, "user_failure_data", None), "description", None)
    error = getattr(data, "error", None)
    while error is not None and error.cause is not None:
        error = error.cause
    return str(told or (error.message if error else "")).strip().splitlines()[0] if told or error else ""


def overdue_sensor(desk: Desk, places: Callable[[], Places]) -> SensorDefinition:
    """Freshness: per association its last successful look, for the warehouse its last refresh; told once a day while overdue."""

    @sensor(name="freshness", minimum_interval_seconds=_every(900), default_status=_RUNNING)
    def freshness(context: SensorEvaluationContext) -> SensorResult | SkipReason:
        now = datetime.now(UTC)
        overdue = find_overdue(desk, places(), now)
        news, cursor = not_yet_told(context.cursor, overdue, now)
        if news:
            send("overdue", [one.detail for one in news], context.log)
        if (context.cursor or None) == cursor and not news:
            return SkipReason("nothing has become overdue" if not overdue else "told already")
        return SensorResult(asset_events=list(check_results(overdue)), cursor=cursor)

    return freshness


def all_sensors(refresh: Job, nightly: Job, desk: Desk, places: Callable[[], Places]) -> Iterator[SensorDefinition]:
    """Every sensor of the code location; all are on unless somebody switches them off."""
    yield after_night_sensor(refresh, places)
    yield drop_folder_sensor(refresh, nightly, desk, places)
    yield failed_runs
    yield overdue_sensor(desk, places)
