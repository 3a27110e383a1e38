"""ReportLab: small spreadsheet-like type, hairlines, a note column, notes side by side, heads repeated over pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reportlab import rl_config
from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    LongTable,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)
from reportlab.platypus.tableofcontents import TableOfContents

from tests.press import document as doc
from tests.press.styles.producers import font

FACES = {"Body": "LiberationSans-Regular", "Body-Bold": "LiberationSans-Bold", "Body-Italic": "LiberationSans-Italic"}
INK = colors.HexColor("#222222")


def text(size: float, face: str = "Body", **more: Any) -> ParagraphStyle:
    return ParagraphStyle(f"{face}{size}", fontName=face, fontSize=size, leading=size * 1.32, textColor=INK, **more)


class Booklet(BaseDocTemplate):
    """A small-format booklet whose headings feed the contents page."""

    def __init__(self, target: Path, made: doc.Document, size: tuple[float, float]):
        super().__init__(str(target), pagesize=size, title=made.title, author=made.association)
        self.made = made
        frame = Frame(1.5 * cm, 1.6 * cm, size[0] - 3 * cm, size[1] - 3.4 * cm, 0, 0, 0, 0)
        self.addPageTemplates([PageTemplate("page", [frame], onPage=self.furniture)])

    def furniture(self, canvas: Any, _: Any) -> None:
        if canvas.getPageNumber() == 1:
            return
        canvas.setFont("Body", 6.5)
        width, height = self.pagesize
        canvas.drawString(1.5 * cm, height - 1.1 * cm, f"{self.made.association} · {self.made.title}")
        canvas.drawCentredString(width / 2, 0.9 * cm, f"– {canvas.getPageNumber()} –")
        canvas.setLineWidth(0.2)
        canvas.line(1.5 * cm, height - 1.25 * cm, width - 1.5 * cm, height - 1.25 * cm)

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 - ReportLab's name
        level = getattr(flowable, "contents_level", None)
        if level is not None:
            self.notify("TOCEntry", (level, flowable.getPlainText(), self.page))


def table(made: doc.Table, width: float, size: float) -> LongTable:
    """Label, note column where the table has one, amounts; hairline under every row."""
    label = text(size)
    bold = text(size, "Body-Bold")
    notes = ["Not"] if made.has_notes else []
    depth = max(len(c.lines) for c in made.columns)
    cells: list[list[Any]] = []
    for line in range(depth):
        heads = [(["" for _ in range(depth - len(c.lines))] + c.lines)[line] for c in made.columns]
        last = line == depth - 1
        cells.append([made.corner if last else "", *(notes if last else [""] * len(notes)), *heads])
    rules = [
        ("FONT", (0, 0), (-1, -1), "Body", size),
        ("FONT", (0, 0), (-1, depth - 1), "Body-Bold", size),
        ("ALIGN", (1 + len(notes), 0), (-1, -1), "RIGHT"),
        ("ALIGN", (1, 0), (len(notes), -1), "CENTER"),
        ("LINEBELOW", (0, depth), (-1, -1), 0.15, colors.HexColor("#999999")),
        ("LINEBELOW", (0, depth - 1), (-1, depth - 1), 0.6, INK),
        ("LINEABOVE", (0, 0), (-1, 0), 0.6, INK),
        ("TOPPADDING", (0, 0), (-1, -1), 1.1),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.6),
        ("LEFTPADDING", (0, 0), (-1, -1), 1.5),
        ("RIGHTPADDING", (0, 0), (-1, -1), 1.5),
        ("VALIGN", (0, 0), (-1, -1), "BOTTOM"),
    ]
    for row in made.rows:
        at = len(cells)
        if row.cells is None:
            cells.append([Paragraph(row.shown.upper(), label), *[""] * (len(notes) + len(made.columns))])
            continue
        strong = row.kind in ("sum", "total")
        shown = Paragraph(row.shown, bold if strong else label)
        cells.append([shown, *([row.note] if notes else []), *(c.printed for c in row.cells)])
        if strong:
            rules.append(("FONT", (1, at), (-1, at), "Body-Bold", size))
        if row.kind == "total":
            rules.append(("LINEBELOW", (1 + len(notes), at), (-1, at), 0.9, INK))
    amounts = max(1.55 * cm if width > 9 * cm else 1.35 * cm, size * 0.26 * cm)
    widths = [width - 0.8 * cm * len(notes) - amounts * len(made.columns), *[0.8 * cm] * len(notes)]
    return LongTable(cells, [*widths, *[amounts] * len(made.columns)], repeatRows=depth, style=rules, hAlign="LEFT")


def titled(made: doc.Table, width: float, size: float) -> list[Flowable]:
    parts: list[Flowable] = [Spacer(1, 6)]
    if made.title:
        parts.append(Paragraph(made.title, text(size + 1.5, "Body-Bold")))
    if made.lead:
        parts.append(Paragraph(made.lead, text(size - 0.5, "Body-Italic")))
    return [*parts, Spacer(1, 2), table(made, width, size), Spacer(1, 8)]


def goals(made: doc.Goals, width: float) -> list[Flowable]:
    """Goals in columns of text, or as a numbered list."""
    title = Paragraph(made.title, text(13 if made.table_id == "goals" else 10.5, "Body-Bold", spaceBefore=8, spaceAfter=4))
    title.contents_level = 0
    return [title, *goal_list(made, width, text, [("LINEBELOW", (0, 0), (-1, -1), 0.15, INK)], (8.2, 7.2))]


def goal_list(made: doc.Goals, width: float, face: Any, rules: list[Any], sizes: tuple[float, float]) -> list[Flowable]:
    """The goals as paragraphs, or as a table with `rules`; a colour may stand behind a judgement."""
    parts = [Paragraph(made.legend, face(sizes[1]))] if made.legend else []
    if not made.is_table:
        for number, (goal, below) in enumerate(made.lines(), 1):
            parts += [Paragraph(f"{number}. {goal}", face(sizes[0])), *(Paragraph(t, face(sizes[0], leftIndent=10)) for t in below)]
        return parts
    head = [Paragraph(t, face(sizes[1], "Body-Bold")) for t in made.heads]
    style = [("VALIGN", (0, 0), (-1, -1), "TOP"), *rules]
    for row, cells in enumerate(made.cells(), 1):
        style += [("BACKGROUND", (at, row), (at, row), colors.HexColor(fill)) for at, (_, fill) in enumerate(cells) if fill]
    body = [[Paragraph(t, face(sizes[1])) for t, _ in row] for row in made.cells()]
    return [*parts, Table([head, *body], [width * share for share in made.shares()], style=style)]


def flow(block: doc.Block, width: float, size: float) -> list[Flowable]:
    if isinstance(block, doc.Heading):
        heading = Paragraph(block.text, text(13 if block.level == 1 else 9.5, "Body-Bold", spaceBefore=8, spaceAfter=4))
        heading.contents_level = block.level - 1
        return [heading]
    if isinstance(block, doc.Para):
        return [Paragraph(block.text, text(8.2, spaceAfter=5))]
    if isinstance(block, doc.Items):
        return [Paragraph(f"• {t}", text(8.2, leftIndent=10, bulletIndent=0, spaceAfter=2)) for t in block.texts]
    if isinstance(block, doc.Contents):
        contents = TableOfContents(dotsMinLevel=0)
        contents.levelStyles = [text(9, spaceBefore=3), text(8, leftIndent=12)]
        return [Paragraph(block.title, text(13, "Body-Bold", spaceAfter=8)), contents, PageBreak()]
    if isinstance(block, doc.PageBreak):
        return [PageBreak()]
    if isinstance(block, doc.Signatures):
        lines = [[Paragraph(f"<br/><br/>{'_' * 34}<br/>{name}", text(8))] for name in block.names]
        return [KeepTogether([Paragraph(block.place, text(8.2)), Spacer(1, 12), Table(lines, hAlign="LEFT")])]
    if isinstance(block, doc.Placed):
        return titled(block.table, width, size)
    if isinstance(block, doc.Goals):
        return goals(block, width)
    half = (width - 0.6 * cm) / 2
    pairs = [block.tables[i : i + 2] for i in range(0, len(block.tables), 2)]
    rows = [[titled(t, half, size - 0.6) for t in pair] + [""] * (2 - len(pair)) for pair in pairs]
    style = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]
    style += [("RIGHTPADDING", (0, 0), (0, -1), 0.6 * cm), ("RIGHTPADDING", (1, 0), (1, -1), 0)]
    return [Table(rows, [half + 0.6 * cm, half], style=style, hAlign="LEFT")]


def render(made: doc.Document, look: dict[str, Any], target: Path) -> None:
    """Draw the document with Liberation Sans (Debian package fonts-liberation)."""
    rl_config.invariant = 1
    for face, file in FACES.items():
        pdfmetrics.registerFont(TTFont(face, str(font("liberation", f"{file}.ttf"))))
    wide, high = (float(n) for n in look.get("page_cm", (17.6, 25)))
    booklet = Booklet(target, made, (wide * cm, high * cm))
    width, size = wide * cm - 3 * cm, float(look.get("size", 6.8))
    story: list[Flowable] = [Spacer(1, 5 * cm), Paragraph(made.title, text(24, "Body-Bold", spaceAfter=10))]
    story += [Paragraph(made.subtitle, text(11)), Spacer(1, 1 * cm), Paragraph(made.association, text(11))]
    story += [Paragraph(made.registry_number, text(7)), PageBreak()]
    for block in made.blocks:
        story += flow(block, width, size)
    booklet.multiBuild(story)
