"""Decisions follow a finding to the next version of its document, and only there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from orchestration.review_follow import Known, likeness, state_of, with_followed
from orchestration.review_store import Decision

REPORT = {"report_type": "annual_report", "period_start": date(2031, 1, 1), "period_end": date(2031, 12, 31)}
FINDING: dict[str, Any] = {
    "association_id": "a",
    "rule_id": "F1",
    "statement": "note",
    "column_printed": "2031",
    "period_end": date(2031, 12, 31),
    "left_value": Decimal("10.000"),
    "right_value": Decimal(12),
}
LIKE = likeness(FINDING, REPORT)


def decision(state: str, at: str = "2032-03-01T10:00:00+00:00", verdict_id: str = "old") -> Decision:
    return Decision(verdict_id, state, "Eva", at, "", "F1", "a.pdf", LIKE)


def state_in_next_version(*decisions: Decision, like: str = LIKE) -> str:
    told = with_followed({"old": list(decisions)}, [Known("new", "second", like)])
    return state_of(told, "new")


@pytest.mark.parametrize("state", ["communicated", "answered", "acknowledged", "closed"])
def test_a_decision_follows(state: str) -> None:
    assert state_in_next_version(decision(state)) == state


def test_a_correction_stays_with_its_version_but_is_told() -> None:
    told = with_followed({"old": [decision("corrected")]}, [Known("new", "second", LIKE)])
    assert state_of(told, "new") == "open"
    assert [one.state for one in told["new"]] == ["corrected"]


@pytest.mark.parametrize(
    "other",
    [
        {"left_value": Decimal(11)},
        {"right_value": Decimal(13)},
        {"rule_id": "F2"},
        {"column_printed": "2030"},
        {"statement": "cash_flow"},
        {"association_id": "b"},
    ],
)
def test_nothing_follows_to_another_finding(other: dict[str, Any]) -> None:
    assert state_in_next_version(decision("closed"), like=likeness(FINDING | other, REPORT)) == "open"


@pytest.mark.parametrize("other", [{"report_type": "interim_report"}, {"period_end": date(2032, 12, 31)}])
def test_nothing_follows_to_another_report(other: dict[str, Any]) -> None:
    assert state_in_next_version(decision("closed"), like=likeness(FINDING, REPORT | other)) == "open"


def test_findings_without_values_or_document_are_like_none() -> None:
    assert likeness(FINDING | {"left_value": None}, REPORT) == ""
    assert likeness(FINDING, {}) == ""
    assert with_followed({"old": [replace(decision("closed"), like="")]}, [Known("new", "second", "")]) == {}


def test_two_findings_alike_in_one_document_cannot_be_told_apart() -> None:
    told = with_followed(
        {"old": [decision("closed")]}, [Known("new", "second", LIKE, frozenset("a")), Known("newer", "second", LIKE, frozenset("b"))]
    )
    assert told == {}


def test_two_ways_to_find_one_place_both_follow() -> None:
    known = [Known("new", "second", LIKE, frozenset("a")), Known("newer", "second", LIKE, frozenset("a"))]
    told = with_followed({"old": [decision("closed")]}, known)
    assert [state_of(told, one.verdict_id) for one in known] == ["closed", "closed"]


def test_an_own_decision_counts_before_one_that_followed_later() -> None:
    own = decision("communicated", verdict_id="new")
    later = decision("closed", "2032-04-01T10:00:00+00:00")
    told = with_followed({"old": [later], "new": [own]}, [Known("new", "second", LIKE)])
    assert state_of(told, "new") == "communicated"
    assert [one.state for one in told["new"]] == ["communicated", "closed"]
