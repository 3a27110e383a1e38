"""Goals whose own line carries no mark or status: statements below the heading of a plan, goals judged by the line below or the heading."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ingest.goals.drafts import Draft
from ingest.goals.flow import Unit, part_of
from ingest.goals.grading import is_weak
from ingest.goals.sections import Section, places_of, states_a_goal
from ingest.goals.words import Judged, bare, first_judgement, judgement, legend_of, pattern, sentences, status_word

_LEAST, _MOST = 3, 30  # words of a statement
_LINES = 3
_SAME = 3.0  # points between left edges that are one
_INDENT = 6.0


def _is_statement(unit: Unit) -> bool:
    """Whether a unit is one short text by itself: no label, no lead to a list, no row of a table."""
    text = unit.text
    return (
        unit.kind == "text"
        and _LEAST <= len(text.split()) <= _MOST
        and len(unit.lines) <= _LINES
        and text[:1].isupper()
        and not text.endswith((":", ",", ";", "?"))
        and len(sentences(text)) == 1
        and part_of(text) is None
        and judgement(text) is None
        and all(len(line.chunks) == 1 for line in unit.lines)
    )


def bare_statements(section: Section) -> list[Draft]:
    """The lines below a heading about goals, each a goal: set further in than the heading, or none of them a full sentence with its stop.

    All lines must be statements, but for one before them that leads to the list.
    """
    units: Sequence[Unit] = section.units
    if section.kind != "goals" or section.distance or not section.above.headings:
        return []
    if units and units[0].text.endswith(":"):
        units = units[1:]
    if len(units) < 2 or not all(_is_statement(unit) for unit in units) or legend_of([unit.text for unit in units]):
        return []
    heading, left = section.above.headings[-1], units[0].left
    if any(abs(unit.left - left) > _SAME for unit in units if unit.page == units[0].page):
        return []
    if left < heading.left + _INDENT and any(unit.text.endswith(".") for unit in units):
        return []
    return [Draft(text=unit.text, places=places_of(unit)) for unit in units]


def judged_below(section: Section) -> list[Draft]:
    """Texts that state what shall be, each with a status right below ("Bedömning: uppfyllt"), though no heading tells of goals."""
    found: list[Draft] = []
    for unit, below in pairwise(section.units):
        part = part_of(below.text)
        if part is None or part[0] != "status" or not _is_statement(unit) or not states_a_goal(unit.text):
            continue
        if judged := first_judgement(part[1]):
            found.append(Draft(text=unit.text, judged=judged, comments=[part[1]], places=places_of(unit, below)))
    return found


def judge_by_heading(drafts: Sequence[Draft], section: Section) -> None:
    """Give the goals of a list that nothing has judged the status that the heading right above them names: "Ej uppnådda mål"."""
    if not section.above.headings or any(draft.judged for draft in drafts):
        return
    heading = section.above.headings[-1]
    match = pattern("headings.judging").fullmatch(bare(heading.text))
    judged = status_word(match["before"] or match["after"]) if match else None
    if judged is None or judged.status not in {"met", "partly_met", "not_met"} or is_weak(judged.printed):
        return
    for draft in drafts:
        draft.judged = Judged(judged.status, heading.text)
        draft.note = "the heading judges all goals of the list"
