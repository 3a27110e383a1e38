"""A status told by colour: the filled cell, or the coloured mark, where the word should stand."""

from __future__ import annotations

import colorsys
from collections.abc import Sequence

from ingest.contracts import Box
from ingest.goals.words import vocabulary
from ingest.pdf.fills import fills_of
from ingest.pdf.words import Page

# How far apart the strongest and the weakest of red, green and blue are at least in a colour that means something.
_SATURATED = 30


def colour_name(rgb: Sequence[int]) -> str | None:
    """The colour of a traffic light that a colour is nearest to; None for grey, white, black, blue and violet."""
    if max(rgb) - min(rgb) < _SATURATED or max(rgb) < 90:
        return None
    hue = colorsys.rgb_to_hsv(*(part / 255 for part in rgb))[0] * 360
    lights: dict[str, list[list[int]]] = vocabulary()["colours"]["hues"]
    return next((name for name, spans in lights.items() if any(low <= hue < high for low, high in spans)), None)


def colour_at(page: Page, area: Box) -> str | None:
    """The colour of the smallest coloured area whose middle stands in a box, or that covers the box's height."""
    x0, top, x1, bottom = area
    best: tuple[float, str] | None = None
    for fill in fills_of(page):
        left, upper, right, lower = fill.box
        name = colour_name(fill.rgb)
        inside = x0 <= (left + right) / 2 <= x1
        overlap = min(bottom, lower) - max(top, upper)
        if name is None or not inside or overlap < 0.5 * min(bottom - top, lower - upper):
            continue
        size = (right - left) * (lower - upper)
        if best is None or size < best[0]:
            best = size, name
    return best[1] if best else None


def status_of_colour(name: str) -> str:
    """The status that a colour stands for."""
    found: str = vocabulary()["colours"]["means"][name]
    return found
