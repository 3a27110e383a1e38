"""Layouts that were once read wrongly, each as the smallest page that shows it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ingest.contracts import DocumentReading
from ingest.read import read_document
from tests.unit.pages import LEFT, Text, cover, draw_pdf, table, width_of

COVER = cover("Årsredovisning 2022")
HEADS = ("2022", "2021")
ROWS = (("Medlemsbidrag", "1 000 000", "900 000"), ("Övriga intäkter", "10 000", "20 000"), ("Summa intäkter", "1 010 000", "920 000"))
TWO = (330.0, 510.0)


def read(*pages: list[Text], opening: list[Text] = COVER) -> DocumentReading:
    """What is read of pages behind a cover."""
    return read_document(draw_pdf(opening, *pages), "x.pdf")


def columns(reading: DocumentReading) -> list[str]:
    """The heads of the columns, from the left."""
    return list(dict.fromkeys(fact.column_printed for fact in sorted(reading.finances, key=lambda fact: fact.column_no)))


def test_a_unit_below_a_heading_does_not_make_it_running_text() -> None:
    below = [Text("kr", LEFT, 236), *(text for text in table(HEADS, ROWS, top=240) if text.text != "Resultaträkning")]
    facts = read([Text("FÖRBUNDETS RESULTATRÄKNING", LEFT, 222), *below]).finances
    assert {(fact.statement, fact.table_title) for fact in facts} == {("income_statement", "FÖRBUNDETS RESULTATRÄKNING")}


def test_a_sentence_in_large_type_is_no_heading() -> None:
    said = Text("Kostnaderna blev 500 kr. Skillnaden mot budget beror främst på vakanser.", LEFT, 190, 11.5)
    small = [Text(t.text, t.x, t.y, 8 if t.size == 10 else t.size, t.align) for t in table(HEADS, ROWS)]
    assert {fact.statement for fact in read([said, *small]).finances} == {"income_statement"}


def test_the_top_line_of_one_head_alone_belongs_to_it() -> None:
    tall = [Text("Periodens", 420, 232, 10, "right")]
    rows = table(("2022", "budget 2022"), ROWS, edges=(330, 420), top=222)
    assert columns(read([*tall, *rows])) == ["2022", "Periodens budget 2022"]


def test_heads_that_touch_are_two() -> None:
    """A head too wide for its column reaches over the one before: 'Budget' and 'Januari–augusti' without a space."""
    heads = [Text("Budget", 400, 232, 10, "right"), Text("Januari–augusti", 400.2, 232), Text("2022", 400, 244, 10, "right")]
    heads += [Text("2022", 480, 244, 10, "right")]
    body = [text for text in table(("", ""), ROWS, edges=(400, 480), top=222) if text.text]
    facts = read([*heads, *body], opening=cover("Delårsrapport augusti 2022")).finances
    assert {(fact.scenario, fact.amount_printed) for fact in facts if fact.label_printed == "Medlemsbidrag"} == {
        ("budget", "1 000 000"), ("actual", "900 000")}  # fmt: skip


def test_six_digits_that_could_be_a_day_are_amounts() -> None:
    facts = read(table(HEADS, (*ROWS[:2], ("Sålda tjänster", "210103", "210325")))).finances
    assert [fact.amount_printed for fact in facts if fact.label_printed == "Sålda tjänster"] == ["210103", "210325"]


def test_an_amount_that_could_be_a_year_is_one_in_a_row_with_a_name() -> None:
    facts = read(table(HEADS, (*ROWS[:2], ("Sålda tjänster", "2004", ""), ROWS[2]))).finances
    assert [(fact.column_printed, fact.amount_printed) for fact in facts if fact.label_printed == "Sålda tjänster"] == [("2022", "2004")]


def test_a_title_with_a_year_apart_is_no_row() -> None:
    title = [Text("Förbundets mål", LEFT, 420, 14), Text("2024", 230, 420, 14)]
    assert "2024" not in {fact.amount_printed for fact in read([*table(HEADS, ROWS), *title]).finances}


def test_heads_printed_again_before_any_amount() -> None:
    first = [Text("Balansräkning", LEFT, 700, 14), *(Text(h, e, 722, 10, "right") for h, e in zip(HEADS, TWO, strict=True))]
    first += [Text("TILLGÅNGAR", LEFT, 740)]
    rows = (("Fordringar", "40 000", "50 000"), ("Kassa och bank", "60 000", "70 000"), ("Summa tillgångar", "100 000", "120 000"))
    second = [text for text in table(HEADS, rows, edges=TWO, top=60) if text.text != "Resultaträkning"]
    reading = read(first, second)
    assert columns(reading) == ["2022", "2021"]
    assert {fact.statement for fact in reading.finances} == {"balance_sheet"}


LONE = (
    ("Medlemsbidrag", "1 000 000", "", "900 000"),
    ("Sålda tjänster", "", "30 000", ""),
    ("Övriga intäkter", "10 000", "", "20 000"),
)


def lone(total: tuple[str, str]) -> DocumentReading:
    """An amount between two columns, and the sums of both."""
    rows = (*LONE, ("Summa intäkter", total[0], "", total[1]))
    return read(table(("2022", "", "2021"), rows, edges=(330, 420, 510)))


def test_a_lone_amount_goes_where_the_one_sum_asks_for_it() -> None:
    reading = lone(("1 040 000", "920 000"))
    (fact,) = (fact for fact in reading.finances if fact.label_printed == "Sålda tjänster")
    assert (fact.column_printed, fact.amount_sek, fact.doubt) == ("2022", Decimal(30_000), None)
    assert "Summa intäkter" in (fact.reading_note or "")
    leaned = {row.used_to_repair for row in reading.sums if row.column_no == fact.column_no}
    assert leaned == {True}
    assert {row.used_to_repair for row in reading.sums if row.column_no != fact.column_no} == {False}


def test_a_lone_amount_that_no_sum_or_both_ask_for_is_doubted() -> None:
    for total in (("1 010 000", "920 000"), ("1 040 000", "950 000")):
        (fact,) = (fact for fact in lone(total).finances if fact.label_printed == "Sålda tjänster")
        assert (fact.column_printed, fact.amount_sek) == ("", Decimal(30_000))
        assert fact.doubt


def test_a_wrong_sum_that_is_clearly_printed_stays() -> None:
    facts = read(table(HEADS, (*ROWS[:2], ("Summa intäkter", "1 011 000", "920 000")))).finances
    (total,) = (fact for fact in facts if fact.label_printed == "Summa intäkter" and fact.column_printed == "2022")
    assert (total.amount_sek, total.doubt, total.reading_note) == (Decimal(1_011_000), None, "no unit printed; kronor assumed")


def test_an_interim_report_that_names_no_period_is_doubted() -> None:
    rows = table(("Utfall 2022", "Budget 2022"), ROWS, edges=TWO)
    unsure = read(rows, opening=cover("Delårsrapport 2022")).finances
    assert {bool(fact.doubt) for fact in unsure if fact.scenario == "actual"} == {True}
    sure = read(rows, opening=cover("Delårsrapport 2022", "Resultat till och med augusti")).finances
    assert {(fact.doubt, fact.period_end.month) for fact in sure if fact.scenario == "actual"} == {(None, 8)}


def test_decimals_of_millions_do_not_tie_to_thousands() -> None:
    from ingest.units import UnitEvidence, decide_units

    said = {("total_costs", "2022actual"): {Decimal("2.49")}, ("board", "2022actual"): {Decimal("0.50")}}
    other = UnitEvidence("MSEK", {key: set(values) for key, values in said.items()}, Decimal("2.49"), False)
    silent = UnitEvidence(None, said, Decimal("2.49"), False)
    assert [decision.used for decision in decide_units([other, silent], None)] == ["MSEK", "MSEK"]


def test_a_genitive_and_the_plain_name_are_one_association() -> None:
    opening = cover("Årsredovisning 2022", "Åbygdens samordningsförbund")
    plain = [Text("Samordningsförbundet Åbygden har sitt säte i Åby.", LEFT, 600)]
    both = read([*table(HEADS, ROWS), *plain], opening=opening).document
    alone = read(table(HEADS, ROWS), opening=opening).document
    assert (both.association_id, both.association_printed) == ("abygden", "Åbygdens samordningsförbund")
    assert alone.association_id == "abygdens"


def test_a_unit_above_the_heading_is_that_of_the_table() -> None:
    for line in ("tkr", "Belopp i tkr", "Belopp anges i tusental kronor"):
        facts = read([Text(line, LEFT, 195), *table(HEADS, ROWS)]).finances
        assert {(fact.unit_printed, fact.unit_multiple) for fact in facts} == {("TSEK", 1000)}, line


def test_a_table_of_people_whose_rows_are_named_like_initiatives_is_not_of_money() -> None:
    rows = (("Team Norr", "36", "20"), ("IPS", "28", "10"), ("Projektkontoret", "29", "17"), ("Summa", "93", "47"))
    for title in ("Deltagare uppdelat på kön 2022", "Inskrivna per insats"):
        assert not read(table(("Kvinnor", "Män"), rows, heading=title)).finances, title


def test_dots_that_touch_their_figure_end_where_it_begins() -> None:
    dots = {"Medlemsbidrag": 33, "Övriga intäkter": 32, "Summa intäkter": 32}
    texts = table(HEADS, [(label, "", second) for label, _, second in ROWS])
    joined = [Text(f"{label}{'.' * dots[label]}{first}", LEFT, 242 + 16 * (n + 1)) for n, (label, first, _) in enumerate(ROWS)]
    right = max(LEFT + width_of(text.text, 10) for text in joined)
    assert right < 400
    labels = set(dots)
    facts = read([text for text in texts if text.text not in labels] + joined).finances
    assert {(fact.label_printed, fact.amount_printed) for fact in facts} == {(label, token) for label, *both in ROWS for token in both}
    assert all(fact.x0 is not None and fact.x0 > 200 for fact in facts if fact.column_no == min(f.column_no for f in facts))


def test_a_year_that_touches_the_next_head_ends_before_it() -> None:
    edge = 510 - width_of("Årsbudget 2022", 10)
    texts = [text for text in table(HEADS, ROWS, edges=(edge, 510)) if text.text not in HEADS]
    heads = [
        Text("Utfall t.o.m.", edge, 230, align="right"),
        Text("30 juni 2022", edge, 242, align="right"),
        Text("Årsbudget 2022", edge, 242),
    ]
    facts = read([*texts, *heads]).finances
    assert {fact.column_printed for fact in facts} == {"Utfall t.o.m. 30 juni 2022", "Årsbudget 2022"}


def test_a_year_beside_months_is_the_whole_year() -> None:
    heads = ("jan–aug 2022", "2021")
    over = [Text("Utfall", edge, 230, align="right") for edge in (330, 420)]
    facts = read([*over, *table(heads, ROWS, top=220)], opening=cover("Delårsrapport januari–augusti 2022")).finances
    ends = {fact.column_printed: (fact.period_start, fact.period_end) for fact in facts}
    assert ends == {
        "Utfall jan–aug 2022": (date(2022, 1, 1), date(2022, 8, 31)),
        "Utfall 2021": (date(2021, 1, 1), date(2021, 12, 31)),
    }


def test_an_expected_outcome_is_a_forecast_and_its_deviation_is_of_the_year() -> None:
    heads = ("2022-08-31", "Budget 2022", "Beräknat utfall 2022", "Avvikelse helår")
    rows = [(label, first, first, first, "0") for label, first, _ in ROWS]
    facts = read(table(heads, rows, edges=(240, 320, 430, 530), size=8), opening=cover("Delårsrapport januari–augusti 2022")).finances
    assert {(fact.scenario, fact.period_end) for fact in facts} == {
        ("actual", date(2022, 8, 31)), ("budget", date(2022, 12, 31)), ("forecast", date(2022, 12, 31)), ("deviation", date(2022, 12, 31)),
    }  # fmt: skip


def test_a_sentence_below_a_table_that_ends_with_an_amount_is_no_row() -> None:
    below = [Text("Förbundet visar ett resultat om minus 61 tkr och det egna kapitalet är därmed", LEFT, 320), Text("1 891 tkr.", 510, 320)]
    facts = read([*table(HEADS, ROWS), *below]).finances
    assert {fact.label_printed for fact in facts} == {label for label, *_ in ROWS}


def statements(reading: DocumentReading) -> set[str]:
    """The statements the amounts stand in."""
    return {fact.statement for fact in reading.finances}


LEFT_OVER = (("Stegen", "1 900 000", "1 952 000", "-52 000"), ("Vägen", "1 400 000", "1 338 000", "62 000"))


def test_what_is_left_of_a_budget_is_a_deviation_whatever_the_rows_are_called() -> None:
    for heads in (("Tilldelat 2022", "Använt 2022", "Kvar"), ("Ram", "Förbrukning", "Rest"), ("Budget", "Utfall", "Över/under")):
        reading = read(table(heads, LEFT_OVER, heading="Insatsernas ekonomi", corner="kronor"))
        assert statements(reading) == {"operating_statement"}, heads
        assert [fact.scenario for fact in reading.finances] == ["budget", "actual", "deviation"] * 2, heads


def test_a_cost_per_participant_beside_a_budget_is_no_amount_of_it() -> None:
    rows = [(*row, "19,9") for row in LEFT_OVER]
    heads = ("Budget", "Utfall", "Avvikelse", "Kostnad per deltagare")
    reading = read(table(heads, rows, heading="Insatsernas ekonomi", corner="kronor", edges=(220, 300, 380, 520), size=8))
    assert {fact.scenario for fact in reading.finances} == {"budget", "actual", "deviation"}


def test_a_note_may_begin_its_paragraph() -> None:
    told = [
        Text("Not 2 Kostnader. Löner ersätts till den part som anställer, och i", LEFT, 200),
        Text("posten ingår hyra.", LEFT, 213),
    ]
    rows = (("Stegen", "1 688 940", "1 710 250"), ("Kontoret", "751 600", "734 880"))
    texts = [text for text in table(HEADS, rows, top=225, corner="Kronor") if text.text != "Resultaträkning"]
    reading = read([Text("Noter", LEFT, 180, 14), *told, *texts])
    assert {(fact.statement, fact.table_note) for fact in reading.finances} == {("note", "2")}


def test_claims_and_debts_under_a_heading_of_their_own_are_a_note() -> None:
    rows = (("Fordran på Skatteverket", "148 220", "139 870"), ("Förutbetalda försäkringar", "7 415", "7 160"))
    assert statements(read(table(("2022-12-31", "2021-12-31"), rows, heading="B.5 Fordringar", corner="kronor"))) == {"note"}


def test_what_the_members_pay_is_a_note_and_its_shares_no_amounts() -> None:
    rows = (("Ekby kommun", "23 140", "55,3 %", "812 400"), ("Norrby kommun", "10 587", "44,7 %", "371 700"))
    heads = ("Invånare 1 nov 2021", "Andel av", "Avgift 2022, kr")
    reading = read(table(heads, rows, heading="Så fördelas kommunernas del", edges=(300, 400, 520)))
    assert {(fact.statement, fact.amount_printed) for fact in reading.finances} == {("note", "812 400"), ("note", "371 700")}


def test_a_unit_in_the_label_is_that_of_the_row() -> None:
    rows = (("Intäkter, mnkr", "2,72", "2,70"), ("Kostnader, mnkr", "2,61", "2,71"), ("Soliditet, %", "82", "80"))
    reading = read(table(("2022", "2021", "2020"), [(*row, row[-1]) for row in rows], heading="Ekonomin i korthet", edges=(300, 400, 500)))
    assert {(fact.amount_printed, fact.unit_multiple) for fact in reading.finances if fact.column_printed == "2022"} == {
        ("2,72", 1_000_000), ("2,61", 1_000_000),
    }  # fmt: skip


def test_a_large_initial_belongs_to_its_word() -> None:
    plain = [text for text in table(HEADS, ROWS) if text.text != "Resultaträkning"]
    edge = LEFT + width_of("R", 18)
    facts = read([Text("R", LEFT, 220, 18), Text("esultaträkning", edge, 220, 14), *plain]).finances
    assert {(fact.statement, fact.table_title) for fact in facts} == {("income_statement", "Resultaträkning")}
