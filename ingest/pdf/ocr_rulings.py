"""Ruling lines wiped off a page picture: recognition takes them for letters, and cells that they bound for pictures."""

from __future__ import annotations

import numpy as np

from ingest.pdf.ocr_marks import Grey, Mask, grown, ink_of, levels, long_runs, upright, without_gaps

# A ruling line, in points: longer than any stroke of a letter, thinner than a filled cell.
_ACROSS, _DOWN, _THICK = 36.0, 26.0, 2.2
# In points: how far along a line letters may touch it, and how far beside it ink is a letter's.
_TOUCHED, _BESIDE = 12.0, 1.2
_HAIRLINE = 0.22
_BAND = 400


def _moved(mask: Mask, rows: int) -> Mask:
    """The mask moved down (up when negative); what comes in is empty."""
    moved = np.zeros_like(mask)
    if rows > 0:
        moved[rows:] = mask[:-rows]
    else:
        moved[:rows] = mask[-rows:]
    return moved


def _thin(mask: Mask, most: int) -> Mask:
    """The places of each column that lie in an unbroken run of at most `most`."""
    turned: Mask = mask & ~upright(long_runs(upright(mask), most + 1))
    return turned


def _where_touched(lines: Mask, runs: Mask, ink: Mask, scale: float) -> Mask:
    """The line goes on where letters touch it from one side; a letter that passes through it is kept whole."""
    gaps = without_gaps(lines, round(_TOUCHED * scale)) & ~lines & runs
    beside = max(2, round(_BESIDE * scale))
    above, below = _moved(ink, beside), _moved(ink, -beside)
    touched = gaps & ~(above & below)
    rim = touched.copy()
    for reach in (1, 2):
        rim |= _moved(touched & ~below, reach) | _moved(touched & ~above, -reach)
    return rim


def _level_lines(ink: Mask, length: int, thick: int, scale: float) -> tuple[Mask, Mask]:
    """Long thin level lines with their rim, and all long runs; worked out in bands of the page, which take little room."""
    lines, runs = np.zeros_like(ink), np.zeros_like(ink)
    beyond = thick + round(_BESIDE * scale) + 6
    for top in range(0, len(ink), _BAND):
        start, bottom = max(0, top - beyond), min(len(ink), top + _BAND)
        in_band = slice(top - start, bottom - start)
        wiped, long = _lines_of_band(ink[start : bottom + beyond], length, thick, scale)
        lines[top:bottom], runs[top:bottom] = wiped[in_band], long[in_band]
    return lines, runs


def _lines_of_band(ink: Mask, length: int, thick: int, scale: float) -> tuple[Mask, Mask]:
    """A line that steps by a pixel is one line still; letters on it stay."""
    wide = ink.copy()
    wide[1:] |= ink[:-1]
    wide[:-1] |= ink[1:]
    wide[:, 1:-1] |= ink[:, 2:] & ink[:, :-2]
    runs = long_runs(wide, length)
    lines: Mask = runs & _thin(ink, thick)
    if not lines.any():
        return lines, runs
    wiped: Mask = grown(lines, 1, 1) & (_thin(ink, thick + 2) | ~ink)
    wiped |= _where_touched(lines, runs, ink, scale)
    return wiped, runs


def wipe_rulings(grey: Grey, scale: float) -> Grey:
    """Paint the ruling lines in the colour of the paper."""
    ink = ink_of(grey, _HAIRLINE)  # hairlines are grey
    thick = max(2, round(_THICK * scale))
    lines, across = _level_lines(ink, round(_ACROSS * scale), thick, scale)
    down_lines, down = (upright(mask) for mask in _level_lines(upright(ink), round(_DOWN * scale), thick, scale))
    if not lines.any() and not down_lines.any():
        return grey
    crossing = across & down  # there neither line is thin
    crossing &= grown(lines, thick, thick) & grown(down_lines, thick, thick)
    lines |= down_lines
    lines |= crossing
    clean = grey.copy()
    clean[lines] = int(levels(grey)[0])
    return clean
