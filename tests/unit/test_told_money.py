"""Money told in sentences: what each of many invented sentences says, and where its number stands."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.catalogue import Association
from ingest.contracts import ToldAmountRow
from ingest.identity import Identity
from ingest.initiatives import InitiativeBook
from ingest.lexicon import line_items
from ingest.told_money.clauses import told_amounts
from ingest.told_money.read import read_told_money
from ingest.told_money.words import money_words
from tests.unit.prose_pages import Set, page_of, wrapped

_CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "told_money.yml").read_text(encoding="utf-8"))
_BOOK = InitiativeBook({"Bron": "bron", "Fyren": "fyren"})
_FILLER = wrapped("Detta stycke finns för att visa hur stor den löpande texten är i denna rapport och säger inget annat än så.", 80)


def _identity(kind: str = "annual_report", end: date = date(2024, 12, 31)) -> Identity:
    return Identity(
        association=Association("provbygden", "Samordningsförbundet Provbygden"),
        association_printed="Samordningsförbundet Provbygden",
        report_type=kind,
        title="Årsredovisning 2024",
        registry_number=None,
        is_draft=False,
        period_start=date(2024, 1, 1),
        period_end=end,
        fiscal_year=2024,
        adopted_on=None,
    )


def _read(*lines: Set, kind: str = "annual_report", end: date = date(2024, 12, 31)) -> tuple[ToldAmountRow, ...]:
    return read_told_money([page_of([*_FILLER, *lines])], _identity(kind, end), "d", _BOOK)


def _said(row: ToldAmountRow, end: date) -> str:
    """A row as the file of sentences writes it."""
    words = [f"{row.amount_natural_sek.normalize():f}", row.line_item]
    words += [row.scenario] if row.scenario != "actual" else []
    words += [f"of {row.deviation_of}"] if row.deviation_of else []
    words += [row.period_end.isoformat()] if row.period_end != end else []
    return " ".join([*words, "about"] if row.is_about else words)


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case["text"])
def test_a_sentence_says(case: dict[str, Any]) -> None:
    end = case.get("end", date(2024, 12, 31))
    rows = _read(*wrapped(case["text"], 150), kind=case.get("kind", "annual_report"), end=end)
    assert [_said(row, end) for row in rows] == case["rows"]


def test_a_row_has_the_box_of_its_number_its_sentence_and_its_window() -> None:
    page = page_of([*_FILLER, *wrapped("Allt är bra. Resultatet uppgår till 524,5 tkr.", 150)])
    (row,) = read_told_money([page], _identity(), "d", _BOOK)
    (word,) = [word for word in page.words if word.text == "524,5"]
    assert (row.page, row.x0, row.top, row.bottom) == (1, word.x0, word.top, word.bottom)
    assert row.x1 == pytest.approx(word.x1, abs=2)  # number and unit are one token: the number has its share of it
    assert (row.amount_printed, row.unit_printed, row.unit_multiple, row.label_printed) == ("524,5", "TSEK", 1000, "resultatet")
    assert (row.amount_natural_sek, row.precision_sek) == (Decimal("524500"), Decimal(100))
    assert row.context == "Resultatet uppgår till 524,5 tkr."
    assert (row.period_type, row.period_start, row.period_end) == ("year", date(2024, 1, 1), date(2024, 12, 31))


def test_a_stock_stands_at_a_day() -> None:
    (row,) = _read(*wrapped("Det egna kapitalet uppgår till 3 100 tkr.", 150))
    assert (row.period_type, row.period_start, row.period_end) == ("instant", None, date(2024, 12, 31))


@pytest.mark.parametrize(
    ("printed", "precision"), [("8 123 456 kr", "1"), ("8 123 000 kronor", "1000"), ("8 100 000 kr", "100000"), ("8,12 mnkr", "10000")]
)
def test_an_amount_is_as_exact_as_it_is_printed(printed: str, precision: str) -> None:
    (told,) = told_amounts(f"kostnaderna blev {printed}.")
    assert told.precision == Decimal(precision)


def test_costs_under_the_heading_of_an_initiative_are_its_own_but_a_result_under_initiatives_is_not() -> None:
    def under(heading: str, text: str) -> list[str]:
        rows = _read(Set(heading, 130, size=14.0, bold=True), *wrapped(text, 152))
        return [row.line_item for row in rows]

    assert under("Fyren", "Kostnaderna blev 400 tkr.") == []
    assert under("Insatsernas ekonomi", "Kostnaderna blev 400 tkr. Resultatet blev 35 tkr.") == ["result"]
    assert under("Ekonomi", "Kostnaderna blev 400 tkr.") == ["total_costs"]


def test_every_item_that_is_told_is_a_line_item() -> None:
    told = {code for kind, code, _ in money_words().phrases if kind == "item"} - {"deficit", "equity_opening"}
    assert told <= set(line_items().items)
    assert money_words().stocks - {"equity_opening"} <= told
