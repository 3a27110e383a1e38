"""Exports and benchmarks as PDF: read as the same tables in a workbook, with the box on the page; other PDFs give nothing."""

from __future__ import annotations

from ingest.exports.pdf import Exported, read_exported
from ingest.identity import identify
from ingest.pdf.pages import read_all_pages
from tests.press.exports.printed import printed
from tests.press.exports.samples import NAME, head
from tests.unit.pages import cover, draw_pdf, table


def _read(data: bytes) -> Exported:
    pages = read_all_pages(data).pages
    return read_exported([], pages, identify(pages, "file"), "d")


def test_before_and_after_under_heads_over_several_columns() -> None:
    rows = [
        *head("Deltagarrapport: försörjning före och efter insats"),
        ["SUS"],
        [],
        [None, "Kvinnor", None, "Män", None],
        ["Försörjning", "Före", "Efter", "Före", "Efter"],
        ["Sjukpenning", 12, 8, 10, "<5"],
        ["Totalt", 40, 40, 41, 41],
    ]
    found = _read(printed(rows, spans={8: {1: 2, 3: 2}}, first=250))
    told = {(row.gender, row.before_after, row.support_type): (row.amount_printed, row.value) for row in found.participants}
    assert told["women", "after", "sickness_benefit"] == ("8", 8)
    assert told["men", "after", "sickness_benefit"] == ("<5", None)
    assert told["men", "before", None] == ("41", 41)
    assert len(told) == 8
    assert all(row.page == 1 and row.x0 and row.cell is None and row.found_in == "table" for row in found.participants)
    assert len(set(found.consumed)) == 8
    assert found.identity
    assert found.identity.association.association_id == "granliden"


def test_a_survey_with_questions_as_headings() -> None:
    rows = [
        ["Enkätresultat: indikatorer för finansiell samordning"],
        ["Förbund: " + NAME],
        ["Mätår: 2022"],
        ["Svarsgrupp: Deltagare pågående"],
        [],
        ["1. Stödet har varit till stor nytta"],
        ["Svarsalternativ", "Antal", "%"],
        ["Helt och hållet", 14, "58 %"],
        ["Delvis", 10, "42 %"],
        ["Antal svar", 24],
        [],
        ["4. En person eller ett team"],
        ["Svarsalternativ", "Antal", "%"],
        ["Ja", 20, "83 %"],
        ["Nej", 4, "17 %"],
    ]
    found = _read(printed(rows))
    told = {(row.question_no, row.answer_label, row.measure): (row.n, row.share, row.answered_n) for row in found.indicators}
    assert told["1", "Delvis", "label_count"] == (10, None, 24)
    assert told["4", "Nej", "label_share"] == (None, 17, None)
    assert len(told) == 8
    assert {row.period_end.isoformat() for row in found.indicators} == {"2022-10-31"}


def test_a_benchmark_of_the_country() -> None:
    rows = [
        ["NNS Indikatorrapport 2022"],
        ["Andel positiva svar, från Till stor del, hela landet"],
        ["Svarsgrupp: Deltagare avslut"],
        [],
        ["Indikator", "2020", "2021", "2022"],
        ["1. Stort stöd", "71 %", "72 %", "74 %"],
        ["6. Redo att arbeta", "48 %", "51 %", "50 %"],
    ]
    found = _read(printed(rows))
    assert {(row.question_no, row.fiscal_year): row.share for row in found.indicators} == {
        ("1", 2020): 71,
        ("1", 2021): 72,
        ("1", 2022): 74,
        ("6", 2020): 48,
        ("6", 2021): 51,
        ("6", 2022): 50,
    }
    assert {(row.association_id, row.positive_from) for row in found.indicators} == {(None, "Till stor del")}


def test_a_cost_report() -> None:
    rows = [
        *head("SUS Kostnadsrapport", "2022"),
        ["Insatskostnader"],
        ["Insats", "Budget", "Utfall"],
        ["Steget vidare", "1 800 000", "1 750 500"],
        ["Summa insatskostnader", "1 800 000", "1 750 500"],
    ]
    found = _read(printed(rows))
    assert [(row.line_item, row.initiative_id, row.scenario, int(row.amount_sek)) for row in found.finances] == [
        (None, "steget_vidare", "budget", 1_800_000),
        (None, "steget_vidare", "actual", 1_750_500),
        ("initiatives_total", None, "budget", 1_800_000),
        ("initiatives_total", None, "actual", 1_750_500),
    ]
    assert len(found.sums) == 2


def test_other_reports_give_nothing() -> None:
    report = draw_pdf(cover("Årsredovisning 2022"), table(("Kvinnor", "Män"), (("Deltagare", "40", "41"), ("Avslutade", "12", "13"))))
    assert _read(report) == Exported()
