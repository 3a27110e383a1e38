"""People told by hand: an association's YAML gives [women, men] per period, initiative and measure in place of a drawn crowd."""

from __future__ import annotations

from typing import Any

from tests.press.crowd import MERGED, Crowd, Select

GENDERS = {"women": slice(0, 1), "men": slice(1, 2), "all": slice(0, 2)}


class Tallied(Crowd):
    """Counts what `people` gives: participants, exits, started and, under `reasons`, the exits by reason. What is left of the
    participants is still there at the end; what nobody told counts nobody."""

    def __init__(self, people: dict[str, Any]):
        self.people = people
        years = [code for code in people if code.isdigit()]
        self.thirds, self.stays = [], []
        names = {k: v.replace("-|", "").replace("|", " ") for k, v in people["initiatives"].items()}
        self.given = {"first": min(years), "last": max(years), "initiatives": people.get("names", names), "towns": {}}

    @property
    def reasons(self) -> list[str]:
        told = [k for people in self.people.values() for one in people.values() if isinstance(one, dict) for k in one.get("reasons", {})]
        return list(dict.fromkeys(told))

    def count(self, select: Select) -> int:
        told = self.people.get(select["period"], {})
        wanted = select.get("initiative", "all")
        if {"municipality", "age", "education", "support", "occupation"} & set(select):
            return 0
        return sum(self.one(told[k], select) for k in told if wanted in ("all", k))

    def one(self, told: dict[str, Any], select: Select) -> int:
        measure, gender = select["measure"], GENDERS.get(select.get("gender", "all"), slice(0, 0))
        reason = select.get("exit_reason")
        if reason:
            return sum(sum(told.get("reasons", {}).get(r, [0, 0])[gender]) for r in MERGED.get(reason, {reason}))
        parts = {"ongoing_end": ("participants", "exits"), "ongoing_start": ("participants", "started")}.get(measure)
        if parts:
            return sum(told[parts[0]][gender]) - sum(told[parts[1]][gender]) if parts[1] in told else 0
        return sum(told.get(measure, [0, 0])[gender])
