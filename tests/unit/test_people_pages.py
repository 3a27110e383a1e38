"""Whole pages of participants as associations may lay them out, drawn from pictures made of signs."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.contracts import ParticipantRow
from ingest.identity import identify
from ingest.initiatives import InitiativeBook, may_be_name
from ingest.pdf.pages import read_all_pages
from ingest.pdf.regions import find_regions
from ingest.people.read import read_participants
from ingest.tables import build_tables
from tests.unit.pages import LEFT, Text, cover, draw_pdf, table
from tests.unit.test_people import people
from tests.unit.test_people_tables import said_of

CASES: list[dict[str, Any]] = [
    case
    for name in ("people_pages.yml", "people_pages_more.yml", "people_pages_rare.yml", "people_pages_heads.yml", "people_pages_wide.yml")
    for case in yaml.safe_load((Path(__file__).parent / name).read_text(encoding="utf-8"))
]
_PITCH, _SIZE, _LINE = 5.3, 8.0, 13.0


def draw(case: dict[str, Any]) -> list[Text]:
    """The texts of a picture, each where its signs stand."""
    heading, *lines = case["page"].splitlines()
    texts = [Text(heading, LEFT, 190, 12)]
    labels = case.get("labels", [0])
    y = 200.0 - _LINE
    for before, line in pairwise(["", *lines]):
        y += _LINE * (0.45 if "~" in before[:1] + line[:1] else 1)
        for run in re.finditer(r"\S+(?: \S+)*", line.replace("~", " ")):
            start, end = LEFT + _PITCH * run.start(), LEFT + _PITCH * run.end()
            if run.start() in labels:
                texts.append(Text(run.group(), start, y, _SIZE))
            elif case.get("align") == "centre":
                texts.append(Text(run.group(), (start + end) / 2, y, _SIZE, "centre"))
            else:
                texts.append(Text(run.group(), end, y, _SIZE, "right"))
    return texts


def codes(row: ParticipantRow) -> set[str]:
    """All that a row says, as the words of the file."""
    said = said_of(row) | {f"year={row.fiscal_year}", f"end={row.period_end}", row.initiative_id or "all-initiatives"}
    marks = {"suppressed": row.is_suppressed, "of_which": row.is_of_which, row.municipality or "": bool(row.municipality)}
    return said | {mark for mark, is_so in marks.items() if is_so}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_pages_say(case: dict[str, Any]) -> None:
    rows = people(draw(case))
    printed = [(row.label_printed, row.column_printed, row.amount_printed, row.measure, row.gender) for row in rows]
    assert len(rows) == case["count"], printed
    for line in case.get("say", []):
        place, _, words = line.rpartition(": ")
        label, column = place.split(" | ")
        column, _, amount = column.partition("=")
        named = [row for row in rows if (row.label_printed, row.column_printed or "-") == (label, column)]
        found = [row for row in named if not amount or str(row.value) == amount]
        assert len(found) == 1, (place, printed)
        missing = set(words.split()) - codes(found[0])
        assert not missing, (place, missing, codes(found[0]))
        assert set(words.split()) & {"women", "men", "nonbinary", "unknown"} or found[0].gender == "all", place
        assert "doubt" in words or found[0].doubt is None, (place, found[0].doubt)


def test_what_labels_leave_open_is_told_with_its_reason() -> None:
    case = next(case for case in CASES if case["name"] == "a column nobody knows beside known ones")
    pages = read_all_pages(draw_pdf([*cover("Årsredovisning 2023"), *draw(case)])).pages
    counted = read_participants([], pages, identify(pages, "report"), "d", InitiativeBook({}))
    assert {(row.text, row.reason) for row in counted.unread} == {("4", "unknown_header"), ("3", "unknown_header")}
    assert not {(row.page, row.x0) for row in counted.unread} & {(row.page, row.x0) for row in counted.rows}


def test_each_table_has_a_number_of_its_own() -> None:
    case = next(case for case in CASES if case["name"] == "two tables side by side")
    pages = read_all_pages(draw_pdf([*cover("Årsredovisning 2023"), *draw(case)])).pages
    tables = build_tables(find_regions(pages), "annual_report")
    rows = read_participants(tables, pages, identify(pages, "report"), "d", InitiativeBook({})).rows
    assert len({row.table_no for row in rows}) == 2
    assert {row.table_no for row in rows if row.exit_reason}.isdisjoint({row.table_no for row in rows if row.support_type})


@pytest.mark.parametrize("label", ["Alla insatser", "Samtliga", "Samtliga insatser", "Totalt alla", "Insatser totalt", "Hela förbundet"])
def test_words_for_all_are_no_name(label: str) -> None:
    assert not may_be_name(label)
    assert InitiativeBook({}).find(label) is None
    rows = people(
        table(
            ["Kvinnor", "Män"],
            [("Nya Vägar", "12", "9"), (label, "17", "15")],
            heading="Antal deltagare",
            corner="Insats",
            edges=(360, 480),
        )
    )
    assert [row.initiative_id for row in rows if row.label_printed == label] == [None, None]
    assert all(row.is_total for row in rows if row.label_printed == label)
