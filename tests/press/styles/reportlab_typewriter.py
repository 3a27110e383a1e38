"""ReportLab: the list of an accounting system: one fixed width for all, columns of characters, dashes over sums."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

from reportlab import rl_config
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.press import document as doc
from tests.press.styles.producers import font

WIDE, HIGH, MARGIN = 21.0 * cm, 29.7 * cm, 1.7 * cm


class Printer:
    """Writes lines from the top of a page to its end, then takes the next."""

    def __init__(self, made: doc.Document, size: float, target: Path):
        self.made, self.size = made, size
        self.canvas = Canvas(str(target), pagesize=(WIDE, HIGH))
        self.canvas.setTitle(made.title)
        self.room = int((WIDE - 2 * MARGIN) / (0.6 * size))
        self.page, self.y = 0, 0.0
        self.new_page()

    def new_page(self) -> None:
        if self.page:
            self.canvas.showPage()
        self.page += 1
        self.canvas.setFont("Mono", self.size)
        self.y = HIGH - MARGIN
        self.write(f"{self.made.association[: self.room - 12]:<{self.room - 9}}Sida {self.page:>3}")
        self.write("")

    def write(self, text: str) -> None:
        if self.y < MARGIN:
            self.new_page()
        # Runs of blanks are left out, as a printer's driver does: each piece is set where it stands.
        at = 0
        for piece in text.split("   "):
            stripped = piece.lstrip(" ")
            start = at + len(piece) - len(stripped)
            if stripped:
                self.canvas.drawString(MARGIN + start * 0.6 * self.size, self.y, stripped)
            at += len(piece) + 3
        self.y -= 1.25 * self.size

    def prose(self, text: str) -> None:
        for line in textwrap.wrap(text, min(self.room, 88)):
            self.write(line)

    def keep(self, lines: int) -> None:
        """A new page unless so many lines fit on this one."""
        if self.y - lines * 1.25 * self.size < MARGIN:
            self.new_page()

    def table(self, made: doc.Table) -> None:
        widths = [max(len(h) for h in c.lines) for c in made.columns]
        for row in made.rows:
            for at, cell in enumerate(row.cells or []):
                widths[at] = max(widths[at], len(cell.printed))
        widths = [w + 3 for w in widths]
        notes = 5 if made.has_notes else 0
        label = max(16, min(42, self.room - sum(widths) - notes))
        self.keep(len(made.rows) + 6)
        for text in (made.title.upper(), made.lead):
            if text:
                self.write(text)
        depth = max(len(c.lines) for c in made.columns)
        for line in range(depth):
            heads = [([""] * (depth - len(c.lines)) + c.lines)[line] for c in made.columns]
            note = f"{'Not' if line == depth - 1 else '':>{notes}}" if notes else ""
            self.write(" " * label + note + "".join(f"{h:>{w}}" for h, w in zip(heads, widths, strict=True)))
        self.write("-" * (label + notes + sum(widths)))
        for row in made.rows:
            self.row(row, widths, label, notes)
        for text in made.footnotes:
            self.prose(text)
        self.write("")

    def row(self, row: doc.Row, widths: list[int], label: int, notes: int) -> None:
        indent = "  " if row.kind == "ofwhich" else ""
        lines = textwrap.wrap(row.shown, label - 2, initial_indent=indent, subsequent_indent=indent) or [""]
        rule = " " * (label + notes) + "".join(f"{'-' * (w - 3):>{w}}" for w in widths)
        if row.kind in ("sum", "total"):
            self.write(rule)
        for line in lines[:-1]:
            self.write(line)
        cells = "".join(f"{c.printed:>{w}}" for c, w in zip(row.cells or [], widths, strict=False))
        self.write(f"{lines[-1]:<{label}}{row.note if notes else '':>{notes}}{cells}")
        if row.kind == "total":
            self.write(rule.replace("-", "="))

    def goals(self, made: doc.Goals) -> None:
        self.write(made.title.upper() if made.table_id == "goals" else made.title)
        for number, (goal, below) in enumerate(made.lines(), 1):
            self.prose(f"{number}. {goal}")
            for text in below:
                self.prose(f"   {text}")

    def block(self, block: doc.Block) -> None:
        if isinstance(block, doc.Items):
            self.prose("; ".join(block.texts))
        elif isinstance(block, doc.Heading):
            self.keep(8)
            self.write("")
            self.write(block.text.upper() if block.level == 1 else block.text)
            self.write("")
        elif isinstance(block, doc.Para):
            self.prose(block.text)
            self.write("")
        elif isinstance(block, doc.PageBreak):
            self.new_page()
        elif isinstance(block, doc.Signatures):
            for text in (block.place, *block.names):
                self.write(text)
                self.write("")
        elif isinstance(block, doc.Goals):
            self.goals(block)
        elif isinstance(block, doc.Placed | doc.Beside):
            for table in [block.table] if isinstance(block, doc.Placed) else block.tables:
                self.table(table)


def render(made: doc.Document, look: dict[str, Any], target: Path) -> None:
    """Draw the document in Liberation Mono."""
    rl_config.invariant = 1
    pdfmetrics.registerFont(TTFont("Mono", str(font("liberation", "LiberationMono-Regular.ttf"))))
    printer = Printer(made, float(look.get("size", 8)), target)
    for text in (made.title.upper(), made.subtitle, made.registry_number, ""):
        printer.write(text)
    for block in made.blocks:
        printer.block(block)
    printer.canvas.save()
