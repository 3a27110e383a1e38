"""The typed rows that leave `ingest`, and nothing about how they are made.

Each row type becomes one Parquet file (`store.py`), the only door between Python and SQL. Names and types of
the columns that end up public are those of `contract.yml`; the rows here hold a few more, which the
warehouse needs to join, sum and judge. Money is `Decimal` in kronor with two decimals.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

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
    replaces_document_id: str | None = None  # the version that stood at the same address before; known from the archive
    deficit_page: int | None = None  # the first page whose text tells of the balance requirement, or how a deficit is made good


@dataclass(frozen=True, slots=True)
class FinanceRow:
    """One printed amount. Key: fact_id. On a page it has a box, in a workbook or CSV file a cell."""

    fact_id: str
    document_id: str
    association_id: str
    page: int | None
    x0: float | None
    top: float | None
    x1: float | None
    bottom: float | None
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
    sheet: str | None = None
    cell: str | None = None  # A1 notation


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
class _FigureRow:
    """What every printed figure of a page says of itself first."""

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


@dataclass(frozen=True, slots=True)
class KeyFigureRow(_FigureRow):
    """One printed figure that is not money: equity ratio, number of employees. Key: fact_id."""

    measure: str
    label_printed: str
    column_printed: str
    scenario: str
    amount_printed: str
    value: Decimal
    unit: str
    table_no: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantRow:
    """One printed count or share of participants. Key: fact_id.

    On a page it has a box, in a workbook or CSV file a cell. Counts told in sentences keep the sentence as
    `context`; a statement that repeats another one of the document has no row of its own.
    """

    fact_id: str
    document_id: str
    association_id: str
    page: int | None
    x0: float | None
    top: float | None
    x1: float | None
    bottom: float | None
    sheet: str | None
    cell: str | None
    reading: str
    reading_note: str | None
    doubt: str | None
    period_type: str
    period_start: date | None
    period_end: date
    fiscal_year: int
    source_system: str  # document | sus | uppfoljning_finsam | nns | local
    found_in: str  # table | text | sheet
    table_no: int | None  # of the document; sentences: null
    row_no: int | None
    column_no: int | None
    initiative_id: str | None  # null: all initiatives together
    initiative_printed: str | None
    label_printed: str | None
    column_printed: str | None
    scenario: str  # actual | target
    measure: str
    count_kind: str  # participation | unique_person | place | unknown
    gender: str  # women | men | nonbinary | unknown | all
    age_band: str | None
    education: str | None
    support_type: str | None
    occupation: str | None
    before_after: str | None
    exit_reason: str | None
    registration_type: str | None
    area_scope: str  # own | other_association | all
    municipality: str | None
    is_total: bool  # a sum over initiatives, genders or categories that the same table also gives apart
    is_of_which: bool  # "varav": inside another count
    qualifier: str | None  # as printed: "ca", "över", "minst"
    amount_printed: str  # the token: "74", "En", "36%", "<5"
    value: Decimal | None  # null when the source itself withholds it ("<5")
    unit: str  # persons | percent
    base_n: int | None
    is_suppressed: bool  # withheld by the source
    context: str | None  # the sentence, or the caption of the table
    goal_fact_id: str | None = None  # of the goal in whose own text the count is told; for checks, not published


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalRow:
    """One goal as one document states it. Key: goal_fact_id. The same goal over documents is linked in the warehouse."""

    goal_fact_id: str
    document_id: str
    association_id: str
    page: int | None
    x0: float | None
    top: float | None
    x1: float | None
    bottom: float | None
    sheet: str | None
    cell: str | None
    reading: str
    reading_note: str | None
    doubt: str | None
    period_type: str
    period_start: date | None
    period_end: date
    fiscal_year: int
    table_no: int | None
    row_no: int  # from 1, in reading order within the document
    initiative_id: str | None
    initiative_printed: str | None
    goal_level: str  # main | sub | initiative | financial
    goal_no: str | None  # as printed: "A1", "1.2"
    parent_no: str | None
    goal_text: str
    measure_text: str | None  # how the goal is to be measured ("Mått: …")
    survey_question: str | None  # question of the NNS survey the goal leans on
    positive_from: str | None  # the answer label from which an answer counts as positive
    comparator: str  # at_least | at_most | equal | none
    target_printed: str | None
    target_value: Decimal | None
    outcome_printed: str | None
    outcome_value: Decimal | None
    unit: str | None  # percent | persons | count | weeks | SEK …
    status: str  # met | partly_met | not_met | dropped | not_measurable | not_assessed
    status_printed: str | None
    status_computed: str | None  # met | not_met from target and outcome; null when either is missing
    comment: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalCountRow:
    """How many goals a document says had a status: "fyra av de tio målen är uppfyllda". Key: fact_id."""

    fact_id: str
    document_id: str
    association_id: str
    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    reading: str
    period_end: date
    initiative_id: str | None
    status: str  # as in GoalRow, or all
    amount_printed: str
    value: int
    context: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRow:
    """One answer label of one survey question for one group of respondents. Key: fact_id."""

    fact_id: str
    document_id: str
    association_id: str | None  # null: the whole country
    page: int | None
    x0: float | None
    top: float | None
    x1: float | None
    bottom: float | None
    sheet: str | None
    cell: str | None
    reading: str
    reading_note: str | None
    doubt: str | None
    period_type: str
    period_start: date | None
    period_end: date
    fiscal_year: int
    table_no: int | None
    row_no: int | None
    column_no: int | None
    initiative_id: str | None
    initiative_printed: str | None
    survey_code: str
    respondent_group: str
    question_no: str
    question_printed: str | None
    measure: str  # label_count | label_share | positive_share | top_share
    answer_label: str | None
    answer_order: int | None  # place of the label in its scale, 1 the most positive; 9 for no opinion
    positive_from: str | None
    scale: str
    gender: str
    amount_printed: str
    n: int | None
    asked_n: int | None
    answered_n: int | None
    share: Decimal | None  # percent, as printed
    is_suppressed: bool  # withheld by the source


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldAmountRow(_FigureRow):
    """One amount of money told in a sentence: "Årets resultat uppgår till 524 tkr". Key: fact_id. It is no row of a statement."""

    line_item: str
    label_printed: str  # the words that name the item, in small letters
    scenario: str  # actual | budget | forecast | deviation
    deviation_of: str | None  # "budget" | "forecast" | "previous": what a deviation is measured against
    is_about: bool  # "drygt", "knappt", "cirka"
    amount_printed: str  # the number alone
    unit_printed: str
    unit_multiple: int  # kronor per printed unit: 1, 1 000 or 1 000 000
    precision_sek: Decimal  # kronor of the last printed digit that was not rounded away
    amount_natural_sek: Decimal  # a deficit is negative; a deviation has no sign of its own
    context: str  # the sentence


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A number seen in a table and not made a fact."""

    document_id: str
    page: int | None
    x0: float | None
    top: float | None
    x1: float | None
    bottom: float | None
    text: str
    reason: str
    sheet: str | None = None
    cell: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentReading:
    """Everything one document says: the unit of memoisation."""

    document: DocumentRow
    finances: tuple[FinanceRow, ...]
    sums: tuple[SumRow, ...]
    key_figures: tuple[KeyFigureRow, ...]
    unread: tuple[UnreadRow, ...]
    participants: tuple[ParticipantRow, ...] = ()
    goals: tuple[GoalRow, ...] = ()
    goal_counts: tuple[GoalCountRow, ...] = ()
    indicators: tuple[IndicatorRow, ...] = ()
    told_amounts: tuple[ToldAmountRow, ...] = ()


class HasPlace(Protocol):
    """A row that stands on a page, in a box, or (with no page) in a cell of a sheet."""

    @property
    def page(self) -> int | None:
        """From 1."""

    @property
    def x0(self) -> float | None:
        """Left edge."""

    @property
    def top(self) -> float | None:
        """Upper edge."""

    @property
    def x1(self) -> float | None:
        """Right edge."""

    @property
    def bottom(self) -> float | None:
        """Lower edge."""


def place_of(row: HasPlace) -> tuple[int, Box] | None:
    """Page and box of a row; None for one that stands in a cell of a sheet."""
    if row.page is None or row.x0 is None or row.top is None or row.x1 is None or row.bottom is None:
        return None
    return row.page, (row.x0, row.top, row.x1, row.bottom)


class Refused(Exception):
    """A document that cannot become facts: `reason_code` for the ledger, the message for a person."""

    def __init__(self, reason_code: str, message: str) -> None:
        super().__init__(message)
        self.reason_code = reason_code
        self.message = message
