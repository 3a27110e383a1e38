"""`finsam suggest` lists what the vocabulary lacks, and only that."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from orchestration.places import PROJECT
from tests.end_to_end.world import run_finsam, sample_reports
from tests.unit.pages import cover, draw_pdf, table

UNKNOWN = "Snöröjning av bryggor"
ROWS = (
    ("Medlemsbidrag", "9 000 000", "8 500 000"),
    ("Övriga intäkter", "250 000", "240 000"),
    ("Summa intäkter", "9 250 000", "8 740 000"),
    ("Personalkostnader", "-4 100 000", "-4 000 000"),
    (UNKNOWN, "-3 000 000", "-2 900 000"),
    ("Summa kostnader", "-7 100 000", "-6 900 000"),
    ("Årets resultat", "2 150 000", "1 840 000"),
)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """One report with a label that no vocabulary has, and a file that is no report."""
    (tmp_path / "report.pdf").write_bytes(draw_pdf(cover("Årsredovisning 2022"), table(("2022", "2021"), ROWS)))
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    return tmp_path


def test_an_unknown_label_is_a_candidate_and_a_known_one_is_not(archive: Path) -> None:
    done = run_finsam("suggest", "--archive", archive, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    labels = {found["label"]: found for found in told["candidates"]}
    assert labels[UNKNOWN]["files"] == [str(archive / "report.pdf")]
    assert "Medlemsbidrag" not in labels
    assert [row["file_name"] for row in told["not_read"]] == [str(archive / "broken.pdf")]


def test_files_are_named_one_by_one(archive: Path) -> None:
    done = run_finsam("suggest", archive / "report.pdf", sample_reports(1)[0].relative_to(PROJECT))
    assert done.returncode == 0, done.stderr
    assert UNKNOWN in done.stdout


def test_nothing_to_look_at_is_one_clear_line() -> None:
    done = run_finsam("suggest")
    assert done.returncode == 1
    assert "--archive" in done.stderr
    assert done.stderr.count("\n") == 1
