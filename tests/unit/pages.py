"""Small PDFs drawn in memory: words put at exact places, so that a test knows where every token stands."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import reportlab
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4
LEFT = 60.0


@cache
def _font() -> str:
    """A font that holds the real minus sign, which the standard fonts of PDF do not."""
    pdfmetrics.registerFont(TTFont("Vera", Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"))
    return "Vera"


def width_of(text: str, size: float) -> float:
    """How wide a text is printed, in points."""
    return float(pdfmetrics.stringWidth(text, _font(), size))


@dataclass(frozen=True, slots=True)
class Text:
    """One piece of text on a page. `x` is its left edge, its right edge or its middle, as `align` says; `y` the baseline from the top."""

    text: str
    x: float
    y: float
    size: float = 10.0
    align: str = "left"

    def draw(self, canvas: Canvas) -> None:
        """Put it on the canvas."""
        canvas.setFont(_font(), self.size)
        draw = {"left": canvas.drawString, "right": canvas.drawRightString, "centre": canvas.drawCentredString}[self.align]
        draw(self.x, HEIGHT - self.y, self.text)


def draw_pdf(*pages: Iterable[Text], encrypt: object = None) -> bytes:
    """The bytes of a PDF with these pages; the same texts give the same bytes."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=True, encrypt=encrypt)
    for page in pages:
        for text in page:
            text.draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def cover(title: str, name: str = "Samordningsförbundet Provbygden", *more: str) -> list[Text]:
    """The upper part of a first page: name, title in large type, further lines."""
    lines = [Text(name, LEFT, 60, 14), Text(title, LEFT, 90, 22)]
    return lines + [Text(line, LEFT, 115 + 15 * i) for i, line in enumerate(more)]


def table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], *, top: float = 220, heading: str = "Resultaträkning",
    edges: Sequence[float] = (330, 420, 510), size: float = 10.0, corner: str = "",
) -> list[Text]:  # fmt: skip
    """A table under a heading; each row is a label and one token per column, an empty token a blank cell."""
    texts = [Text(heading, LEFT, top, size + 4), Text(corner, LEFT, top + 22, size)]
    texts += [Text(head, edge, top + 22, size, "right") for head, edge in zip(heads, edges, strict=False)]
    for i, (label, *tokens) in enumerate(rows):
        y = top + 22 + 1.6 * size * (i + 1)
        texts.append(Text(label, LEFT, y, size))
        texts += [Text(token, edge, y, size, "right") for token, edge in zip(tokens, edges, strict=False)]
    return [text for text in texts if text.text]
