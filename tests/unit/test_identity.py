"""What a document says of itself, read from small documents drawn for the purpose."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.contracts import DocumentRow, Refused
from ingest.identity import reader_version
from ingest.read import read_document
from tests.unit.pages import LEFT, Text, cover, draw_pdf, table

ROWS = (("Medlemsbidrag", "1 000 000"), ("Övriga intäkter", "100 000"), ("Summa intäkter", "1 100 000"))


def _document(title: str, *more: str, name: str = "Samordningsförbundet Provbygden", head: str = "Utfall") -> DocumentRow:
    data = draw_pdf(cover(title, name, *more), table((head,), ROWS))
    return read_document(data, "fallback.pdf").document


@pytest.mark.parametrize(
    ("title", "kind", "start", "end"),
    [
        ("Årsredovisning 2022", "annual_report", "2022-01-01", "2022-12-31"),
        ("Årsbokslut för 2019", "annual_report", "2019-01-01", "2019-12-31"),
        ("Verksamhetsplan och budget 2024", "plan_budget", "2024-01-01", "2024-12-31"),
        ("Budget 2025", "plan_budget", "2025-01-01", "2025-12-31"),
        ("Delårsrapport 2021-06-30", "interim_report", "2021-01-01", "2021-06-30"),
        ("Delårsrapport januari – augusti 2023", "interim_report", "2023-01-01", "2023-08-31"),
        ("Halvårsrapport 2022", "interim_report", "2022-01-01", "2022-06-30"),
        ("Tertialrapport 1 2024", "interim_report", "2024-01-01", "2024-04-30"),
        ("Delårsbokslut per 31 augusti 2020", "interim_report", "2020-01-01", "2020-08-31"),
    ],
)  # fmt: skip
def test_kind_and_period(title: str, kind: str, start: str, end: str) -> None:
    document = _document(title)
    assert (document.report_type, document.period_start, document.period_end) == (kind, date.fromisoformat(start), date.fromisoformat(end))
    assert document.fiscal_year == document.period_end.year
    assert document.title == title


def test_the_year_of_the_registry_number_is_not_the_reported_year() -> None:
    document = _document("Årsredovisning 2022", "Dnr 2023/17")
    assert (document.fiscal_year, document.registry_number, document.is_draft) == (2022, "2023/17", False)
    below = _document("Årsredovisning", "Dnr: 2023-004", head="Utfall 2022")
    assert (below.fiscal_year, below.registry_number) == (2022, "2023-004")


@pytest.mark.parametrize(
    ("line", "draft"), [("Utkast", True), ("Förslag till styrelsen", True), ("Dnr 2023/x", True), ("Fastställd", False)]
)
def test_drafts(line: str, draft: bool) -> None:
    assert _document("Årsredovisning 2022", line).is_draft is draft


@pytest.mark.parametrize(
    ("printed", "identifier"),
    [("Samordningsförbundet Provbygden", "provbygden"), ("SAMORDNINGSFÖRBUNDET NORRÅN", "norran"),
     ("Finsam Provbygden", "provbygden"), ("Samordningsförbundet Norra Ån och Söderslätt", "norra_an_och_soderslatt")],
)  # fmt: skip
def test_names_of_associations_that_nobody_listed(printed: str, identifier: str) -> None:
    document = _document("Årsredovisning 2022", name=printed)
    assert (document.association_id, document.is_provisional) == (identifier, True)
    assert document.association_printed.casefold() == printed.casefold()


def test_a_listed_association_is_known() -> None:
    document = _document("Årsredovisning 2022", name="Finnvedens samordningsförbund")
    assert (document.association_id, document.is_provisional) == ("finnveden", False)


def test_a_document_without_a_name_is_called_after_its_file() -> None:
    assert _document("Årsredovisning 2022", name="En rapport").association_printed == "fallback"


def test_the_date_of_adoption() -> None:
    assert _document("Årsredovisning 2022", "Fastställd av styrelsen 2023-03-14").adopted_on == date(2023, 3, 14)
    assert _document("Årsredovisning 2022").adopted_on is None


def test_a_document_without_any_year_cannot_be_dated() -> None:
    words = [Text("Några ord om verksamheten utan något år alls i texten", LEFT, 200 + 15 * i) for i in range(3)]
    with pytest.raises(Refused) as refusal:
        read_document(draw_pdf(cover("Rapport"), words), "x.pdf")
    assert refusal.value.reason_code == "no_period"


def test_the_document_is_its_bytes_and_the_reader_its_code() -> None:
    first, again, other = _document("Årsredovisning 2022"), _document("Årsredovisning 2022"), _document("Årsredovisning 2021")
    assert first == again
    assert first.document_id != other.document_id
    assert len(first.document_id) == 64
    assert first.reader_version == reader_version()
