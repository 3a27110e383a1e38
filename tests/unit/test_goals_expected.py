"""Goals by area and number, numbers in a column named for goals, symbols beside words, and what is only expected yet."""

from __future__ import annotations

import pytest

from ingest.goals.flow import marker_in, part_of
from ingest.goals.words import cell_status, count_status_words, judgement, role_of
from tests.unit.goals_paper import Entry, brief, page, read, rows_at
from tests.unit.test_goals_lists import FILLER, PLAN, _lines

GOALS = ("Minst 20 personer ska ta del av stödet", "Kön ska vara högst tre veckor")
BOTH = [(GOALS[0], "met"), (GOALS[1], "not_met")]
INTERIM = "interim_report"
OPEN = [(goal, "not_assessed") for goal in GOALS]


def _judged_by_labels(heading: str, numbers: tuple[str, str], bold: bool = True) -> list[Entry]:
    """Two goals, each with its number before it and its status far to the right below it."""
    entries: list[Entry] = [*_lines(*FILLER), (60, 120, heading, 14, True)]
    for y, number, goal, status in zip((150.0, 205.0), numbers, GOALS, ("nådd", "ej nådd"), strict=True):
        entries.append((60, y, f"{number} {goal}", 10, bold))
        entries.append((60, y + 13, "Uppgifterna kommer ur registret.", 10))
        entries.append((440, y + 26, f"Bedömning: {status}", 10))
    return entries


@pytest.mark.parametrize("heading", ["Målområde 1: Individen", "Målområden och mål 2023", "Fokusområden och mål"])
def test_goals_with_numbers_below_the_heading_of_their_area(heading: str) -> None:
    found = read(page(*_judged_by_labels(heading, ("1.1", "1.2")))).rows
    assert brief(found) == BOTH
    assert [row.goal_no for row in found] == ["1.1", "1.2"]


def test_goals_with_labelled_statuses_need_no_heading_about_goals() -> None:
    assert brief(read(page(*_judged_by_labels("Individen", ("1.1", "1.2")))).rows) == BOTH


def test_numbered_texts_without_a_status_are_no_goals_where_no_heading_says_so() -> None:
    entries = [entry for entry in _judged_by_labels("Individen", ("1.1", "1.2")) if "Bedömning" not in entry[2]]
    assert read(page(*entries)).rows == ()


def test_the_label_of_a_status_may_be_empty_in_a_plan() -> None:
    text = _lines(*FILLER, "# Målområden och mål 2024", f"** 1.1 {GOALS[0]}", "Bedömning:", "", f"** 1.2 {GOALS[1]}", "Bedömning:")
    found = read(page(*text), kind=PLAN).rows
    assert brief(found) == OPEN
    assert [row.doubt for row in found] == [None, None]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.1 Fler ska få stöd", "1.1"),
        ("2.10 Varje part ska delta", "2.10"),
        ("1.2 40 % av deltagarna ska vara nöjda", "1.2"),
        ("1. Fler ska få stöd", "1"),
        ("1.5 procent av budgeten", None),
        ("1.45 kronor", None),
        ("12 personer fick stöd", None),
    ],
)
def test_a_number_with_a_dot_inside_marks_a_goal_only_before_a_capital(text: str, number: str | None) -> None:
    marker = marker_in(text)
    assert (marker.number if marker else None) == number


@pytest.mark.parametrize("head", ["Formulering", "Lydelse", "Ord"])
def test_a_column_named_for_goals_may_hold_their_numbers(head: str) -> None:
    table = rows_at(
        90,
        (60.0, 100.0, 330.0, 420.0),
        ("Mål", head, "Bedömning", "Kommentar"),
        ("1", GOALS[0], "Uppfyllt", "24"),
        ("2", GOALS[1], "Nej", "5"),
    )
    found = read(page((60, 60, "Måluppfyllelse", 14, True), *table)).rows
    assert brief(found) == BOTH
    assert [row.goal_no for row in found] == ["1", "2"]


def test_figures_below_goals_stay_targets() -> None:
    table = rows_at(90, (60.0, 330.0, 420.0), ("Indikator", "Mål", "Bedömning"), (GOALS[0], "20", "Uppfyllt"), (GOALS[1], "3", "Nej"))
    assert brief(read(page((60, 60, "Måluppfyllelse", 14, True), *table)).rows) == BOTH


def test_symbols_beside_the_words_that_explain_them() -> None:
    assert [(found.status if (found := cell_status(text)) else None) for text in ("● Ja", "◐  Nästan", "○ Nej", "↘ Inte uppnått")] == [
        "met",
        "partly_met",
        "not_met",
        "not_met",
    ]
    assert count_status_words("● Ja ◐ Nästan ○ Nej") == 3
    table = rows_at(
        90, (60.0, 330.0, 420.0), ("Mål", "Målvärde", "Måluppfyllelse"), (GOALS[0], "20", "● Ja"), (GOALS[1], "3", "○ Nej"), gap=0
    )
    assert brief(read(page((60, 60, "Måluppfyllelse", 14, True), *table)).rows) == BOTH


def test_a_label_that_asks() -> None:
    assert part_of("Infriat? Delvis. Starten dröjde.") == ("status", "Delvis. Starten dröjde.")
    assert part_of("Varför? Delvis för att starten dröjde.") is None
    text = _lines(
        *FILLER, "# Mål", f"Mål 1. {GOALS[0]}", "Uppnått? Utgick. Frågan tas upp nästa år.", "", f"Mål 2. {GOALS[1]}", "Uppnått? Nej."
    )
    assert brief(read(page(*text)).rows) == [(GOALS[0], "dropped"), (GOALS[1], "not_met")]


@pytest.mark.parametrize("text", ["Delmålet kunde inte följas upp.", "På grund av flytten har målet inte gått att följa upp."])
def test_what_could_not_be_followed_up(text: str) -> None:
    found = judgement(text)
    assert found is not None
    assert found.status == "not_measurable"


def test_a_question_judges_nothing() -> None:
    assert judgement("Är målet uppnått?") is None


@pytest.mark.parametrize(
    "words", [("Bedöms nås", "Bedöms inte nås"), ("↗ Väntas uppnås", "↘ Väntas inte uppnås"), ("På väg", "Ej påbörjat")]
)
@pytest.mark.parametrize("head", ["Läge", "Tendens"])
def test_an_interim_report_does_not_judge_what_it_expects(head: str, words: tuple[str, str]) -> None:
    table = rows_at(90, (60.0, 330.0), ("Mål", head), (GOALS[0], words[0]), (GOALS[1], words[1]))
    found = read(page((60, 60, "Målen", 14, True), *table), kind=INTERIM).rows
    assert brief(found) == OPEN
    assert [row.status_printed for row in found] == list(words)
    assert all(row.reading_note for row in found)


def test_a_column_of_forecasts_judges_only_what_is_so_already() -> None:
    assert role_of("Prognos för helåret") == "status"
    table = rows_at(90, (60.0, 330.0), ("Mål", "Prognos för helåret"), (GOALS[0], "Redan uppnått"), (GOALS[1], "Nås inte"))
    found = read(page((60, 60, "Målen", 14, True), *table), kind=INTERIM).rows
    assert brief(found) == [(GOALS[0], "met"), (GOALS[1], "not_assessed")]


def test_an_interim_report_judges_what_is_so() -> None:
    table = rows_at(90, (60.0, 330.0), ("Mål", "Läge"), (GOALS[0], "Uppfyllt"), (GOALS[1], "Ej uppfyllt"))
    assert brief(read(page((60, 60, "Målen", 14, True), *table), kind=INTERIM).rows) == BOTH


@pytest.mark.parametrize("head", ["Bedömning", "Måluppfyllelse", "Status"])
@pytest.mark.parametrize("words", [("Uppfylls", "Uppfylls inte"), ("Uppnås", "Uppnås ej"), ("Grön", "Röd")])
def test_a_plain_word_given_as_the_judgement_of_an_interim_report_counts(head: str, words: tuple[str, str]) -> None:
    table = rows_at(90, (60.0, 330.0), ("Mål", head), (GOALS[0], words[0]), (GOALS[1], words[1]))
    assert brief(read(page((60, 60, "Målen", 14, True), *table), kind=INTERIM).rows) == BOTH


def test_work_under_way_at_the_end_of_the_year_is_met_in_part() -> None:
    table = rows_at(90, (60.0, 330.0), ("Mål", "Läge"), (GOALS[0], "På god väg"), (GOALS[1], "Nej"))
    assert brief(read(page((60, 60, "Målen", 14, True), *table)).rows) == [(GOALS[0], "partly_met"), (GOALS[1], "not_met")]


@pytest.mark.parametrize(
    ("head", "role"),
    [
        ("Formulering", "goal"),
        ("Hit ville vi", "goal"),
        ("Helårsbedömning", "status"),
        ("Läge 31/8", "status"),
        ("Utfall/bedömning", "status"),
        ("Nådde vi fram?", "status"),
        ("Hit kom vi", "outcome"),
        ("Utfall T2", "outcome"),
        ("Mått och målvärde", "measure"),
        ("Notering", "comment"),
        ("Ansvarig part", "other"),
    ],
)
def test_more_heads(head: str, role: str) -> None:
    assert role_of(head) == role


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Gult ljus", "partly_met"),
        ("Hölls", "met"),
        ("Hölls inte", "not_met"),
        ("Nådde inte ända fram", "not_met"),
        ("Enkäten uteblev", "not_measurable"),
        ("Följs upp 2026", "not_assessed"),
        ("Utgått ur planen", "dropped"),
    ],
)
def test_more_words_in_a_column_of_statuses(text: str, status: str) -> None:
    found = cell_status(text)
    assert found is not None
    assert found.status == status


def test_a_tendency_does_not_stand_for_the_status_beside_it() -> None:
    table = rows_at(90, (60.0, 330.0, 430.0), ("Mål", "Tendens", "Läge"), (GOALS[0], "↘ Nås inte", "Uppfyllt"), (GOALS[1], "↗ Nås", "Nej"))
    assert brief(read(page((60, 60, "Målen", 14, True), *table)).rows) == BOTH


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("Målet är uppnått och kommer att följas upp i höst.", "met"),
        ("Målet bedöms ha uppnåtts.", "met"),
        ("Målet bedöms vara uppfyllt.", "met"),
        ("Målet väntas vara uppfyllt vid årets slut.", "not_assessed"),
        ("Målet bedöms kunna nås under året.", "not_assessed"),
        ("Målet kommer troligen att uppnås.", "not_assessed"),
        ("Målet bedöms inte uppnås.", "not_assessed"),
    ],
)
def test_what_is_so_and_what_is_expected_in_sentences(said: str, status: str) -> None:
    text = _lines(*FILLER, "# Mål", f"1. {GOALS[0]}", "", said, "", f"2. {GOALS[1]}", "", "Målet är inte uppnått.")
    assert brief(read(page(*text), kind=INTERIM).rows) == [(GOALS[0], status), (GOALS[1], "not_met")]
