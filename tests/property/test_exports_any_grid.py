"""Whatever stands in a grid, it is read or refused by name; and no figure disappears."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from hypothesis import event, given, settings
from hypothesis import strategies as st

from ingest.contracts import DocumentReading, Refused
from ingest.exports.delimited import read_delimited
from ingest.exports.read import read_export
from tests.press.exports.books import csv_bytes

PLAIN = [
    *("Kvinnor", "Män", "Totalt", "Antal", "%", "Före", "Efter", "Sjukpenning", "Studier", "Arbete", "16-19", "20-24", "Sjukdom"),
    *(
        "Steget",
        "Budget",
        "Utfall",
        "Insatskostnader",
        "Kansli",
        "Revision",
        "Staten",
        "Summa",
        "okänt ord",
        "SUS",
        "Administrativa kostnader",
    ),
    *("<5", "-", "12", "7", "1 234", "45 %", "1,5", "Avslutade", "Deltagare", "Gymnasium", "Kvinnor, antal före"),
]
TABLES = [
    (["Kvinnor", "Män", "Totalt"], ["Sjukpenning", "Försörjningsstöd", "Aktivitetsersättning", "Totalt"]),
    (["Före", "Efter", "Förändring"], ["Förvärvsarbete", "Studier", "Aktivt arbetssökande"]),
    (["Budget", "Utfall"], ["Kansli", "Revision", "Styrelse", "Summa"]),
    (["Steget", "Älven", "Totalt"], ["Deltagande kvinnor", "Avslutade män", "Avslutade"]),
]
# Words that make a figure describe a row, a selection or a number of respondents rather than stand for itself.
TELLING = [
    *(
        "Insats",
        "Fråga",
        "Svar",
        "Ja",
        "Nej",
        "Delvis",
        "Helt och hållet",
        "Antal svar",
        "Q1",
        "Q2",
        "Kön",
        "Grupp",
        "Period",
        "År",
        "2022",
    ),
    *("Försörjning", "Ålder", "Utbildning", "Mätår: 2022", "NNS enkät", "Namn", "Startdatum"),
]


@st.composite
def _grids(draw: st.DrawFn, words: list[str]) -> list[list[Any]]:
    """Tables that could be real, one below another, with rows and cells of anything in between."""
    anything = st.one_of(st.none(), st.sampled_from(words), st.integers(0, 400).map(str))
    figure = st.one_of(st.integers(0, 400).map(str), st.sampled_from(["<5", "-", "12", "1 234", "45 %", None]))
    rows: list[list[Any]] = []
    for _ in range(draw(st.integers(1, 3))):
        heads, labels = draw(st.sampled_from(TABLES))
        width = draw(st.integers(1, len(heads)))
        rows.append([draw(st.one_of(st.none(), st.sampled_from(words))), *heads[:width]])
        said = draw(st.lists(st.sampled_from(labels), min_size=1, max_size=5))
        rows.extend([label, *(draw(figure) for _ in range(width))] for label in said)
        rows.extend(draw(st.lists(st.lists(anything, max_size=5), max_size=3)))
    for _ in range(draw(st.integers(0, 3))):
        row = draw(st.sampled_from(rows))
        if row:
            row[draw(st.integers(0, len(row) - 1))] = draw(anything)
    return rows


def _read(grid: list[list[Any]]) -> tuple[bytes, DocumentReading | None]:
    data = csv_bytes([["Period: 2022"], [], *grid])
    try:
        return data, read_export(data, "export.csv")
    except Refused:
        return data, None


@settings(max_examples=300, deadline=None)
@given(grid=_grids(PLAIN))
def test_no_figure_disappears(grid: list[list[Any]]) -> None:
    data, reading = _read(grid)
    event("read" if reading else "refused")
    if reading is None:
        return
    told = {row.cell for row in (*reading.participants, *reading.finances, *reading.indicators, *reading.unread)}
    figures = {cell.ref for cell in read_delimited(data).cells.values() if cell.number is not None and not cell.is_year}
    assert figures <= told


@settings(max_examples=300, deadline=None)
@given(grid=_grids(PLAIN + TELLING))
def test_any_grid_is_read_or_refused_and_two_figures_never_share_an_id(grid: list[list[Any]]) -> None:
    _, reading = _read(grid)
    if reading is not None:
        for rows in (reading.participants, reading.finances, reading.indicators):
            assert len({row.fact_id for row in rows}) == len(rows)


@settings(max_examples=150, deadline=None)
@given(data=st.binary(max_size=400), suffix=st.sampled_from([".csv", ".xlsx", ".tsv"]))
def test_bytes_of_any_kind_are_read_or_refused(data: bytes, suffix: str) -> None:
    with suppress(Refused):
        read_export(data, "export" + suffix)
