"""Readings on disk: the same bytes every time, and nothing lost on the way to JSON and back."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from ingest.contracts import DocumentReading
from ingest.lexicon import line_items
from ingest.read import read_document
from ingest.store import from_json, to_json, write_facts, write_reference
from tests.unit.pages import cover, draw_pdf, table

ROWS = (
    ("Medlemsbidrag", "5 098 000", "4 900 000"), ("Övriga intäkter", "130 000", ""), ("Summa intäkter", "5 228 000", "4 900 000"),
    ("Personal", "-3 000 000,50", "-2 000 000,00"), ("Soliditet", "49,9 %", "50,1 %"),
)  # fmt: skip


def _reading(year: int) -> DocumentReading:
    data = draw_pdf(cover(f"Årsredovisning {year}"), table((str(year), str(year - 1)), ROWS))
    return read_document(data, "x.pdf")


@pytest.fixture(scope="module")
def readings() -> list[tuple[str, DocumentReading]]:
    return [("b.pdf", _reading(2022)), ("a.pdf", _reading(2021))]


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_the_same_readings_give_the_same_bytes(readings: list[tuple[str, DocumentReading]], tmp_path: Path) -> None:
    for name, order in (("one", readings), ("two", readings), ("three", readings[::-1])):
        write_facts(order, tmp_path / name)
        write_reference(tmp_path / name)
    assert _bytes(tmp_path / "one") == _bytes(tmp_path / "two") == _bytes(tmp_path / "three")
    write_facts(readings, tmp_path / "one")
    assert _bytes(tmp_path / "one") == _bytes(tmp_path / "two")


def test_the_memo_gives_the_reading_back(readings: list[tuple[str, DocumentReading]]) -> None:
    for _, reading in readings:
        assert reading.finances
        assert reading.key_figures
        assert reading.sums
        assert from_json(to_json(reading)) == reading
        assert to_json(from_json(to_json(reading))) == to_json(reading)


def test_a_memo_of_another_shape_is_not_believed(readings: list[tuple[str, DocumentReading]]) -> None:
    raw = json.loads(to_json(readings[0][1]))
    del raw["document"]["title"]
    with pytest.raises((KeyError, ValueError)):
        from_json(json.dumps(raw))
    with pytest.raises((KeyError, ValueError)):
        from_json("not a memo")


def test_what_was_read_stands_in_parquet(readings: list[tuple[str, DocumentReading]], tmp_path: Path) -> None:
    write_facts(readings, tmp_path)
    rows = pq.read_table(tmp_path / "finances.parquet").to_pylist()
    expected = [(name, f) for name, reading in sorted(readings, key=lambda pair: pair[0]) for f in reading.finances]
    assert [(r["file_name"], r["fact_id"], r["amount_sek"], r["amount_printed"], r["period_end"]) for r in rows] == [
        (name, f.fact_id, f.amount_sek, f.amount_printed, f.period_end) for name, f in expected
    ]
    assert Decimal("-3000000.50") in {r["amount_sek"] for r in rows}
    assert {r["file_name"] for r in pq.read_table(tmp_path / "documents.parquet").to_pylist()} == {"a.pdf", "b.pdf"}
    assert pq.read_table(tmp_path / "key_figures.parquet").num_rows == sum(len(r.key_figures) for _, r in readings)
    assert not list(tmp_path.glob("*.building"))


def test_no_readings_still_have_their_columns(readings: list[tuple[str, DocumentReading]], tmp_path: Path) -> None:
    write_facts([], tmp_path / "none")
    write_facts(readings, tmp_path / "some")
    for path in (tmp_path / "none").iterdir():
        empty = pq.read_table(path)
        assert empty.num_rows == 0
        assert empty.schema == pq.read_table(tmp_path / "some" / path.name).schema


def test_amounts_too_long_for_the_column_are_not_cut(readings: list[tuple[str, DocumentReading]], tmp_path: Path) -> None:
    name, reading = readings[0]
    huge = replace(reading.finances[0], amount_sek=Decimal(10) ** 20)
    with pytest.raises((ValueError, ArithmeticError)):
        write_facts([(name, replace(reading, finances=(huge,)))], tmp_path)


def test_the_vocabulary_stands_in_parquet(tmp_path: Path) -> None:
    write_reference(tmp_path)
    items = pq.read_table(tmp_path / "line_items.parquet").to_pylist()
    assert {row["line_item"] for row in items} == set(line_items().items)
    trees = pq.read_table(tmp_path / "line_item_trees.parquet").to_pylist()
    assert {(t["form"], t["parent"], t["child"], t["weight"]) for t in trees} == {
        (form, total, part, weight)
        for form, tree in line_items().trees.items() for total, parts in tree.items() for part, weight in parts.items()
    }  # fmt: skip
