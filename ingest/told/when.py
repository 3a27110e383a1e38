"""The periods a sentence names, where they stand, and which one a figure belongs to."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from ingest.headers import find_dates
from ingest.lexicon import load
from ingest.periods import period_type
from ingest.told.vocabulary import told

_Y = r"(?:19|20)\d\d"


_ALIKE = re.compile(r"\b(?:motsvarande|samma (?:period|tid))\b[^.;]*$")
_BETWEEN = re.compile(r"\bmellan (?:den )?$")
UNDATED = "counted since a start that the text does not date"


@dataclass(frozen=True, slots=True)
class Period:
    """Days of a flow; without a start when the text does not tell when it began. `note` says what was inferred."""

    start: date | None
    end: date
    note: str | None = None
    cumulative: bool = False

    @property
    def is_month(self) -> bool:
        """Whether it is one month."""
        return self.start is not None and not self.cumulative and (self.end - self.start).days <= 31

    @property
    def is_part(self) -> bool:
        """Whether it is less than a year."""
        return self.start is not None and not self.cumulative and (self.end - self.start).days < 360

    @property
    def type(self) -> str:
        """The contract's code."""
        return "custom" if self.start is None or self.cumulative else period_type(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Marker:
    """A period named at characters start to end; `period` None stands for the reported one."""

    start: int
    end: int
    period: Period


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    raw: dict[str, Any] = told()
    months = "|".join(sorted(load("headers")["months"], key=len, reverse=True))
    halves, thirds = raw["halves"], raw["thirds"]
    year = rf"(?P<year>{_Y})"
    to = r"(?:till och med|t\.? ?o\.? ?m\.?|till|och|-|–|—)"
    begun_in = rf"(?: (?:av \w+ )?(?:i |under |år |hösten |våren |den \d{{1,2}} )*(?:(?P<m1>{months}) ?)?(?P<year>{_Y})?)?"
    goes_on = r"(?= (?:har|fram)| .*(?:totalt|sammanlagt|deltagit|avslutats))"
    until = r"(?:till och med|t\.? ?o\.? ?m\.?|fram till och med|fram till|till)"
    found = [
        (
            "span",
            rf"(?:\d{{1,2}} )?(?P<m1>{months})\.?(?: (?P<y1>{_Y}))? ?{to} ?"
            rf"(?:\d{{1,2}} )?(?P<m2>{months})\b\.?(?: (?P<y2>{_Y}))?",
        ),
        (
            "years",
            rf"(?:åren|perioden|under|mellan)? ?(?P<y1>{_Y}) ?(?:-|–|—|till och med|t\.?o\.?m\.?|till|(?<=mellan \d\d\d\d )och) ?"
            rf"(?P<y2>{_Y})\b(?!-)",
        ),
        (
            "since",
            rf"(?:{raw['since']}){begun_in}|sedan (?:år |hösten |våren |\w+ )?(?P<since>{_Y})\b{goes_on}",
        ),
        *((f"half{n}", rf"(?:{halves[n]})(?: (?:av |under |år )*{year})?") for n in halves),
        *((f"quarter{n}", rf"(?:{raw['quarters'][n]})(?: (?:av |under |år )*{year})?") for n in raw["quarters"]),
        *((f"third{n}", rf"(?:{thirds[n]})(?: (?:av |under |år )*{year})?") for n in thirds),
        ("until", rf"{until} (?:den )?(?:\d{{1,2}} |sista |utgången av |slutet av )?(?P<m1>{months})\.?(?: {year})?"),
        ("last_year", raw["last_year"]),
        ("next_year", raw["next_year"]),
        ("this", raw["this_period"]),
        ("month", rf"(?:under|i) (?P<m1>{months})(?: {year}|(?![\wåäö]|\. ?\d| (?:månad|och|till)| ?[-–]))"),
        ("year", rf"(?<![\d.,/:-]){year}(?![\d.,/:]\d|-\d|–\d)"),
    ]
    return tuple((name, re.compile(rf"(?<![\wåäö])(?:{pattern})")) for name, pattern in found)


@cache
def _day() -> re.Pattern[str]:
    """A day without its year: "den 30 juni"."""
    months = "|".join(sorted(load("headers")["months"], key=len, reverse=True))
    day = r"(?:(?:den|per|sista) (?P<day>\d{1,2})|(?:utgången|slutet) av|(?:den )?sista)"
    return re.compile(rf"{day} (?P<month>{months})(?![\wåäö])")


def _last(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


@dataclass(frozen=True, slots=True)
class Calendar:
    """The reported period of the document, by which words such as "under året" are read."""

    start: date
    end: date

    @property
    def reported(self) -> Period:
        """The document's own period."""
        return Period(self.start, self.end)

    def year(self, year: int, *, same_months: bool = False) -> Period:
        """A whole year, or its months that the document reports."""
        if year == self.end.year:
            return self.reported
        if same_months:
            return Period(date(year, self.start.month, 1), _last(year, self.end.month))
        return Period(date(year, 1, 1), date(year, 12, 31))

    def markers(self, low: str, default: Period) -> list[Marker]:
        """The periods named in a sentence of small letters, in order; "under året" and the like stand for `default`."""
        found: list[Marker] = []
        for name, pattern in _patterns():
            for match in pattern.finditer(low):
                if any(marker.start < match.end() and match.start() < marker.end for marker in found):
                    continue
                if name == "span" and " och " in match[0] and not _BETWEEN.search(low[: match.start()]):
                    continue  # "i februari och augusti" are two months
                alike = bool(_ALIKE.search(low[: match.start()]))
                period = self._period(name, match, same_months=alike)
                if name == "this":
                    period = default
                elif name == "next_year":  # the one behind the last year named, else behind the reported one
                    named = re.findall(_Y, low[: match.start()])
                    period = self.year(int(named[-1] if named else self.end.year) + 1)
                if period is not None:
                    found.append(Marker(match.start(), match.end(), period))
        return sorted(found, key=lambda marker: marker.start)

    def _period(self, name: str, match: re.Match[str], *, same_months: bool) -> Period | None:
        groups = match.groupdict()
        said = groups.get("year")
        year = int(said) if said else self.end.year
        if name == "span":
            return self._span(match)
        if name == "years":
            first, last = int(match["y1"]), int(match["y2"])
            return Period(date(first, 1, 1), min(date(last, 12, 31), max(self.end, date(last, 1, 1)))) if first < last else None
        if name == "since":
            return self._since(groups)
        if name.startswith("half"):
            return Period(date(year, 1, 1), date(year, 6, 30)) if name.endswith("1") else Period(date(year, 7, 1), date(year, 12, 31))
        if name.startswith(("third", "quarter")):
            months = 4 if name.startswith("third") else 3
            last_month = months * int(name[-1])
            return Period(date(year, last_month - months + 1, 1), _last(year, last_month))
        if name == "last_year":
            return self.year(self.end.year - 1, same_months=True)
        if name == "until":
            month = load("headers")["months"][match["m1"]]
            return Period(date(year, 1, 1), _last(year, month))
        if name == "month":
            month = load("headers")["months"][match["m1"]]
            if said is None and not self.start <= date(year, month, 1) <= self.end:
                return None
            return Period(date(year, month, 1), _last(year, month))
        return self.year(year, same_months=same_months)

    def _since(self, groups: dict[str, str | None]) -> Period:
        """From the start that the words date, by year and perhaps month, to the end of the report; a start within the reported
        period is that period's own."""
        begun, named = groups.get("since") or groups.get("year"), groups.get("m1")
        month = load("headers")["months"][named] if named else 1
        if begun is None and named and self.start <= date(self.end.year, month, 1) <= self.end:
            return self.reported
        start = date(int(begun), month, 1) if begun else None
        if start is not None and named and self.start <= start <= self.end:
            return self.reported
        return Period(start, self.end, None if start else UNDATED, cumulative=True)

    def _span(self, match: re.Match[str]) -> Period:
        months = load("headers")["months"]
        first, last = months[match["m1"]], months[match["m2"]]
        end_year = int(match["y2"] or (int(match["y1"]) + (first > last) if match["y1"] else self.end.year))
        start_year = int(match["y1"] or end_year - (first > last))
        return Period(date(start_year, first, 1), _last(end_year, last))


def start_year(low: str) -> int | None:
    """The year in which a sentence says that its subject began."""
    match = re.search(told()["began"], low)
    return int(match["year"]) if match else None


def begun(period: Period, year: int | None) -> Period:
    """A period since an undated start, from the year its section gives."""
    if year is None or period.note != UNDATED or year > period.end.year:
        return period
    return replace(period, start=date(year, 1, 1), note="the year of the start is told elsewhere in the section")


def section_period(calendar: Calendar, low: str) -> Period | None:
    """The period that a sentence states for the figures of its section, when it names a span of months."""
    span = _patterns()[0][1].search(low)
    if span is None or not re.search(told()["section_period"], low):
        return None
    return calendar._span(span)


def instant_of(low: str, period: Period) -> Period:
    """A stock stands at one day: the one the sentence dates, else the period's last."""
    dates = find_dates(low)
    if not dates and (named := _day().search(low)):
        month, year = load("headers")["months"][named["month"]], period.end.year
        day = int(named["day"]) if named["day"] else monthrange(year, month)[1]
        if 1 <= day <= monthrange(year, month)[1]:
            dates = [date(year - ((month, day) > (period.end.month, period.end.day)), month, day)]
    if not dates and re.search(told()["mid_year"], low):
        dates = [date(period.end.year, 6, 30)]
    return Period(None, dates[-1] if dates else period.end, period.note)


def choose(markers: Sequence[Marker], chunk: tuple[int, int], place: int, default: Period, breaks: Sequence[int]) -> Period:
    """The period of a figure at `place` inside its words `chunk`.

    One named in those words (the nearest), else the last one named before, else the next one named after, unless a
    comparison (at `breaks`) stands between.
    """
    own = [marker for marker in markers if chunk[0] <= marker.start < chunk[1]]
    if own:
        before_break = [m for m in own if not any(min(place, m.start) < b < max(place, m.start) for b in breaks)]
        if before_break:
            return min(before_break, key=lambda marker: abs(marker.start - place)).period
    before = [marker for marker in markers if marker.end <= place]
    if before:
        return before[-1].period
    after = next((marker for marker in markers if marker.start >= place), None)
    ahead = after is not None and after.period.start is not None and after.period.start > default.end
    if after and not ahead and not any(place < b <= after.start for b in breaks):
        return after.period
    return default


def spans(markers: Sequence[Marker]) -> Iterator[tuple[int, int]]:
    """Where the markers stand: no figure there is a count."""
    return ((marker.start, marker.end) for marker in markers)
