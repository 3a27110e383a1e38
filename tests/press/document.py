"""What a report is made of, before any layout: blocks of text and tables whose cells know what they state."""

from __future__ import annotations

import textwrap
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
    """A column's head, one string per printed line; `group` stands over this column and its neighbours of the same group."""

    head: list[str]
    group: str = ""

    @property
    def label(self) -> str:
        """The head as one string, that of the group before it; a word divided over two lines is joined."""
        text = self.group
        for line in self.head:
            text = text[:-1] + line if text.endswith("-") and line[:1].islower() else f"{text} {line}".strip()
        return text

    @property
    def lines(self) -> list[str]:
        """The head with its group on top, for a layout that has no heads over several columns."""
        return [*textwrap.wrap(self.group, 14), *self.head]


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

    @property
    def groups(self) -> list[tuple[str, int]]:
        """(group, number of columns) from the left when columns have groups; a column without one stands alone."""
        if not any(c.group for c in self.columns):
            return []
        found: list[tuple[str, int]] = []
        for column in self.columns:
            if found and column.group and found[-1][0] == column.group:
                found[-1] = (column.group, found[-1][1] + 1)
            else:
                found.append((column.group, 1))
        return found


@dataclass
class Heading:
    level: int
    text: str


@dataclass
class Claim:
    """A figure told in a sentence: its token, what it states, and where in the paragraph it begins. `label` is the clause around it."""

    printed: str
    value: Decimal | None
    unit: str
    measure: str
    dimension: str
    start: date
    end: date
    kind: str = "participants"
    scenario: str = "actual"
    table_id: str = "narrative"
    label: str = ""
    at: int = 0


@dataclass
class Para:
    """A paragraph, with the figures that it states."""

    text: str
    claims: list[Claim] = field(default_factory=list)


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
    """`status` is the code, `judged` the printed word for it, `fill` the colour behind the judgement (which may stand alone)."""

    text: str
    status: str
    judged: str
    comment: str
    no: str = ""
    measure: str = ""
    target: str = ""
    outcome: str = ""
    fill: str = ""


@dataclass
class Goals:
    """Goals with their judgement as a table of text, or, `planned`, as a numbered list without one. `order` names what each
    column prints; `listed` goals are no table in any layout."""

    title: str
    heads: list[str]
    goals: list[Goal]
    planned: bool
    start: date
    end: date
    order: list[str] = field(default_factory=lambda: ["text", "judged", "comment"])
    listed: bool = False
    table_id: str = "goals"
    measure_mark: str = ""
    legend: str = ""

    @property
    def is_table(self) -> bool:
        return not self.listed and (not self.planned or (len(self.order) > 1 and "judged" not in self.order))

    @property
    def judged_head(self) -> str:
        """What the judgement is called."""
        return self.heads[self.order.index("judged")] if "judged" in self.order else ""

    def cells(self) -> list[list[tuple[str, str]]]:
        """Per goal, (text, colour behind it) of each column."""
        return [[(getattr(g, k), g.fill if k == "judged" else "") for k in self.order] for g in self.goals]

    def shares(self) -> list[float]:
        """The part of the width that each column takes."""
        wide = {"text": 42.0, "comment": 42.0, "measure": 28.0, "judged": 16.0, "target": 13.0, "outcome": 13.0, "no": 9.0}
        wide["judged"] = max(wide["judged"], 1.5 * max((len(w) for w in self.judged_head.split()), default=0))
        return [wide[k] / sum(wide[o] for o in self.order) for k in self.order]

    def lines(self) -> list[tuple[str, list[str]]]:
        """Per goal its text and the lines below it, for a list."""
        found = []
        for g in self.goals:
            below = [self.measure_mark.format(g.measure)] if self.planned and g.measure and self.measure_mark else []
            if not self.planned:
                below = [f"{self.judged_head}: {g.judged}. {g.comment if 'comment' in self.order else ''}".rstrip()]
            found.append((g.text, below))
        return found


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
