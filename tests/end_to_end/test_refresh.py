"""One world refreshed again and again: what a night does to a warehouse that people use.

The tests run in order and build on each other; each says what changed in the archive since the one before.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import ingest.read
from orchestration.files import sha256_of
from orchestration.models import after_verdicts, list_models, models_with_tests
from orchestration.places import Places
from orchestration.progress import Silent
from orchestration.record import RunRecord
from orchestration.refresh import prepare_home, refresh
from tests.end_to_end.hostile import write_hostile_files
from tests.end_to_end.world import QUIET, make_world, refresh_arguments, rows, run_finsam, sample_reports

HOSTILE = {
    "empty.pdf": "empty",
    "truncated.pdf": None,
    "encrypted.pdf": None,
    "page.pdf": None,
    "figures.xlsx": "broken_workbook",
}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Places, dict[str, object]]:
    """A world with two reports, one of them twice and under an odd name, and files that are no reports."""
    root = tmp_path_factory.mktemp("world")
    places = make_world(root, sample_reports(2))
    write_hostile_files(places.archive, like=sample_reports(1)[0])
    twice = places.archive / "å ä ö" / "kopia 100% 'citerad'; #1.pdf"
    twice.parent.mkdir()
    shutil.copy(sample_reports(1)[0], twice)
    (places.archive / ".hidden.pdf").write_bytes(b"not looked at")
    (root / "outside.pdf").write_bytes(b"not in the archive")
    (places.archive / "link.pdf").symlink_to(root / "outside.pdf")
    done = run_finsam(*refresh_arguments(places))
    assert done.returncode == 0, done.stderr
    record: dict[str, object] = json.loads(done.stdout)
    return places, record


def facts_bytes(places: Places) -> dict[str, str]:
    return {path.name: sha256_of(path) for path in sorted(places.inside("facts").glob("*.parquet"))}


def refused_reader(data: bytes, file_name: str) -> None:
    raise AssertionError(f"{file_name} was read again")


def run_again(places: Places) -> RunRecord:
    return refresh(places, 1, Silent())


def test_every_file_has_its_row_and_the_good_ones_are_published(first: tuple[Places, dict[str, object]]) -> None:
    places, record = first
    ledger = {row["file_name"]: row for row in rows(places, "select * from quality.outcomes")}
    assert len(ledger) == len(rows(places, "select * from quality.outcomes"))
    for name, reason in HOSTILE.items():
        assert ledger[name]["outcome"] in ("refused", "failed")
        assert ledger[name]["message"]
        assert reason is None or ledger[name]["reason_code"] == reason
    assert ".hidden.pdf" not in ledger
    assert (ledger["link.pdf"]["outcome"], ledger["link.pdf"]["reason_code"]) == ("refused", "link_outside")
    assert [row["reason_code"] for name, row in ledger.items() if str(name).startswith("å ä ö/")] == ["duplicate"]
    documents = {str(row["file_name"]) for row in rows(places, "select file_name from marts.dim_document")}
    assert documents == {report.name for report in sample_reports(2)}
    assert record["documents"] == 2
    assert record["ending"] == "published"
    [release] = rows(places, "select * from quality.release")
    assert release["release_id"] == record["release_id"]
    assert release["documents"] == 2


def test_nothing_changed_imports_nothing_heavy_and_leaves_the_file(first: tuple[Places, dict[str, object]]) -> None:
    places, record = first
    before = sha256_of(places.warehouse), places.warehouse.stat().st_mtime_ns, facts_bytes(places)
    script = (
        "import sys\nfrom orchestration.cli import app\n"
        "app(sys.argv[1:], standalone_mode=False)\n"
        "print([name for name in ('pdfplumber', 'dbt', 'great_expectations', 'pandas') if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, refresh_arguments(places))],
        capture_output=True, text=True, env=QUIET | {"PATH": ""}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told, _, imported = done.stdout.rstrip().rpartition("\n")
    assert json.loads(told)["ending"] == "unchanged"
    assert json.loads(told)["read"] == 0
    assert json.loads(told)["release_id"] == record["release_id"]
    assert imported == "[]"
    assert (sha256_of(places.warehouse), places.warehouse.stat().st_mtime_ns, facts_bytes(places)) == before


def test_the_daemon_only_looks_when_nothing_changed(first: tuple[Places, dict[str, object]]) -> None:
    from dagster import AssetKey

    from orchestration.sensors import _refreshing

    places, _ = first

    def selection() -> object:
        return _refreshing(places, "one").asset_selection

    assert selection() == [AssetKey("documents"), AssetKey("facts")]
    new = places.archive / "new.pdf"
    new.write_bytes(b"not seen before")
    assert selection() is None
    new.unlink()


def test_a_lost_warehouse_is_built_again_from_memory(first: tuple[Places, dict[str, object]], monkeypatch: pytest.MonkeyPatch) -> None:
    places, record = first
    before = facts_bytes(places)
    places.warehouse.unlink()
    shutil.rmtree(places.inside("facts"))
    places.building.write_bytes(b"left by a run that was killed")
    monkeypatch.setattr(ingest.read, "read_document", refused_reader)
    again = run_again(places)
    assert again.ending == "published"
    assert (again.read, again.unchanged) == (0, 2)
    assert facts_bytes(places) == before
    assert again.rules == record["rules"]
    assert not list(places.warehouse.parent.glob(".*building*"))


def test_dagster_knows_the_run_and_its_checks(first: tuple[Places, dict[str, object]]) -> None:
    from dagster import AssetCheckKey, AssetKey, DagsterInstance
    from dagster._core.storage.asset_check_execution_record import AssetCheckExecutionRecordStatus

    from expectations.rules import load_rules

    places, _ = first
    with DagsterInstance.from_config(str(prepare_home(places))) as instance:
        assert instance.get_latest_materialization_event(AssetKey("publication"))
        keys = [AssetCheckKey(AssetKey("verdicts"), rule.rule_id) for rule in load_rules()]
        keys.append(AssetCheckKey(AssetKey(["marts", "fct_finances"]), "dbt_tests"))
        latest = instance.event_log_storage.get_latest_asset_check_execution_by_key(keys)
    judged = {row["rule_id"] for row in rows(places, "select distinct rule_id from quality.verdicts where outcome <> 'not_evaluable'")}
    said = {key.name for key, run in latest.items() if run.status is not AssetCheckExecutionRecordStatus.PLANNED}
    assert said == judged | {"dbt_tests"}, "a rule that could be judged nowhere is not shown as passed"


def built_models_below(name: str, nodes: dict[str, dict[str, Any]]) -> set[str]:
    """What a model reads as dbt sees it, through ephemeral ones."""
    found: set[str] = set()
    for parent in (key.rsplit(".", 1)[-1] for key in nodes[name]["depends_on"]["nodes"] if key.startswith("model.")):
        passes = nodes[parent]["config"]["materialized"] == "ephemeral"
        found |= built_models_below(parent, nodes) if passes else {parent}
    return found


def test_the_listing_of_models_is_what_dbt_sees(first: tuple[Places, dict[str, object]]) -> None:
    places, _ = first
    manifest = json.loads(places.inside("dbt", "target", "manifest.json").read_text(encoding="utf-8"))
    every = {node["name"]: node for node in manifest["nodes"].values() if node["resource_type"] == "model"}
    nodes = {name: node for name, node in every.items() if node["config"]["materialized"] != "ephemeral"}
    models = list_models(places.dbt_project)
    assert {model.name for model in models} == nodes.keys()
    assert {name for name, node in nodes.items() if "verdicts" in node["tags"]} == after_verdicts(models)
    for model in models:
        assert model.refs <= built_models_below(model.name, every)
    tests = [node for node in manifest["nodes"].values() if node["resource_type"] == "test"]
    about = {str(test["attached_node"]).rsplit(".", 1)[-1] for test in tests if test.get("attached_node")}
    assert about == models_with_tests(places.dbt_project)


def test_a_reader_goes_on_while_the_file_is_swapped(first: tuple[Places, dict[str, object]]) -> None:
    places, _ = first
    script = (
        "import duckdb, sys\n"
        "connection = duckdb.connect(sys.argv[1], read_only=True)\n"
        "for _ in sys.stdin:\n"
        "    print(connection.execute('select count(*) from marts.dim_document').fetchone()[0], flush=True)\n"
    )
    gone = sample_reports(2)[1].name
    with subprocess.Popen(
        [sys.executable, "-c", script, str(places.warehouse)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as reader:
        assert reader.stdin
        assert reader.stdout
        reader.stdin.write("\n")
        reader.stdin.flush()
        assert reader.stdout.readline() == "2\n"
        (places.archive / gone).unlink()
        assert run_again(places).ending == "published"
        told, _ = reader.communicate("\n", timeout=60)
        assert told == "2\n"
    assert [row["n"] for row in rows(places, "select count(*) as n from marts.dim_document")] == [1]
    left = rows(places, f"select * from marts.fct_finances where file_name = '{gone}'")  # noqa: S608
    assert left == []
    assert not places.warehouse.with_name(places.warehouse.name + ".wal").exists()


def test_releases_are_kept_with_what_they_hold(first: tuple[Places, dict[str, object]]) -> None:
    places, _ = first
    current = places.inside("releases", "current").read_text(encoding="utf-8")
    note = json.loads(places.inside("releases", f"{current}.json").read_text(encoding="utf-8"))
    kept = places.inside("releases", f"{current}.duckdb")
    assert note["sha256"] == sha256_of(kept) == sha256_of(places.warehouse)
    [count] = rows(places, "select count(*) as n from marts.fct_finances")
    assert note["rows"]["marts.fct_finances"] == count["n"]


def test_trace_leads_to_the_page(first: tuple[Places, dict[str, object]], tmp_path: Path) -> None:
    places, _ = first
    [fact] = rows(places, "select * from marts.fct_finances where amount_sek <> 0 order by fact_id limit 1")
    picture = tmp_path / "place.png"
    arguments = ["trace", fact["fact_id"], "--warehouse", places.warehouse]
    shown = run_finsam(*arguments, "--png", picture)
    assert shown.returncode == 0, shown.stderr
    for part in (fact["file_name"], f"page {fact['page']}", fact["amount_printed"], fact["fact_id"]):
        assert str(part) in shown.stdout
    assert picture.read_bytes().startswith(b"\x89PNG")
    by_beginning = run_finsam("trace", str(fact["fact_id"])[:12], "--warehouse", places.warehouse, "--json")
    assert json.loads(by_beginning.stdout)["fact"]["fact_id"] == fact["fact_id"]
    nobody = run_finsam("trace", "no-such-fact", "--warehouse", places.warehouse)
    assert nobody.returncode == 1
    assert "no such fact" in nobody.stderr


def test_status_tells_release_and_last_run(first: tuple[Places, dict[str, object]]) -> None:
    places, _ = first
    shown = run_finsam("status", "--warehouse", places.warehouse, "--json")
    told = json.loads(shown.stdout)
    assert told["is_ours"]
    assert told["release"]["documents"] == 1
    assert told["last_run"]["ending"] == "published"
    assert {row["file_name"] for row in told["not_read"]} == {*HOSTILE, "link.pdf"}
    assert "1 documents" in run_finsam("status", "--warehouse", places.warehouse).stdout


def test_read_shows_the_tables(first: tuple[Places, dict[str, object]]) -> None:
    places, _ = first
    report = places.archive / sample_reports(1)[0].name
    seen = json.loads(run_finsam("read", report, "--json").stdout)
    assert seen["tables"]
    printed = {amount for table in seen["tables"] for row in table["rows"] for amount in row["cells"].values()}
    published = rows(places, "select distinct amount_printed from marts.fct_finances")
    assert {row["amount_printed"] for row in published} == printed
    refused = run_finsam("read", places.archive / "page.pdf")
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1


def test_read_draws_the_pages_that_have_tables(tmp_path: Path) -> None:
    report = sample_reports(9)[-1]
    drawn = run_finsam("read", report, "--png", tmp_path / "seen.png", "--json")
    assert drawn.returncode == 0, drawn.stderr
    pages = {page for table in json.loads(drawn.stdout)["tables"] for page in table["pages"]}
    assert len(pages) > 1
    assert pages <= {int(picture.stem.removeprefix("seen-")) for picture in tmp_path.glob("seen-*.png")}
    assert run_finsam("read", report, "--png", tmp_path / "one.png", "--page", min(pages)).returncode == 0
    assert (tmp_path / "one.png").read_bytes().startswith(b"\x89PNG")
    beyond = run_finsam("read", report, "--png", tmp_path / "none.png", "--page", 999)
    assert beyond.returncode == 1
    assert "no page 999" in beyond.stderr
