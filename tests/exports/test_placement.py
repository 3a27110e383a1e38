"""The same table wherever it stands and however it is written gives the same facts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.contracts import DocumentReading
from ingest.exports.delimited import read_delimited
from ingest.exports.read import read_export
from tests.exports.truth import golden, lines_of, without_place
from tests.press.exports import samples
from tests.press.exports.books import Page, csv_bytes, workbook

Rows = list[list[Any]]


def _rows(name: str) -> Rows:
    """The rows of a sample, merged ranges written out as a spreadsheet program writes them to CSV: first cell only."""
    if name.endswith(".csv"):
        sheet = read_delimited(samples.SAMPLES[name]())
        cells = {place: cell.text for place, cell in sheet.cells.items()}
    else:
        import io

        import openpyxl

        raw = openpyxl.load_workbook(io.BytesIO(samples.SAMPLES[name]())).worksheets[0]
        cells = {}
        for place, cell in raw._cells.items():
            if cell.value is not None:
                percent = "%" in cell.number_format and isinstance(cell.value, int | float)
                cells[place] = f"{cell.value * 100:g} %".replace(".", ",") if percent else str(cell.value)
    width, height = max(c for _, c in cells), max(r for r, _ in cells)
    return [[cells.get((r, c)) for c in range(1, width + 1)] for r in range(1, height + 1)]


ROWS = {name: _rows(name) for name in samples.SAMPLES}
_MEANING = (3, 4, 5, 6, 7)


def _facts(reading: DocumentReading) -> list[tuple[str, ...]]:
    return sorted(tuple(line[i] for i in _MEANING) for line in lines_of(reading))


def _expected(name: str) -> list[tuple[str, ...]]:
    return sorted(tuple(line[i] for i in _MEANING) for line in golden(name.split(".")[0]))


def _moved(rows: Sequence[Sequence[Any]], down: int, right: int, note: str | None) -> Rows:
    above: Rows = [[note] if note and index == 0 else [] for index in range(down)]
    return [*above, *([*([None] * right), *row] if any(v is not None for v in row) else [] for row in rows)]


@pytest.mark.parametrize("name", samples.SAMPLES)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    down=st.integers(0, 6),
    right=st.integers(0, 4),
    delimiter=st.sampled_from([";", "\t", ","]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
    ragged=st.booleans(),
)
def test_csv_in_any_dress(name: str, down: int, right: int, delimiter: str, encoding: str, ragged: bool) -> None:
    rows = _moved(ROWS[name], down, right, None)
    reading = read_export(csv_bytes(rows, delimiter=delimiter, encoding=encoding, ragged=ragged), "export.csv")
    assert _facts(reading) == _expected(name)
    assert not reading.unread


@pytest.mark.parametrize("name", samples.SAMPLES)
@settings(max_examples=6, deadline=None)
@given(down=st.integers(0, 5), right=st.integers(0, 3), spread=st.integers(1, 3), sheet=st.sampled_from(["Blad1", "Rapport 1", "Data"]))
def test_workbook_with_the_table_anywhere(name: str, down: int, right: int, spread: int, sheet: str) -> None:
    rows = ROWS[name]
    apart = [line for row in rows for line in ([row] if any(v is not None for v in row) else [[]] * spread)]
    reading = read_export(workbook(Page(sheet, _moved(apart, down, right, None))), "export.xlsx")
    assert _facts(reading) == _expected(name)
    assert not reading.unread


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
@pytest.mark.parametrize("style", ["colon", "cells", "cells and colon"])
def test_selections_in_any_order_and_form(order: tuple[int, ...], style: str) -> None:
    chosen = [("Samverkansform", "Finsam"), ("Period", "januari 2022 - december 2022"), ("Förbund", samples.NAME)]
    table = ROWS["b_distribution.xlsx"][6:]
    written = {"colon": lambda k, v: [f"{k}: {v}"], "cells": lambda k, v: [k, v], "cells and colon": lambda k, v: [f"{k}:", None, v]}[style]
    rows = [["SUS Deltagarrapport"], *(written(*chosen[index]) for index in order), [], *table]
    reading = read_export(workbook(Page("Blad1", rows)), "export.xlsx")
    assert _facts(reading) == _expected("b_distribution.xlsx")


def test_sections_on_sheets_of_their_own() -> None:
    rows = ROWS["e_costs.xlsx"]
    starts = [
        index
        for index, row in enumerate(rows)
        if row[0] in {"Medelstillgångar", "Insatskostnader", "Administrativa kostnader"} and not row[1]
    ]
    first, second = rows[: starts[1]], rows[:6] + rows[starts[1] :]
    reading = read_export(workbook(Page("Del 1", first), Page("Del 2", second)), "export.xlsx")
    assert _facts(reading) == _expected("e_costs.xlsx")
    assert {row.sheet for row in reading.finances} == {"Del 1", "Del 2"}


def test_a_place_is_that_of_the_figure() -> None:
    rows = _moved(ROWS["c_flow.csv"], 3, 2, None)
    reading = read_export(csv_bytes(rows), "export.csv")
    place = next(row.cell for row in reading.participants if row.amount_printed == "12")
    assert place == "F14"
    assert without_place(lines_of(reading)) == without_place(golden("c_flow"))
