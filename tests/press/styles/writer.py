"""LibreOffice Writer by way of .docx, in two looks: banded rows with wrapped labels, and plain unruled tables."""

from __future__ import annotations

import tempfile
import textwrap
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx import Document as Docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from tests.press import document as doc
from tests.press.styles.office import to_pdf
from tests.press.styles.room import LEAST, amount_ems

PADDING, LABEL = 0.42, 3.4  # centimetres: of a cell, and what a table leaves its labels at least
STAMP = datetime(2020, 1, 1, tzinfo=UTC)
BANDED = {"font": "Liberation Serif", "band": "E3F1E3", "head_band": "9CC69C", "label_cm": 4.6, "amount_cm": 2.5}
PLAIN = {
    "font": "Liberation Sans",
    "band": None,
    "head_band": None,
    "label_cm": 7.2,
    "amount_cm": 2.4,
    "amount_min": 2.3,
}
CAPTIONS = {**PLAIN, "font": "Liberation Serif", "rule": True, "caption_italic": True, "label_cm": 6.0, "amount_cm": 2.6}


class Writer:
    """Builds one .docx."""

    def __init__(self, made: doc.Document, look: dict[str, Any]):
        self.made, self.look = made, look
        self.out = Docx()
        self.size = float(look.get("size", 10))
        normal = self.out.styles["Normal"]
        normal.font.name, normal.font.size = look["font"], Pt(self.size)
        normal.paragraph_format.space_after = Pt(6)
        for level in (1, 2):
            style = self.out.styles[f"Heading {level}"]
            style.font.name, style.font.size = look["font"], Pt(18 - 4 * level)
            style.font.color.rgb = RGBColor.from_string(str(look.get("heading", "000000")))
            style.element.rPr.rFonts.set(qn("w:asciiTheme"), "")
            for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
                style.element.rPr.rFonts.attrib.pop(qn(theme), None)
            style.element.rPr.rFonts.set(qn("w:hAnsi"), look["font"])
        section = self.out.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        if made.kind in look.get("landscape", []):
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = Cm(29.7), Cm(21)
        for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
            setattr(section, side, Cm(2.3))
        core = self.out.core_properties
        core.title, core.author, core.created, core.modified = made.title, made.association, STAMP, STAMP

    def build(self, target: Path) -> None:
        """Title page, blocks, footer; saved as .docx."""
        self.title_page()
        self.footer()
        for block in self.made.blocks:
            self.block(block)
        self.out.save(str(target))

    def title_page(self) -> None:
        for text, size in ((self.made.association, 14), (self.made.title, 28), (self.made.subtitle, 14)):
            line = self.out.add_paragraph()
            line.paragraph_format.space_before = Pt(40 if size == 14 else 10)
            line.add_run(text).font.size = Pt(size)
        self.out.add_paragraph(self.made.registry_number)
        self.out.add_page_break()

    def footer(self) -> None:
        line = self.out.sections[0].footer.paragraphs[0]
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER if self.look["band"] else WD_ALIGN_PARAGRAPH.RIGHT
        if self.made.footer:
            line.add_run(f"{self.made.footer}    ")
        run = line.add_run()
        for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
            part = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                part.set(qn("w:fldCharType"), kind)
            else:
                part.text = text
            run._r.append(part)

    def block(self, block: doc.Block) -> None:
        if isinstance(block, doc.Heading):
            self.out.add_heading(block.text, block.level)
        elif isinstance(block, doc.Para):
            self.out.add_paragraph(block.text)
        elif isinstance(block, doc.Items):
            for text in block.texts:
                self.out.add_paragraph(text, style="List Bullet")
        elif isinstance(block, doc.Contents):
            self.contents(block.title)
        elif isinstance(block, doc.PageBreak):
            self.out.add_page_break()
        elif isinstance(block, doc.Signatures):
            self.signatures(block)
        elif isinstance(block, doc.Goals):
            self.goals(block)
        else:
            for table in [block.table] if isinstance(block, doc.Placed) else block.tables:
                self.table(table)

    def contents(self, title: str) -> None:
        """Typed contents with dotted leaders: page numbers are the author's guess, as in many real reports."""
        self.out.add_paragraph().add_run(title).bold = True
        page = 3
        for block in self.made.blocks:
            if isinstance(block, doc.Heading) and block.level == 1:
                line = self.out.add_paragraph()
                line.paragraph_format.tab_stops.add_tab_stop(Cm(16), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
                line.add_run(f"{block.text}\t{page}")
                page += 1
        self.out.add_page_break()

    def signatures(self, block: doc.Signatures) -> None:
        self.out.add_paragraph(block.place)
        for name in block.names:
            line = self.out.add_paragraph(f"\n{'.' * 50}\n{name}")
            line.paragraph_format.keep_together = True

    def goals(self, made: doc.Goals) -> None:
        """Goals in columns of text, or as a list with what belongs to each below it."""
        self.out.add_heading(made.title, 1 if made.table_id == "goals" else 2)
        if made.legend:
            self.out.add_paragraph(made.legend)
        if not made.is_table:
            for goal, below in made.lines():
                # Word would number on from the list before, so a list that is not the first prints no numbers.
                self.out.add_paragraph(goal, style="List Number" if made.table_id == "goals" else "List Bullet")
                for text in below:
                    self.out.add_paragraph(text).paragraph_format.left_indent = Cm(0.6)
            return
        grid = self.out.add_table(rows=0, cols=len(made.heads))
        grid.autofit = False
        widths = [Cm(16.2 * share) for share in made.shares()]
        for column, width in zip(grid.columns, widths, strict=True):
            column.width = width
        heads = [(t, "") for t in made.heads]
        for texts in [heads, *made.cells()]:
            for cell, (text, fill), width in zip(grid.add_row().cells, texts, widths, strict=True):
                cell.width = width
                cell.paragraphs[0].add_run(text).bold = texts is heads
                if fill:
                    self.shaded(cell, fill.lstrip("#"))

    def table(self, made: doc.Table) -> None:
        if made.title:
            line = self.out.add_paragraph()
            line.add_run(made.title).bold = True
            line.paragraph_format.keep_with_next = True
        if made.lead:
            line = self.out.add_paragraph()
            line.add_run(made.lead).italic = True
            line.paragraph_format.keep_with_next = True
        notes = 1 if made.has_notes else 0
        depth = 1 if self.look["band"] else max(len(c.head) for c in made.columns)
        grid = self.out.add_table(rows=0, cols=1 + notes + len(made.columns))
        grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.LEFT, False
        broad = max(amount_ems(made))
        least = max(float(self.look.get("amount_min", 0)), (self.size - 1) * broad / 28.35 + PADDING)
        least = min(least, (16.2 - notes - LABEL) / len(made.columns))
        label = min(float(self.look["label_cm"]), 16.2 - notes - least * len(made.columns))
        amount = min(max(float(self.look["amount_cm"]), least), (16.2 - label - notes) / len(made.columns))
        self.type = min(self.size - 1, max(LEAST, 28.35 * (amount - PADDING) / broad))
        self.widths = [Cm(label), *[Cm(1)] * notes, *[Cm(amount)] * len(made.columns)]
        for column, width in zip(grid.columns, self.widths, strict=True):
            column.width = width
        self.groups(grid, made, notes)
        for line_no in range(depth):
            heads = ["\n".join(c.head) if depth == 1 else self.line(c.head, line_no, depth) for c in made.columns]
            corner = made.corner if line_no == depth - 1 else ""
            note = ["Not" if line_no == depth - 1 else ""] * notes
            kind = "head" if line_no == depth - 1 else ""
            self.row(grid, [corner, *note, *heads], bold=True, band=self.look["head_band"], notes=notes, kind=kind)
        for number, row in enumerate(made.rows):
            band = self.look["band"] if number % 2 else None
            if row.cells is None:
                blank = [""] * (notes + len(made.columns))
                self.row(grid, [row.shown, *blank], bold=True, band=band, notes=notes)
                continue
            texts = [row.shown, *[row.note] * notes, *(c.printed for c in row.cells)]
            self.row(grid, texts, bold=row.kind in ("sum", "total"), band=band, notes=notes, kind=row.kind)
        for text in made.footnotes:
            self.out.add_paragraph().add_run(text).font.size = Pt(self.size - 2)
        self.out.add_paragraph()

    def groups(self, grid: Any, made: doc.Table, notes: int) -> None:
        """A row of heads that each stand over several columns."""
        if not made.groups:
            return
        texts = [text for group, count in made.groups for text in (group, *[""] * (count - 1))]
        self.row(grid, [""] * (1 + notes) + texts, bold=True, band=self.look["head_band"], notes=notes)
        cells, at = grid.rows[-1].cells, 1 + notes
        for _, count in made.groups:
            if count > 1:
                merged = cells[at].merge(cells[at + count - 1])
                for empty in merged.paragraphs[1:]:
                    empty._p.getparent().remove(empty._p)
                merged.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
            at += count

    @staticmethod
    def line(head: list[str], line_no: int, depth: int) -> str:
        """One line of a head that is aligned at the bottom."""
        return ([""] * (depth - len(head)) + head)[line_no]

    def row(self, grid: Any, texts: list[str], *, bold: bool, band: str | None, notes: int, kind: str = "") -> None:
        row = grid.add_row()
        keep = OxmlElement("w:cantSplit")
        row._tr.get_or_add_trPr().append(keep)
        for at, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            cell.width = self.widths[at]
            line = cell.paragraphs[0]
            line.paragraph_format.space_after = Pt(1)
            run = line.add_run(text)
            run.bold, run.font.size = bold, Pt(self.type)
            line.paragraph_format.keep_with_next = kind == "head"  # LibreOffice loses rows behind a head that ends a page
            if at > notes:
                line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            elif at:
                line.alignment = WD_ALIGN_PARAGRAPH.CENTER
            if self.look.get("rule") and kind in ("head", "sum", "total"):
                self.ruled(cell, kind)
            if kind == "ofwhich" and at == 0:
                line.paragraph_format.left_indent = Cm(0.5)
            if band:
                self.shaded(cell, band)

    @staticmethod
    def shaded(cell: Any, colour: str) -> None:
        shade = OxmlElement("w:shd")
        for key, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
            shade.set(qn(f"w:{key}"), value)
        cell._tc.get_or_add_tcPr().append(shade)

    @staticmethod
    def ruled(cell: Any, kind: str) -> None:
        """A line under heads, over sums, and a double one under totals."""
        edges = {"head": {"bottom": "single"}, "sum": {"top": "single"}, "total": {"top": "single", "bottom": "double"}}[kind]
        borders = OxmlElement("w:tcBorders")
        for side, value in edges.items():
            edge = OxmlElement(f"w:{side}")
            edge.set(qn("w:val"), value)
            edge.set(qn("w:sz"), "4")
            borders.append(edge)
        cell._tc.get_or_add_tcPr().append(borders)


def draw(made: doc.Document, look: dict[str, Any], target: Path, kind: type[Writer] = Writer) -> None:
    with tempfile.TemporaryDirectory() as work:
        source = Path(work) / f"{target.stem}.docx"
        kind(made, look).build(source)
        to_pdf(source, target)


def banded(made: doc.Document, look: dict[str, Any], target: Path) -> None:
    """Banded rows, narrow label column."""
    draw(made, {**BANDED, **look}, target)


def plain(made: doc.Document, look: dict[str, Any], target: Path) -> None:
    """Unruled, right-aligned tables."""
    draw(made, {**PLAIN, **look}, target)


def captions(made: doc.Document, look: dict[str, Any], target: Path) -> None:
    """Serif type, lines at heads and sums, heads of up to three lines, captions instead of headings."""
    draw(made, {**CAPTIONS, **look}, target)


class Tabbed(Writer):
    """Tables typed with tab stops instead of table cells; a long label goes on over lines, the amounts stand on its last."""

    def table(self, made: doc.Table) -> None:
        for text in (made.title, made.lead):
            if text:
                line = self.out.add_paragraph()
                line.add_run(text).bold = text == made.title
                line.paragraph_format.keep_with_next = True
        notes = 1 if made.has_notes else 0
        page = 25.1 if self.out.sections[0].orientation == WD_ORIENT.LANDSCAPE else 16.4
        amount = min(2.7, (page - 5.2 - notes) / len(made.columns))
        first = page - amount * len(made.columns)
        stops = [*([first - 0.5] * notes), *(first + amount * (n + 1) for n in range(len(made.columns)))]
        depth = max(len(c.lines) for c in made.columns)
        for line_no in range(depth):
            last = line_no == depth - 1
            heads = [self.line(c.lines, line_no, depth) for c in made.columns]
            self.typed([made.corner if last else "", *(["Not" if last else ""] * notes), *heads], stops, bold=True)
        for row in made.rows:
            words = textwrap.wrap(row.shown, int((first - notes) * 5.2)) or [""]
            bold = row.kind in ("sum", "total") or row.cells is None
            for text in words[:-1]:
                self.typed([text], stops, bold=bold)
            label = f"   {words[-1]}" if row.kind == "ofwhich" else words[-1]
            self.typed([label, *([row.note] * notes if row.cells else []), *(c.printed for c in row.cells or [])], stops, bold=bold)
        for text in made.footnotes:
            self.out.add_paragraph().add_run(text).font.size = Pt(self.size - 2)
        self.out.add_paragraph()

    def typed(self, texts: list[str], stops: list[float], *, bold: bool) -> None:
        line = self.out.add_paragraph()
        line.paragraph_format.space_after = Pt(0)
        for stop in stops:
            line.paragraph_format.tab_stops.add_tab_stop(Cm(stop), WD_TAB_ALIGNMENT.RIGHT)
        run = line.add_run("\t".join(texts))
        run.bold, run.font.size = bold, Pt(self.size - 1)


def tabs(made: doc.Document, look: dict[str, Any], target: Path) -> None:
    """Tables typed with tab stops."""
    draw(made, {**PLAIN, **look}, target, Tabbed)
