"""A finding's page: what few persons are behind is not on it, and nothing that was printed becomes markup."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from orchestration.findings import WITHHELD, Figure, Found
from orchestration.review_site import _page

_ROW: dict[str, Any] = {
    "verdict_id": "v1",
    "rule_id": "S1",
    "outcome": "warn",
    "statement": "participants",
    "association_id": "alfa",
    "document_id": "d1",
    "file_name": "a.csv",
    "left_value": Decimal(7771),
    "right_value": Decimal(7773),
    "difference": Decimal(-2),
    "tolerance": Decimal(0),
    "cause": None,
    "message": "The row <script>alert(1)</script> does not add up.",
}


def finding(*, masked: bool, message: str) -> Found:
    figure = Figure(
        fact_id="f1",
        side="left",
        document_id="d1",
        file_name="a.csv",
        page=None,
        box=None,
        cell="Blad1!B2",
        label="Kvinnor <b>alla</b>",
        column="2024",
        kind="participants",
        printed="" if masked else "7771",
        unit="persons",
        period_end=date(2024, 12, 31),
        doubt=None,
        masked=masked,
    )
    rule = {"says": "Regeln.", "look_at": "", "basis": ""}
    return Found(_ROW | {"message": message}, "open", message, rule, (figure,), (), {})


def page(found: Found) -> str:
    return _page(found, [], "sv", "", Path("w.duckdb"))


def test_a_finding_on_withheld_counts_shows_no_value() -> None:
    for found in (finding(masked=True, message="M."), finding(masked=False, message=WITHHELD)):
        text = page(found)
        assert "få personer" in text
        assert "777" not in text.replace("\u00a0", "")


def test_what_was_printed_is_text_and_no_markup() -> None:
    text = page(finding(masked=False, message=_ROW["message"]))
    assert "7771" in text
    assert "&lt;script&gt;" in text
    assert "<script>" not in text
    assert "<b>alla" not in text
