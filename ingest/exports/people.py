"""Blocks of shapes A, B, C, D and F to counts of participants: head, row label, selections and shape each tell a part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ingest.catalogue import find_association
from ingest.contracts import ParticipantRow
from ingest.exports.blocks import Block, Column, is_figure
from ingest.exports.cells import Cell
from ingest.exports.context import Context
from ingest.exports.shapes import Fit, label_cells
from ingest.exports.survey_words import gender_words
from ingest.exports.words import category_in, explain, is_suppressed, means_everything
from ingest.lexicon import fold, load

_TELLS_COUNT = ("gender", "unit", "measure", "is_total", "before_after", "registration_type", "count_kind", "year")


def write_people(block: Block, fit: Fit, context: Context) -> None:
    """Every figure of the block becomes a count, or is reported unread with what was not understood."""
    context.tables += 1
    first = len(context.written.participants)
    for row_no, row in enumerate(block.rows, 1):
        told, reason = _row(block, fit, row)
        for cell in row:
            column = block.columns.get(cell.column)
            if not is_figure(cell) or _is_fact_about_row(column):
                continue
            over = _over(column, fit)
            if told is None or over is None or cell.problem:
                context.unread(block, cell, "other" if cell.problem else reason if over is not None else "unknown_header")
                continue
            fact = _fact(block, fit, context, told | over, cell, column, row_no, _label(block, row))
            if fact is None:
                context.unread(block, cell, "other")
            else:
                context.written.participants.append(fact)
    _report_heads(block, fit, context)
    context.written.participants[first:] = _with_bases(_with_totals(context.written.participants[first:]))


def _label(block: Block, row: list[Cell]) -> str:
    return " ".join(cell.text for cell in label_cells(block, row))


def _is_fact_about_row(column: Column | None) -> bool:
    """Whether a figure stands in a column that describes the row: a number, a date, an id."""
    role = (column.told or {}).get("role") if column else None
    return role is not None and role not in {"answered", "asked", "label"}


def _over(column: Column | None, fit: Fit) -> dict[str, str] | None:
    """What the column tells; None when it is unknown."""
    if column is None:
        return None
    if column.told is not None:
        return {key: value for key, value in column.told.items() if key in _TELLS_COUNT}
    if fit.shape.unknown_heads == "initiative":
        return {"initiative": column.printed}
    return None


def _row(block: Block, fit: Fit, row: list[Cell]) -> tuple[dict[str, str] | None, str]:
    """What the row tells, and why not when it tells nothing."""
    told: dict[str, str] = {}
    for cell in row:
        role = ((block.columns[cell.column].told if cell.column in block.columns else None) or {}).get("role")
        if role in {"initiative", "association", "municipality", "year"}:
            told[str(role)] = cell.text
        elif role == "gender" and (gender := gender_words().get(fold(cell.text))):
            told["gender"] = gender
    label = _label(block, row)
    if fit.dimension is None:
        if "initiative" in told and "is_total" in (explain(told["initiative"]) or {}):
            del told["initiative"]
            told["is_total"] = "yes"
        return told, "unknown_label"
    inner = _inner(block, row[0].row)
    found = _category(label, fit)
    if found is None and (by_words := explain(label)) is not None and "role" not in by_words:
        found = dict(by_words)
    if found is None and fit.dimension == "tell":
        for part in load("exports")["dimensions"]:
            if category := category_in(label, part):
                found = _of(category.dimension, category.code)
                break
    return (None, "unknown_label") if found is None else (inner | told | found, "")


def _category(label: str, fit: Fit) -> dict[str, str] | None:
    if fit.dimension in (None, "tell"):
        return None
    category = category_in(label, str(fit.dimension))
    return _of(category.dimension, category.code) if category else None


def _of(dimension: str, code: str) -> dict[str, str]:
    """Where a category goes: a column of the fact, or the measure."""
    entry = load("exports")["dimensions"][dimension]
    told = {"measure": entry["measure"]} if "measure" in entry else {}
    return told | ({entry["column"]: code} if "column" in entry else {"measure": entry["measure_prefix"] + code})


def _inner(block: Block, row_no: int) -> dict[str, str]:
    """What the last row of text inside the body tells of the rows below it ("Kvinnor")."""
    above = [number for number in block.inner if number < row_no]
    told = explain(block.inner[max(above)]) if above else None
    return {key: value for key, value in (told or {}).items() if key in _TELLS_COUNT}


def _above(block: Block, context: Context) -> dict[str, str]:
    """What titles and selections tell of every figure below them."""
    told: dict[str, str] = dict(load("exports")["by_source"].get(context.source_system, {}))
    for title in block.above.titles[1:]:
        told |= {key: value for key, value in (explain(title.text) or {}).items() if key in _TELLS_COUNT and key != "is_total"}
    gender = block.above.value("gender")
    if gender and (code := (explain(gender) or {}).get("gender")):
        told["gender"] = code
    for key in ("initiative", "municipality"):
        value = block.above.value(key)
        if value and not means_everything(value):
            told[key] = value
    kind = block.above.value("registration_type")
    if kind and (category := category_in(kind, "registration_type")):
        told["registration_type"] = category.code
    before = block.above.value("support_before")
    if before:
        category = category_in(before, "support_type")
        told["flow"] = category.code if category else "unknown"
    return told


def _fact(
    block: Block, fit: Fit, context: Context, told: dict[str, Any], cell: Cell, column: Column | None, row_no: int, label: str
) -> ParticipantRow | None:
    general = _above(block, context)
    if fit.dimension not in _TIMED:
        general.pop("before_after", None)  # "Ålder vid start" tells when, and there is no age after
    general |= dict(fit.shape.by_source.get(context.source_system, {}))
    flow = general.pop("flow", None)
    told = general | dict(fit.shape.sets) | told
    if flow and fit.shape.id == "flow":
        told["measure"] = f"flow_from_{flow}"
    when = context.when(block, told.get("year"), survey=False)
    if when is None:
        return None
    initiative = told.get("initiative")
    percent = cell.is_percent or told.get("unit") == "percent"
    hidden = cell.number is None and is_suppressed(cell.text)
    printed_association = told.get("association")
    other = bool(printed_association) and _is_other(str(printed_association), context)
    return ParticipantRow(
        **context.place(block, cell),
        **when,
        association_id=context.owner.association.association_id,
        reading_note=column.note if column else None,
        doubt="the row names another association" if other else None,
        source_system=context.source_system,
        found_in="sheet" if cell.page is None else "table",
        table_no=block.sheet.table_no or context.tables,
        row_no=row_no,
        column_no=cell.column,
        initiative_id=context.initiative(initiative),
        initiative_printed=initiative,
        label_printed=label or None,
        column_printed=column.printed if column else None,
        scenario="target" if told["measure"] == "planned_participants" else "actual",
        measure=told["measure"],
        count_kind=told.get("count_kind", "unknown"),
        gender=told.get("gender", "all"),
        age_band=told.get("age_band"),
        education=told.get("education"),
        support_type=told.get("support_type"),
        occupation=told.get("occupation"),
        before_after=told.get("before_after") if told["measure"] != "change" else None,
        exit_reason=told.get("exit_reason"),
        registration_type=told.get("registration_type"),
        area_scope="other_association" if other else "all" if context.owner.is_country else "own",
        municipality=told.get("municipality"),
        is_total="is_total" in told,
        is_of_which=fold(label).startswith("varav "),
        qualifier=None,
        amount_printed=cell.text,
        value=None if hidden else cell.number,
        unit="percent" if percent else "persons",
        base_n=None,
        is_suppressed=hidden,
        context=block.above.titles[-1].text if block.above.titles else None,
    )


def _is_other(printed: str, context: Context) -> bool:
    return find_association(printed, None).association_id != context.owner.association.association_id


_TIMED = frozenset({"support_type", "occupation"})
_SPLITS = ("gender", "registration_type")


def _with_totals(rows: list[ParticipantRow]) -> list[ParticipantRow]:
    """Counts that the same row also gives apart, by gender or by how people are registered, are totals."""
    split: dict[str, set[tuple[object, ...]]] = {name: set() for name in _SPLITS}
    for row in rows:
        for name in _SPLITS:
            if getattr(row, name) not in (None, "all"):
                split[name].add(_beside(row, name))
    return [
        replace(row, is_total=True)
        if any(getattr(row, name) in (None, "all") and _beside(row, name) in split[name] for name in _SPLITS)
        else row
        for row in rows
    ]


def _beside(row: ParticipantRow, but: str) -> tuple[object, ...]:
    """What figures of one row of the table that differ in one split only have in common."""
    others = [getattr(row, name) for name in _SPLITS if name != but]
    return row.row_no, row.measure, row.unit, row.before_after, row.initiative_id, row.fiscal_year, *others


def _with_bases(rows: list[ParticipantRow]) -> Iterator[ParticipantRow]:
    """Shares with the total they are shares of, where the table prints it for the same gender and occasion."""
    bases = {
        (row.gender, row.before_after, row.initiative_id): int(row.value)
        for row in rows
        if row.unit == "persons" and row.is_total and row.value is not None and row.measure != "change" and _plain(row)
    }
    for row in rows:
        base = bases.get((row.gender, row.before_after, row.initiative_id)) if row.unit == "percent" and row.measure != "change" else None
        yield replace(row, base_n=base) if base is not None else row


def _plain(row: ParticipantRow) -> bool:
    return not (row.support_type or row.occupation or row.exit_reason or row.education or row.age_band)


def _report_heads(block: Block, fit: Fit, context: Context) -> None:
    """An unknown column that holds no figures is reported by its head: nothing is dropped unsaid."""
    for column in block.columns.values():
        filled = [cell for row in block.rows for cell in row if cell.column == column.number]
        is_label = column.number == min(block.columns)
        if column.told is None and not is_label and filled and not any(is_figure(cell) for cell in filled) and not fit.shape.unknown_heads:
            context.unread(block, column.cell, "unknown_header")
