"""Rules of exports and surveys at their edges: what is missing is not evaluable, what may be ours warns, nothing is green by default."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from expectations.verdict import Outcome, Verdict
from tests.rules.examples import Archive, build, judged, of

CASES: dict[str, list[dict[str, Any]]] = yaml.safe_load((Path(__file__).parent / "export_cases.yml").read_text(encoding="utf-8"))
PASS, WARN, UNKNOWN = Outcome.PASS, Outcome.WARN, Outcome.NOT_EVALUABLE


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> list[Verdict]:
    """What the rules say of the cases."""
    archive = Archive()
    for name, case in CASES.items():
        archive.add(name, case)
    return judged(build(tmp_path_factory.mktemp("exports"), archive))


@pytest.mark.parametrize(
    ("name", "rule_id", "expected"),
    [
        ("flow-alone", "S14", {("cells_within_source", UNKNOWN), ("cells_cover_source", UNKNOWN)}),
        ("flow-of-another-year", "S14", {("cells_within_source", UNKNOWN), ("cells_cover_source", UNKNOWN)}),
        ("flow-withheld", "S14", {("cells_within_source", PASS), ("cells_cover_source", UNKNOWN)}),
        ("flow-too-few", "S14", {("cells_within_source", PASS), ("cells_cover_source", WARN), ("total_is_source", UNKNOWN)}),
        ("flow-read-from-a-picture", "S14", {("cells_within_source", WARN), ("cells_cover_source", PASS), ("total_is_source", UNKNOWN)}),
        ("names-told-apart", "S16", {("named_once", PASS)}),
        ("costs-without-administration", "S18", {("all_costs", UNKNOWN)}),
        ("costs-of-another-year", "S18", {("all_costs", UNKNOWN)}),
        ("costs-of-one-initiative", "S18", {("all_costs", PASS), ("initiative", WARN)}),
        ("exports-of-other-things", "S19", set()),
        ("identified-against-all", "S23", set()),
        ("told-in-a-sentence", "S23", {("agreement", WARN)}),
        ("group-not-named", "I8", {("one_group", UNKNOWN)}),
        ("referrers-before-their-time", "I9", {("in_its_years", WARN)}),
        ("directors-after-their-time", "I9", {("in_its_years", WARN)}),
    ],
)
def test_what_a_case_comes_to(name: str, rule_id: str, expected: set[tuple[str, Outcome]], exports: list[Verdict]) -> None:
    assert {(verdict.equation, verdict.outcome) for verdict in of(exports, rule_id, name)} == expected


def test_a_doubt_about_the_reading_is_said(exports: list[Verdict]) -> None:
    (found,) = [v for v in of(exports, "S14", "flow-read-from-a-picture") if v.outcome is WARN]
    assert "read by OCR" in found.message


def test_what_is_missing_is_named(exports: list[Verdict]) -> None:
    (costs,) = of(exports, "S18", "costs-without-administration")
    assert "does not tell all costs" in costs.message
    (group,) = of(exports, "I8", "group-not-named")
    assert "under way or have left" in group.message
    assert "läggs aldrig ihop" in group.message_sv


def test_a_rule_that_allows_a_share_does_not_speak_of_rounding(exports: list[Verdict]) -> None:
    (found,) = [v for v in of(exports, "S18", "costs-of-one-initiative") if v.outcome is WARN]
    assert "that the rule allows" in found.message
    assert "som regeln tillåter" in found.message_sv
