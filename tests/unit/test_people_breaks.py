"""Tables of participants over page breaks, and rows of people among money."""

from __future__ import annotations

import pytest

from ingest.contracts import ParticipantRow
from ingest.identity import identify
from ingest.initiatives import InitiativeBook
from ingest.pdf.pages import read_all_pages
from ingest.pdf.regions import find_regions
from ingest.people.read import read_participants
from ingest.tables import build_tables
from tests.unit.pages import LEFT, Text, cover, draw_pdf, table
from tests.unit.test_people import cell, people

_RUNNING = "PROVBYGDENS SAMORDNINGSFÖRBUND"


def _running(page: int) -> Text:
    return Text(f"{_RUNNING} sida {page}", LEFT, 45)


def _cells(row: tuple[str, ...], y: float) -> list[Text]:
    label, *values = row
    return [Text(label, LEFT, y), *(Text(value, edge, y, align="right") for value, edge in zip(values, (360, 480), strict=True))]


def test_rows_below_a_running_head_go_on_from_the_page_before() -> None:
    first = table(
        ["Kvinnor", "Män"], [("Nya Vägar", "12", "9"), ("IT-spåret", "2", "3")], heading="Antal deltagare", top=700, edges=(360, 480)
    )
    second = [_running(3), *_cells(("Stöd till arbete", "4", "1"), 80), *_cells(("Summa", "18", "13"), 96)]
    rows = people([], [_running(2), *first], second)
    row = cell(rows, "Stöd till arbete", "Män")
    assert (row.page, row.gender, row.initiative_id) == (3, "men", "stod")
    assert cell(rows, "Summa", "Kvinnor").is_total


def test_a_table_of_its_own_with_the_same_heads_is_no_rest_of_another() -> None:
    rows = [("Kvinnor", "12", "9"), ("Män", "2", "3")]
    first = table(["2023", "2022"], rows, heading="Nya Vägar", corner="Deltagare", top=300, edges=(360, 480))
    prose = [Text("Stödet ges i små grupper.", LEFT, 100)]
    second = [Text("IT-spåret", LEFT, 80, 14), *prose, Text("Deltagare", LEFT, 122), *_cells(("Kvinnor", "5", "6"), 140)]
    second += [*_cells(("Män", "7", "8"), 156), Text("2023", 360, 122, align="right"), Text("2022", 480, 122, align="right")]
    found = {(row.initiative_id, row.amount_printed) for row in people([], [_running(2), *first], [_running(3), *second])}
    assert {("nya_vagar", "12"), ("it_sparet", "5"), ("it_sparet", "8")} <= found


def _overview(label: str, *values: str) -> list[ParticipantRow]:
    rows = [
        ("Summa intäkter", "8 508,4", "8 326,7", "8 044,5"),
        ("Summa kostnader", "8 731,6", "8 190,3", "7 560,8"),
        ("Årets resultat", "-223,2", "136,4", "483,7"),
        ("Eget kapital", "2 711,5", "2 934,7", "2 798,3"),
        (label, *values),
    ]
    texts = table(["2023", "2022", "2021"], rows, heading="Flerårsöversikt", corner="Belopp i tkr")
    pages = read_all_pages(draw_pdf([*cover("Årsredovisning 2023"), *texts])).pages
    identity = identify(pages, "report")
    tables = build_tables(find_regions(pages), identity.report_type)
    return list(read_participants(tables, pages, identity, "d", InitiativeBook({})).rows)


@pytest.mark.parametrize("label", ["Deltagare", "Antal deltagare", "Deltagare totalt", "Antal unika deltagare under året"])
def test_a_row_of_people_among_money(label: str) -> None:
    rows = _overview(label, "214", "202", "188")
    assert [(row.fiscal_year, row.value, row.measure, row.gender) for row in rows] == [
        (2023, 214, "participants", "all"),
        (2022, 202, "participants", "all"),
        (2021, 188, "participants", "all"),
    ]


@pytest.mark.parametrize(
    ("label", "values"),
    [
        ("Deltagaravgifter", ("214", "202", "188")),
        ("Avslutade projekt", ("214", "202", "188")),
        ("Kostnad per deltagare", ("21", "20", "18")),
        ("Deltagare", ("214,5", "202,1", "188,0")),
        ("Deltagare", ("214", "", "")),
    ],
)
def test_a_row_of_money_stays_money(label: str, values: tuple[str, ...]) -> None:
    assert _overview(label, *values) == []


def test_labels_over_three_lines_with_the_same_first_ones() -> None:
    texts = [Text("Deltagarstatistik", LEFT, 190, 12), Text("Nya Vägar", 360, 214, 8, "right"), Text("IT-spåret", 480, 214, 8, "right")]
    y = 214.0
    for *label, first, second in [
        ("Nya", "deltagare", "kvinnor", "12", "5"),
        ("Nya", "deltagare", "män", "9", "6"),
        ("Nya", "deltagare", "okänt", "1", "2"),
        ("Avslutade", "kvinnor", "4", "3"),
        ("Avslutade", "män", "2", "7"),
    ]:
        y += 5
        for line in label:
            y += 10.5
            texts.append(Text(line, LEFT, y, 8))
        texts += [Text(first, 360, y, 8, "right"), Text(second, 480, y, 8, "right")]
    rows = people(texts)
    unknown, left = cell(rows, "Nya deltagare okänt", "Nya Vägar"), cell(rows, "Avslutade män", "IT-spåret")
    assert (unknown.measure, unknown.gender, unknown.initiative_id, unknown.value) == ("started", "unknown", "nya_vagar", 1)
    assert (left.measure, left.gender, left.initiative_id, left.value) == ("exits", "men", "it_sparet", 7)


def test_the_number_of_a_page_is_no_row_of_the_table_over_it() -> None:
    foot = [Text("Sida", 300, 790), Text("1", 360, 790, align="right")]
    rows = [("Nya Vägar", "12", "9"), ("IT-spåret", "2", "3")]
    texts = table(["Kvinnor", "Män"], rows, heading="Antal deltagare", top=720, edges=(360, 480))
    assert {row.label_printed for row in people([*texts, *foot])} == {"Nya Vägar", "IT-spåret"}
