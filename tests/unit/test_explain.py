"""What people are shown: the tables as they were understood, and the picture of a printed cell."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from ingest.contracts import Refused
from ingest.explain import explain
from ingest.pdf.picture import cut_out
from ingest.read import read_document
from tests.unit.pages import cover, draw_pdf, table

ROWS = (
    ("Medlemsbidrag", "5 098 000", "4 900 000"), ("Övriga intäkter", "130 000", "–"), ("Summa intäkter", "5 228 000", "4 900 000"),
    ("Personal", "-3 000 000", "-2 000 000"), ("- varav lön", "-2 500 000", ""), ("Övriga kostnader", "-1 000 000", "-1 900 000"),
    ("Summa kostnader", "-4 000 000", "-3 900 000"), ("Årets resultat", "1 228 000", "1 000 000"),
)  # fmt: skip
DATA = draw_pdf(cover("Årsredovisning 2022"), table(("2022", "Budget 2022"), ROWS, corner="Belopp i kr"))


def test_tables_are_told_as_understood() -> None:
    reading, (seen,) = explain(DATA, "x.pdf")
    assert reading == read_document(DATA, "x.pdf")
    assert (seen.title, seen.statement, seen.pages) == ("Resultaträkning", "income_statement", (2,))
    assert (seen.unit_printed, seen.unit_used) == ("SEK", "SEK")
    assert [(c.head, c.scenario, c.period) for c in seen.columns] == [
        ("2022", "actual", "2022-01-01..2022-12-31"), ("Budget 2022", "budget", "2022-01-01..2022-12-31"),
    ]  # fmt: skip
    assert [row.label for row in seen.rows] == [label for label, *_ in ROWS]
    assert [row.role for row in seen.rows] == ["part", "part", "total", "part", "of which", "part", "total", "total"]
    assert seen.rows[1].cells == {1: "130 000"}
    assert seen.sums == 6  # three sums in two columns


def test_a_document_that_is_refused_is_refused_here_too() -> None:
    with pytest.raises(Refused):
        explain(b"", "x.pdf")


def _red(image: Image.Image) -> list[tuple[int, int]]:
    pixels = image.load()
    assert pixels is not None
    return [
        (x, y) for x in range(image.width) for y in range(image.height)
        if pixels[x, y][0] > 150 and pixels[x, y][1] < 80 and pixels[x, y][2] < 80  # type: ignore[index]
    ]  # fmt: skip


def test_the_picture_has_a_red_box_around_the_cell(tmp_path: Path) -> None:
    fact = next(f for f in read_document(DATA, "x.pdf").finances if f.amount_printed == "130 000")
    out = tmp_path / "cell.png"
    cut_out(DATA, fact.page, (fact.x0, fact.top, fact.x1, fact.bottom), out)
    with Image.open(out) as image:
        assert image.format == "PNG"
        red = _red(image)
        width = image.width
        left, right = min(x for x, _ in red), max(x for x, _ in red)
        top, bottom = min(y for _, y in red), max(y for _, y in red)
        inside = image.crop((left + 4, top + 4, right - 4, bottom - 4)).convert("L")
        assert image.height < width  # a cut-out, not the page
    scale = width / 595.28
    assert abs(left - fact.x0 * scale) < 12
    assert abs(right - fact.x1 * scale) < 12
    assert abs((bottom - top) - (fact.bottom - fact.top) * scale) < 20
    darkest, lightest = inside.getextrema()
    assert darkest < 100 < 200 < lightest  # type: ignore[operator]


def test_a_page_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="2 pages, not 3"):
        cut_out(DATA, 3, (0, 0, 10, 10), tmp_path / "none.png")
    assert not (tmp_path / "none.png").exists()
