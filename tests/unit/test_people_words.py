"""Labels of participant tables, one at a time."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.initiatives import InitiativeBook
from ingest.people.when import Time, opening, period_of, read_time
from ingest.people.words import age_band, municipality_of, read_words
from ingest.periods import DocumentPeriod

BOOK = InitiativeBook({"Nya Vägar": "nya_vagar"})
HALF = DocumentPeriod("interim_report", date(2023, 1, 1), date(2023, 6, 30))


@pytest.mark.parametrize(
    ("text", "measure", "gender"),
    [
        ("Deltagande kvi", "participants", "women"),
        ("Antal avslutade män", "exits", "men"),
        ("Nyinskrivna", "started", None),
        ("Pågående 31 december", "ongoing_end", None),
        ("Inskrivna vid årets början", "ongoing_start", None),
        ("Deltagare av annan könstillhörighet", "participants", "nonbinary"),
        ("Ej avslutad grundskola", None, None),
        ("Antal remisser", "referrals", None),
        ("Deltagare januari–juni 2023", "participants", None),
        ("Inbjudna", "invited", None),
    ],
)
def test_what_is_counted_and_of_whom(text: str, measure: str | None, gender: str | None) -> None:
    said = read_words(text, BOOK)
    assert (said.measure, said.gender) == (measure, gender)


@pytest.mark.parametrize(
    ("text", "facet", "code"),
    [
        ("Egen försörjning genom arbete eller studier", "exit_reason", "work_or_study"),
        ("Gemensam kartläggning med Arbetsförmedlingen", "exit_reason", "joint_mapping"),
        ("Sjukskrivning", "exit_reason", "illness"),
        ("Fortsatt arbetslivsinriktad rehabilitering", "exit_reason", "continued_rehab"),
        ("Felregistrering", "exit_reason", "misregistration"),
        ("Rehabiliteringspenning", "support_type", "rehab_benefit"),
        ("A-kassa", "support_type", "unemployment_benefit"),
        ("Saknar fullständig grundskola", "education", "below_primary"),
        ("Eftergymnasial utbildning", "education", "tertiary"),
        ("Osubventionerat arbete", "occupation", "unsubsidised"),
    ],
)
def test_categories(text: str, facet: str, code: str) -> None:
    assert read_words(text, BOOK).facets[facet] == code


@pytest.mark.parametrize(
    ("text", "band"),
    [("16 24 år", "16-24"), ("under 30 år", "<30"), ("65 år och äldre", "65-"), ("60 +", "60-"), ("2023 2024", None), ("12", None)],
)
def test_ages(text: str, band: str | None) -> None:
    assert age_band(text) == band


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Värnamo", "varnamo"),
        ("SE / IPS Gnosjö", "gnosjo"),
        ("Borås kommun", "boras"),
        ("Granviks kommun", "granvik"),
        ("Per kommun", None),
        ("mark", None),
    ],
)
def test_municipalities(text: str, place: str | None) -> None:
    assert municipality_of(text) == place


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("Jan - juni 2021", Time(date(2021, 1, 1), date(2021, 6, 30))),
        ("december 2022–november 2023", Time(date(2022, 12, 1), date(2023, 11, 30))),
        ("dec–nov 2023", Time(date(2022, 12, 1), date(2023, 11, 30))),
        ("första halvåret 2023", Time(date(2023, 1, 1), date(2023, 6, 30))),
        ("Tertial 2", Time(date(2023, 5, 1), date(2023, 8, 31))),
        ("2023-01-01–2023-04-30", Time(date(2023, 1, 1), date(2023, 4, 30))),
        ("Totalt 2019", Time(date(2019, 1, 1), date(2019, 12, 31), has_months=False)),
        ("Antal deltagare", None),
    ],
)
def test_times(text: str, time: Time | None) -> None:
    assert read_time(text, 2023) == time


def test_a_year_in_a_head_takes_the_months_of_the_caption_or_of_the_report() -> None:
    head, caption = read_time("2022", 2023), read_time("januari–april 2023", 2023)
    assert period_of([head, caption], HALF) == (date(2022, 1, 1), date(2022, 4, 30))
    assert period_of([head], HALF) == (date(2022, 1, 1), date(2022, 6, 30))
    assert period_of([None], HALF) == (date(2023, 1, 1), date(2023, 6, 30))
    year = (date(2023, 1, 1), date(2023, 12, 31))
    document = DocumentPeriod("annual_report", *year)
    assert opening([None], document) == year
    assert opening([Time(None, date(2023, 1, 1))], document) == year
    assert opening([Time(None, date(2022, 12, 31))], document) == year
    assert opening([Time(None, date(2023, 9, 1))], document) == (None, date(2023, 9, 1))
