"""When an amount is of, from what its clause says and what the document reports."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from ingest.identity import Identity
from ingest.periods import Span, whole_year
from ingest.told_money.clauses import ToldAmount, When


def scenario_of(told: ToldAmount, identity: Identity, *, is_stock: bool) -> str | None:
    """The scenario that the words tell, else the one the document is written in; None when that leaves a choice."""
    if told.scenario is not None:
        return told.scenario
    if identity.report_type != "plan_budget":
        return "actual"
    of_the_year = told.when.code in (None, "reported", "whole_year") and told.when.year in (None, identity.fiscal_year)
    return "budget" if of_the_year and not is_stock else None


def _same_months(identity: Identity, year: int) -> Span:
    last = identity.period_end.month
    return Span(date(year, identity.period_start.month, 1), date(year, last, monthrange(year, last)[1]))


def _day(when: When, end: date) -> date | None:
    """The day a clause dates; one without its year is the last before the end of the report."""
    if isinstance(when.day, tuple):
        month, day = when.day
        year = end.year - ((month, day) > (end.month, end.day))
        return date(year, month, day) if day <= monthrange(year, month)[1] else None
    return when.day


def span_of(told: ToldAmount, scenario: str, identity: Identity, *, is_stock: bool) -> Span | None:
    """The days of a flow; a stock stands at the last of them. None when the words leave a choice."""
    when, end, year = told.when, identity.period_end, identity.period_end.year
    day = _day(when, end)
    if when.day is not None and (day is None or (not is_stock and day != end)):
        return None
    is_part = (end.month, end.day) != (12, 31) or (identity.period_start.month, identity.period_start.day) != (1, 1)
    if when.code == "year_end" and is_part and when.year is None and scenario == "actual":
        return None
    of_year = when.year if when.year is not None else year - 1 if when.code == "previous" else year
    if is_stock:
        if when.code == "opening":
            return Span(date(of_year, 1, 1), date(of_year - 1, 12, 31))
        if day is not None:
            return Span(day, day)
        return Span(end, end) if of_year == year and scenario == "actual" else Span(date(of_year, 12, 31), date(of_year, 12, 31))
    if when.code in {"opening", "closing", "year_end"}:
        return None
    planned = scenario in {"budget", "forecast"}
    if planned:
        return Span(identity.period_start, end) if when.code == "reported" and of_year == year else whole_year(of_year)
    if of_year > year or (when.code == "whole_year" and is_part):
        return None
    if of_year == year:
        return Span(identity.period_start, end)
    return _same_months(identity, of_year) if when.code == "previous" else whole_year(of_year)
