"""Coloured areas of a page, found in a PDF drawn in memory."""

from __future__ import annotations

import io

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ingest.pdf.fills import fills_of, note_fills
from ingest.pdf.words import Page, read_pages


def _drawn(*, turned: bool = False) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=True)
    if turned:
        canvas.translate(A4[0], -400)
        canvas.rotate(90)
        canvas.translate(400, -400)
    canvas.drawString(60, 700, "Fler ska få stöd i rätt tid under hela året")
    canvas.setFillColorRGB(0, 0.6, 0.2)
    canvas.rect(300, 690, 80, 20, stroke=0, fill=1)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def test_a_filled_rectangle_has_its_place_and_colour() -> None:
    data = _drawn()
    pages = read_pages(data)
    note_fills(data, pages)
    (fill,) = [fill for fill in fills_of(pages[0]) if not fill.is_text]
    assert fill.box == pytest.approx((300, A4[1] - 710, 380, A4[1] - 690), abs=0.2)
    assert fill.rgb == (0, 153, 51)


def test_on_a_turned_page_the_area_stands_beside_its_text() -> None:
    data = _drawn(turned=True)
    pages = read_pages(data)
    note_fills(data, pages)
    (fill,) = [fill for fill in fills_of(pages[0]) if not fill.is_text]
    first = min(pages[0].words, key=lambda word: word.x0)
    assert fill.box[0] - first.x0 == pytest.approx(240, abs=1)
    assert fill.box[1] <= first.middle <= fill.box[3]


def test_a_page_nobody_prepared_has_no_fills() -> None:
    assert fills_of(Page(1, 595, 842, ())) == ()
