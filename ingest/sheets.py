"""Financial tables with everything decided but the facts: columns, rows, signs, sums, units.

Takes `Table`s and the document's identity; gives `Sheet`s. What was settled by arithmetic is noted row by row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from ingest.headers import ColumnMeaning, find_dates, read_header
from ingest.identity import Identity
from ingest.lexicon import key_figure_of, line_items, load
from ingest.lone import settle_lone_amounts
from ingest.nearly import find_sums_by_others
from ingest.pdf.lines import Token
from ingest.periods import DocumentPeriod, Span, column_span, default_scenario, whole_year
from ingest.rows import RowMeaning, name_discovered, read_rows, rematch, settle_twins
from ingest.structure import PrintedSum, SumLine
from ingest.tables import Table
from ingest.units import Signature, UnitDecision, UnitEvidence, decide_units, document_unit, printed_unit

_FINANCIAL = frozenset({"financial_income", "financial_costs", "financial_net", "interest_income"})
_WHOLE = frozenset({"income_statement", "balance_sheet", "budget_plan"})
_SPREADING = frozenset({"income", "costs", "assets", "equity", "liabilities"})


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
    leaned_on: set[tuple[int, int]] = field(default_factory=set)  # (total's row, column) of sums that settled where an amount belongs


def _columns(table: Table, document: DocumentPeriod) -> tuple[dict[int, Any], dict[int, Any]]:
    texts = [table.title or "", *table.captions, table.grid.corner]
    dates = [day for text in texts for day in find_dates(text)]
    caption_end = max(dates, default=None)
    amounts: dict[int, tuple[ColumnMeaning, str, Span]] = {}
    percent: dict[int, tuple[ColumnMeaning, str, Span]] = {}
    before: Span | None = None
    meanings = _in_ledger([read_header(column.text, document.year) for column in table.grid.columns])
    some_dated = not document.is_whole_year and any(m.scenario == "actual" and m.end and m.end <= document.end for m in meanings)
    for index in range(len(meanings)):
        if index == table.grid.note_column:
            continue
        meaning = meanings[index]
        cells = [row.cells[index] for row in table.grid.rows if index in row.cells]
        scenario = default_scenario(meaning, document, table.statement or "")
        span = column_span(meaning, scenario, document, caption_end)
        if (
            some_dated
            and scenario == "actual"
            and meaning.year
            and meaning.year < document.year
            and not (meaning.end or meaning.same_period)
        ):
            span = whole_year(meaning.year)  # "Utfall jan–aug 2024" beside "Utfall 2023"
        if scenario == "deviation" and meaning.end is None and meaning.year is None and not meaning.whole_year and before:
            span = _measured_period(before, [s for _, kind, s in amounts.values() if kind == "actual"])
        is_percent = meaning.kind in {"percent", "count"} or (bool(cells) and all(t.numeral and t.numeral.is_percent for t in cells))
        (percent if is_percent else amounts)[index] = (meaning, scenario, span)
        before = span
    return amounts, percent


def _in_ledger(meanings: Sequence[ColumnMeaning]) -> list[ColumnMeaning]:
    """A column headed "Period" is a movement only beside the balances it leads from."""
    is_ledger = any(meaning.ledger == "opening" for meaning in meanings) and any(meaning.ledger == "closing" for meaning in meanings)
    return [meaning if is_ledger else replace(meaning, ledger=None) for meaning in meanings]


def _measured_period(before: Span, actual: Sequence[Span]) -> Span:
    """The period a deviation is about: that of the column before it, unless an outcome of a later period stands in the table."""
    latest = max(actual, key=lambda span: span.end, default=before)
    return latest if before in actual and latest.end > before.end else before


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
                amounts={} if key_figure_of(meaning.label) else _amounts(meaning, columns),
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


def precision_of(sheet: Sheet) -> Decimal:
    """The value of the last digit printed in the table, in its own unit: 1, 0.1, 0.01."""
    tokens = [m.row.cells[c] for m in sheet.rows if not key_figure_of(m.label) for c in sheet.columns if c in m.row.cells]
    decimals = max((t.numeral.decimals for t in tokens if t.numeral and not t.numeral.is_percent), default=0)
    return Decimal(1).scaleb(-decimals)


def _settle_twins(sheet: Sheet) -> None:
    holds = {}
    for code, other in load("sections")["earlier_twin"].items():
        same = [m for m in sheet.rows if m.line_item == code]
        if len(same) < 2:
            continue
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


def _find_sums(sheet: Sheet) -> None:
    _cost_signs(sheet)
    lines = _sum_lines(sheet)
    if sheet.table.statement == "multi_year_overview":
        lines = [
            line for line in lines if line.section in {"income", "costs", "financial", "result"}
        ]  # an overview picks its rows: only results follow
    sheet.sums = find_sums_by_others(lines, precision_of(sheet))
    for printed in sheet.sums:
        if printed.discovered:
            total = sheet.rows[printed.total]
            total.is_total = True
            everywhere = printed.holds == printed.columns
            sheet.notes[printed.total] = (
                "taken for a sum because the rows above it add up to it in every column"
                if everywhere
                else "taken for a sum because the rows above it add up to it in all columns but one, and the sums below it then hold"
            )
            name_discovered(total, [sheet.rows[part] for part, _ in printed.parts], sheet.table)


def _spread_sections(sheet: Sheet) -> bool:
    """Parts of a sum belong to its section, and a sum to that of its parts; returns whether anything was learnt."""
    learnt = False
    for printed in reversed(sheet.sums):
        total, parts = sheet.rows[printed.total], [sheet.rows[part] for part, _ in printed.parts]
        known = {part.section for part in parts} - {None}
        if total.section is None and len(known) == 1 and printed.holds:
            total.section = known.pop()
            learnt = True
        if total.section in _SPREADING and printed.holds:
            for part in parts:
                if part.section is None:
                    part.section = total.section
                    learnt = True
    if learnt:
        rematch(sheet.rows, sheet.table)
    return learnt


def _settle(sheet: Sheet) -> None:
    """Twins by arithmetic, then the sums, and the sections that sums tell of rows no word has placed."""
    _cost_signs(sheet)
    settle_lone_amounts(sheet, _sum_lines(sheet), precision_of(sheet))
    _settle_twins(sheet)
    _find_sums(sheet)
    while _spread_sections(sheet):
        _find_sums(sheet)
    for printed in sheet.sums:
        sheet.rows[printed.total].path = _common([sheet.rows[part].path for part, _ in printed.parts])


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
    _settle_results(sheets)
    return sheets


def _unit_of_tokens(sheet: Sheet) -> str | None:
    """The unit printed behind most amounts ('154 858 kr')."""
    tokens = [m.row.cells[c].numeral for m in sheet.rows for c in sheet.columns if c in m.row.cells]
    units = [n.unit for n in tokens if n]
    most = max(set(units), key=units.count, default=None)
    return most if most and 2 * units.count(most) > len(units) else None


def _settle_results(sheets: Sequence[Sheet]) -> None:
    """'Resultat' beside outcomes and budgets may be the one before financial items: the income statement tells."""
    for sheet in sheets:
        _name_last_result(sheet)
    known: dict[str, dict[date, set[Decimal]]] = {}
    for sheet in sheets:
        if sheet.table.statement == "income_statement":
            for item in ("result", "operating_result"):
                for end, value in _results(sheet, item):
                    known.setdefault(item, {}).setdefault(end, set()).add(value)
    for sheet in sheets:
        said = _results(sheet, "result") if sheet.table.statement == "operating_statement" else []
        judged = [(end, value) for end, value in said if end in known.get("result", {}) and end in known.get("operating_result", {})]
        if judged and all(value in known["operating_result"][end] and value not in known["result"][end] for end, value in judged):
            for index, meaning in enumerate(sheet.rows):
                if meaning.line_item == "result":
                    meaning.line_item = "operating_result"
                    sheet.notes[index] = "the result before financial items: the income statement prints the same amount there"


def _name_last_result(sheet: Sheet) -> None:
    """A bare 'Resultat' of an income statement is the year's where financial items stand above it and no other result does below."""
    items = [meaning.line_item for meaning in sheet.rows]
    if sheet.table.statement != "income_statement" or "result" in items or items.count("operating_result") not in {1, 2}:
        return
    at = max(index for index, item in enumerate(items) if item == "operating_result")
    row = sheet.rows[at]
    is_bare = line_items().match(row.label, "balance_sheet", "equity") == "result"
    if is_bare and any(item in _FINANCIAL for item in items[:at]) and "result_after_financial_items" not in items:
        row.line_item = "result"
        sheet.notes[at] = "the result of the year: the financial items stand above it"


def _results(sheet: Sheet, item: str) -> list[tuple[date, Decimal]]:
    rows = [meaning for meaning in sheet.rows if meaning.line_item == item]
    actual = [(c, span) for c, (_, scenario, span) in sheet.columns.items() if scenario == "actual"]
    return [(span.end, value) for meaning in rows for c, span in actual if (value := _amount(meaning.row.cells.get(c))) is not None]


def decide_sheet_units(sheets: Sequence[Sheet], text_lines: Sequence[str]) -> list[UnitDecision]:
    """The unit of each sheet."""
    facts = []
    for sheet in sheets:
        signature, largest = _signature(sheet)
        facts.append(
            UnitEvidence(
                printed_unit(sheet.table) or _unit_of_tokens(sheet),
                signature,
                largest,
                often_thousands=sheet.table.statement == "multi_year_overview",
                is_whole=sheet.table.statement in _WHOLE,
            )
        )
    decided = decide_units(facts, document_unit(text_lines))
    return [_by_tokens(decision, _unit_of_tokens(sheet)) for decision, sheet in zip(decided, sheets, strict=True)]


def _by_tokens(decision: UnitDecision, unit: str | None) -> UnitDecision:
    """A unit printed behind the amounts themselves outweighs what a caption says."""
    if unit is None or unit == decision.used:
        return decision
    return UnitDecision(decision.printed, unit, f"the amounts themselves are printed with their unit, {unit}")
