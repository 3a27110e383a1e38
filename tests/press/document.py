"""What a report is made of, before any layout: blocks of text and tables whose cells know what they state."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass
class Cell:
    """One printed place. `value` is in `unit` with the printed sign; None where blank or dash is printed."""

    value: Decimal | None
    printed: str
    unit: str
    scenario: str
    start: date | None
    end: date
    measure: str
    dimension: str
    kind: str = "finance"


@dataclass
class Column:
    """A column's head, one string per printed line."""

    head: list[str]

    @property
    def label(self) -> str:
        """The head as one string; a word divided over two lines is joined."""
        text = ""
        for line in self.head:
            text = text[:-1] + line if text.endswith("-") and line[:1].islower() else f"{text} {line}".strip()
        return text


@dataclass
class Row:
    """kind: head (no cells), line, sum, total, ofwhich. `name` says what an unlabelled sum is, `mark` is a footnote's."""

    label: str
    kind: str
    cells: list[Cell] | None = None
    note: str = ""
    name: str = ""
    mark: str = ""

    @property
    def shown(self) -> str:
        """The label as printed: with the footnote's mark behind it."""
        return f"{self.label} {self.mark}" if self.mark else self.label


@dataclass
class Table:
    table_id: str
    section: str
    title: str
    lead: str
    columns: list[Column]
    rows: list[Row]
    has_notes: bool = False
    corner: str = ""
    footnotes: list[str] = field(default_factory=list)


@dataclass
class Heading:
    level: int
    text: str


@dataclass
class Para:
    text: str


@dataclass
class Items:
    texts: list[str]


@dataclass
class Placed:
    """A table in the flow."""

    table: Table


@dataclass
class Beside:
    """Tables side by side on the page (below each other in a house that cannot)."""

    tables: list[Table]


@dataclass
class PageBreak:
    pass


@dataclass
class Contents:
    title: str


@dataclass
class Signatures:
    place: str
    names: list[str]


@dataclass
class Goal:
    """`status` is the code, `judged` the printed word for it."""

    text: str
    status: str
    judged: str
    comment: str


@dataclass
class Goals:
    """Goals with their judgement as a table of text, or, `planned`, as a numbered list without one."""

    title: str
    heads: list[str]
    goals: list[Goal]
    planned: bool
    start: date
    end: date


Block = Heading | Para | Items | Placed | Beside | PageBreak | Contents | Signatures | Goals


@dataclass
class Document:
    doc_id: str
    kind: str
    title: str
    subtitle: str
    association: str
    registry_number: str
    footer: str
    blocks: list[Block] = field(default_factory=list)

    def tables(self) -> list[Table]:
        """Every table in printed order."""
        found: list[Table] = []
        for block in self.blocks:
            if isinstance(block, Placed):
                found.append(block.table)
            elif isinstance(block, Beside):
                found.extend(block.tables)
        return found
