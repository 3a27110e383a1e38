"""LibreOffice Calc by way of .ods: a spreadsheet printed as it is, one sheet per chapter, cut where its columns end.

Two looks: small type with the gridlines printed, in landscape; and larger type with borders under heads and sums only.
"""

from __future__ import annotations

import tempfile
import textwrap
from pathlib import Path
from typing import Any

from odf import style as ods
from odf.number import TextStyle
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableColumn, TableRow
from odf.text import P, S

from tests.press import document as doc
from tests.press.styles.office import to_pdf

GRID = {"font": "Liberation Sans", "size": 10, "scale": 62, "landscape": True, "grid": True, "label_cm": 8.6, "amount_cm": 2.75}
SHEET = {"font": "Liberation Sans Narrow", "size": 11, "scale": 82, "landscape": False, "grid": False, "label_cm": 7.6, "amount_cm": 2.3}
MARGIN_CM = 1.2


class Workbook:
    """One .ods: a sheet per heading of the first level."""

    def __init__(self, made: doc.Document, look: dict[str, Any]):
        self.made, self.look = made, look
        self.out = OpenDocumentSpreadsheet()
        self.most = max((len(t.columns) for t in made.tables()), default=3)
        self.styles()
        self.sheet: Table = self.new_sheet("Försättsblad")
        self.used = {"Försättsblad"}

    def styles(self) -> None:
        size, font = f"{self.look['size']}pt", self.look["font"]
        self.out.fontfacedecls.addElement(ods.FontFace(name=font, fontfamily=f"'{font}'"))
        rule = "0.5pt solid #000000"
        borders = {"head": {"borderbottom": rule}, "sum": {"bordertop": rule}, "total": {"bordertop": rule, "borderbottom": rule}}
        text = TextStyle(name="astext")
        self.out.automaticstyles.addElement(text)
        for kind in ("line", "head", "sum", "total", "title", "big"):
            for align in ("start", "end", "center"):
                made = ods.Style(name=f"{kind}-{align}", family="table-cell", datastylename="astext")
                edges = {} if self.look["grid"] else borders.get(kind, {})
                made.addElement(ods.TableCellProperties(wrapoption="wrap" if kind == "head" else "no-wrap", **edges))
                made.addElement(ods.ParagraphProperties(textalign=align))
                bold = {"fontweight": "bold"} if kind != "line" else {}
                made.addElement(ods.TextProperties(fontname=font, fontsize="18pt" if kind == "big" else size, **bold))
                self.out.automaticstyles.addElement(made)
        for name, width in (("label", self.look["label_cm"]), ("amount", self.look["amount_cm"]), ("note", 1.1)):
            column = ods.Style(name=f"co-{name}", family="table-column")
            column.addElement(ods.TableColumnProperties(columnwidth=f"{width}cm"))
            self.out.automaticstyles.addElement(column)
        row = ods.Style(name="ro", family="table-row")
        row.addElement(ods.TableRowProperties(useoptimalrowheight="true"))
        self.out.automaticstyles.addElement(row)
        wide, high = ("29.7cm", "21cm") if self.look["landscape"] else ("21cm", "29.7cm")
        page = ods.PageLayout(name="print")
        printed = "charts drawings objects zero-values" + (" grid" if self.look["grid"] else "")
        page.addElement(ods.PageLayoutProperties(
            pagewidth=wide, pageheight=high, margin=f"{MARGIN_CM}cm", scaleto=f"{self.look['scale']}%", print=printed,
            printorientation="landscape" if self.look["landscape"] else "portrait",
        ))  # fmt: skip
        self.out.automaticstyles.addElement(page)
        self.out.masterstyles.addElement(ods.MasterPage(name="print", pagelayoutname="print"))
        sheet = ods.Style(name="sheet", family="table", masterpagename="print")
        sheet.addElement(ods.TableProperties(display="true"))
        self.out.automaticstyles.addElement(sheet)

    def new_sheet(self, name: str) -> Table:
        sheet = Table(name=name, stylename="sheet")
        sheet.addElement(TableColumn(stylename="co-label"))
        sheet.addElement(TableColumn(stylename="co-note"))
        sheet.addElement(TableColumn(stylename="co-amount", numbercolumnsrepeated=self.most))
        self.out.spreadsheet.addElement(sheet)
        return sheet

    def row(self, texts: list[str], kind: str = "line", aligns: list[str] | None = None) -> None:
        line = TableRow(stylename="ro")
        for at, text in enumerate(texts):
            align = aligns[at] if aligns else "start"
            cell = TableCell(stylename=f"{kind}-{align}", valuetype="string")
            for part in text.split("\n"):
                paragraph = P()
                for piece_no, piece in enumerate(part.split("  ")):
                    if piece_no:
                        paragraph.addElement(S(c=2))
                    paragraph.addText(piece)
                cell.addElement(paragraph)
            line.addElement(cell)
        self.sheet.addElement(line)

    def prose(self, text: str, kind: str = "line") -> None:
        """Text runs over the empty cells to its right, so it is cut into lines that end before the last column."""
        room = self.look["label_cm"] + 1.1 + self.most * self.look["amount_cm"]
        for line in textwrap.wrap(text, int(room / (0.0185 * self.look["size"]))):
            self.row([line], kind)

    def build(self, target: Path) -> None:
        for text, kind in ((self.made.association, "title"), (self.made.title, "big"), (self.made.subtitle, "line")):
            self.row([text], kind)
        self.row([self.made.registry_number])
        for block in self.made.blocks:
            self.block(block)
        self.out.save(str(target))

    def block(self, block: doc.Block) -> None:
        if isinstance(block, doc.Heading):
            if block.level == 1:
                name = "".join(c for c in block.text if c not in "[]*?:/\\")[:28]
                if name not in self.used:
                    self.sheet = self.new_sheet(name)
                    self.used.add(name)
            self.row([block.text], "title")
        elif isinstance(block, doc.Para):
            self.prose(block.text)
            self.row([""])
        elif isinstance(block, doc.Items):
            for text in block.texts:
                self.prose(f"- {text}")
        elif isinstance(block, doc.Signatures):
            self.row([block.place])
            for name in block.names:
                self.row([""])
                self.row([name])
        elif isinstance(block, doc.Goals):
            self.goals(block)
        elif isinstance(block, doc.Placed | doc.Beside):
            for table in [block.table] if isinstance(block, doc.Placed) else block.tables:
                self.table(table)

    def goals(self, made: doc.Goals) -> None:
        self.row([made.title], "title")
        for number, (goal, below) in enumerate(made.lines(), 1):
            self.prose(f"{number}. {goal}")
            for text in below:
                self.prose(f"   {text}")

    def table(self, made: doc.Table) -> None:
        for text in (made.title, made.lead):
            if text:
                self.row([text], "title" if text == made.title else "line")
        aligns = ["start", "center", *["end"] * len(made.columns)]
        self.row([made.corner, "Not" if made.has_notes else "", *("\n".join(c.lines) for c in made.columns)], "head", aligns)
        for row in made.rows:
            if row.cells is None:
                self.row([row.label], "title")
                continue
            kind = row.kind if row.kind in ("sum", "total") else "line"
            label = f"    {row.shown}" if row.kind == "ofwhich" else row.shown
            self.row([label, row.note if made.has_notes else "", *(c.printed for c in row.cells)], kind, aligns)
        for text in made.footnotes:
            self.prose(text)
        self.row([""])


def draw(made: doc.Document, look: dict[str, Any], target: Path) -> None:
    with tempfile.TemporaryDirectory() as work:
        source = Path(work) / f"{target.stem}.ods"
        Workbook(made, look).build(source)
        to_pdf(source, target)


def grid(made: doc.Document, look: dict[str, Any], target: Path) -> None:
    """Small type, printed gridlines, landscape."""
    draw(made, {**GRID, **look}, target)


def sheet(made: doc.Document, look: dict[str, Any], target: Path) -> None:
    """Narrow type in portrait, rules only where sums stand."""
    draw(made, {**SHEET, **look}, target)
