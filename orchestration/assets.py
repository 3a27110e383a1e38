"""The assets of one refresh. Thin: each calls one step and tells Dagster what came of it.

A run of `LOOKING` alone sees whether anything changed, and imports nothing that only building needs.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from dagster import (
    AssetCheckResult,
    AssetDep,
    AssetExecutionContext,
    AssetKey,
    AssetsDefinition,
    AssetSpec,
    DataVersion,
    Failure,
    MaterializeResult,
    asset,
    multi_asset,
)

from orchestration import steps
from orchestration.checks import rule_results, rule_specs, test_results, test_spec
from orchestration.errors import FinsamError
from orchestration.fetch_assets import FETCHED, NIGHT
from orchestration.files import digest_of_texts
from orchestration.models import Model, after_verdicts
from orchestration.places import Places
from orchestration.record import RunRecord, save_record
from orchestration.resources import Workplace
from orchestration.transform import NodeResult

DOCUMENTS = AssetKey("documents")
FACTS = AssetKey("facts")
LOOKING = [DOCUMENTS, FACTS]
"""What sees whether anything changed."""
VERDICTS = AssetKey("verdicts")
PUBLICATION = AssetKey("publication")
WRITING = "warehouse"
"""The pool of all that writes in the state folder or the warehouse: one run of it at a time."""

Yielded = Iterator[MaterializeResult[None] | AssetCheckResult]


@contextmanager
def _step(context: AssetExecutionContext, workplace: Workplace, name: str) -> Iterator[tuple[Places, RunRecord]]:
    """The record of the run for the block, saved whatever happens; what a person can mend ends the run as such."""
    record = workplace.record_of(context.run_id)
    places = workplace.places()
    try:
        with record.timed(name):
            yield places, record
    except FinsamError as problem:
        record.ending, record.problem = "stopped", str(problem)
        raise Failure(description=str(problem), allow_retries=False) from problem
    except Exception as problem:
        record.ending, record.problem = "stopped", f"step {name} broke: {type(problem).__name__}: {problem}"
        raise
    finally:
        save_record(record, places.inside("runs"))


@asset(key=DOCUMENTS, deps=[FETCHED, NIGHT], group_name="reading", kinds={"file"}, pool=WRITING)
def documents(context: AssetExecutionContext, workplace: Workplace) -> MaterializeResult[None]:
    """Every file of the archive folder, known by its sha256 and kept."""
    with _step(context, workplace, "documents") as (places, _):
        files = steps.collect_documents(places)
    version = digest_of_texts(f"{file.file_name} {file.sha256}" for file in files)
    new = sum(file.is_new for file in files)
    return MaterializeResult(metadata={"files": len(files), "new": new}, data_version=DataVersion(version))


@asset(key=FACTS, deps=[DOCUMENTS], group_name="reading", kinds={"parquet"}, pool=WRITING)
def facts(context: AssetExecutionContext, workplace: Workplace) -> MaterializeResult[None]:
    """Every figure of every document with its page and box, as Parquet; and the ledger of the run."""
    with _step(context, workplace, "facts") as (places, record):
        selection = context.run.asset_selection
        only_look = selection is not None and PUBLICATION not in selection
        mark = steps.read_facts(places, record, workplace.worker_count(), only_look=only_look)
    counts = {"documents": record.documents, "read": record.read, "not_read": len(record.not_read)}
    return MaterializeResult(metadata=counts | {"changed": record.ending != "unchanged"}, data_version=DataVersion(mark))


def model_assets(models: Sequence[Model], tested: frozenset[str]) -> list[AssetsDefinition]:
    """The dbt models as two steps: what the rules judge, and what holds their verdicts."""
    late = after_verdicts(list(models))
    first = [model for model in models if model.name not in late]
    second = [model for model in models if model.name in late]
    keys = {model.name: AssetKey([model.layer, model.name]) for model in models}
    build = [_model_step("models", first, keys, tested, steps.build_models)]
    if second:
        build.append(_model_step("verdict_models", second, keys, tested, steps.load_verdicts))
    return build


def _model_step(
    name: str,
    models: list[Model],
    keys: dict[str, AssetKey],
    tested: frozenset[str],
    run: Callable[[Places], list[NodeResult]],
) -> AssetsDefinition:
    mine = {model.name: keys[model.name] for model in models}

    @multi_asset(
        name=name,
        specs=[_spec(model, keys) for model in models],
        check_specs=[test_spec(key) for model, key in mine.items() if model in tested],
        pool=WRITING,
    )
    def built(context: AssetExecutionContext, workplace: Workplace) -> Yielded:
        with _step(context, workplace, name) as (places, _):
            nodes = run(places)
        good = {node.name: node for node in nodes if node.kind == "model" and node.is_good}
        for model, key in mine.items():
            if model in good:
                yield MaterializeResult(asset_key=key, metadata={"seconds": good[model].seconds})
        built_and_tested = {model: key for model, key in mine.items() if model in good and model in tested}
        yield from test_results(built_and_tested, nodes)
        with _step(context, workplace, "gate"):
            steps.hold_at_gate(places)
            if unbuilt := mine.keys() - good.keys():
                raise RuntimeError(f"dbt said nothing of {', '.join(sorted(unbuilt))}: the listing of models is wrong")

    return built


def _spec(model: Model, keys: dict[str, AssetKey]) -> AssetSpec:
    deps = {keys[ref] for ref in model.refs if ref in keys}
    deps |= {VERDICTS if source == "verdicts" else FACTS for source in model.sources}
    return AssetSpec(
        key=keys[model.name],
        deps=[AssetDep(key) for key in sorted(deps, key=AssetKey.to_user_string)],
        group_name=model.layer,
        description=f"dbt model {model.path}",
        kinds={"dbt", "duckdb"},
    )


def verdict_asset(models: Sequence[Model]) -> AssetsDefinition:
    """The step in which the rules judge what dbt computed."""
    specs = rule_specs(VERDICTS)
    residuals = [AssetKey([model.layer, model.name]) for model in models if model.layer == "residuals"]

    @multi_asset(
        name="verdicts",
        specs=[
            AssetSpec(
                key=VERDICTS,
                deps=residuals or [FACTS],
                group_name="rules",
                description="What each rule concludes at each place where it applies, judged by Great Expectations.",
                kinds={"great_expectations"},
            )
        ],
        check_specs=specs,
        can_subset=True,  # a rule that nothing could be judged by leaves its check unsaid
        pool=WRITING,
    )
    def verdicts(context: AssetExecutionContext, workplace: Workplace) -> Yielded:
        with _step(context, workplace, "rules") as (places, _):
            judgements = steps.judge(places)
        yield MaterializeResult(asset_key=VERDICTS, metadata={"verdicts": len(judgements)})
        yield from rule_results(VERDICTS, sorted(key.name for key in context.selected_asset_check_keys), judgements)

    return verdicts


def publication_asset(models: Sequence[Model]) -> AssetsDefinition:
    """The swap: the built file in front of readers, or the reason why not."""
    public = [AssetKey([model.layer, model.name]) for model in models if model.layer in ("marts", "quality")]

    @asset(key=PUBLICATION, deps=[*public, VERDICTS], group_name="publication", kinds={"duckdb"}, pool=WRITING)
    def publication(context: AssetExecutionContext, workplace: Workplace) -> Yielded:
        """The published warehouse file."""
        with _step(context, workplace, "publication") as (places, record):
            release = steps.publish_release(places, record)
        yield MaterializeResult(metadata={"release": release.release_id, "documents": release.documents, "facts": release.facts})

    return publication
