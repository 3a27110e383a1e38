"""Masks of the ink of a page: levels, runs, growing, and the regions that hang together. Small types, few copies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]

_SAMPLE = 3  # every third pixel of every third row tells the levels of a page


@dataclass(frozen=True, slots=True)
class Region:
    """Places of a mask that hang together: the box (top, bottom, left, right) and the shape inside it."""

    box: tuple[int, int, int, int]
    mask: Mask


# By how much ink is darker than the grain of paper, the percent of it that is darkest, and the share of a page that specks cover.
_GRAIN, _DARKEST, _SPECKS = 40.0, 25.0, 0.0002


def levels(grey: Grey) -> tuple[float, float]:
    """The grey of the paper and that of the darkest ink."""
    few = grey[::_SAMPLE, ::_SAMPLE] if min(grey.shape) > 300 else grey
    paper = float(np.median(few))
    inked = float(np.mean(few < paper - _GRAIN))
    # Of a page with a few words on it the darkest half percent is mostly grain.
    percent = min(0.5, _DARKEST * inked) if inked > _SPECKS else 0.5
    return paper, float(np.percentile(few, percent))


def ink_of(grey: Grey, share: float = 0.45) -> Mask:
    """Where the page is darker than its paper by a share of the way to its ink."""
    paper, dark = levels(grey)
    mask: Mask = grey < paper - share * max(paper - dark, 40.0)
    return mask


def long_runs(mask: Mask, length: int) -> Mask:
    """The places of each row that lie in an unbroken run of at least `length` (an opening with a level stroke)."""
    height, width = mask.shape
    if length <= 1:
        return mask.copy()
    if width < length:
        return np.zeros_like(mask)
    found = np.empty_like(mask)
    for start in range(0, height, 256):  # in strips: the sums take more room than the mask
        part = mask[start : start + 256]
        sums = np.zeros((len(part), width + 1), dtype=np.int16)
        np.cumsum(part, axis=1, out=sums[:, 1:])
        starts = (sums[:, length:] - sums[:, :-length]) == length
        edges = np.zeros((len(part), width + 1), dtype=np.int8)
        edges[:, : starts.shape[1]] += starts
        edges[:, length : length + starts.shape[1]] -= starts
        found[start : start + 256] = np.cumsum(edges, axis=1, dtype=np.int16)[:, :width] > 0
    return found


def upright(mask: Mask) -> Mask:
    """Rows become columns, laid out anew, so that runs down are runs across."""
    return np.ascontiguousarray(mask.T)


def without_gaps(mask: Mask, most: int) -> Mask:
    """Each row with its gaps of at most `most` places filled."""
    filled: Mask = ~long_runs(~mask, most + 1)
    return filled


def without_thin(mask: Mask, wide: int, high: int) -> Mask:
    """What holds a rectangle of the size given (an opening)."""
    corners = _all_of(_all_of(mask, wide).T, high).T
    return _any_of(_any_of(corners, wide).T, high).T


def _all_of(mask: Mask, length: int) -> Mask:
    """Where a run of `length` begins."""
    begins, have = mask.copy(), 1
    while have < length:
        more = min(have, length - have)
        moved = np.zeros_like(begins)
        moved[:, :-more] = begins[:, more:]
        begins &= moved
        have += more
    return begins


def _any_of(mask: Mask, length: int) -> Mask:
    """The places of the runs of `length` that begin at the mask."""
    reached, have = mask.copy(), 1
    while have < length:
        more = min(have, length - have)
        reached[:, more:] |= reached[:, :-more].copy()
        have += more
    return reached


def grown(mask: Mask, across: int, down: int) -> Mask:
    """The mask grown to both sides, up and down."""
    wide = _any_of(mask, across + 1)
    wide |= _any_of(mask[:, ::-1], across + 1)[:, ::-1]
    high = _any_of(wide.T, down + 1).T
    high |= _any_of(wide[::-1].T, down + 1).T[::-1]
    return high


def _row_runs(mask: Mask) -> list[list[tuple[int, int]]]:
    edges = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows: list[list[tuple[int, int]]] = [[] for _ in range(len(mask))]
    for (row, begin), (_, end) in zip(np.argwhere(edges == 1).tolist(), np.argwhere(edges == -1).tolist(), strict=True):
        rows[row].append((begin, end))
    return rows


def regions(mask: Mask) -> list[Region]:
    """The parts of the mask that hang together (also over corners), top to bottom."""
    parent: list[int] = []
    runs: list[tuple[int, int, int]] = []

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    above: list[int] = []
    for row, spans in enumerate(_row_runs(mask)):
        here: list[int] = []
        first = 0
        for begin, end in spans:
            parent.append(len(runs))
            runs.append((row, begin, end))
            here.append(len(runs) - 1)
            while first < len(above) and runs[above[first]][2] < begin:
                first += 1
            other = first
            while other < len(above) and runs[above[other]][1] <= end:
                parent[root(len(runs) - 1)] = root(above[other])
                other += 1
        above = here
    groups: dict[int, list[tuple[int, int, int]]] = {}
    for index, run in enumerate(runs):
        groups.setdefault(root(index), []).append(run)
    found = []
    for group in groups.values():
        top, bottom = group[0][0], max(row for row, _, _ in group) + 1
        left, right = min(begin for _, begin, _ in group), max(end for _, _, end in group)
        shape = np.zeros((bottom - top, right - left), dtype=np.bool_)
        for row, begin, end in group:
            shape[row - top, begin - left : end - left] = True
        found.append(Region((top, bottom, left, right), shape))
    return found
