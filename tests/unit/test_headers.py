"""What the words over a column say: scenario, version, period, unit, and columns that hold no money."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.headers import find_dates, find_unit, find_years, is_header_text, read_header, says_time_or_scenario


@pytest.mark.parametrize(
    ("text", "scenario", "version", "year"),
    [
        ("Utfall 2022", "actual", None, 2022), ("2022", None, None, 2022), ("Bokslut 2021", "actual", None, 2021),
        ("Redovisat 2022", "actual", None, 2022), ("Budgeterat 2022", "budget", "unknown", 2022),
        ("Budget 2022", "budget", "unknown", 2022), ("Ursprunglig budget 2022", "budget", "adopted", 2022),
        ("Beslutad budget 2022", "budget", "adopted", 2022), ("Reviderad budget 2022", "budget", "revised", 2022),
        ("Äskande 2023", "budget", "request", 2023), ("Beviljat 2023", "budget", "granted", 2023),
        ("Preliminär budget 2023", "budget", "preliminary", 2023), ("Prognos 2022", "forecast", None, 2022),
        ("Helårs- prognos", "forecast", None, None), ("Helårsprognos 2022", "forecast", None, 2022), ("Plan 2024", "plan", None, 2024),
    ],
)  # fmt: skip
def test_scenarios(text: str, scenario: str | None, version: str | None, year: int | None) -> None:
    meaning = read_header(text)
    assert (meaning.scenario, meaning.budget_version, meaning.year) == (scenario, version, year)
    assert meaning.kind == "amount"


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("Avvikelse", "budget"),
        ("Avvikelse mot budget", "budget"),
        ("Budgetavvikelse", "budget"),
        ("Differens", "budget"),
        ("Avvikelse mot prognos", "forecast"),
        ("Förändring", "previous"),
        ("Avvikelse utfall – budget", "budget"),
        ("Diff prognos/ budget", "budget"),
        ("Prognos-avvikelse", "budget"),
        ("Prognosavvikelse", "budget"),
        ("Kvar av beviljat", "budget"),
    ],
)
def test_deviations_say_what_they_are_measured_against(text: str, of: str) -> None:
    meaning = read_header(text)
    assert (meaning.scenario, meaning.deviation_of) == ("deviation", of)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Utfall 2021-06-30", None, date(2021, 6, 30)), ("2022-12-31", None, date(2022, 12, 31)), ("20221231", None, date(2022, 12, 31)),
        ("31 dec 2022", None, date(2022, 12, 31)), ("30 juni 2021", None, date(2021, 6, 30)), ("31/8 2023", None, date(2023, 8, 31)),
        ("Utfall 220630", None, date(2022, 6, 30)), ("Ack utfall jan–aug 2024", date(2024, 1, 1), date(2024, 8, 31)),
        ("januari - juni 2022", date(2022, 1, 1), date(2022, 6, 30)), ("Tertial 2 2023", date(2023, 1, 1), date(2023, 8, 31)),
        ("Halvår 2021", date(2021, 1, 1), date(2021, 6, 30)), ("2021-01-01 – 2021-08-31", date(2021, 1, 1), date(2021, 8, 31)),
        ("Utfall", None, None),
    ],
)  # fmt: skip
def test_periods(text: str, start: date | None, end: date | None) -> None:
    meaning = read_header(text)
    assert (meaning.start, meaning.end) == (start, end)


def test_impossible_dates_are_no_dates() -> None:
    assert find_dates("2021-02-31 och 31/13 2022") == []
    assert find_years("Dnr 3021/17, 1899 och 2022") == [2022]


@pytest.mark.parametrize(
    ("text", "kind"), [("Not", "note"), ("Noter", "note"), ("%", "percent"), ("Andel i procent", "percent"), ("Antal", "count")]
)
def test_columns_without_money(text: str, kind: str) -> None:
    assert read_header(text).kind == kind


def test_a_year_with_a_percent_sign_is_not_money() -> None:
    assert read_header("Utfall i % 2022").kind == "percent"


@pytest.mark.parametrize(
    ("text", "unit"),
    [("Belopp i tkr", "TSEK"), ("(kkr)", "TSEK"), ("tusental kronor", "TSEK"), ("Mnkr", "MSEK"), ("Miljoner kronor", "MSEK"),
     ("Belopp i kr", "SEK"), ("kronor", "SEK"), ("Budget 2022", None), ("Kristallen", None)],
)  # fmt: skip
def test_units(text: str, unit: str | None) -> None:
    assert find_unit(text) == unit


@pytest.mark.parametrize("text", ["Föregående år", "fg år", "Utfall föreg år"])
def test_the_year_before(text: str) -> None:
    assert read_header(text).previous_year


def test_a_period_of_the_year_is_not_the_whole_year() -> None:
    assert read_header("Periodens budget jan–aug 2024").same_period
    assert read_header("Helårsbudget").whole_year
    assert not read_header("Budget 2024").same_period


@pytest.mark.parametrize("text", ["2022", "Budget 2022", "Utfall 2021-06-30", "Avvikelse mot budget", "Not", "Helårs-", "prognos"])
def test_words_of_heads(text: str) -> None:
    assert is_header_text(text)


@pytest.mark.parametrize("text", ["Personal", "Budget för personal", "Medlemsbidrag 2022", "", "Kommunen"])
def test_words_of_rows_are_no_heads(text: str) -> None:
    assert not is_header_text(text)


def test_filler_says_nothing_of_time() -> None:
    assert says_time_or_scenario("Budget")
    assert says_time_or_scenario("2022-12-31")
    assert not says_time_or_scenario("Belopp i kr")
