"""What is told over several sentences: repeats, sections, lists, goals, and text that others have read."""

from __future__ import annotations

import re
from datetime import date

import pytest

from ingest.pdf.prose import paragraphs_of
from ingest.told.goals import goal_counts_in
from ingest.told.words import number_words, with_more, words
from tests.unit.prose_pages import Set, page_of, wrapped
from tests.unit.test_told import _read, _said, _told

_FILLER = wrapped("Detta stycke finns för att visa hur stor den löpande texten är i denna rapport och säger inget annat än så.", 760)


def test_a_row_has_the_box_of_its_number_and_its_sentence() -> None:
    page = page_of([*_FILLER, *wrapped("Under året har ca 118 personer tagit del av insatserna.", 100)])
    (row,) = _read([page]).rows
    (word,) = [word for word in page.words if word.text == "118"]
    assert (row.page, row.x0, row.top, row.x1, row.bottom) == (1, word.x0, word.top, word.x1, word.bottom)
    assert (row.amount_printed, row.qualifier, row.found_in, row.table_no, row.reading) == ("118", "ca", "text", None, "text")
    assert row.context == "Under året har ca 118 personer tagit del av insatserna."


def test_a_number_word_is_printed_as_it_stands() -> None:
    (row,) = _told("Tjugofem ungdomar påbörjade insatsen.")
    assert (row.amount_printed, row.value) == ("Tjugofem", 25)


def test_a_repeated_statement_has_one_row_the_first() -> None:
    page = page_of([*wrapped("Totalt deltog 40 personer.", 100), *wrapped("Insatserna hade alltså totalt 40 deltagare.", 200), *_FILLER])
    (row,) = _read([page]).rows
    assert row.top == 100


def test_text_read_by_others_gives_nothing() -> None:
    page = page_of([*wrapped("Totalt deltog 40 personer.", 100), *wrapped("Totalt avslutades 12 personer.", 200), *_FILLER])
    rows = _read([page], aside=[(1, (60.0, 95.0, 500.0, 115.0))]).rows
    assert [_said(row) for row in rows] == ["12 exits"]


def test_a_span_of_months_at_the_head_of_a_section_holds_for_it_alone() -> None:
    page = page_of(
        [
            Set("Fyren", 60, size=14),
            *wrapped("Statistiken avser perioden december 2022 till november 2023.", 80),
            *wrapped("Under perioden har 31 personer varit inskrivna.", 110),
            Set("Stegen", 150, size=14),
            *wrapped("Under perioden har 22 personer varit inskrivna.", 170),
            *_FILLER,
        ]
    )
    fyren, stegen = _read([page]).rows
    assert (fyren.initiative_id, fyren.period_start, fyren.period_end) == ("fyren", date(2022, 12, 1), date(2023, 11, 30))
    assert (stegen.initiative_id, stegen.period_start, stegen.period_end) == ("stegen", date(2023, 1, 1), date(2023, 12, 31))


def test_an_interim_report_counts_its_own_months_and_those_of_the_year_before() -> None:
    rows = _told("Totalt deltog 44 personer, jämfört med 51 motsvarande period föregående år.", end=date(2023, 6, 30))
    assert [(row.value, row.period_end) for row in rows] == [(44, date(2023, 6, 30)), (51, date(2022, 6, 30))]


def test_counts_since_an_undated_start_take_the_year_their_section_gives() -> None:
    page = page_of(
        [
            Set("Fyren", 60, size=14),
            *wrapped("Insatsen startade 2016 och vänder sig till unga.", 80),
            *wrapped("Sedan starten har 212 personer deltagit. Av de 212 har 90 gått till arbete.", 110),
            *_FILLER,
        ]
    )
    rows = _read([page]).rows
    assert {(row.value, row.period_type, row.period_start) for row in rows} == {(n, "custom", date(2016, 1, 1)) for n in (212, 90)}


def test_a_list_under_a_heading_of_exits_tells_reasons_by_single_words() -> None:
    lines = ["• Arbete: 12", "• Studier: 4", "• Sjukdom: 3", "• Egen begäran: 2"]
    page = page_of([*_FILLER, Set("Avslutsorsaker", 90, bold=True), *(Set(text, 106 + 13 * index) for index, text in enumerate(lines))])
    assert [_said(row) for row in _read([page]).rows] == [
        "12 exits reason=work",
        "4 exits reason=study",
        "3 exits reason=illness",
        "2 exits reason=own_request",
    ]


def test_a_chapter_names_an_initiative_that_no_table_knows() -> None:
    page = page_of(
        [
            *_FILLER,
            Set("Gröna vägen", 60, size=14),
            *wrapped("I Gröna vägen har 14 personer börjat.", 80),
            Set("Resultat", 120, size=14),
            *wrapped("I resultat ingår 9 personer som avslutats.", 140),
        ]
    )
    assert [row.initiative_id for row in _read([page]).rows] == ["grona_vagen", None]


def test_people_at_events_are_no_participants_but_those_spoken_of_after_are() -> None:
    rows = _told("Höstens konferens samlade 120 personer. Totalt kom 80 personer på plats. I Fyren avslutades 9 deltagare.")
    assert [_said(row) for row in rows] == ["9 exits by=fyren"]


def test_chapters_on_the_board_count_no_participants() -> None:
    page = page_of([*_FILLER, Set("Styrelse", 60, size=14), *wrapped("Under året har åtta personer deltagit i arbetet.", 80)])
    assert _read([page]).rows == ()


_GOALS = [
    (
        "Fyra av de tio målen är nådda, fyra har inte nåtts, ett är delvis nått och ett är inaktuellt.",
        {("all", 10), ("met", 4), ("not_met", 4), ("partly_met", 1), ("dropped", 1)},
    ),
    ("Av förbundets åtta mål är fem uppfyllda och tre delvis uppfyllda.", {("all", 8), ("met", 5), ("partly_met", 3)}),
    ("Sammantaget har sex mål nåtts, två har inte nåtts och ett kunde inte mätas.", {("met", 6), ("not_met", 2), ("not_measurable", 1)}),
    (
        "Förbundet klarade tre, nådde delvis en och missade en av årets fem mål.",
        {("all", 5), ("met", 3), ("partly_met", 1), ("not_met", 1)},
    ),
    ("Inget av målen är ej uppfyllt.", set()),
    ("Målet är att minst 50 deltagare ska delta, vilket inte uppfylldes.", set()),
    ("Målet att 80 procent ska vara nöjda är uppfyllt.", set()),
]


@pytest.mark.parametrize(("text", "expected"), _GOALS)
def test_goals_by_status(text: str, expected: set[tuple[str, int]]) -> None:
    assert {(count.status, int(count.number.value)) for count in goal_counts_in(text.casefold())} == expected


def test_goal_counts_become_rows_with_the_initiative_of_their_chapter() -> None:
    page = page_of([*_FILLER, Set("Fyren", 60, size=14), *wrapped("Två av tre mål är uppfyllda och ett är delvis uppfyllt.", 80)])
    counts = _read([page]).goal_counts
    assert {(row.status, row.value, row.initiative_id, row.amount_printed) for row in counts} == {
        ("all", 3, "fyren", "tre"),
        ("met", 2, "fyren", "Två"),
        ("partly_met", 1, "fyren", "ett"),
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Styrelsen antog åtta mål. Av dessa har sex uppnåtts, ett delvis.", {("all", 8), ("met", 6), ("partly_met", 1)}),
        ("Styrelsen antog fyra mål i planen. Två av målen bedöms vara uppfyllda.", {("all", 4), ("met", 2)}),
        ("Förbundet har tre mål. Verksamheten följs upp varje år.", set()),
        ("Styrelsen antog fyra mål. Av dessa deltagare var tolv unga.", set()),
    ],
)
def test_how_many_goals_there_were_may_stand_in_the_sentence_before(text: str, expected: set[tuple[str, int]]) -> None:
    counts = _read([page_of([*_FILLER, *wrapped(text, 80)])]).goal_counts
    assert {(row.status, row.value) for row in counts} == expected


def test_number_words_reach_from_none_to_ninety_nine() -> None:
    known = number_words(words().raw)
    assert [known[word] for word in ("noll", "nitton", "tjugoett", "trettiosju", "nittionio")] == [0, 19, 21, 37, 99]


def test_a_document_without_prose_tells_nothing() -> None:
    page = page_of([])
    assert paragraphs_of([page]) == []
    assert _read([page]).rows == ()


def test_counts_in_the_text_of_a_goal_carry_its_id_and_repeat_those_outside() -> None:
    page = page_of(
        [*wrapped("Totalt deltog 40 personer.", 100), *wrapped("Totalt deltog 40 personer, 22 kvinnor och 18 män.", 200), *_FILLER]
    )
    area = (1, (60.0, 195.0, 500.0, 215.0))
    rows = _read([page], aside=[area], of_goals=[("goal-1", area)]).rows
    assert [(_said(row), row.goal_fact_id) for row in rows] == [
        ("40 participants", None),
        ("40 participants", "goal-1"),
        ("22 participants women", "goal-1"),
        ("18 participants men", "goal-1"),
    ]
    assert len({row.fact_id for row in rows}) == len(rows)


def test_two_goals_may_tell_the_same_and_each_tells_it_once() -> None:
    lines = [
        (100, "Under året avslutades 12 personer."),
        (130, "Sammanlagt avslutades 12 personer."),
        (300, "Totalt avslutades 12 personer."),
    ]
    page = page_of([*(line for top, text in lines for line in wrapped(text, top)), *_FILLER])
    first, second = (1, (60.0, 95.0, 500.0, 150.0)), (1, (60.0, 295.0, 500.0, 320.0))
    rows = _read([page], aside=[first, second], of_goals=[("a", first), ("b", second)]).rows
    assert [(row.goal_fact_id, row.top) for row in rows] == [("a", 100), ("b", 300)]


def test_text_of_goals_without_ids_gives_nothing() -> None:
    page = page_of([*wrapped("Totalt deltog 40 personer.", 100), *_FILLER])
    assert not _read([page], aside=[(1, (60.0, 95.0, 500.0, 115.0))], of_goals=[]).rows


def test_phrases_added_to_a_measure_allow_words_between_and_endings() -> None:
    raw = words().raw
    joined = {entry["code"]: entry["pattern"] for entry in with_more(raw, "measures")}
    assert set(raw["measures_more"]) <= set(joined)
    assert set(raw["reasons_more"]) <= {entry["code"] for entry in raw["reasons"]}
    assert re.search(joined["invited"], "fick ett muntligt erbjudande")
    assert not re.search(joined["invited"], "fick ett nytt och mycket generöst erbjudande")
    assert re.search(joined["queue"], "kön uppgick till")
    assert not re.search(joined["queue"], "kön uppstod")
