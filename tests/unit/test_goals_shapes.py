"""Goals in the shapes that other houses print them: unknown heads, lists with a heading for each half, rows parted by gaps."""

from __future__ import annotations

from tests.unit.goals_paper import Entry, brief, page, read, rows_at
from tests.unit.test_goals_lists import FILLER, PLAN, _lines

ROWS = (
    ("Fler ska få stöd i rätt tid", "Genomfört", "Arbetet löper på."),
    ("Parterna ska mötas fyra gånger", "Ej genomfört", "Ett möte ställdes in."),
    ("Ett årshjul ska vara antaget", "Delvis genomfört", "Två av parterna är med."),
)
WANTED = [
    ("Fler ska få stöd i rätt tid", "met"),
    ("Parterna ska mötas fyra gånger", "not_met"),
    ("Ett årshjul ska vara antaget", "partly_met"),
]


def _table(heads: tuple[str, ...], rows: tuple[tuple[str, ...], ...] = ROWS, heading: str = "Årets arbete") -> list[Entry]:
    return [(60, 60, heading, 14, True), *rows_at(90, (60.0, 250.0, 370.0), heads, *rows)]


def test_a_status_column_under_an_unknown_head_is_known_by_its_words() -> None:
    assert brief(read(page(*_table(("Mål", "Kvitto", "Kommentar")))).rows) == WANTED


def test_a_goal_column_under_an_unknown_head_beside_a_status_column() -> None:
    assert brief(read(page(*_table(("Vår föresats", "Status", "Kommentar")))).rows) == WANTED


def test_a_comment_column_under_an_unknown_head() -> None:
    assert brief(read(page(*_table(("Mål", "Status", "Röster om året")))).rows) == WANTED


def test_a_result_column_that_holds_nothing_but_statuses() -> None:
    assert brief(read(page(*_table(("Mål", "Resultat", "Kommentar")))).rows) == WANTED


def test_unknown_heads_over_words_that_judge_nothing_are_no_table_of_goals() -> None:
    rows = (("Kansliet", "Anna", "Möten och brev."), ("Ekonomi", "Bertil", "Fakturor."), ("Arkiv", "Cilla", "Handlingar."))
    assert read(page(*_table(("Område", "Namn", "Uppgift"), rows))).rows == ()


def test_goals_and_their_results_as_two_lists_under_two_headings() -> None:
    text = _lines(
        *FILLER,
        "# Grönmossen",
        "# Mål",
        "1. Minst 20 personer ska ta del av stödet",
        "2. Kön ska vara högst tre veckor",
        "",
        "# Resultat",
        "1. Målet är uppfyllt, 24 personer tog del.",
        "2. Målet är inte uppfyllt, kön är fem veckor.",
        "",
        "# Ekonomi",
        "Kostnaden blev låg.",
    )
    found = read(page(*text), names={"Grönmossen": "gronmossen"}).rows
    assert brief(found) == [("Minst 20 personer ska ta del av stödet", "met"), ("Kön ska vara högst tre veckor", "not_met")]
    assert {row.initiative_id for row in found} == {"gronmossen"}


def test_goals_in_bullets_and_one_result_that_judges_all() -> None:
    text = _lines(
        *FILLER,
        "# Grönmossen",
        "# Mål",
        "• Minst 20 personer ska ta del av stödet",
        "• Kön ska vara högst tre veckor",
        "",
        "# Resultat",
        "Båda målen är uppfyllda.",
        "",
    )
    assert [row.status for row in read(page(*text), names={"Grönmossen": "gronmossen"}).rows] == ["met", "met"]


def test_goal_and_judgement_as_two_lines_of_plain_text() -> None:
    text = _lines(
        *FILLER,
        "# Grönmossen",
        "# Delmål och utfall",
        "Minst 20 personer ska ta del av stödet",
        "Målet har infriats",
        "",
        "Kön ska vara högst tre veckor",
        "Målet har inte infriats",
        "",
    )
    assert brief(read(page(*text), names={"Grönmossen": "gronmossen"}).rows) == [
        ("Minst 20 personer ska ta del av stödet", "met"),
        ("Kön ska vara högst tre veckor", "not_met"),
    ]


def test_goal_and_judgement_in_one_sentence_parted_by_a_dash() -> None:
    text = _lines(
        *FILLER,
        "# Grönmossen",
        "# Delmål och utfall",
        "• Minst 20 personer ska ta del av stödet – målet har infriats",
        "• Kön ska vara högst tre veckor – målet är delvis infriat",
        "",
    )
    assert brief(read(page(*text), names={"Grönmossen": "gronmossen"}).rows) == [
        ("Minst 20 personer ska ta del av stödet", "met"),
        ("Kön ska vara högst tre veckor", "partly_met"),
    ]


def test_goal_and_judgement_in_parentheses() -> None:
    text = _lines(
        *FILLER,
        "# Måluppfyllelse",
        "• Minst 20 personer ska ta del av stödet (uppfyllt)",
        "• Kön ska vara högst tre veckor (ej uppfyllt)",
        "",
    )
    assert brief(read(page(*text)).rows) == [
        ("Minst 20 personer ska ta del av stödet", "met"),
        ("Kön ska vara högst tre veckor", "not_met"),
    ]


def test_the_goals_of_a_chapter_whose_name_no_table_gives_are_an_initiatives() -> None:
    body = ["• Minst 20 personer ska ta del av stödet", "• Kön ska vara högst tre veckor"]
    entries = [*_lines(*FILLER), (60, 120, "Våra insatser", 18, True), (60, 150, "Grönmossen", 14, True), (60, 175, "Mål", 12, True)]
    entries += [(60, 195 + 13 * i, text) for i, text in enumerate(body)]
    found = read(page(*entries), kind=PLAN).rows
    assert {(row.goal_level, row.initiative_printed) for row in found} == {("initiative", "Grönmossen")}


def test_a_chapter_built_like_that_of_a_known_initiative() -> None:
    text = _lines(
        *FILLER,
        "# Grönmossen",
        "# Mål",
        "• Minst 20 personer ska ta del av stödet",
        "",
        "# Vitmossen",
        "# Mål",
        "• Kön ska vara högst tre veckor",
        "",
    )
    found = read(page(*text), kind=PLAN, names={"Grönmossen": "gronmossen"}).rows
    assert [row.initiative_printed for row in found] == ["Grönmossen", "Vitmossen"]


def test_a_row_for_each_goal_with_lines_far_apart_inside_it() -> None:
    entries: list[Entry] = [(60, 60, "Uppföljning av målen", 14, True), (60, 90, "Mål"), (330, 90, "Uppnåddes målet?")]
    for index, (goal, status, _) in enumerate(ROWS):
        entries += [(60, 112 + 40 * index, goal), (330, 119 + 40 * index, status)]
    assert brief(read(page(*entries)).rows) == WANTED


def test_main_goals_as_bands_over_their_sub_goals() -> None:
    rows = (("1. Människor i fokus", "", ""), *ROWS[:2], ("2. Starkare samverkan", "", ""), ROWS[2])
    found = read(page(*_table(("Delmål", "Status", "Kommentar"), rows, heading="Måluppfyllelse"))).rows
    assert brief(found) == WANTED
    assert [row.parent_no for row in found] == ["1", "1", "2"]


def test_one_block_for_each_goal_with_labels_before_its_parts() -> None:
    text = _lines(
        *FILLER,
        "# Måluppfyllelse",
        "Mål: Minst 20 personer ska ta del av stödet",
        "Utfall: 24 personer",
        "Bedömning: Målet nåddes",
        "",
        "Mål: Kön ska vara högst tre veckor",
        "Utfall: 5 veckor",
        "Bedömning: Målet nåddes inte",
        "",
    )
    assert brief(read(page(*text)).rows) == [
        ("Minst 20 personer ska ta del av stödet", "met"),
        ("Kön ska vara högst tre veckor", "not_met"),
    ]
