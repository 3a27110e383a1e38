"""A goal as read from its page, before it has a key, an initiative's id and a computed status."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.contracts import Box
from ingest.goals.words import Judged
from ingest.initiatives import Named

Place = tuple[int, Box]


@dataclass(slots=True)
class Draft:
    """One goal. `places` are all boxes its text, status, figures and comment stand in; the first is the goal's own."""

    text: str
    places: list[Place]
    number: str | None = None
    parent: str | None = None
    level: str | None = None  # main, sub, financial; None: by its number and its initiative
    measure: str | None = None
    target_cell: str | None = None
    outcome_cell: str | None = None
    judged: Judged | None = None
    forecast: bool = False  # its column of statuses says what is expected, not what is
    status_cell: str | None = None  # what stands where a status should, when it says nothing known
    comments: list[str] = field(default_factory=list)
    initiative: Named | None = None
    heading: str | None = None  # of an initiative's chapter, as printed
    chapter: str | None = None  # the nearest heading that is not about goals: the same words in two chapters are two goals
    note: str | None = None
    doubt: str | None = None
