"""F29: what a sentence tells against what the statements print, where more than one figure may be meant."""

from __future__ import annotations

from typing import Any

import pytest

from expectations.verdict import Outcome, Verdict
from tests.rules.examples import Archive, build, judged, of

_RESULT = {"statement": "income_statement", "column": 2024, "item": "result", "amount": 524380}
_COSTS = {"statement": "income_statement", "column": 2024, "item": "total_costs", "amount": 8120400}
_BUDGET = {"statement": "income_statement", "column": 2024, "item": "result", "amount": 430000, "scenario": "budget", "row": 1}
_HALF = {"document": "half", "report_type": "interim_report", "year": 2024}


def _told(item: str, amount: int, **more: Any) -> dict[str, Any]:
    return {"told": item, "column": 2024, "amount": amount, "precision": 1000, **more}


CASES: dict[str, tuple[list[dict[str, Any]], Outcome]] = {
    "rounded": ([_RESULT, _told("result", 524000)], Outcome.PASS),
    "rounded-the-wrong-way": ([_RESULT, _told("result", 525000)], Outcome.WARN),
    "about": ([_RESULT, _told("result", 525000, about=True)], Outcome.PASS),
    "one-of-several": ([_RESULT, {**_RESULT, "statement": "note", "amount": 410000}, _told("result", 410000)], Outcome.PASS),
    "nothing-is-printed": ([_RESULT, _told("total_assets", 524000)], Outcome.NOT_EVALUABLE),
    "another-year": ([_RESULT, _told("result", 300000, column=2023)], Outcome.NOT_EVALUABLE),
    "a-budget-that-is-not-printed": ([_RESULT, _told("result", 430000, scenario="budget")], Outcome.NOT_EVALUABLE),
    "a-budget": ([_RESULT, _BUDGET, _told("result", 430000, scenario="budget")], Outcome.PASS),
    "a-difference-of-two-columns": (
        [{**_RESULT, "row": 1}, _BUDGET, _told("result", 94000, scenario="deviation", against="budget")],
        Outcome.PASS,
    ),
    "a-wrong-difference": ([{**_RESULT, "row": 1}, _BUDGET, _told("result", 49000, scenario="deviation", against="budget")], Outcome.WARN),
    "a-difference-in-its-column": (
        [{**_RESULT, "scenario": "deviation", "amount": -94380}, _told("result", 94000, scenario="deviation", against="budget")],
        Outcome.PASS,
    ),
    "costs-with-the-financial-ones": (
        [_COSTS, {**_COSTS, "item": "financial_costs", "amount": 80000}, _told("total_costs", 8200000)],
        Outcome.NOT_EVALUABLE,
    ),
    "contributions-of-each-member": (
        [
            {**_COSTS, "item": "contribution_state", "amount": 4000000},
            {**_COSTS, "item": "contribution_region", "amount": 2000000, "contributor": "region"},
            {**_COSTS, "item": "contribution_municipality", "amount": 2000000, "contributor": "kommun"},
            _told("contributions", 8000000),
        ],
        Outcome.PASS,
    ),
    "another-item-alone": ([{**_RESULT, "item": "operating_result"}, _told("result", 300000)], Outcome.NOT_EVALUABLE),
    "another-item-with-its-digits-exchanged": ([{**_RESULT, "item": "operating_result"}, _told("result", 542000)], Outcome.WARN),
    "a-sign": ([_RESULT, _told("result", -524000)], Outcome.WARN),
    "a-budget-of-half-a-year-or-a-whole-one": (
        [{**_HALF, **_BUDGET}, {**_HALF, **_told("result", 200000, scenario="budget")}],
        Outcome.NOT_EVALUABLE,
    ),
}


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> list[Verdict]:
    """What the rules say of all cases."""
    archive = Archive()
    for name, (rows, _) in CASES.items():
        archive.add(name, rows)
    return judged(build(tmp_path_factory.mktemp("told_money"), archive))


@pytest.mark.parametrize("name", CASES)
def test_a_sentence_is_held_against_what_it_can_mean(name: str, verdicts: list[Verdict]) -> None:
    # A case's name may begin another's: its documents are those of its own association.
    found = [verdict for verdict in of(verdicts, "F29", name) if verdict.association_id == name]
    assert [verdict.outcome for verdict in found] == [CASES[name][1]], [verdict.message for verdict in found]


def test_exchanged_digits_are_held_to_be_printed_in_the_sentence(verdicts: list[Verdict]) -> None:
    (found,) = [v for v in of(verdicts, "F29", "another-item-with-its-digits-exchanged") if v.outcome is Outcome.WARN]
    assert (found.statement, found.left_value, found.right_value) == ("income_statement", 542000, 524380)
    assert (found.cause, len(found.suspect_fact_ids)) == ("printed", 1)
    assert "in a sentence on page 3" in found.message
    assert "i en mening på sidan 3" in (found.message_sv or "")


def test_opposite_signs_are_named(verdicts: list[Verdict]) -> None:
    (found,) = [v for v in of(verdicts, "F29", "a-sign") if v.outcome is Outcome.WARN]
    assert "signs are opposite" in found.message
