"""Blocks of surveys (shapes G and I) to indicators: one answer label, or one share, of one question for one group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from ingest.contracts import IndicatorRow
from ingest.exports.blocks import Block, Column, is_figure
from ingest.exports.cells import Cell
from ingest.exports.context import Context
from ingest.exports.shapes import texts_above
from ingest.exports.survey_words import (
    Answer,
    Question,
    answer_in,
    answers_of,
    gender_words,
    group_of,
    positive_from,
    question_of,
    says_top,
    scale_of,
    survey_of,
)
from ingest.exports.words import explain, is_suppressed, means_everything
from ingest.lexicon import fold

_SPREAD = ("asked", "answered")
_Group = tuple[str, str, str | None, str | None]


@dataclass(slots=True)
class _Row:
    """One row: what it asks, which answer it is about, who answered."""

    cells: list[Cell]
    question: Question | None
    answer: str | None  # as printed
    told: dict[str, str]


def write_answers(block: Block, context: Context) -> None:
    """Every figure becomes an indicator or a number of respondents, or is reported unread with what was not understood."""
    context.tables += 1
    rows = _rows(block)
    spread: dict[tuple[_Group, str], int] = {}
    facts: list[tuple[IndicatorRow, _Group]] = []
    scales = _scales(block, rows, context)
    for row_no, row in enumerate(rows, 1):
        for cell in row.cells:
            column = block.columns.get(cell.column)
            if not is_figure(cell) or _describes(column):
                continue
            if column is None or column.told is None or cell.problem:
                context.unread(block, cell, "other" if cell.problem else "unknown_header")
                continue
            told = row.told | dict(column.told)
            if row.question is None:
                context.unread(block, cell, "unknown_label")
                continue
            key = (row.question.no, told.get("gender", "all"), told.get("group"), told.get("year"))
            if told.get("role") in _SPREAD:
                if cell.number is not None and not cell.is_percent:
                    spread[key, told["role"]] = int(cell.number)
                continue
            fact = _fact(block, context, row, row_no, cell, column, told, scales.get(row.question.no))
            if fact is None:
                context.unread(block, cell, "unknown_label")
            else:
                facts.append((fact, key))
    for role in _SPREAD:
        above = block.above.value(role)
        if above and above.replace(" ", "").isdigit():
            for _, key in facts:
                spread.setdefault((key, role), int(above.replace(" ", "")))
    context.written.indicators.extend(
        replace(fact, asked_n=spread.get((key, "asked")), answered_n=spread.get((key, "answered"))) for fact, key in facts
    )


def _describes(column: Column | None) -> bool:
    role = (column.told or {}).get("role") if column else None
    return role is not None and role not in {*_SPREAD, "positive", "top", "no_answer", "label"}


def _rows(block: Block) -> list[_Row]:
    """The rows with the question each stands under: of its own cell, of a cell above, of a row of text above."""
    by_role = {(column.told or {}).get("role", ""): number for number, column in block.columns.items()}
    across = any("answer" in (column.told or {}) for column in block.columns.values())
    question: Question | None = None
    found = []
    for row in block.rows:
        texts = {cell.column: cell for cell in row}
        told = _told(texts, by_role)
        inner = [number for number in block.inner if number < row[0].row]
        own, answer = _label(row, by_role, across=across)
        if answer and (role := dict(explain(answer) or {}).get("role")):
            told["role"] = role
        number = texts[by_role["question_no"]].text if by_role.get("question_no") in texts else None
        number = own if own and own.isdigit() else number
        if own:
            question = question_of(own, number if number and number.isdigit() else None)
        elif inner and "question" not in by_role:
            question = question_of(block.inner[max(inner)])
        elif question is None and block.above.titles:
            question = question_of(block.above.titles[-1].text)
        found.append(_Row(row, question, answer, told))
    return found


def _told(texts: Mapping[int, Cell], by_role: Mapping[str, int]) -> dict[str, str]:
    told: dict[str, str] = {}
    for role in ("group", "gender", "initiative", "year"):
        cell = texts.get(by_role.get(role, 0))
        if cell is None:
            continue
        if role == "gender":
            told["gender"] = gender_words().get(fold(cell.text)) or dict(explain(cell.text) or {}).get("gender", "all")
        else:
            told[role] = cell.text
    return told


def _label(row: list[Cell], by_role: Mapping[str, int], *, across: bool) -> tuple[str | None, str | None]:
    """The question and the answer the row's own cells name."""
    words = [cell for cell in row if cell.number is None and not is_suppressed(cell.text)]
    question = next((cell.text for cell in row if cell.column == by_role.get("question") and not is_suppressed(cell.text)), None)
    answer = next((cell.text for cell in words if cell.column == by_role.get("answer")), None)
    if question is None and answer is None and words:
        first = words[0].text
        is_answer = bool(answers_of(first)) or "role" in (explain(first) or {}) or "is_total" in (explain(first) or {})
        return (None, first) if is_answer and not across else (first, None)
    return question, answer


def _scales(block: Block, rows: list[_Row], context: Context) -> dict[str, str | None]:
    """The scale of each question, by the labels that stand under or beside it."""
    across = [(c.told or {})["answer"] for c in block.columns.values() if "answer" in (c.told or {})]
    labels: dict[str, list[str]] = {}
    for row in rows:
        if row.question:
            labels.setdefault(row.question.no, list(across))
            if row.answer:
                labels[row.question.no].append(row.answer)
    year = context.span.end.year if context.span else 0
    return {no: scale_of(said, year) for no, said in labels.items()}


def _measure(told: Mapping[str, str], cell: Cell, answer: Answer | None, above: str, row: _Row) -> str | None:
    percent = cell.is_percent or told.get("unit") == "percent"
    role = told.get("role") or dict(explain(row.answer) or {}).get("role") if row.answer else told.get("role")
    if answer is not None:
        return "label_share" if percent else "label_count"
    if role == "no_answer":
        return None if percent else "label_count"
    if role == "positive" or (row.answer is None and role != "top"):
        return "top_share" if says_top(above) and role != "positive" else "positive_share"
    return "top_share" if role == "top" else None


def _fact(
    block: Block, context: Context, row: _Row, row_no: int, cell: Cell, column: Column, told: dict[str, str], scale: str | None
) -> IndicatorRow | None:
    printed = told.get("answer") or row.answer
    answer = answer_in(printed, scale) if printed else None
    above = texts_above(block)
    plain = " ".join(
        [*(c.text for c in block.above.titles), *(s.value for s in block.above.chosen.values()), printed or "", column.printed]
    )
    no_answer = printed is not None and dict(explain(printed) or {}).get("role") == "no_answer"
    measure = _measure(told, cell, answer, above, row)
    when = context.when(block, told.get("year"), survey=True)
    question = row.question
    if measure is None or when is None or question is None:
        return None
    is_share = measure != "label_count"
    group_text = told.get("group") or block.above.value("group") or ""
    group = group_of(group_text) or group_of(" ".join(cell.text for cell in reversed(block.above.titles))) or group_of(block.sheet.name)
    chosen = told.get("initiative") or block.above.value("initiative")
    initiative = None if chosen is None or means_everything(chosen) else chosen
    country = told.get("area") == "country" or ("area" not in told and context.owner.is_country)
    doubts = [
        None if group else "the respondent group is not named",
        None if question.is_known else "the question is not one the vocabulary knows",
    ]
    hidden = cell.number is None
    return IndicatorRow(
        **context.place(block, cell),
        **when,
        association_id=None if country else context.owner.association.association_id,
        reading_note=column.note,
        doubt="; ".join(text for text in doubts if text) or None,
        table_no=block.sheet.table_no or context.tables,
        row_no=row_no,
        column_no=cell.column,
        initiative_id=context.initiative(initiative),
        initiative_printed=initiative,
        survey_code=survey_of(context.title_text),
        respondent_group=group or "unknown",
        question_no=question.no,
        question_printed=question.printed,
        measure=measure,
        answer_label=answer.label if answer else printed if no_answer else None,
        answer_order=answer.order if answer else None,
        positive_from=positive_from(plain) if measure == "positive_share" else None,
        scale=scale or "share",
        gender=told.get("gender", "all"),
        amount_printed=cell.text,
        n=None if is_share or cell.number is None else int(cell.number),
        asked_n=None,
        answered_n=None,
        share=Decimal(cell.number) if is_share and cell.number is not None else None,
        is_suppressed=hidden,
    )
