"""Tables to facts: the only place where geometry, words and arithmetic meet.

Takes the document's tables and identity; gives finance rows, sums, key figures and what was left unread. Nothing
printed is changed: what was settled by arithmetic is said in `reading_note`, what is not sure in `doubt`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from ingest.contracts import FinanceRow, KeyFigureRow, SumRow, UnreadRow
from ingest.headers import ColumnMeaning, find_dates, read_header
from ingest.identity import Identity
from ingest.lexicon import fold, line_items, load
from ingest.pdf.lines import Token
from ingest.periods import DocumentPeriod, Span, column_span, default_scenario, period_type
from ingest.rows import RowMeaning, name_discovered, read_rows, settle_twins
from ingest.structure import PrintedSum, SumLine, find_sums
from ingest.tables import Table
from ingest.units import MULTIPLE, Signature, UnitDecision, decide_units, document_unit, printed_unit

_NOTE_NUMBER = re.compile(r"\d{1,2}")


@dataclass(slots=True)
class Sheet:
    """One financial table with everything decided but its unit."""

    table: Table
    rows: list[RowMeaning]
    columns: dict[int, tuple[ColumnMeaning, str, Span]]  # amount columns: meaning, scenario, period of flows
    percent: dict[int, tuple[ColumnMeaning, str, Span]]
    sums: list[PrintedSum] = field(default_factory=list)
    negative_costs: dict[int, bool] = field(default_factory=dict)
    notes: dict[int, str] = field(default_factory=dict)  # row index -> how a choice was settled


@dataclass(frozen=True, slots=True)
class Interpretation:
    """What the tables of one document say."""

    finances: tuple[FinanceRow, ...]
    sums: tuple[SumRow, ...]
    key_figures: tuple[KeyFigureRow, ...]
    unread: tuple[UnreadRow, ...]


def fact_id(document_id: str, page: int, token: Token) -> str:
    """Hash of document, page, rounded box and token: the same figure has the same id whatever else is understood."""
    box = ",".join(str(round(edge)) for edge in token.box)
    return hashlib.sha256(f"{document_id}|{page}|{box}|{token.text}".encode()).hexdigest()[:24]


def _columns(table: Table, document: DocumentPeriod) -> tuple[dict[int, Any], dict[int, Any]]:
    texts = [table.title or "", *table.captions, table.grid.corner]
    dates = [day for text in texts for day in find_dates(text)]
    caption_end = max(dates, default=None)
    amounts: dict[int, tuple[ColumnMeaning, str, Span]] = {}
    percent: dict[int, tuple[ColumnMeaning, str, Span]] = {}
    before: Span | None = None
    for index, column in enumerate(table.grid.columns):
        if index == table.grid.note_column:
            continue
        meaning = read_header(column.text)
        cells = [row.cells[index] for row in table.grid.rows if index in row.cells]
        scenario = default_scenario(meaning, document, table.statement or "")
        span = column_span(meaning, scenario, document, caption_end)
        if scenario == "deviation" and meaning.end is None and meaning.year is None and before:
            span = before
        is_percent = meaning.kind in {"percent", "count"} or (bool(cells) and all(t.numeral and t.numeral.is_percent for t in cells))
        (percent if is_percent else amounts)[index] = (meaning, scenario, span)
        before = span
    return amounts, percent


def _amount(token: Token | None) -> Decimal | None:
    return token.numeral.value if token and token.numeral and not token.numeral.is_percent else None


def _amounts(row: RowMeaning, columns: Sequence[int]) -> dict[int, Decimal]:
    return {c: value for c in columns if (value := _amount(row.row.cells.get(c))) is not None}


def _cost_signs(sheet: Sheet) -> None:
    """Whether costs stand negative, column by column; a column without costs follows the table."""
    totals: dict[int, Decimal] = {}
    for meaning in sheet.rows:
        if meaning.section == "costs" and not meaning.is_of_which:
            for column, value in _amounts(meaning, list(sheet.columns)).items():
                totals[column] = totals.get(column, Decimal(0)) + value
    whole = sum((v for c, v in totals.items() if sheet.columns[c][1] != "deviation"), Decimal(0))
    sheet.negative_costs = {c: (totals[c] < 0 if totals.get(c) else whole < 0) for c in sheet.columns}


def _sum_lines(sheet: Sheet) -> list[SumLine]:
    columns = [c for c, (_, scenario, _) in sheet.columns.items() if scenario != "deviation"]
    negative = any(sheet.negative_costs.values())
    lines = []
    for index, meaning in enumerate(sheet.rows):
        cost = meaning.section == "costs" or meaning.line_item == "financial_costs"
        lines.append(
            SumLine(
                index=index,
                amounts=_amounts(meaning, columns),
                is_total=meaning.is_total,
                is_result=meaning.section == "result" and meaning.is_total,
                is_of_which=meaning.is_of_which,
                is_stock_aside=meaning.line_item == "opening_equity_as_income",
                section=meaning.section,
                path=" / ".join(meaning.path),
                sign=-1 if cost and not negative else 1,
                explicit=meaning.explicit_total,
                may_be_total=(meaning.line_item is None and meaning.initiative is None)
                or meaning.line_item in _vocabulary_list("broad_items"),
            )
        )
    return lines


def _vocabulary_list(name: str) -> list[str]:
    found: list[str] = load("sections")[name]
    return found


def _precision(sheet: Sheet) -> Decimal:
    decimals = max((t.numeral.decimals for m in sheet.rows for t in m.row.cells.values() if t.numeral), default=0)
    return Decimal(1).scaleb(-decimals)


def _settle(sheet: Sheet) -> None:
    """Twins by arithmetic, then the sums."""
    _cost_signs(sheet)
    holds = {}
    for code, other in load("sections")["earlier_twin"].items():
        same = [m for m in sheet.rows if m.line_item == code]
        if len(same) >= 2:
            first, last = same[0], same[-1]
            between = sheet.rows[sheet.rows.index(first) + 1 : sheet.rows.index(last)]
            holds[code] = any(
                abs(_value(first, c) + sum((_value(m, c) for m in between), Decimal(0)) - _value(last, c)) <= 2
                for c in sheet.columns
                if _value(last, c)
            )
            if holds[code]:
                sheet.notes[sheet.rows.index(first)] = (
                    f"label also names {code}; read as {other} because it and the rows below add up to {last.label!r}"
                )
    settle_twins(sheet.rows, holds)
    sheet.sums = find_sums(_sum_lines(sheet), _precision(sheet))
    for printed in sheet.sums:
        if printed.discovered:
            total = sheet.rows[printed.total]
            total.is_total = True
            sheet.notes[printed.total] = "taken for a sum because the rows above it add up to it in every column"
            name_discovered(total, [sheet.rows[part] for part, _ in printed.parts], sheet.table)
        paths = [sheet.rows[part].path for part, _ in printed.parts]
        sheet.rows[printed.total].path = _common(paths)


def _common(paths: list[tuple[str, ...]]) -> tuple[str, ...]:
    """The heads that all parts of a sum stand under: those of the sum itself."""
    shortest = min(paths, key=len)
    depth = next((i for i, head in enumerate(shortest) if any(path[i] != head for path in paths)), len(shortest))
    return shortest[:depth]


def _value(meaning: RowMeaning, column: int) -> Decimal:
    return _amount(meaning.row.cells.get(column)) or Decimal(0)


def _signature(sheet: Sheet) -> tuple[Signature, Decimal]:
    signature: Signature = {}
    largest = Decimal(0)
    for meaning in sheet.rows:
        for column, value in _amounts(meaning, list(sheet.columns)).items():
            _, scenario, span = sheet.columns[column]
            largest = max(largest, abs(value))
            if meaning.line_item and scenario != "deviation":
                for item in {meaning.line_item, _tie_name(meaning.line_item)}:
                    signature.setdefault((item, f"{span.end}{scenario}"), set()).add(abs(value))
    return signature, largest


def _tie_name(code: str) -> str:
    """Items that stand for the same amount in differently detailed tables share a name when units are compared."""
    groups: dict[str, str] = load("sections")["tie_names"]
    return groups.get(code, code)


def open_sheets(tables: Sequence[Table], identity: Identity) -> list[Sheet]:
    """The financial tables, with columns, rows and sums decided."""
    document = DocumentPeriod(identity.report_type, identity.period_start, identity.period_end)
    sheets = []
    for table in tables:
        if table.statement is None:
            continue
        amounts, percent = _columns(table, document)
        sheet = Sheet(table, read_rows(table), amounts, percent)
        _settle(sheet)
        sheets.append(sheet)
    return sheets


def decide_sheet_units(sheets: Sequence[Sheet], text_lines: Sequence[str]) -> list[UnitDecision]:
    """The unit of each sheet."""
    facts = []
    for sheet in sheets:
        signature, largest = _signature(sheet)
        facts.append((printed_unit(sheet.table), signature, largest))
    return decide_units(facts, document_unit(text_lines))


class _Writer:
    """Writes the facts of one document."""

    def __init__(self, document_id: str, identity: Identity, reading: str) -> None:
        self.document_id, self.identity, self.reading = document_id, identity, reading
        self.document = DocumentPeriod(identity.report_type, identity.period_start, identity.period_end)
        self.finances: list[FinanceRow] = []
        self.sums: list[SumRow] = []
        self.key_figures: list[KeyFigureRow] = []
        self.unread: list[UnreadRow] = []

    def write(self, sheet: Sheet, unit: UnitDecision) -> None:
        ids: dict[tuple[int, int], str] = {}
        precision = _precision(sheet)
        for index, meaning in enumerate(sheet.rows):
            measure = self._measure(meaning)
            for column, token in sorted(meaning.row.cells.items()):
                if token.numeral is None:
                    continue
                if measure or token.numeral.is_percent or column in sheet.percent:
                    self._key_figure(sheet, meaning, column, token, measure)
                elif column in sheet.columns:
                    row = self._finance(sheet, unit, index, meaning, column, token, precision)
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
                self.sums.append(
                    SumRow(
                        self.document_id, sheet.table.number, _number(sheet, column), ids[total, column], ids[part, column], weight, False
                    )
                )

    def _measure(self, meaning: RowMeaning) -> dict[str, Any] | None:
        folded = fold(meaning.label)
        entries: list[dict[str, Any]] = load("sections")["key_figures"]
        return next((entry for entry in entries if re.search(entry["pattern"], folded)), None)

    def _key_figure(self, sheet: Sheet, meaning: RowMeaning, column: int, token: Token, measure: dict[str, Any] | None) -> None:
        said, scenario, span = sheet.columns.get(column) or sheet.percent[column]
        assert token.numeral is not None
        stock = bool(measure and measure["stock"])
        unit = "percent" if token.numeral.is_percent or not measure or said.kind == "percent" else measure["unit"]
        x0, top, x1, bottom = token.box
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
                measure=measure["measure"] if measure else "other",
                label_printed=meaning.label or "",
                column_printed=sheet.table.grid.columns[column].text,
                scenario=scenario,
                amount_printed=token.text,
                value=token.numeral.value,
                unit=unit,
                table_no=sheet.table.number,
            )
        )

    def _period(self, sheet: Sheet, meaning: RowMeaning, span: Span) -> tuple[date | None, date]:
        vocabulary = load("sections")
        code = meaning.line_item
        if code in vocabulary["opening_items"] or (
            code in vocabulary["stock_items"]
            and sheet.table.statement != "balance_sheet"
            and re.search(vocabulary["opening_stock"], fold(meaning.label))
        ):
            return None, date(span.start.year - 1, 12, 31)
        stock = (
            sheet.table.statement == "balance_sheet"
            or code in vocabulary["stock_items"]
            or (sheet.table.statement == "note" and meaning.section in {"assets", "liabilities", "equity", "provisions"})
        )
        return (None, span.end) if stock else (span.start, span.end)

    def _finance(
        self, sheet: Sheet, unit: UnitDecision, index: int, meaning: RowMeaning, column: int, token: Token, precision: Decimal
    ) -> FinanceRow:
        said, scenario, span = sheet.columns[column]
        assert token.numeral is not None
        table = sheet.table
        start, end = self._period(sheet, meaning, span)
        own_unit = token.numeral.unit
        used = own_unit if own_unit and unit.printed is None else unit.used
        multiple = MULTIPLE[used]
        amount = token.numeral.value * multiple
        is_cost = meaning.section == "costs" or meaning.line_item == "financial_costs"
        negative = (
            sheet.negative_costs.get(column, False) if meaning.section == "costs" else any(sheet.negative_costs.values()) or amount < 0
        )
        natural = -amount if is_cost and negative and scenario != "deviation" else amount
        item = line_items().items.get(meaning.line_item or "")
        notes = [text for text in (sheet.notes.get(index), unit.note if used == unit.used and unit.note else None) if text]
        x0, top, x1, bottom = token.box
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
            doubt=self._doubt(sheet, column),
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
        said = sheet.columns[column][0]
        if not sheet.table.grid.columns[column].text and len(sheet.columns) > 1:
            return "no head over the column: period and scenario are the document's own"
        if said.scenario is None and said.end is None and said.year is None and not said.previous_year and len(sheet.columns) > 1:
            return "the head of the column names neither scenario nor period"
        return None

    def _unread(self, page: int, token: Token, reason: str) -> None:
        x0, top, x1, bottom = token.box
        self.unread.append(UnreadRow(self.document_id, page, x0, top, x1, bottom, token.text, reason))

    def write_unread(self, table: Table) -> None:
        for row in table.grid.rows:
            for token in [*row.cells.values(), *row.stray]:
                if token.numeral:
                    self._unread(row.page, token, "no_statement")


def _number(sheet: Sheet, column: int) -> int:
    return sorted([*sheet.columns, *sheet.percent]).index(column) + 1


def interpret(tables: Sequence[Table], identity: Identity, document_id: str, reading: str, text_lines: Sequence[str]) -> Interpretation:
    """All facts of a document's tables."""
    sheets = open_sheets(tables, identity)
    units = decide_sheet_units(sheets, text_lines)
    writer = _Writer(document_id, identity, reading)
    for sheet, unit in zip(sheets, units, strict=True):
        writer.write(sheet, unit)
    for table in tables:
        if table.statement is None:
            writer.write_unread(table)
    unique = {row.fact_id: row for row in writer.finances}
    return Interpretation(tuple(unique.values()), tuple(writer.sums), tuple(writer.key_figures), tuple(writer.unread))
