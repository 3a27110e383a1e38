"""Coloured areas of pages that are pictures: the same contract as `ingest.pdf.fills`, looked up only when asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ingest.pdf.fills import Fill
from ingest.pdf.ocr_marks import regions
from ingest.pdf.words import Page

if TYPE_CHECKING:
    from ingest.pdf.ocr import OcrPage
    from ingest.pdf.ocr_image import Scan

# Pixels per point that are drawn, and that are left once the grain is averaged out.
_DRAWN, _KEPT = 2.0, 1.0
_LEAST = 2.5  # points: thinner shapes are rules, not areas
# By how much the strongest of red, green and blue leads the weakest in a colour, and two shades of one colour may differ in each.
_COLOURED, _ONE_SHADE = 30, 36

Colours = NDArray[np.float64]


def _drawn(page: Any, scan: Scan) -> Colours:
    """The page in colour, upright and straight, its paper white; one place per point."""
    from PIL import Image

    picture = page.render(scale=_DRAWN).to_pil().convert("RGB")
    upright = Image.fromarray(np.ascontiguousarray(np.rot90(np.asarray(picture), scan.turn)))
    straight = upright.rotate(scan.skew, resample=Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    size = round(straight.width * _KEPT / _DRAWN), round(straight.height * _KEPT / _DRAWN)
    colours = np.asarray(straight.resize(size, Image.Resampling.BOX), dtype=np.float64)
    paper = np.maximum(np.median(colours, axis=(0, 1)), 1.0)
    return np.minimum(colours * 255 / paper, 255.0)


def fills_in(colours: Colours) -> list[Fill]:
    """The coloured areas of a picture with one place per point, top to bottom; shades of one colour are told as one."""
    mask = colours.max(axis=2) - colours.min(axis=2) >= _COLOURED
    shades: list[tuple[int, int, int]] = []
    found = []
    for region in regions(mask):
        top, bottom, left, right = region.box
        if min(bottom - top, right - left) < _LEAST:
            continue
        red, green, blue = (round(float(part)) for part in np.median(colours[top:bottom, left:right][region.mask], axis=0))
        own = next((s for s in shades if max(abs(s[0] - red), abs(s[1] - green), abs(s[2] - blue)) <= _ONE_SHADE), (red, green, blue))
        if own not in shades:
            shades.append(own)
        found.append(Fill((float(left), float(top), float(right), float(bottom)), own, is_text=False))
    return found


def _look_up(data: bytes, number: int, scan: Scan) -> tuple[Fill, ...]:
    import pypdfium2

    with suppress(pypdfium2.PdfiumError, ValueError, IndexError):
        document = pypdfium2.PdfDocument(data)
        try:
            sheet = document[number - 1]
            try:
                return tuple(fills_in(_drawn(sheet, scan)))
            finally:
                sheet.close()
        finally:
            document.close()
    return ()


def note_picture_fills(data: bytes, pages: Sequence[Page], recognised: Mapping[int, OcrPage]) -> None:
    """Leave on each recognised page the way to its coloured areas, in the document's bytes."""
    for page in pages:
        page.derived["fills"] = partial(_look_up, data, page.number, recognised[page.number].scan)
