"""The typed rows that leave `ingest`, and nothing about how they are made.

Each row type becomes one Parquet file (`store.py`), the only door between Python and SQL. Names and types of
the columns that end up public are those of `contract.yml`; the rows here hold a few more, which the
warehouse needs to join, sum and judge. Money is `Decimal` in kronor with two decimals.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points; top left origin, on the page as displayed."""


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document (a file's bytes) and what it says of itself. Key: document_id."""

    document_id: str  # sha256 of the bytes
    association_id: str
    association_name: str
    association_printed: str  # the name as the document prints it
    is_provisional: bool  # the association is not in the catalogue
    report_type: str
    title: str | None
    registry_number: str | None
    is_draft: bool
    period_start: date
    period_end: date
    fiscal_year: int
    published_on: date | None
    adopted_on: date | None
    pages: int
    is_scanned: bool
    source_url: str | None
    reader_version: str


@dataclass(frozen=True, slots=True)
class FinanceRow:
    """One printed amount. Key: fact_id."""

    fact_id: str
    document_id: str
    association_id: str
    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    reading: str
    reading_note: str | None
    doubt: str | None
    period_type: str
    period_start: date | None
    period_end: date
    fiscal_year: int
    statement: str
    table_no: int  # from 1, in reading order within the document
    row_no: int  # from 1, within the table; blank-valued rows count
    column_no: int  # from 1, from the left, amount columns only
    label_printed: str | None
    label_path: str
    section: str | None  # canonical section of the row: income, costs, financial, result, assets, equity, …
    line_item: str | None
    initiative_id: str | None
    contributor_id: str | None
    is_total: bool
    is_of_which: bool
    column_printed: str
    scenario: str
    budget_version: str | None
    deviation_of: str | None  # "budget" | "forecast" | "previous": what a deviation column is measured against
    income_basis: str | None
    amount_printed: str
    unit_printed: str | None
    unit_used: str
    unit_multiple: int  # kronor per printed unit used: 1, 1 000 or 1 000 000
    precision_sek: Decimal  # kronor of the last printed digit: tolerances grow from it
    amount_sek: Decimal
    amount_natural_sek: Decimal
    note_ref: str | None  # the note number printed on the row: "2"
    table_note: str | None  # the number of the note this table belongs to, when statement is note
    table_title: str | None


@dataclass(frozen=True, slots=True)
class SumRow:
    """One part of one printed sum, as the table's structure was read. Key: total_fact_id, part_fact_id."""

    document_id: str
    table_no: int
    column_no: int
    total_fact_id: str
    part_fact_id: str
    weight: int  # +1 or -1 on amounts as printed
    used_to_repair: bool  # the reading of this sum leaned on it: it confirms nothing


@dataclass(frozen=True, slots=True)
class KeyFigureRow:
    """One printed figure that is not money: equity ratio, number of employees. Key: fact_id."""

    fact_id: str
    document_id: str
    association_id: str
    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    reading: str
    reading_note: str | None
    doubt: str | None
    period_type: str
    period_start: date | None
    period_end: date
    fiscal_year: int
    measure: str
    label_printed: str
    column_printed: str
    scenario: str
    amount_printed: str
    value: Decimal
    unit: str
    table_no: int


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A number seen in a table and not made a fact."""

    document_id: str
    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class DocumentReading:
    """Everything one document says: the unit of memoisation."""

    document: DocumentRow
    finances: tuple[FinanceRow, ...]
    sums: tuple[SumRow, ...]
    key_figures: tuple[KeyFigureRow, ...]
    unread: tuple[UnreadRow, ...]


class Refused(Exception):
    """A document that cannot become facts: `reason_code` for the ledger, the message for a person."""

    def __init__(self, reason_code: str, message: str) -> None:
        super().__init__(message)
        self.reason_code = reason_code
        self.message = message
