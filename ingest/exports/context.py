"""What all facts of one export share, and where one figure stands."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from ingest.contracts import FinanceRow, IndicatorRow, ParticipantRow, SumRow, UnreadRow
from ingest.exports.blocks import Block
from ingest.exports.cells import Cell
from ingest.exports.when import parse_period, period_of
from ingest.exports.who import Owner
from ingest.initiative_catalogue import names_in
from ingest.lexicon import fold, slug
from ingest.periods import Span, period_type


@dataclass(slots=True)
class Written:
    """The facts of one export so far."""

    finances: list[FinanceRow] = field(default_factory=list)
    sums: list[SumRow] = field(default_factory=list)
    participants: list[ParticipantRow] = field(default_factory=list)
    indicators: list[IndicatorRow] = field(default_factory=list)
    unread: list[UnreadRow] = field(default_factory=list)


@dataclass(slots=True)
class Context:
    """One export: its owner, system and period, and the facts written of it. `span` None: nothing in the file names a period."""

    document_id: str
    owner: Owner
    source_system: str
    span: Span | None
    title_text: str
    written: Written = field(default_factory=Written)
    tables: int = 0

    def place(self, block: Block, cell: Cell, part: str = "") -> dict[str, Any]:
        """Columns that tell where a figure stands, and its id: the same whatever else is understood.

        The id is made of the place alone: one made of the figure too would tell a withheld one to whoever tries a few.
        `part` tells apart several facts that stand in one place.
        """
        name = block.sheet.name
        if cell.page is not None and cell.box is not None:
            x0, top, x1, bottom = cell.box
            key = f"{self.document_id}|{cell.page}|{round(x1)}|{round(top)}|{part}"
            return {
                "fact_id": hashlib.sha256(key.encode()).hexdigest()[:24],
                "document_id": self.document_id,
                "page": cell.page,
                "x0": x0,
                "top": top,
                "x1": x1,
                "bottom": bottom,
                "sheet": None,
                "cell": None,
                "reading": "text",
            }
        key = f"{self.document_id}|{name}|{cell.ref}|{part}"
        return {
            "fact_id": hashlib.sha256(key.encode()).hexdigest()[:24],
            "document_id": self.document_id,
            "page": None,
            "x0": None,
            "top": None,
            "x1": None,
            "bottom": None,
            "sheet": name,
            "cell": cell.ref,
            "reading": "sheet",
        }

    def when(self, block: Block, year: str | None, *, survey: bool) -> dict[str, Any] | None:
        """Columns that tell the period: a year over the column, the block's own selections or title, else the file's. None: no period."""
        span = parse_period(year, survey=survey) if year else period_of(block.above, survey=survey) or self.span
        if span is None:
            return None
        return {
            "period_type": period_type(span.start, span.end),
            "period_start": span.start,
            "period_end": span.end,
            "fiscal_year": span.end.year,
        }

    def unread(self, block: Block, cell: Cell, reason: str) -> None:
        """A figure, or the head of a column, that is seen and not made a fact."""
        place = self.place(block, cell)
        text = cell.text if cell.problem is None else f"{cell.text}: {cell.problem}"
        self.written.unread.append(
            UnreadRow(
                **{key: place[key] for key in ("document_id", "page", "x0", "top", "x1", "bottom", "sheet", "cell")},
                text=text,
                reason=reason,
            )
        )

    def initiative(self, printed: str | None) -> str | None:
        """The initiative a name stands for: the catalogue's, by name or alias, else one made of the name."""
        if not printed:
            return None
        folded = fold(printed)
        listed = names_in(self.owner.association.association_id, self.span.end if self.span else None)
        found = next((code for name, code in listed.items() if fold(name) == folded), None)
        if found:
            return found
        return slug(printed) or None
