"""Blocks of a cost report (shape E) to amounts: line items, initiatives and sums as in the annual report's own tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from ingest.contracts import FinanceRow, SumRow
from ingest.exports.blocks import Block, Column, is_figure
from ingest.exports.cells import Cell
from ingest.exports.context import Context
from ingest.exports.shapes import label_cells
from ingest.exports.words import explain
from ingest.lexicon import fold, is_of_which_label, is_total_label, line_items, load, slug
from ingest.structure import SumLine, find_sums
from ingest.units import MULTIPLE

_STATEMENT = "operating_statement"
_LABELS = frozenset({"label", "initiative"})  # a figure in a column of names is no name


@dataclass(frozen=True, slots=True)
class _Section:
    code: str | None
    title: str | None
    holds_initiatives: bool = False


@dataclass(slots=True)
class _Row:
    """One row understood: its label, line item, initiative, contributor, and what kind of row it is."""

    label: str
    cells: list[Cell]
    section: _Section
    item: str | None
    initiative: str | None
    contributor: str | None
    is_total: bool


def _section(text: str) -> _Section | None:
    folded = fold(text)
    for entry in load("exports")["cost_sections"]:
        if re.search(entry["pattern"], folded):
            return _Section(entry["code"], entry["title"], bool(entry.get("initiatives")))
    return None


def _section_of(block: Block) -> _Section:
    """The section the nearest title names; else the corner's, else the sheet's name."""
    texts = [cell.text for cell in reversed(block.above.titles)] + [block.corner, block.sheet.name]
    return next((found for text in texts if (found := _section(text))), _Section(None, None))


@cache
def _labels(section: str) -> list[tuple[re.Pattern[str], str]]:
    raw: dict[str, list[str]] = load("exports")["cost_labels"].get(section, {})
    return [(re.compile(pattern), code) for code, patterns in raw.items() for pattern in patterns]


def _item(label: str, section: _Section) -> str | None:
    folded = fold(label)
    for pattern, code in _labels(section.code or ""):
        if pattern.search(folded):
            return code
    return line_items().match(label, _STATEMENT, section.code)


def _understand(block: Block, row: list[Cell], section: _Section, last_initiative: str | None, context: Context) -> _Row:
    label = " ".join(cell.text for cell in label_cells(block, row))
    kind = any(re.search(pattern, fold(label)) for pattern in load("exports")["cost_types"])
    item = _item(label, section)
    sums = is_total_label(label) or "is_total" in (explain(label) or {})
    total = sums and not (section.code == "result" and not fold(label).startswith("summa"))
    initiative = contributor = None
    if section.holds_initiatives and not total:
        item = None if kind else item
        if item is None or line_items().items[item].cost_class in {"individual", "structural"}:
            initiative = context.initiative(last_initiative if kind else label)
    elif section.code == "income" and item and not total:
        of = line_items().items[item].contributor_type
        contributor = slug(label) if of in {"state", "region", "municipality", "esf"} else None
    return _Row(label, row, section, item, initiative, contributor, total)


def write_costs(block: Block, context: Context) -> None:
    """Every amount of the block becomes a fact, or is reported unread; sums are found as in a printed table."""
    context.tables += 1
    section = _section_of(block)
    rows: list[_Row] = []
    last_initiative = None
    for row in block.rows:
        inner = _inner(block, row[0].row)
        section_here = (_section(inner) if inner else None) or section
        known = _understand(block, row, section_here, last_initiative or inner, context)
        if known.initiative and not any(re.search(p, fold(known.label)) for p in load("exports")["cost_types"]):
            last_initiative = known.label
        rows.append(known)
    unit, said = _unit(block)
    ids: dict[tuple[int, int], str] = {}
    negative = _negative(rows, block)
    for index, known in enumerate(rows):
        for cell in known.cells:
            column = block.columns.get(cell.column)
            role = (column.told or {}).get("role") if column else None
            if not is_figure(cell) or (role and (role not in _LABELS or cell.number is None)):
                continue
            if column is None or column.told is None or "scenario" not in column.told or cell.is_percent:
                context.unread(block, cell, "unknown_header")
            elif known.section.code is None:
                context.unread(block, cell, "unknown_label")
            elif cell.number is None:
                if cell.problem:
                    context.unread(block, cell, "other")
            else:
                fact = _fact(block, context, known, index, cell, column, unit, said, negative=negative)
                if fact is None:
                    context.unread(block, cell, "other")
                    continue
                ids[index, cell.column] = fact.fact_id
                context.written.finances.append(fact)
    _write_sums(rows, ids, context, block)


def _inner(block: Block, row_no: int) -> str | None:
    above = [number for number in block.inner if number < row_no]
    return block.inner[max(above)] if above else None


def _unit(block: Block) -> tuple[str, str | None]:
    """The unit used and the printed one: kronor unless a head or title says thousands."""
    words = " ".join([*(c.printed for c in block.columns.values()), *(cell.text for cell in block.above.titles), block.corner])
    folded = f" {fold(words)} "
    if re.search(r"\b(tkr|tusental|tusentals|kkr)\b", folded):
        return "TSEK", "TSEK"
    return "SEK", "SEK" if re.search(r"\b(kr|kronor|sek)\b", folded) else None


def _amount_columns(block: Block) -> list[int]:
    return [n for n, c in block.columns.items() if c.told and "scenario" in c.told]


def _negative(rows: list[_Row], block: Block) -> bool:
    columns = set(_amount_columns(block))
    costs = [c.number for r in rows if r.section.code == "costs" for c in r.cells if c.column in columns and c.number is not None]
    return sum(costs, Decimal(0)) < 0


def _fact(
    block: Block, context: Context, row: _Row, index: int, cell: Cell, column: Column, unit: str, said: str | None, *, negative: bool
) -> FinanceRow | None:
    told = dict(column.told or {})
    when = context.when(block, told.get("year"), survey=False)
    if when is None or cell.number is None:
        return None
    scenario = told["scenario"]
    multiple = MULTIPLE[unit]
    amount = cell.number * multiple
    decimals = max(0, -int(cell.number.as_tuple().exponent)) if isinstance(cell.number.as_tuple().exponent, int) else 0
    is_cost = row.section.code == "costs"
    item = line_items().items.get(row.item or "")
    return FinanceRow(
        **context.place(block, cell),
        **when,
        association_id=context.owner.association.association_id,
        reading_note=column.note,
        doubt=None,
        statement=_STATEMENT,
        table_no=block.sheet.table_no or context.tables,
        row_no=index + 1,
        column_no=cell.column,
        label_printed=row.label or None,
        label_path=row.section.title or "",
        section=row.section.code,
        line_item=row.item,
        initiative_id=row.initiative,
        contributor_id=row.contributor,
        is_total=row.is_total,
        is_of_which=is_of_which_label(row.label),
        column_printed=column.printed,
        scenario=scenario,
        budget_version="unknown" if scenario == "budget" else None,
        deviation_of="budget" if scenario == "deviation" else None,
        income_basis=item.basis if item and row.section.code != "costs" else None,
        amount_printed=cell.text,
        unit_printed=said,
        unit_used=unit,
        unit_multiple=multiple,
        precision_sek=Decimal(1).scaleb(-decimals) * multiple,
        amount_sek=amount,
        amount_natural_sek=-amount if is_cost and negative and scenario != "deviation" else amount,
        note_ref=None,
        table_note=None,
        table_title=block.above.titles[-1].text if block.above.titles else None,
    )


def _write_sums(rows: list[_Row], ids: dict[tuple[int, int], str], context: Context, block: Block) -> None:
    """The sums of a section, column by column; the summary is a result: income less costs."""
    amounts = _amount_columns(block)
    lines = []
    for index, row in enumerate(rows):
        values = {c.column: c.number for c in row.cells if c.column in amounts and c.number is not None and (index, c.column) in ids}
        result = row.section.code == "result" and row.item == "result"
        cost = row.section.code == "result" and row.item in {"administration_total", "initiatives_total", "total_costs"}
        lines.append(
            SumLine(
                index=index,
                amounts=values,
                is_total=row.is_total or result,
                is_result=result,
                is_of_which=is_of_which_label(row.label),
                is_stock_aside=row.item == "opening_equity_as_income" and row.section.code != "income",
                section=row.section.code,
                path=row.section.title or "",
                sign=-1 if cost and all(value >= 0 for value in values.values()) else 1,
                explicit=row.is_total,
            )
        )
    for printed in find_sums(lines, Decimal(1)):
        for part, weight in printed.parts:
            for column in amounts:
                if (printed.total, column) in ids and (part, column) in ids:
                    context.written.sums.append(
                        SumRow(
                            context.document_id,
                            block.sheet.table_no or context.tables,
                            column,
                            ids[printed.total, column],
                            ids[part, column],
                            weight,
                            False,
                        )
                    )
