"""Goal tables whose statuses are colours, but for a goal or two that are told by a word."""

from __future__ import annotations

from tests.unit.goals_paper import page, read, rows_at

_X = (60.0, 110.0, 330.0, 430.0)
_HEAD = [(60.0, 100.0, "Mål", 10.0, True), (60.0, 112.0, "nr", 10.0, True), (110.0, 100.0, "Målformulering", 10.0, True),
         (330.0, 100.0, "Grad av", 10.0, True), (330.0, 112.0, "måluppfyllelse", 10.0, True),
         (430.0, 100.0, "Kommentarer", 10.0, True)]  # fmt: skip
_ROWS = (
    ("1.", "Fler personer ska få stöd\nav förbundet under året", "", "Arbetet fortsätter."),
    ("2.", "Parterna ska vara med\ni beredningen", "", "Gick bra."),
    ("3.", "En gemensam rutin ska\nvara beslutad", "Går ej att mäta", "Frågan ställdes inte."),
    ("4.", "Unga ska få en plats\ninom tre veckor", "", "Sent ute."),
)
_YELLOW, _GREEN, _RED = (255, 255, 102), (0, 176, 80), (255, 80, 80)


def test_a_word_among_colours_does_not_join_the_other_goals_to_one() -> None:
    body = rows_at(140.0, _X, *_ROWS)
    tops = [y for _, y, text, *_ in body if text in {"1.", "2.", "4."}]
    fills = [((325.0, top - 2, 425.0, top + 24), rgb) for top, rgb in zip(tops, (_YELLOW, _GREEN, _RED), strict=True)]
    found = read(page(*_HEAD, *body, fills=fills)).rows
    assert [(row.goal_no, row.status) for row in found] == [
        ("1", "partly_met"),
        ("2", "met"),
        ("3", "not_measurable"),
        ("4", "not_met"),
    ]
    assert found[0].goal_text == "Fler personer ska få stöd av förbundet under året"
