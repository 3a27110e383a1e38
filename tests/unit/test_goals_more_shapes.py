"""More shapes of goals, and texts that are none: what is no goal must not become one."""

from __future__ import annotations

import pytest

from ingest.goals.words import cell_status, judgement
from tests.unit.goals_paper import Entry, brief, page, read, rows_at
from tests.unit.test_goals_lists import FILLER, PLAN, _lines

GOALS = ("Minst 20 personer ska ta del av stödet", "Kön ska vara högst tre veckor")
BOTH = [(GOALS[0], "met"), (GOALS[1], "not_met")]

MORE_CELLS = {
    "met": (
        "Målet nått",
        "Nått mål",
        "Mål nått",
        "Uppfyllda",
        "Uppnådda",
        "Utfört",
        "Målet är uppfyllt för året",
        "Uppfylldes",
        "Har genomförts",
        "Genomförts under året",
        "Förbundet nådde målet",
        "Vi når målet",
        "Målet har nåtts med råge",
        "Måluppfyllelse: hög",
        "OK",
        "Ja, målet är uppnått",
        "Ja. Uppfyllt.",
        "Målet får anses uppfyllt",
        "Klart i tid",
        "Avklarat",
    ),
    "partly_met": (
        "Uppfyllt till stor del",
        "Till hälften uppfyllt",
        "Delvis uppfyllt 2024",
        "Målet bedöms delvis uppfyllt",
        "Måluppfyllelse: delvis",
        "I allt väsentligt uppfyllt",
        "Inte uppfyllt fullt ut",
        "Målet är inte uppfyllt fullt ut",
        "Påbörjad",
        "Igångsatt",
        "Under arbete",
        "Nästan i mål",
        "Till övervägande del",
        "Vi är på rätt väg",
        "I huvudsak ja",
        "Ja, i stort sett",
        "Ja, men inte fullt ut",
        "1 av 2 uppnådda",
        "Till största delen genomfört",
        "Ej fullt ut genomfört",
    ),
    "not_met": (
        "Målet ej nått",
        "Mål ej uppnått",
        "Inte infriat",
        "Ej utfört",
        "Har inte genomförts",
        "Genomfördes inte",
        "Kunde inte genomföras",
        "Vi har inte nått målet",
        "Inte nått ännu",
        "Ännu inte genomfört",
        "Måluppfyllelse: låg",
        "Ouppfyllt",
        "Nej, målet är inte uppnått",
        "Nej. Ej uppfyllt.",
        "Tyvärr inte",
        "Ej startat",
        "Inte i mål",
        "Lyckades inte",
        "Ingen måluppfyllelse",
        "Inget av målen är uppfyllt",
    ),
}


@pytest.mark.parametrize(("text", "status"), [(text, status) for status, texts in MORE_CELLS.items() for text in texts])
def test_a_cell(text: str, status: str) -> None:
    found = cell_status(text)
    assert (found.status if found else None) == status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Vi har inte hunnit nå målet.", "not_met"),
        ("Resultatet visar att målet har nåtts.", "met"),
        ("Målet om nöjda deltagare är uppnått men målet om väntetid är inte uppnått.", "partly_met"),
        ("Trots stora insatser kunde målet inte uppnås.", "not_met"),
        ("Utfallet blev 82 procent, vilket innebär att målet är uppfyllt.", "met"),
        ("Utfallet blev 62 procent, vilket innebär att målet inte är uppfyllt.", "not_met"),
        ("Med 62 procent är målet inte uppfyllt, men utvecklingen går åt rätt håll.", "not_met"),
        ("Målet uppfylldes inte fullt ut.", "partly_met"),
        ("Inget av målen har uppnåtts.", "not_met"),
        ("Målen har i allt väsentligt uppnåtts.", "partly_met"),
        ("Målet är att alla ska nå dit under nästa år.", None),
        ("Målet ska vara uppnått senast vid årets slut.", None),
        ("Vi kommer att följa upp målet under våren.", None),
        ("Målen för nästa år är inte beslutade.", None),
        ("Målet är satt för att nås inom tre år.", None),
    ],
)
def test_a_sentence(text: str, status: str | None) -> None:
    found = judgement(text)
    assert (found.status if found else None) == status


def test_statuses_at_the_right_edge_of_a_list_without_any_head() -> None:
    entries: list[Entry] = [*_lines(*FILLER), (60, 120, "Måluppfyllelse", 14, True)]
    for index, (goal, status) in enumerate(zip(GOALS, ("Uppfyllt", "Ej uppfyllt"), strict=True)):
        entries += [(60, 150 + 20 * index, f"{index + 1}. {goal}"), (430, 150 + 20 * index, status)]
    assert brief(read(page(*entries)).rows) == BOTH


def test_goal_rows_over_a_result_row_each() -> None:
    text = _lines(
        *FILLER,
        "# Måluppfyllelse",
        "Mål 1",
        GOALS[0],
        "Resultat",
        "24 personer tog del. Målet är uppfyllt.",
        "",
        "Mål 2",
        GOALS[1],
        "Resultat",
        "Kön var fem veckor. Målet är inte uppfyllt.",
        "",
    )
    assert brief(read(page(*text)).rows) == BOTH


def test_a_target_and_an_outcome_column_and_a_yes_or_no() -> None:
    rows = (("Andel nöjda deltagare ska vara hög", "80 %", "82 %", "Ja!"), ("Kön ska vara kort", "3 veckor", "5 veckor", "Nej, ej i år"))
    entries = rows_at(90, (60.0, 270.0, 350.0, 430.0), ("Mål", "Målvärde", "Utfall", "Nådde vi dit?"), *rows)
    found = read(page((60, 60, "Uppföljning av målen", 14, True), *entries)).rows
    assert [row.status for row in found] == ["met", "not_met"]
    assert [(row.target_printed, row.outcome_printed) for row in found] == [("80 %", "82 %"), ("3 veckor", "5 veckor")]


def test_a_status_column_before_the_goals() -> None:
    rows = (("Klart", GOALS[0], "Se texten."), ("Ej klart", GOALS[1], "Se texten."))
    entries = rows_at(90, (60.0, 140.0, 400.0), ("Läge", "Vad vi skulle nå", "Mer om målet"), *rows)
    assert brief(read(page((60, 60, "Årets arbete", 14, True), *entries)).rows) == BOTH


def test_a_long_judgement_wrapped_in_its_column() -> None:
    rows = (
        (GOALS[0], "Styrelsen bedömer att\nmålet är uppfyllt", "24 personer."),
        (GOALS[1], "Styrelsen bedömer att\nmålet inte är uppfyllt", "Fem veckor."),
    )
    entries = rows_at(90, (60.0, 270.0, 410.0), ("Mål", "Styrelsens bedömning", "Kommentar"), *rows)
    assert brief(read(page((60, 60, "Mål", 14, True), *entries)).rows) == BOTH


def test_goals_with_the_judgement_as_a_bold_line_below() -> None:
    text = _lines(
        *FILLER,
        "# Måluppfyllelse",
        f"• {GOALS[0]}",
        "** Målet har uppnåtts under året.",
        "",
        f"• {GOALS[1]}",
        "** Målet har inte uppnåtts under året.",
        "",
    )
    assert brief(read(page(*text)).rows) == BOTH


def test_a_plan_with_plain_sentences_under_an_initiatives_goal_heading() -> None:
    text = _lines(*FILLER, "# Grönmossen", "# Vad insatsen ska uppnå", f"{GOALS[0]}.", "", f"{GOALS[1]}.", "")
    found = read(page(*text), kind=PLAN, names={"Grönmossen": "gronmossen"}).rows
    assert [row.goal_text.rstrip(".") for row in found] == list(GOALS)


@pytest.mark.parametrize("kind", [PLAN, "annual_report"])
@pytest.mark.parametrize(
    "lines",
    [
        ("# Organisation", "• Styrelsen ska mötas fem gånger", "• Kansliet ska bereda ärenden"),
        ("# Målgrupp", "• Personer som ska få stöd av flera parter", "• Unga som ska närma sig arbete"),
        ("# Budget", "Kansli 500 000", "Insatser 2 000 000"),
        ("# Vad vill deltagarna?", "• Fler träffar ska hållas", "• Lokalen ska bli större"),
        ("# Utvärdering av insatsen", "• Intervjuer har gjorts med tio personer", "• Enkäten har besvarats av nio"),
        ("# Det händer 2024", "• Utbildning ska hållas i mars", "• Konferens ska hållas i maj"),
        ("# Avstämning av konto", "• Saldot är klart", "• Posten är inte klar"),
    ],
)
def test_no_goals(lines: tuple[str, ...], kind: str) -> None:
    assert read(page(*_lines(*FILLER, *lines)), kind=kind).rows == ()


def test_a_table_of_activities_with_persons_and_dates_is_none() -> None:
    rows = (("Möte med chefer", "Anna", "Mars"), ("Utbildning", "Bertil", "Maj"))
    assert read(page(*rows_at(90, (60.0, 250.0, 400.0), ("Aktivitet", "Ansvarig", "Klart"), *rows))).rows == ()


def test_a_table_of_posts_with_yes_and_no_but_no_goals_is_none() -> None:
    rows = (("Protokoll", "Ja", "Anna"), ("Avtal", "Nej", "Bertil"))
    assert read(page(*rows_at(90, (60.0, 250.0, 400.0), ("Handling", "Finns", "Vem"), *rows))).rows == ()


@pytest.mark.parametrize("mark", ["x", "X", "✓", "●"])
def test_a_column_for_each_status_and_a_mark_in_one(mark: str) -> None:
    rows = ((GOALS[0], mark, "", ""), (GOALS[1], "", "", mark), ("Ett årshjul ska vara antaget", "", mark, ""))
    entries = rows_at(90, (60.0, 300.0, 350.0, 420.0), ("Mål", "Ja", "Delvis", "Nej"), *rows)
    found = read(page((60, 60, "Årets arbete", 14, True), *entries)).rows
    assert brief(found) == [*BOTH, ("Ett årshjul ska vara antaget", "partly_met")]
    assert [row.status_printed for row in found] == ["Ja", "Nej", "Delvis"]


def test_columns_to_tick_under_one_head_for_all() -> None:
    rows = ((GOALS[0], "x", "", "", "24 personer."), (GOALS[1], "", "", "x", "Fem veckor."))
    entries = rows_at(104, (60.0, 300.0, 350.0, 400.0, 450.0), ("", "Ja", "Delvis", "Nej", ""), *rows)
    heads: list[Entry] = [(60, 91, "Mål"), (320, 91, "Måluppfyllelse"), (450, 91, "Kommentar")]
    assert brief(read(page((60, 60, "Årets arbete", 14, True), *heads, *entries)).rows) == BOTH


def test_a_head_that_is_a_status_alone_is_no_column_to_tick() -> None:
    rows = ((GOALS[0], "Ja"), (GOALS[1], "Nej"))
    assert brief(read(page((60, 60, "Årets arbete", 14, True), *rows_at(90, (60.0, 300.0), ("Mål", "Uppfyllt"), *rows))).rows) == BOTH


@pytest.mark.parametrize(
    "heads",
    [("Mål", "Status 2023", "Status 2022"), ("Mål", "Läge augusti", "Prognos helår"), ("Mål", "Nu i augusti", "Prognos helår")],
)
def test_of_two_columns_of_statuses_the_present_one_counts(heads: tuple[str, ...]) -> None:
    rows = ((GOALS[0], "Uppfyllt", "Ej uppfyllt"), (GOALS[1], "Ej uppfyllt", "Uppfyllt"))
    assert brief(read(page((60, 60, "Årets arbete", 14, True), *rows_at(90, (60.0, 300.0, 420.0), heads, *rows))).rows) == BOTH


def test_the_status_of_the_latest_year_counts_wherever_it_stands() -> None:
    rows = ((GOALS[0], "Ej uppfyllt", "Uppfyllt"), (GOALS[1], "Uppfyllt", "Ej uppfyllt"))
    entries = rows_at(90, (60.0, 300.0, 420.0), ("Mål", "Status 2022", "Status 2023"), *rows)
    assert brief(read(page((60, 60, "Årets arbete", 14, True), *entries)).rows) == BOTH
