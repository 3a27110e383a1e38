"""The whole hostile set in one refresh: one row for everything, bounded time and memory, good documents unharmed."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from orchestration.places import Places
from tests.end_to_end.world import refresh_arguments, rows, run_finsam, sample_reports
from tests.hostile.make import write_hostile_set

REASONS = {
    "empty": "empty.pdf empty_csv.csv",
    "not_a_pdf": "one_byte.pdf docx.pdf png.pdf exe.pdf",
    "html_instead_of_pdf": "html.pdf",
    "broken_pdf": "head_only.pdf truncated.pdf no_page.pdf page_tree_loop.pdf page_not_a_number.pdf user_unit.pdf bad_stream.pdf noise.pdf"
    " pdf_as_csv.csv",
    "encrypted": "locked.pdf",
    "too_many_pages": "ten_thousand_pages.pdf",
    "out_of_memory": "flate_in_flate.pdf nested_forms.pdf",
    "too_large": "huge_picture.pdf million_rows.xlsx far_cell.xlsx zip_bomb.xlsx many_rows.csv",
    "no_text": "no_text.pdf huge_letters.pdf letters_of_no_size.pdf negative_widths.pdf same_a.pdf",
    "no_period": "minutes.pdf invoice.pdf no_year.pdf many_characters.pdf",
    "unsafe_workbook": "entity_bomb.xlsx outside_entity.xlsx merged.xlsx deep_xml.xlsx",
    "broken_workbook": "noise_xlsx.xlsx csv_as_xlsx.xlsx odd_numbers.xlsx",
    "unknown_layout": "formulas_xlsx.xlsx zip_of_zips.xlsx climbing_names.xlsx two_encodings.csv ragged.csv many_fields.csv"
    " formulas_csv.csv hard_digits.csv",
    "not_a_table": "null_bytes.csv utf16_without_mark.csv undecodable.csv",
    "html_instead_of_table": "html_as_csv.csv",
    "broken_csv": "long_line.csv open_quote.csv",
    "not_a_file": "folder.pdf pipe.pdf",
    "link_outside": "device.pdf outside.pdf climbing.pdf nowhere.pdf itself.pdf above",
    "unsupported_kind": "letter.docx notes.txt old.xls sheet.ods nothing",
    "duplicate": "same_b.pdf",
}
"""The reason code of what must be turned away. What is not named here may be read, or turned away for any reason."""
READ = ("active.pdf", "broken_xref.pdf", "outline_loop.pdf", "nested_arrays.pdf", "turned.pdf", "version_1.pdf", "version_2.pdf")
PER_DOCUMENT = ("fct_finances", "fct_key_figures", "fct_participants", "fct_goals", "fct_indicators")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Places, dict[str, Any], list[str], float]:
    """Good documents among hostile ones, refreshed once through the command line."""
    root = tmp_path_factory.mktemp("hostile")
    places = Places.of(root / "archive", root / "warehouse.duckdb")
    names = write_hostile_set(places.archive)
    for report in sample_reports(2):
        shutil.copy(report, places.archive)
    start = time.monotonic()
    done = run_finsam(*refresh_arguments(places))
    assert done.returncode == 0, done.stderr[-2000:]
    return places, json.loads(done.stdout), names, time.monotonic() - start


def test_everything_has_one_row_with_its_reason(run: tuple[Places, dict[str, Any], list[str], float]) -> None:
    places, record, names, _ = run
    ledger = rows(places, "select * from quality.outcomes")
    assert len(ledger) == len({row["file_name"] for row in ledger}) == len(names) + 2
    found = {str(row["file_name"]): row for row in ledger}
    said = {name: found[name]["reason_code"] for code, kinds in REASONS.items() for name in kinds.split()}
    assert said == {name: code for code, kinds in REASONS.items() for name in kinds.split()}
    assert [name for name in READ if found[name]["outcome"] != "ok"] == []
    for row in ledger:
        assert str(row["file_name"]).isprintable() or "\u200d" in str(row["file_name"])
        if row["outcome"] != "ok":
            assert ":" in str(row["message"]) or ";" in str(row["message"]) or row["reason_code"] == "duplicate", row
    counts = {kind: sum(row["outcome"] == kind for row in ledger) for kind in ("ok", "refused", "failed", "unchanged")}
    assert record["documents"] == record["read"] == counts["ok"]
    assert len(record["not_read"]) == counts["refused"] + counts["failed"]
    assert record["duplicates"] == counts["unchanged"]
    [published] = rows(places, "select count(*) as n from marts.dim_document")
    assert published["n"] == counts["ok"]


def test_the_set_takes_little_time_and_leaves_nothing_behind(run: tuple[Places, dict[str, Any], list[str], float]) -> None:
    places, record, _, seconds = run
    assert record["seconds"]["facts"] < 100
    assert seconds < 170
    assert not places.inside("archive", "incoming").exists()
    assert not list(places.archive.parent.rglob("evil*"))


def test_good_documents_are_what_they_are_alone(run: tuple[Places, dict[str, Any], list[str], float], tmp_path: Path) -> None:
    places, _, _, _ = run
    alone = Places.of(tmp_path / "archive", tmp_path / "warehouse.duckdb")
    alone.archive.mkdir()
    for report in sample_reports(2):
        shutil.copy(report, alone.archive)
    assert run_finsam(*refresh_arguments(alone)).returncode == 0
    names = ", ".join(f"'{report.name}'" for report in sample_reports(2))
    for table in PER_DOCUMENT:
        query = f"select * from marts.{table} where file_name in ({names}) order by all"  # noqa: S608
        assert rows(places, query) == rows(alone, query), table
