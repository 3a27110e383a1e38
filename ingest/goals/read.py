"""Goals of a report or plan to rows: from its tables, and from its lists and sentences."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from difflib import SequenceMatcher

from ingest.contracts import Box, GoalRow
from ingest.goals.chapters import Above, snapshots, unlisted
from ingest.goals.drafts import Draft
from ingest.goals.expected import not_yet
from ingest.goals.figures import NO_TARGET, Target, cell_target, computed, figures_in, limit_of, outcome_of, target_of
from ingest.goals.flow import Unit, units_of
from ingest.goals.lists import goals_of
from ingest.goals.results import answered_later, coloured
from ingest.goals.sections import financial_statement, sections_of
from ingest.goals.table_rows import drafts_of
from ingest.goals.tables import goal_tables
from ingest.goals.words import heading_kind, pattern, small
from ingest.identity import Identity
from ingest.initiatives import InitiativeBook
from ingest.lexicon import fold
from ingest.pdf.words import Page
from ingest.periods import period_type
from ingest.tables import Table

Place = tuple[int, Box]
_QUOTES = '”“"»«'
_PLAN, _INTERIM = "plan_budget", "interim_report"
# Two goals of one document whose texts are this much alike are one goal, printed twice.
_ALIKE = 0.96
_CODE = re.compile(r"(?P<parent>[A-ZÅÄÖ]{1,2})\.?\d+$|(?P<above>\d+(?:\.\d+)*)\.\d+$")


@dataclass(frozen=True, slots=True)
class Goals:
    """The goals of one document, and the boxes of all text they are read from: `consumed` of all, `places` with each goal's id."""

    rows: tuple[GoalRow, ...] = ()
    consumed: tuple[Place, ...] = ()
    places: tuple[tuple[str, Place], ...] = ()


def read_goals(pages: Sequence[Page], tables: Sequence[Table], identity: Identity, document_id: str, book: InitiativeBook) -> Goals:
    """Every goal that the pages state, in reading order; goals printed twice are one row. Raises nothing.

    A goal that stands in one of the numbered `tables` has that table's number.
    """
    plan = identity.report_type == _PLAN
    found = goal_tables(pages)
    used = [place for table in found for place in table.places]
    units = list(units_of(pages, used))
    above = snapshots(units, book)
    others = unlisted(above, book)
    drafts: list[Draft] = []
    for table in found:
        headings = _headings_at(units, above, table.page, table.box[1])
        for draft in drafts_of(table):
            _settle(draft, headings, book, others)
            drafts.append(draft)
    sections = list(sections_of(units, above))
    for index, section in enumerate(sections):
        own = goals_of(section, plan)
        if not plan:
            answered_later(own, sections[index + 1 :], section.above.chapter())
            coloured(own, pages)
        for draft in own:
            _settle(draft, section.above, book, others)
            drafts.append(draft)
    taken = {place for draft in drafts for place in draft.places}
    if not plan:
        for unit in units:
            free = unit.kind != "heading" and not any((line.page, line.box) in taken for line in unit.lines)
            if free and (statement := financial_statement(unit)):
                drafts.append(statement)
    drafts = _once(sorted(drafts, key=lambda draft: (draft.places[0][0], draft.places[0][1][1], draft.places[0][1][0])))
    if identity.report_type == _INTERIM:
        for draft in drafts:
            not_yet(draft)
    rows = tuple(_row(draft, number, identity, document_id, _table_at(tables, draft.places[0])) for number, draft in enumerate(drafts, 1))
    consumed = dict.fromkeys((*used, *(place for draft in drafts for place in draft.places)))
    places = tuple((row.goal_fact_id, place) for row, draft in zip(rows, drafts, strict=True) for place in draft.places)
    return Goals(rows, tuple(consumed), places)


def _table_at(tables: Sequence[Table], place: Place) -> int | None:
    """The number of the document's table that holds a place."""
    page, (x0, top, x1, bottom) = place
    for table in tables:
        for line in (line for row in table.grid.rows for line in row.lines):
            left, upper, right, lower = line.box
            if line.page == page and upper < (top + bottom) / 2 < lower and left < x1 and x0 < right:
                return table.number
    return None


def _headings_at(units: Sequence[Unit], above: Sequence[Above], page: int, top: float) -> Above:
    """The headings above a place: those of the last unit that stands before it."""
    best = Above()
    for unit, headings in zip(units, above, strict=True):
        if (unit.page, unit.box[1]) <= (page, top):
            best = headings
    return best


def _settle(draft: Draft, above: Above, book: InitiativeBook, others: frozenset[str] = frozenset()) -> None:
    """Whose goal it is, and whether it is a financial one; `others`: chapters on initiatives that the book does not know."""
    if draft.heading:
        draft.initiative = book.find(draft.heading)
    else:
        draft.initiative, draft.heading = above.initiative(book)
        if draft.heading is None and (pair := above.sibling()) and pair[1] in others:
            draft.heading = pair[1]
    draft.chapter = above.chapter()
    if draft.level is None and above.kind()[0] == "financial" and draft.initiative is None:
        draft.level = "financial"
    if draft.level is None and draft.initiative is None and above.headings:
        nearest = next((h.text for h in reversed(above.headings) if heading_kind(h.text)), "")
        if re.search(r"\bdelmål\b", small(nearest)):
            draft.level = "sub"


def _once(drafts: Sequence[Draft]) -> list[Draft]:
    """Each goal once: of two with the same text for the same initiative the judged one, else the first."""
    kept: list[Draft] = []
    for draft in drafts:
        twin = next((i for i, other in enumerate(kept) if _same(draft, other)), None)
        if twin is None:
            kept.append(draft)
            continue
        other = kept[twin]
        if draft.judged and not other.judged:
            kept[twin] = draft
            draft.places.extend(other.places)
        else:
            other.places.extend(draft.places)
            if draft.measure and not other.measure:
                other.measure = draft.measure
    return kept


def _same(a: Draft, b: Draft) -> bool:
    if (a.initiative and a.initiative.initiative_id) != (b.initiative and b.initiative.initiative_id):
        return False
    if a.chapter != b.chapter and not (a.initiative and b.initiative):
        return False
    if a.judged and b.judged and a.judged.status != b.judged.status:
        return False
    one, two = fold(a.text), fold(b.text)
    if re.findall(r"\d+", one) != re.findall(r"\d+", two):
        return False
    return one == two or (abs(len(one) - len(two)) < 8 and SequenceMatcher(None, one, two).ratio() >= _ALIKE)


def _level(draft: Draft) -> str:
    if draft.level == "financial":
        return "financial"
    if draft.initiative or draft.heading:
        return "initiative"
    return draft.level or ("sub" if draft.parent else "main")


def _target(draft: Draft) -> Target:
    if draft.target_cell and (target := cell_target(draft.target_cell)).figure:
        return target if target.told else replace(target, comparator=limit_of(draft.text) or target.comparator)
    target = target_of(draft.text)
    return target if target.figure or not draft.measure else _percent_only(draft.measure)


def _percent_only(measure: str) -> Target:
    target = target_of(measure)
    return target if target.figure and target.figure.unit == "percent" else NO_TARGET


def _outcome(draft: Draft, target: Target) -> tuple[str | None, Decimal | None, str | None]:
    """Printed token, value and unit of the outcome: from its own column, else from the comment."""
    if draft.outcome_cell and len(draft.outcome_cell.split()) <= 6:
        figure = outcome_of(draft.outcome_cell, target) or next(figures_in(draft.outcome_cell), None)
        if figure:
            return figure.printed, figure.value, figure.unit
    comment = " ".join(draft.comments)
    figure = outcome_of(comment, target)
    return (figure.printed, figure.value, figure.unit) if figure else (None, None, None)


def _unquoted(text: str) -> str:
    """A goal's text without the quotation marks around it, or the one that the end of a sentence left behind."""
    quotes = [i for i, c in enumerate(text) if c in _QUOTES]
    ends = [0, len(text) - 1]
    return text.strip(_QUOTES) if quotes and (quotes == ends or quotes in ([0], ends[1:])) else text


def _row(draft: Draft, number: int, identity: Identity, document_id: str, table_no: int | None) -> GoalRow:
    page, box = draft.places[0]
    target = _target(draft)
    printed, value, unit = _outcome(draft, target)
    figure = target.figure
    said = " ".join(filter(None, (draft.text, draft.measure)))
    question = re.search(pattern("survey_question"), small(said))
    positive = pattern("positive_from").search(said)
    comment = " ".join(draft.comments).strip() or None
    notes = [text for text in (draft.note, "the goal names several figures: the first is its target" if target.several else None) if text]
    parent = draft.parent
    if parent is None and draft.number and (match := _CODE.match(draft.number)):
        parent = match["parent"] or match["above"]
    draft.parent = parent
    status = draft.judged.status if draft.judged else "not_assessed"
    key = f"{document_id}|goal|{page}|{','.join(str(round(edge)) for edge in box)}|{draft.text}"
    same_unit = (
        figure is not None and unit is not None and (unit == figure.unit or {unit, figure.unit} <= {"persons", "count"} or unit == "count")
    )
    return GoalRow(
        goal_fact_id=hashlib.sha256(key.encode()).hexdigest()[:24],
        document_id=document_id,
        association_id=identity.association.association_id,
        page=page, x0=box[0], top=box[1], x1=box[2], bottom=box[3],
        sheet=None, cell=None,
        reading="text",
        reading_note="; ".join(notes) or None,
        doubt=draft.doubt,
        period_type=period_type(identity.period_start, identity.period_end),
        period_start=identity.period_start,
        period_end=identity.period_end,
        fiscal_year=identity.fiscal_year,
        table_no=table_no,
        row_no=number,
        initiative_id=draft.initiative.initiative_id if draft.initiative else None,
        initiative_printed=draft.heading,
        goal_level=_level(draft),
        goal_no=draft.number,
        parent_no=parent,
        goal_text=_unquoted(draft.text),
        measure_text=draft.measure,
        survey_question=question["no"] if question else None,
        positive_from=positive["label"].strip() if positive else None,
        comparator=target.comparator if figure else "none",
        target_printed=figure.printed if figure else None,
        target_value=figure.value if figure else None,
        outcome_printed=printed,
        outcome_value=value,
        unit=figure.unit if figure else unit,
        status=status,
        status_printed=(draft.judged.printed or None) if draft.judged else draft.status_cell,
        status_computed=computed(target, value) if same_unit else None,
        comment=comment,
    )  # fmt: skip
