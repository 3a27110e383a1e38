"""Leaders wiped off a page picture: rows of dots from a label to its figure, which recognition takes for letters.

A dot stands alone and is small; a leader is a row of dots of one size at one distance. Letters are never touched.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

import numpy as np

from ingest.pdf.ocr_marks import Grey, Mask, Region, ink_of, levels, long_runs, regions, upright, without_gaps

# In points: the largest dot, the widest gap between two, the shortest leader that is looked at, and the paper around a dot.
_DOT, _GAP, _SHORTEST, _AROUND = 2.2, 6.5, 16.0, 0.3
_LEAST = 6  # dots; three are an ellipsis
# By what share the distance of two dots may differ from the usual one, and by how many pixels that is measured wrong.
_UNEVEN, _STRAY = 0.2, 1.5

Dot = tuple[float, float, Region]


def _small(ink: Mask, most: int) -> Mask:
    """Ink that is short both across and down."""
    small: Mask = ink & ~long_runs(ink, most + 1)
    small &= ~upright(long_runs(upright(ink), most + 1))
    return small


def _dots(ink: Mask, scale: float) -> list[Dot]:
    """Middle (across, down) and region of each small piece of ink that stands alone where a leader may be."""
    most, around = max(3, round(_DOT * scale)), max(1, round(_AROUND * scale))
    small = _small(ink, most)
    rows = long_runs(without_gaps(small, round(_GAP * scale)), round(_SHORTEST * scale))
    found = []
    for region in regions(np.asarray(small & rows)):
        top, bottom, left, right = region.box
        if max(bottom - top, right - left) > most:
            continue
        beside = ink[max(0, top - around) : bottom + around, max(0, left - around) : right + around]
        if np.count_nonzero(beside) <= np.count_nonzero(region.mask) + 1:
            found.append(((left + right) / 2, (top + bottom) / 2, region))
    return found


def _rows(dots: Sequence[Dot], scale: float) -> Iterator[list[Dot]]:
    """Dots that follow each other on one level, left to right; rows that fall a little stay whole."""
    rows: list[list[Dot]] = []
    for dot in sorted(dots, key=lambda d: d[0]):
        for row in reversed(rows):
            across, down, _ = row[-1]
            if abs(dot[1] - down) <= max(_STRAY, 0.4 * _DOT * scale) and dot[0] - across <= _GAP * scale:
                row.append(dot)
                break
        else:
            rows = [row for row in rows if dot[0] - row[-1][0] <= _GAP * scale or len(row) >= _LEAST]
            rows.append([dot])
    yield from (row for row in rows if len(row) >= _LEAST)


def leaders(ink: Mask, scale: float) -> list[list[Region]]:
    """The dots of each leader of a page; `scale`: pixels per point."""
    found = []
    for row in _rows(_dots(ink, scale), scale):
        steps = [after[0] - before[0] for before, after in pairwise(row)]
        usual = median(steps)
        even = sum(abs(step - usual) <= max(_STRAY, _UNEVEN * usual) for step in steps)
        if even >= 0.7 * len(steps):
            found.append([region for _, _, region in row])
    return found


def wipe_leaders(grey: Grey, scale: float) -> Grey:
    """The picture with its leaders in the colour of the paper."""
    found = leaders(ink_of(grey), scale)
    if not found:
        return grey
    clean, paper, rim = grey.copy(), int(levels(grey)[0]), max(1, round(_AROUND * scale))
    for region in (region for row in found for region in row):
        top, bottom, left, right = region.box
        clean[max(0, top - rim) : bottom + rim, max(0, left - rim) : right + rim] = paper
    return clean
