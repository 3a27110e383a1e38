"""Respondent rows of a survey (shape H), counted on load: nothing about a single respondent leaves this module.

The facts are answers per question, group and gender; what is not one of the scale's labels is not repeated anywhere, because
it may be what somebody wrote.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.contracts import DocumentReading, IndicatorRow
from ingest.exports.blocks import Block, Column
from ingest.exports.cells import Cell, Sheet, letters
from ingest.exports.context import Context
from ingest.exports.selections import Selections, selections_of
from ingest.exports.survey_words import (
    Answer,
    Question,
    answer_in,
    answers_of,
    gender_words,
    group_of,
    question_of_column,
    scale_of,
    survey_of,
)
from ingest.exports.words import explain
from ingest.lexicon import fold, load

COUNTED_ON_LOAD = "counted on load; the rows of the respondents are not kept"
_QUESTIONS = 2
_ANSWERED = 0.5  # share of the filled cells under the questions that must be labels of a scale


@dataclass(slots=True)
class Answers:
    """A list of respondents: its questions by column, the columns that tell group and gender, and the rows."""

    block: Block
    questions: dict[int, Question]
    group_column: int | None
    gender_column: int | None
    rows: list[dict[int, Cell]]
    unknown: list[Cell] = field(default_factory=list)


def may_be_kept(reading: DocumentReading) -> bool:
    """Whether the bytes a reading was made of may be archived: those of respondents' own answers may not."""
    return not any(row.reading_note == COUNTED_ON_LOAD for row in reading.indicators)


def find_answers(sheet: Sheet) -> Answers | None:
    """The list of respondents on a sheet, or None when it holds none."""
    rows = sheet.rows()
    above = Selections()
    for index, row in enumerate(rows):
        questions = {cell.column: found for cell in row if (found := question_of_column(cell.text))}
        body = [{cell.column: cell for cell in line} for line in rows[index + 1 :]] if len(questions) >= _QUESTIONS else []
        said = [line[column].text for line in body for column in questions if column in line]
        if len(questions) >= _QUESTIONS and said and sum(bool(answers_of(text)) for text in said) >= _ANSWERED * len(said):
            return _answers(sheet, above, row, questions, body)
        chosen = selections_of(row, rows[index + 1] if index + 1 < len(rows) else [])
        above.chosen.update({selection.code: selection for selection in chosen})
        if not chosen:
            above.titles.extend(cell for cell in row if not cell.is_copy)
    return None


def _answers(sheet: Sheet, above: Selections, head: list[Cell], questions: dict[int, Question], body: list[dict[int, Cell]]) -> Answers:
    columns = {cell.column: Column(cell.column, cell.text, explain(cell.text), cell) for cell in head}
    roles = {(column.told or {}).get("role"): number for number, column in columns.items() if number not in questions}
    words = load("surveys")
    silent = {fold(word) for word in (*words["free_text"], *words["left_out"])}
    used = {*questions, roles.get("group"), roles.get("gender")}
    unknown = [cell for cell in head if cell.column not in used and fold(cell.text) not in silent and not _is_known(columns[cell.column])]
    block = Block(sheet, above, columns)
    return Answers(block, questions, roles.get("group"), roles.get("gender"), body, unknown)


def _is_known(column: Column) -> bool:
    return (column.told or {}).get("role") in {"known", "initiative", "association", "municipality", "year"}


def write_respondents(found: Answers, context: Context) -> None:
    """Label counts per question, group and gender ("all" too); columns that nobody declared are named, never their content."""
    context.tables += 1
    for cell in found.unknown:
        context.unread(found.block, cell, "unknown_header")
    year = context.span.end.year if context.span else 0
    for column, question in sorted(found.questions.items()):
        said = [row[column].text for row in found.rows if column in row]
        scale = scale_of(said, year)
        if scale is None:
            context.unread(found.block, found.block.columns[column].cell, "unknown_label")
            continue
        if any(answer_in(text, scale) is None for text in said):
            context.unread(found.block, found.block.columns[column].cell, "unknown_label")
        context.written.indicators.extend(_counted(found, column, question, scale, context))


def _group(found: Answers, row: dict[int, Cell]) -> str | None:
    cell = row.get(found.group_column or 0)
    return group_of(cell.text) if cell else None


def _gender(found: Answers, row: dict[int, Cell]) -> str:
    cell = row.get(found.gender_column or 0)
    return gender_words().get(fold(cell.text), "unknown") if cell else "unknown"


def _counted(found: Answers, column: int, question: Question, scale: str, context: Context) -> Iterator[IndicatorRow]:
    titles = " ".join(cell.text for cell in found.block.above.titles)
    common = group_of(found.block.above.value("group") or "") or group_of(titles) or group_of(found.block.sheet.name)
    counts: Counter[tuple[str, str, Answer]] = Counter()
    asked: Counter[tuple[str, str]] = Counter()
    answered: Counter[tuple[str, str]] = Counter()
    for row in found.rows:
        group = _group(found, row) or common or "unknown"
        for gender in {"all", _gender(found, row)} if found.gender_column else {"all"}:
            asked[group, gender] += 1
            answer = answer_in(row[column].text, scale) if column in row else None
            if answer is not None:
                answered[group, gender] += 1
                counts[group, gender, answer] += 1
    head = found.block.columns[column].cell
    for (group, gender, answer), n in sorted(counts.items(), key=lambda pair: (pair[0][0], pair[0][1], pair[0][2].order)):
        when = context.when(found.block, None, survey=True)
        if when is None:
            return
        place = context.place(found.block, Cell(head.text, head.row, column), f"{group}|{gender}|{answer.label}")
        place["cell"] = f"{letters(column)}:{letters(column)}"  # the whole column: its last row would tell how many were asked
        yield IndicatorRow(
            **place,
            **when,
            association_id=None if context.owner.is_country else context.owner.association.association_id,
            reading_note=COUNTED_ON_LOAD,
            doubt=None if group != "unknown" else "the respondent group is not named",
            table_no=context.tables,
            row_no=answer.order,
            column_no=column,
            initiative_id=None,
            initiative_printed=None,
            survey_code=survey_of(context.title_text),
            respondent_group=group,
            question_no=question.no,
            question_printed=re.sub(r"\s+", " ", question.printed),
            measure="label_count",
            answer_label=answer.label,
            answer_order=answer.order,
            positive_from=None,
            scale=scale,
            gender=gender,
            amount_printed=str(n),
            n=n,
            asked_n=asked[group, gender],
            answered_n=answered[group, gender],
            share=None,
            is_suppressed=False,
        )
