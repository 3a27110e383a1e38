"""What the nights came to, per source: when it was looked at, when that last worked, and how many nights it has failed.

The fetcher's own memory knows addresses and their versions; this knows nights. A night is a nightly run: what is tried
again in the same run, or asked for by hand, is no further night.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from orchestration.files import write_whole

FILE = "nightly-looks.json"
"""Beside the memories of the sources, whose ids hold no dash."""


@dataclass(frozen=True, slots=True)
class Look:
    """Of one source. Times are UTC, ISO 8601."""

    first_at: str
    looked_at: str
    succeeded_at: str | None = None
    failed_nights: int = 0  # in a row
    night: str = ""  # the run that counted last
    problem: str = ""  # what was told when it failed last

    @property
    def looked_on(self) -> date:
        """The day of the last look."""
        return datetime.fromisoformat(self.looked_at).date()

    @property
    def since(self) -> datetime:
        """Since when nothing newer is known of the source."""
        return datetime.fromisoformat(self.succeeded_at or self.first_at).astimezone(UTC)


def load_looks(folder: Path) -> dict[str, Look]:
    """The looks by source; none when there are none, or they cannot be read."""
    try:
        raw = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return {name: Look(**look) for name, look in raw.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def save_looks(folder: Path, looks: Mapping[str, Look]) -> None:
    """Keep them, whole or not at all."""
    plain = {name: asdict(look) for name, look in sorted(looks.items())}
    write_whole(folder / FILE, json.dumps(plain, ensure_ascii=False, indent=1))


def note_look(look: Look | None, now: datetime, *, problem: str | None, night: str | None) -> Look:
    """The look after one more. `problem` is None when it worked; `night` is None for a look that is no night."""
    stamp = now.astimezone(UTC).isoformat(timespec="seconds")
    before = look or Look(first_at=stamp, looked_at=stamp)
    if problem is None:
        return replace(before, looked_at=stamp, succeeded_at=stamp, failed_nights=0, problem="", night=night or before.night)
    counts = night is not None and night != before.night
    return replace(
        before,
        looked_at=stamp,
        problem=problem,
        failed_nights=before.failed_nights + counts,
        night=night or before.night,
    )


def failing_for(looks: Mapping[str, Look], night: str, *, nights: int, again_after: int) -> list[tuple[str, Look]]:
    """The sources that failed for exactly so many nights this night, and every `again_after` nights from then."""
    return [
        (name, look)
        for name, look in sorted(looks.items())
        if look.night == night and look.failed_nights >= nights and (look.failed_nights - nights) % again_after == 0
    ]
