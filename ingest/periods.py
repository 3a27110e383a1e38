"""From what a column says and what the document is about, to the period of one amount.

A flow has both dates, a stock only the last. A budget or forecast covers the whole year unless it says otherwise;
an opening balance stands at the end of the year before.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from ingest.headers import ColumnMeaning


@dataclass(frozen=True, slots=True)
class DocumentPeriod:
    """The document's kind and reported period."""

    report_type: str
    start: date
    end: date

    @property
    def year(self) -> int:
        """The reported year."""
        return self.end.year

    @property
    def is_whole_year(self) -> bool:
        """Whether the document reports a calendar year."""
        return (self.end.month, self.end.day) == (12, 31)


@dataclass(frozen=True, slots=True)
class Span:
    """First and last day of a flow; a stock stands at `end`."""

    start: date
    end: date


def whole_year(year: int) -> Span:
    """1 January to 31 December."""
    return Span(date(year, 1, 1), date(year, 12, 31))


def _same_months(document: DocumentPeriod, year: int) -> Span:
    last = monthrange(year, document.end.month)[1]
    return Span(date(year, document.start.month, 1), date(year, document.end.month, last))


def default_scenario(meaning: ColumnMeaning, document: DocumentPeriod, statement: str) -> str:
    """The scenario of a column that names none: outcome, and budget or plan for the coming years of a plan."""
    if meaning.scenario:
        return meaning.scenario
    year = meaning.year or document.year
    if document.report_type == "plan_budget" and statement == "budget_plan" and year >= document.year:
        return "budget" if year == document.year else "plan"
    return "actual"


def column_span(meaning: ColumnMeaning, scenario: str, document: DocumentPeriod, caption_end: date | None) -> Span:
    """The period of a column's flows; its end is the date of the column's stocks. What is brought forward stands the day before it."""
    span = _span_told(meaning, scenario, document, caption_end)
    if meaning.ledger != "opening":
        return span
    before = span.start - timedelta(days=1)
    return Span(date(before.year, 1, 1), before)


def _span_told(meaning: ColumnMeaning, scenario: str, document: DocumentPeriod, caption_end: date | None) -> Span:
    whole = (scenario in {"budget", "forecast", "plan"} and not meaning.same_period) or meaning.whole_year
    year = meaning.year
    if year is None and meaning.previous_year:
        year = document.year - 1
    if meaning.end is not None and not (whole and not meaning.start):
        return Span(meaning.start or date(meaning.end.year, 1, 1), meaning.end)
    if meaning.end is not None:
        return whole_year(meaning.end.year)
    if year is None and caption_end is not None and not whole:
        return Span(date(caption_end.year, 1, 1), caption_end)
    if year is None:
        year = document.year - 1 if scenario == "forecast" and document.report_type == "plan_budget" else document.year
    if whole or document.is_whole_year:
        return whole_year(year)
    return _same_months(document, year)


def period_type(start: date | None, end: date) -> str:
    """The contract's code of a period."""
    if start is None:
        return "instant"
    if (start.month, start.day) != (1, 1) or start.year != end.year:
        return (
            "survey_year"
            if (start.month, end.month) == (11, 10)
            else "month"
            if (start.year, start.month) == (end.year, end.month)
            else "custom"
        )
    if end.day != monthrange(end.year, end.month)[1]:
        return "custom"
    return {12: "year", 6: "half_year", 4: "tertial", 8: "tertial", 1: "month"}.get(end.month, "ytd")
