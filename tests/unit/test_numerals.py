"""Swedish amounts as reports print them, and what is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ingest.numerals import UnreadableAmount, find_numeral, normalise_spaces, parse_numeral


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("0", "0"), ("7", "7"), ("505", "505"), ("4 832 898", "4832898"), ("4\u00a0832\u00a0898", "4832898"),
        ("4\u2009832\u2009898", "4832898"), ("4\u202f832\u202f898", "4832898"), ("2.916.000", "2916000"), ("1.925", "1925"),
        ("4832898", "4832898"), ("11,2", "11.2"), ("14,40", "14.40"), ("1 234,50", "1234.50"), ("1.234,5", "1234.5"),
        ("-505", "-505"), ("- 505", "-505"), ("–505", "-505"), ("– 4 671 152", "-4671152"), ("−65", "-65"), ("− 65", "-65"),
        ("(505)", "-505"), ("(4 671 152)", "-4671152"), ("( 505 )", "-505"), ("505-", "-505"), ("+5", "5"), ("-0,03", "-0.03"),
    ],
)  # fmt: skip
def test_amounts(printed: str, value: str) -> None:
    assert parse_numeral(printed).value == Decimal(value)
    assert parse_numeral(f"  {printed} ").value == Decimal(value)


@pytest.mark.parametrize(
    ("printed", "value", "unit"),
    [
        ("2.916.000kr", 2916000, "SEK"), ("500.000 kr", 500000, "SEK"), ("154.858kr", 154858, "SEK"), ("1 234:-", 1234, "SEK"),
        ("600tkr", 600, "TSEK"), ("1.925 tkr", 1925, "TSEK"), ("5 kkr", 5, "TSEK"), ("-12 Tkr", -12, "TSEK"),
        ("10 mnkr", 10, "MSEK"), ("10 mkr", 10, "MSEK"), ("3 MSEK", 3, "MSEK"), ("12 345", 12345, None),
    ],
)  # fmt: skip
def test_units_stand_behind_the_amount(printed: str, value: int, unit: str | None) -> None:
    numeral = parse_numeral(printed)
    assert (numeral.value, numeral.unit, numeral.is_percent) == (value, unit, False)


@pytest.mark.parametrize(("printed", "value"), [("2 344 835*", 2344835), ("2 344 835 *", 2344835), ("5 070 000 1)", 5070000), ("12**", 12)])
def test_footnote_marks_are_no_part_of_the_amount(printed: str, value: int) -> None:
    assert parse_numeral(printed).value == value


@pytest.mark.parametrize(("printed", "value"), [("49,94 %", "49.94"), ("100%", "100"), ("50 procent", "50"), ("-3,5%", "-3.5")])
def test_percent(printed: str, value: str) -> None:
    numeral = parse_numeral(printed)
    assert (numeral.value, numeral.is_percent, numeral.unit) == (Decimal(value), True, None)


@pytest.mark.parametrize(
    "printed",
    [
        "", " ", "-", "–", "−", "abc", "12a", "kr", "kr 500", "2 4 832 898", "12 34", "1 2345", "1234 567", "1 234.567", "1.234 567",
        "(1 234", "1 234)", "--5", "1,2,3", "5,", "1-2", "2021-12-31", "12/31", "1e5", "+/-5", "Not 3", "½",
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused_by_its_text(printed: str) -> None:
    with pytest.raises(UnreadableAmount) as refusal:
        parse_numeral(printed)
    assert repr(printed) in str(refusal.value)
    assert find_numeral(printed) is None


def test_decimals_are_counted_as_printed() -> None:
    assert [parse_numeral(text).decimals for text in ("14", "14,4", "14,40", "1.234")] == [0, 1, 2, 0]


@pytest.mark.parametrize(("printed", "is_year"), [("2021", True), ("1989", False), ("2 021", False), ("-2021", False), ("2021 kr", False)])
def test_four_digits_may_be_a_year(printed: str, is_year: bool) -> None:
    assert parse_numeral(printed).is_bare_year is is_year


def test_every_kind_of_space_is_one_space() -> None:
    assert normalise_spaces("\u00a04\u2009832\u202f898 \n") == "4 832 898"
