"""Whole pages of goals as associations may lay them out, drawn from pictures made of signs."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.contracts import GoalRow
from tests.unit.goals_paper import Entry, brief, page, read

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "goals_pages.yml").read_text(encoding="utf-8"))
_LEFT, _PITCH, _LINE = 30.0, 5.3, 14.0


def draw(case: dict[str, Any]) -> list[Entry]:
    """The texts of a picture, each where its signs stand; `spread`: lines stand apart, `indents`: all but headings are indented."""
    entries: list[Entry] = []
    y = 60.0
    for line in case["page"].splitlines():
        if line.startswith("# "):
            entries.append((_LEFT, y + 12, line[2:], 14, True))
            y += 34
            continue
        for run in re.finditer(r"\S+(?: \S+)*", line):
            x = _LEFT + _PITCH * run.start() + (18 if case.get("indents") else 0)
            entries.append((x, y, run.group(), 9))
        y += _LINE * (1.9 if case.get("spread") else 1)
    return entries


def _missing(row: GoalRow, words: str) -> list[str]:
    """What of the words of the file a row does not say."""
    missing = []
    for word in words.split():
        code, _, value = word.rpartition("=")
        said = getattr(row, code or "status")
        same = said == Decimal(value) if isinstance(said, Decimal) else str(said) == value
        missing += [] if same else [f"{word}, not {said}"]
    return missing


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_goal_pages_say(case: dict[str, Any]) -> None:
    rows = read(page(*draw(case)), kind=case.get("kind", "annual_report"), names=case.get("names")).rows
    assert len(rows) == case["count"], brief(rows)
    for line in case["say"]:
        text, words = line.split(": ", 1)
        found = [row for row in rows if row.goal_text.startswith(text)]
        assert len(found) == 1, (text, brief(rows))
        assert not _missing(found[0], words), (text, _missing(found[0], words))
