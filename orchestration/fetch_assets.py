"""Fetching as assets: one partition per association, and the nightly look at those that are due.

Neither takes the locks of the warehouse: a night of polite fetching is long, and readers of the archive need not wait.
"""

import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from dagster import (
    AssetExecutionContext,
    AssetKey,
    AssetMaterialization,
    AssetsDefinition,
    AssetSpec,
    BackfillPolicy,
    Backoff,
    Config,
    Failure,
    Jitter,
    MaterializeResult,
    RetryPolicy,
    StaticPartitionsDefinition,
    asset,
    multi_asset,
)
from pydantic import Field

from orchestration.fetch_night import Asked, Desk, ask, due_tonight, tell_of_failing
from orchestration.fetching import choose_sources

FETCHED = AssetKey("fetched")
NIGHT = AssetKey("night")
FETCHING = "fetching"
"""The pool: one fetcher at a time, so that no host is asked by two."""
_RETRIES = 2


def retry_policy() -> RetryPolicy:
    """Twice again when nothing at all could be reached: most likely it is our own network that is down."""
    delay = float(os.environ.get("FINSAM_RETRY_DELAY_S") or 300)
    return RetryPolicy(max_retries=_RETRIES, delay=delay, backoff=Backoff.EXPONENTIAL, jitter=Jitter.PLUS_MINUS)


def associations(folder: Path | None) -> StaticPartitionsDefinition:
    """A partition per file of the source catalogue, by names alone: checking what they say costs more than loading all else."""
    from ingest.source_files import FOLDER

    return StaticPartitionsDefinition(sorted(path.stem for path in (folder or FOLDER).glob("*.yml")))


def fetch_assets(desk: Desk) -> list[AssetsDefinition]:
    """The partitioned asset, and the one of the nightly run."""
    retries = retry_policy()

    @multi_asset(
        name="fetched",
        specs=[AssetSpec(key=FETCHED, group_name="fetching", kinds={"http"}, skippable=True, description=_FETCHED)],
        partitions_def=associations(desk.folder),
        backfill_policy=BackfillPolicy.single_run(),
        retry_policy=retries,
        pool=FETCHING,
    )
    def fetched(context: AssetExecutionContext) -> Iterator[MaterializeResult[None]]:
        asked = ask(desk, choose_sources(desk.folder, context.partition_keys, also_unconfirmed=True), context.run_id, night=None)
        _materialize(context, asked)
        yield from ()  # nothing for all partitions at once: each was told above
        if failed := [one for one in asked if one.problem]:
            told = "; ".join(f"{one.source_id}: {one.problem}" for one in failed[:5])
            raise Failure(f"{len(failed)} of {len(asked)} associations could not be fetched: {told}", allow_retries=_none_came(asked))

    @asset(key=NIGHT, group_name="fetching", kinds={"http"}, retry_policy=retries, pool=FETCHING, description=_NIGHT)
    def night(context: AssetExecutionContext, config: NightConfig) -> MaterializeResult[None]:
        is_night = not config.sources
        wanted = choose_sources(desk.folder, config.sources, also_unconfirmed=False)
        if is_night:
            wanted = due_tonight(desk, wanted, datetime.now(UTC))
        asked = ask(desk, wanted, context.run_id, night=context.run_id if is_night else None)
        _materialize(context, asked)
        if _none_came(asked) and context.retry_number < _RETRIES:
            raise Failure(f"none of {len(asked)} sources could be reached: {asked[0].problem}")
        alerted = tell_of_failing(desk, context.run_id, context.log) if is_night else []
        return MaterializeResult(
            metadata={
                "asked": len(asked),
                "failed": [one.source_id for one in asked if one.problem],
                "downloaded": sum(one.downloaded for one in asked),
                "alerted": alerted,
            }
        )

    return [fetched, night]


class NightConfig(Config):
    """Which sources a run asks. None named: those that are due, and the run counts as a night."""

    sources: list[str] = Field(default_factory=list)


def _materialize(context: AssetExecutionContext, asked: Sequence[Asked]) -> None:
    """Say of each association that could be read that it was: a run over several says it of those alone."""
    for one in asked:
        if not one.problem:
            context.log_event(
                AssetMaterialization(
                    asset_key=FETCHED,
                    partition=one.source_id,
                    metadata={"pages": one.pages, "documents": one.documents, "downloaded": one.downloaded},
                )
            )


def _none_came(asked: Sequence[Asked]) -> bool:
    return bool(asked) and all(one.problem for one in asked)


_FETCHED = "The documents of an association as they stand on its pages now, kept in the archive."
_NIGHT = "The associations that are due by their own rhythm, asked for news."
