"""Layouts that reports use: tables over two pages, side by side, unlabelled sums, marks, numbers in labels, blanks."""

from __future__ import annotations

from ingest.contracts import DocumentReading, FinanceRow
from ingest.read import read_document
from tests.unit.pages import LEFT, Text, cover, draw_pdf, table, width_of

COVER = cover("Årsredovisning 2022")
HEADS = ("2022", "2021")
INCOME = (("Medlemsbidrag", "1 000 000", "900 000"), ("Övriga intäkter", "10 000", "20 000"), ("Summa intäkter", "1 010 000", "920 000"))
COSTS = (("Personal", "-1 000", "-2 000"), ("Summa kostnader", "-1 000", "-2 000"), ("Årets resultat", "1 009 000", "918 000"))


def _read(*pages: list[Text]) -> DocumentReading:
    return read_document(draw_pdf(COVER, *pages), "x.pdf")


def _cells(facts: tuple[FinanceRow, ...]) -> list[tuple[str | None, str, str]]:
    return [(f.label_printed, f.column_printed, f.amount_printed) for f in facts]


def _expected(*rows: tuple[str, ...]) -> list[tuple[str | None, str, str]]:
    return [(label, head, token) for label, *tokens in rows for head, token in zip(HEADS, tokens, strict=True)]


def test_a_table_goes_on_over_the_page() -> None:
    below = [text for text in table(HEADS, COSTS, top=80) if text.text != "Resultaträkning"]
    for second in (below, [text for text in below if text.text not in HEADS]):
        facts = _read(table(HEADS, INCOME), second).finances
        assert _cells(facts) == _expected(*INCOME, *COSTS)
        assert {f.table_no for f in facts} == {1}
        assert [f.page for f in facts] == [2] * 6 + [3] * 6


def test_two_headings_are_two_tables() -> None:
    facts = _read(
        table(HEADS, INCOME), table(HEADS, (("Kassa och bank", "5", "6"), ("Summa tillgångar", "5", "6")), heading="Balansräkning")
    ).finances
    assert [(f.statement, f.period_type) for f in facts] == [("income_statement", "year")] * 6 + [("balance_sheet", "instant")] * 4
    assert len({f.table_no for f in facts}) == 2


def test_tables_side_by_side_are_not_mixed() -> None:
    left = table(
        ("2022",),
        (("Medlemsbidrag", "1 000"), ("Övriga intäkter", "10"), ("Ränteintäkter", "5"), ("Summa intäkter", "1 015")),
        edges=(270,),
    )
    right = table(("2022",), (("Personal", "500"), ("Lokaler", "10"), ("Revision", "5"), ("Summa kostnader", "515")), edges=(270,))
    moved = [Text(t.text, t.x + 260, t.y, t.size, t.align) for t in right if t.text != "Resultaträkning"]
    facts = _read(left + moved).finances
    assert [(f.label_printed, f.amount_printed) for f in facts] == [
        ("Medlemsbidrag", "1 000"), ("Övriga intäkter", "10"), ("Ränteintäkter", "5"), ("Summa intäkter", "1 015"),
        ("Personal", "500"), ("Lokaler", "10"), ("Revision", "5"), ("Summa kostnader", "515"),
    ]  # fmt: skip


def test_sums_without_a_label_get_their_meaning_from_the_section() -> None:
    rows = (
        ("Intäkter", "", ""), *INCOME[:2], ("", "1 010 000", "920 000"),
        ("Kostnader", "", ""), ("Personal", "5 000", "6 000"), ("Lokaler", "1 000", "1 000"), ("", "6 000", "7 000"),
        ("Årets resultat", "1 004 000", "913 000"),
    )  # fmt: skip
    reading = _read(table(HEADS, rows))
    unlabelled = [f for f in reading.finances if f.label_printed is None]
    assert [(f.line_item, f.is_total, f.amount_printed) for f in unlabelled] == [
        ("operating_income", True, "1 010 000"), ("operating_income", True, "920 000"),
        ("total_costs", True, "6 000"), ("total_costs", True, "7 000"),
    ]  # fmt: skip
    by_id = {f.fact_id: f for f in reading.finances}
    weights = {by_id[s.part_fact_id].line_item: s.weight for s in reading.sums if by_id[s.total_fact_id].line_item == "result"}
    assert weights == {"operating_income": 1, "total_costs": -1}
    assert {f.label_path for f in reading.finances if f.section == "costs"} == {"Kostnader"}


def test_raised_marks_are_part_of_neither_amount_nor_label() -> None:
    marks = [Text("1", 331, 254, 6), Text("2)", LEFT + width_of("Övriga intäkter", 10) + 1, 270, 6)]
    assert _cells(_read(table(HEADS, INCOME, edges=(330, 420)) + marks).finances) == _expected(*INCOME)


def test_numbers_in_labels_stay_there() -> None:
    rows = (
        *INCOME[:2],
        ("Projekt 2020", "5 000", "4 000"),
        ("Insats Ung 16-24", "600", "700"),
        ("Personal 1,5 tjänst", "5 000", "6 000"),
        ("Konto 4010", "70", "80"),
    )
    assert _cells(_read(table(HEADS, rows)).finances) == _expected(*rows)


def test_a_label_on_two_lines_is_one() -> None:
    rows = (
        *INCOME[:2],
        ("Gemensamma samverkans-", "", ""),
        ("kostnader", "5 000", "4 000"),
        ("Ersättning för", "", ""),
        ("utlånad personal", "70", "80"),
    )
    facts = _read(table(HEADS, rows)).finances
    expected = _expected(*INCOME[:2], ("Gemensamma samverkanskostnader", "5 000", "4 000"), ("Ersättning för utlånad personal", "70", "80"))
    assert _cells(facts) == expected


def test_zero_dash_and_blank_are_three_things() -> None:
    facts = _read(table(HEADS, (("Medlemsbidrag", "0", "–"), ("Övriga intäkter", "-", "0"), ("Summa intäkter", "0", "")))).finances
    assert _cells(facts) == [("Medlemsbidrag", "2022", "0"), ("Övriga intäkter", "2021", "0"), ("Summa intäkter", "2022", "0")]
    assert all(f.amount_sek == 0 for f in facts)


def test_costs_are_positive_by_nature_whatever_sign_is_printed() -> None:
    for sign in ("", "-", "–"):
        rows = (
            *INCOME,
            *((label, f"{sign}{a}", f"{sign}{b}") for label, a, b in (("Personal", "5 000", "6 000"), ("Lokaler", "700", "800"))),
        )
        facts = [f for f in _read(table(HEADS, rows)).finances if f.section == "costs"]
        assert [f.amount_natural_sek for f in facts] == [5000, 6000, 700, 800]
        assert all(f.amount_sek == (f.amount_natural_sek if not sign else -f.amount_natural_sek) for f in facts)


def test_numbers_that_are_no_facts_are_kept_as_unread() -> None:
    """A table of meetings under a heading of its own is no statement; its figures are listed, not turned into money."""
    meetings = table(("Våren", "Hösten"), (("Styrelsemöten", "41", "29"), ("Studiebesök", "17", "12")), heading="Sammanträden")
    reading = _read(table(HEADS, INCOME), meetings)
    assert _cells(reading.finances) == _expected(*INCOME)
    assert sorted(u.text for u in reading.unread) == ["12", "17", "29", "41"]
    assert {u.reason for u in reading.unread} == {"no_statement"}


def test_the_same_figure_keeps_its_id() -> None:
    first, again = (_read(table(HEADS, INCOME)) for _ in range(2))
    assert [f.fact_id for f in first.finances] == [f.fact_id for f in again.finances]
    assert len({f.fact_id for f in first.finances}) == 6
