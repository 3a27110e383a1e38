"""The floors of `make score` break when something falls below them, and only then."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scripts.floors import broken_by_reader, broken_by_rules, main

GOOD = {"truth": 100, "rows": 100, "placed": 98, "used": 100}
TOLD = "known errors {known}: located 1 (50.0%), only caught 0, missed {missed}; false alarms {false} (fail outside any known error)\n"
MISSED = "  missed       | report_2020 | error-3 | {kind} | a sum is wrong\n"


@pytest.mark.parametrize(
    ("document", "counts", "broken"),
    [
        ("a/finance", {}, 0),
        ("a/finance", {"placed": 97}, 1),
        ("a/finance", {"used": 97, "placed": 97}, 2),
        ("a/goals", {"placed": 96}, 1),
        ("a/participants", {"placed": 96}, 1),
        ("a/participants", {"used": 96}, 1),
        ("a/text", {"placed": 70, "used": 75}, 0),
        ("a/text", {"placed": 69, "used": 74}, 2),
        ("a/goals", {"truth": 0, "placed": 0, "rows": 3, "used": 0}, 0),
        ("a_scanned/finance", {"placed": 90}, 0),
    ],
)
def test_every_kind_of_fact_has_its_floor(document: str, counts: dict[str, int], broken: int) -> None:
    assert len(broken_by_reader({document: GOOD | counts})) == broken


def test_nothing_measured_is_not_a_pass() -> None:
    assert broken_by_reader({})
    assert broken_by_rules("Traceback")


@pytest.mark.parametrize(("kind", "false", "broken"), [("participants", 0, 1), ("arithmetic", 0, 1), ("arithmetic", 2, 2)])
def test_every_known_error_is_located_and_nothing_else(kind: str, false: int, broken: int) -> None:
    assert len(broken_by_rules(TOLD.format(known=2, missed=1, false=false) + MISSED.format(kind=kind))) == broken


def test_a_broken_floor_is_an_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    score, rules = tmp_path / "score.json", tmp_path / "rules.txt"
    rules.write_text(TOLD.format(known=1, missed=0, false=0), encoding="utf-8")
    for placed, code in ((98, 0), (97, 1)):
        score.write_text(json.dumps({"documents": {"a/finance": GOOD | {"placed": placed}}}), encoding="utf-8")
        assert main(str(score), str(rules)) == code
    assert "a finance: placed 97.0% is below 98%" in capsys.readouterr().out
