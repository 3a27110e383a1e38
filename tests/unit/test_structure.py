"""Which rows a printed sum adds up: nested, unlabelled, of-which, wrong."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from ingest.nearly import find_sums_by_others
from ingest.structure import SumLine, find_sums, tolerance

ONE = Decimal(1)


def _row(index: int, *amounts: int | None, total: bool = False, path: str = "", section: str = "costs", **more: object) -> SumLine:
    row = SumLine(
        index=index, amounts={c: Decimal(a) for c, a in enumerate(amounts) if a is not None}, is_total=total, is_result=False,
        is_of_which=False, is_stock_aside=False, section=section, path=path, explicit=total,
    )  # fmt: skip
    return replace(row, **more)  # type: ignore[arg-type]


def _parts(rows: list[SumLine], precision: Decimal = ONE) -> dict[int, dict[int, int]]:
    return {found.total: dict(found.parts) for found in find_sums(rows, precision)}


def test_a_sum_adds_the_rows_above_it() -> None:
    rows = [_row(0, 100, 90), _row(1, 250, None), _row(2, 350, 90, total=True)]
    (found,) = find_sums(rows, ONE)
    assert (found.total, dict(found.parts), found.holds, found.columns) == (2, {0: 1, 1: 1}, 2, 2)


def test_a_grand_total_adds_subtotals_and_not_their_parts() -> None:
    rows = [
        _row(0, 100, path="a"), _row(1, 200, path="a"), _row(2, 300, total=True, path="a"),
        _row(3, 1_000, path="b"), _row(4, 50, path="b"), _row(5, 1_050, total=True, path="b"),
        _row(6, 1_350, total=True),
    ]  # fmt: skip
    assert _parts(rows) == {2: {0: 1, 1: 1}, 5: {3: 1, 4: 1}, 6: {2: 1, 5: 1}}


def test_a_result_takes_costs_away_when_they_are_printed_positive() -> None:
    rows = [
        _row(0, 900, section="income"), _row(1, 100, section="income"), _row(2, 1_000, total=True, section="income"),
        _row(3, 600, sign=-1), _row(4, 150, sign=-1), _row(5, 750, total=True, sign=-1),
        _row(6, 250, total=True, section="result", is_result=True),
    ]  # fmt: skip
    assert _parts(rows)[6] == {2: 1, 5: -1}
    assert _parts(rows)[5] == {3: 1, 4: 1}


def test_of_which_rows_and_empty_rows_are_no_parts() -> None:
    rows = [_row(0, 100), _row(1, 60, is_of_which=True), _row(2), _row(3, 200), _row(4, 300, total=True)]
    assert _parts(rows) == {4: {0: 1, 3: 1}}


def test_a_printed_wrong_sum_keeps_its_parts() -> None:
    rows = [_row(0, 100_000), _row(1, 211_435), _row(2, 310_535, total=True)]
    (found,) = find_sums(rows, ONE)
    assert (dict(found.parts), found.holds, found.columns) == ({0: 1, 1: 1}, 0, 1)
    assert rows[2].amounts == {0: Decimal(310_535)}


def test_a_sum_that_is_wrong_in_one_column_is_settled_by_the_others() -> None:
    rows = [_row(0, 7, 70, 700), _row(1, 100, 90, 80), _row(2, 250, 260, 270), _row(3, 350, 350, 999, total=True)]
    (found,) = find_sums(rows, ONE)
    assert (dict(found.parts), found.holds, found.columns) == ({1: 1, 2: 1}, 2, 3)


def test_opening_equity_stands_aside_unless_the_sum_needs_it() -> None:
    income = [_row(0, 1_000, section="income"), _row(1, 400, section="income", is_stock_aside=True)]
    assert _parts([*income, _row(2, 1_000, total=True, section="income")]) == {2: {0: 1}}
    assert _parts([*income, _row(2, 1_400, total=True, section="income")]) == {2: {0: 1, 1: 1}}


def test_a_total_above_nothing_has_no_parts() -> None:
    assert find_sums([_row(0, 350, total=True), _row(1, 100)], ONE) == []
    assert find_sums([], ONE) == []


def test_zeros_prove_nothing() -> None:
    assert _parts([_row(0, 0), _row(1, 0), _row(2, 0, total=True)]) == {}


@pytest.mark.parametrize(
    ("terms", "precision", "kronor"),
    [(2, "1", "2"), (10, "1", "5"), (3, "0.01", "2"), (2, "1000", "1000"), (4, "1000", "2000"), (9, "1000", "3000")],
)
def test_tolerance_follows_the_printed_unit_and_the_number_of_terms(terms: int, precision: str, kronor: str) -> None:
    assert tolerance(terms, Decimal(precision)) == Decimal(kronor)


def test_rounding_alone_does_not_break_a_sum() -> None:
    rows = [_row(0, 548_702), _row(1, 1_097_406), _row(2, 1_646_106, total=True)]
    assert find_sums(rows, ONE)[0].holds == 1


def _plan(printed: int, *, below: tuple[int, int, int]) -> list[SumLine]:
    """Costs of a plan: a part with a wrong figure in its last column, a part of one row, and the sum of both."""
    unknown = {"may_be_total": True}
    return [
        _row(0, 885, 895, 900), _row(1, 1_760, 1_775, 1_790), _row(2, 2_645, 2_670, printed, **unknown),
        _row(3, 950, 960, 970), _row(4, 950, 960, 970, **unknown), _row(5, *below, total=True),
    ]  # fmt: skip


def test_a_sum_with_a_misprint_is_borne_out_by_the_sum_below_it() -> None:
    found = {printed.total: printed for printed in find_sums_by_others(_plan(2_960, below=(3_595, 3_630, 3_660)), ONE)}
    assert {total: dict(printed.parts) for total, printed in found.items()} == {2: {0: 1, 1: 1}, 4: {3: 1}, 5: {2: 1, 4: 1}}
    assert (found[2].holds, found[2].columns, found[2].discovered) == (2, 3, True)
    assert (found[5].holds, found[5].columns) == (2, 3)


def test_rows_that_add_up_by_chance_are_no_sum_when_the_sum_below_does_not_say_so() -> None:
    rows = _plan(2_960, below=(7_190, 7_260, 7_590))  # all five rows are parts, and hold
    assert [printed.total for printed in find_sums_by_others(rows, ONE)] == [5]
    assert [printed.total for printed in find_sums_by_others(rows[:5], ONE)] == []


def test_decimals_of_millions_are_no_kronor() -> None:
    rows = [
        _row(0, 392, path="a", may_be_total=True), _row(1, 65, path="a", may_be_total=True), _row(2, 67, path="a", may_be_total=True),
        _row(3, 66, path="a", may_be_total=True), _row(4, 590, path="a", total=True),
    ]  # fmt: skip
    million = [replace(row, amounts={0: row.amounts[0] / 100, 1: (row.amounts[0] + 10) / 100}) for row in rows]
    million[4] = replace(million[4], amounts={0: Decimal("5.90"), 1: Decimal("6.30")})
    assert _parts(million, Decimal("0.01")) == {4: {0: 1, 1: 1, 2: 1, 3: 1}}


def test_a_total_by_name_alone_that_holds_by_chance_is_a_part_where_the_sum_below_needs_it() -> None:
    rows = [
        _row(0, 1_699_000, 1_750_000), _row(1, 662_000, 640_000), _row(2, 187_000, 250_000),
        _row(3, 872_000, 890_000, total=True, explicit=False), _row(4, 3_420_000, 3_530_000, total=True),
    ]  # fmt: skip
    assert _parts(rows) == {4: {0: 1, 1: 1, 2: 1, 3: 1}}


def test_a_total_by_name_alone_with_a_misprint_keeps_its_parts_where_the_sum_below_needs_it() -> None:
    rows = [
        _row(0, 1_699_000, 1_750_000), _row(1, 662_000, 640_000), _row(2, 187_000, 250_000),
        _row(3, 859_000, 890_000, total=True, explicit=False), _row(4, 2_548_000, 2_640_000, total=True),
    ]  # fmt: skip
    assert _parts(rows)[3] == {1: 1, 2: 1}


def test_a_total_by_name_alone_with_a_misprint_keeps_its_parts_where_the_sum_below_comes_out_either_way() -> None:
    rows = [
        _row(0, 850_000, 900_000), _row(1, 1_645_000, 1_700_000), _row(2, 2_496_000, 2_600_000, total=True, explicit=False),
        _row(3, 100_000, 110_000), _row(4, 2_596_000, 2_710_000, total=True),
    ]  # fmt: skip
    assert _parts(rows) == {2: {0: 1, 1: 1}, 4: {2: 1, 3: 1}}


def test_a_misprint_in_a_total_by_name_alone_is_not_made_good_by_losing_the_sum_below() -> None:
    rows = [
        _row(0, 6_200, 6_385), _row(1, 710, 730), _row(2, 1_375, 1_415), _row(3, 3_085, 2_145, total=True, explicit=False),
        _row(4, 8_285, 8_530, total=True, explicit=False),
    ]  # fmt: skip
    assert _parts(rows)[3] == {1: 1, 2: 1}
