"""Rows of goal tables to drafts: what their columns hold, whose they are, and what their statuses say."""

from __future__ import annotations

import re

from ingest.goals.colours import status_of_colour
from ingest.goals.drafts import Draft, Place
from ingest.goals.figures import target_of
from ingest.goals.flow import marker_in, without_comment
from ingest.goals.grid import GridRow
from ingest.goals.tables import GoalTable, only_goal
from ingest.goals.text import cleaned
from ingest.goals.words import (
    Judged,
    cell_status,
    first_judgement,
    judgement,
    leading_status,
    pattern,
    small,
    status_word,
    symbol_statuses,
    vocabulary,
)

_SHARE = re.compile(r"(?:(?:ca|cirka)\.? )?(?P<share>\d{1,3})(?:,\d)? ?(?:%|procent)")


def drafts_of(table: GoalTable) -> list[Draft]:
    """The goals of a table, in order."""
    status = table.column("status")
    symbols = dict(symbol_statuses([row.text(status) for row in table.rows if row.cells[status]])) if status is not None else {}
    symbols.update(table.legend)
    drafts: list[Draft] = []
    parent: str | None = None
    initiative = ""
    for row in table.rows:
        text, said = without_comment(cleaned(table.cell(row, "goal")))
        if pattern("not_goal_rows").fullmatch(small(text)):
            continue
        marker = marker_in(text)
        if row.spanning or only_goal(table, row):
            if not any(c.isalpha() for c in text):
                continue
            parent = marker.number if marker else None
            own = text[marker.length :] if marker else text
            if not (marker and len(own.split()) > 3) and not re.search(pattern("normative"), small(own)):
                continue
        initiative = table.cell(row, "initiative") or initiative
        if above := table.cell(row, "parent"):
            found = marker_in(above)
            parent = found.number if found else parent
        number = table.cell(row, "number").strip(" .:()") or (marker.number if marker else None)
        draft = Draft(
            text=text[marker.length :].strip() if marker and marker.number else text, places=_row_places(row), number=number or None
        )
        draft.parent = parent if parent and parent != number else None
        if initiative:
            draft.heading = initiative
        if not draft.text:
            continue
        _fill(draft, table, row, symbols)
        if said:
            draft.comments.append(said)
            draft.judged = draft.judged or first_judgement(said)
        if row.colour and (draft.judged is None or not table.cell(row, "status")):
            draft.judged, draft.doubt = Judged(row.shown or status_of_colour(row.colour), table.cell(row, "status")), None
            draft.note = f"status by the colour of its cell: {row.colour}"
        drafts.append(draft)
    return drafts


def _row_places(row: GridRow) -> list[Place]:
    first = row.goal_box or row.boxes[0]
    return [(row.page, first), *((row.page, box) for box in row.boxes)]


def _fill(draft: Draft, table: GoalTable, row: GridRow, symbols: dict[str, str]) -> None:
    """Measure, target, outcome, comment and status from the row's other columns."""
    draft.measure = table.cell(row, "measure") or draft.measure
    draft.target_cell = table.cell(row, "target") or None
    outcome, comment = table.cell(row, "outcome"), table.cell(row, "comment")
    draft.outcome_cell = outcome or None
    draft.comments = [text for text in (comment, outcome if len(outcome.split()) > 3 else "") if text]
    if "tick" in table.head.roles:
        _tick(draft, table, row)
        return
    has_status = table.column("status") is not None
    cell = table.cell(row, "status")
    if not has_status:
        draft.judged = status_word(outcome) or status_word(comment) or judgement(" ".join(draft.comments)) or leading_status(outcome)
        if draft.judged and status_word(outcome):
            draft.outcome_cell = None
        return
    head = next(own.text for own in table.head.cells if own.role == "status")
    draft.forecast = bool(re.search(pattern("expected_head"), small(head)))
    _judge(draft, cell, symbols)
    if cell and draft.judged and len(cell.split()) > 4:
        draft.comments.insert(0, cell)


def _tick(draft: Draft, table: GoalTable, row: GridRow) -> None:
    """The status whose column is ticked; where none or several are, the comment's."""
    ticked = [cell.text for i, cell in enumerate(table.head.cells) if cell.role == "tick" and row.cells[i]]
    word = status_word(ticked[0]) if len(ticked) == 1 else None
    if word:
        draft.judged = word
        draft.note = "status by the column that is ticked"
        return
    draft.judged = judgement(" ".join(draft.comments))
    if draft.judged is None:
        draft.doubt = "no column is ticked" if not ticked else "several columns are ticked"


def _share_reached(draft: Draft, cell: str, share: int) -> None:
    """A percentage in the place of a status: how much of the goal is reached; the outcome where the goal itself sets a percentage."""
    target = target_of(draft.target_cell or draft.text).figure
    if target is not None and target.unit == "percent":
        draft.outcome_cell, draft.doubt = draft.outcome_cell or cell, "a figure stands where the status should"
        return
    draft.judged = Judged("met" if share >= 100 else "partly_met" if share else "not_met", cell)
    draft.note = "status by the share of the goal that is reached"


def _judge(draft: Draft, cell: str, symbols: dict[str, str]) -> None:
    comment = " ".join(draft.comments)
    plain = re.sub(r"\s", "", cell).replace("–", "-").replace("−", "-").replace("—", "-")
    if plain in symbols:
        draft.judged = Judged(symbols[plain], cell)
    elif plain == "-":
        said = judgement(comment)
        draft.judged = Judged(said.status if said else vocabulary()["dash_status"], cell)
        draft.note = "status from the comment beside a dash" if said else "a dash stands for the status"
    elif plain == "+":
        draft.judged = Judged(vocabulary()["plus_status"], cell)
    elif cell:
        first, whole = leading_status(cell), judgement(cell, subject_needed=False)
        if first and whole and first.status == "met" and whole.status in {"partly_met", "not_met"}:
            first = whole  # "Ja, delvis"
        draft.judged = cell_status(cell) or first or whole
        if draft.judged is None and (share := _SHARE.fullmatch(cell)):
            _share_reached(draft, cell, int(share["share"]))
            return
        if draft.judged:
            draft.judged = Judged(draft.judged.status, cell if len(cell) <= 60 else draft.judged.printed)
        else:
            draft.status_cell, draft.doubt = cell, "the status is printed in a way that is not known"
    elif said := judgement(comment):
        draft.judged, draft.note = said, "no status in its column: read from the comment"
    else:
        draft.doubt = "no status is printed as text; it may be a colour"
