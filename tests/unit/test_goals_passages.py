"""Goals outside tables in the layouts of associations never seen: symbols in lists, cards, tails, sentences and chapters."""

from __future__ import annotations

import pytest

from tests.unit.goals_paper import Entry, brief, page, read
from tests.unit.test_goals_wordings import GOALS, HEAD, JUDGED

TOP: Entry = (60, 60, "Mål och måluppfyllelse", 14, True)


@pytest.mark.parametrize("signs", [("✔", "◐", "✘"), ("☺", "😐", "☹"), ("▲", "►", "▼"), ("●", "◐", "○")])
@pytest.mark.parametrize("behind", [True, False])
def test_symbols_before_or_behind_the_goals_of_a_list(signs: tuple[str, ...], behind: bool) -> None:
    entries: list[Entry] = [HEAD]
    for i, (goal, sign) in enumerate(zip(GOALS, signs, strict=True)):
        entries.append((60, 90 + i * 20, f"• {goal}" if behind else f"{sign} {goal}", 10))
        if behind:
            entries.append((440, 90 + i * 20, sign, 10))
    assert brief(read(page(*entries)).rows) == JUDGED


def test_the_same_symbol_before_all_goals_is_only_a_bullet() -> None:
    found = read(page((60, 60, "Mål för året", 14, True), *[(60, 90 + i * 20, f"✓ {goal}", 10) for i, goal in enumerate(GOALS)])).rows
    assert [row.status for row in found] == ["not_assessed"] * 3


@pytest.mark.parametrize("tail", [" – {}", " ({})", ": {}", " [{}]", " {}"])
def test_a_status_behind_the_goal(tail: str) -> None:
    words = ("Uppnått", "Delvis uppnått", "Ej uppnått")
    lines: list[Entry] = [
        (60, 90 + i * 20, "• " + goal + tail.format(word), 10) for i, (goal, word) in enumerate(zip(GOALS, words, strict=True))
    ]
    assert brief(read(page(HEAD, *lines)).rows) == JUDGED


@pytest.mark.parametrize(
    ("goal", "measure", "status"),
    [
        ("Målsättning", "Nyckeltal", "Status"),
        ("Åtagande", "Mått", "Omdöme"),
        ("Mål", "Indikator", "Målstatus"),
        ("Effektmål", "Mäts genom", "Samlad bedömning"),
        ("Delmål", "Uppföljning", "Måluppfyllnad"),
    ],
)
@pytest.mark.parametrize("beside", [True, False])
def test_cards(goal: str, measure: str, status: str, beside: bool) -> None:
    entries, y = [HEAD], 90.0
    for text, word in zip(GOALS, ("Uppnått", "Delvis uppnått", "Ej uppnått"), strict=True):
        for label, said in ((goal, text), (measure, "Enkät till deltagare"), ("Utfall", "55 procent"), (status, word)):
            entries += [(60, y, label, 10), (190, y, said, 10)] if beside else [(60, y, f"{label}: {said}", 10)]
            y += 14
        y += 12
    assert brief(read(page(*entries)).rows) == JUDGED


@pytest.mark.parametrize(
    "said", ["Grad av uppfyllelse: hög", "Måluppfyllelse – uppnått", "Utfall: Målet är uppnått", "Resultat 2023: Uppnått"]
)
def test_what_is_said_on_the_line_below(said: str) -> None:
    entries = [HEAD]
    for i, (goal, line) in enumerate(zip(GOALS, (said, "Målet är delvis uppnått.", "Målet är inte uppnått."), strict=True)):
        entries += [(60, 90 + i * 45, "• " + goal, 10), (72, 108 + i * 45, line, 10)]
    assert brief(read(page(*entries)).rows) == JUDGED


def test_answers_under_a_heading_of_their_own() -> None:
    answers = ("Målet är uppnått.", "Målet är delvis uppnått.", "Målet nåddes inte.")
    entries: list[Entry] = [(60, 60, "Våra mål för året", 14, True), (60, 150, "Hur gick det?", 14, True)]
    entries += [(60, 85 + i * 16, f"{i + 1}. {goal}", 10) for i, goal in enumerate(GOALS)]
    entries += [(60, 175 + i * 16, f"{i + 1}. {answer}", 10) for i, answer in enumerate(answers)]
    assert brief(read(page(*entries)).rows) == JUDGED


def test_a_heading_over_each_goal_and_a_smaller_one_over_its_result() -> None:
    entries, y = [TOP], 85.0
    for i, (goal, said) in enumerate(zip(GOALS, ("Målet är uppnått.", "Målet är delvis uppnått.", "Målet nåddes inte."), strict=True)):
        entries += [(60, y, f"Mål {i + 1}. {goal}", 11, True), (60, y + 18, "Resultat", 10, True)]
        entries.append((60, y + 32, "Under året hölls flera möten i området. " + said, 10))
        y += 60
    assert brief(read(page(*entries)).rows) == JUDGED


def test_a_goal_stated_in_one_sentence_and_judged_in_the_next() -> None:
    entries: list[Entry] = [(60, 60, "Startbanan", 16, True), (60, 85, "Måluppfyllelse", 12, True)]
    entries.append((60, 105, "Målet för året var att minst 60 personer skulle delta. Målet nåddes inte.", 10))
    found = read(page(*entries), names={"Startbanan": "startbanan"}).rows
    assert [(row.status, str(row.target_value), row.initiative_id) for row in found] == [("not_met", "60", "startbanan")]


def test_how_many_goals_were_met_is_no_goal() -> None:
    assert read(page(TOP, (60, 85, "Av de fem målen har tre uppnåtts, ett delvis och ett inte alls.", 10))).rows == ()


def test_financial_goals_after_the_chapters_of_initiatives_are_the_associations() -> None:
    entries: list[Entry] = [(60, 60, "Startbanan", 14, True), (60, 85, "Här möts unga och handledare varje vecka.", 10)]
    entries += [
        (60, 120, "God ekonomisk hushållning", 12, True),
        (60, 140, "Målet löd: Högst en femtedel av medlen ska gå till kansliet.", 10),
    ]
    entries.append((60, 155, "Målet är uppnått.", 10))
    found = read(page(*entries), names={"Startbanan": "startbanan"}).rows
    assert [(row.goal_level, row.initiative_id, row.initiative_printed, row.comparator) for row in found] == [
        ("financial", None, None, "at_most")
    ]
    assert found[0].goal_text.startswith("Högst en femtedel")


def test_a_chapters_part_may_be_set_larger_than_its_name() -> None:
    entries: list[Entry] = []
    for y, name, said in ((60.0, "Startbanan", "Målet är uppnått."), (200.0, "Vägvisaren", "Målet är inte uppnått.")):
        entries += [(60, y, name, 11, True), (60, y + 20, "Här möts unga och handledare varje vecka.", 10)]
        entries += [(60, y + 45, "Insatsens mål", 12, True), (60, y + 65, f"• {GOALS[0]}", 10), (72, y + 83, said, 10)]
    found = read(page(*entries), names={"Startbanan": "startbanan", "Vägvisaren": "vagvisaren"}).rows
    assert [(row.initiative_id, row.status) for row in found] == [("startbanan", "met"), ("vagvisaren", "not_met")]


def test_a_list_below_two_columns_of_text_stays_whole() -> None:
    left = ("Under året har styrelsen mött många", "frågor och arbetat med planer för", "fler och bättre insatser i området")
    right = ("Samarbetet mellan de fyra parterna", "har stärkts och nya rutiner har tagits", "fram tillsammans med deltagarna.")
    entries: list[Entry] = [(60, 60, "Mål", 14, True)]
    entries += [(60, 85 + i * 13, line, 10) for i, line in enumerate(left)] + [(310, 85 + i * 13, line, 10) for i, line in enumerate(right)]
    entries += [
        (60, 140, "1. Fler unga ska få stöd", 10),
        (70, 153, "Antal unga i insats under hela året: mål 40, utfall 35. Målet är delvis uppnått.", 10),
    ]
    entries += [
        (60, 175, "2. Kön ska vara kort", 10),
        (70, 188, "Antal veckor i genomsnitt under hela året: mål 4, utfall 3. Målet är uppnått.", 10),
    ]
    found = read(page(*entries)).rows
    assert [(row.goal_no, row.status) for row in found] == [("1", "partly_met"), ("2", "met")]
    assert found[0].goal_text.startswith("Fler unga ska få stöd")
