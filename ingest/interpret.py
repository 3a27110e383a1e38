"""Tables to facts: where geometry, words and arithmetic meet.

Takes the document's tables and identity; gives finance rows, sums, key figures and what was left unread. Nothing
printed is changed: what was settled by arithmetic is said in `reading_note`, what is not sure in `doubt`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.contracts import FinanceRow, KeyFigureRow, SumRow, UnreadRow
from ingest.facts import FactWriter
from ingest.identity import Identity
from ingest.sheets import decide_sheet_units, open_sheets
from ingest.tables import Table


@dataclass(frozen=True, slots=True)
class Interpretation:
    """What the tables of one document say."""

    finances: tuple[FinanceRow, ...]
    sums: tuple[SumRow, ...]
    key_figures: tuple[KeyFigureRow, ...]
    unread: tuple[UnreadRow, ...]


def interpret(tables: Sequence[Table], identity: Identity, document_id: str, reading: str, text_lines: Sequence[str]) -> Interpretation:
    """All facts of a document's tables."""
    sheets = open_sheets(tables, identity)
    units = decide_sheet_units(sheets, text_lines)
    writer = FactWriter(document_id, identity, reading)
    for sheet, unit in zip(sheets, units, strict=True):
        writer.write(sheet, unit)
    for table in tables:
        if table.statement is None:
            writer.write_unread(table)
    unique = {row.fact_id: row for row in writer.finances}
    return Interpretation(tuple(unique.values()), tuple(writer.sums), tuple(writer.key_figures), tuple(writer.unread))
