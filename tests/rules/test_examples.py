"""Each rule's own examples, and the known roundings and errors, through dbt and Great Expectations."""

from __future__ import annotations

import pytest

from expectations.rules import load_rules
from expectations.verdict import Outcome, Verdict
from tests.rules.conftest import CASES
from tests.rules.examples import of

RULES = {rule.rule_id: rule for rule in load_rules()}
ALARMS = {Outcome.FAIL, Outcome.WARN, Outcome.ERROR}
GUARDS = {"people_guard", "indicator_guard"}  # families that keep figures apart: where they do, nothing is judged


@pytest.mark.parametrize("rule_id", RULES)
def test_the_passing_example_passes(rule_id: str, verdicts: list[Verdict]) -> None:
    outcomes = {verdict.outcome for verdict in of(verdicts, rule_id, f"{rule_id}-pass")}
    assert Outcome.PASS in outcomes
    assert not outcomes & ALARMS


@pytest.mark.parametrize("rule_id", RULES)
def test_the_failing_example_is_found_with_its_severity(rule_id: str, verdicts: list[Verdict]) -> None:
    if RULES[rule_id].family in GUARDS:
        assert {verdict.outcome for verdict in of(verdicts, rule_id, f"{rule_id}-fail")} == {Outcome.NOT_EVALUABLE}
        return
    expected = Outcome.FAIL if RULES[rule_id].severity == "error" else Outcome.WARN
    found = [verdict for verdict in of(verdicts, rule_id, f"{rule_id}-fail") if verdict.outcome in ALARMS]
    assert expected in {verdict.outcome for verdict in found}
    assert all((verdict.fact_ids or verdict.statement == "document") and verdict.file_name and verdict.statement for verdict in found)


@pytest.mark.parametrize("name", [name for name in CASES if name.startswith("clean-")])
def test_roundings_and_blanks_raise_no_alarm(name: str, verdicts: list[Verdict]) -> None:
    mine = [verdict for verdict in verdicts if verdict.document_id == name]
    assert Outcome.PASS in {verdict.outcome for verdict in mine}
    assert [verdict.message for verdict in mine if verdict.outcome in ALARMS] == []


@pytest.mark.parametrize(
    ("name", "rule_id", "why"),
    [
        ("doubt-unit-of-one-table", "F5", "differ by their unit"),
        ("doubt-column-of-another-date", "F5", "figure of another date"),
        ("doubt-result-before-interest", "F5", '"financial income" makes up the difference'),
        ("doubt-income-on-another-basis", "F16", "labelled differently"),
        ("doubt-restated-by-the-next-report", "F16", "may restate"),
        ("doubt-a-row-that-is-a-part-in-the-report-before", "F16", "labelled differently"),
        ("doubt-a-row-makes-up-the-difference", "F2", '"Extraordinär post" makes up the difference'),
    ],
)
def test_a_difference_that_may_be_ours_only_warns_and_says_why(name: str, rule_id: str, why: str, verdicts: list[Verdict]) -> None:
    alarms = [verdict for verdict in verdicts if (verdict.document_id + "-").startswith(name + "-") and verdict.outcome in ALARMS]
    assert {(verdict.rule_id, verdict.outcome, verdict.severity) for verdict in alarms} == {(rule_id, Outcome.WARN, "warn")}
    assert all(why in verdict.message for verdict in alarms)


def test_one_step_beyond_rounding_is_an_error_in_each_unit(verdicts: list[Verdict]) -> None:
    failed = [v for v in of(verdicts, "F1", "wrong-one-step-beyond-rounding") if v.outcome is Outcome.FAIL]
    assert sorted((v.statement, v.difference, v.tolerance) for v in failed) == [
        ("income_statement", 3, 2),
        ("operating_statement", 3000, 2000),
    ]


def test_a_missing_part_is_not_evaluable_and_says_which(verdicts: list[Verdict]) -> None:
    (verdict,) = of(verdicts, "F3", "missing-the-assets")
    assert verdict.outcome is Outcome.NOT_EVALUABLE
    assert "total_assets" in verdict.message


def test_the_statement_that_stands_alone_is_the_one_found(verdicts: list[Verdict]) -> None:
    alarms = [v for v in of(verdicts, "F5", "wrong-one-result-of-four") if v.outcome in ALARMS]
    assert [(v.outcome, v.statement, v.left_value, v.right_value) for v in alarms] == [(Outcome.FAIL, "income_statement", 910000, 190000)]


def test_a_sum_that_fails_in_every_column_is_not_held_against_the_report(verdicts: list[Verdict]) -> None:
    found = of(verdicts, "F1", "misread-structure")
    assert {v.outcome for v in found} == {Outcome.NOT_EVALUABLE}
    assert len(found) == 2


def test_a_statement_in_order_is_only_warned_about_when_the_other_breaks_its_own_sum(verdicts: list[Verdict]) -> None:
    case = "wrong-balance-right-cash-flow"
    (broken_sum,) = [v for v in of(verdicts, "F1", case) if v.outcome in ALARMS]
    assert (broken_sum.outcome, broken_sum.statement) == (Outcome.FAIL, "balance_sheet")
    (cash,) = [v for v in of(verdicts, "F8", case) if v.outcome in ALARMS]
    assert (cash.outcome, cash.severity, cash.statement) == (Outcome.WARN, "warn", "cash_flow")
    assert "breaks rule F1" in cash.message


def test_flipped_signs_are_named_with_both_figures(verdicts: list[Verdict]) -> None:
    (verdict,) = [v for v in of(verdicts, "F9", "F9-fail") if v.outcome is Outcome.FAIL]
    assert "signs look flipped" in verdict.message
    assert (verdict.left_value, verdict.right_value) == (-829881, -206837)
    assert len(verdict.left_fact_ids) == 3
    assert verdict.column_printed == "actual 2024-12-31"


def test_the_income_basis_that_holds_is_recorded(verdicts: list[Verdict]) -> None:
    income = [v for v in of(verdicts, "F13", "clean-overview-in-thousands") if v.left_value == 5277000]
    assert [(v.outcome, v.right_value) for v in income] == [(Outcome.PASS, 5277544)]
    assert "financial income" in income[0].message


def test_a_deviation_with_the_sign_of_no_other_row_is_told_of(verdicts: list[Verdict]) -> None:
    (odd,) = [v for v in of(verdicts, "F11", "wrong-sign-of-one-deviation") if v.outcome in ALARMS]
    assert (odd.outcome, odd.left_value, odd.right_value) == (Outcome.WARN, -11000, 11000)
    assert "no other row of its section" in odd.message


def test_of_two_sums_of_one_name_the_outer_one_is_balanced(verdicts: list[Verdict]) -> None:
    found = of(verdicts, "F3", "wrong-balance-with-a-sum-on-the-way")
    assert sorted((v.outcome, v.left_value, v.right_value) for v in found) == [
        (Outcome.FAIL, 4102390, 4101390),
        (Outcome.PASS, 3577821, 3577821),
    ]
