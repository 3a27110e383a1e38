"""A picture of a place on a page: the cut-out with a box drawn around the printed token."""

from __future__ import annotations

import io
from pathlib import Path

from ingest.contracts import Box

_SCALE = 2.5
_AROUND = 70.0
_RED = (200, 20, 30)


def cut_out(data: bytes, page: int, box: Box, out: Path) -> None:
    """Write a PNG of the full width of the page around the box (points, top left origin), with the box in red."""
    import pypdfium2
    from PIL import ImageDraw

    document = pypdfium2.PdfDocument(io.BytesIO(data))
    try:
        if not 1 <= page <= len(document):
            raise ValueError(f"the document has {len(document)} pages, not {page}")
        image = document[page - 1].render(scale=_SCALE).to_pil().convert("RGB")
    finally:
        document.close()
    x0, top, x1, bottom = (edge * _SCALE for edge in box)
    ImageDraw.Draw(image).rectangle((x0 - 5, top - 5, x1 + 5, bottom + 5), outline=_RED, width=3)
    upper, lower = max(0, int(top - _AROUND * _SCALE)), min(image.height, int(bottom + _AROUND * _SCALE))
    image.crop((0, upper, image.width, lower)).save(out)
