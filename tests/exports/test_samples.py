"""One sample of every shape against its golden: every figure, its place and its meaning; nothing left over."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ingest.exports.blocks import find_blocks
from ingest.exports.context import Context
from ingest.exports.shapes import shapes
from ingest.exports.who import find_owner
from ingest.exports.workbook import read_workbook
from ingest.read import read_document
from ingest.store import from_json, to_json
from tests.exports.truth import golden, lines_of
from tests.press.exports.books import Page, workbook
from tests.press.exports.examples import EXAMPLES, FOLDER
from tests.press.exports.samples import NAME, SAMPLES


@pytest.mark.parametrize("name", SAMPLES)
def test_sample_against_golden(name: str) -> None:
    reading = read_document(SAMPLES[name](), name)
    assert lines_of(reading) == golden(name.split(".")[0])
    assert not reading.unread
    assert from_json(to_json(reading)) == reading


def test_every_declared_shape_has_a_sample() -> None:
    assert {shape.letter for shape in shapes()} == {name[0].upper() for name in SAMPLES}


@pytest.mark.parametrize("name", SAMPLES)
def test_the_same_bytes_give_the_same_reading(name: str) -> None:
    assert SAMPLES[name]() == SAMPLES[name]()
    reading = read_document(SAMPLES[name](), name)
    ids = [row.fact_id for row in (*reading.participants, *reading.finances, *reading.indicators)]
    assert ids
    assert len(ids) == len(set(ids)), "two figures share an id"
    assert read_document(SAMPLES[name](), name) == read_document(SAMPLES[name](), f"elsewhere/{name}")


def test_an_id_tells_the_place_and_not_the_figure() -> None:
    """Who knows all that is published beside a withheld figure must not find it by trying figures until the id comes out."""

    def ids(number: int) -> list[str]:
        rows = [[NAME], ["Period: 2022"], ["Insats", "Antal deltagare"], ["Steget", number], ["Älven", 12]]
        book = read_workbook(workbook(Page("Blad1", rows))).sheets
        (block,) = find_blocks(book[0])
        context = Context("d", find_owner([block], [], "x"), "sus", None, "")
        return [str(context.place(block, cell)["fact_id"]) for row in block.rows for cell in row]

    assert ids(3) == ids(4)


def test_documents_say_what_they_are() -> None:
    costs = read_document(SAMPLES["e_costs.xlsx"](), "e.xlsx").document
    assert (costs.report_type, costs.period_start, costs.period_end) == ("participant_statistics", date(2022, 1, 1), date(2022, 12, 31))
    answers = read_document(SAMPLES["g_frequencies.xlsx"](), "g.xlsx").document
    assert (answers.report_type, answers.period_start, answers.period_end) == ("indicator_report", date(2021, 11, 1), date(2022, 10, 31))
    assert answers.association_id == "granliden"


def test_sums_of_a_cost_report_hold() -> None:
    reading = read_document(SAMPLES["e_costs.xlsx"](), "e.xlsx")
    amounts = {row.fact_id: row.amount_sek for row in reading.finances}
    totals: dict[str, Decimal] = {}
    for part in reading.sums:
        totals[part.total_fact_id] = totals.get(part.total_fact_id, Decimal(0)) + part.weight * amounts[part.part_fact_id]
    assert len(totals) == 8  # four sections, budget and outcome
    assert all(amounts[total] == value for total, value in totals.items())


def test_nothing_of_a_single_respondent_is_kept() -> None:
    reading = read_document(SAMPLES["h_respondents.csv"](), "h.csv")
    text = to_json(reading)
    assert "en åsikt" not in text
    assert {row.n for row in reading.indicators} == {1, 2, 3, 4}
    women = [row for row in reading.indicators if row.question_no == "6" and row.gender == "women"]
    assert sum(row.n or 0 for row in women) == women[0].answered_n == 5  # one of six left the question blank
    assert women[0].asked_n == 6


def test_shares_know_what_they_are_shares_of() -> None:
    reading = read_document(SAMPLES["a_before_after.xlsx"](), "a.xlsx")
    assert {row.base_n for row in reading.participants if row.unit == "percent"} == {40}


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_are_those_the_press_draws_and_are_read_whole(name: str) -> None:
    assert (FOLDER / name).read_bytes() == EXAMPLES[name]()
    reading = read_document(EXAMPLES[name](), name)
    assert not reading.unread
    assert not any(row.doubt for row in (*reading.participants, *reading.finances, *reading.indicators))
