"""The people of an association's initiatives: invented participations, of which every count of a report is a count.

Nothing is entered as a number. Persons come and go; a table or a sentence counts those who fit, so that starts, exits, stocks,
genders, reasons and years hang together whatever period is told.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tests.press.books import Period

MONTHS = ["januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"]
REASONS = {"work": 24, "study": 12, "job_seeking": 14, "continued_rehab": 16, "illness": 14, "own_request": 8, "moved": 4, "other": 8}
EDUCATION = {"below_primary": 14, "primary": 26, "secondary": 44, "tertiary": 11, "unknown": 5}
SUPPORT = {"sickness_benefit": 20, "activity_compensation": 12, "sickness_compensation": 4, "social_assistance": 38,
           "activity_support": 14, "unemployment_benefit": 3, "study_support": 2, "none_public": 12}  # fmt: skip
OCCUPATION = {"work": "employment", "study": "studies", "job_seeking": "job_seeking"}
MERGED = {"work_or_study": {"work", "study"}}
Select = Mapping[str, str]


@dataclass(frozen=True)
class Stay:
    """One person's time in one initiative. `end` is None while it goes on; `before` and `after` are kinds of support."""

    initiative: str
    gender: str
    age: int
    education: str
    municipality: str
    start: date
    end: date | None
    reason: str
    before: frozenset[str]
    after: frozenset[str]
    worked_before: str


@dataclass(frozen=True)
class Span:
    """What a figure covers; `code` is that of books.Period, or a year with DN (December to November) or SY (November to October)."""

    code: str

    @property
    def dates(self) -> tuple[date, date]:
        year = int(self.code[:4])
        if self.code.endswith("DN"):
            return date(year - 1, 12, 1), date(year, 11, 30)
        if self.code.endswith("SY"):
            return date(year - 1, 11, 1), date(year, 10, 31)
        if "-" in self.code:
            return date(year, 1, 1), date(int(self.code[5:9]), 12, 31)
        period = Period.parse(self.code)
        return period.start, period.end

    def told(self, forms: Mapping[str, list[str]], pick: Callable[[list[str]], str]) -> str:
        """The period as a caption says it."""
        start, end = self.dates
        kind = "decnov" if start.year != end.year else {12: "year", 6: "half"}.get(end.month, "part")
        form = pick(forms[kind])
        words = {"Y": str(end.year), "X": str(start.year), "S": start.isoformat(), "E": end.isoformat()}
        words |= {"A": MONTHS[start.month - 1], "B": MONTHS[end.month - 1], "b": MONTHS[end.month - 1][:3]}
        return form.format(**words)


def drawn(chances: Mapping[str, int], by: random.Random) -> str:
    return by.choices(list(chances), list(chances.values()))[0]


class Crowd:
    """The stays of one association, drawn from its `crowd`: seed, first and last year, people a year per initiative
    (`rates`), weights of the municipalities, and which genders beside women and men are told (`thirds`)."""

    def __init__(self, given: Mapping[str, Any]):
        self.given = given
        self.by = random.Random(f"people {given['seed']}")  # noqa: S311 - sample people, not secrets
        self.thirds: list[str] = list(given.get("thirds", []))
        self.stays = [s for k, rate in given["rates"].items() for s in self.initiative(k, int(rate))]

    @property
    def reasons(self) -> list[str]:
        """The reasons for leaving that are told."""
        return list(REASONS)

    def initiative(self, key: str, rate: int) -> list[Stay]:
        women = self.by.uniform(0.35, 0.75)
        tilt = {r: max(1, int(w * self.by.uniform(0.4, 1.7))) for r, w in REASONS.items()}
        years = range(int(self.given["first"]), int(self.given["last"]) + 1)
        return [self.stay(key, year, women, tilt) for year in years for _ in range(int(rate * self.by.uniform(0.8, 1.25)))]

    def stay(self, key: str, year: int, women: float, reasons: Mapping[str, int]) -> Stay:
        by = self.by
        start = date(year, 1, 1) + timedelta(by.randrange(365))
        end = start + timedelta(by.randrange(60, 500))
        gender = "women" if by.random() < women else "men"
        if self.thirds and by.random() < 0.035:
            gender = by.choice(self.thirds)
        reason = drawn(reasons, by)
        before = {drawn(SUPPORT, by)}
        if by.random() < 0.12 and "none_public" not in before:
            before.add(drawn({k: v for k, v in SUPPORT.items() if k != "none_public"}, by))
        after = set(before) if by.random() < 0.45 else {drawn(SUPPORT, by)}
        if reason == "work" and by.random() < 0.7:
            after = {"none_public"}
        if reason == "study":
            after = {"study_support"}
        occupied = drawn({"employment": 6, "studies": 4, "job_seeking": 25, "other": 65}, by)
        town = drawn(self.given["municipalities"], by)
        return Stay(key, gender, int(by.triangular(17, 64, 34)), drawn(EDUCATION, by), town, start, end,
                    reason, frozenset(before), frozenset(after), occupied)  # fmt: skip

    def count(self, select: Select) -> int:
        """How many stays fit: measure, gender, initiative, municipality, exit_reason, age ("16-24"), education, support or
        occupation with before_after; `period` is always told."""
        start, end = Span(select["period"]).dates
        return sum(1 for s in self.stays if timed(s, select["measure"], start, end) and fits(s, select))

    def share(self, select: Select, drop: str) -> Decimal:
        """Percent of the stays that fit when the condition `drop` is left out; one decimal."""
        whole = self.count({k: v for k, v in select.items() if k != drop})
        return Decimal(100 * self.count(select)) / whole if whole else Decimal(0)


def whole(share: Decimal, places: int = 0) -> Decimal:
    return share.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def timed(stay: Stay, measure: str, start: date, end: date) -> bool:
    """Whether a stay counts under a measure of a period."""
    left = stay.end or date.max
    return {
        "participants": stay.start <= end and left >= start,
        "started": start <= stay.start <= end,
        "exits": start <= left <= end,
        "ongoing_start": stay.start < start <= left,
        "ongoing_end": stay.start <= end < left,
    }[measure]


def fits(stay: Stay, select: Select) -> bool:
    """Whether a stay meets every condition told; "all" is none."""
    for key in ("gender", "initiative", "municipality", "education"):
        if select.get(key, "all") not in ("all", getattr(stay, key)):
            return False
    reason = select.get("exit_reason")
    if reason and stay.reason not in MERGED.get(reason, {reason}):
        return False
    if "age" in select and not int(select["age"].split("-")[0]) <= stay.age <= int(select["age"].split("-")[1]):
        return False
    is_after = select.get("before_after") == "after"
    if "support" in select and select["support"] not in (stay.after if is_after else stay.before):
        return False
    occupied = OCCUPATION.get(stay.reason, "other") if is_after else stay.worked_before
    return select.get("occupation", occupied) == occupied
