"""What the rules say of withheld counts tells none of them: the real rules, judged over random worlds, attacked afterwards."""

from __future__ import annotations

import random
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from expectations.judge import judge
from expectations.verdict import write_verdicts
from tests.warehouse.fixture_facts import Archive, build_archive, write_doors
from tests.warehouse.fixture_people import add_export, count
from tests.warehouse.people_worlds import people_world, survey_world
from tests.warehouse.warehouse import Warehouse, failed

_VALUES = "left_value, right_value, difference, tolerance, expected_value"
_SENTENCE = "The rule rests on counts that are withheld because few persons are behind them."
_ASSOCIATION = "flode"


def _shares_of_a_total_that_is_not_printed(archive: Archive, file_name: str) -> None:
    """A column of counts, one of them small, and a column of shares of their unprinted total."""
    counts = {"sickness_benefit": 3, "social_assistance": 40, "activity_support": 31, "study_support": 26, "none_public": 22}
    total = sum(counts.values())
    for row_no, (support, number) in enumerate(counts.items(), start=1):
        told = {"support_type": support, "before_after": "before", "row_no": row_no, "table_no": 1, "label_printed": support}
        count(archive, file_name, number, column_no=1, **told)
        share = Decimal(100 * number) / total
        count(archive, file_name, float(round(share)), column_no=2, unit="percent", **told)


def _stocks_and_flows(archive: Archive, file_name: str) -> None:
    """Four counts that are bound to one another, and a flow with a small cell."""
    for row_no, (measure, number) in enumerate((("participants", 41), ("exits", 3), ("started", 20)), start=1):
        count(archive, file_name, number, measure=measure, table_no=2, row_no=row_no)
    for row_no, (support, number) in enumerate((("sickness_benefit", 2), ("social_assistance", 38)), start=1):
        told = {"measure": "flow_from_social_assistance", "before_after": "after", "table_no": 3, "row_no": row_no}
        count(archive, file_name, number, support_type=support, **told)


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A published file with verdicts of all rules on worlds full of small counts."""
    archive = build_archive()
    rng = random.Random(11)  # noqa: S311 (worlds must be the same in every run)
    for number in range(12):
        people_world(archive, rng, f"varld-{number}")
        survey_world(archive, rng, f"enkat-{number}")
    for version in (1, 2):
        file_name = f"{_ASSOCIATION}_{version}.xlsx"
        add_export(archive, file_name, _ASSOCIATION, 2022)
        _shares_of_a_total_that_is_not_printed(archive, file_name)
        _stocks_and_flows(archive, file_name)
    root = tmp_path_factory.mktemp("judged")
    built = Warehouse(root, write_doors(root, archive))
    statuses = built.build("--exclude", "tag:verdicts")
    assert not failed(statuses), failed(statuses)
    write_verdicts(judge(root / "residuals", {}, root / "data_docs"), root / "verdicts")
    statuses = built.build("--select", "tag:verdicts")
    assert not failed(statuses), failed(statuses)
    return built


def _masked(warehouse: Warehouse) -> set[str]:
    rows = warehouse.rows(
        "select fact_id from marts.fct_participants where is_masked union select fact_id from marts.fct_indicators where is_masked"
    )
    return {str(fact) for (fact,) in rows}


def _rests_on(root: Path) -> dict[str, set[str]]:
    """Every fact that a verdict was reckoned from, those of its base too, as the judge left them."""
    found: dict[str, set[str]] = {}
    for row in pq.read_table(root / "verdicts" / "verdict_facts.parquet").to_pylist():
        found.setdefault(row["verdict_id"], set()).add(row["fact_id"])
    return found


def test_a_verdict_on_withheld_counts_tells_its_outcome_and_nothing_else(judged: Warehouse) -> None:
    masked, rests_on = _masked(judged), _rests_on(judged.root)
    rules = set()
    query = f"select verdict_id, rule_id, message, suspect_fact_ids, {_VALUES} from quality.verdicts"  # noqa: S608
    for verdict_id, rule_id, message, suspects, *values in judged.rows(query):
        if rests_on.get(verdict_id, set()) & masked:
            rules.add(rule_id)
            assert (message, suspects, values) == (_SENTENCE, [], [None] * 5), rule_id
    assert {"S1", "S5", "S14", "S22", "I1"} <= rules


def test_every_figure_that_a_verdict_tells_is_published_beside_it(judged: Warehouse) -> None:
    """What stands in a sentence is a published value, or follows from the published values the verdict rests on."""
    published = dict(
        judged.rows(
            "select fact_id, value from marts.fct_participants union all "
            "select fact_id, coalesce(n, share) from marts.fct_indicators union all "
            "select fact_id, answered_n from marts.fct_indicators where answered_n is not null"
        )
    )
    rests_on = _rests_on(judged.root)
    told = 0
    for verdict_id, statement, left in judged.rows("select verdict_id, statement, left_value from quality.verdicts"):
        if statement in ("participants", "indicators") and left is not None:
            told += 1
            assert rests_on[verdict_id], "a verdict that names no facts can hide none"
            assert [fact for fact in rests_on[verdict_id] if published[fact] is None] == []
    assert told > 50


def test_a_base_that_is_printed_nowhere_is_told_only_to_those_who_may_see_its_shares(judged: Warehouse) -> None:
    """122 persons are printed nowhere; with the shares the sum would tell the small one."""
    masked = _masked(judged)
    sides = pq.read_table(judged.root / "verdicts" / "verdict_facts.parquet").to_pylist()
    by_base = {row["verdict_id"] for row in sides if row["side"] == "base" and row["fact_id"] in masked}
    by_side = {row["verdict_id"] for row in sides if row["side"] != "base" and row["fact_id"] in masked}
    assert by_base - by_side, "no verdict rests on withheld counts by its base alone: the attack tries nothing"
    rows = judged.rows("select message, left_value from quality.verdicts where rule_id = 'S22' and file_name like 'flode%'")
    assert rows
    assert [message for message, _ in rows if re.search(r"\b12\d\b", message)] == []


def test_the_room_below_a_bound_is_not_told_of_withheld_counts(judged: Warehouse) -> None:
    rows = judged.rows(
        "select left_value, tolerance from quality.verdicts where rule_id = 'S5' and file_name like 'flode%' and period_end = ?",
        [date(2022, 12, 31)],
    )
    assert rows
    assert all(values == (None, None) for values in rows)
