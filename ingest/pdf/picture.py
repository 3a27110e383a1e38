"""Pictures of pages: the cut-out around one printed token, and the page as the reader sees it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ingest.contracts import Box, DocumentReading, GoalRow, IndicatorRow, ParticipantRow, place_of

_SCALE = 2.5
_AROUND = 70.0
_RED = (200, 20, 30)
_BLUE = (30, 90, 200)
_GREEN = (20, 140, 60)
_AMBER = (225, 140, 0)
_GREY = (150, 150, 150)


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
    cut_out_all(data, page, [box], [], [], out)


def cut_out_all(data: bytes, page: int, red: Sequence[Box], blue: Sequence[Box], covered: Sequence[Box], out: Path) -> None:
    """Write a PNG of the full width of the page around all red and blue boxes; what stands in `covered` is painted over."""
    from PIL import ImageDraw

    image = _render(data, page)
    draw = ImageDraw.Draw(image)
    for box in covered:
        draw.rectangle(_scaled(box, 4), fill=_GREY)
    for boxes, colour in ((blue, _BLUE), (red, _RED)):
        for box in boxes:
            draw.rectangle(_scaled(box, 5), outline=colour, width=3)
    marked = [*red, *blue]
    upper = max(0, int((min(box[1] for box in marked) - _AROUND) * _SCALE))
    lower = min(image.height, int((max(box[3] for box in marked) + _AROUND) * _SCALE))
    image.crop((0, upper, image.width, lower)).save(out)


def page_picture(data: bytes, page: int, reading: DocumentReading, out: Path) -> None:
    """Write a PNG of a page as the reader sees it: tables framed in blue, cells green, doubted amber, unread red."""
    from PIL import ImageDraw

    image = _render(data, page)
    draw = ImageDraw.Draw(image)
    tables: dict[int, list[Box]] = {}
    for fact in reading.finances:
        place = place_of(fact)
        if place is None or place[0] != page:
            continue
        box = place[1]
        tables.setdefault(fact.table_no, []).append(box)
        draw.rectangle(_scaled(box, 3), outline=_AMBER if fact.doubt else _GREEN, width=2)
    for number, boxes in tables.items():
        frame = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
        draw.rectangle(_scaled(frame, 12), outline=_BLUE, width=3)
        draw.text((20, (frame[1] + 2) * _SCALE), f"table {number}", fill=_BLUE, font_size=22)
    people: tuple[ParticipantRow | GoalRow | IndicatorRow, ...] = (*reading.participants, *reading.goals, *reading.indicators)
    for row in people:
        place = place_of(row)
        if place and place[0] == page:
            draw.rectangle(_scaled(place[1], 3), outline=_AMBER if row.doubt else _GREEN, width=2)
    for number_seen in reading.unread:
        place = place_of(number_seen)
        if place and place[0] == page:
            draw.rectangle(_scaled(place[1], 3), outline=_RED, width=2)
    image.save(out)
