"""Goals in the words of associations never seen: heads of columns, statuses, symbols, legends and limits, on invented pages."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ingest.goals.figures import cell_target, limit_of, target_of
from ingest.goals.words import cell_status, heading_kind, legend_of
from tests.unit.goals_paper import Entry, brief, page, read, rows_at

HEAD: Entry = (60, 60, "Uppföljning av målen", 14, True)
THREE, TWO = (60.0, 270.0, 400.0), (60.0, 400.0)
GOALS = ("Fler ungdomar ska få ett samlat stöd", "Minst 40 procent ska gå till arbete", "Väntetiden ska vara högst fyra veckor")
STATUSES = ("met", "partly_met", "not_met")
JUDGED = list(zip(GOALS, STATUSES, strict=True))


def _judged(*cells: str, heads: tuple[str, ...] = ("Mål", "Status", "Kommentar"), extra: tuple[Entry, ...] = ()) -> list[tuple[str, str]]:
    rows = [(goal, cell, "Se text.")[: len(heads)] for goal, cell in zip(GOALS, cells, strict=True)]
    return brief(read(page(HEAD, *rows_at(100, THREE if len(heads) == 3 else TWO, heads, *rows), *extra)).rows)


@pytest.mark.parametrize(
    "goal",
    [
        "Effektmål",
        "Målsättning",
        "Insatsens egna mål",
        "Inriktning och mål",
        "Område/mål",
        "Mål och målvärde",
        "Beskrivning av mål",
        "Förbundets övergripande mål",
        "Önskad förändring",
        "Vad vill vi uppnå?",
    ],
)
@pytest.mark.parametrize("status", ["Resultat", "Uppnått/Ej uppnått", "Ja/Nej/Delvis", "Måluppfyllnad", "Utfall", "Bed.", "Hur gick det?"])
def test_heads_of_goals_and_statuses(goal: str, status: str) -> None:
    assert _judged("Uppnått", "Delvis", "Ej uppnått", heads=(goal, status, "Motivering till bedömningen")) == JUDGED


@pytest.mark.parametrize(
    ("printed", "status"),
    [
        ("Helt", "met"),
        ("I låg grad", "partly_met"),
        ("Delvis måluppfyllelse", "partly_met"),
        ("Enligt plan", "met"),
        ("Mindre avvikelse", "partly_met"),
        ("Stor avvikelse", "not_met"),
        ("Mycket bra", "met"),
        ("Mindre bra", "partly_met"),
        ("Dåligt", "not_met"),
        ("Otillfredsställande", "not_met"),
        ("Under mål", "not_met"),
        ("Senarelagt", "dropped"),
        ("Flyttas till 2024", "dropped"),
        ("Mäts ej i år", "not_measurable"),
        ("Mäts vartannat år", "not_assessed"),
        ("↗", "partly_met"),
        ("⬇", "not_met"),
    ],
)
def test_more_words_for_statuses(printed: str, status: str) -> None:
    found = cell_status(printed)
    assert found is not None
    assert found.status == status


def test_words_of_praise_in_a_comment_judge_nothing() -> None:
    rows = [(GOALS[0], "", "Bra."), (GOALS[1], "", "Dåligt.")]
    found = read(page(HEAD, *rows_at(100, THREE, ("Mål", "Status", "Kommentar"), *rows))).rows
    assert [row.status for row in found] == ["not_assessed", "not_assessed"]


@pytest.mark.parametrize(
    "legend",
    [
        "◆ = uppnått  ◈ = delvis uppnått  ◇ = ej uppnått",
        "Förklaring: ◆ helt uppnått, ◈ delvis uppnått, ◇ inte uppnått.",
    ],
)
@pytest.mark.parametrize("top", [78, 220])
def test_a_legend_before_or_after_makes_a_column_of_results_one_of_statuses(legend: str, top: float) -> None:
    assert _judged("◆", "◈", "◇", heads=("Mål", "Resultat", "Kommentar"), extra=((60, top, legend, 8),)) == JUDGED


def test_letters_and_words_are_keys_of_a_legend_only_with_a_sign_between() -> None:
    assert _judged("U", "D", "E", heads=("Mål", "Bed."), extra=((60, 200, "U = uppnått, D = delvis uppnått, E = ej uppnått", 8),)) == JUDGED
    assert legend_of(["Vit = målet är inaktuellt. Grön = uppfyllt."])["Vit"] == "dropped"
    assert legend_of(["Mål A uppnått och mål B ej uppnått"]) == {}


def test_circles_explain_one_another_over_a_page_break() -> None:
    heads = ("Mål", "Resultat", "Kommentar")
    first = rows_at(760, THREE, heads, (GOALS[0], "●", "Se text."), (GOALS[1], "◐", "Se text."))
    second = rows_at(60, THREE, heads, (GOALS[2], "○", "Se text."))
    pages = page(HEAD, *first), page(*second, (60, 160, "Förbundet har tre mål i planen.", 10), number=2)
    assert brief(read(*pages).rows) == JUDGED


def test_grey_means_what_the_legend_of_colours_says() -> None:
    colours = ((0, 128, 0), (255, 215, 0), (128, 128, 128))
    table = rows_at(100, TWO, ("Mål", "Bedömning"), *((goal, "") for goal in GOALS))
    marks = [((410.0, 121 + 21 * i, 420.0, 131 + 21 * i), rgb) for i, rgb in enumerate(colours)]
    keys = [((60.0 + 130 * i, 240.0, 68.0 + 130 * i, 250.0), rgb) for i, rgb in enumerate(colours)]
    words: list[Entry] = [(70 + 130 * i, 240, text, 8) for i, text in enumerate(("uppfyllt", "delvis uppfyllt", "kan inte mätas"))]
    found = read(page(HEAD, *table, *words, fills=[*marks, *keys])).rows
    assert [row.status for row in found] == ["met", "partly_met", "not_measurable"]


def test_a_column_named_for_goals_that_holds_figures_holds_their_targets() -> None:
    heads, columns = ("Vad ville vi uppnå?", "Hur mäter vi?", "Mål", "Blev det så?", "Nådde vi målet?"), (50.0, 240.0, 340.0, 390.0, 470.0)
    rows = [
        (GOALS[0], "Antal unga", "40", "45", "Ja"),
        (GOALS[1], "Andel", "40 %", "35 %", "Delvis"),
        (GOALS[2], "Veckor", "4", "6", "Nej"),
    ]
    found = read(page(HEAD, *rows_at(100, columns, heads, *rows))).rows
    assert brief(found) == JUDGED
    told = [(row.comparator, str(row.target_value), str(row.outcome_value)) for row in found]
    assert told == [("at_least", "40", "45"), ("at_least", "40", "35"), ("at_most", "4", "6")]


def test_heads_at_a_word_space_are_several() -> None:
    heads = rows_at(100, (60.0, 330.0), ("Nr Mål", "Målvärde Utfall Bedömning"))
    rows = rows_at(
        121, (60.0, 80.0, 330.0, 390.0, 440.0), ("1", GOALS[0], "40", "45", "Uppnått"), ("2", GOALS[2], "4", "6", "Ej uppnått"), size=9
    )
    found = read(page(HEAD, *heads, *rows)).rows
    assert [(row.goal_no, row.goal_text, row.status) for row in found] == [("1", GOALS[0], "met"), ("2", GOALS[2], "not_met")]


@pytest.mark.parametrize(
    "last", [("Antal uppnådda mål", "1 av 3"), ("Av årets tre mål är ett uppfyllt, ett delvis och ett ej", "uppfyllt.")]
)
def test_a_sum_of_goals_is_no_goal(last: tuple[str, str]) -> None:
    rows = [*((goal, cell) for goal, cell in zip(GOALS, ("Uppnått", "Delvis", "Nej"), strict=True)), last]
    assert brief(read(page(HEAD, *rows_at(100, TWO, ("Mål", "Bedömning"), *rows))).rows) == JUDGED


@pytest.mark.parametrize(
    ("text", "comparator", "value"),
    [
        ("Andelen avbrott ska ligga under 10 procent", "at_most", "10"),
        ("Inte fler än 5 deltagare ska avbryta", "at_most", "5"),
        ("Inte färre än 40 personer ska delta", "at_least", "40"),
        ("Ingen ska behöva vänta längre än 3 veckor", "at_most", "3"),
        ("Det egna kapitalet ska som mest vara 15 procent", "at_most", "15"),
        ("Avvikelsen ska vara högst +/- 5 procent", "at_most", "5"),
        ("Andelen ska inte sjunka under 75 procent", "at_least", "75"),
        ("Medlen ska användas till minst nio tiondelar", "at_least", "90"),
        ("Högst en sjättedel av medlen ska gå till kansliet", "at_most", "16.667"),
        ("Mellan 60 och 80 personer ska delta", "at_least", "60"),
        ("Samtal ska hållas senast 10 dagar efter remiss", "at_most", "10"),
        ("Sjukfrånvaron ska minska till 4 procent", "at_most", "4"),
    ],
)
def test_on_which_side_of_its_figure_a_goal_is_met(text: str, comparator: str, value: str) -> None:
    target = target_of(text)
    assert target.figure is not None
    assert (target.comparator, target.figure.value) == (comparator, Decimal(value))


def test_a_span_has_the_unit_of_its_end_and_a_bare_cell_the_limit_of_its_goal() -> None:
    span = cell_target("40-50 %")
    assert span.figure is not None
    assert (span.figure.unit, span.several) == ("percent", True)
    assert (cell_target("3").told, limit_of("Väntetiden ska inte överstiga tre veckor"), limit_of("Fler ska delta")) == (
        False,
        "at_most",
        None,
    )


@pytest.mark.parametrize("heading", ["Insatsens egna mål", "Eget mål 2024", "Våra viktigaste mål för året", "Projektets mål"])
def test_headings_of_goals(heading: str) -> None:
    assert heading_kind(heading) == "goals"


@pytest.mark.parametrize("heading", ["Förbundets ändamål", "De globala målen", "Målgrupp", "Nationella mål", "Synpunkter och klagomål"])
def test_headings_that_only_hold_the_word(heading: str) -> None:
    assert heading_kind(heading) is None
