"""What holds for a count when its own words do not say otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.initiatives import Named
from ingest.told.meaning import Meaning
from ingest.told.when import Period


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for a count when its own words do not say otherwise."""

    default: Period
    initiative: Named | None
    area: str
    period: Period | None
    municipality: str | None = None
    under_exits: bool = False
    heading: Meaning | None = None  # what the heading above says is counted
    genders: tuple[str, ...] = ()
    began: int | None = None
