"""What an unknown count among stocks and flows is, where the known ones leave only one answer.

Who was there at the start and who came are all there were; those who left and those still there at the end are the same
people. The end of one year is the start of the next.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from ingest.people.sense import UNKNOWN, Counted

_START, _CAME, _LEFT, _END, _ALL = "ongoing_start", "started", "exits", "ongoing_end", "participants"
_IDENTITIES = (((_START, _CAME), (_LEFT, _END)), ((_START, _CAME), (_ALL,)), ((_LEFT, _END), (_ALL,)))
_SURE = 25  # one sum of less may come about by chance

Counts = dict[str, Decimal]


def name_unknown(values: Sequence[Counted]) -> None:
    """Give the unknown counts of a table the measure that arithmetic tells; each keeps its doubt, with a note."""
    labels = {_label(value) for value in values if value.measure == UNKNOWN}
    for label in labels:
        own = [value for value in values if value.measure == UNKNOWN and _label(value) == label]
        known = _known(values)
        told = [(value, _answers(value, known)) for value in own if value.cell.value]
        sure = [(value, answers) for value, answers in told if answers is not None]
        if not sure:
            continue
        common = set.intersection(*(answers or set() for _, answers in sure))
        if len(common) == 1 and (len(sure) > 1 or (sure[0][0].cell.value or 0) >= _SURE):
            measure = common.pop()
            for value in own:
                value.measure = measure
                value.stock = {_START: "start", _END: "end"}.get(measure)
                value.is_of_which = False
                value.notes.append("what is counted: the stocks and flows of the table add up only so")


def _label(value: Counted) -> str:
    return f"{value.label}|{value.column_printed if value.column_unknown else ''}"


def _place(value: Counted) -> tuple[Any, ...]:
    """What tells the people of a count apart from others', but for the year."""
    facets = tuple(sorted(value.facets.items()))
    return (value.gender, value.initiative and value.initiative.initiative_id, value.municipality, facets, value.scenario)


def _known(values: Sequence[Counted]) -> dict[tuple[Any, ...], dict[str, Counts]]:
    """Place and year to what is counted there; what is counted twice in different ways is not taken."""
    known: dict[tuple[Any, ...], dict[str, Counts]] = defaultdict(lambda: defaultdict(dict))
    for value in values:
        if value.measure != UNKNOWN and not value.is_percent and value.cell.value is not None and not value.is_of_which:
            year = value.times[0] if value.times else ""
            known[_place(value)][year].setdefault(value.measure, value.cell.value)
    return known


def _answers(value: Counted, known: Mapping[tuple[Any, ...], Mapping[str, Counts]]) -> set[str] | None:
    """The measures with which the count fits the others of its place; None where too little is known to try any."""
    years = known.get(_place(value), {})
    year = value.times[0] if value.times else ""
    counts = dict(years.get(year, {}))
    before = years.get(str(int(year) - 1), {}) if year else {}
    if _END in before:
        counts.setdefault(_START, before[_END])
    tried, fitting = False, set()
    for measure in (_START, _CAME, _LEFT, _END, _ALL):
        if measure in years.get(year, {}):
            continue
        own = counts | {measure: value.cell.value or Decimal()}
        fits = [
            sum(own[m] for m in one) == sum(own[m] for m in other)
            for one, other in _IDENTITIES
            if measure in (*one, *other) and all(m in own for m in (*one, *other))
        ]
        tried = tried or bool(fits)
        if fits and all(fits):
            fitting.add(measure)
    return fitting if tried else None
