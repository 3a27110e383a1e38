"""Sums as a check on recognised figures: one digit is put right, a printed error is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from ingest.contracts import FinanceRow, SumRow
from ingest.numerals import parse_numeral
from ingest.parity import Trust, doubt_alone, doubt_decimals, doubt_units, settle_by_sums

SURE = Trust(99.0)


def fact(name: str, printed: str) -> FinanceRow:
    """A cost of one column, printed so."""
    amount = parse_numeral(printed).value
    day = date(2024, 12, 31)
    return FinanceRow(
        fact_id=name, document_id="d", association_id="a", page=1, x0=0, top=0, x1=1, bottom=1, reading="ocr",
        reading_note=None, doubt=None, period_type="year", period_start=date(2024, 1, 1), period_end=day,
        fiscal_year=2024, statement="note", table_no=1, row_no=1, column_no=1, label_printed=name, label_path="",
        section="costs", line_item=None, initiative_id=None, contributor_id=None, is_total=False, is_of_which=False,
        column_printed="2024", scenario="actual", budget_version=None, deviation_of=None, income_basis=None,
        amount_printed=printed, unit_printed=None, unit_used="SEK", unit_multiple=1, precision_sek=Decimal(1),
        amount_sek=amount, amount_natural_sek=-amount, note_ref=None, table_note=None, table_title=None,
    )  # fmt: skip


def total(name: str, *parts: str) -> list[SumRow]:
    """The sum of these parts."""
    return [SumRow("d", 1, 1, name, part, 1, False) for part in parts]


def settle(
    printed: Mapping[str, str], sums: Sequence[SumRow], unsure: Mapping[str, Trust]
) -> tuple[dict[str, FinanceRow], tuple[SumRow, ...]]:
    """Settle facts that are sure but for those given."""
    facts, rows = settle_by_sums([fact(n, p) for n, p in printed.items()], sums, dict.fromkeys(printed, SURE) | dict(unsure))
    return {row.fact_id: row for row in facts}, rows


# Two sums run through b: its group and the whole.
PRINTED = {"a": "1 500", "b": "2 380", "ab": "3 800", "c": "1 000", "abc": "4 800", "check": "2 300", "e": "100", "be": "2 400"}
SUMS = [*total("ab", "a", "b"), *total("abc", "ab", "c"), *total("be", "b", "e")]


def test_a_lost_digit_is_put_right_when_two_sums_leave_one_reading() -> None:
    facts, sums = settle(PRINTED, SUMS, {"b": Trust(35.0)})
    row = facts["b"]
    assert (row.amount_printed, row.amount_sek, row.amount_natural_sek) == ("2 300", Decimal(2300), Decimal(-2300))
    assert row.doubt is None
    assert row.reading_note == "recognition read '2 380'; read as '2 300' because the sums through it then hold"
    assert {s.total_fact_id for s in sums if s.used_to_repair} == {"ab", "be"}


def test_a_clearly_read_error_survives() -> None:
    facts, sums = settle(PRINTED, SUMS, {})
    assert {name: row.amount_printed for name, row in facts.items()} == PRINTED
    assert facts["b"].doubt == "read by OCR, and the sum 'ab' does not hold in this column"
    assert not any(row.used_to_repair for row in sums)


def test_text_is_never_touched() -> None:
    rows = [replace(fact(name, printed), reading="text") for name, printed in PRINTED.items()]
    assert settle_by_sums(rows, SUMS, {}) == (tuple(rows), tuple(SUMS))


def test_one_sum_is_not_enough_to_guess_a_digit() -> None:
    """It cannot tell a misread digit from a sum that its author got wrong."""
    facts, sums = settle({"a": "1 500", "b": "2 380", "ab": "3 800"}, total("ab", "a", "b"), {"b": Trust(35.0)})
    assert facts["b"].amount_printed == "2 380"
    assert facts["b"].doubt is not None
    assert not any(row.used_to_repair for row in sums)


def test_another_reading_that_one_sum_confirms_is_taken_with_a_doubt() -> None:
    facts, _ = settle({"a": "1 500", "b": "2 380", "ab": "3 800"}, total("ab", "a", "b"), {"b": Trust(50.0, ("2 300", "2 390"))})
    assert (facts["b"].amount_printed, facts["b"].doubt) == ("2 300", "a digit was settled by a single sum")


@pytest.mark.parametrize("unsure", [{"a": Trust(30.0), "b": Trust(30.0)}, {"ab": Trust(30.0), "b": Trust(30.0, ("2 300",))}])
def test_two_ways_to_mend_a_sum_mend_nothing_but_by_a_reading(unsure: Mapping[str, Trust]) -> None:
    printed = {"a": "1 500", "b": "2 380", "ab": "3 800", "x": "10", "abx": "3 810", "ax": "1 510", "bx": "2 310"}
    sums = [*total("ab", "a", "b"), *total("ax", "a", "x"), *total("bx", "b", "x")]
    facts, _ = settle(printed, sums, unsure)
    assert facts["b"].amount_printed == "2 300"  # only b's sums all hold with one digit changed
    assert facts["a"].amount_printed == "1 500"


def test_a_digit_that_rounding_leaves_open_stays_open() -> None:
    printed = {"a": "1 500", "b": "2 308", "ab": "3 800", "x": "10", "bx": "2 310"}
    facts, _ = settle(printed, [*total("ab", "a", "b"), *total("bx", "b", "x")], {"b": Trust(30.0)})
    assert facts["b"].amount_printed == "2 308"
    assert facts["b"].doubt is not None


def test_low_confidence_is_a_doubt_unless_an_exact_sum_confirms() -> None:
    printed = {"a": "1 500", "b": "2 300", "ab": "3 800", "c": "700"}
    facts, _ = settle(printed, total("ab", "a", "b"), {"b": Trust(40.0), "c": Trust(40.0)})
    assert facts["b"].doubt is None
    assert facts["c"].doubt == "read by OCR with low confidence (40 of 100), not confirmed by a sum"
    rounded, _ = settle(printed | {"ab": "3 801"}, total("ab", "a", "b"), {"b": Trust(40.0)})
    assert rounded["b"].doubt is not None
    assert rounded["a"].doubt is None


def test_a_bare_year_among_recognised_amounts_is_doubted() -> None:
    facts, _ = settle({"a": "2021", "b": "2 021"}, [], {})
    assert facts["a"].doubt == "read by OCR, may be a year and no amount"
    assert facts["b"].doubt is None


def test_a_figure_that_no_sum_can_confirm() -> None:
    assert doubt_alone(SURE) is None
    assert doubt_alone(Trust(61.2)) == "read by OCR with low confidence (61 of 100)"


def test_a_unit_that_was_not_read_is_doubted() -> None:
    small, large = fact("a", "9 601"), replace(fact("b", "9 601 000"), table_no=2)
    said, text = replace(small, table_no=3, unit_printed="SEK"), replace(small, table_no=4, reading="text")
    assert [bool(row.doubt) for row in doubt_units([small, large, said, text])] == [True, False, False, False]


def test_a_lone_amount_without_decimals_in_a_row_that_has_them_is_doubted() -> None:
    row = [fact("a", "9,52"), fact("b", "839"), fact("c", "7,54")]
    assert [f.doubt is not None for f in doubt_decimals(row)] == [False, True, False]
    assert [f.doubt for f in doubt_decimals([fact("a", "9,52"), fact("b", "0"), fact("c", "7,54")])] == [None] * 3
    assert [f.doubt for f in doubt_decimals([fact("a", "80"), fact("b", "839"), fact("c", "7,54")])] == [None] * 3
    text = [replace(f, reading="text") for f in row]
    assert list(doubt_decimals(text)) == text
