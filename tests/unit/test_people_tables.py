"""Tables of participants as any association may print them: labels, and whole tables drawn in memory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.contracts import ParticipantRow
from ingest.initiatives import InitiativeBook
from ingest.people.words import FACETS, read_words
from tests.unit.pages import table
from tests.unit.test_people import people

HERE = Path(__file__).parent
LISTS: list[dict[str, Any]] = [
    yaml.safe_load((HERE / name).read_text(encoding="utf-8")) for name in ("people_labels.yml", "people_labels_more.yml")
]
TABLES: list[dict[str, Any]] = [
    case for name in ("people_tables.yml", "people_tables_more.yml") for case in yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
]
BOOK = InitiativeBook({"Nya Vägar": "nya_vagar"})


def _labels() -> list[tuple[str, str, list[str]]]:
    return [
        (kind, code, texts)
        for labels in LISTS
        for kind, own in labels.items()
        for code, texts in (own.items() if isinstance(own, dict) else [("", own)])
    ]


@pytest.mark.parametrize(("kind", "code", "texts"), _labels(), ids=lambda value: value if isinstance(value, str) else "")
def test_labels_say(kind: str, code: str, texts: list[str]) -> None:
    for text in texts:
        said = read_words(text, BOOK)
        found = said.facets.get(kind) if kind in FACETS else "" if kind == "total" and said.is_total else getattr(said, kind, None)
        if kind == "gender":
            found = found or said.gender_beside
        assert found == code, (text, found)


def draw(case: dict[str, Any]) -> list[ParticipantRow]:
    """The rows read from a table of the file."""
    heads = [str(head) for head in case["heads"]]
    edges = case.get("edges") or {2: (360, 480), 3: (330, 420, 510), 4: (250, 320, 440, 520)}[len(heads)]
    rows = [(str(label), *str(values).split()) for label, values in case["rows"].items()]
    return people(table(heads, rows, heading=case["title"], corner=case.get("corner", ""), edges=edges))


def said_of(row: ParticipantRow) -> set[str]:
    """What a row says, as the words of the file."""
    codes = {row.age_band, row.education, row.support_type, row.occupation, row.before_after, row.exit_reason, row.registration_type}
    marks = {"total": row.is_total, "percent": row.unit == "percent", "target": row.scenario == "target", "doubt": row.doubt is not None}
    return {row.measure, row.gender, *(code for code in codes if code)} | {mark for mark, is_so in marks.items() if is_so}


@pytest.mark.parametrize("case", TABLES, ids=lambda case: case["title"])
def test_tables_say(case: dict[str, Any]) -> None:
    rows = draw(case)
    if case.get("none"):
        assert rows == []
        return
    for line in case.get("nth", []):
        place, _, words = line.rpartition(": ")
        row_no, column_no = map(int, place.split())
        (row,) = [row for row in rows if (row.row_no, row.column_no) == (row_no, column_no)]
        missing = set(words.split()) - said_of(row) - {f"base={row.base_n}", f"year={row.fiscal_year}"}
        assert not missing, (place, missing, said_of(row), row.base_n, row.fiscal_year)
    for line in case.get("say", []):
        place, _, words = line.rpartition(": ")
        label, column = place.split(" | ")
        found = [row for row in rows if (row.label_printed, row.column_printed) == (label, column)]
        assert len(found) == 1, (place, [(row.label_printed, row.column_printed) for row in rows])
        wanted = set(words.split())
        missing = wanted - said_of(found[0])
        assert not missing, (place, missing, said_of(found[0]))
        assert wanted & {"women", "men", "nonbinary", "unknown"} or found[0].gender == "all", place
        assert "doubt" in wanted or found[0].doubt is None, (place, found[0].doubt)
