"""What the door refuses leaves nothing behind: no bytes in the archive, no text in memo or ledger, also of earlier runs."""

from __future__ import annotations

from pathlib import Path

from ingest.exports.read import read_export
from ingest.store import to_json
from orchestration.archive import Dropped, keep, kept_at
from orchestration.ledger import LedgerRow, append_to_ledger
from orchestration.memo import memo_file, remember_reading
from orchestration.reading import carry_out, plan_reading
from tests.press.exports.books import csv_bytes
from tests.press.exports.samples import SAMPLES

NUMBER = "811218-9876"  # the tax agency's example of a personal identity number
PERSONAL = csv_bytes([["Insats", "Kod"], ["Steget", NUMBER]])
GOOD = SAMPLES["c_flow.csv"]()


def _run(root: Path, version: str = "1") -> tuple[list[Dropped], list[LedgerRow]]:
    files = keep(root / "drop", root / "state" / "archive")
    memo = root / "state" / "memo"
    rows = carry_out(
        plan_reading(files, memo, version), memo, root / "state" / "archive", version, run_id="r", workers=1, tell=lambda _: None
    )
    append_to_ledger(rows, root / "state" / "ledger")
    return files, rows


def _everything(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def _drop(root: Path, **files: bytes) -> None:
    (root / "drop").mkdir(exist_ok=True)
    for name, data in files.items():
        (root / "drop" / name.replace("__", ".")).write_bytes(data)


def test_nothing_of_a_refused_file_is_kept(tmp_path: Path) -> None:
    _drop(tmp_path, good__csv=GOOD, people__csv=PERSONAL)
    for _ in range(2):
        files, rows = _run(tmp_path)
        told = {row.file_name: (row.outcome, row.reason_code) for row in rows}
        assert told["people.csv"] == ("refused", "personal_data")
        assert told["good.csv"][0] in {"ok", "unchanged"}
        kept = {file.file_name: kept_at(tmp_path / "state" / "archive", file.sha256 or "").exists() for file in files}
        assert kept == {"good.csv": True, "people.csv": False}
        left = _everything(tmp_path / "state")
        assert NUMBER.encode() not in left
        assert b"Steget;" not in left
        assert not (tmp_path / "state" / "archive" / "incoming").exists()
    assert "column B" in next(row.message for row in rows if row.file_name == "people.csv" and row.message)


def test_what_an_earlier_reader_let_in_is_removed(tmp_path: Path) -> None:
    _drop(tmp_path, people__csv=PERSONAL)
    (file,) = keep(tmp_path / "drop", tmp_path / "state" / "archive")
    sha256 = file.sha256 or ""
    kept = kept_at(tmp_path / "state" / "archive", sha256)
    kept.parent.mkdir(parents=True)
    kept.write_bytes(PERSONAL)
    earlier = memo_file(tmp_path / "state" / "memo", sha256, "0")
    remember_reading(earlier, to_json(read_export(GOOD, "good.csv")))
    _run(tmp_path)
    assert not kept.exists()
    assert not earlier.exists()
    assert NUMBER.encode() not in _everything(tmp_path / "state")


def test_what_a_stopped_run_left_is_removed_by_the_next(tmp_path: Path) -> None:
    incoming = tmp_path / "state" / "archive" / "incoming"
    incoming.mkdir(parents=True)
    (incoming / "x").write_bytes(PERSONAL)
    _drop(tmp_path, good__csv=GOOD)
    keep(tmp_path / "drop", tmp_path / "state" / "archive")
    assert not incoming.exists()


def test_kinds_that_are_not_read_say_how_to_save_them_and_are_not_kept(tmp_path: Path) -> None:
    _drop(tmp_path, old__xls=b"\xd0\xcf\x11\xe0", sheet__ods=b"PK\x03\x04")
    files, rows = _run(tmp_path)
    assert {row.reason_code for row in rows} == {"unsupported_kind"}
    assert all("save it as .xlsx" in (row.message or "") for row in rows)
    assert not any(kept_at(tmp_path / "state" / "archive", file.sha256 or "").exists() for file in files)


def test_answers_of_respondents_are_counted_and_their_file_is_not_kept(tmp_path: Path) -> None:
    _drop(tmp_path, answers__csv=SAMPLES["h_respondents.csv"](), good__csv=GOOD, odd__csv=b"Sak;Antal\nStol;3\n")
    for _ in range(2):
        files, rows = _run(tmp_path)
        kept = {file.file_name: kept_at(tmp_path / "state" / "archive", file.sha256 or "").exists() for file in files}
        assert kept == {"answers.csv": False, "good.csv": True, "odd.csv": False}
        assert {row.file_name: row.made_it for row in rows} == {"answers.csv": True, "good.csv": True, "odd.csv": False}
        assert "en åsikt".encode() not in _everything(tmp_path / "state")
        assert "en åsikt".encode("utf-16-le") not in _everything(tmp_path / "state")


def test_a_manifest_line_is_written_once(tmp_path: Path) -> None:
    _drop(tmp_path, good__csv=GOOD)
    _run(tmp_path)
    _run(tmp_path)
    _run(tmp_path, version="2")
    manifest = (tmp_path / "state" / "archive" / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(manifest) == 1
