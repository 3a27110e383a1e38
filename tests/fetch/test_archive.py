"""The archive: checked whenever it is read, mended from a copy, never half written; the same facts from it alone."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import fsspec
import pytest
from typer.testing import CliRunner

from ingest.archive import Archive, ArchiveBroken, Entry
from orchestration.cli import app
from orchestration.errors import FinsamError, NothingToRead
from orchestration.from_archive import chain_of, is_store_address, open_archive, place_of
from orchestration.places import Places
from orchestration.record import RunRecord
from orchestration.steps import collect_documents, read_facts
from tests.end_to_end.world import sample_reports

AT = "2026-02-01T02:30:00+00:00"
RUN = CliRunner()


def entry_of(data: bytes, name: str = "provbygden/ar.pdf", replaces: bytes | None = None) -> Entry:
    """An entry for bytes."""
    before = hashlib.sha256(replaces).hexdigest() if replaces is not None else None
    return Entry(
        name, hashlib.sha256(data).hexdigest(), len(data), "provbygden", f"https://sajt.test/{name}", "annual_report", "Å", AT, before
    )


def fill(place: str, *documents: tuple[str, bytes]) -> Archive:
    """An archive that holds these."""
    archive = Archive(place)
    for name, data in documents:
        archive.put(entry_of(data).sha256, data)
        archive.note([entry_of(data, name)])
    return archive


def object_of(place: Path, data: bytes) -> Path:
    """Where bytes lie."""
    sha256 = hashlib.sha256(data).hexdigest()
    return place / "objects" / sha256[:2] / sha256


@pytest.mark.parametrize("damage", ["changed", "cut", "gone"])
def test_what_is_broken_is_noticed_named_and_mended(tmp_path: Path, damage: str) -> None:
    archive = fill(str(tmp_path / "a"), ("p/ar.pdf", b"one"), ("p/dr.pdf", b"two"))
    shutil.copytree(tmp_path / "a", tmp_path / "copy")
    at = object_of(tmp_path / "a", b"one")
    at.unlink() if damage == "gone" else at.write_bytes(b"onf" if damage == "changed" else b"on")
    with pytest.raises(ArchiveBroken, match="restore it from a copy"):
        archive.read(entry_of(b"one").sha256)
    assert archive.read(entry_of(b"two").sha256) == b"two"
    told = RUN.invoke(app, ["archive", "verify", "--archive", str(tmp_path / "a")])
    assert (told.exit_code, told.stdout) == (1, "2 documents, 1 missing or changed, 0 not in the manifest\n")
    told = RUN.invoke(app, ["archive", "restore", "--archive", str(tmp_path / "a"), "--from", str(tmp_path / "copy")])
    assert (told.exit_code, told.stdout) == (0, "0 manifest files and 1 documents taken from the copy, 0 still missing\n")
    assert RUN.invoke(app, ["archive", "verify", "--archive", str(tmp_path / "a")]).exit_code == 0


def test_a_restore_into_nothing_copies_everything_to_any_store(tmp_path: Path) -> None:
    fill(str(tmp_path / "a"), ("p/ar.pdf", b"one"), ("p/dr.pdf", b"two"))
    place = "memory://kopia/restore"
    told = RUN.invoke(app, ["archive", "restore", "--archive", place, "--from", str(tmp_path / "a")])
    assert (told.exit_code, told.stdout) == (0, "2 manifest files and 2 documents taken from the copy, 0 still missing\n")
    assert Archive(place).entries() == Archive(str(tmp_path / "a")).entries()
    assert list(Archive(place).verify()) == []
    fsspec.filesystem("memory").rm("/kopia", recursive=True)


def test_what_the_copy_does_not_hold_either_is_named(tmp_path: Path) -> None:
    fill(str(tmp_path / "a"), ("p/ar.pdf", b"one"))
    shutil.copytree(tmp_path / "a", tmp_path / "copy")
    for place in (tmp_path / "a", tmp_path / "copy"):
        object_of(place, b"one").write_bytes(b"fel")
    told = RUN.invoke(app, ["archive", "restore", "--archive", str(tmp_path / "a"), "--from", str(tmp_path / "copy")])
    assert told.exit_code == 1
    assert "p/ar.pdf: the copy does not hold it either" in told.stderr


def test_a_manifest_that_was_changed_is_not_believed(tmp_path: Path) -> None:
    fill(str(tmp_path / "a"), ("p/ar.pdf", b"one"))
    shutil.copytree(tmp_path / "a", tmp_path / "copy")
    (segment,) = (tmp_path / "a" / "manifest").iterdir()
    segment.write_text(segment.read_text(encoding="utf-8").replace("p/ar.pdf", "p/xx.pdf"), encoding="utf-8")
    with pytest.raises(ArchiveBroken, match="is not what was written"):
        Archive(str(tmp_path / "a")).entries()
    assert RUN.invoke(app, ["archive", "verify", "--archive", str(tmp_path / "a")]).exit_code == 1
    told = RUN.invoke(app, ["archive", "restore", "--archive", str(tmp_path / "a"), "--from", str(tmp_path / "copy")])
    assert told.stdout.startswith("1 manifest files and 0 documents")
    assert [entry.file_name for entry in Archive(str(tmp_path / "a")).entries()] == ["p/ar.pdf"]


@pytest.mark.parametrize(("name", "sha256"), [("../x.pdf", "0" * 64), ("/x.pdf", "0" * 64), ("", "0" * 64), ("x.pdf", "../" * 21 + "x")])
def test_no_entry_leads_out_of_the_archive(name: str, sha256: str) -> None:
    with pytest.raises(ValueError, match="is no"):
        replace(entry_of(b"x"), file_name=name, sha256=sha256)


def test_a_writing_that_was_cut_off_harms_nobody(tmp_path: Path) -> None:
    archive = fill(str(tmp_path / "a"), ("p/ar.pdf", b"one"))
    archive.put(entry_of(b"two").sha256, b"two")  # and then the power went
    object_of(tmp_path / "a", b"six").parent.mkdir(parents=True, exist_ok=True)
    object_of(tmp_path / "a", b"six").with_suffix(".1234.part").write_bytes(b"si")
    assert len(archive.entries()) == 1
    told = RUN.invoke(app, ["archive", "verify", "--archive", str(tmp_path / "a")])
    assert (told.exit_code, told.stdout) == (0, "1 documents, 0 missing or changed, 1 not in the manifest\n")


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    archive = fill(str(tmp_path / "a"), ("p/ar.pdf", b"one"))
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "a").rglob("*") if path.is_file()}
    archive.put(entry_of(b"one").sha256, b"one")
    archive.note([entry_of(b"one", "p/ar.pdf")])
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "a").rglob("*") if path.is_file()} == before
    with pytest.raises(ArchiveBroken):
        archive.put(entry_of(b"one").sha256, b"two")


def test_what_is_forgotten_is_gone_everywhere_and_stays_so(tmp_path: Path) -> None:
    fill(str(tmp_path / "a"), ("p/ar.pdf", b"one"), ("p/lista.pdf", b"two"))
    shutil.copytree(tmp_path / "a", tmp_path / "copy")
    forget = ["archive", "forget", "p/lista.pdf", "--archive", str(tmp_path / "a"), "--why", "namn"]
    assert RUN.invoke(app, forget).exit_code == 0
    assert [entry.file_name for entry in Archive(str(tmp_path / "a")).entries()] == ["p/ar.pdf"]
    assert not object_of(tmp_path / "a", b"two").exists()
    assert list(Archive(str(tmp_path / "a")).verify()) == []
    back = ["archive", "restore", "--archive", str(tmp_path / "a"), "--from", str(tmp_path / "copy")]
    assert RUN.invoke(app, back).stdout.startswith("0 manifest files and 0 documents")
    assert not object_of(tmp_path / "a", b"two").exists()
    assert RUN.invoke(app, ["archive", "restore", "--archive", str(tmp_path / "copy"), "--from", str(tmp_path / "a")]).exit_code == 0
    assert not object_of(tmp_path / "copy", b"two").exists()
    assert RUN.invoke(app, forget).exit_code == 1
    assert RUN.invoke(app, [*forget[:2], entry_of(b"two").sha256, *forget[3:]]).exit_code == 0


@pytest.mark.parametrize(
    ("chain", "before"),
    [
        ("a", {"a": None}),
        ("ab", {"a": None, "b": "a"}),
        ("aba", {"b": None, "a": "b"}),
        ("abca", {"b": None, "c": "b", "a": "c"}),
        ("abcb", {"a": None, "c": "a", "b": "c"}),
        ("abab", {"a": None, "b": "a"}),
    ],
)
def test_what_replaced_what_when_versions_come_back(chain: str, before: dict[str, str | None]) -> None:
    entries = [entry_of(now.encode(), replaces=was.encode() if was else None) for was, now in zip(["", *chain], chain, strict=False)]
    hashes = {hashlib.sha256(name.encode()).hexdigest(): name for name in chain}
    assert {hashes[one]: hashes[was] if was else None for one, was in chain_of(entries).items()} == before


def facts_of(places: Places) -> dict[str, bytes]:
    """Read a place anew and give the bytes of its facts."""
    record = RunRecord(run_id="r", started_at=AT, archive=str(places.archive), warehouse=str(places.warehouse))
    collect_documents(places)
    read_facts(places, record, 1, only_look=False)
    return {path.name: path.read_bytes() for path in sorted(places.inside("facts").glob("*.parquet"))}


def archive_of(root: Path, reports: Sequence[Path]) -> Archive:
    """An archive of reports, the second of them in two versions."""
    archive = Archive(str(root))
    entries = [(entry_of(path.read_bytes(), f"provbygden/{path.name}"), path.read_bytes()) for path in reports]
    newer = reports[1].read_bytes() + b"\n"
    entries.append((entry_of(newer, f"provbygden/{reports[1].stem}.v2.pdf", reports[1].read_bytes()), newer))
    for entry, data in entries:
        archive.put(entry.sha256, data)
    archive.note([entry for entry, _ in entries])
    return archive


def test_facts_from_the_archive_alone_are_the_same_bytes(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    archive = archive_of(tmp_path / "a", sample_reports(2))
    first = facts_of(Places.of(tmp_path / "a", tmp_path / "one.duckdb"))
    place = "memory://kopia/facts"
    Archive(place).restore(archive)
    shutil.rmtree(tmp_path / "a")
    assert facts_of(Places.of(Path(place), tmp_path / "two.duckdb")) == first
    rows = {row["file_name"]: row for row in pq.read_table(tmp_path / "two.duckdb.state/facts/documents.parquet").to_pylist()}
    newer = next(row for name, row in rows.items() if name.endswith(".v2.pdf"))
    assert newer["source_url"] == f"https://sajt.test/{newer['file_name']}"
    assert rows[newer["file_name"].replace(".v2", "")]["document_id"] == newer["replaces_document_id"]
    outcomes = pq.read_table(tmp_path / "two.duckdb.state/outcomes/outcomes.parquet").to_pylist()
    assert {row["source_id"] for row in outcomes} == {"provbygden"}
    fsspec.filesystem("memory").rm("/kopia", recursive=True)


def test_a_broken_document_is_its_own_outcome_and_loose_files_are_read_too(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    reports = sample_reports(3)
    archive_of(tmp_path / "a", reports[:2])
    shutil.copy(reports[2], tmp_path / "a")
    object_of(tmp_path / "a", reports[0].read_bytes()).write_bytes(b"%PDF-1.4 something else")
    facts_of(Places.of(tmp_path / "a", tmp_path / "w.duckdb"))
    rows = {row["file_name"]: row for row in pq.read_table(tmp_path / "w.duckdb.state/outcomes/outcomes.parquet").to_pylist()}
    broken = rows[f"provbygden/{reports[0].name}"]
    assert (broken["outcome"], broken["reason_code"]) == ("failed", "archive_broken")
    assert "restore it from a copy" in broken["message"]
    assert rows[reports[2].name]["source_id"] == "drop_folder"
    assert sorted(row["outcome"] for row in rows.values()) == ["failed", "ok", "ok", "ok"]


def test_places_of_stores() -> None:
    assert is_store_address(Path("s3://hink/rapporter"))
    assert place_of(Path("s3://hink/rapporter")) == "s3://hink/rapporter"
    assert Places.of(Path("s3://hink/rapporter"), Path("w.duckdb")).archive == Path("s3://hink/rapporter")
    assert not is_store_address(Path("rapporter/s3"))
    with pytest.raises(NothingToRead, match="no archive there"):
        open_archive(Path("memory://ingenting"))
    with pytest.raises(FinsamError, match="cannot be reached"):
        open_archive(Path("okand://x"))
