"""Goal tables in the shapes that associations print them."""

from __future__ import annotations

import pytest

from tests.unit.goals_paper import Entry, brief, page, read, rows_at

HEAD: Entry = (60, 60, "Uppföljning av målen", 14, True)
COLUMNS = (60.0, 250.0, 340.0)


def _table(
    *rows: tuple[str, ...],
    heads: tuple[str, ...] = ("Mål", "Måluppfyllelse", "Kommentar"),
    columns: tuple[float, ...] = COLUMNS,
    **how: float,
) -> list[Entry]:
    return [HEAD, *rows_at(90, columns, heads, *rows, **how)]


def test_cells_wrap_and_a_status_over_two_lines_is_one() -> None:
    rows = (
        ("Fler ska få ett samordnat\nstöd i rätt tid", "Delvis\nuppfyllt", "Två av tre kommuner\när med."),
        ("Parterna ska mötas minst\nfyra gånger", "Uppfyllt", "Fem möten hölls."),
    )
    found = read(page(*_table(*rows))).rows
    assert brief(found) == [("Fler ska få ett samordnat stöd i rätt tid", "partly_met"), ("Parterna ska mötas minst fyra gånger", "met")]
    assert found[0].status_printed == "Delvis uppfyllt"
    assert found[0].comment == "Två av tre kommuner är med."


def test_rows_without_any_extra_space_are_parted_by_their_statuses() -> None:
    rows = (
        ("Fler ska få stöd\ni rätt tid", "Uppfyllt", "Arbetet\nlöper på."),
        ("Nya former ska\nprövas", "Ej uppfyllt", "Ingen tid\nfanns."),
    )
    assert brief(read(page(*_table(*rows, gap=0.0))).rows) == [("Fler ska få stöd i rätt tid", "met"), ("Nya former ska prövas", "not_met")]


@pytest.mark.parametrize(
    ("printed", "status"),
    [
        ("Ja", "met"),
        ("Nej", "not_met"),
        ("Delvis", "partly_met"),
        ("Grön", "met"),
        ("Gult", "partly_met"),
        ("Röd", "not_met"),
        ("✓", "met"),
        ("✗", "not_met"),
        ("☹", "not_met"),
        ("Målet är uppnått", "met"),
        ("Ej uppnått", "not_met"),
        ("Inaktuellt", "dropped"),
        ("Går ej att mäta", "not_measurable"),
        ("Ej bedömt", "not_assessed"),
        ("Nästan uppnått", "partly_met"),
        ("Utgår", "dropped"),
    ],
)
def test_status_words_and_symbols(printed: str, status: str) -> None:
    found = read(page(*_table(("Fler ska få stöd i tid", printed, "Se texten."), ("Nya former ska prövas", "Uppfyllt", "Se texten.")))).rows
    assert [row.status for row in found] == [status, "met"]
    assert found[0].status_printed == printed


def test_an_unknown_status_is_not_guessed() -> None:
    found = read(page(*_table(("Fler ska få stöd i tid", "Zonk", "Se texten."), ("Nya former ska prövas", "Uppfyllt", "Se texten.")))).rows
    assert (found[0].status, found[0].status_printed) == ("not_assessed", "Zonk")
    assert found[0].doubt


def test_circles_mean_something_beside_their_opposites() -> None:
    full, empty = ("Fler ska få stöd i tid", "●", "Bra."), ("Nya former ska prövas", "○", "Sent.")
    assert [row.status for row in read(page(*_table(full, empty))).rows] == ["met", "not_met"]


def test_a_legend_says_what_symbols_mean() -> None:
    legend: Entry = (60, 78, "■ uppfyllt ▣ delvis uppfyllt □ ej uppfyllt", 8)
    table = rows_at(100, COLUMNS, ("Mål", "Status", "Kommentar"), ("Fler ska få stöd", "▣", "På väg."), ("Former ska prövas", "□", "Sent."))
    assert [row.status for row in read(page(HEAD, legend, *table)).rows] == ["partly_met", "not_met"]


def test_a_dash_is_explained_by_its_comment() -> None:
    rows = (
        ("Fler ska få stöd i tid", "-", "Målet har utgått."),
        ("Former ska prövas", "-", "Målet är inte uppnått."),
        ("Möten ska hållas", "Uppfyllt", "Ja."),
    )
    assert [row.status for row in read(page(*_table(*rows))).rows] == ["dropped", "not_met", "met"]


def test_columns_in_another_order_with_numbers() -> None:
    rows = (("1", "Uppnått", "Fler ska få stöd i tid"), ("2", "Ej uppnått", "Former ska prövas"))
    found = read(page(*_table(*rows, heads=("Nr", "Bedömning", "Verksamhetsmål"), columns=(60.0, 100.0, 220.0)))).rows
    assert [(row.goal_no, row.goal_text, row.status) for row in found] == [
        ("1", "Fler ska få stöd i tid", "met"),
        ("2", "Former ska prövas", "not_met"),
    ]


def test_target_and_outcome_columns_give_a_status_beside_the_printed_one() -> None:
    heads = ("Mål", "Målvärde", "Utfall", "Status")
    rows = (
        ("Deltagarna ska vara nöjda", "minst 80 %", "78 %", "Uppfyllt"),
        ("Väntetiden ska vara kort", "högst 3 veckor", "2 veckor", "Ej uppfyllt"),
    )
    found = read(page(*_table(*rows, heads=heads, columns=(60.0, 240.0, 350.0, 450.0)))).rows
    assert [(row.comparator, row.target_value, row.outcome_value, row.unit) for row in found] == [
        ("at_least", 80, 78, "percent"),
        ("at_most", 3, 2, "weeks"),
    ]
    assert [(row.status, row.status_computed) for row in found] == [("met", "not_met"), ("not_met", "met")]


def test_main_goals_as_headings_inside_the_table() -> None:
    top = rows_at(90, COLUMNS, ("Mål", "Måluppfyllelse", "Kommentar"))
    main: Entry = (60, 115, "A. Fler människor ska komma närmare arbete genom gemensamt stöd", 10, True)
    rows = rows_at(140, COLUMNS, ("A1 Fler ska få stöd", "Uppfyllt", "Bra."), ("A2 Former ska prövas", "Ej uppfyllt", "Sent."))
    found = read(page(HEAD, *top, main, *rows)).rows
    assert [(row.goal_no, row.parent_no, row.goal_level, row.status) for row in found] == [
        ("A", None, "main", "not_assessed"),
        ("A1", "A", "sub", "met"),
        ("A2", "A", "sub", "not_met"),
    ]


def test_a_row_cut_by_the_page_and_a_head_printed_again() -> None:
    first = page(*rows_at(740, COLUMNS, ("Mål", "Måluppfyllelse", "Kommentar"), ("Fler ska få stöd", "Uppfyllt", "Arbetet löper")))
    second = page(*rows_at(60, COLUMNS, ("Mål", "Måluppfyllelse", "Kommentar"), ("Former ska prövas", "Ej uppfyllt", "Sent.")), number=2)
    found = read(first, second).rows
    assert [(row.page, row.goal_text, row.status) for row in found] == [(1, "Fler ska få stöd", "met"), (2, "Former ska prövas", "not_met")]


def test_rows_go_on_over_the_page_without_a_head() -> None:
    first = page(*rows_at(740, COLUMNS, ("Mål", "Måluppfyllelse", "Kommentar"), ("Fler ska få ett samordnat", "Uppfyllt", "Arbetet löper")))
    second = page(*rows_at(60, COLUMNS, ("stöd i tid", "", "på väl."), ("Former ska prövas", "Ej uppfyllt", "Sent.")), number=2)
    assert brief(read(first, second).rows) == [("Fler ska få ett samordnat stöd i tid", "met"), ("Former ska prövas", "not_met")]


def test_the_text_below_is_no_row() -> None:
    below: list[Entry] = [
        (60, 200, "Tre av målen bedöms uppfyllda och ett av dem har inte kunnat följas upp i år."),
        (60, 230, "Ekonomi", 10, True),
    ]
    found = read(page(*_table(("Fler ska få stöd", "Uppfyllt", "Bra."), ("Former ska prövas", "Nej", "Sent.")), *below)).rows
    assert brief(found) == [("Fler ska få stöd", "met"), ("Former ska prövas", "not_met")]


def test_cells_that_hold_nothing_but_a_colour() -> None:
    green, red = ((245.0, 108.0, 335.0, 126.0), (120, 200, 110)), ((245.0, 129.0, 335.0, 147.0), (240, 90, 80))
    found = read(page(*_table(("Fler ska få stöd", "", "Bra."), ("Former ska prövas", "", "Sent.")), fills=[green, red])).rows
    assert [(row.status, row.status_printed) for row in found] == [("met", None), ("not_met", None)]
    assert "colour" in (found[0].reading_note or "")


def test_without_a_comment_column_a_colour_that_cannot_be_read_is_a_doubt() -> None:
    found = read(page(*_table(("Fler ska få stöd", "", "Bra."), ("Former ska prövas", "", "Sent.")))).rows
    assert [row.status for row in found] == ["not_assessed", "not_assessed"]
    assert all(row.doubt for row in found)


@pytest.mark.parametrize(
    "heads",
    [("Nyckeltal", "Mål", "Utfall"), ("Insats", "Budget", "Utfall"), ("Ärende", "Beslut", "Datum"), ("Kostnader", "Utfall", "Budget")],
)
def test_other_tables_are_not_goals(heads: tuple[str, ...]) -> None:
    table = rows_at(90, COLUMNS, heads, ("Antal möten", "12", "14"), ("Soliditet", "40", "38"))
    assert read(page((60, 60, "Ekonomisk översikt", 14, True), *table)).rows == ()


def test_what_was_used_is_told() -> None:
    found = read(page(*_table(("Fler ska få stöd", "Uppfyllt", "47 personer deltog."))))
    assert any(box[0] <= 345 <= box[2] and box[1] <= 115 <= box[3] for _, box in found.consumed)
    assert (found.rows[0].x0, found.rows[0].page) == (60.0, 1)


def test_heads_and_statuses_in_the_middle_of_their_cells() -> None:
    texts: list[Entry] = [
        (60, 90, "Mål"),
        (270, 90, "Status"),
        (360, 90, "Kommentar"),
        (60, 110, "Fler ska få ett samordnat"),
        (60, 123, "stöd i rätt tid och på"),
        (60, 136, "rätt plats"),
        (265, 123, "Uppfyllt"),
        (340, 116.5, "Bra år för alla som"),
        (340, 129.5, "deltog"),
        (60, 156, "Former ska prövas"),
        (260, 156, "Ej uppfyllt"),
        (340, 156, "Sent."),
    ]
    found = read(page(HEAD, *texts)).rows
    assert brief(found) == [("Fler ska få ett samordnat stöd i rätt tid och på rätt plats", "met"), ("Former ska prövas", "not_met")]
    assert found[0].comment == "Bra år för alla som deltog"


def test_a_table_without_a_status_column_is_judged_by_its_text() -> None:
    heads, columns = ("Mål 2023", "Resultat"), (60.0, 280.0)
    rows = (
        ("Fler ska få stöd", "Målet är uppfyllt. Fler kom\nän året före."),
        ("Minst 80 % ska vara nöjda", "78 % var nöjda. Målet är\ninte uppnått."),
    )
    found = read(page(*_table(*rows, heads=heads, columns=columns))).rows
    assert [(row.status, row.outcome_value, row.status_computed) for row in found] == [("met", None, None), ("not_met", 78, "not_met")]


def test_yes_in_part_is_in_part() -> None:
    found = read(page(*_table(("Fler ska få stöd", "Ja, delvis", "Bra."), ("Former ska prövas", "Nej", "Sent.")))).rows
    assert [row.status for row in found] == ["partly_met", "not_met"]
