"""What is not as fresh as it should be: associations by their last successful look, the warehouse by its last refresh."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from orchestration.alert_texts import Detail
from orchestration.errors import FinsamError
from orchestration.fetch_night import HOME, Desk
from orchestration.looks import load_looks
from orchestration.places import Places

if TYPE_CHECKING:
    from dagster import AssetCheckEvaluation, AssetCheckSpec

WAREHOUSE = "warehouse"
CHECK = "in_time"
_WAREHOUSE_HOURS = 36
_TELL_AGAIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Overdue:
    """One thing that should have happened. `what` is a source's id, or `warehouse`."""

    what: str
    since: datetime
    hours: int

    @property
    def detail(self) -> Detail:
        """As an alert tells it."""
        return {"what": self.what, "since": self.since.astimezone(HOME).strftime("%Y-%m-%d %H:%M"), "hours": self.hours}


def find_overdue(desk: Desk, places: Places, now: datetime) -> list[Overdue]:
    """Everything overdue at this time. What was never looked at is not: its first night comes, or the warehouse is overdue."""
    from orchestration.fetching import choose_sources
    from orchestration.rhythm import longest_pause

    found = []
    hours = int(os.environ.get("FINSAM_FRESH_HOURS") or _WAREHOUSE_HOURS)
    if (last := last_refresh(places)) and now - last > timedelta(hours=hours):
        found.append(Overdue(WAREHOUSE, last, hours))
    try:
        sources = choose_sources(desk.folder, [], also_unconfirmed=False)
    except FinsamError:
        return found  # the nightly run fails on it, and says so
    looks, today = load_looks(desk.memory), now.astimezone(HOME).date()
    for source in sources:
        pause = longest_pause(source, today)
        if (look := looks.get(source.id)) and now - look.since > pause:
            found.append(Overdue(source.id, look.since, round(pause.total_seconds() / 3600)))
    return found


def last_refresh(places: Places) -> datetime | None:
    """When a refresh last ended well, published or with nothing to do; None when none ever did."""
    ended: list[datetime] = []
    for path in places.inside("runs").glob("*.json"):
        try:
            raw = json.loads(path.read_text(encoding="utf-8"))
            if raw["ending"] in ("published", "unchanged"):
                ended.append(datetime.fromisoformat(raw["started_at"]).astimezone(UTC))
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return max(ended, default=None)


def not_yet_told(cursor: str | None, overdue: Sequence[Overdue], now: datetime) -> tuple[list[Overdue], str]:
    """Those to tell now, and the cursor that remembers when each was told."""
    try:
        told = {name: datetime.fromisoformat(at) for name, at in json.loads(cursor or "{}").items()}
    except (ValueError, AttributeError, TypeError):
        told = {}
    news = [one for one in overdue if one.what not in told or now - told[one.what] >= _TELL_AGAIN]
    when = {one.what: now if one in news else told[one.what] for one in overdue}
    return news, json.dumps({name: at.isoformat() for name, at in sorted(when.items())})


def check_specs() -> list[AssetCheckSpec]:
    """The checks that say it in the user interface."""
    from dagster import AssetCheckSpec

    return [AssetCheckSpec(name=CHECK, asset=asset, description=says) for asset, says in _ASSETS.items()]


def check_results(overdue: Sequence[Overdue]) -> Iterator[AssetCheckEvaluation]:
    """What the checks conclude."""
    from dagster import AssetCheckEvaluation, AssetCheckSeverity, AssetKey

    for asset in _ASSETS:
        mine = [one for one in overdue if (one.what == WAREHOUSE) == (asset == "facts")]
        yield AssetCheckEvaluation(
            asset_key=AssetKey(asset),
            check_name=CHECK,
            passed=not mine,
            severity=AssetCheckSeverity.WARN,
            metadata={"overdue": [one.what for one in mine]},
        )


_ASSETS = {
    "fetched": "Every confirmed association was looked at with success as often as its rhythm says.",
    "facts": "A refresh ended well within the last day and a half.",
}
