"""The many words for all initiatives together: a total wherever they stand, never an initiative of that name."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ingest.exports.read import read_export
from tests.press.exports.books import csv_bytes
from tests.press.exports.samples import NAME, head

WORDS = ["Alla insatser", "Samtliga insatser", "Totalt alla insatser", "Summa insatser", "Insatser totalt", "Totalt insatser"]


@pytest.mark.parametrize("word", [*WORDS, "Hela förbundet", "Totalt"])
def test_as_a_row_of_an_initiative_report(word: str) -> None:
    top = head("Uppföljning Finsam - Insatsrapport", "2023-01-01 - 2023-12-31")
    rows = [*top, ["Insats", "Antal deltagare"], ["Steget vidare", 37], ["Mötesplats Älven", 20], [word, 57]]
    found = read_export(csv_bytes(rows), "export.csv").participants
    assert [(row.initiative_id, row.is_total, row.value) for row in found][-1] == (None, True, Decimal(57))
    assert [row.is_total for row in found] == [False, False, True]


@pytest.mark.parametrize("word", [*WORDS, "Hela förbundet", "Totalt"])
def test_as_a_column_of_a_local_table(word: str) -> None:
    table = [[None, "Steget vidare", "Mötesplats Älven", word], ["Deltagande kvinnor", 20, 10, 30], ["Deltagande män", 17, 10, 27]]
    reading = read_export(csv_bytes([[NAME], ["Deltagare i insatser 2022"], [], *table]), "export.csv")
    assert {(row.initiative_id, row.is_total) for row in reading.participants if row.column_printed == word} == {(None, True)}
    assert not reading.unread


@pytest.mark.parametrize("word", [*WORDS, "Alla", "Hela förbundet"])
def test_as_a_selection(word: str) -> None:
    rows = [*head("SUS Deltagarrapport", "2022", Insats=word), ["Ålder", "Kvinnor", "Män", "Totalt"], ["16-19 år", 7, 8, 15]]
    assert {row.initiative_id for row in read_export(csv_bytes(rows), "export.csv").participants} == {None}


@pytest.mark.parametrize("word", WORDS)
def test_as_the_sum_of_a_cost_report(word: str) -> None:
    costs = [
        ["Insatskostnader"],
        ["Insats", "Budget", "Utfall"],
        ["Steget vidare", "1 800 000", "1 750 500"],
        [word, "1 800 000", "1 750 500"],
    ]
    reading = read_export(csv_bytes([*head("SUS Kostnadsrapport", "2022"), *costs]), "export.csv")
    totals = [row for row in reading.finances if row.label_printed == word]
    assert {(row.is_total, row.initiative_id, row.line_item) for row in totals} == {(True, None, "initiatives_total")}
    assert len(reading.sums) == 2
