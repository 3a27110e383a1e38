"""When sources are asked: daily around due dates and while they fail, once a week otherwise."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ingest.source_schema import Source
from orchestration.looks import Look, failing_for, load_looks, note_look, save_looks
from orchestration.rhythm import is_busy, is_due, longest_pause


def source(source_id: str = "exempel", due: str | None = "04-30", **at: object) -> Source:
    publication = {"kind": "annual_report", "at": at or {"listing": "https://exempel.test/"}}
    if due:
        publication["expected"] = {"due": due, "years_after": 1}
    return Source.model_validate({"id": source_id, "name": source_id, "publishes": [publication], "is_confirmed": True})


def looked(day: date, failed_nights: int = 0) -> Look:
    at = datetime(day.year, day.month, day.day, 1, 30, tzinfo=UTC).isoformat()
    return Look(first_at=at, looked_at=at, succeeded_at=at, failed_nights=failed_nights)


def nights_asked(one: Source, first: date, nights: int) -> list[date]:
    """The dates on which it was asked, when every look works."""
    look, asked = looked(first - timedelta(days=1)), []
    for day in (first + timedelta(days=n) for n in range(nights)):
        if is_due(one, look, day):
            asked.append(day)
            look = looked(day)
    return asked


def test_daily_from_thirty_days_before_to_sixty_days_after() -> None:
    asked = nights_asked(source(), date(2026, 1, 1), 365)
    busy = [day for day in asked if date(2026, 3, 31) <= day <= date(2026, 6, 29)]
    assert len(busy) == 91
    quiet = [day for day in asked if day not in busy]
    assert 38 <= len(quiet) <= 41
    gaps = {(b - a).days for a, b in itertools.pairwise(quiet) if b < date(2026, 3, 31)}
    assert gaps == {7}


@pytest.mark.parametrize(
    ("due", "day", "busy"), [("12-31", date(2026, 1, 15), True), ("01-10", date(2025, 12, 20), True), ("12-31", date(2026, 6, 1), False)]
)
def test_the_window_reaches_over_new_year(due: str, day: date, busy: bool) -> None:
    assert is_busy(source(due=due), day) is busy


def test_the_twenty_ninth_of_february_exists_every_year() -> None:
    assert is_busy(source(due="02-29"), date(2026, 2, 28))


def test_what_fails_is_asked_every_night() -> None:
    days = [date(2026, 9, 1) + timedelta(days=n) for n in range(7)]
    assert all(is_due(source(), looked(day - timedelta(days=1), failed_nights=2), day) for day in days)


def test_what_was_never_asked_is_due_and_what_publishes_nowhere_never() -> None:
    assert is_due(source(due=None), None, date(2026, 9, 1))
    assert not is_due(Source(id="tyst", name="tyst"), None, date(2026, 9, 1))


def test_a_drop_folder_is_looked_at_every_night() -> None:
    assert len(nights_asked(source(due=None, folder="/srv/exports"), date(2026, 9, 1), 14)) == 14


def test_the_quiet_nights_of_many_sources_are_spread_over_the_week() -> None:
    per_night = [len([n for n in range(70) if is_due(source(f"f{n}"), looked(day - timedelta(days=1)), day)])
                 for day in (date(2026, 9, 1) + timedelta(days=n) for n in range(7))]  # fmt: skip
    assert sum(per_night) == 70
    assert max(per_night) <= 20


def test_overdue_is_later_in_quiet_times() -> None:
    assert longest_pause(source(), date(2026, 5, 1)) < longest_pause(source(), date(2026, 9, 1))


def test_a_night_counts_once_whatever_is_tried_again_in_it() -> None:
    now, look = datetime(2026, 9, 1, tzinfo=UTC), None
    for night in ("a", "a", "b", "b"):
        look = note_look(look, now, problem="500", night=night)
    assert look is not None
    assert look.failed_nights == 2
    assert note_look(look, now, problem="500", night=None).failed_nights == 2, "what a person asked for is no night"
    assert note_look(look, now, problem=None, night="c").failed_nights == 0


def test_the_alarm_comes_in_the_third_night_and_weekly_from_then() -> None:
    now, looks, alarms = datetime(2026, 9, 1, tzinfo=UTC), {}, []
    for night in range(1, 12):
        looks["nere"] = note_look(looks.get("nere"), now, problem="500", night=str(night))
        looks["uppe"] = note_look(looks.get("uppe"), now, problem=None, night=str(night))
        alarms += [(night, name) for name, _ in failing_for(looks, str(night), nights=3, again_after=7)]
    assert alarms == [(3, "nere"), (10, "nere")]


def test_looks_are_kept_and_a_broken_file_is_none(tmp_path: Path) -> None:
    looks = {"a": looked(date(2026, 9, 1), 2)}
    save_looks(tmp_path, looks)
    assert load_looks(tmp_path) == looks
    (tmp_path / "nightly-looks.json").write_text("{", encoding="utf-8")
    assert load_looks(tmp_path) == {}
