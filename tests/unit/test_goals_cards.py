"""Goals as cards, as rows of labels and texts, as headings, and as sentences of a paragraph."""

from __future__ import annotations

from tests.unit.goals_paper import Entry, brief, page, read, rows_at
from tests.unit.test_goals_lists import FILLER, PLAN, _lines

GOALS = ("Minst 20 personer ska ta del av stödet", "Kön ska vara högst tre veckor")
BOTH = [(GOALS[0], "met"), (GOALS[1], "not_met")]


def _cards(*rows: tuple[str, str], heading: str = "Måluppfyllelse") -> list[Entry]:
    return [(60, 60, heading, 14, True), *rows_at(90, (60.0, 180.0), *rows)]


def test_a_card_for_each_goal_with_labels_at_the_left() -> None:
    rows = (
        ("Mål", GOALS[0]),
        ("Mått", "Antal i registret"),
        ("Utfall", "24 personer"),
        ("Bedömning", "Uppfyllt"),
        ("Mål", GOALS[1]),
        ("Mått", "Dagar i kö"),
        ("Utfall", "5 veckor"),
        ("Bedömning", "Ej uppfyllt"),
    )
    found = read(page(*_cards(*rows))).rows
    assert brief(found) == BOTH
    assert [row.measure_text for row in found] == ["Antal i registret", "Dagar i kö"]


def test_a_card_with_a_numbered_goal_at_the_left() -> None:
    rows = (("Mål 1", GOALS[0]), ("Status", "Klart"), ("Mål 2", GOALS[1]), ("Status", "Inte klart"))
    assert brief(read(page(*_cards(*rows))).rows) == BOTH


def test_goals_as_headings_with_a_status_below() -> None:
    text = _lines(
        *FILLER,
        "# Måluppfyllelse",
        f"** Mål 1: {GOALS[0]}",
        "Status: Uppfyllt",
        "Det kom 24 personer.",
        "",
        f"** Mål 2: {GOALS[1]}",
        "Status: Ej uppfyllt",
        "Kön blev fem veckor.",
        "",
    )
    assert brief(read(page(*text)).rows) == BOTH


def test_heads_in_capitals() -> None:
    rows = ((GOALS[0], "JA"), (GOALS[1], "NEJ"))
    entries = rows_at(90, (60.0, 300.0), ("MÅL", "UPPNÅTT"), *rows)
    assert brief(read(page((60, 60, "MÅL OCH RESULTAT", 14, True), *entries)).rows) == BOTH


def test_numbered_goals_with_bullets_below_them() -> None:
    text = _lines(
        *FILLER,
        "# Måluppfyllelse",
        f"1. {GOALS[0]}",
        "   • Det kom 24 personer.",
        "   • Målet är uppfyllt.",
        f"2. {GOALS[1]}",
        "   • Kön blev fem veckor.",
        "   • Målet är inte uppfyllt.",
        "",
    )
    assert brief(read(page(*text)).rows) == BOTH


def test_goals_judged_in_one_sentence_each() -> None:
    text = _lines(
        *FILLER,
        "# Måluppfyllelse",
        "Målet att minst 20 personer ska ta del av stödet har uppnåtts.",
        "",
        "Målet att kön ska vara högst tre veckor har inte uppnåtts.",
        "",
    )
    assert [row.status for row in read(page(*text)).rows] == ["met", "not_met"]


def test_goals_in_paragraphs_of_a_report_with_their_judgements_behind() -> None:
    text = _lines(
        *FILLER,
        "# Grönmossen",
        "# Mål och resultat",
        f"{GOALS[0]}. Det kom 24 personer. Målet är uppfyllt.",
        "",
        f"{GOALS[1]}. Den blev fem veckor. Målet är inte uppfyllt.",
        "",
    )
    found = read(page(*text), names={"Grönmossen": "gronmossen"}).rows
    assert [(row.goal_text.rstrip("."), row.status) for row in found] == BOTH


def test_letters_and_goals_that_lack_a_verb() -> None:
    text = _lines(*FILLER, "# Mål för 2023", "a) Fler i arbete eller studier", "b) Kortare kötid till stödet", "")
    assert [row.goal_text for row in read(page(*text), kind=PLAN).rows] == ["Fler i arbete eller studier", "Kortare kötid till stödet"]


def test_a_coloured_mark_behind_each_goal_of_a_list() -> None:
    entries: list[Entry] = [*_lines(*FILLER), (60, 120, "Måluppfyllelse", 14, True)]
    entries += [(60, 150 + 20 * i, f"{i + 1}. {goal}") for i, goal in enumerate(GOALS)]
    fills = [((430.0, 150.0, 440.0, 160.0), (30, 160, 60)), ((430.0, 170.0, 440.0, 180.0), (210, 30, 30))]
    assert brief(read(page(*entries, fills=fills)).rows) == BOTH
