"""Sheets to fact rows: one printed amount, one row, with its place, period, sign and how it was read."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from decimal import Decimal

from ingest.contracts import FinanceRow, KeyFigureRow, SumRow, UnreadRow
from ingest.headers import find_unit
from ingest.identity import Identity
from ingest.lexicon import KeyFigure, fold, key_figure_of, line_items, load, unit_of_label
from ingest.numerals import Numeral
from ingest.pdf.lines import Token
from ingest.periods import DocumentPeriod, Span, period_type
from ingest.rows import RowMeaning
from ingest.sheets import Sheet, precision_of
from ingest.tables import Table
from ingest.units import MULTIPLE, UnitDecision

_MIXED = re.compile(r"[a-zåäö]\d+\s?[a-zåäö]|\d[a-zåäö]+\d", re.IGNORECASE)
_NOTE_NUMBER = re.compile(r"\d{1,2}")


def fact_id(document_id: str, page: int, token: Token) -> str:
    """Hash of document, page, rounded box and token: the same figure has the same id whatever else is understood."""
    box = ",".join(str(round(edge)) for edge in token.printed_box)
    return hashlib.sha256(f"{document_id}|{page}|{box}|{token.text}".encode()).hexdigest()[:24]


class FactWriter:
    """Writes the facts of one document."""

    def __init__(self, document_id: str, identity: Identity, reading: str) -> None:
        self.document_id, self.identity, self.reading = document_id, identity, reading
        self.document = DocumentPeriod(identity.report_type, identity.period_start, identity.period_end)
        self.finances: list[FinanceRow] = []
        self.sums: list[SumRow] = []
        self.key_figures: list[KeyFigureRow] = []
        self.unread: list[UnreadRow] = []

    def write(self, sheet: Sheet, unit: UnitDecision) -> None:
        """All facts, sums and key figures of one sheet."""
        ids: dict[tuple[int, int], str] = {}
        precision = precision_of(sheet)
        for index, meaning in enumerate(sheet.rows):
            measure = key_figure_of(meaning.label)
            for column, token in sorted(meaning.row.cells.items()):
                numeral = token.numeral
                if numeral is None:
                    continue
                if measure or numeral.is_percent or column in sheet.percent:
                    self._key_figure(sheet, meaning, column, token, numeral, measure)
                elif column in sheet.columns:
                    row = self._finance(sheet, unit, index, meaning, column, token, numeral, precision)
                    ids[index, column] = row.fact_id
                    self.finances.append(row)
            for token in meaning.row.stray:
                self._unread(meaning.row.page, token, "unknown_header")
        for printed in sheet.sums:
            for part, weight in printed.parts:
                self._sum(sheet, ids, printed.total, part, weight)

    def _sum(self, sheet: Sheet, ids: dict[tuple[int, int], str], total: int, part: int, weight: int) -> None:
        for column in sheet.columns:
            if (total, column) in ids and (part, column) in ids:
                leaned, number = (total, column) in sheet.leaned_on, _number(sheet, column)
                self.sums.append(
                    SumRow(self.document_id, sheet.table.number, number, ids[total, column], ids[part, column], weight, leaned)
                )

    def _key_figure(
        self, sheet: Sheet, meaning: RowMeaning, column: int, token: Token, numeral: Numeral, measure: KeyFigure | None
    ) -> None:
        said, scenario, span = sheet.columns.get(column) or sheet.percent[column]
        stock = bool(measure and measure.stock)
        unit = "percent" if numeral.is_percent or not measure or said.kind == "percent" else measure.unit
        x0, top, x1, bottom = token.printed_box
        self.key_figures.append(
            KeyFigureRow(
                fact_id=fact_id(self.document_id, meaning.row.page, token),
                document_id=self.document_id,
                association_id=self.identity.association.association_id,
                page=meaning.row.page,
                x0=x0,
                top=top,
                x1=x1,
                bottom=bottom,
                reading=self.reading,
                reading_note=None,
                doubt=None,
                period_type=period_type(None if stock else span.start, span.end),
                period_start=None if stock else span.start,
                period_end=span.end,
                fiscal_year=span.end.year,
                measure=measure.measure if measure else "other",
                label_printed=meaning.label or "",
                column_printed=sheet.table.grid.columns[column].text,
                scenario=scenario,
                amount_printed=token.text,
                value=numeral.value,
                unit=unit,
                table_no=sheet.table.number,
            )
        )

    def _period(self, sheet: Sheet, meaning: RowMeaning, span: Span, ledger: str | None) -> tuple[date | None, date]:
        if ledger:
            return (span.start if ledger == "movement" else None), span.end
        vocabulary = load("sections")
        code = meaning.line_item
        if code in vocabulary["opening_items"] or (
            code in vocabulary["stock_items"]
            and sheet.table.statement != "balance_sheet"
            and re.search(vocabulary["opening_stock"], fold(meaning.label))
        ):
            return None, date(span.start.year - 1, 12, 31)
        is_note = sheet.table.statement == "note"
        is_moved = is_note and re.search(vocabulary["moved_within_equity"], fold(meaning.label))
        is_of_flows = is_moved or (is_note and sheet.table.title_section in {"costs", "income"})
        stock = (
            bool(re.search(vocabulary["closing_stock"], fold(meaning.label)) and meaning.section not in {"costs", "cash_flow"})
            or sheet.table.statement == "balance_sheet"
            or (code in vocabulary["stock_items"] and not is_of_flows)
            or (
                sheet.table.statement == "note" and not is_of_flows and meaning.section in {"assets", "liabilities", "equity", "provisions"}
            )
        )
        return (None, span.end) if stock else (span.start, span.end)

    def _finance(
        self,
        sheet: Sheet,
        unit: UnitDecision,
        index: int,
        meaning: RowMeaning,
        column: int,
        token: Token,
        numeral: Numeral,
        precision: Decimal,
    ) -> FinanceRow:
        said, scenario, span = sheet.columns[column]
        table = sheet.table
        start, end = self._period(sheet, meaning, span, said.ledger)
        row_unit = find_unit(words) if (words := unit_of_label(meaning.label or "")) else None
        used = row_unit or (numeral.unit if numeral.unit and unit.printed is None else unit.used)
        multiple = MULTIPLE[used]
        amount = numeral.value * multiple
        is_cost = meaning.section == "costs" or meaning.line_item == "financial_costs"
        negative = (
            sheet.negative_costs.get(column, False) if meaning.section == "costs" else any(sheet.negative_costs.values()) or amount < 0
        )
        natural = -amount if is_cost and negative and scenario != "deviation" else amount
        item = line_items().items.get(meaning.line_item or "")
        notes = [text for text in (sheet.notes.get(index), unit.note if used == unit.used and unit.note else None) if text]
        x0, top, x1, bottom = token.printed_box
        default_version = load("headers")["default_budget_version"].get(self.identity.report_type, "unknown")
        version = said.budget_version if said.budget_version not in {None, "unknown"} else default_version
        note_ref = _NOTE_NUMBER.search(meaning.row.note) if meaning.row.note else None
        return FinanceRow(
            fact_id=fact_id(self.document_id, meaning.row.page, token),
            document_id=self.document_id,
            association_id=self.identity.association.association_id,
            page=meaning.row.page,
            x0=x0,
            top=top,
            x1=x1,
            bottom=bottom,
            reading=self.reading,
            reading_note="; ".join(notes) or None,
            doubt="; ".join(filter(None, (self._doubt(sheet, column), unit.doubt if used == unit.used else None, _overprinted(meaning))))
            or None,
            period_type=period_type(start, end),
            period_start=start,
            period_end=end,
            fiscal_year=span.end.year,
            statement=table.statement or "",
            table_no=table.number,
            row_no=table.grid.rows.index(meaning.row) + 1,
            column_no=_number(sheet, column),
            label_printed=meaning.label,
            label_path=" / ".join(meaning.path),
            section=meaning.section,
            line_item=meaning.line_item,
            initiative_id=meaning.initiative,
            contributor_id=meaning.contributor,
            is_total=meaning.is_total,
            is_of_which=meaning.is_of_which,
            column_printed=table.grid.columns[column].text,
            scenario=scenario,
            budget_version=version if scenario == "budget" else None,
            deviation_of=said.deviation_of if scenario == "deviation" else None,
            income_basis=self._basis(sheet, index, item.basis if item else None),
            amount_printed=token.text,
            unit_printed=unit.printed,
            unit_used=used,
            unit_multiple=multiple,
            precision_sek=precision * multiple,
            amount_sek=amount,
            amount_natural_sek=natural,
            note_ref=note_ref[0] if note_ref else None,
            table_note=table.note,
            table_title=table.title,
        )

    def _basis(self, sheet: Sheet, index: int, basis: str | None) -> str | None:
        """Operating income whose parts hold interest or opening equity has another basis than its label says."""
        if basis is None or basis == "contributions":
            return basis
        parts = {sheet.rows[part].line_item for printed in sheet.sums if printed.total == index for part, _ in printed.parts}
        if "opening_equity_as_income" in parts:
            return "incl_opening_equity"
        return "incl_financial" if parts & {"interest_income", "financial_income"} and basis == "operating" else basis

    def _doubt(self, sheet: Sheet, column: int) -> str | None:
        said, scenario, _ = sheet.columns[column]
        if sheet.table.doubt:
            return sheet.table.doubt
        if self.identity.period_doubt and scenario == "actual" and said.end is None and not said.whole_year:
            return self.identity.period_doubt
        if len(self._twins(sheet, column)) > 1:
            return "another column of the table has the same scenario and period: the heads do not tell them apart"
        if not sheet.table.grid.columns[column].text and len(sheet.columns) > 1:
            return "no head over the column: period and scenario are the document's own"
        if said.scenario is None and said.end is None and said.year is None and not said.previous_year and len(sheet.columns) > 1:
            return "the head of the column names neither scenario nor period"
        return None

    def _twins(self, sheet: Sheet, column: int) -> list[int]:
        """The columns with amounts that say the same of scenario and period, the column itself included."""
        said, *when = sheet.columns[column]
        filled = {c for row in sheet.rows for c in row.row.cells}
        return [
            c
            for c, (other, *other_when) in sheet.columns.items()
            if c in filled
            and other_when == when
            and (other.deviation_of, other.budget_version, other.same_period) == (said.deviation_of, said.budget_version, said.same_period)
        ]

    def _unread(self, page: int, token: Token, reason: str) -> None:
        x0, top, x1, bottom = token.printed_box
        self.unread.append(UnreadRow(self.document_id, page, x0, top, x1, bottom, token.text, reason))

    def write_unread(self, table: Table) -> None:
        """The numbers of a table without a statement: seen, not understood, kept."""
        for row in table.grid.rows:
            for token in [*row.cells.values(), *row.stray]:
                if token.numeral:
                    self._unread(row.page, token, "no_statement")


def _overprinted(meaning: RowMeaning) -> str | None:
    """The doubt of amounts beside a label that has figures in the middle of its words: one was printed over the other."""
    return "label and amounts are printed over each other" if _MIXED.search(meaning.row.label) else None


def _number(sheet: Sheet, column: int) -> int:
    return sorted([*sheet.columns, *sheet.percent]).index(column) + 1
