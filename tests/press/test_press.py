"""The committed sample reports say what their truth says, and their arithmetic holds where no error was planted.

Nothing here draws a PDF with LibreOffice: the committed files are what is tested.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from decimal import Decimal
from functools import cache
from pathlib import Path

import pdfplumber
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.press import render
from tests.press.compose import Composer
from tests.press.draw import Drawer
from tests.press.identities import failures
from tests.press.locate import Place, digits, page_lines
from tests.press.numerals import Numerals
from tests.press.people import counted
from tests.press.plant import plant
from tests.press.styles.producers import ProducerMissingError
from tests.press.truth import FIELDS, truth_rows

ARITHMETIC = {"balance", "sum", "deviation", "cash_flow_sign", "note"}
Row = dict[str, str]


class AnyPage(dict[tuple[int, int], Place]):
    """Pages and boxes are known only after rendering."""

    def __missing__(self, key: tuple[int, int]) -> Place:
        return Place(0, [])


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@cache
def cases() -> dict[str, tuple[Path, Path, Path, list[Row], dict[str, list[str]]]]:
    """doc_id → (PDF, truth CSV, association YAML, planted rows of the YAML, cost groups)."""
    found = {}
    for collection in render.COLLECTIONS:
        for path in collection.associations():
            groups = render.load(path)["figures"].get("groups", {})
            for made, _, planted, name in render.documents(path):
                truth = collection.golden / f"{made.doc_id}.csv"
                found[made.doc_id] = (collection.reports / name, truth, path, planted, groups)
    return found


DOCUMENTS = sorted(cases())


@cache
def composed(doc_id: str) -> list[Row]:
    path = cases()[doc_id][2]
    made = next(m for m, *_ in render.documents(path) if m.doc_id == doc_id)
    return truth_rows(made, AnyPage())


@cache
def lines(doc_id: str) -> list[list[str]]:
    return page_lines(cases()[doc_id][0])


@cache
def letters(doc_id: str) -> list[str]:
    """Per page, its letters and digits in reading order of each character's own flow."""
    with pdfplumber.open(cases()[doc_id][0]) as pdf:
        return [folded("".join(c["text"] for c in page.chars)) for page in pdf.pages]


def folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


@pytest.mark.parametrize("doc_id", DOCUMENTS)
def test_truth_agrees_with_the_yaml(doc_id: str) -> None:
    committed = read(cases()[doc_id][1])
    assert [unplaced(r) for r in committed] == [unplaced(r) for r in composed(doc_id)]


def unplaced(row: Row) -> Row:
    """What a truth row says, without where it is printed."""
    return {k: row[k] for k in FIELDS if k != "note"}


@pytest.mark.parametrize("collection", render.COLLECTIONS, ids=lambda c: c.name)
def test_planted_errors_agree_with_the_yaml(collection: render.Collection) -> None:
    told = [row for path in collection.associations() for _, _, planted, _ in render.documents(path) for row in planted]
    assert told
    assert read(collection.golden / "planted.csv") == told


@pytest.mark.parametrize("doc_id", DOCUMENTS)
def test_every_row_stands_on_its_page(doc_id: str) -> None:
    """The digits of a row's amounts stand side by side on one line of the page told, under the row's label."""
    rows: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in read(cases()[doc_id][1]):
        if row["value"]:
            rows[row["table_id"], row["row_no"], row["note"]].append(row)
    assert rows
    for cells in rows.values():
        page = int(cells[0]["note"].removeprefix("p")) - 1
        joined = digits("".join(c["printed"] for c in cells))
        assert any(joined in line for line in lines(doc_id)[page]), cells[0]
        label = cells[0]["row_label"]
        if not label.startswith("["):
            assert folded(label) in letters(doc_id)[page], cells[0]
        for cell in cells:
            assert folded(cell["printed"]) in letters(doc_id)[page], cell


@pytest.mark.parametrize("doc_id", [d for d in DOCUMENTS if any(r["kind"] == "goals" for r in read(cases()[d][1]))])
def test_goals_are_printed(doc_id: str) -> None:
    text = "".join(letters(doc_id))
    for row in read(cases()[doc_id][1]):
        if row["kind"] == "goals":
            assert folded(row["row_label"]) in text
            assert folded(row["printed"]) in text


@pytest.mark.parametrize("doc_id", DOCUMENTS)
def test_identities_hold_where_no_error_is_planted(doc_id: str) -> None:
    _, truth, _, planted, groups = cases()[doc_id]
    broken = failures(read(truth), groups)
    tables = {p["table_id"] for p in planted}
    assert [b for b in broken if b[1] not in tables] == []
    seen = {table for _, table, _, _ in broken}
    for error in planted:
        balanced_on_both_sides = error["kind"] not in ARITHMETIC
        assert balanced_on_both_sides or error["table_id"] in seen, error


@pytest.mark.parametrize("path", sorted({c[2] for c in cases().values()}), ids=lambda p: p.stem)
def test_reports_of_one_association_agree(path: Path) -> None:
    """The same figure, scenario, period and unit has one value in all its reports, but for planted errors."""
    values: dict[tuple[str, ...], dict[Decimal, set[tuple[str, str]]]] = defaultdict(lambda: defaultdict(set))
    for doc_id, (_, truth, source, _, _) in cases().items():
        for row in read(truth) if source == path else []:
            if row["kind"] == "finance" and row["measure"] == "amount":
                key = (row["dimension"], row["scenario"], row["period_start"], row["period_end"], row["unit"])
                values[key][abs(Decimal(row["value"]))].add((doc_id, row["table_id"]))
    planted = {(p["doc_id"], p["table_id"]) for c in cases().values() if c[2] == path for p in c[3]}
    shared = 0
    for key, told in values.items():
        shared += len({d for places in told.values() for d, _ in places}) > 1
        honest = {value for value, places in told.items() if places - planted}
        # The result of a balance sheet has no start, so results of two periods never meet under one key.
        assert len(honest) == 1 or not honest, (key, told)
    years = {d for d, c in cases().items() if c[2] == path and any(r["table_id"] == "multi_year_overview" for r in read(c[1]))}
    assert shared > 20 or len(years) < 2


@pytest.mark.parametrize("doc_id", DOCUMENTS)
def test_files_are_small_and_fonts_embedded(doc_id: str) -> None:
    pdf = cases()[doc_id][0].read_bytes()
    assert len(pdf) < 150 * 1024
    assert b"/FontFile" in pdf or b"/ObjStm" in pdf


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    step=st.sampled_from([1, 1000]),
    by_half=st.booleans(),
    equity=st.integers(6_000_000, 20_000_000),
)
def test_any_draw_keeps_the_identities(seed: int, step: int, by_half: bool, equity: int) -> None:
    association = render.load(render.ROOT / "examples/reports/granliden.yml")
    association["figures"] |= {"seed": seed, "step": step, "state_by_half": by_half, "opening_equity": equity}
    house = render.load(render.HOUSES / f"{association['house']}.yml")
    composer = Composer(association, house, Drawer(association["figures"]).ledger())
    for spec in association["reports"]:
        rows = truth_rows(composer.report(spec), AnyPage())
        assert failures(rows, association["figures"]["groups"]) == []


@pytest.mark.parametrize(
    ("style", "value", "unit", "printed"),
    [
        (Numerals(thousands="\u202f", minus="\u2212"), Decimal(-1234567), "SEK", "\u22121\u202f234\u202f567"),
        (Numerals(thousands=".", minus="()"), Decimal(-1234000), "TSEK", "(1.234)"),
        (Numerals(minus="– "), Decimal(-40000), "MSEK", "– 0,04"),
        (Numerals(nil="–"), Decimal(0), "SEK", "–"),
        (Numerals(), Decimal(0), "MSEK", "0,00"),
        (Numerals(blank=""), None, "SEK", ""),
    ],
)
def test_number_styles(style: Numerals, value: Decimal | None, unit: str, printed: str) -> None:
    assert style.amount(value, unit)[1] == printed


def test_a_dash_states_nothing_but_a_zero_does() -> None:
    assert Numerals(nil="–").amount(Decimal(0), "SEK")[0] is None
    assert Numerals().amount(Decimal(0), "SEK")[0] == 0


def test_groups_may_not_be_named_like_items() -> None:
    figures = render.load(render.ROOT / "examples/reports/granliden.yml")["figures"]
    figures["groups"]["office"] = ["office", "board"]
    with pytest.raises(ValueError, match="office"):
        Drawer(figures).ledger()


def test_an_error_cannot_be_planted_where_nothing_is_printed() -> None:
    made = next(m for m, *_ in render.documents(render.ROOT / "examples/reports/granliden.yml") if "ar_2021" in m.doc_id)
    change = {"row": "Likvida medel", "column": 1, "add": 5}
    error = {"error_id": "x", "kind": "sum", "description": "", "table": "operating_statement", "changes": [change]}
    with pytest.raises(ValueError, match="nothing is printed"):
        plant(made, [error], Numerals())


def test_both_genders_are_their_sum() -> None:
    assert counted([3, 4], "all") == counted([3, 4], "women") + counted([3, 4], "men")


def test_a_missing_office_names_its_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from tests.press.styles import office

    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ProducerMissingError, match="libreoffice-writer"):
        office.to_pdf(tmp_path / "a.docx", tmp_path / "a.pdf")
