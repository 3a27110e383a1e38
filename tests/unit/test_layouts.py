"""Layouts of whole tables: printouts of the ledger, comments beside amounts, heads packed close, statements beside notes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ingest.contracts import FinanceRow
from ingest.read import read_document
from tests.unit.pages import LEFT, Text, cover, draw_pdf, table

STATEMENT = (
    ("Medlemsbidrag", "5 098 000", "5 098 000", "0"),
    ("Verksamhetens kostnader", "-4 997 138", "-5 060 000", "62 862"),
    ("Årets resultat", "100 862", "38 000", "62 862"),
)


def _read(*pages: Sequence[Text], title: str = "Årsredovisning 2022") -> tuple[FinanceRow, ...]:
    return read_document(draw_pdf(cover(title), *pages), "x.pdf").finances


def _of(facts: Sequence[FinanceRow], label: str) -> list[FinanceRow]:
    return [fact for fact in facts if fact.label_printed == label]


def test_a_printout_of_the_ledger_has_balances_before_and_after_and_what_happened_between() -> None:
    rows = (
        ("1510 Kundfordringar", "31 940,00", "12 241,00-", "19 699,00"),
        ("1930 Bank", "1 784 957,00", "321 274,00-", "1 463 683,00"),
        ("Summa tillgångar", "1 816 897,00", "333 515,00-", "1 483 382,00"),
        ("2010 Eget kapital", "1 816 897,00-", "333 515,00", "1 483 382,00-"),
    )
    facts = _read(table(("Ing balans", "Period", "Ut balans"), rows, heading="Balansrapport", edges=(300, 400, 500)))
    opening, movement, closing = _of(facts, "1930 Bank")
    assert (opening.period_start, opening.period_end) == (None, date(2021, 12, 31))
    assert (movement.period_start, movement.period_end) == (date(2022, 1, 1), date(2022, 12, 31))
    assert (closing.period_start, closing.period_end) == (None, date(2022, 12, 31))
    assert movement.amount_sek == -321_274


def test_comments_right_of_the_amounts_are_no_part_of_any_label() -> None:
    page = table(("Utfall 2022", "Budget 2022", "Avvikelse"), STATEMENT, edges=(300, 380, 450))
    page += [Text("Kommentar", 465, 242), Text("Lägre kostnader", 465, 268), Text("än planerat", 465, 280)]
    costs = _of(_read(page), "Verksamhetens kostnader")
    assert [(fact.scenario, fact.amount_printed) for fact in costs] == [
        ("actual", "-4 997 138"), ("budget", "-5 060 000"), ("deviation", "62 862"),
    ]  # fmt: skip


def test_heads_as_close_as_words_are_told_apart_where_they_end() -> None:
    page = table(("Utfall 2022", "Ursprunglig budget", "Helårsprognos"), STATEMENT, edges=(300, 401, 480))
    assert [fact.scenario for fact in _of(_read(page), "Medlemsbidrag")] == ["actual", "budget", "forecast"]


def test_a_legend_over_the_heads_is_no_head() -> None:
    legend = Text("kronor; avvikelse = utfall - budget", 380, 226)
    page = [*table(("Utfall 2022", "Budget 2022", "Utfall 2021"), STATEMENT), legend]
    assert [fact.scenario for fact in _of(_read(page), "Medlemsbidrag")] == ["actual", "budget", "actual"]
    assert {fact.unit_printed for fact in _read(page)} == {"SEK"}


def test_a_note_beside_the_statement_is_a_table_of_its_own() -> None:
    beside = [Text("Not 4 Skulder", 330, 220, 14), Text("2022-12-31", 530, 237, 10, "right")]
    for at, (label, token) in enumerate((("Leverantörsskulder", "211 045"), ("Personalskatter", "9 834"), ("Summa", "220 879"))):
        beside += [Text(label, 330, 253 + 16 * at), Text(token, 530, 253 + 16 * at, 10, "right")]
    left = [(label, now, planned) for label, now, planned, _ in STATEMENT]
    facts = _read([*table(("2022", "Budget"), left, edges=(240, 310)), *beside])
    assert {fact.statement for fact in _of(facts, "Leverantörsskulder")} == {"note"}
    assert {fact.statement for fact in _of(facts, "Årets resultat")} == {"income_statement"}


def test_initiatives_against_what_was_granted_need_no_unit() -> None:
    rows = (("Stegen", "2 146 880", "2 150 000", "3 120"), ("Fyren", "1 487 215", "1 600 000", "112 785"))
    facts = _read(table(("Kostnad 2022", "Beviljat 2022", "Kvar av beviljat"), rows, heading="Vad insatserna kostade", corner="Insats"))
    assert {fact.statement for fact in facts} == {"operating_statement"}
    assert [fact.scenario for fact in _of(facts, "Fyren")] == ["actual", "budget", "deviation"]


def test_a_page_number_at_the_foot_is_no_amount() -> None:
    foot = [Text("Samordningsförbundet Provbygden 2022", LEFT, 815, 9), Text("Sida 2", 530, 815, 9, "right")]
    facts = _read([*table(("Utfall 2022", "Budget 2022", "Avvikelse"), STATEMENT), *foot])
    assert len(facts) == 9


def test_a_table_of_changes_in_equity_is_a_note_with_flows_between_two_balances() -> None:
    rows = (
        ("Belopp vid årets ingång", "5 987 500", "3 854 084", "9 841 584"),
        ("Omföring av föregående års resultat", "3 854 084", "-3 854 084", "0"),
        ("Årets resultat", "", "3 467 926", "3 467 926"),
        ("Belopp vid årets utgång", "9 841 584", "3 467 926", "13 309 510"),
    )
    heads = ("Balanserat", "Årets resultat", "Totalt")
    facts = _read(table(heads, rows, heading="Förändringar i eget kapital"))
    assert {fact.statement for fact in facts} == {"note"}
    periods = {fact.label_printed: (fact.period_start, fact.period_end) for fact in facts}
    assert periods["Omföring av föregående års resultat"] == (date(2022, 1, 1), date(2022, 12, 31))
    assert periods["Belopp vid årets utgång"] == (None, date(2022, 12, 31))


def test_contributions_to_social_insurance_are_a_flow_in_a_note_of_personnel() -> None:
    rows = (("Löner och ersättningar", "529 952", "594 969"), ("Sociala avgifter", "187 042", "209 989"), ("Summa", "716 994", "804 958"))
    facts = _read(table(("2022", "2021"), rows, heading="Not 4 Personal"))
    assert {fact.period_start for fact in _of(facts, "Sociala avgifter")} == {date(2022, 1, 1), date(2021, 1, 1)}


def test_amounts_broken_inside_a_group_of_digits_are_whole_again() -> None:
    page = table(("2022", "2021"), (("Medlemsbidrag", "5 098 000", "4 900 000"), ("Summa intäkter", "5 098 00", "4 900 00")))
    page += [Text("0", 330, 286, 10, "right"), Text("0", 420, 286, 10, "right")]
    assert [fact.amount_printed for fact in _of(_read(page), "Summa intäkter")] == ["5 098 000", "4 900 000"]


def test_small_figures_below_amounts_are_not_drawn_into_them() -> None:
    rows = (("Medlemsbidrag", "5 098 000", "4 900 000"), ("", "5", "0"), ("Summa intäkter", "5 098 005", "4 900 000"))
    assert [fact.amount_printed for fact in _of(_read(table(("2022", "2021"), rows)), "Medlemsbidrag")] == ["5 098 000", "4 900 000"]
