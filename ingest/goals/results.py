"""Goals under one heading and what came of them under another: the second list answers the first."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.goals.colours import colour_at, status_of_colour
from ingest.goals.drafts import Draft
from ingest.goals.flow import Unit
from ingest.goals.lists import judge_all
from ingest.goals.sections import Section
from ingest.goals.words import Judged, bare, first_judgement, pattern
from ingest.pdf.words import Page

# How many sections after that of the goals may hold the answers.
_NEAR = 3


def _is_results(section: Section) -> bool:
    return bool(section.above.headings) and bool(pattern("headings.results").fullmatch(bare(section.above.headings[-1].text)))


def _answer(draft: Draft, unit: Unit) -> None:
    draft.judged = first_judgement(unit.text)
    draft.comments.append(unit.text)
    draft.places.extend((line.page, line.box) for line in unit.lines)


def _pairs(drafts: Sequence[Draft], units: Sequence[Unit]) -> list[tuple[Draft, Unit]]:
    """Which unit answers which goal: by their numbers, else one for one in order."""
    numbered = {unit.marker.number: unit for unit in units if unit.marker and unit.marker.number}
    if numbered and all(draft.number in numbered for draft in drafts):
        return [(draft, numbered[draft.number]) for draft in drafts if draft.number]
    return list(zip(drafts, units, strict=True)) if len(units) == len(drafts) else []


def coloured(drafts: Sequence[Draft], pages: Sequence[Page]) -> None:
    """Give goals of a list that nothing has judged the statuses of the coloured marks right of them; one colour alone says nothing."""
    if not drafts or any(draft.judged for draft in drafts):
        return
    by_number = {page.number: page for page in pages}
    found: list[tuple[Draft, str]] = []
    for draft in drafts:
        number, (_, top, right, bottom) = draft.places[0]
        page = by_number[number]
        if name := colour_at(page, (right + 1.0, top, page.width, bottom)):
            found.append((draft, name))
    if len(found) == len(drafts) and len({name for _, name in found}) > 1:
        for draft, name in found:
            draft.judged, draft.note = Judged(status_of_colour(name), ""), f"status by the colour of its mark: {name}"


def answered_later(drafts: Sequence[Draft], following: Sequence[Section], chapter: str | None) -> None:
    """Give goals that nothing has judged the judgements that a later section of their chapter passes on them.

    `following`: the sections after that of the goals. Goals of a single sentence on all are judged by it.
    """
    if not drafts or any(draft.judged for draft in drafts):
        return
    for section in following[:_NEAR]:
        if section.above.chapter() != chapter:
            return
        if not _is_results(section):
            continue
        items = [unit for unit in section.units if unit.kind == "item"]
        for units in (items, [unit for unit in section.units if unit.kind in {"text", "item"}]):
            pairs = _pairs(drafts, units)
            if pairs and 2 * sum(first_judgement(unit.text) is not None for _, unit in pairs) >= len(pairs):
                for draft, unit in pairs:
                    _answer(draft, unit)
                return
        judge_all(drafts, [unit.text for unit in section.units])
        return
