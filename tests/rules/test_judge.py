"""The judge alone: outcomes, what breaks, ids and the files it writes. Residuals are made here."""

from __future__ import annotations

import dataclasses
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from expectations import judge as judge_module
from expectations.blame import find_doubts
from expectations.judge import judge
from expectations.messages import amount
from expectations.residuals import Residual
from expectations.rules import FAMILIES, load_rules
from expectations.verdict import Outcome, Verdict, write_verdicts

ROOT = Path(__file__).resolve().parents[2]


RULES = {rule.rule_id: rule for rule in load_rules()}


def residual(rule_id: str, place: str, **changes: Any) -> Residual:
    base = Residual(
        rule_id=rule_id, place=place, equation="balance", basis="total assets", association_id="exempel", document_id="d1",
        file_name="exempel.pdf", page=4, statement="balance_sheet", table_no=1, column_printed="2024-12-31", period_end=None,
        left_label="Summa skulder och eget kapital", right_label="Summa tillgångar", left_value=Decimal(100), right_value=Decimal(100),
        difference=Decimal(0), tolerance=Decimal(2), evaluable=True, reason=None, doubt=None, hint=None, terms=2, scope="table",
        repaired=False, left_fact_ids=(f"{place}-left",), right_fact_ids=(f"{place}-right",),
    )  # fmt: skip
    return dataclasses.replace(base, **changes)


def leave(folder: Path, family: str, residuals: list[Residual]) -> None:
    folder.mkdir(exist_ok=True)
    number, names = pa.decimal128(18, 3), pa.list_(pa.string())
    special = {"left_value": number, "right_value": number, "difference": number, "tolerance": number, "page": pa.int32(),
               "table_no": pa.int32(), "terms": pa.int32(), "evaluable": pa.bool_(), "repaired": pa.bool_(),
               "period_end": pa.date32(), "left_fact_ids": names, "right_fact_ids": names, "rests_on": names}  # fmt: skip
    schema = pa.schema([(f.name, special.get(f.name, pa.string())) for f in dataclasses.fields(Residual)])
    pq.write_table(pa.Table.from_pylist([dataclasses.asdict(r) for r in residuals], schema=schema), folder / f"{family}.parquet")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Residuals of every family: the identities hold four places, the others none."""
    for family in FAMILIES:
        leave(tmp_path / "residuals", family, [])
    apart = {"difference": Decimal(1000), "left_value": Decimal(1100)}
    leave(tmp_path / "residuals", "identity", [
        residual("F3", "holds", difference=Decimal(2)),
        residual("F3", "fails", **apart),
        residual("F3", "doubtful", doubt="the reading is uncertain", **apart),
        residual("F12", "warns", **apart),
        residual("F3", "missing", evaluable=False, reason="not printed: total_assets", right_value=None, difference=None, tolerance=None),
    ])  # fmt: skip
    return tmp_path


def judged(folder: Path, broken: dict[str, str] | None = None) -> list[Verdict]:
    return judge(folder / "residuals", broken or {}, folder / "data_docs")


def by_place(verdicts: list[Verdict]) -> dict[str, Verdict]:
    return {verdict.left_fact_ids[0].removesuffix("-left"): verdict for verdict in verdicts if verdict.left_fact_ids}


def test_four_outcomes_of_the_figures(folder: Path) -> None:
    outcomes = {place: (verdict.outcome, verdict.severity) for place, verdict in by_place(judged(folder)).items()}
    assert outcomes == {
        "holds": (Outcome.PASS, "error"),
        "fails": (Outcome.FAIL, "error"),
        "doubtful": (Outcome.WARN, "warn"),
        "warns": (Outcome.WARN, "warn"),
        "missing": (Outcome.NOT_EVALUABLE, "error"),
    }


def test_a_family_that_broke_is_an_error_of_each_of_its_rules_and_of_no_other(folder: Path) -> None:
    verdicts = judged(folder, {"ratio": "Binder Error: no such column"})
    errors = [verdict for verdict in verdicts if verdict.outcome is Outcome.ERROR]
    assert [verdict.rule_id for verdict in errors] == ["F17"]
    assert "F17" in errors[0].message
    assert "Binder Error: no such column" in errors[0].message
    assert [verdict.blocks_publication for verdict in verdicts].count(True) == 1
    assert by_place(verdicts)["fails"].outcome is Outcome.FAIL


def test_what_a_broken_family_left_earlier_is_not_judged(folder: Path) -> None:
    verdicts = judged(folder, {"identity": "Binder Error"})
    identities = {rule.rule_id for rule in load_rules() if rule.family == "identity"}
    assert {verdict.rule_id for verdict in verdicts} == identities
    assert {verdict.outcome for verdict in verdicts} == {Outcome.ERROR}


def test_a_family_that_left_nothing_is_an_error(folder: Path) -> None:
    (folder / "residuals" / "unit.parquet").unlink()
    assert [v.rule_id for v in judged(folder) if v.outcome is Outcome.ERROR] == ["F14"]


def test_an_evaluable_place_without_a_difference_is_our_error_not_the_reports(folder: Path) -> None:
    leave(folder / "residuals", "unit", [residual("F14", "empty", difference=None)])
    (error,) = [v for v in judged(folder) if v.outcome is Outcome.ERROR]
    assert error.rule_id == "F14"


def test_an_expectation_that_raises_is_an_error_of_its_rule(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from expectations import suites

    whole = suites._frame
    monkeypatch.setattr(suites, "_frame", lambda residuals: whole(residuals).drop(columns="beyond_tolerance"))
    verdicts = judged(folder)
    assert {verdict.outcome for verdict in verdicts} == {Outcome.ERROR}
    assert all("beyond_tolerance" in verdict.message for verdict in verdicts)


def test_a_crash_of_great_expectations_is_an_error_of_every_rule(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise RuntimeError("no context")

    monkeypatch.setattr(judge_module, "judge_frame", crash)
    verdicts = judged(folder)
    assert {verdict.rule_id for verdict in verdicts} == {rule.rule_id for rule in load_rules()}
    assert all(verdict.blocks_publication and "no context" in verdict.message for verdict in verdicts)


def test_the_sentence_names_labels_both_sides_the_difference_and_the_page(folder: Path) -> None:
    message = by_place(judged(folder))["fails"].message.replace("\u00a0", " ")
    for part in ("Summa skulder och eget kapital is 1 100 kr", "Summa tillgångar is 100 kr", "1 000 kr apart", "page 4", "2024-12-31"):
        assert part in message


def test_no_amount_in_a_sentence_can_be_broken_over_two_lines(folder: Path) -> None:
    for message in (verdict.message for verdict in judged(folder)):
        assert not re.search(r"\d (?:\d{3}\b|kr\b|%)|− \d", message), message


@pytest.mark.parametrize(("value", "printed"), [("1234567", "1 234 567 kr"), ("-518359.00", "−518 359 kr"), ("0.5", "0,5 kr")])
def test_amounts_are_spaced_as_in_swedish(value: str, printed: str) -> None:
    assert amount(Decimal(value), "kr").replace("\u00a0", " ") == printed


def test_the_data_docs_hold_the_rules_sentences(folder: Path) -> None:
    judged(folder)
    pages = "".join(page.read_text(encoding="utf-8") for page in (folder / "data_docs").rglob("*.html"))
    assert "Total assets equal total equity, provisions and liabilities." in pages


def test_ids_are_stable_and_tell_places_apart(folder: Path) -> None:
    first, second = judged(folder), judged(folder)
    assert [v.verdict_id for v in first] == [v.verdict_id for v in second]
    assert len({v.verdict_id for v in first}) == len(first)
    moved = dataclasses.replace(first[0], difference=Decimal(7), table_no=9, message="said otherwise")
    assert moved.verdict_id == first[0].verdict_id


def test_the_files_have_the_contracts_columns_and_the_same_bytes(folder: Path) -> None:
    verdicts = judged(folder)
    write_verdicts(verdicts, folder / "one")
    write_verdicts(reversed(verdicts), folder / "two")
    tables = yaml.safe_load((ROOT / "ingest" / "contract.yml").read_text(encoding="utf-8"))["tables"]
    for name in ("verdicts", "verdict_facts"):
        contracted = list(tables[f"quality.{name}"]["columns"])
        assert pq.read_schema(folder / "one" / f"{name}.parquet").names[: len(contracted)] == contracted
        assert (folder / "one" / f"{name}.parquet").read_bytes() == (folder / "two" / f"{name}.parquet").read_bytes()
    sides = pq.read_table(folder / "one" / "verdict_facts.parquet").to_pylist()
    assert {(row["fact_id"], row["side"]) for row in sides} >= {("fails-left", "left"), ("fails-right", "right")}


def test_only_the_side_that_is_in_order_gets_the_benefit_of_the_doubt() -> None:
    inside = residual("F1", "sum", left_fact_ids=("a",), right_fact_ids=("b",))
    across = residual("F8", "cash", scope="document", left_fact_ids=("c",), right_fact_ids=("b",))
    both = residual("F8", "both", scope="document", left_fact_ids=("a",), right_fact_ids=("b",))
    violated = {("F1", "sum"), ("F8", "cash"), ("F8", "both")}
    assert set(find_doubts([inside, across, both], violated, RULES)) == {("F8", "cash")}


def test_importing_the_room_imports_no_heavy_engine() -> None:
    program = (
        "import sys, expectations.judge, expectations.rules, expectations.verdict, expectations.suites;"
        "print([name for name in ('great_expectations', 'pandas', 'dbt', 'duckdb') if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
