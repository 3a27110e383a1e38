"""Names of initiatives in labels and sentences."""

from __future__ import annotations

import pytest

from ingest.initiatives import InitiativeBook, may_be_name

BOOK = InitiativeBook(
    {
        "IT-spåret": "it_sparet",
        "Stöd till arbete – SE/IPS": "stod",
        "Samverkansteam Provbygden": "teamet",
        "Nya Vägar": "nya_vagar",
        "Projekt Grön väg": "gron",
        "Coachverksamhet": "coach",
    },
    frozenset({"provbygden"}),
)


@pytest.mark.parametrize(
    ("text", "code", "printed"),
    [
        ("SE / IPS Gislaved", "stod", "SE / IPS"),
        ("Deltagare i SE-/IPS-projektet", "stod", "SE-/IPS"),
        ("I samverkansteamets lokaler", "teamet", "samverkansteamets"),
        ("IT-spårets elever", "it_sparet", "IT-spårets"),
        ("Grön väg startade i mars", "gron", "Grön väg"),
        ("Stöd till arbete – SE/IPS", "stod", "Stöd till arbete – SE/IPS"),
    ],
)
def test_finds_names_bent_and_shortened(text: str, code: str, printed: str) -> None:
    named = BOOK.find(text)
    assert named is not None
    assert (named.initiative_id, named.printed) == (code, printed)


@pytest.mark.parametrize("text", ["de såg nya vägar framåt", "ett arbete i kommunen", "Antal deltagare", ""])
def test_ordinary_words_name_none(text: str) -> None:
    assert BOOK.find(text) is None


def test_every_name_of_a_sentence_in_its_order() -> None:
    assert [named.initiative_id for named in BOOK.find_all("Nya Vägar och IT-spåret, men inte Coachverksamheten")] == [
        "nya_vagar",
        "it_sparet",
        "coach",
    ]


def test_a_name_broken_over_lines_is_the_whole_label() -> None:
    named = BOOK.is_name("Coachverksamhe t")
    assert named is not None
    assert named.initiative_id == "coach"
    assert BOOK.is_name("Coachverksamhet och mer") is None


def test_a_short_form_of_two_initiatives_names_neither() -> None:
    book = InitiativeBook({"Vägledning (SAM)": "a", "Samtal (SAM)": "b"})
    assert book.find("SAM hade tolv deltagare") is None
    named = book.find("Samtal hade tolv deltagare")
    assert named is not None
    assert named.initiative_id == "b"


@pytest.mark.parametrize(
    ("label", "expected"),
    [("Unga vuxna *)", True), ("varav revision", False), ("Utvärdering", False), ("Summa kostnader", False), ("S:a", False)],
)
def test_which_cost_rows_may_be_names(label: str, expected: bool) -> None:
    assert may_be_name(label) is expected
