"""From what a column says to the period of its amounts: flows, stocks, openings, interim reports and plans."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.headers import read_header
from ingest.periods import DocumentPeriod, Span, column_span, default_scenario, period_type, whole_year

ANNUAL = DocumentPeriod("annual_report", date(2022, 1, 1), date(2022, 12, 31))
HALF = DocumentPeriod("interim_report", date(2021, 1, 1), date(2021, 6, 30))
TERTIAL = DocumentPeriod("interim_report", date(2024, 1, 1), date(2024, 8, 31))
PLAN = DocumentPeriod("plan_budget", date(2024, 1, 1), date(2024, 12, 31))


def _span(text: str, document: DocumentPeriod, caption_end: date | None = None) -> tuple[str, str, str]:
    meaning = read_header(text)
    scenario = default_scenario(meaning, document, "budget_plan" if document is PLAN else "income_statement")
    span = column_span(meaning, scenario, document, caption_end)
    return scenario, span.start.isoformat(), span.end.isoformat()


@pytest.mark.parametrize(
    ("text", "document", "expected"),
    [
        ("2022", ANNUAL, ("actual", "2022-01-01", "2022-12-31")),
        ("2021", ANNUAL, ("actual", "2021-01-01", "2021-12-31")),
        ("Föregående år", ANNUAL, ("actual", "2021-01-01", "2021-12-31")),
        ("Budget", ANNUAL, ("budget", "2022-01-01", "2022-12-31")),
        ("2022-12-31", ANNUAL, ("actual", "2022-01-01", "2022-12-31")),
        ("Utfall 2021-06-30", HALF, ("actual", "2021-01-01", "2021-06-30")),
        ("Utfall 2020", HALF, ("actual", "2020-01-01", "2020-06-30")),
        ("Bokslut 2020", HALF, ("actual", "2020-01-01", "2020-12-31")),
        ("Utfall", HALF, ("actual", "2021-01-01", "2021-06-30")),
        ("Budget", HALF, ("budget", "2021-01-01", "2021-12-31")),
        ("Budget 2021-06-30", HALF, ("budget", "2021-01-01", "2021-12-31")),
        ("Helårsprognos", HALF, ("forecast", "2021-01-01", "2021-12-31")),
        ("Periodens budget jan–aug 2024", TERTIAL, ("budget", "2024-01-01", "2024-08-31")),
        ("Prognos helår 2024", TERTIAL, ("forecast", "2024-01-01", "2024-12-31")),
        ("2024", PLAN, ("budget", "2024-01-01", "2024-12-31")),
        ("2025", PLAN, ("plan", "2025-01-01", "2025-12-31")),
        ("Plan 2026", PLAN, ("plan", "2026-01-01", "2026-12-31")),
        ("Prognos", PLAN, ("forecast", "2023-01-01", "2023-12-31")),
        ("Budget 2023", PLAN, ("budget", "2023-01-01", "2023-12-31")),
        ("2022", PLAN, ("actual", "2022-01-01", "2022-12-31")),
    ],
)  # fmt: skip
def test_columns(text: str, document: DocumentPeriod, expected: tuple[str, str, str]) -> None:
    assert _span(text, document) == expected


def test_a_caption_dates_a_column_that_says_no_more_than_outcome() -> None:
    assert _span("Utfall", ANNUAL, date(2022, 8, 31)) == ("actual", "2022-01-01", "2022-08-31")
    assert _span("Budget", ANNUAL, date(2022, 8, 31)) == ("budget", "2022-01-01", "2022-12-31")


def test_leap_years_end_on_their_last_day() -> None:
    february = DocumentPeriod("interim_report", date(2024, 1, 1), date(2024, 2, 29))
    assert _span("Utfall 2023", february) == ("actual", "2023-01-01", "2023-02-28")


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        (None, "2022-12-31", "instant"), ("2022-01-01", "2022-12-31", "year"), ("2022-01-01", "2022-06-30", "half_year"),
        ("2022-01-01", "2022-04-30", "tertial"), ("2022-01-01", "2022-08-31", "tertial"), ("2022-01-01", "2022-09-30", "ytd"),
        ("2022-05-01", "2022-05-31", "month"), ("2021-11-01", "2022-10-31", "survey_year"), ("2022-03-01", "2022-09-30", "custom"),
        ("2022-01-01", "2022-06-15", "custom"),
    ],
)  # fmt: skip
def test_period_types(start: str | None, end: str, code: str) -> None:
    assert period_type(date.fromisoformat(start) if start else None, date.fromisoformat(end)) == code


def test_whole_year() -> None:
    assert whole_year(2022) == Span(date(2022, 1, 1), date(2022, 12, 31))
    assert ANNUAL.is_whole_year
    assert not HALF.is_whole_year
    assert HALF.year == 2021
