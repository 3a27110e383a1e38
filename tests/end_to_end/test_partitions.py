"""Fetching as Dagster does it: a partition per association, a backfill as one run, a night of what is due."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from dagster import AssetKey, AssetSelection, DagsterInstance, Definitions, define_asset_job

from ingest.archive import Archive
from orchestration.fetch_assets import FETCHED, fetch_assets
from orchestration.fetch_night import Desk
from orchestration.looks import load_looks
from tests.fetch.paper import pdf
from tests.fetch.site import Resource, Web, running_web

NAMES = ("alfa", "beta", "gamma")


@pytest.fixture
def web() -> Iterator[Web]:
    with running_web() as running:
        for name in NAMES:
            running.put("127.0.0.1", f"/{name}.html", page(name))
            running.put("127.0.0.1", f"/{name}-2024.pdf", Resource(body=pdf(f"Samordningsförbundet {name}", "Årsredovisning 2024")))
        yield running


def page(name: str) -> Resource:
    return Resource(body=f'<html><a href="/{name}-2024.pdf">Årsredovisning 2024</a></html>'.encode(), content_type="text/html")


@pytest.fixture
def desk(tmp_path: Path, web: Web) -> Desk:
    folder = tmp_path / "sources"
    folder.mkdir()
    for name in NAMES:
        (folder / f"{name}.yml").write_text(
            f"id: {name}\nname: {name}\nis_confirmed: true\nallows_private_addresses: true\npublishes:\n"
            f"  - kind: annual_report\n    at: {{listing: 'http://127.0.0.1:{web.port}/{name}.html', title: [årsredovisning]}}\n",
            encoding="utf-8",
        )
    return Desk(str(tmp_path / "archive"), tmp_path / "memory", folder)


@pytest.fixture
def instance() -> Iterator[DagsterInstance]:
    with DagsterInstance.ephemeral() as one:
        yield one


def defs(desk: Desk) -> Definitions:
    return Definitions(
        assets=fetch_assets(desk),
        jobs=[define_asset_job("fetch", AssetSelection.assets(FETCHED)), define_asset_job("nightly", AssetSelection.assets("night"))],
    )


def run(desk: Desk, instance: DagsterInstance, job: str, **more: object):  # type: ignore[no-untyped-def]
    return defs(desk).resolve_job_def(job).execute_in_process(instance=instance, raise_on_error=False, **more)


def fetched_partitions(instance: DagsterInstance) -> set[str]:
    return set(instance.get_materialized_partitions(FETCHED))


def names_in(desk: Desk) -> set[str]:
    return {entry.file_name for entry in Archive(desk.archive).entries()}


def test_one_association_is_one_partition(desk: Desk, instance: DagsterInstance) -> None:
    assert run(desk, instance, "fetch", partition_key="beta").success
    assert fetched_partitions(instance) == {"beta"}
    assert names_in(desk) == {"beta/beta-2024.pdf"}


def test_a_backfill_is_one_run_that_tells_of_each(desk: Desk, instance: DagsterInstance, web: Web) -> None:
    del web.resources["127.0.0.1", "/beta.html"]
    tags = {"dagster/asset_partition_range_start": "alfa", "dagster/asset_partition_range_end": "gamma"}
    ran = run(desk, instance, "fetch", tags=tags)
    assert not ran.success, "one association could not be fetched"
    assert fetched_partitions(instance) == {"alfa", "gamma"}, "the others were, and are told of"
    assert "1 of 3 associations" in str(ran.failure_data_for_node("fetched").user_failure_data.description)
    policy = defs(desk).resolve_asset_graph().get(FETCHED).backfill_policy
    assert policy is not None
    assert policy.max_partitions_per_run is None


def test_a_night_asks_what_is_due_and_the_next_asks_again_only_what_failed(desk: Desk, instance: DagsterInstance, web: Web) -> None:
    del web.resources["127.0.0.1", "/gamma.html"]
    assert run(desk, instance, "nightly").success
    assert fetched_partitions(instance) == {"alfa", "beta"}
    looks = load_looks(desk.memory)
    assert {name: look.failed_nights for name, look in looks.items()} == {"alfa": 0, "beta": 0, "gamma": 1}
    told = instance.get_latest_materialization_event(AssetKey("night"))
    assert told is not None
    assert told.asset_materialization is not None
    assert told.asset_materialization.metadata["failed"].value == ["gamma"]
    rows = [json.loads(line) for path in (desk.memory / "ledger").iterdir() for line in path.read_text(encoding="utf-8").splitlines()]
    assert sorted((row["source_id"], row["outcome"]) for row in rows) == [("alfa", "ok"), ("beta", "ok"), ("gamma", "failed")]


def test_when_nothing_can_be_reached_it_is_tried_again_and_the_night_counts_once(
    desk: Desk, instance: DagsterInstance, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINSAM_RETRY_DELAY_S", "0.01")
    for name in NAMES:
        del web.resources["127.0.0.1", f"/{name}.html"]
    ran = run(desk, instance, "nightly")
    assert ran.success, "a refresh follows whatever the night came to"
    assert len([event for event in ran.all_events if event.event_type_value == "STEP_RESTARTED"]) == 2
    assert {look.failed_nights for look in load_looks(desk.memory).values()} == {1}


def test_a_named_source_is_asked_and_is_no_night(desk: Desk, instance: DagsterInstance, web: Web) -> None:
    del web.resources["127.0.0.1", "/alfa.html"]
    config = {"ops": {"night": {"config": {"sources": ["alfa", "beta"]}}}}
    assert run(desk, instance, "nightly", run_config=config).success
    looks = load_looks(desk.memory)
    assert set(looks) == {"alfa", "beta"}
    assert looks["alfa"].failed_nights == 0
    assert looks["alfa"].problem
