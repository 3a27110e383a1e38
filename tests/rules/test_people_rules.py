"""Rules of people and goals at their edges: withheld counts, nested parts, sentences about something else."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from expectations.verdict import Outcome, Verdict
from tests.rules.examples import Archive, build, judged, of

CASES: dict[str, list[dict[str, Any]]] = yaml.safe_load((Path(__file__).parent / "people_cases.yml").read_text(encoding="utf-8"))
ALARMS = {Outcome.FAIL, Outcome.WARN, Outcome.ERROR}


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> list[Verdict]:
    """What the rules say of the cases."""
    archive = Archive()
    for name, case in CASES.items():
        archive.add(name, case)
    return judged(build(tmp_path_factory.mktemp("people"), archive))


def alarms(people: list[Verdict], name: str) -> list[Verdict]:
    return [verdict for verdict in people if verdict.document_id == name and verdict.rule_id[0] in "SIG" and verdict.outcome in ALARMS]


@pytest.mark.parametrize("name", [name for name in CASES if name.startswith("clean-")])
def test_what_may_be_right_raises_no_alarm(name: str, people: list[Verdict]) -> None:
    mine = [verdict for verdict in people if verdict.document_id == name and verdict.rule_id[0] in "SIG"]
    assert mine, "no rule looked at the case"
    assert [verdict.message for verdict in alarms(people, name)] == []


@pytest.mark.parametrize("name", ["clean-reasons-inside-a-reason", "clean-municipalities-inside-an-initiative"])
def test_a_part_of_a_part_is_not_counted_twice(name: str, people: list[Verdict]) -> None:
    rule_id = "S4" if "reasons" in name else "S2"
    assert {verdict.outcome for verdict in of(people, rule_id, name)} == {Outcome.PASS}


def test_what_is_withheld_may_be_anything_up_to_its_bound(people: list[Verdict]) -> None:
    assert {verdict.outcome for verdict in of(people, "S1", "clean-withheld-and-possible")} == {Outcome.NOT_EVALUABLE}
    (wrong,) = alarms(people, "wrong-whatever-is-withheld")
    assert (wrong.rule_id, wrong.left_value, wrong.right_value) == ("S1", Decimal(27), Decimal(25))


@pytest.mark.parametrize(
    ("name", "rule_id", "why"),
    [
        ("doubt-total-counts-persons-once", "S2", "may count each person once"),
        ("doubt-gender-of-some-not-known", "S1", "of whom it is not known"),
        ("doubt-read-from-a-picture", "S1", "read by OCR"),
    ],
)
def test_a_difference_that_has_another_reading_only_warns_and_says_why(name: str, rule_id: str, why: str, people: list[Verdict]) -> None:
    found = alarms(people, name)
    assert [(verdict.rule_id, verdict.outcome) for verdict in found] == [(rule_id, Outcome.WARN)]
    assert why in found[0].message


def test_a_count_in_a_goals_comment_is_held_against_the_sentences(people: list[Verdict]) -> None:
    (found,) = alarms(people, "told-in-a-comment")
    assert (found.rule_id, found.statement, found.left_value, found.right_value) == ("S3", "participants", Decimal(55), Decimal(56))
    assert len(found.fact_ids) == 3


def test_a_sentence_that_contradicts_itself_is_found_without_the_goals(people: list[Verdict]) -> None:
    (found,) = alarms(people, "wrong-within-the-sentence")
    assert (found.rule_id, found.statement, found.left_value, found.right_value) == ("G1", "goals", Decimal(7), Decimal(8))


def test_a_verdict_on_people_speaks_of_persons_and_not_of_kronor(people: list[Verdict]) -> None:
    (found,) = alarms(people, "wrong-whatever-is-withheld")
    assert "kr" not in found.message.split(". ")[0]


def test_a_table_over_two_pages_is_one_table(people: list[Verdict]) -> None:
    assert {verdict.outcome for verdict in of(people, "S4", "clean-total-on-the-next-page")} == {Outcome.PASS}
    (wrong,) = alarms(people, "wrong-total-on-the-next-page")
    assert (wrong.rule_id, wrong.left_value, wrong.right_value) == ("S4", Decimal(125), Decimal(131))
    (share,) = alarms(people, "wrong-share-on-the-next-page")
    assert (share.rule_id, share.left_value, share.right_value) == ("S22", Decimal(23), Decimal(16))
    (share,) = alarms(people, "wrong-share-of-all-in-the-table")
    assert (share.rule_id, share.left_value, round(share.right_value or 0, 1)) == ("S22", Decimal(17), Decimal("11.9"))


def test_the_number_of_goals_may_stand_in_the_sentence_before(people: list[Verdict]) -> None:
    found = alarms(people, "wrong-count-over-two-sentences")
    assert [(verdict.rule_id, verdict.left_value, verdict.right_value) for verdict in found] == [("G1", Decimal(2), Decimal(1))]


@pytest.mark.parametrize(
    ("name", "rule_id", "values"),
    [
        ("wrong-genders-of-a-row-and-of-the-sum", "S1", {(56, 54), (78, 76)}),
        ("wrong-share-in-a-sentence-against-the-table", "S25", {(43, Decimal("34.483"))}),
        ("wrong-share-beside-its-count", "S25", {(86, 68)}),
        ("wrong-digits-in-another-order", "S3", {(85, 58)}),
        ("wrong-reasons-of-one-gender", "S4", {(20, 18), (39, 37)}),
        ("wrong-goals-of-two-statuses", "G1", {(2, 1), (1, 2)}),
        ("wrong-number-of-goals", "G1", {(4, 3)}),
    ],
)
def test_an_error_that_stands_alone_is_found(name: str, rule_id: str, values: set[tuple[Any, Any]], people: list[Verdict]) -> None:
    assert {(v.left_value, v.right_value) for v in alarms(people, name) if v.rule_id == rule_id} == values


def test_a_band_without_its_name_is_not_held_against_the_total(people: list[Verdict]) -> None:
    assert alarms(people, "unjudged-a-band-without-its-name") == []
    assert any("which part it is of is not known" in v.message for v in of(people, "S7", "unjudged-a-band-without-its-name"))


def test_a_count_told_again_by_a_later_report_is_held_against_the_first(people: list[Verdict]) -> None:
    (found,) = [v for v in of(people, "S24", "wrong-count-told-again-a-year-later") if v.outcome in ALARMS]
    assert (found.outcome, found.document_id, found.left_value, found.right_value) == (
        Outcome.WARN,
        "wrong-count-told-again-a-year-later-b",
        Decimal(94),
        Decimal(88),
    )
