"""Solid marks of a page picture (filled circles and squares): found by their shape, for recognition takes them for letters or figures."""

from __future__ import annotations

import numpy as np

from ingest.contracts import Box
from ingest.pdf.ocr_layout import OcrWord
from ingest.pdf.ocr_marks import Grey, levels, regions, without_thin

BLOB = "●"
# In points: a solid square that no letter holds, the largest mark, its soft rim, and the paper around that.
_SOLID, _LARGEST, _RIM, _AROUND = 4.6, 18.0, 1.0, 1.0
_UNDER = 0.6  # in shares of its height: a dot or ring of a large letter has its stem nearer below
_SQUARE = 1.35  # width against height, either way
_TINT, _INK = 0.12, 0.35  # by which share of the way to black a light colour and the ink of letters are darker than the paper
_PLACES_PER_POINT = 2.0
_SURE = 90.0


def _coarse(grey: Grey, step: int) -> Grey:
    """A few pixels taken together: without grain."""
    rows, columns = grey.shape[0] // step, grey.shape[1] // step
    parts = grey[: rows * step, : columns * step].reshape(rows, step, columns, step)
    coarse: Grey = parts.mean(axis=(1, 3), dtype=np.float32).astype(np.uint8)
    return coarse


def blobs_of(grey: Grey, scale: float) -> list[Box]:
    """The boxes of solid marks that stand alone, in points; `scale`: pixels per point."""
    step = max(1, round(scale / _PLACES_PER_POINT))
    unit = scale / step
    coarse = _coarse(grey, step)
    paper, dark = levels(grey)
    tinted, ink = (coarse < paper - share * max(paper - dark, 40.0) for share in (_TINT, _INK))
    side = round(_SOLID * unit)
    solid = without_thin(tinted, side, side)
    if not solid.any():
        return []
    rim, around = max(1, round(_RIM * unit)), max(1, round(_AROUND * unit))
    found = []
    for region in regions(solid):
        top, bottom, left, right = region.box
        high, wide = bottom - top, right - left
        if max(high, wide) > _LARGEST * unit or max(high, wide) > _SQUARE * min(high, wide):
            continue
        under = rim + max(around, round(_UNDER * high))
        inner = ink[max(0, top - rim) : bottom + rim, max(0, left - rim) : right + rim]
        outer = ink[max(0, top - rim - around) : bottom + under, max(0, left - rim - around) : right + rim + around]
        if np.count_nonzero(outer) == np.count_nonzero(inner):
            x0, y0, x1, y1 = (edge * step / scale for edge in (left - rim, top - rim, right + rim, bottom + rim))
            found.append((max(0.0, x0), max(0.0, y0), x1, y1))
    return found


def wipe_blobs(grey: Grey, scale: float, blobs: list[Box]) -> Grey:
    """The picture with its solid marks in the colour of the paper."""
    if not blobs:
        return grey
    clean, paper = grey.copy(), int(levels(grey)[0])
    for x0, top, x1, bottom in blobs:
        clean[round(top * scale) : round(bottom * scale), round(x0 * scale) : round(x1 * scale)] = paper
    return clean


def as_words(blobs: list[Box], size: float) -> list[OcrWord]:
    """Solid marks as words on the line they stand on; `size`: of the type of the page, in points."""
    found = []
    for x0, top, x1, bottom in blobs:
        base = (top + bottom) / 2 + 0.36 * size  # a mark is set in the middle of its capitals
        found.append(OcrWord(BLOB, x0, base - 0.78 * size, x1, base + 0.22 * size, size, _SURE))
    return found
