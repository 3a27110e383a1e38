"""Calculations laid out in text: the number of people in a formula and the sentence that told it are figures of a table."""

from __future__ import annotations

from datetime import date

import pytest

from tests.unit.prose_pages import Set, page_of, wrapped
from tests.unit.test_told import _read, _said

_FILLER = wrapped("Detta stycke finns för att visa hur stor den löpande texten är i denna rapport och säger inget annat än så.", 700)
_HEAD = Set("Vinst för samhället", 60, size=14)


def _rows(*paragraphs: str) -> list[tuple[str, str, str]]:
    """Kind of place, what is said, and the printed label of each row."""
    lines = [line for index, text in enumerate(paragraphs) for line in wrapped(text, 80 + 60 * index)]
    rows = _read([page_of([_HEAD, *lines, *_FILLER])]).rows
    return [(row.found_in, _said(row), row.label_printed or "") for row in rows]


def test_the_factor_of_a_formula_means_what_its_sentence_told() -> None:
    rows = _rows("Under 2023 fick 9 deltagare arbete. Det ger en vinst för samhället på 9 x 14.500 kr x 12 mån, alltså 1.566.000 kr.")
    assert [(place, said) for place, said, _ in rows] == [("table", "9 exits reason=work"), ("table", "9 exits reason=work")]
    assert rows[1][2] == "vinst för samhället på 9 x 14.500 kr x 12 mån"


def test_each_formula_takes_the_sentence_with_its_own_number() -> None:
    rows = _rows(
        "Under 2023 fick 9 deltagare arbete. Vinsten blir 9 x 14.500 kr x 12 mån.",
        "Som jämförelse fick 17 deltagare arbete 2022. Med 17 x 14.500 kr x 12 mån blev vinsten då 2.958.000 kr.",
    )
    told = ["9 exits reason=work", "9 exits reason=work", "17 exits reason=work year=2022", "17 exits reason=work year=2022"]
    assert [said for _, said, _ in rows] == told
    assert {place for place, _, _ in rows} == {"table"}


def test_a_count_that_is_no_input_stays_told_in_text() -> None:
    rows = _rows("Under 2023 fick 9 deltagare arbete och 4 började studera. Vinsten blir 9 deltagare × 14 500 kr × 12 månader.")
    assert [(place, said) for place, said, _ in rows] == [
        ("text", "4 exits reason=study"),
        ("table", "9 exits reason=work"),
        ("table", "9 exits reason=work"),
    ]


def test_the_factor_has_a_box_of_its_own() -> None:
    page = page_of([_HEAD, *wrapped("Under 2023 fick 9 deltagare arbete. Vinsten blir 9 x 14.500 kr x 12 mån.", 80), *_FILLER])
    first, second = _read([page]).rows
    assert first.period_end == second.period_end == date(2023, 12, 31)
    assert first.x0 < second.x0
    assert first.amount_printed == second.amount_printed == "9"
    assert first.fact_id != second.fact_id


@pytest.mark.parametrize(
    "formula",
    ["9 x 12 mån", "9 x 14.500 kr", "14.500 kr x 12 mån", "9 x 3 x 14.500 kr x 12 mån", "8 x 14.500 kr x 12 mån", "Not 9 och 12 mån"],
)
def test_no_product_of_money_time_and_one_told_number_is_no_input(formula: str) -> None:
    rows = _rows(f"Under 2023 fick 9 deltagare arbete. Räkningen lyder {formula}.")
    assert [(place, said) for place, said, _ in rows] == [("text", "9 exits reason=work")]


def test_an_earlier_telling_elsewhere_keeps_its_row() -> None:
    earlier = wrapped("Totalt fick 9 deltagare arbete under 2023.", 80)
    passage = wrapped("Under 2023 fick 9 deltagare arbete. Vinsten blir 9 x 14.500 kr x 12 mån.", 200)
    page = page_of([Set("Resultat", 60, size=14), *earlier, Set("Vinst för samhället", 180, size=14), *passage, *_FILLER])
    assert [row.found_in for row in _read([page]).rows] == ["text", "table", "table"]
