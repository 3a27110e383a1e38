"""Participant tables drawn in memory, one shape a test: what is counted, of whom, when and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from ingest.contracts import ParticipantRow
from ingest.identity import identify
from ingest.initiatives import InitiativeBook
from ingest.pdf.pages import read_all_pages
from ingest.people.read import Place, read_participants
from tests.unit.pages import LEFT, Text, cover, draw_pdf, table, width_of

NAMES = {"IT-spåret": "it_sparet", "Nya Vägar": "nya_vagar", "Stöd till arbete": "stod"}


def people(
    texts: Sequence[Text], *more: Sequence[Text], title: str = "Årsredovisning 2023", aside: Sequence[Place] = ()
) -> list[ParticipantRow]:
    """The participant rows of a report whose first page holds these texts under its title."""
    pages = read_all_pages(draw_pdf([*cover(title), *texts], *more)).pages
    identity = identify(pages, "report")
    return list(read_participants([], pages, identity, "d", InitiativeBook(NAMES), aside=aside).rows)


def cell(rows: Sequence[ParticipantRow], label: str, column: str) -> ParticipantRow:
    """The one row with this label and column."""
    found = [row for row in rows if row.label_printed == label and row.column_printed == column]
    assert len(found) == 1, [(row.label_printed, row.column_printed) for row in rows]
    return found[0]


def test_initiatives_as_columns_counts_by_gender_as_rows() -> None:
    rows = people(
        table(
            ["IT-spåret", "Nya Vägar", "Totalt"],
            [("Deltagande kvinnor", "8", "19", "27"), ("Deltagande män", "11", "3", "14"), ("Avslutade män", "1", "0", "1")],
            heading="Deltagare i insatserna",
        )
    )
    assert len(rows) == 9
    women = cell(rows, "Deltagande kvinnor", "IT-spåret")
    assert (women.measure, women.gender, women.initiative_id, women.value) == ("participants", "women", "it_sparet", Decimal(8))
    assert (women.period_start, women.period_end, women.period_type) == (date(2023, 1, 1), date(2023, 12, 31), "year")
    assert not women.is_total
    total = cell(rows, "Deltagande kvinnor", "Totalt")
    assert (total.initiative_id, total.is_total) == (None, True)
    assert cell(rows, "Avslutade män", "Nya Vägar").measure == "exits"


def test_transposed_with_an_unknown_initiative_and_nonbinary() -> None:
    rows = people(
        table(
            ["Kvinnor", "Män", "Ickebinära", "Uppgift saknas", "Totalt"],
            [("Nya Vägar", "12", "9", "1", "2", "24"), ("Solrosen", "5", "6", "0", "0", "11"), ("Summa", "17", "15", "1", "2", "35")],
            heading="Påbörjade deltagare per insats", edges=(230, 300, 375, 460, 530),
        )
    )  # fmt: skip
    assert cell(rows, "Nya Vägar", "Uppgift saknas").gender == "unknown"
    assert cell(rows, "Solrosen", "Ickebinära").gender == "nonbinary"
    assert (cell(rows, "Solrosen", "Män").initiative_id, cell(rows, "Solrosen", "Män").measure) == ("solrosen", "started")
    assert cell(rows, "Summa", "Totalt").is_total
    assert cell(rows, "Summa", "Totalt").initiative_id is None


def test_reasons_with_withheld_counts_dashes_and_shares() -> None:
    rows = people(
        table(
            ["Antal", "%"],
            [
                ("Arbete eller utbildning", "20", "50 %"),
                ("Sjukdom", "<5", "–"),
                ("Egen begäran", "10", "25 %"),
                ("Flytt", "8", "20 %"),
                ("Totalt", "40", "100 %"),
            ],
            heading="Avslutsorsaker", edges=(330, 420),
        )
    )  # fmt: skip
    work = cell(rows, "Arbete eller utbildning", "%")
    assert (work.exit_reason, work.measure, work.unit, work.value, work.base_n) == ("work_or_study", "exits", "percent", Decimal(50), 40)
    ill = cell(rows, "Sjukdom", "Antal")
    assert (ill.value, ill.is_suppressed, ill.amount_printed, ill.exit_reason) == (None, True, "<5", "illness")
    assert not [row for row in rows if row.amount_printed == "–"]
    assert cell(rows, "Totalt", "Antal").is_total


def test_support_before_and_after_counts_those_who_left() -> None:
    rows = people(
        table(
            ["Före insats", "Efter insats"],
            [("Sjukpenning", "30", "12"), ("Försörjningsstöd", "25", "9"), ("Ingen offentlig försörjning", "2", "31"), ("CSN", "4", "6")],
            heading="Offentlig försörjning före och efter insats", edges=(360, 480),
        )
    )  # fmt: skip
    row = cell(rows, "Ingen offentlig försörjning", "Efter insats")
    assert (row.support_type, row.before_after, row.measure) == ("none_public", "after", "exits")


def test_years_as_columns_and_ages_as_rows() -> None:
    rows = people(
        table(
            ["2023", "2022"],
            [("16–24 år", "11", "14"), ("25–29 år", "20", "18"), ("30–64 år", "40", "42"), ("Summa", "71", "74")],
            heading="Deltagare per åldersgrupp",
        )
    )
    young = cell(rows, "16–24 år", "2022")
    assert (young.age_band, young.period_end, young.fiscal_year) == ("16-24", date(2022, 12, 31), 2022)
    assert cell(rows, "Summa", "2023").is_total


def test_a_period_of_its_own_in_the_caption() -> None:
    rows = people(
        table(
            ["Kvinnor", "Män"],
            [("Nya Vägar", "12", "9"), ("IT-spåret", "2", "3")],
            heading="Avslutade deltagare december 2022–november 2023",
            edges=(360, 480),
        )
    )
    row = cell(rows, "Nya Vägar", "Män")
    assert (row.period_start, row.period_end, row.period_type) == (date(2022, 12, 1), date(2023, 11, 30), "custom")


def test_enrolled_at_a_day_is_a_stock() -> None:
    rows = people(
        table(
            ["Kvinnor", "Män"],
            [("Pågående vid årets början", "12", "9"), ("Nya deltagare", "5", "3"), ("Pågående vid årets slut", "14", "8")],
            heading="Deltagare",
            edges=(360, 480),
        )
    )
    start, end = cell(rows, "Pågående vid årets början", "Män"), cell(rows, "Pågående vid årets slut", "Män")
    assert (start.measure, start.period_start, start.period_end, start.period_type) == (
        "ongoing_start",
        date(2023, 1, 1),
        date(2023, 12, 31),
        "instant",
    )
    assert (end.measure, end.period_end) == ("ongoing_end", date(2023, 12, 31))
    assert cell(rows, "Nya deltagare", "Män").measure == "started"


def test_heads_over_three_lines_and_municipalities() -> None:
    x = (200, 300, 400)
    heads = [
        Text(text, edge, 200 + 12 * i, 9, "centre")
        for edge, lines in zip(x, (["Stöd till", "arbete", "Gislaved"], ["Stöd till", "arbete", "Värnamo"], ["Totalt"]), strict=True)
        for i, text in enumerate(lines)
    ]
    body = [("Kvinnor", "4", "6", "10"), ("Män", "5", "7", "12")]
    cells = [Text(label, LEFT, 240 + 14 * i, 9) for i, (label, *_) in enumerate(body)]
    cells += [
        Text(token, edge, 240 + 14 * i, 9, "centre") for i, (_, *tokens) in enumerate(body) for token, edge in zip(tokens, x, strict=True)
    ]
    rows = people([Text("Antal deltagare", LEFT, 170, 13), *heads, *cells])
    row = cell(rows, "Kvinnor", "Stöd till arbete Värnamo")
    assert (row.initiative_id, row.municipality, row.gender) == ("stod", "varnamo", "women")
    assert cell(rows, "Män", "Totalt").value == 12


def test_a_table_beside_running_text() -> None:
    prose = [
        "Under året har fler kommit till",
        "våra verksamheter än under",
        "tidigare år, och de allra flesta",
        "har stannat kvar i stödet.",
    ]
    left = [Text(line, LEFT, 205 + 15 * i, 11) for i, line in enumerate(prose)]
    right = [Text("Kvinnor", 420, 200, 8, "right"), Text("Män", 470, 200, 8, "right")]
    for i, (label, women, men) in enumerate([("Påbörjade", "21", "20"), ("Avslutade", "17", "13")]):
        right += [Text(label, 330, 213 + 13 * i, 8), Text(women, 420, 213 + 13 * i, 8, "right"), Text(men, 470, 213 + 13 * i, 8, "right")]
    rows = people([*left, *right])
    assert {(row.measure, row.gender): int(row.value or 0) for row in rows} == {
        ("started", "women"): 21, ("started", "men"): 20, ("exits", "women"): 17, ("exits", "men"): 13,
    }  # fmt: skip


def test_of_which_rows_take_their_measure_from_the_row_above() -> None:
    rows = people(
        table(["2023"], [("Avslutade deltagare", "40"), ("varav kvinnor", "25"), ("varav män", "15")], heading="Deltagare", edges=(400,))
    )
    women = cell(rows, "varav kvinnor", "2023")
    assert (women.measure, women.gender, women.is_of_which) == ("exits", "women", False)
    assert cell(rows, "Avslutade deltagare", "2023").is_total


def test_a_sum_without_a_label_is_told_by_arithmetic() -> None:
    rows = people(
        table(
            ["Kvinnor", "Män"],
            [("Nya Vägar", "12", "9"), ("IT-spåret", "2", "3"), ("", "14", "12")],
            heading="Antal deltagare",
            edges=(360, 480),
        )
    )
    total = [row for row in rows if row.row_no == 3]
    assert [int(row.value or 0) for row in total] == [14, 12]
    assert all(row.reading_note and row.initiative_id is None for row in total)


def test_a_table_cut_by_the_page_break() -> None:
    first = table(
        ["Kvinnor", "Män"], [("Nya Vägar", "12", "9"), ("IT-spåret", "2", "3")], heading="Antal deltagare", top=700, edges=(360, 480)
    )
    second = [Text("Summa", LEFT, 80), Text("14", 360, 80, align="right"), Text("12", 480, 80, align="right")]
    rows = people(first, second)
    assert (cell(rows, "Summa", "Män").page, cell(rows, "Summa", "Män").gender) == (2, "men")


@pytest.mark.parametrize(
    ("heading", "heads", "body"),
    [
        ("Styrelsens närvaro", ["Kvinnor", "Män"], [("Ledamöter", "4", "5"), ("Ersättare", "3", "2")]),
        ("Sjukfrånvaro", ["Kvinnor", "Män"], [("29 år eller yngre", "2", "3"), ("30–49 år", "4", "1")]),
        ("Resultaträkning", ["2023", "2022"], [("Personalkostnader", "812", "790"), ("Lokalkostnader", "95", "90")]),
        ("Enkät", ["Antal", "%"], [("Helt och hållet", "31", "62 %"), ("Delvis", "19", "38 %")]),
        ("Medelantal anställda", ["Kvinnor", "Män"], [("Kansli", "2", "1"), ("Projekt", "1", "1")]),
    ],
)
def test_other_tables_give_no_participants(heading: str, heads: list[str], body: list[tuple[str, str, str]]) -> None:
    assert people(table(heads, body, heading=heading, edges=(360, 480))) == []


def test_what_others_have_read_is_left_alone() -> None:
    texts = table(["Kvinnor", "Män"], [("Nya Vägar", "12", "9"), ("IT-spåret", "2", "3")], heading="Antal deltagare", edges=(360, 480))
    assert len(people(texts)) == 4
    assert people(texts, aside=[(1, (0.0, 0.0, 600.0, 800.0))]) == []


def test_each_row_has_the_box_of_its_token() -> None:
    row = cell(
        people(table(["Kvinnor", "Män"], [("Nya Vägar", "12", "9"), ("IT-spåret", "2", "3")], heading="Antal deltagare", edges=(360, 480))),
        "Nya Vägar",
        "Kvinnor",
    )
    assert row.x1 == pytest.approx(360, abs=1.0)
    assert row.x0 == pytest.approx(360 - width_of("12", 10), abs=1.5)
    assert (row.found_in, row.row_no, row.column_no, row.page) == ("table", 1, 1, 1)
