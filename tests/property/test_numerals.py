"""Amounts are read back from every way of printing them, and nothing else is read as one."""

from __future__ import annotations

import string
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ingest.numerals import UnreadableAmount, find_numeral, parse_numeral
from tests.property.styles import MINUS, SPACES, Style

MANY = settings(max_examples=300, deadline=None)
SUFFIXES = {"": None, " kr": "SEK", "kr": "SEK", ":-": "SEK", " tkr": "TSEK", "tkr": "TSEK", " mnkr": "MSEK", " mkr": "MSEK"}
MARKS = ("", "*", " *", "**", " 1)")


@st.composite
def styled(draw: st.DrawFn) -> tuple[Style, Decimal]:
    """A style, and a value with that many decimals."""
    decimals = draw(st.integers(0, 2))
    style = Style(
        draw(st.sampled_from((*SPACES, ".", ""))),
        draw(st.sampled_from((*MINUS, "−\u00a0"))),
        decimals,
        draw(st.sampled_from(sorted(SUFFIXES))),
    )
    value = draw(st.decimals(min_value=-(10**12), max_value=10**12, places=decimals, allow_nan=False, allow_infinity=False))
    return style, value


@MANY
@given(styled(), st.sampled_from(MARKS))
def test_every_style_gives_the_value_back(pair: tuple[Style, Decimal], mark: str) -> None:
    style, value = pair
    numeral = parse_numeral(style.print(value) + mark)
    assert numeral.value == value
    assert numeral.decimals == style.decimals
    assert numeral.unit == SUFFIXES[style.suffix]


@MANY
@given(st.integers(0, 10**9), st.sampled_from((" %", "%", " procent")))
def test_percent_is_never_money(size: int, suffix: str) -> None:
    numeral = parse_numeral(f"{size}{suffix}")
    assert numeral.is_percent
    assert numeral.unit is None


@MANY
@given(st.text(alphabet=string.ascii_letters + "åäöÅÄÖ -–()*.,:%/", max_size=12))
def test_text_without_a_digit_is_refused(text: str) -> None:
    with pytest.raises(UnreadableAmount):
        parse_numeral(text)


@MANY
@given(
    st.lists(st.integers(0, 99_999), min_size=2, max_size=4).map(lambda parts: [str(p) for p in parts]),
    st.sampled_from((*SPACES, ".")),
)
def test_only_real_groups_are_joined(parts: list[str], gap: str) -> None:
    """Digits with gaps are one amount only when every group after the first has three digits, the first at most three.

    Nobody prints a hundred as "0 100": what begins with a lone nil are two cells.
    """
    # Limit of the reader: points may stand for groups and for the decimals of one amount: "1.100.5".
    assume(gap != "." or len(parts) == 2 or len(parts[-1]) >= 3)
    is_amount = len(parts[0]) <= 3 and parts[0] != "0" and all(len(p) == 3 for p in parts[1:])
    is_decimal = gap == "." and len(parts) == 2 and len(parts[1]) <= 2
    found = find_numeral(gap.join(parts))
    assert (found is not None) == (is_amount or is_decimal)
    if found and is_amount:
        assert found.value == Decimal("".join(parts))


@MANY
@given(st.text(max_size=8), st.integers(0, 10**7))
def test_an_amount_inside_text_is_refused(text: str, size: int) -> None:
    """Whatever is read keeps every digit it was given, in order: nothing is skipped to make an amount of a text."""
    printed = f"{text}x{size}"
    assert find_numeral(printed) is None


@MANY
@given(st.integers(0, 9_999))
def test_years_are_told_apart(size: int) -> None:
    assert parse_numeral(str(size)).is_bare_year == (1990 <= size <= 2069)
    assert not parse_numeral(f"{size} kr").is_bare_year
