"""The text of a document between its headings, and the one sentence that judges all financial goals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.goals.chapters import Above
from ingest.goals.drafts import Draft, Place
from ingest.goals.flow import Unit
from ingest.goals.words import judgement, pattern, role_of, sentences, small


@dataclass(slots=True)
class Section:
    """The units between two headings, with what the headings say."""

    kind: str | None
    distance: int
    above: Above
    units: list[Unit] = field(default_factory=list)


def states_a_goal(text: str) -> bool:
    """Whether a text says what shall be, or how much."""
    return bool(re.search(pattern("normative"), small(text))) or bool(re.search(r"\d\s?%|\bminst\b|\bhögst\b", small(text)))


def _is_label(heading: Unit, units: Sequence[Unit]) -> bool:
    """Whether a heading ("Resultat") only parts a goal that is itself set as a heading from what is said of it."""
    above = next((unit for unit in reversed(units) if unit.kind in {"item", "strong"} and unit.bold), None)
    if above is None or (above.marker is None and not states_a_goal(above.text)):
        return False
    return above.size >= heading.size - 0.1 and role_of(heading.text) in {"outcome", "comment", "status", "measure"}


def sections_of(units: Sequence[Unit], above: Sequence[Above]) -> Iterator[Section]:
    """The sections of a document."""
    section = Section(None, 0, Above())
    for unit, headings in zip(units, above, strict=True):
        if unit.kind == "heading" and _is_label(unit, section.units):
            continue
        if unit.kind == "heading":
            if section.units:
                yield section
            kind, distance = headings.kind()
            section = Section(kind, distance, headings)
        else:
            section.units.append(unit)
    if section.units:
        yield section


def places_of(*units: Unit) -> list[Place]:
    """Page and box of every line of some units."""
    return [(line.page, line.box) for unit in units for line in unit.lines]


def financial_statement(unit: Unit) -> Draft | None:
    """One sentence that judges all the financial goals together, as a goal of its own."""
    for sentence in sentences(unit.text):
        lowered = small(sentence)
        if pattern("financial_statement").search(lowered) and (found := judgement(sentence)) and len(sentence) < 400:
            head, colon, rest = sentence.partition(":")
            text = head if colon and judgement(head) else sentence
            draft = Draft(text=text.strip(), places=places_of(unit), level="financial", judged=judgement(text) or found)
            draft.comments = [rest.strip()] if text == head and rest.strip() else []
            return draft
    return None
