"""Periods as exports print them: two dates, two months, a half-year, a year, a survey year."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import cache

from ingest.exports.selections import Selections
from ingest.headers import MONTHS, find_dates, find_years, small
from ingest.lexicon import load
from ingest.periods import Span, whole_year

_NAMED_MONTH = re.compile(rf"\b({MONTHS})\.?(?: (20\d\d|19\d\d))?\b")
_NUMBERED_MONTH = re.compile(r"\b(20\d\d)[-/.]?(0[1-9]|1[0-2])\b(?![-/.]?\d)")


@cache
def _months() -> dict[str, int]:
    found: dict[str, int] = load("headers")["months"]
    return found


def _month(year: int, month: int, *, last: bool) -> date:
    return date(year, month, monthrange(year, month)[1] if last else 1)


def survey_span(year: int) -> Span:
    """The measuring year that ends in this year."""
    months = load("exports")["survey_year"]
    before = year - 1 if months["first_month"] > months["last_month"] else year
    return Span(_month(before, months["first_month"], last=False), _month(year, months["last_month"], last=True))


def _by_months(text: str) -> Span | None:
    numbered = [(int(y), int(m)) for y, m in _NUMBERED_MONTH.findall(text)]
    if len(numbered) == 2:
        (y1, m1), (y2, m2) = numbered
        return Span(_month(y1, m1, last=False), _month(y2, m2, last=True))
    named = [(_months()[m], int(y) if y else None) for m, y in _NAMED_MONTH.findall(text)]
    if len(named) == 2 and named[1][1]:
        (m1, first), (m2, last) = named
        year = named[1][1]
        return Span(_month(first or (year - 1 if m1 > m2 else year), m1, last=False), _month(last or year, m2, last=True))
    if len(named) == 1 and named[0][1]:
        return Span(_month(named[0][1], named[0][0], last=False), _month(named[0][1], named[0][0], last=True))
    return None


def parse_period(text: str, *, survey: bool = False) -> Span | None:
    """The period a text names; None when it names none. Of surveys a bare year is the measuring year that ends in it."""
    lowered = small(text)
    dates = find_dates(lowered)
    if len(dates) >= 2 and dates[0] <= dates[-1]:
        return Span(dates[0], dates[-1])
    years = find_years(lowered)
    if not dates and (found := _by_months(lowered)):
        return found if found.start <= found.end else None
    if years or dates:
        year = years[-1] if years else dates[0].year
        for entry in load("documents")["periods"]:
            if re.search(entry["pattern"], lowered):
                first, last = entry["months"]
                return Span(_month(year, first, last=False), _month(year, last, last=True))
    if dates:
        return Span(date(dates[0].year, 1, 1), dates[0])
    if not years:
        return None
    if survey:
        return survey_span(years[-1])
    return Span(date(min(years), 1, 1), date(max(years), 12, 31)) if len(years) == 2 else whole_year(years[0])


def period_of(above: Selections, *, survey: bool) -> Span | None:
    """The period of what stands below: its selections, else the nearest title that names one. Dates of drawing do not count."""
    if (year := above.value("survey_year")) and (years := find_years(year)):
        return survey_span(years[-1])
    start, end = above.value("period_from"), above.value("period_to")
    if start and end and (dates := find_dates(f"{start} - {end}")) and len(dates) == 2 and dates[0] <= dates[1]:
        return Span(dates[0], dates[1])
    for text in (above.value("period"), above.value("year")):
        if text and (found := parse_period(text, survey=survey)):
            return found
    for title in reversed(above.titles):
        if found := parse_period(title.text, survey=survey):
            return found
    return None
