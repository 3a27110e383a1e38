"""A status told by colour: the filled cell, or the coloured mark, where the word should stand."""

from __future__ import annotations

import colorsys
from collections.abc import Mapping, Sequence

from ingest.contracts import Box
from ingest.goals.words import status_word, vocabulary
from ingest.pdf.fills import fills_of
from ingest.pdf.lines import lines_of
from ingest.pdf.words import Page

# How far apart the strongest and the weakest of red, green and blue are at least in a colour that means something.
_SATURATED = 30
# The widest mark of a legend in points, and the fewest marks that make one.
_MARK = 16.0
_LEAST_KEYS = 3


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


def legend_of_colours(page: Page) -> dict[tuple[int, int, int], str]:
    """What the colours of a page mean by its legend: small marks, each left of a word for a status; {} without three such."""
    found: list[tuple[str, set[tuple[int, int, int]]]] = []
    for line in lines_of(page):
        chunks = [(chunk.box, word.status) for chunk in line.chunks if (word := status_word(chunk.text))]
        if len(chunks) < _LEAST_KEYS:
            continue
        marks = [fill for fill in fills_of(page) if not fill.is_text and fill.box[2] - fill.box[0] <= _MARK]
        for (x0, top, _, bottom), status in chunks:
            near = {m.rgb for m in marks if x0 - _MARK <= m.box[2] <= x0 + 2 and top <= (m.box[1] + m.box[3]) / 2 <= bottom}
            found.append((status, near))
    legend: dict[tuple[int, int, int], str] = {}
    for status, colours in found:
        for rgb in colours:
            if sum(rgb in others for _, others in found) == 1:  # the outline that all marks share means nothing
                legend[rgb] = status
    return legend if len(legend) >= _LEAST_KEYS else {}


def status_by_legend(page: Page, area: Box, legend: Mapping[tuple[int, int, int], str]) -> str | None:
    """The status of the mark that stands in a box, where its colour is one of the legend's."""
    x0, top, x1, bottom = area
    for fill in fills_of(page) if legend else ():
        across, down = (fill.box[0] + fill.box[2]) / 2, (fill.box[1] + fill.box[3]) / 2
        if fill.rgb in legend and not fill.is_text and x0 <= across <= x1 and top <= down <= bottom and fill.box[2] - fill.box[0] <= _MARK:
            return legend[fill.rgb]
    return None


def status_of_colour(name: str) -> str:
    """The status that a colour stands for."""
    found: str = vocabulary()["colours"]["means"][name]
    return found
