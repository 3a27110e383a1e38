"""What a stern auditor tries on a report: errors that stand alone, and habits that are none, each with the rule that must tell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from expectations.verdict import Outcome, Verdict
from tests.rules.examples import Archive, build, judged

CASES: dict[str, list[dict[str, Any]]] = yaml.safe_load((Path(__file__).parent / "auditor_cases.yml").read_text(encoding="utf-8"))
ALARMS = {Outcome.FAIL, Outcome.WARN, Outcome.ERROR}
# Which rules look at a document as a whole, and say nothing of these cases.
_OF_DOCUMENTS = {"D1", "D2", "D3", "D4", "D6", "F15", "F18", "F19", "F22"}
FAIL, WARN = Outcome.FAIL, Outcome.WARN


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> list[Verdict]:
    """What the rules say of the cases."""
    archive = Archive()
    for name, case in CASES.items():
        archive.add(name, case)
    return judged(build(tmp_path_factory.mktemp("auditor"), archive))


def alarms(verdicts: list[Verdict], name: str) -> list[Verdict]:
    return [v for v in verdicts if v.association_id == name and v.outcome in ALARMS and v.rule_id not in _OF_DOCUMENTS]


@pytest.mark.parametrize(
    ("name", "rule_id", "outcome", "statement"),
    [
        ("wrong-deviation-of-the-sum", "F11", FAIL, "operating_statement"),
        ("wrong-deviation-of-what-was-not-planned", "F11", WARN, "operating_statement"),
        ("wrong-sum-of-last-year", "F1", FAIL, "balance_sheet"),
        ("wrong-result-of-the-forecast", "F2", FAIL, "income_statement"),
        ("wrong-assets-of-the-overview", "F24", WARN, "multi_year_overview"),
        ("wrong-ratio-of-a-year-that-only-the-overview-prints", "F17", WARN, "multi_year_overview"),
        ("wrong-roll-forward-of-the-overview", "F4", WARN, "multi_year_overview"),
        ("wrong-sign-that-the-sum-follows", "F9", WARN, "cash_flow"),
        ("wrong-last-year-of-a-note", "F7", FAIL, "balance_sheet"),
        ("wrong-note-of-a-line-without-number", "F7", WARN, "balance_sheet"),
        ("wrong-split-of-a-plan-year", "F10", FAIL, "budget_plan"),
        ("wrong-overview-of-an-earlier-year", "F16", WARN, "multi_year_overview"),
        ("wrong-budget-of-an-interim-report", "F12", WARN, "income_statement"),
        ("wrong-roll-forward-in-a-note", "F4", FAIL, "note"),
        ("wrong-roll-forward-of-the-operating-statement", "F4", WARN, "operating_statement"),
        ("wrong-outcome-told-in-a-plan", "F16", WARN, "budget_plan"),
        ("wrong-unit-of-thousands-headed-kronor", "F14", FAIL, "operating_statement"),
        ("wrong-unit-that-last-year-shows", "F14", FAIL, "income_statement"),
    ],
)
def test_an_error_that_stands_alone_is_found_where_it_stands(
    name: str, rule_id: str, outcome: Outcome, statement: str, verdicts: list[Verdict]
) -> None:
    found = {(v.rule_id, v.outcome, v.statement) for v in alarms(verdicts, name)}
    assert (rule_id, outcome, statement) in found


@pytest.mark.parametrize("name", [name for name in CASES if name.startswith("clean-")])
def test_a_habit_is_no_error(name: str, verdicts: list[Verdict]) -> None:
    mine = [v for v in verdicts if v.association_id == name and v.rule_id not in _OF_DOCUMENTS]
    assert any(v.outcome is Outcome.PASS for v in mine)
    assert [v.message for v in alarms(verdicts, name)] == []


@pytest.mark.parametrize(
    ("name", "rule_id", "why"),
    [
        ("unjudged-unknown-row-between", "F2", "what they are is not known"),
        ("unjudged-subtotal-against-the-plans-sum", "F25", "may hold different things"),
        ("unjudged-note-about-a-part-in-every-column", "F7", "holds in no column"),
        ("unjudged-overview-without-its-financial-items", "F1", "a selection of rows"),
        ("unjudged-overview-without-its-financial-items", "F2", "a selection of rows"),
        ("unjudged-deviations-of-columns-that-were-not-read", "F11", "which ones it compares is not understood"),
    ],
)
def test_what_cannot_be_told_is_said_not_to_be_judged(name: str, rule_id: str, why: str, verdicts: list[Verdict]) -> None:
    assert alarms(verdicts, name) == []
    assert [v.message for v in verdicts if v.association_id == name and v.rule_id == rule_id and why in v.message]


def test_a_column_of_which_nothing_agrees_is_one_finding_at_its_greatest_figure(verdicts: list[Verdict]) -> None:
    (one,) = [v for v in alarms(verdicts, "doubt-no-figure-of-a-column-agrees") if v.rule_id == "F16"]
    assert (one.outcome, one.left_value, one.right_value) == (WARN, 3136000, 2126000)
    assert "another association of that name" in one.message
