"""A page of a PDF to a clean, straight, grey picture, and the way back from its pixels to the page.

Takes pdfium pages; gives `Scan`s. Ruling lines and leaders are wiped, because recognition takes them for letters; nothing here
knows what is written on the page.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from ingest.contracts import Box
from ingest.pdf.ocr_blobs import blobs_of, wipe_blobs
from ingest.pdf.ocr_fields import light_up
from ingest.pdf.ocr_leaders import wipe_leaders
from ingest.pdf.ocr_marks import Grey, ink_of, levels
from ingest.pdf.ocr_rulings import wipe_rulings

POINTS = 72.0
_DPI = 300.0
_MOST_PIXELS = 40_000_000
_SKEW_DPI = 150.0
_MAX_SKEW = 6.0
_WHITE = 255


@dataclass(frozen=True, slots=True)
class Scan:
    """A straightened picture of one page. `scale`: pixels per point; `skew`: degrees by which the lines of the page fall to the right;
    `turn`: quarter turns counter-clockwise that set the text upright; `width` and `height`: of the page as displayed, in points;
    `blobs`: the solid marks that were on it, on the straight page."""

    grey: Grey
    scale: float
    skew: float
    turn: int
    width: float
    height: float
    blobs: tuple[Box, ...] = ()

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

    paper = int(levels(grey)[0])
    turned = Image.fromarray(grey).rotate(skew, resample=Image.Resampling.BICUBIC, fillcolor=paper)
    return np.asarray(turned)


def clear_levels(grey: Grey) -> Grey:
    """Paper and its grain to white, ink to black, what lies between in proportion."""
    paper, dark = levels(grey)
    reach = max(paper - dark, 40.0)
    white = paper - 0.2 * reach
    black = min(dark + 0.05 * reach, white - 0.5 * reach)
    table = np.clip((np.arange(256) - black) * (_WHITE / (white - black)), 0, _WHITE).astype(np.uint8)
    cleared: Grey = table[grey]
    return cleared


def scan_of(grey: Grey, scale: float, width: float, height: float, turn: int = 0) -> Scan:
    """A rendered page, set upright by `turn` quarter turns, straightened, without ruling lines and leaders."""
    upright = np.ascontiguousarray(np.rot90(grey, turn)) if turn else grey
    skew = find_skew(upright, scale)
    clean = wipe_rulings(light_up(straighten(upright, skew), scale), scale)
    blobs = blobs_of(clean, scale)
    clean = wipe_leaders(wipe_blobs(clean, scale, blobs), scale)
    return Scan(clear_levels(clean), scale, skew, turn, width, height, tuple(blobs))
