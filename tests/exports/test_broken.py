"""A broken variant of every shape: one clear word about what is not understood, and everything else read as before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ingest.contracts import Refused
from ingest.exports.read import read_export
from tests.exports.test_placement import ROWS, Rows
from tests.exports.truth import golden, lines_of
from tests.press.exports.books import Page, csv_bytes, workbook


def _copy(name: str) -> Rows:
    return [list(row) for row in ROWS[name]]


def _find(rows: Rows, text: str) -> int:
    return next(index for index, row in enumerate(rows) if row[0] == text)


def _column(name: str, head_row: str, head: str, value: Any) -> Rows:
    """The sample with one more column."""
    rows = _copy(name)
    first = next(index for index, row in enumerate(rows) if head_row in row)
    for index in range(first, len(rows)):
        if any(v is not None for v in rows[index]):
            rows[index].append(head if index == first else value)
    return rows


def _row(name: str, before: str, row: list[Any]) -> Rows:
    rows = _copy(name)
    rows.insert(_find(rows, before), row)
    return rows


CASES: dict[str, tuple[Callable[[], Rows], set[tuple[str, str]]]] = {
    "a_before_after.xlsx": (
        lambda: _row("a_before_after.xlsx", "Försörjningsstöd", ["Kaffepengar", "3", "1 %"]),
        {("3", "unknown_label"), ("1 %", "unknown_label")},
    ),
    "b_distribution.xlsx": (
        lambda: _row("b_distribution.xlsx", "Gymnasium", ["Kvällskurs i keramik", "7", "8", "15"]),
        {("7", "unknown_label"), ("8", "unknown_label"), ("15", "unknown_label")},
    ),
    "c_flow.csv": (lambda: _column("c_flow.csv", "Kvinnor", "Median vecka", "17"), {("17", "unknown_header")}),
    "d_initiatives.xlsx": (
        lambda: _column("d_initiatives.xlsx", "Inriktning", "Lokalens färg", "blå"),
        {("Lokalens färg", "unknown_header")},
    ),
    "e_costs.xlsx": (lambda: _row("e_costs.xlsx", "Revision", ["Lokaler", "#REF!", "12 000"]), {("#REF!", "unknown_label")}),
    "f_local.csv": (
        lambda: _row("f_local.csv", "Sjukdom", ["Vunnit på lotteri", "1", "1", "2"]),
        {("1", "unknown_label"), ("2", "unknown_label")},
    ),
    "g_frequencies.xlsx": (
        lambda: [*_copy("g_frequencies.xlsx"), [None, "Kanske på tisdagar", "3", "12 %"]],
        {("3", "unknown_label"), ("12 %", "unknown_label")},
    ),
    "h_respondents.csv": (lambda: _column("h_respondents.csv", "Kön", "Favoritfärg", "grön"), {("Favoritfärg", "unknown_header")}),
    "i_benchmark.csv": (lambda: _column("i_benchmark.csv", "2020", "Spridningsmått", "9"), {("9", "unknown_header")}),
}


@pytest.mark.parametrize("name", [name for name in CASES if name != "e_costs.xlsx"])
def test_what_is_not_understood_is_named_and_the_rest_is_read(name: str) -> None:
    make, expected = CASES[name]
    reading = read_export(csv_bytes(make()), "broken.csv")
    assert {(row.text, row.reason) for row in reading.unread} == expected
    assert all(row.sheet == "csv" and row.cell for row in reading.unread)
    assert sorted(line[2:] for line in lines_of(reading)) == sorted(line[2:] for line in golden(name.split(".")[0]))


def test_a_formula_without_a_value_and_an_error_value_are_told() -> None:
    rows = _copy("e_costs.xlsx")
    revision = _find(rows, "Revision")
    numbers = [[int(v) if isinstance(v, str) and v.isdigit() and i else v for i, v in enumerate(row)] for row in rows]
    numbers[revision][1] = "=25000+25000"
    reading = read_export(workbook(Page("Kostnader", numbers)), "broken.xlsx")
    (unread,) = reading.unread
    assert (unread.sheet, unread.cell, unread.reason) == ("Kostnader", f"B{revision + 1}", "other")
    assert "without a stored value" in unread.text
    missing = {line[0] for line in golden("e_costs")} - {line[0] for line in lines_of(reading)}
    assert missing == {f"Kostnader!B{revision + 1}"}


def test_another_form_of_cooperation_is_refused_by_its_cell() -> None:
    rows = _copy("c_flow.csv")
    rows[_find(rows, "Samverkansform")][1] = "Af/FK-samarbete"
    with pytest.raises(Refused) as refusal:
        read_export(csv_bytes(rows), "export.csv")
    assert refusal.value.reason_code == "other_cooperation_form"
    assert "cell B3" in refusal.value.message


@pytest.mark.parametrize("name", sorted(set(ROWS) - {"i_benchmark.csv"}))
def test_no_period_is_refused(name: str) -> None:
    rows = [
        [v.replace("2022", "").replace("2023", "") if isinstance(v, str) else v for v in row]
        for row in ROWS[name]
        if row[0] not in {"Period", "Mätår", "Mätår:"}
    ]
    if name == "d_initiatives.xlsx":
        rows = [[None if v and v.startswith("2") and "-" in v else v for v in row] for row in rows]
    with pytest.raises(Refused) as refusal:
        read_export(csv_bytes(rows), "export.csv")
    assert refusal.value.reason_code == "no_period"
    assert "Period:" in refusal.value.message


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([["Väder", "Grader"], ["Måndag", "3"], ["Tisdag", "4"]], "no table with known column heads"),
        ([["Period: 2022"], ["Sak", "Antal"], ["Stolar", "3"], ["Bord", "4"]], "cell A2"),
        ([], "no table"),
    ],
)
def test_an_unknown_layout_is_refused_with_what_to_do(rows: Rows, words: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_export(csv_bytes(rows) or b"\n", "export.csv")
    assert refusal.value.reason_code == "unknown_layout"
    assert words in refusal.value.message
    assert "vocabulary/exports.yml" in refusal.value.message


def test_figures_beside_every_table_and_on_hidden_sheets_are_reported() -> None:
    rows = [*_copy("b_distribution.xlsx"), [], ["Kontrollsumma i marginalen", "777"]]
    hidden = Page("Lista", [["Kön", "Antal"], ["Kvinnor", 55]], hidden=True)
    reading = read_export(workbook(Page("Fördelning", rows), hidden), "export.xlsx")
    assert {(row.sheet, row.text) for row in reading.unread} == {("Fördelning", "777"), ("Lista", "55")}
    assert [line[3:] for line in lines_of(reading)] == [line[3:] for line in golden("b_distribution")]


def test_a_table_in_an_unknown_shape_beside_a_known_one_is_reported_whole() -> None:
    rows = [*_copy("c_flow.csv"), [], ["Möbler"], ["Sak", "Antal"], ["Stolar", "31"], ["Bord", "41"]]
    reading = read_export(csv_bytes(rows), "export.csv")
    assert {(row.text, row.reason) for row in reading.unread} == {("31", "no_statement"), ("41", "no_statement")}
    assert [line[3:] for line in lines_of(reading)] == [line[3:] for line in golden("c_flow")]
