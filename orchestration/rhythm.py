"""When a source is asked: every night around the dates its documents are due and while it fails, once a week otherwise.

A site of an association changes a dozen times a year; asking it every night would be rude and tell nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING
from zlib import crc32

from orchestration.looks import Look

if TYPE_CHECKING:
    from ingest.source_schema import Expected, Publication, Source

BEFORE = timedelta(days=30)
AFTER = timedelta(days=60)
"""Around a due date: reports come early after a board meeting, and late more often than not."""
QUIET = timedelta(days=7)
_LATE_BY = timedelta(days=3)


def due_dates(expected: Expected, year: int) -> Iterator[date]:
    """The dates of a calendar year on which a document is due; with `every_years` every year is watched: which one is not known."""
    day = expected.due if expected.due != "02-29" else "02-28"
    yield date.fromisoformat(f"{year:04}-{day}")


def is_busy(source: Source, today: date) -> bool:
    """Whether a document of the source may come out any day now."""
    return any(_is_awaited(publication, today) for publication in source.publishes)


def _is_awaited(publication: Publication, today: date) -> bool:
    if publication.at.folder or publication.at.store:  # looking costs nobody anything
        return True
    if publication.expected is None:
        return False
    dates = [due for year in (today.year - 1, today.year, today.year + 1) for due in due_dates(publication.expected, year)]
    return any(due - BEFORE <= today <= due + AFTER for due in dates)


def is_due(source: Source, look: Look | None, today: date) -> bool:
    """Whether the source is to be asked in the night of this date."""
    if not source.publishes:
        return False
    if look is None or look.failed_nights or is_busy(source, today):
        return True
    return _own_weekday(source.id) == today.toordinal() % QUIET.days or today - look.looked_on >= QUIET


def longest_pause(source: Source, today: date) -> timedelta:
    """After how long without a successful look a source is overdue."""
    return (timedelta(days=1) if is_busy(source, today) else QUIET) + _LATE_BY


def _own_weekday(source_id: str) -> int:
    """The same for a source in every run, spread over the week for all of them."""
    return crc32(source_id.encode()) % QUIET.days
