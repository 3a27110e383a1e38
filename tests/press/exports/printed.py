"""Sample exports as PDF: the same rows on a page, the way SUS and NNS print them."""

from __future__ import annotations

import io

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.press.exports.books import Grid, text

LABEL, FIRST, STEP, LINE = 60.0, 330.0, 62.0, 18.0


def printed(rows: Grid, *, spans: dict[int, dict[int, int]] | None = None, first: float = FIRST) -> bytes:
    """A PDF of the rows: the first column at the left, figures right-aligned; `spans`: row -> column -> columns a head reaches over."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=True)
    top = A4[1] - 60
    for index, row in enumerate(rows):
        if top < 60:
            canvas.showPage()
            top = A4[1] - 60
        canvas.setFont("Helvetica-Bold" if index == 0 else "Helvetica", 15 if index == 0 else 10)
        for column, value in enumerate(row):
            if value is None:
                continue
            reach = (spans or {}).get(index, {}).get(column)
            if column == 0:
                canvas.drawString(LABEL, top, text(value))
            elif reach:
                canvas.drawCentredString(first + (column - 1) * STEP + reach * STEP / 2 - 10, top, text(value))
            else:
                canvas.drawRightString(first + (column - 1) * STEP + 40, top, text(value))
        top -= LINE
    canvas.save()
    return buffer.getvalue()
