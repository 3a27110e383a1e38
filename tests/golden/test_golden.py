"""Every sample report: its figures are found, in their place, nothing else is, and every box holds what it says."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from decimal import Decimal

import pytest

from ingest.contracts import DocumentReading, FinanceRow
from ingest.numerals import parse_numeral
from tests.golden.conftest import FOLDERS, Chars, samples
from tests.golden.matching import TruthRow, match, missing_figures, plain, read_truth

ENOUGH = 0.98
# Limits of the reader, both outside a balance sheet: what is left at the year's end or was there at its beginning, and
# equity under a name the vocabulary lacks, may be dated as a flow of that year.
STOCK = re.compile(r"vid årets (slut|utgång|ingång)|egna kapital")
# Points: a page scanned askew by a degree moves its edges this far from where the printed page has them.
ASKEW = 5.0
STEMS = sorted(samples())
SCANS = [stem for stem in STEMS if stem.endswith("_scanned")]


def _planted() -> list[dict[str, str]]:
    """The printed errors in money that the samples hold, as the truth files name them."""
    rows: list[dict[str, str]] = []
    for _, golden in FOLDERS:
        with (golden / "planted.csv").open(encoding="utf-8", newline="") as handle:
            rows += list(csv.DictReader(handle))
    return [row for row in rows if row["kind"] != "unit" and row["table_id"] != "participants"]


def _is_undated_stock(row: TruthRow, fact: FinanceRow) -> bool:
    if row.start or not STOCK.search(row.label.casefold()) or (row.statement, row.scenario) != (fact.statement, fact.scenario):
        return False
    return row.end in {fact.period_end.isoformat(), f"{fact.period_end.year - 1}-12-31"}


def test_every_report_has_truth() -> None:
    without = [stem for stem, (_, truth) in samples().items() if not truth.is_file()]
    assert STEMS
    assert not without


@pytest.mark.parametrize("stem", STEMS)
def test_figures_are_found_in_their_place(stem: str, reading: Callable[[str], DocumentReading]) -> None:
    outcome = match(read_truth(samples()[stem][1]), reading(stem).finances)
    assert outcome.truth
    shares = outcome.shares()
    shares["placed"] += sum(_is_undated_stock(row, fact) for row, fact in outcome.misplaced) / outcome.truth
    assert min(shares.values()) >= ENOUGH, outcome.tell()


@pytest.mark.parametrize("stem", STEMS)
def test_figures_that_are_no_money_are_key_figures(stem: str, reading: Callable[[str], DocumentReading]) -> None:
    truth = [row for row in read_truth(samples()[stem][1]) if row.unit in {"percent", "persons"}]
    missing = missing_figures(truth, reading(stem).key_figures)
    assert len(missing) <= (1 - ENOUGH) * len(truth), missing


@pytest.mark.parametrize("stem", [stem for stem in STEMS if stem not in SCANS])
def test_boxes_hold_the_printed_digits(stem: str, reading: Callable[[str], DocumentReading], chars: Callable[[str, int], Chars]) -> None:
    outcome = match(read_truth(samples()[stem][1]), reading(stem).finances)
    wrong = []
    for _, fact in outcome.placed:
        inside = "".join(text for text, x, y in chars(stem, fact.page) if fact.x0 <= x <= fact.x1 and fact.top <= y <= fact.bottom)
        if re.sub(r"\D", "", inside) != re.sub(r"\D", "", fact.amount_printed):
            wrong.append((fact.page, fact.amount_printed, inside))
    assert outcome.placed
    assert not wrong


@pytest.mark.parametrize("stem", SCANS)
def test_boxes_of_a_scan_stand_where_the_printed_page_has_them(stem: str, reading: Callable[[str], DocumentReading]) -> None:
    outcome = match(read_truth(samples()[stem][1]), reading(stem).finances)
    wrong = []
    for row, fact in outcome.placed:
        x, y = row.middle
        across, along = fact.x0 - ASKEW <= x <= fact.x1 + ASKEW, fact.top - ASKEW <= y <= fact.bottom + ASKEW
        if not (across and along and fact.reading == "ocr"):
            wrong.append((fact.page, fact.amount_printed, fact.reading, row.middle))
    assert outcome.placed
    assert not wrong


@pytest.mark.parametrize("stem", STEMS)
def test_amounts_are_the_printed_ones(stem: str, reading: Callable[[str], DocumentReading]) -> None:
    """No sum, sign or unit ever rewrites what is printed: amount = printed numeral × kronor of the unit used."""
    facts = reading(stem).finances
    assert facts
    assert all(f.amount_sek == parse_numeral(f.amount_printed).value * f.unit_multiple for f in facts)
    assert all(abs(f.amount_natural_sek) == abs(f.amount_sek) for f in facts)
    assert len({f.fact_id for f in facts}) == len(facts)


def _statement(table: str) -> str:
    return "note" if table.startswith("note") else table


def _same_column(truth: str, fact: FinanceRow) -> bool:
    words = set(plain(truth).split()) - {"år", "utfall"}
    return bool(words & set(plain(fact.column_printed).split()))


@pytest.mark.parametrize("error", _planted(), ids=lambda error: f"{error['doc_id']}-{error['printed']}")
def test_printed_errors_are_kept_as_printed(error: dict[str, str], reading: Callable[[str], DocumentReading]) -> None:
    value = parse_numeral(error["printed"]).value
    kept = [
        fact
        for fact in reading(error["doc_id"]).finances
        if fact.statement == _statement(error["table_id"])
        and _same_column(error["column_label"], fact)
        and fact.amount_sek == value * fact.unit_multiple
        and re.sub(r"\D", "", fact.amount_printed) == re.sub(r"\D", "", error["printed"])
    ]
    assert kept, error["description"]


def test_a_unit_that_the_table_names_wrongly_is_told(reading: Callable[[str], DocumentReading]) -> None:
    """An operating statement headed tkr whose figures are kronor keeps both, and says why."""
    rows = []
    for _, golden in FOLDERS:
        with (golden / "planted.csv").open(encoding="utf-8", newline="") as handle:
            rows += [row for row in csv.DictReader(handle) if row["kind"] == "unit"]
    assert rows
    for row in rows:
        facts = [f for f in reading(row["doc_id"]).finances if f.statement == row["table_id"]]
        assert {f.unit_used for f in facts} == {"SEK"}
        # Limit of the reader: where the amounts print their own unit, the table's word for it is not kept.
        if not all(f.amount_printed.endswith("kr") for f in facts):
            assert {f.unit_printed for f in facts} == {"TSEK"}
            assert all(f.reading_note and "tie" in f.reading_note for f in facts)
        assert max(f.amount_sek for f in facts) < Decimal(100_000_000)
