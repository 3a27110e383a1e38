"""A page of a PDF to a clean, straight, grey picture, and the way back from its pixels to the page.

Takes pdfium pages; gives `Scan`s. Ruling lines are wiped, because recognition takes them for letters; nothing here
knows what is written on the page.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.contracts import Box

Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]

POINTS = 72.0
_DPI = 300.0
_MOST_PIXELS = 40_000_000
_SKEW_DPI = 150.0
_MAX_SKEW = 6.0
_WHITE = 255
# A ruling line, in points: longer than any stroke of a letter, thinner than a filled cell.
_LINE_ACROSS, _LINE_DOWN, _LINE_THICK = 36.0, 26.0, 2.2
# A dark field behind light letters, in points: width and height of a place in it without letters, the height of letters,
# and the share of a field that is dark where letters stand.
_FIELD, _FIELD_LETTERS, _FIELD_DARK = (20.0, 2.5), 24.0, 0.42


@dataclass(frozen=True, slots=True)
class Scan:
    """A straightened picture of one page. `scale`: pixels per point; `skew`: degrees by which the lines of the page fall to the right;
    `turn`: quarter turns counter-clockwise that set the text upright; `width` and `height`: of the page as displayed, in points."""

    grey: Grey
    scale: float
    skew: float
    turn: int
    width: float
    height: float

    @property
    def upright_size(self) -> tuple[float, float]:
        """Width and height in points once the text stands upright."""
        return (self.height, self.width) if self.turn % 2 else (self.width, self.height)

    def displayed(self, box: Box) -> Box:
        """A box on the straight page (points) to the smallest box around it on the page as displayed."""
        corners = [self._displayed(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return (max(0.0, min(xs)), max(0.0, min(ys)), min(self.width, max(xs)), min(self.height, max(ys)))

    def _displayed(self, x: float, y: float) -> tuple[float, float]:
        width, height = self.upright_size
        angle, dx, dy = math.radians(self.skew), x - width / 2, y - height / 2
        x = width / 2 + dx * math.cos(angle) - dy * math.sin(angle)
        y = height / 2 + dx * math.sin(angle) + dy * math.cos(angle)
        for _ in range(self.turn % 4):  # undo quarter turns, one at a time, clockwise
            x, y, width, height = height - y, x, height, width
        return x, y


def render(page: Any) -> tuple[Grey, float]:
    """The page in grey and its pixels per point; finer pictures are brought down to 300 dpi, coarser ones up."""
    width, height = page.get_size()
    scale = min(_DPI / POINTS, math.sqrt(_MOST_PIXELS / max(1.0, width * height)))
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        array = np.array(bitmap.to_numpy(), dtype=np.uint8)
    finally:
        bitmap.close()
    grey = array[:, :, 0] if array.ndim == 3 else array
    return np.ascontiguousarray(grey), scale


def ink_of(grey: Grey) -> Mask:
    """Where the page is clearly darker than its paper."""
    paper, dark = float(np.median(grey)), float(np.percentile(grey, 0.5))
    mask: Mask = grey < paper - 0.45 * max(paper - dark, 40.0)
    return mask


def find_skew(grey: Grey, scale: float) -> float:
    """Degrees by which the lines of text fall to the right, by the angle at which their edges line up best."""
    from PIL import Image

    share = _SKEW_DPI / POINTS / scale
    small = Image.fromarray(grey).resize((max(1, round(grey.shape[1] * share)), max(1, round(grey.shape[0] * share))), Image.Resampling.BOX)
    ink = ink_of(np.asarray(small))
    ys, xs = np.nonzero(ink[1:] & ~ink[:-1])
    if len(ys) < 50:
        return 0.0

    def sharpness(degrees: float) -> float:
        # Bins of a whole pixel: finer ones stay empty at no skew at all, which would then seem the sharpest.
        heights = ys - xs * math.tan(math.radians(degrees)) + 2 * ink.shape[1]
        counts = np.bincount(heights.astype(np.int64))
        return float((counts.astype(np.float64) ** 2).sum())

    rough = max(np.arange(-_MAX_SKEW, _MAX_SKEW + 0.01, 0.2), key=lambda a: (sharpness(float(a)), -abs(a)))
    fine = max(np.arange(rough - 0.2, rough + 0.201, 0.02), key=lambda a: (sharpness(float(a)), -abs(a)))
    return 0.0 if abs(fine) < 0.03 else float(round(fine, 3))


def straighten(grey: Grey, skew: float) -> Grey:
    """Turn the picture about its middle so that its lines run level."""
    if not skew:
        return grey
    from PIL import Image

    paper = int(np.median(grey))
    turned = Image.fromarray(grey).rotate(skew, resample=Image.Resampling.BICUBIC, fillcolor=paper)
    return np.asarray(turned)


def _long_runs(mask: Mask, length: int) -> Mask:
    """The pixels of each row that lie in an unbroken run of at least `length` (an opening with a level stroke)."""
    height, width = mask.shape
    if width < length:
        return np.zeros_like(mask)
    sums = np.zeros((height, width + 1), dtype=np.int16)
    np.cumsum(mask, axis=1, out=sums[:, 1:])
    starts = (sums[:, length:] - sums[:, :-length]) == length
    edges = np.zeros((height, width + 1), dtype=np.int8)
    edges[:, : starts.shape[1]] += starts
    edges[:, length : length + starts.shape[1]] -= starts
    runs: Mask = np.cumsum(edges, axis=1, dtype=np.int16)[:, :width] > 0
    return runs


def _thin(mask: Mask, most: int) -> Mask:
    """The pixels of each column that lie in an unbroken run of at most `most`."""
    turned: Mask = mask & ~_long_runs(np.ascontiguousarray(mask.T), most + 1).T
    return turned


def _level_lines(ink: Mask, length: int, thick: int) -> tuple[Mask, Mask]:
    """Long thin level lines with their rim, and all long runs; a line that steps by a pixel is one line still, letters on it stay."""
    grown = ink.copy()
    grown[1:] |= ink[:-1]
    grown[:-1] |= ink[1:]
    grown[:, 1:-1] |= ink[:, 2:] & ink[:, :-2]
    runs = _long_runs(grown, length)
    lines: Mask = runs & _thin(ink, thick)
    rim = lines.copy()
    for axis in (0, 1):
        rim |= np.roll(lines, 1, axis) | np.roll(lines, -1, axis)
    wiped: Mask = rim & (_thin(ink, thick + 2) | ~ink)
    return wiped, runs


def _around(mask: Mask, reach: int) -> Mask:
    """The mask grown by `reach` pixels to all sides."""
    near: Mask = _box_counts(mask, 2 * reach + 1, 2 * reach + 1) > 0
    return near


def wipe_rulings(grey: Grey, scale: float) -> Grey:
    """Paint the ruling lines in the colour of the paper."""
    paper, dark = float(np.median(grey)), float(np.percentile(grey, 0.5))
    ink: Mask = grey < paper - 0.22 * max(paper - dark, 40.0)  # hairlines are grey
    thick = max(2, round(_LINE_THICK * scale))
    lines, across = _level_lines(ink, round(_LINE_ACROSS * scale), thick)
    upright, down = _level_lines(np.ascontiguousarray(ink.T), round(_LINE_DOWN * scale), thick)
    crossing = _around(lines, thick) & _around(upright.T, thick) & across & down.T  # there neither line is thin
    lines |= upright.T | crossing
    if not lines.any():
        return grey
    clean = grey.copy()
    clean[lines] = int(paper)
    return clean


def _box_counts(mask: Mask, width: int, height: int) -> NDArray[np.int32]:
    """How many pixels of the mask lie in the window around each pixel."""
    padded = np.pad(mask, ((height // 2 + 1, height // 2), (width // 2 + 1, width // 2))).astype(np.int32)
    sums = padded.cumsum(axis=0, dtype=np.int32).cumsum(axis=1, dtype=np.int32)
    high, wide = 2 * (height // 2) + 1, 2 * (width // 2) + 1
    counts: NDArray[np.int32] = sums[high:, wide:] - sums[:-high, wide:] - sums[high:, :-wide] + sums[:-high, :-wide]
    return counts


def _dark_fields(ink: Mask, unit: float) -> Mask:
    """Solid fields together with the letters inside them; `unit`: pixels per point."""
    wide, high = round(_FIELD[0] * unit) | 1, round(_FIELD[1] * unit) | 1
    solid: Mask = _box_counts(_box_counts(ink, wide, high) >= 0.97 * wide * high, wide, high) > 0
    if not solid.any():
        return solid
    reach = round(_FIELD_LETTERS * unit) | 1
    around: Mask = _box_counts(solid, 1, reach) > 0
    between: Mask = _box_counts(~around, 1, reach) == 0
    wide, high = 2 * wide + 1, 3 * high
    inside = solid | between
    mostly: Mask = _box_counts(ink & inside, wide, high) > _FIELD_DARK * _box_counts(inside, wide, high)
    return inside & (solid | mostly)


def light_up(grey: Grey, scale: float) -> Grey:
    """Dark fields become light ones with dark letters."""
    step = max(1, round(scale))
    rows, columns = grey.shape[0] // step, grey.shape[1] // step
    ink = ink_of(grey)[: rows * step, : columns * step].reshape(rows, step, columns, step).mean(axis=(1, 3)) > 0.6
    field = _dark_fields(ink, scale / step)
    if not field.any():
        return grey
    large = np.zeros(grey.shape, dtype=np.bool_)
    large[: rows * step, : columns * step] = field.repeat(step, axis=0).repeat(step, axis=1)
    paper, lit = float(np.median(grey)), grey.copy()
    filled = np.flatnonzero(large.any(axis=1))
    for band in np.split(filled, np.flatnonzero(np.diff(filled) > 1) + 1):
        part = slice(int(band[0]), int(band[-1]) + 1)
        values = grey[part][large[part]].astype(np.float32)
        contrast = np.abs(values - float(np.median(values)))  # letters may be lighter than their field or darker
        span = max(float(np.percentile(contrast, 99)), 40.0)
        lit[part][large[part]] = np.clip(paper * (1 - contrast / span), 0, paper).astype(np.uint8)
    return lit


def clear_levels(grey: Grey) -> Grey:
    """Paper and its grain to white, ink to black, what lies between in proportion."""
    paper, dark = float(np.median(grey)), float(np.percentile(grey, 0.5))
    reach = max(paper - dark, 40.0)
    white = paper - 0.2 * reach
    black = min(dark + 0.05 * reach, white - 0.5 * reach)
    cleared: Grey = np.clip((grey.astype(np.float32) - black) * (_WHITE / (white - black)), 0, _WHITE).astype(np.uint8)
    return cleared


def scan_of(grey: Grey, scale: float, width: float, height: float, turn: int = 0) -> Scan:
    """A rendered page, set upright by `turn` quarter turns, straightened and without ruling lines."""
    upright = np.ascontiguousarray(np.rot90(grey, turn)) if turn else grey
    skew = find_skew(upright, scale)
    clean = wipe_rulings(light_up(straighten(upright, skew), scale), scale)
    return Scan(clear_levels(clean), scale, skew, turn, width, height)
