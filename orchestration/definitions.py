"""What Dagster loads: assets, the job `refresh`, the nightly schedule. Importing it only reads files."""

from dagster import (
    AssetSelection,
    DefaultScheduleStatus,
    Definitions,
    RunRequest,
    define_asset_job,
    in_process_executor,
    schedule,
)

from orchestration.assets import LOOKING, documents, facts, model_assets, publication_asset, verdict_asset
from orchestration.models import list_models, models_with_tests
from orchestration.resources import workplace_from_environment
from orchestration.steps import is_up_to_date

REFRESH = "refresh"


def definitions() -> Definitions:
    """The code location, made from the dbt project and the rules as they are on disk."""
    workplace = workplace_from_environment()
    project = workplace.places().dbt_project
    models, tested = list_models(project), models_with_tests(project)
    # One process: what a refresh costs is imports, and every further process pays them again.
    job = define_asset_job(
        REFRESH,
        selection=AssetSelection.all(),
        description="Archive to published warehouse.",
        executor_def=in_process_executor,
    )

    @schedule(
        name="nightly",
        job=job,
        cron_schedule="30 2 * * *",
        execution_timezone="Europe/Stockholm",
        default_status=DefaultScheduleStatus.RUNNING,
    )
    def nightly() -> RunRequest:
        """Everything when something changed, else only the look that says so."""
        return RunRequest(asset_selection=LOOKING if is_up_to_date(workplace_from_environment().places()) else None)

    return Definitions(
        assets=[documents, facts, *model_assets(models, tested), verdict_asset(models), publication_asset(models)],
        jobs=[job],
        schedules=[nightly],
        resources={"workplace": workplace},
        executor=in_process_executor,
    )


defs = definitions()
