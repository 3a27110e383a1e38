"""Words of time in a head, a label or a caption to the period of a count."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from ingest.headers import MONTHS, find_dates, find_years, small
from ingest.lexicon import load
from ingest.periods import DocumentPeriod

_MONTH: dict[str, int] = load("headers")["months"]
_YEAR = r"(?:19|20)\d\d"
_UNTIL = r"(?:-|–|till och med|till|t\.? ?o\.? ?m\.?|tom)"
_SPAN = re.compile(
    rf"\b(?:(?:0?1|1:a) )?(?P<m1>{MONTHS})\.? ?(?P<y1>{_YEAR})? ?{_UNTIL} ?"
    rf"(?:\d{{1,2}} )?(?P<m2>{MONTHS})\.?(?: (?P<y2>{_YEAR}))?\b"
)
_SLASHES = re.compile(r"\b1/(\d{1,2})(?: ((?:19|20)\d\d))? ?(?:-|–|till|t o m) ?(\d{1,2})/(\d{1,2})(?: ((?:19|20)\d\d))?")
_THROUGH = re.compile(r"\b(?:t\.? ?o\.? ?m\.?|tom|till och med|till o med|fram till|hittills)(?: och med)? (?:den )?\d")
_WHOLE = re.compile(r"\b(?:helår\w*|hela året|hela (?:19|20)\d\d|årsmål\w*|årsvolym\w*|per helår)\b")
_MONTH_ALONE = re.compile(rf"(?:i |under )?({MONTHS})\.?(?: månad)?(?: {_YEAR})?")
_HALF = re.compile(r"\b(första|andra|1:a|2:a|1|2) halvåret\b|\bhalvår ?([12])\b|\bh([12])\b|\bhalvåret\b")
_TERTIAL = re.compile(r"\btertial ?([123])\b|\bt([123])\b|\b([123])[: ]?a tertialet\b|\b(första|andra|tredje) tertialet\b")
_QUARTER = re.compile(r"\bkvartal ?([1-4])\b|\bkv ?([1-4])\b|\bq([1-4])\b|\b(första|andra|tredje|fjärde) kvartalet\b")
_TERM = re.compile(r"\b(?:vt|vårterminen) ?-?((?:19|20)?\d\d)?\b|\b(ht|höstterminen) ?-?((?:19|20)?\d\d)?\b")
_ORDINALS = {"första": 1, "andra": 2, "tredje": 3, "fjärde": 4, "1:a": 1, "2:a": 2}
_SINCE = re.compile(r"\b(sedan|från) (starten|start|början)\b(?: (?:år )?((?:19|20)\d\d))?")


@dataclass(frozen=True, slots=True)
class Time:
    """First and last day a text speaks of; `start` None: nothing but the last is told."""

    start: date | None
    end: date
    has_months: bool = True  # more than a year was said


def is_through(text: str) -> bool:
    """Whether a text counts up to a day ("t.o.m. 30 april"): a flow until then, and no state at it."""
    return bool(_THROUGH.search(small(text)))


def _last(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _number(match: re.Match[str]) -> int:
    text = next(g for g in match.groups() if g)
    return _ORDINALS.get(text) or int(text)


def read_time(text: str, year: int) -> Time | None:
    """What a text says of time; `year` is the reported one, for months without a year. None: nothing."""
    lowered = small(text)
    years = find_years(text)
    own = years[-1] if years else year
    if span := _SPAN.search(lowered):
        first, last = _MONTH[span["m1"]], _MONTH[span["m2"]]
        end_year = int(span["y2"]) if span["y2"] else own
        start_year = int(span["y1"]) if span["y1"] else end_year - (first > last)
        return Time(date(start_year, first, 1), _last(end_year, last))
    if span := _SLASHES.search(lowered):
        end_year = int(span[5]) if span[5] else own
        first = int(span[1])
        if 1 <= first <= 12 and 1 <= int(span[4]) <= 12:
            start_year = int(span[2]) if span[2] else end_year - (first > int(span[4]))
            return Time(date(start_year, first, 1), _last(end_year, int(span[4])))
    dates = sorted(find_dates(text))
    if len(dates) >= 2:
        return Time(dates[0], dates[-1])
    if dates:
        return Time(date(dates[0].year, 1, 1) if _THROUGH.search(lowered) else None, dates[0])
    if month := _MONTH_ALONE.fullmatch(lowered.strip()):
        return Time(date(own, _MONTH[month[1]], 1), _last(own, _MONTH[month[1]]))
    if half := _HALF.search(lowered):
        number = _number(half) if any(half.groups()) else 1
        return Time(date(own, 6 * number - 5, 1), _last(own, 6 * number))
    if tertial := _TERTIAL.search(lowered):
        number = _number(tertial)
        return Time(date(own, 4 * number - 3, 1), _last(own, 4 * number))
    if quarter := _QUARTER.search(lowered):
        number = _number(quarter)
        return Time(date(own, 3 * number - 2, 1), _last(own, 3 * number))
    if _WHOLE.search(lowered):
        return Time(date(own, 1, 1), _last(own, 12))
    if years:
        return Time(date(min(years), 1, 1) if len(set(years)) > 1 else date(own, 1, 1), _last(max(years), 12), has_months=False)
    return None


def period_of(times: list[Time | None], document: DocumentPeriod) -> tuple[date, date]:
    """First and last day of a flow: the nearest text that tells a time, with the months of one farther off where it tells a year only."""
    told = [time for time in times if time]
    if not told:
        return document.start, document.end
    nearest = told[0]
    if nearest.has_months:
        return nearest.start or date(nearest.end.year, 1, 1), nearest.end
    if nearest.start and nearest.start.year != nearest.end.year:
        return nearest.start, nearest.end
    year = nearest.end.year
    pattern = next((time for time in told[1:] if time.has_months and time.start), None)
    if pattern and pattern.start:
        shift = year - pattern.end.year
        return date(pattern.start.year + shift, pattern.start.month, pattern.start.day), _last(pattern.end.year + shift, pattern.end.month)
    if document.is_whole_year:
        return date(year, 1, 1), date(year, 12, 31)
    return date(year, document.start.month, document.start.day), _last(year, document.end.month)


def opening(times: list[Time | None], document: DocumentPeriod) -> tuple[date | None, date]:
    """The period that a stock opens ("Pågående vid årets början" of 2023 opens 2023); no start where only a day of its own is told."""
    days = [time.end for time in times if time and time.start is None]
    start, end = period_of([time for time in times if time and time.start], document)
    if days and days[0] not in {start, start - timedelta(days=1)}:
        return None, days[0]
    return start, end
