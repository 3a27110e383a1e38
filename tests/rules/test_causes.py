"""Whose error it is: the smallest set of cells that mends what fails, and what that says of the cause."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from expectations.digits import misread, slip
from expectations.verdict import Outcome, Verdict
from tests.rules.examples import Archive, build, judged, of

_SUM = [
    {"statement": "income_statement", "column": 2024, "row": 1, "item": "contributions", "amount": 500000, "sums_to": "total"},
    {"statement": "income_statement", "column": 2024, "row": 2, "item": "other_income", "amount": 12345, "sums_to": "total"},
    {"statement": "income_statement", "column": 2024, "row": 3, "item": "operating_income", "amount": 512345, "is": "total"},
    {"statement": "income_statement", "column": 2024, "row": 4, "item": "total_costs", "amount": 400000},
    {"statement": "income_statement", "column": 2024, "row": 5, "item": "operating_result", "amount": 112345},
]
_CASH = [
    {"statement": "cash_flow", "column": 2024, "item": "result", "amount": -518359},
    {"statement": "cash_flow", "column": 2024, "item": "change_in_receivables", "amount": -73442},
    {"statement": "cash_flow", "column": 2024, "item": "change_in_current_liabilities", "amount": -238080},
    {"statement": "cash_flow", "column": 2024, "item": "cash_flow_for_year", "amount": -206837},
    *({"statement": "balance_sheet", "column": f"{year}-12-31", "item": item, "amount": amount}
      for year, item, amount in ((2023, "receivables", 174267), (2024, "receivables", 100825),
                                 (2023, "current_liabilities", 892854), (2024, "current_liabilities", 1130935))),
]  # fmt: skip


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> list[Verdict]:
    archive = Archive()
    archive.add("wrong-total", [{**row, "amount": 521345} if row["row"] == 3 else row for row in _SUM])
    archive.add("wrong-part", [{**row, "amount": 21345} if row["row"] == 2 else row for row in _SUM])
    archive.add("two-signs", _CASH)
    return judged(build(tmp_path_factory.mktemp("causes"), archive))


def alarms(verdicts: list[Verdict], name: str) -> list[Verdict]:
    """What was found in one case."""
    rules = {verdict.rule_id for verdict in verdicts}
    return [
        v for rule in sorted(rules) for v in of(verdicts, rule, name) if v.outcome in {Outcome.FAIL, Outcome.WARN} and v.suspect_fact_ids
    ]


def test_a_total_with_two_digits_exchanged_is_the_suspect(verdicts: list[Verdict]) -> None:
    found = alarms(verdicts, "wrong-total")
    assert "F1" in {v.rule_id for v in found}
    assert {(v.suspect_fact_ids, v.expected_value, v.cause) for v in found} == {(("wrong-total-3",), Decimal(512345), "printed")}


def test_a_part_is_the_suspect_when_its_total_holds_elsewhere(verdicts: list[Verdict]) -> None:
    found = alarms(verdicts, "wrong-part")
    assert "F1" in {v.rule_id for v in found}
    assert {(v.suspect_fact_ids, v.expected_value, v.cause) for v in found} == {(("wrong-part-2",), Decimal(12345), "printed")}


def test_two_flipped_signs_are_found_together(verdicts: list[Verdict]) -> None:
    found = [v for v in alarms(verdicts, "two-signs") if v.rule_id == "F9"]
    assert {frozenset(v.suspect_fact_ids) for v in found} == {frozenset({"two-signs-2", "two-signs-3"})}


def test_what_holds_has_no_cause(verdicts: list[Verdict]) -> None:
    assert {v.cause for v in verdicts if v.outcome is Outcome.PASS} == {None}


@pytest.mark.parametrize(
    ("wrong", "right", "kind", "by_eye"),
    [
        ("1500862", "1501862", "digit", False),
        ("521345", "512345", "transposed", False),
        ("-73442", "73442", "sign", True),
        ("1062838", "1062888", "digit", True),
        ("40000", "400000", "length", True),
        ("512345", "700001", None, False),
    ],
)
def test_slips_of_hand_and_eye(wrong: str, right: str, kind: str | None, by_eye: bool) -> None:
    assert slip(Decimal(wrong), Decimal(right), Decimal(1)) == kind
    assert misread(Decimal(wrong), Decimal(right), Decimal(1)) is by_eye


def test_without_cells_every_cause_is_still_told(tmp_path: Path) -> None:
    from expectations.cells import read_cells

    assert read_cells(tmp_path) == {}
