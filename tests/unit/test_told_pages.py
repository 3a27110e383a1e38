"""Counts told under headings, in lists and over paragraphs: what a line leaves out is taken from what stands above it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.unit.prose_pages import Set, page_of, wrapped
from tests.unit.test_told import _read, _said, _sorted

_CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "told_pages.yml").read_text(encoding="utf-8"))
_FILLER = "Detta stycke finns för att visa hur stor den löpande texten är i denna rapport och säger inget annat än så."


def _lines(items: list[str]) -> list[Set]:
    """A page from its items: "# " a heading, "## " a lower one, "* " a bullet, "> " a short line of its own, else a paragraph."""
    lines: list[Set] = []
    top = 60.0
    for item in [*items, _FILLER, _FILLER]:
        kind, _, text = item.partition(" ")
        if kind in {"#", "##"}:
            lines.append(Set(text, top, size=14) if kind == "#" else Set(text, top, size=11, bold=True))
            top += 24
        elif kind in {"*", ">"}:
            lines.append(Set(f"• {text}", top, x=80) if kind == "*" else Set(text, top))
            top += 13
        else:
            paragraph = wrapped(item, top)
            lines += paragraph
            top += 13 * len(paragraph) + 12
    return lines


@pytest.mark.parametrize("case", _CASES, ids=[case["about"] for case in _CASES])
def test_a_page_tells_these_counts_and_no_others(case: dict[str, Any]) -> None:
    rows = _read([page_of(_lines(case["page"]))]).rows
    assert sorted(_sorted(_said(row)) for row in rows) == sorted(_sorted(row) for row in case["rows"])
