"""Heads of columns say scenario and period in many wordings; each is read as it was meant."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ingest.headers import find_dates, is_header_text, read_header
from ingest.periods import DocumentPeriod, column_span, default_scenario

MANY = settings(max_examples=200, deadline=None)
MONTHS = ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december")
WORDS = {
    "actual": ("Utfall", "Bokslut", "Redovisat", "UTFALL", "Ack utfall"),
    "budget": ("Budget", "Årsbudget", "Reviderad budget", "BUDGET", "Beslutad budget"),
    "forecast": ("Prognos", "Helårsprognos", "Årsprognos", "prognos"),
    "deviation": ("Avvikelse", "Budgetavvikelse", "Differens", "Avvikelse mot budget", "Avvikelse budget/utfall"),
    "plan": ("Plan", "Verksamhetsplan", "PLAN"),
}
DATES = (
    "{y:04d}-{m:02d}-{d:02d}", "{y:04d}{m:02d}{d:02d}", "{y:04d}.{m:02d}.{d:02d}", "{d} {name} {y}", "{d}/{m} {y}",
    "{yy:02d}{m:02d}{d:02d}",
)  # fmt: skip
ANNUAL = DocumentPeriod("annual_report", date(2022, 1, 1), date(2022, 12, 31))


def _printed(pattern: str, day: date) -> str:
    return pattern.format(y=day.year, yy=day.year % 100, m=day.month, d=day.day, name=MONTHS[day.month - 1])


worded = st.sampled_from([(scenario, word) for scenario, words in WORDS.items() for word in words])
years = st.integers(2004, 2035)


@MANY
@given(worded, years, st.booleans())
def test_scenario_and_year(pair: tuple[str, str], year: int, year_first: bool) -> None:
    scenario, word = pair
    text = f"{year} {word}" if year_first else f"{word} {year}"
    meaning = read_header(text)
    assert (meaning.kind, meaning.scenario, meaning.year) == ("amount", scenario, year)
    # Limit of the reader: words that a stroke joins are not known as words of a head.
    assume("/" not in word)
    assert is_header_text(text)
    span = column_span(meaning, scenario, ANNUAL, None)
    assert (span.start, span.end) == (date(year, 1, 1), date(year, 12, 31))


@MANY
@given(worded, st.dates(date(2004, 1, 1), date(2035, 12, 31)), st.sampled_from(DATES))
def test_scenario_and_date(pair: tuple[str, str], day: date, pattern: str) -> None:
    scenario, word = pair
    text = f"{word} {_printed(pattern, day)}"
    meaning = read_header(text)
    assert (meaning.scenario, meaning.end) == (scenario, day)
    assert find_dates(text) == [day]


@MANY
@given(st.dates(date(2004, 1, 1), date(2035, 12, 31)), st.sampled_from(DATES), st.sampled_from(("", "per ", "Utfall ")))
def test_a_date_ends_the_flow_that_began_with_the_year(day: date, pattern: str, before: str) -> None:
    meaning = read_header(before + _printed(pattern, day))
    scenario = default_scenario(meaning, ANNUAL, "income_statement")
    span = column_span(meaning, scenario, ANNUAL, None)
    assert (scenario, span.start, span.end) == ("actual", date(day.year, 1, 1), day)


@MANY
@given(
    years, st.integers(2, 12), st.sampled_from(("jan-{m}", "jan – {m}", "januari–{m}", "januari - {m}", "januari till {m}")), st.booleans()
)
def test_months_from_january(year: int, month: int, pattern: str, short: bool) -> None:
    name = MONTHS[month - 1][:3] if short else MONTHS[month - 1]
    meaning = read_header(f"Utfall {pattern.format(m=name)} {year}")
    assert (meaning.scenario, meaning.start, meaning.end) == ("actual", date(year, 1, 1), date(year, month, monthrange(year, month)[1]))


@MANY
@given(st.sampled_from(["budget", "forecast"]).flatmap(lambda s: st.sampled_from([(s, w) for w in WORDS[s]])), years)
def test_budget_and_forecast_of_an_interim_report_are_the_whole_year(pair: tuple[str, str], year: int) -> None:
    scenario, word = pair
    interim = DocumentPeriod("interim_report", date(year, 1, 1), date(year, 8, 31))
    span = column_span(read_header(f"{word} {year}"), scenario, interim, None)
    assert (span.start, span.end) == (date(year, 1, 1), date(year, 12, 31))
    outcome = column_span(read_header(f"Utfall {year - 1}"), "actual", interim, None)
    assert (outcome.start, outcome.end) == (date(year - 1, 1, 1), date(year - 1, 8, 31))


@MANY
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_any_text_is_read_without_failing(text: str) -> None:
    read_header(text)
    is_header_text(text)
