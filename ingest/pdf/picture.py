"""Pictures of pages: the cut-out around one printed token, and the page as the reader sees it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from ingest.contracts import Box, DocumentReading

_SCALE = 2.5
_AROUND = 70.0
_RED = (200, 20, 30)
_BLUE = (30, 90, 200)
_GREEN = (20, 140, 60)
_AMBER = (225, 140, 0)


def _render(data: bytes, page: int) -> Any:
    import pypdfium2

    document = pypdfium2.PdfDocument(io.BytesIO(data))
    try:
        if not 1 <= page <= len(document):
            raise ValueError(f"the document has {len(document)} pages, not {page}")
        return document[page - 1].render(scale=_SCALE).to_pil().convert("RGB")
    finally:
        document.close()


def _scaled(box: Box, margin: float = 0.0) -> tuple[float, float, float, float]:
    x0, top, x1, bottom = (edge * _SCALE for edge in box)
    return x0 - margin, top - margin, x1 + margin, bottom + margin


def cut_out(data: bytes, page: int, box: Box, out: Path) -> None:
    """Write a PNG of the full width of the page around the box (points, top left origin), with the box in red."""
    from PIL import ImageDraw

    image = _render(data, page)
    ImageDraw.Draw(image).rectangle(_scaled(box, 5), outline=_RED, width=3)
    upper = max(0, int((box[1] - _AROUND) * _SCALE))
    lower = min(image.height, int((box[3] + _AROUND) * _SCALE))
    image.crop((0, upper, image.width, lower)).save(out)


def page_picture(data: bytes, page: int, reading: DocumentReading, out: Path) -> None:
    """Write a PNG of a page as the reader sees it: tables framed in blue, cells green, doubted amber, unread red."""
    from PIL import ImageDraw

    image = _render(data, page)
    draw = ImageDraw.Draw(image)
    tables: dict[int, list[Box]] = {}
    for fact in reading.finances:
        if fact.page != page:
            continue
        box = (fact.x0, fact.top, fact.x1, fact.bottom)
        tables.setdefault(fact.table_no, []).append(box)
        draw.rectangle(_scaled(box, 3), outline=_AMBER if fact.doubt else _GREEN, width=2)
    for number, boxes in tables.items():
        frame = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
        draw.rectangle(_scaled(frame, 12), outline=_BLUE, width=3)
        draw.text((20, (frame[1] + 2) * _SCALE), f"table {number}", fill=_BLUE, font_size=22)
    for number_seen in reading.unread:
        if number_seen.page == page:
            draw.rectangle(_scaled((number_seen.x0, number_seen.top, number_seen.x1, number_seen.bottom), 3), outline=_RED, width=2)
    image.save(out)
