"""The corpus: what is invented adds up, what is drawn stands where the truth says, and the scorer tells right from wrong."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pdfplumber
import pytest

from tests.press.compose import Composer
from tests.press.corpus import corpus, listed
from tests.press.draw import Drawer
from tests.press.faults import KINDS
from tests.press.furnish import TABLES
from tests.press.identities import failures
from tests.press.invent import Inventor, labels
from tests.press.locate import Place, digits
from tests.press.match import SCALE, Stated, Truth, alike, hold, scored
from tests.press.peers import structure
from tests.press.scan import scan
from tests.press.score import cases, row, truth_of
from tests.press.styles import STYLES
from tests.press.truth import truth_rows
from tests.project import ROOT

FROZEN = ROOT / "tests" / "frozen"
RULED = "kvarnviken"  # every cell in a box
DRAWN_HERE = ["ledger", "turned", "rotated", "typewriter"]


class AnyPlace(dict[tuple[int, int], Place]):
    def __missing__(self, key: tuple[int, int]) -> Place:
        return Place(1, [])


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of the styles that need no other program."""
    folder = tmp_path_factory.mktemp("corpus")
    assert corpus(folder, DRAWN_HERE, 1, 1, 3, kinds=list(KINDS), scans=False, workers=2) == 12
    return folder


def perfect(truth: list[Truth]) -> Iterator[Stated]:
    """The facts of a reader without fault."""
    for t in scored(truth):
        start = date.fromisoformat(t["period_start"]) if t["period_start"] else None
        box = tuple(float(t[k]) for k in ("x0", "top", "x1", "bottom"))
        statement = "note" if t["table_id"].startswith("note") else t["table_id"]
        label = "" if t["row_label"].startswith("[") else t["row_label"]
        amount = Decimal(t["value"]) * SCALE[t["unit"]]
        page = int(t["note"].removeprefix("p"))
        yield Stated(label, t["column_label"], statement, t["scenario"], start, date.fromisoformat(t["period_end"]), amount,
                     t["printed"], page, (box[0], box[1], box[2], box[3]), None)  # fmt: skip


def test_every_style_has_a_layout_and_there_are_enough() -> None:
    styles = labels("styles")
    assert {s["layout"] for s in styles.values()} == set(STYLES)
    assert len(styles) >= 12
    assert len({s["producer"] for s in styles.values()}) >= 3


def test_every_word_that_a_table_asks_for_is_there() -> None:
    asked = {k for forms in labels("tables").values() for f in forms for r in f["rows"] for k in re.findall(r"@(\w+)", str(r))}
    assert asked <= set(labels("words"))
    assert set(labels("tables")) == set(TABLES)
    assert {order for _, order, _ in TABLES.values()} == set(labels("columns")["orders"])


@pytest.mark.parametrize("seed", range(25))
def test_what_is_invented_adds_up(seed: int) -> None:
    style = list(labels("styles"))[seed % len(labels("styles"))]
    association = Inventor(style, random.Random(seed), [2022, 2023]).association(1)  # noqa: S311 - sample figures
    composer = Composer(association, association["house"], Drawer(association["figures"]).ledger())
    for spec in association["reports"]:
        rows = truth_rows(composer.report(spec), AnyPlace())
        assert len(rows) > 20
        assert failures(rows, association["figures"]["groups"]) == []


def test_the_digits_of_every_amount_stand_in_its_box(drawn: Path) -> None:
    for case in cases(drawn):
        with pdfplumber.open(case.pdf) as pdf:
            chars = [page.chars for page in pdf.pages]
        for t in (t for t in truth_of(case.truth) if t["value"]):
            x0, top, x1, bottom = (float(t[k]) for k in ("x0", "top", "x1", "bottom"))
            inside = [
                c for c in chars[int(t["note"].removeprefix("p")) - 1]
                if x0 - 0.2 <= (c["x0"] + c["x1"]) / 2 <= x1 + 0.2 and top - 0.2 <= (c["top"] + c["bottom"]) / 2 <= bottom + 0.2
            ]  # fmt: skip
            turned = [c for c in inside if not c["upright"]]
            inside.sort(key=lambda c: -c["top"] if turned else c["x0"])
            assert digits("".join(c["text"] for c in inside)) == digits(t["printed"]), t


def test_no_two_amounts_share_a_box(drawn: Path) -> None:
    for case in cases(drawn):
        places = [(t["note"], t["x0"], t["top"]) for t in truth_of(case.truth) if t["value"]]
        assert len(places) == len(set(places)), case.pdf.name


def test_the_same_arguments_give_the_same_files(drawn: Path, tmp_path: Path) -> None:
    corpus(tmp_path, ["ledger"], 1, 1, 3, kinds=list(KINDS), scans=False, workers=1)
    names = [r["doc_id"] for r in listed(tmp_path)]
    assert names
    for name in names:
        assert (tmp_path / f"reports/{name}.pdf").read_bytes() == (drawn / f"reports/{name}.pdf").read_bytes()


def test_a_planted_sum_is_told_and_breaks_an_identity_or_its_parts(drawn: Path) -> None:
    planted = truth_of(drawn / "golden/planted.csv")
    assert planted
    assert {p["kind"] for p in planted} <= set(KINDS)
    for error in planted:
        table = "narrative" if error["kind"] == "goal_count" else error["table_id"]
        printed = [t["printed"] for t in truth_of(drawn / f"golden/{error['doc_id']}.csv") if t["table_id"] == table]
        assert error["printed"] in printed or error["kind"] == "unit"
        assert error["printed"] != error["expected"]


def test_a_reader_without_fault_scores_all(drawn: Path) -> None:
    for case in cases(drawn):
        truth = truth_of(case.truth)
        score = hold(truth, list(perfect(truth)))
        assert score.truth == score.found == score.placed == score.traced == score.right == score.facts > 0
        assert (score.wrong, score.misplaced, score.misses) == (0, 0, [])


def test_each_fault_costs_its_own_measure(drawn: Path) -> None:
    truth = truth_of(cases(drawn)[0].truth)
    facts = list(perfect(truth))
    whole = hold(truth, facts)
    unlike = replace(facts[0], amount=facts[0].amount + 1)
    for faulty, found, placed, traced, wrong in (
        (facts[1:], -1, -1, -1, 0),
        ([unlike, *facts[1:]], -1, -1, -1, 1),
        ([replace(unlike, doubt="unclear"), *facts[1:]], -1, -1, -1, 0),
        ([replace(facts[0], scenario="forecast"), *facts[1:]], 0, -1, -1, 0),
        ([replace(facts[0], page=99), *facts[1:]], 0, 0, -1, 0),
    ):
        score = hold(truth, faulty)
        assert (score.found, score.placed, score.traced) == (whole.found + found, whole.placed + placed, whole.traced + traced)
        assert score.wrong == wrong


def test_labels_are_alike_when_a_person_would_say_so() -> None:
    assert alike("Summa intäkter", "SUMMA INTÄKTER *)")
    assert not alike("Kansli", "Revision")


def test_a_style_without_facts_has_no_precision() -> None:
    assert "| – |" in row("empty", hold([], []))


def test_an_extractor_that_goes_by_rules_finds_ruled_tables_and_no_listing(drawn: Path) -> None:
    ruled = next(c for c in cases(FROZEN) if c.style == RULED)
    hits, cells = structure(("pdfplumber", ruled.pdf, truth_of(ruled.truth)))
    assert hits == cells > 0
    listing = next(c for c in cases(drawn) if c.style == "typewriter")
    hits, cells = structure(("pdfplumber", listing.pdf, truth_of(listing.truth)))
    assert hits == 0 < cells


def test_a_scan_has_pages_but_no_text(drawn: Path, tmp_path: Path) -> None:
    source = next(c.pdf for c in cases(drawn) if c.style == "ledger")
    for name in ("a", "b"):
        scan(source, tmp_path / f"{name}.pdf", dpi=150)
    with pdfplumber.open(source) as one, pdfplumber.open(tmp_path / "a.pdf") as other:
        assert len(one.pages) == len(other.pages)
        assert not any(page.chars for page in other.pages)
        assert all(page.images for page in other.pages)
        assert abs(float(one.pages[0].width) - float(other.pages[0].width)) < 1
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
