"""People, goals and surveys of the press: what is told hangs together, stands where the truth says, and errors are where they are told."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path

import pdfplumber
import pytest

from tests.press import document as doc
from tests.press.corpus import Order, documents
from tests.press.crowd import Crowd, Span
from tests.press.faults import KINDS
from tests.press.folk import LABELS, lists
from tests.press.headcounts import wrapped
from tests.press.invent import labels
from tests.press.locate_text import folded
from tests.press.match import Truth
from tests.press.match_people import hold_counts, hold_goals
from tests.press.score import cases, truth_of
from tests.press.tallied import Tallied
from tests.project import ROOT

FROZEN = ROOT / "tests" / "frozen3"
STYLES = list(labels("styles"))
GIVEN = {
    "seed": 3, "first": 2019, "last": 2023, "rates": {"a": 40, "b": 25}, "thirds": ["unknown"],
    "municipalities": {"t0": 3, "t1": 1}, "initiatives": {"a": "A", "b": "B"}, "towns": {"t0": "X", "t1": "Y"},
}  # fmt: skip


@dataclass
class Count:
    found_in: str
    label_printed: str | None
    column_printed: str | None
    measure: str
    gender: str
    exit_reason: str | None
    period_end: date
    value: Decimal | None
    goal_fact_id: str | None = None


@dataclass
class Aim:
    goal_text: str
    status: str


def drawn(style: str, seed: int, *, kinds: tuple[str, ...] = ()) -> list[tuple[doc.Document, list[dict[str, str]]]]:
    order = Order(style, 1, (2022, 2023), seed, kinds, False, Path())
    return [(made, planted) for made, _, planted in documents(order)]


def dims(cell: doc.Cell | doc.Claim) -> dict[str, str]:
    return dict(p.split("=", 1) for p in cell.dimension.split(";"))


@pytest.mark.parametrize("period", ["2022", "2022H1", "2023T2", "2023DN"])
def test_a_crowd_hangs_together(period: str) -> None:
    crowd = Crowd(GIVEN)

    def n(measure: str, **more: str) -> int:
        return crowd.count({"period": period, "measure": measure, **more})

    assert n("ongoing_start") + n("started") - n("exits") == n("ongoing_end")
    assert n("participants") == n("ongoing_start") + n("started") > 0
    assert sum(n("exits", exit_reason=r) for r in crowd.reasons) == n("exits")
    assert sum(n("participants", gender=g) for g in ("women", "men", "unknown")) == n("participants")
    assert sum(n("participants", municipality=t) for t in ("t0", "t1")) == n("participants")
    assert n("exits", exit_reason="work_or_study") == n("exits", exit_reason="work") + n("exits", exit_reason="study")


def test_a_year_ends_where_the_next_begins() -> None:
    crowd = Crowd(GIVEN)
    assert crowd.count({"period": "2022", "measure": "ongoing_end"}) == crowd.count({"period": "2023", "measure": "ongoing_start"})


def test_people_told_by_hand_are_counted_alike() -> None:
    people = {
        "initiatives": {"a": "Ham-|nen"},
        "2023": {"a": {"participants": [9, 4], "exits": [5, 2], "reasons": {"work": [3, 1], "study": [2, 1]}}},
    }
    told = Tallied(people)
    assert told.count({"period": "2023", "measure": "exits", "exit_reason": "work_or_study", "gender": "women"}) == 5
    assert told.count({"period": "2023", "measure": "ongoing_end"}) == 6
    assert told.count({"period": "2022", "measure": "participants"}) == 0
    assert told.given["initiatives"] == {"a": "Hamnen"}


@pytest.mark.parametrize("style", STYLES)
def test_sums_of_tables_and_places_in_sentences_hold(style: str) -> None:
    """The reasons of a table make its exits; a figure of a sentence stands where it is said to."""
    told = 0
    for made, _ in drawn(style, 1):
        for table in (t for t in made.tables() if t.table_id.startswith("participants_reasons")):
            assert_parts_make_the_whole(table)
        for para in (b for b in made.blocks if isinstance(b, doc.Para)):
            for claim in para.claims:
                assert para.text[claim.at : claim.at + len(claim.printed)] == claim.printed
                told += claim.kind == "participants"
    assert told > 5


def assert_parts_make_the_whole(table: doc.Table) -> None:
    """Per row, or per column of a table that is turned: counts by reason sum to the count without one."""
    lines = [row.cells or [] for row in table.rows]
    if len({dims(line[0]).get("exit_reason") for line in lines}) > 1:
        lines = [list(column) for column in zip(*lines, strict=True)]
    for line in (cells for cells in lines if all(c.unit == "persons" for c in cells)):
        if any(c.printed == "<5" for c in line):
            continue
        parts = [c.value or 0 for c in line if "exit_reason" in dims(c)]
        assert sum(parts) == next(c.value or 0 for c in line if "exit_reason" not in dims(c))


@pytest.mark.parametrize("kind", list(KINDS))
def test_each_kind_of_error_is_planted_and_told(kind: str) -> None:
    every = ((made, p) for style in STYLES for made, planted in drawn(style, 2, kinds=(kind,)) for p in planted)
    found = list(islice(every, 3))
    assert found
    for made, planted in found:
        assert planted["kind"] == kind
        assert planted["expected"] != planted["printed"]
        cells = [c.printed for t in made.tables() if t.table_id == planted["table_id"] for r in t.rows for c in r.cells or []]
        claims = [c.printed for b in made.blocks if isinstance(b, doc.Para) for c in b.claims]
        leads = " ".join(t.lead for t in made.tables() if t.table_id == planted["table_id"])
        assert planted["printed"] in [*cells, *claims] or planted["printed"] in leads or kind == "unit"


def test_no_document_holds_more_than_two_errors() -> None:
    for style in STYLES[:5]:
        for made, planted in drawn(style, 4, kinds=tuple(KINDS)):
            assert len({p["error_id"] for p in planted}) <= 2
            assert all(p["doc_id"] == made.doc_id for p in planted)


def test_voices_of_the_corpus_and_of_the_frozen_set_share_no_sentence() -> None:
    one, other = (
        {t for voice in lists("voices", folder).values() for texts in voice.values() for t in texts}
        for folder in (LABELS, FROZEN / "labels")
    )
    assert len(lists("voices")) >= 5
    assert not one & other
    for name in ("people", "aims", "survey"):
        assert set(lists(name)) == set(lists(name, FROZEN / "labels"))


def test_what_the_frozen_set_tells_stands_in_its_boxes() -> None:
    told = 0
    for case in cases(FROZEN):
        with pdfplumber.open(case.pdf) as pdf:
            chars = [page.chars for page in pdf.pages]
        for row in (r for r in truth_of(case.truth) if r["table_id"] == "narrative"):
            x0, top, x1, bottom = (float(row[k]) for k in ("x0", "top", "x1", "bottom"))
            page = int(re.match(r"p(\d+)", row["note"])[1])  # type: ignore[index]
            inside = [
                c["text"] for c in chars[page - 1]
                if x0 - 0.2 <= (c["x0"] + c["x1"]) / 2 <= x1 + 0.2 and top - 0.2 <= (c["top"] + c["bottom"]) / 2 <= bottom + 0.2
            ]  # fmt: skip
            assert folded("".join(inside)) == folded(row["printed"]), row
            told += 1
    assert told > 100


def test_frozen_files_are_few_and_small() -> None:
    files = sorted((FROZEN / "reports").glob("*.pdf"))
    assert 4 <= len(files) <= 12
    assert all(f.stat().st_size < 150 * 1024 for f in files)
    assert {r["kind"] for c in cases(FROZEN) for r in truth_of(c.truth)} >= {"participants", "goals", "indicator", "finance"}


def counts(truth: list[Truth], *, text: bool) -> list[Count]:
    """The rows of a reader without fault."""
    found = []
    for row in truth:
        is_text = row["table_id"] == "narrative"
        if row["kind"] == "participants" and is_text == text and row["value"]:
            told = dict(p.split("=", 1) for p in row["dimension"].split(";"))
            end = date.fromisoformat(row["period_end"])
            found.append(Count("text" if text else "table", row["row_label"], row["column_label"], row["measure"], told["gender"],
                               told.get("exit_reason"), end, Decimal(row["value"])))  # fmt: skip
    return found


def test_a_reader_without_fault_scores_all_people_and_each_fault_costs() -> None:
    case = next(c for c in cases(FROZEN) if "_ar_" in c.pdf.name)
    truth = truth_of(case.truth)
    for text in (False, True):
        facts = counts(truth, text=text)
        whole = hold_counts(truth, facts, text=text)
        assert whole.truth == whole.found == whole.placed == whole.right == whole.rows > 3
        assert hold_counts(truth, facts[1:], text=text).found == whole.truth - 1
        other = replace(facts[0], period_end=date(1999, 12, 31))
        assert hold_counts(truth, [other, *facts[1:]], text=text).placed < whole.truth
        assert hold_counts(truth, [*facts, replace(facts[0], value=Decimal(98765))], text=text).right == whole.rows
    judged = [r for r in truth if r["kind"] == "goals" and r["measure"] == "goal_status"]
    goals = [Aim(r["row_label"], dict(p.split("=", 1) for p in r["dimension"].split(";"))["status"]) for r in judged]
    score = hold_goals(truth, goals)
    assert score.truth == score.found == score.placed == score.rows > 3
    assert hold_goals(truth, [Aim(goals[0].goal_text, "none"), *goals[1:]]).placed == score.placed - 1


def test_a_long_word_is_divided_with_a_hyphen() -> None:
    assert wrapped("Arbetsrehabilitering", 11) == ["Arbetsreha-", "bilitering"]
    assert doc.Column(wrapped("Arbetsrehabilitering", 11)).label == "Arbetsrehabilitering"


def test_a_span_says_its_days() -> None:
    assert Span("2023DN").dates == (date(2022, 12, 1), date(2023, 11, 30))
    assert Span("2019-2023").dates == (date(2019, 1, 1), date(2023, 12, 31))
