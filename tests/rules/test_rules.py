"""Rules as data: strict loading, the reference tables, and a new rule or a broken model through the whole road."""

from __future__ import annotations

import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import yaml

import tests.warehouse.warehouse as warehouse_module
from expectations import rules as rules_module
from expectations.rule_terms import RuleError
from expectations.rules import load_rules, write_reference
from expectations.verdict import Outcome
from tests.rules.examples import Archive, build, judged, of

_BALANCE = [
    {"statement": "balance_sheet", "column": "2024-12-31", "item": "fixed_assets", "amount": 100},
    {"statement": "balance_sheet", "column": "2024-12-31", "item": "total_assets", "amount": 90},
]


_ONE = [{"name": "assets", "terms": [{"item": "total_assets", "weight": 1}]}]


def new_rule(**changes: Any) -> dict[str, Any]:
    entry = {
        "id": "F99", "says": "Fixed assets are no more than all assets.", "family": "identity", "severity": "error", "scope": "table",
        "tolerance": "printed_unit", "statements": ["balance_sheet"], "scenarios": ["actual"], "certain": "always", "basis": "test",
        "look_at": "Both rows.",
        "equations": [{"name": "all fixed", "left": {"fixed_assets": 1}, "right": _ONE}],
        "examples": {"pass": _BALANCE, "fail": _BALANCE},
    }  # fmt: skip
    return {key: value for key, value in {**entry, **changes}.items() if value is not None}


def folder_with(tmp_path: Path, *entries: dict[str, Any]) -> Path:
    folder = tmp_path / "rules"
    folder.mkdir()
    shutil.copy(rules_module._FOLDER / "_tolerances.yml", folder)
    (folder / "mine.yml").write_text(yaml.safe_dump(list(entries), allow_unicode=True), encoding="utf-8")
    return folder


def test_a_well_formed_rule_loads(tmp_path: Path) -> None:
    (rule,) = load_rules(folder_with(tmp_path, new_rule()))
    assert [(term.alternative, term.line_item, term.weight) for term in rule.terms] == [
        ("left", "fixed_assets", 1),
        ("assets", "total_assets", 1),
    ]
    assert rule.tolerance.coarse_at_most == Decimal(3)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"colour": "red"}, "unknown keys ['colour']"),
        ({"says": None}, "says is missing"),
        ({"family": "guess"}, "unknown family 'guess'"),
        ({"severity": "fatal"}, "unknown severity 'fatal'"),
        ({"tolerance": "five"}, "unknown tolerance 'five'"),
        ({"id": "three"}, "an id is a letter"),
        ({"examples": {"pass": _BALANCE}}, "examples need one `pass` and one `fail`"),
        ({"examples": {"pass": [{"colour": 1}], "fail": _BALANCE}}, "examples: unknown keys ['colour']"),
        ({"equations": [{"name": "x", "left": {"a": 1}, "right": []}]}, "nothing on the right"),
        ({"equations": [{"name": "x", "left": {}, "right": []}]}, "left must name"),
        ({"equations": [{"name": "x", "left": [{"item": "a", "weight": 1, "sign": 1}], "right": _ONE}]}, "unknown keys ['sign']"),
        ({"equations": [{"name": "x", "left": [{"item": "a", "weight": 1, "from": "plan"}], "right": _ONE}]}, "names its statements"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_refused_with_file_and_rule(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(RuleError) as refusal:
        load_rules(folder_with(tmp_path, new_rule(**changes)))
    assert "mine.yml" in str(refusal.value)
    assert str(changes.get("id", "F99")) in str(refusal.value)
    assert said in str(refusal.value)


def test_an_id_is_used_once(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"F99: the id is taken"):
        load_rules(folder_with(tmp_path, new_rule(), new_rule()))


def test_every_line_item_of_a_rule_is_in_the_vocabulary() -> None:
    vocabulary = Path(rules_module.__file__).parents[1] / "ingest" / "vocabulary" / "line_items.yml"
    known = set(yaml.safe_load(vocabulary.read_text(encoding="utf-8"))["items"])
    used = {term.line_item for rule in load_rules() for term in rule.terms}
    assert used - known == set()


def test_the_reference_tables_are_the_same_every_time(tmp_path: Path) -> None:
    write_reference(tmp_path / "one")
    write_reference(tmp_path / "two")
    for name in ("rules.parquet", "rule_terms.parquet"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert pq.read_table(tmp_path / "one" / "rules.parquet").num_rows == len(load_rules())


def test_a_new_rule_needs_no_code(tmp_path: Path) -> None:
    rules = load_rules(folder_with(tmp_path, new_rule()))
    archive = Archive()
    archive.add("nytt", _BALANCE)
    verdicts = of(judged(build(tmp_path / "warehouse", archive, rules), rules), "F99", "nytt")
    assert [(v.outcome, v.left_value, v.right_value) for v in verdicts] == [(Outcome.FAIL, 100, 90)]


def test_a_rule_broken_on_purpose_is_an_error_that_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = tmp_path / "dbt_project"
    shutil.copytree(warehouse_module.PROJECT, project, ignore=shutil.ignore_patterns("target", "logs"))
    (project / "models" / "residuals" / "ratio.sql").write_text("select no_such_column from {{ ref('core_finances') }}", encoding="utf-8")
    monkeypatch.setattr(warehouse_module, "PROJECT", project)
    archive = Archive()
    archive.add("helt", [row for rule in load_rules() if rule.rule_id == "F3" for row in rule.passing])
    verdicts = judged(build(tmp_path / "warehouse", archive))
    assert [(v.rule_id, v.blocks_publication) for v in verdicts if v.outcome is Outcome.ERROR] == [("F17", True)]
    assert [v.outcome for v in of(verdicts, "F3", "helt")] == [Outcome.PASS]


def test_a_sum_that_the_reading_leaned_on_confirms_nothing(tmp_path: Path) -> None:
    import duckdb

    total = {"statement": "income_statement", "column": 2024, "row": 2, "item": "operating_income", "amount": 10, "is": "total"}
    part = {"statement": "income_statement", "column": 2024, "row": 1, "item": "contributions", "amount": 10, "sums_to": "total"}
    archive = Archive()
    archive.add("lutad", [{**part, "used_to_repair": True}, total])
    archive.add("fri", [part, total])
    warehouse = build(tmp_path / "warehouse", archive)
    judged(warehouse)
    with duckdb.connect(str(warehouse.work), read_only=True) as connection:
        counted = connection.execute("select fact_id, confirmations_table from residuals.confirmations order by fact_id").fetchall()
    assert counted == [("fri-1", 1), ("fri-2", 1)]


def test_a_ceiling_of_equity_is_configured_with_its_source_and_never_asked_within_the_year(tmp_path: Path) -> None:
    shipped = next(rule for rule in load_rules() if rule.rule_id == "F18")
    assert shipped.parameters["ceilings"] == []
    told = {"association": "taket", "from": 2024, "until": None, "share_of_income": 0.2, "source": "beslut 12/2023"}
    rule = replace(shipped, parameters={"kind": "ceiling", "ceilings": [told]})
    income = {"statement": "income_statement", "column": 2024, "item": "operating_income", "amount": 5000000}
    equity = {"statement": "balance_sheet", "item": "equity_closing", "amount": 1200000}
    archive = Archive()
    archive.add("taket", [income, {**equity, "column": "2024-12-31"}])
    archive.add("annat", [income, {**equity, "column": "2024-12-31"}])
    archive.add("halvar", [{**equity, "column": "2024-06-30"}])
    verdicts = judged(build(tmp_path / "warehouse", archive, [rule]), [rule])
    (over,) = of(verdicts, "F18", "taket")
    assert (over.outcome, over.right_value) == (Outcome.WARN, 1000000)
    assert "beslut 12/2023" in over.message
    assert [v.outcome for v in of(verdicts, "F18", "annat")] == [Outcome.NOT_EVALUABLE]
    assert of(verdicts, "F18", "halvar") == []
