"""ReportLab: banded tables with centred heads, and wide tables on turned pages.

A turned page is a portrait sheet whose content runs upwards; with `rotate` it also says so (/Rotate 90), so that it is shown
as a landscape page, with `content` it is shown as it lies, and the reader must turn its head.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reportlab import rl_config
from reportlab.lib import colors
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    LongTable,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
)  # fmt: skip

from tests.press import document as doc
from tests.press.styles.producers import font
from tests.press.styles.reportlab_ledger import FACES, INK, goal_list, text

WIDE, HIGH, MARGIN = 21.0 * cm, 29.7 * cm, 2.0 * cm


def begin_turned(canvas: Any, _: Any) -> None:
    """The paper is portrait, the writing runs from the bottom to the top."""
    canvas.translate(WIDE, 0)
    canvas.rotate(90)
    canvas.setFont("Body", 7)
    canvas.drawRightString(HIGH - MARGIN, 1.0 * cm, str(canvas.getPageNumber()))


def turned_page(mode: str) -> PageTemplate:
    """ReportLab takes the size as displayed, so a page that says it is rotated is given as a landscape one."""
    frame = Frame(MARGIN, MARGIN, HIGH - 2 * MARGIN, WIDE - 2 * MARGIN, 0, 0, 0, 0)
    size = (HIGH, WIDE) if mode == "rotate" else (WIDE, HIGH)
    template = PageTemplate("turned", [frame], onPage=begin_turned, pagesize=size)
    template.rotation = 90 if mode == "rotate" else 0
    return template


class Booklet(BaseDocTemplate):
    """Upright pages ("page") and turned ones ("turned")."""

    def __init__(self, target: Path, made: doc.Document, mode: str):
        super().__init__(str(target), pagesize=(WIDE, HIGH), title=made.title, author=made.association)
        self.made = made
        upright = Frame(MARGIN, MARGIN, WIDE - 2 * MARGIN, HIGH - 2 * MARGIN, 0, 0, 0, 0)
        plain = PageTemplate("page", [upright], onPage=self.furniture, pagesize=(WIDE, HIGH))
        self.addPageTemplates([plain, turned_page(mode)])

    def furniture(self, canvas: Any, _: Any) -> None:
        if canvas.getPageNumber() > 1:
            canvas.setFont("Body", 7)
            canvas.drawString(MARGIN, HIGH - 1.2 * cm, self.made.title)
            canvas.drawRightString(WIDE - MARGIN, 1.0 * cm, str(canvas.getPageNumber()))


def table(made: doc.Table, width: float, look: dict[str, Any]) -> LongTable:
    """Heads centred over their columns on a band of colour, every second row tinted."""
    size = float(look.get("size", 8.5))
    colour = colors.HexColor(str(look.get("colour", "#35506b")))
    notes = ["Not"] if made.has_notes else []
    over = [[text for group, n in made.groups for text in (group, *[""] * (n - 1))]] if made.groups else []
    cells: list[list[Any]] = [["", *[""] * len(notes), *heads] for heads in over]
    cells.append([made.corner, *notes, *("\n".join(c.head) for c in made.columns)])
    last = len(over)  # the row of the columns' own heads
    rules: list[tuple[Any, ...]] = [
        ("FONT", (0, 0), (-1, -1), "Body", size),
        ("FONT", (0, 0), (-1, last), "Body-Bold", size),
        ("TEXTCOLOR", (0, 0), (-1, last), colors.white),
        ("BACKGROUND", (0, 0), (-1, last), colour),
        ("ALIGN", (1, 0), (-1, last), "CENTER"),
        ("ALIGN", (1 + len(notes), last + 1), (-1, -1), "RIGHT"),
        ("ALIGN", (1, last + 1), (len(notes), -1), "CENTER"),
        ("ROWBACKGROUNDS", (0, last + 1), (-1, -1), [colors.white, colors.HexColor("#eef2f6")]),
        ("TOPPADDING", (0, 0), (-1, -1), 2.2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.6),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("RIGHTPADDING", (1 + len(notes), last + 1), (-1, -1), float(look.get("pad", 9))),
    ]
    start = 1 + len(notes)
    for _, n in made.groups:
        rules.append(("SPAN", (start, 0), (start + n - 1, 0)))
        start += n
    for row in made.rows:
        at = len(cells)
        if row.cells is None:
            cells.append([Paragraph(f"<i>{row.shown}</i>", text(size)), *[""] * (len(notes) + len(made.columns))])
            continue
        strong = row.kind in ("sum", "total")
        style = text(size, "Body-Bold" if strong else "Body", leftIndent=9 if row.kind == "ofwhich" else 0)
        cells.append([Paragraph(row.shown, style), *([row.note] if notes else []), *(c.printed for c in row.cells)])
        if strong:
            rules += [("FONT", (1, at), (-1, at), "Body-Bold", size), ("LINEABOVE", (0, at), (-1, at), 0.5, INK)]
    amount = min(2.75 * cm, (width - 5.2 * cm) / len(made.columns))
    widths = [width - 1.1 * cm * len(notes) - amount * len(made.columns), *[1.1 * cm] * len(notes), *[amount] * len(made.columns)]
    return LongTable(cells, widths, repeatRows=last + 1, style=rules, hAlign="LEFT")


def titled(made: doc.Table, width: float, look: dict[str, Any]) -> list[Flowable]:
    """The table under its caption, on a page of its own turn when it has more columns than fit upright."""
    turned = len(made.columns) >= int(look.get("turn_from", 5))
    room = HIGH - 2 * MARGIN if turned else width
    parts: list[Flowable] = [NextPageTemplate("turned"), PageBreak()] if turned else [Spacer(1, 8), CondPageBreak(5 * cm)]
    if made.title:
        parts.append(Paragraph(made.title, text(10.5, "Body-Bold", spaceAfter=2)))
    if made.lead:
        parts.append(Paragraph(made.lead, text(8, "Body-Italic", spaceAfter=3)))
    parts.append(table(made, room, look))
    parts += [Paragraph(t, text(7)) for t in made.footnotes]
    return [*parts, NextPageTemplate("page"), PageBreak()] if turned else [*parts, Spacer(1, 8)]


def goals(made: doc.Goals, width: float) -> list[Flowable]:
    title = Paragraph(made.title, text(13 if made.table_id == "goals" else 11, "Body-Bold", spaceBefore=8, spaceAfter=4))
    rules = [("BOX", (0, 0), (-1, -1), 0.4, INK), ("INNERGRID", (0, 0), (-1, -1), 0.2, INK)]
    return [title, *goal_list(made, width, text, rules, (9, 8))]


def flow(block: doc.Block, width: float, look: dict[str, Any]) -> list[Flowable]:
    if isinstance(block, doc.Heading):
        return [Paragraph(block.text, text(15 if block.level == 1 else 11, "Body-Bold", spaceBefore=10, spaceAfter=5))]
    if isinstance(block, doc.Para):
        return [Paragraph(block.text, text(9.5, spaceAfter=6))]
    if isinstance(block, doc.Items):
        return [Paragraph(f"• {t}", text(9.5, leftIndent=10, spaceAfter=2)) for t in block.texts]
    if isinstance(block, doc.PageBreak):
        return [PageBreak()]
    if isinstance(block, doc.Signatures):
        return [Paragraph(block.place, text(9.5)), *(Paragraph(f"<br/><br/>{n}", text(9)) for n in block.names)]
    if isinstance(block, doc.Goals):
        return goals(block, width)
    if isinstance(block, doc.Contents):
        return []
    tables = [block.table] if isinstance(block, doc.Placed) else block.tables
    return [part for t in tables for part in titled(t, width, look)]


def render(made: doc.Document, look: dict[str, Any], target: Path) -> None:
    """Draw the document with Liberation Sans; `look["turn"]` says per report kind how a turned page is made."""
    rl_config.invariant = 1
    for face, file in FACES.items():
        pdfmetrics.registerFont(TTFont(face, str(font("liberation", f"{file}.ttf"))))
    mode = look.get("turn", {}).get(made.kind, "content")
    story: list[Flowable] = [
        Spacer(1, 6 * cm),
        Paragraph(made.association, text(13)),
        Paragraph(made.title, text(25, "Body-Bold", spaceBefore=20)),
    ]
    story += [Paragraph(made.subtitle, text(11, spaceBefore=14)), Paragraph(made.registry_number, text(8)), PageBreak()]
    for block in made.blocks:
        story += flow(block, WIDE - 2 * MARGIN, look)
    Booklet(target, made, mode).build(story)
