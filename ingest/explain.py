"""What the reader sees in one document: tables, heads, rows, sums and doubts, for people and for bug reports.

The same road as `read.py`, told step by step; nothing is decided here.
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.contracts import DocumentReading, FinanceRow


@dataclass(frozen=True, slots=True)
class SeenColumn:
    """One column of amounts: head as printed, and what it was taken for."""

    number: int
    head: str
    scenario: str
    period: str


@dataclass(frozen=True, slots=True)
class SeenRow:
    """One row: label as printed (indented by its section), line item, role, and the printed tokens by column number."""

    row_no: int
    label: str
    path: str
    line_item: str | None
    role: str  # part | total | of which
    note_ref: str | None
    cells: dict[int, str]


@dataclass(frozen=True, slots=True)
class SeenTable:
    """One table as it was understood."""

    number: int
    pages: tuple[int, ...]
    title: str
    statement: str
    unit_printed: str | None
    unit_used: str
    columns: tuple[SeenColumn, ...]
    rows: tuple[SeenRow, ...]
    sums: int
    notes: tuple[str, ...]
    doubts: tuple[str, ...]


def _role(row: FinanceRow) -> str:
    return "total" if row.is_total else "of which" if row.is_of_which else "part"


def _table(number: int, facts: list[FinanceRow], sums: int) -> SeenTable:
    columns: dict[int, SeenColumn] = {}
    rows: dict[int, list[FinanceRow]] = {}
    for fact in facts:
        period = f"{fact.period_start}..{fact.period_end}" if fact.period_start else str(fact.period_end)
        known = columns.get(fact.column_no)
        if known is None or (not known.period.count("..") and fact.period_start):
            columns[fact.column_no] = SeenColumn(fact.column_no, fact.column_printed, fact.scenario, period)
        rows.setdefault(fact.row_no, []).append(fact)
    first = facts[0]
    return SeenTable(
        number=number,
        pages=tuple(sorted({f.page for f in facts if f.page is not None})),
        title=first.table_title or "(no heading)",
        statement=first.statement,
        unit_printed=first.unit_printed,
        unit_used=first.unit_used,
        columns=tuple(columns[c] for c in sorted(columns)),
        rows=tuple(
            SeenRow(
                no,
                cells[0].label_printed or "(unlabelled sum)",
                cells[0].label_path,
                cells[0].line_item,
                _role(cells[0]),
                cells[0].note_ref,
                {f.column_no: f.amount_printed for f in cells},
            )
            for no, cells in sorted(rows.items())
        ),
        sums=sums,
        notes=tuple(sorted({f.reading_note for f in facts if f.reading_note})),
        doubts=tuple(sorted({f.doubt for f in facts if f.doubt})),
    )


def tables_of(reading: DocumentReading) -> list[SeenTable]:
    """The financial tables of a reading, in the document's order."""
    by_table: dict[int, list[FinanceRow]] = {}
    for fact in reading.finances:
        by_table.setdefault(fact.table_no, []).append(fact)
    totals: dict[int, set[str]] = {}
    for part in reading.sums:
        totals.setdefault(part.table_no, set()).add(part.total_fact_id)
    return [_table(number, facts, len(totals.get(number, ()))) for number, facts in sorted(by_table.items())]


def explain(data: bytes, file_name: str) -> tuple[DocumentReading, list[SeenTable]]:
    """Read a document and return the reading with its tables; raises Refused as `read_document` does."""
    from ingest.read import read_document

    reading = read_document(data, file_name)
    return reading, tables_of(reading)
