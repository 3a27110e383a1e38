"""Coloured areas of a page: filled shapes and coloured characters, for tables that say something by colour alone.

Looked up only when asked for: `note_fills` leaves a way to them on each page (`Page.derived`), and `fills_of` follows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from ctypes import byref, c_int, c_uint
from dataclasses import dataclass
from functools import partial
from typing import Any

from ingest.contracts import Box
from ingest.pdf.words import Page

# Device units per point, so that the library's whole numbers lose nothing that matters.
_FINE = 20
# Points: thinner shapes are rules, not areas.
_LEAST = 2.5


@dataclass(frozen=True, slots=True)
class Fill:
    """One area of one colour (0-255 red, green, blue); box in points on the page as read."""

    box: Box
    rgb: tuple[int, int, int]
    is_text: bool


def _as_read(box: Box, page: Page) -> Box:
    """A box on the page as displayed, on the page turned to be read: the inverse of `Page.displayed`."""
    x0, top, x1, bottom = box
    if page.turn == 90:
        return page.width - bottom, x0, page.width - top, x1
    if page.turn == 180:
        return page.width - x1, page.height - bottom, page.width - x0, page.height - top
    if page.turn == 270:
        return top, page.height - x1, bottom, page.height - x0
    return box


def _colour(item: Any) -> tuple[int, int, int] | None:
    import pypdfium2.raw as pdfium

    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint()
    if not pdfium.FPDFPageObj_GetFillColor(item.raw, byref(red), byref(green), byref(blue), byref(alpha)) or alpha.value < 40:
        return None
    return red.value, green.value, blue.value


def _is_filled(item: Any) -> bool:
    import pypdfium2.raw as pdfium

    mode, stroke = c_int(), c_int()
    return bool(pdfium.FPDFPath_GetDrawMode(item.raw, byref(mode), byref(stroke))) and mode.value != pdfium.FPDF_FILLMODE_NONE


def _fills(sheet: Any, page: Page) -> Iterator[Fill]:
    import pypdfium2.raw as pdfium

    width, height = (round(edge * _FINE) for edge in sheet.get_size())
    for item in sheet.get_objects(max_depth=1):
        is_text = item.type == pdfium.FPDF_PAGEOBJ_TEXT
        if not is_text and not (item.type == pdfium.FPDF_PAGEOBJ_PATH and _is_filled(item)):
            continue
        rgb = _colour(item)
        if rgb is None:
            continue
        left, low, right, high = item.get_bounds()
        xs, ys = [], []
        for x, y in ((left, low), (right, high)):
            at_x, at_y = c_int(), c_int()
            pdfium.FPDF_PageToDevice(sheet.raw, 0, 0, width, height, 0, x, y, byref(at_x), byref(at_y))
            xs.append(at_x.value / _FINE)
            ys.append(at_y.value / _FINE)
        box = _as_read((min(xs), min(ys), max(xs), max(ys)), page)
        if box[2] - box[0] >= _LEAST and box[3] - box[1] >= _LEAST:
            yield Fill(box, rgb, is_text)


def _look_up(data: bytes, page: Page) -> tuple[Fill, ...]:
    import pypdfium2

    with suppress(pypdfium2.PdfiumError, ValueError, IndexError):
        document = pypdfium2.PdfDocument(data)
        try:
            sheet = document[page.number - 1]
            try:
                return tuple(_fills(sheet, page))
            finally:
                sheet.close()
        finally:
            document.close()
    return ()


def note_fills(data: bytes, pages: Sequence[Page]) -> None:
    """Leave on each page the way to its fills, in the document's bytes."""
    for page in pages:
        page.derived["fills"] = partial(_look_up, data, page)


def fills_of(page: Page) -> tuple[Fill, ...]:
    """The coloured areas of a page; none where nobody left the way to them (a recognised page, a page made by hand)."""
    found = page.derived.get("fills", ())
    if callable(found):
        found = page.derived["fills"] = found()
    return tuple(found)
