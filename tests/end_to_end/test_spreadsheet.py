"""What leaves as CSV cannot run in the program that opens it, and figures stay figures."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from orchestration import spreadsheet
from orchestration.contract import load_contract
from orchestration.spreadsheet import safe, write_tables
from tests.end_to_end.world import run_finsam


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://192.0.2.1")',
        "+1+1",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        ' "=1',
        "＝1+1",
        "-cmd|' /C calc'!A0",
        "\ufeff=1",
        "\x00=1",
    ],
)
def test_a_formula_becomes_text(text: str) -> None:
    assert safe(text).startswith("'")
    assert not any(ord(char) < 32 for char in safe(text))


@pytest.mark.parametrize("text", ["-1 234", "−1 234,5", "+3 %", "Summa intäkter", "1-2", "- 45 000".replace(" ", "\u00a0")])
def test_printed_figures_and_labels_stay(text: str) -> None:
    assert safe(text) == text


def test_typed_values_are_what_a_swedish_sheet_takes_for_figures() -> None:
    assert [safe(value) for value in (Decimal("-1.50"), 3, None, date(2022, 1, 2), True)] == ["-1,50", "3", "", "2022-01-02", "True"]


def test_every_public_table_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    warehouse = tmp_path / "warehouse.duckdb"
    tables = load_contract()[:2]
    with duckdb.connect(str(warehouse)) as connection:
        for table in tables:
            connection.execute(f"create schema if not exists {table.name.split('.')[0]}")
            connection.execute(f"create table {table.name} as select '=1+1' as label, 2.50::decimal(9, 2) as amount")
    monkeypatch.setattr(spreadsheet, "load_contract", lambda: tables)
    assert write_tables(warehouse, tmp_path / "out") == {table.name: 1 for table in tables}
    for table in tables:
        with (tmp_path / "out" / f"{table.name}.csv").open(encoding="utf-8-sig", newline="") as stream:
            assert list(csv.reader(stream, delimiter=";")) == [["label", "amount"], ["'=1+1", "2,50"]]


def test_the_command_explains_itself_and_names_what_is_missing(tmp_path: Path) -> None:
    assert "Example: finsam export " in run_finsam("export", "--help").stdout
    done = run_finsam("export", "--warehouse", tmp_path / "none.duckdb", "--out", tmp_path / "out")
    assert done.returncode == 1
    assert "no such warehouse" in done.stderr
