"""What Dagster loads: assets, jobs, schedules and sensors. Importing it only reads files."""

from dagster import AssetSelection, Definitions, define_asset_job, in_process_executor

from orchestration.assets import documents, facts, model_assets, publication_asset, verdict_asset
from orchestration.fetch_assets import FETCHED, NIGHT, fetch_assets
from orchestration.fetch_night import desk_from_environment
from orchestration.from_archive import place_of
from orchestration.models import list_models, models_with_tests
from orchestration.resources import workplace_from_environment
from orchestration.retention import cleaning_job
from orchestration.schedules import NIGHTLY, cleaning_schedule, nightly_schedule
from orchestration.sensors import all_sensors

REFRESH = "refresh"


def definitions() -> Definitions:
    """The code location, made from the dbt project, the rules and the source catalogue as they are on disk."""
    workplace = workplace_from_environment()
    places = workplace.places()
    models, tested = list_models(places.dbt_project), models_with_tests(places.dbt_project)
    desk = desk_from_environment(place_of(places.archive), places.state)
    fetching = AssetSelection.assets(FETCHED, NIGHT)
    # One process: what a refresh costs is imports, and every further process pays them again.
    refresh = define_asset_job(
        REFRESH, AssetSelection.all() - fetching, description="Archive to published warehouse.", executor_def=in_process_executor
    )
    nightly = define_asset_job(
        NIGHTLY, AssetSelection.assets(NIGHT), description="Sources that are due to archive.", executor_def=in_process_executor
    )
    cleaning = cleaning_job()
    return Definitions(
        assets=[*fetch_assets(desk), documents, facts, *model_assets(models, tested), verdict_asset(models), publication_asset(models)],
        jobs=[refresh, nightly, cleaning],
        schedules=[nightly_schedule(nightly), cleaning_schedule(cleaning)],
        sensors=list(all_sensors(refresh, nightly, desk, workplace.places)),
        resources={"workplace": workplace},
        executor=in_process_executor,
    )


defs = definitions()
