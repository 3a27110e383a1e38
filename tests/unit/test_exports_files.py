"""Files that are no exports, and files built to exhaust their reader: refused by name, in bounded time and memory."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from ingest.contracts import Refused
from ingest.exports import package
from ingest.exports.cells import letters
from ingest.exports.delimited import decode, read_delimited
from ingest.exports.workbook import read_workbook
from ingest.read import read_document
from tests.press.exports.books import Page, csv_bytes, workbook
from tests.press.exports.samples import SAMPLES

GOOD = SAMPLES["b_distribution.xlsx"]()


def _with_part(name: str, content: bytes) -> bytes:
    """The good workbook with one part added or replaced."""
    found = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as source, zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.namelist():
            if entry != name:
                target.writestr(entry, source.read(entry))
        target.writestr(name, content)
    return found.getvalue()


BOMB = '<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><sst>&b;</sst>'


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "a.xlsx", "empty"),
        (b"", "a.csv", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.xls", "unsupported_kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.xlsx", "unsupported_kind"),
        (b"plain words", "a.xlsx", "broken_workbook"),
        (b"PK\x03\x04 a workbook cut short", "a.xlsx", "broken_workbook"),
        (GOOD[: len(GOOD) // 2], "a.xlsx", "broken_workbook"),
        (_with_part("xl/sharedStrings.xml", BOMB.encode()), "a.xlsx", "unsafe_workbook"),
        (_with_part("xl/sharedStrings.xml", BOMB.encode("utf-16")), "a.xlsx", "unsafe_workbook"),
        (_with_part("xl/media/big.xml", b"0" * 60_000_000), "a.xlsx", "unsafe_workbook"),
        (_with_part("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row></worksheet>"), "a.xlsx", "broken_workbook"),
        (b"\x00\x01\x02\x03" * 40, "a.csv", "not_a_table"),
        (b"<!DOCTYPE html><html><table></table></html>", "a.csv", "html_instead_of_table"),
        (b"a;b\r\n1;\x81\x8d\x8f\r\n", "a.csv", "unknown_encoding"),
        (b'a;"b\r\n' + b"x" * 200_000, "a.csv", "broken_csv"),
    ],
)
def test_reason_codes(data: bytes, name: str, reason: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_document(data, name)
    assert refusal.value.reason_code == reason
    assert len(refusal.value.message) > 20


def test_a_package_that_unpacks_to_too_much_is_never_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_UNPACKED", 10_000)
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("a part was unpacked"))
    with pytest.raises(Refused, match="unpacks to more"):
        read_document(GOOD, "a.xlsx")


def test_a_package_of_too_many_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_PARTS", 5)
    with pytest.raises(Refused, match="unpacks to more"):
        read_document(GOOD, "a.xlsx")


def test_a_stray_cell_at_the_far_end_costs_nothing() -> None:
    book = openpyxl.load_workbook(io.BytesIO(GOOD))
    book.worksheets[0].cell(1_048_000, 2, "slut")
    buffer = io.BytesIO()
    book.save(buffer)
    assert len(read_document(buffer.getvalue(), "a.xlsx").participants) == 36


def test_too_many_rows_and_columns() -> None:
    with pytest.raises(Refused) as refusal:
        read_delimited(b"1;2\n" * 50_001)
    assert refusal.value.reason_code == "too_large"
    book = openpyxl.Workbook()
    book.active.cell(3, 600, 1)
    buffer = io.BytesIO()
    book.save(buffer)
    with pytest.raises(Refused, match="columns"):
        read_workbook(buffer.getvalue())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_are_found_out(encoding: str) -> None:
    assert decode("Försörjning – åäö".encode(encoding)) == "Försörjning – åäö"


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("a;b\n1,5;2", {"A1": "a", "B1": "b", "A2": "1,5", "B2": "2"}),
        ("a,b\n1.5,2", {"A1": "a", "B1": "b", "A2": "1.5", "B2": "2"}),
        ("a\tb,c\n1\t2", {"A1": "a", "B1": "b,c", "A2": "1", "B2": "2"}),
        ('sep=;\na;"två\nrader"\n1 234;<5', {"A2": "a", "B2": "två rader", "A3": "1 234", "B3": "<5"}),
        ("a;b;c\n1\n1;2;3;4", {"A1": "a", "B1": "b", "C1": "c", "A2": "1", "A3": "1", "B3": "2", "C3": "3", "D3": "4"}),
    ],
)
def test_delimiters_quotes_and_ragged_rows(text: str, cells: dict[str, str]) -> None:
    sheet = read_delimited(text.encode())
    assert {cell.ref: cell.text for cell in sheet.cells.values()} == cells


def test_numbers_as_printed() -> None:
    sheet = read_delimited(b"1 234;12,5;45 %;<5;-7;0,25;1.234")
    numbers = [None if cell.number is None else f"{cell.number:f}" for cell in sheet.cells.values()]
    assert numbers == ["1234", "12.5", "45", None, "-7", "0.25", "1234"]


def test_a_file_of_decimal_points_has_no_thousands_points() -> None:
    sheet = read_delimited(b"a,b,c\n1.5,2.25,1.234\n")
    assert [f"{cell.number:f}" for cell in sheet.cells.values() if cell.number is not None] == ["1.5", "2.25", "1.234"]


def test_a_merged_number_stands_once_and_a_merged_text_everywhere() -> None:
    book = workbook(Page("Blad1", [["Rubrik", None, None], [7, None, None], [None, None, "c"]], ("A1:C1", "A2:C2")))
    (sheet,) = read_workbook(book).sheets
    assert {cell.ref: cell.text for cell in sheet.cells.values()} == {"A1": "Rubrik", "B1": "Rubrik", "C1": "Rubrik", "A2": "7", "C3": "c"}


@pytest.mark.parametrize(("column", "name"), [(1, "A"), (26, "Z"), (27, "AA"), (703, "AAA")])
def test_letters(column: int, name: str) -> None:
    assert letters(column) == name


def test_a_formula_is_text_and_is_never_computed() -> None:
    data = csv_bytes([["Period: 2022"], ["=1+1", '=HYPERLINK("x")'], ["Ålder", "Antal"], ["16-19", "=2+2"], ["20-24", "4"], ["25-29", 5]])
    reading = read_document(data, "a.csv")
    assert [row.amount_printed for row in reading.participants] == ["4", "5"]
