"""Other ways to lay out the same tables: heads in one cell, answers across, stacked blocks, years and groups in columns."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ingest.contracts import DocumentReading
from ingest.exports.read import read_export
from tests.press.exports.books import Page, csv_bytes, workbook
from tests.press.exports.samples import NAME

TOP = [["SUS Deltagarrapport"], ["Period: 2022"], ["Förbund: " + NAME], []]
SURVEY = [["NNS Indikatorer för finansiell samordning"], ["Förbund: " + NAME], ["Mätår: 2022"], []]


def _read(rows: list[list[Any]]) -> DocumentReading:
    reading = read_export(csv_bytes(rows), "export.csv")
    assert not reading.unread, [(row.cell, row.text, row.reason) for row in reading.unread]
    return reading


def test_heads_in_one_cell() -> None:
    heads = ["Sysselsättning", "Kvinnor, antal före", "Kvinnor, antal efter", "Män, antal före", "Män, antal efter"]
    reading = _read([*TOP, heads, ["Förvärvsarbete", 1, 7, 2, 6], ["Studier", 0, 3, 1, 2]])
    told = {(row.gender, row.before_after, row.occupation): row.value for row in reading.participants}
    assert told["women", "after", "employment"] == 7
    assert told["men", "before", "studies"] == 1
    assert len(told) == 8


def test_stacked_blocks_under_rows_of_text() -> None:
    rows = [["Försörjning", "Före", "Efter"], ["Kvinnor"], ["Sjukpenning", 9, 5], ["Män"], ["Sjukpenning", 8, 4]]
    reading = _read([*TOP, *rows])
    assert {(row.gender, row.before_after): row.value for row in reading.participants} == {
        ("women", "before"): 9,
        ("women", "after"): 5,
        ("men", "before"): 8,
        ("men", "after"): 4,
    }


def test_counts_and_shares_side_by_side() -> None:
    rows = [["Avslutsorsak", "Antal", "Andel"], ["Arbete", 12, "60 %"], ["Sjukdom", 8, "40 %"], ["Totalt", 20, "100 %"]]
    reading = _read([*TOP, *rows])
    assert {(row.exit_reason, row.unit): (row.value, row.base_n) for row in reading.participants} == {
        ("work", "persons"): (12, None),
        ("work", "percent"): (60, 20),
        ("illness", "persons"): (8, None),
        ("illness", "percent"): (40, 20),
        (None, "persons"): (20, None),
        (None, "percent"): (100, 20),
    }
    assert {row.measure for row in reading.participants if row.exit_reason} == {"exits"}


def test_initiatives_in_rows_measures_and_genders_in_columns() -> None:
    rows = [
        ["Insats", "Deltagare", None, "Avslutade", None],
        [None, "Kvinnor", "Män", "Kvinnor", "Män"],
        ["Steget", 5, 6, 3, 2],
        ["Älven", 7, 8, 1, 0],
    ]
    reading = read_export(workbook(Page("Blad1", [*TOP, *rows], ("B5:C5", "D5:E5", "A5:A6"))), "a.xlsx")
    told = {(row.initiative_id, row.measure, row.gender): row.value for row in reading.participants}
    assert told["steget", "exits", "men"] == 2
    assert told["alven", "participants", "women"] == 7
    assert len(told) == 8
    assert not reading.unread


def test_costs_in_detail_with_kinds_below_an_initiative() -> None:
    rows = [
        ["SUS Kostnadsrapport"],
        ["Period: 2022"],
        ["Insatskostnader"],
        ["Insats", "Typ", "Budget", "Utfall"],
        ["Steget", "Insatskostnad", 800, 700],
        ["Steget", "ESF Insatskostnad", 200, 300],
        ["Summa", None, 1000, 1000],
    ]
    reading = _read(rows)
    assert {row.initiative_id for row in reading.finances if not row.is_total} == {"steget"}
    assert [row.amount_sek for row in reading.finances if row.is_total] == [Decimal(1000), Decimal(1000)]
    assert {(part.column_no, part.weight) for part in reading.sums} == {(3, 1), (4, 1)}


def test_years_over_the_columns_of_a_cost_report() -> None:
    rows = [
        ["Kostnadsrapport"],
        ["Administrativa kostnader"],
        ["Post", "Utfall 2021", "Budget 2022", "Utfall 2022"],
        ["Kansli", 500, 600, 580],
    ]
    reading = _read(rows)
    assert [(row.fiscal_year, row.scenario) for row in reading.finances] == [(2021, "actual"), (2022, "budget"), (2022, "actual")]
    assert reading.document.period_end.year == 2022


def test_answers_across_the_columns() -> None:
    rows = [
        ["Fråga", "Helt och hållet", "Till stor del", "Delvis", "Inte alls", "Antal svar"],
        ["1. Till stor nytta", 10, 6, 3, 1, 20],
        ["6. Mer redo att arbeta", 4, 5, 6, 4, 19],
    ]
    reading = _read([*SURVEY, ["Svarsgrupp: Pågående deltagare"], *rows])
    told = {(row.question_no, row.answer_label): (row.n, row.answered_n) for row in reading.indicators}
    assert told["6", "Delvis"] == (6, 19)
    assert len(told) == 8
    assert {row.respondent_group for row in reading.indicators} == {"participant_current"}


def test_genders_over_the_answers() -> None:
    rows = [
        ["Fråga", "Svar", "Kvinnor", "Män", "Totalt"],
        ["4. En person eller ett team", "Ja", 12, 9, 21],
        [None, "Nej", 2, 1, 3],
        [None, "Antal svar", 14, 10, 24],
    ]
    reading = _read([*SURVEY, ["Grupp: Insatspersonal"], *rows])
    told = {(row.answer_label, row.gender): (row.n, row.answered_n) for row in reading.indicators}
    assert told == {
        ("Ja", "women"): (12, 14),
        ("Ja", "men"): (9, 10),
        ("Ja", "all"): (21, 24),
        ("Nej", "women"): (2, 14),
        ("Nej", "men"): (1, 10),
        ("Nej", "all"): (3, 24),
    }


def test_the_country_beside_the_association() -> None:
    rows = [["Indikator", "Förbundet", "Riket"], ["1. Stort stöd", "78 %", "74 %"], ["6. Redo att arbeta", "48 %", "50 %"]]
    reading = _read([*SURVEY, ["Andel positiva svar, från Delvis"], ["Grupp: Deltagare avslut"], *rows])
    assert {(row.question_no, row.association_id): row.share for row in reading.indicators} == {
        ("1", "granliden"): 78,
        ("1", None): 74,
        ("6", "granliden"): 48,
        ("6", None): 50,
    }
    assert {row.positive_from for row in reading.indicators} == {"Delvis"}
    assert {row.measure for row in reading.indicators} == {"positive_share"}


def test_the_older_scale_is_another_scale() -> None:
    rows = [
        ["NNS indikatorer"],
        ["Mätår: 2017"],
        ["Fråga", "Svar", "Antal"],
        ["1. Nytta", "Alltid", 9],
        [None, "För det mesta", 5],
        [None, "Ofta", 2],
    ]
    reading = _read(rows)
    assert {row.scale for row in reading.indicators} == {"freq_2017"}
    assert [row.answer_order for row in reading.indicators] == [1, 2, 3]


def test_two_groups_of_respondents_are_never_pooled() -> None:
    head = ["Grupp", "Q1", "Q6"]
    rows = [
        ["Deltagare avslut", "Delvis", "Delvis"],
        ["Deltagare pågående", "Delvis", "Inte alls"],
        ["Deltagare avslut", "Inte alls", "Delvis"],
    ]
    reading = _read([*SURVEY, head, *rows])
    told = {(row.respondent_group, row.question_no, row.answer_label): row.n for row in reading.indicators}
    assert told["participant_exit", "6", "Delvis"] == 2
    assert told["participant_current", "1", "Delvis"] == 1
    assert sum(n or 0 for (group, *_), n in told.items() if group == "participant_current") == 2


def test_withheld_counts_are_suppressed_and_blanks_are_nothing() -> None:
    rows = [["Ålder", "Kvinnor", "Män"], ["16-19", "<5", "-"], ["20-24", None, "0"], ["65 år och äldre", "*", "7"]]
    reading = _read([*TOP, *rows])
    assert [(row.cell, row.value, row.is_suppressed) for row in reading.participants] == [
        ("B6", None, True),
        ("C6", None, True),
        ("C7", 0, False),
        ("B8", None, True),
        ("C8", 7, False),
    ]
    assert {row.age_band for row in reading.participants} == {"16-19", "20-24", "65-"}
