"""`finsam check` on a sample report with its archive: one file, and nothing published."""

from __future__ import annotations

import re
from pathlib import Path

from tests.end_to_end.world import SAMPLES, run_finsam


def test_a_report_is_checked_against_plan_and_last_year(tmp_path: Path) -> None:
    first = min(path for path in SAMPLES.iterdir() if path.is_dir())
    draft = max(first.glob("*_ar_*.pdf"))
    archive = tmp_path / "archive"
    archive.mkdir()
    for report in (*first.glob("*_ar_*.pdf"), *first.glob("*_vp_*.pdf")):
        (archive / report.name).write_bytes(report.read_bytes())
    (archive / "damaged.pdf").write_bytes(b"no report")
    before = sorted(archive.iterdir())
    out = tmp_path / "result.html"
    done = run_finsam("check", draft, "--archive", archive, "--out", out)
    assert done.returncode in (0, 2), done.stderr
    page = out.read_text(encoding="utf-8")
    for heading in ("Avstämning", "Jämförelsetal mot förra årets rapport", "Avvikelser", "Mål mot planen", "Resultaträkning"):
        assert heading in page
    assert int(re.findall(r"(\d+) kontroller stämmer", page)[0]) > 0
    assert int(re.findall(r"(\d+) kontroller stämmer", done.stdout)[0]) > 0
    assert min(first.glob("*_ar_*.pdf")).name in page
    assert 'src="http' not in page
    assert "damaged.pdf: filen börjar inte som en PDF" in page
    assert sorted(archive.iterdir()) == before
    assert not list(tmp_path.glob("*.duckdb*"))


def test_what_cannot_be_read_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "draft.pdf").write_bytes(b"no report")
    done = run_finsam("check", tmp_path / "draft.pdf", "--out", tmp_path / "result.html")
    assert done.returncode == 1
    [*_, last] = done.stderr.splitlines()
    assert last.startswith("finsam: draft.pdf: the file does not begin as a PDF does")
    assert "finsam_check" not in last
    assert not (tmp_path / "result.html").exists()
