"""Dark fields of a page picture with light letters in them, turned into light fields with dark letters.

A field is found by the strips without letters that every field has above and below its letters, and judged as a
whole: most of it is dark, where a line of bold letters between two rules is mostly paper.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ingest.pdf.ocr_marks import Grey, Mask, Region, grown, ink_of, levels, regions, without_gaps, without_thin

# In points: width and height of a strip without letters, the tallest letters between two strips, the least height of a field,
# and how far around a place it must be dark by `_DARK_AROUND`.
_STRIP, _LETTERS, _LEAST_HEIGHT, _AROUND = (18.0, 1.2), 26.0, 6.0, (12.0, 2.5)
# Shares of a field that are dark: of all of it, and about every place in it.
_DARK, _DARK_AROUND = 0.5, 0.3
_RIM = 0.7
_PLACES_PER_POINT = 2.0

Field = tuple[slice, slice, Mask]


def _dark_around(ink: Mask, unit: float) -> Mask:
    from PIL import Image, ImageFilter

    blur = ImageFilter.BoxBlur((_AROUND[0] * unit, _AROUND[1] * unit))
    share: Mask = np.asarray(Image.fromarray(ink.view(np.uint8) * 255).filter(blur)) > 255 * _DARK_AROUND
    return share


def _shapes(ink: Mask, unit: float) -> Iterator[Region]:
    """The dark fields of a coarse mask; `unit`: its places per point."""
    wide, least = max(1, round(_STRIP[0] * unit)), round(_LEAST_HEIGHT * unit)
    strips = without_thin(ink, wide, max(2, round(_STRIP[1] * unit)))
    if not strips.any():
        return
    joined = without_gaps(strips.T, round(_LETTERS * unit)).T & _dark_around(ink, unit) | strips
    for region in regions(joined):
        top, bottom, left, right = region.box
        part = ink[top:bottom, left:right]
        if bottom - top >= least and part.mean() >= _DARK:
            yield Region(region.box, np.ones_like(part))  # a rectangle: letters that come near its edge leave notches in the strips
            continue
        for own in regions(without_thin(region.mask, wide, least)):
            high, low, west, east = own.box
            if part[high:low, west:east][own.mask].mean() >= _DARK:
                yield Region((top + high, top + low, left + west, left + east), own.mask)


def fields_of(grey: Grey, scale: float) -> list[Field]:
    """Rows, columns and shape of each dark field, in pixels; the shape is a mask of that part of the picture."""
    step = max(1, round(scale / _PLACES_PER_POINT))
    rows, columns = grey.shape[0] // step, grey.shape[1] // step
    coarse = ink_of(grey)[: rows * step, : columns * step].reshape(rows, step, columns, step)
    ink: Mask = coarse.sum(axis=(1, 3), dtype=np.uint8) > step * step / 2
    found = []
    for region in _shapes(ink, scale / step):
        top, bottom, left, right = (edge * step for edge in region.box)
        found.append((slice(top, bottom), slice(left, right), region.mask.repeat(step, axis=0).repeat(step, axis=1)))
    return found


def light_up(grey: Grey, scale: float) -> Grey:
    """Dark fields become light ones with dark letters."""
    fields = fields_of(grey, scale)
    if not fields:
        return grey
    paper, lit = levels(grey)[0], grey.copy()
    rim = max(1, round(_RIM * scale))
    for rows, columns, shape in fields:
        values = grey[rows, columns].astype(np.float32)
        contrast = np.abs(values - float(np.median(values[shape])))  # letters may be lighter than their field or darker
        inner = ~grown(~np.pad(shape, 1), rim, rim)[1:-1, 1:-1]
        span = max(float(np.percentile(contrast[inner], 99)) if inner.any() else 0.0, 40.0)
        high, wide = (slice(max(0, part.start - rim), part.stop + rim) for part in (rows, columns))
        around = lit[high, wide]
        edge = np.pad(shape, ((rows.start - high.start, around.shape[0] - shape.shape[0] - (rows.start - high.start)),
                              (columns.start - wide.start, around.shape[1] - shape.shape[1] - (columns.start - wide.start))))  # fmt: skip
        around[grown(edge, rim, rim)] = int(paper)
        lit[rows, columns][inner] = np.clip(paper * (1 - contrast / span), 0, paper).astype(np.uint8)[inner]
    return lit
