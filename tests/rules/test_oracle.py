"""The verdicts on four real reports against 490 checks that were worked out by hand: every printed error is found, nothing in order fails.

The reports and their checks stand beside the checkout, in `shared/`; without them these tests are skipped.
"""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.project import ROOT

SHARED = ROOT.parent / "shared"
ALARMS = {"fail", "warn"}
IN_ORDER = {"ok", "ok_rounding"}

pytestmark = pytest.mark.skipif(not (SHARED / "golden" / "checks.csv").exists(), reason="the hand-made checks are not beside the checkout")


def checks() -> list[dict[str, str]]:
    """The hand-made checks; none when they are not there."""
    path = SHARED / "golden" / "checks.csv"
    return list(csv.DictReader(path.open(encoding="utf-8", newline=""))) if path.exists() else []


def figure(text: str) -> Decimal | None:
    """The number that a check's field holds, None for words and lists."""
    return Decimal(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else None


def printed_errors() -> list[dict[str, str]]:
    """Printed errors in figures; slips of wording and leftover years are no matter of arithmetic."""
    found = [check for check in checks() if check["verdict"] == "PUBLISHED_ERROR"]
    return [check for check in found if figure(check["expected"]) and figure(check["printed"]) and check["difference"] != "differs"]


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Every verdict of one refresh over the real reports, with the stem of its file and the printed figures of its facts."""
    import duckdb

    warehouse = tmp_path_factory.mktemp("oracle") / "w.duckdb"
    command = [sys.executable, "-m", "orchestration.cli", "refresh", "--archive", str(SHARED / "reports"), "--warehouse", str(warehouse)]
    done = subprocess.run([*command, "--workers", "2"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        told = connection.execute(
            """
            select v.*, coalesce(list(distinct f.amount) filter (where f.amount is not null), []) as amounts
            from quality.verdicts as v
            left join quality.verdict_facts as s using (verdict_id)
            left join (
                select fact_id, abs(amount_sek) as amount from marts.fct_finances
                union all
                select fact_id, value from marts.fct_participants
            ) as f using (fact_id)
            group by all
            """
        )
        names = [column[0] for column in told.description]
        rows = [dict(zip(names, row, strict=True)) for row in told.fetchall()]
    return [{**row, "stem": Path(row["file_name"]).stem} for row in rows]


def of(verdicts: list[dict[str, Any]], check: dict[str, str]) -> list[dict[str, Any]]:
    """The verdicts on the documents of a check; a scan has its own."""
    return [verdict for verdict in verdicts if verdict["stem"] in check["doc_ids"].split()]


def holds_against(verdict: dict[str, Any], one: Decimal, other: Decimal) -> bool:
    """Whether the verdict's two sides are these two figures, in kronor or in thousands of them."""
    left, right = verdict["left_value"], verdict["right_value"]
    if left is None or right is None:
        return False
    return any({abs(left) / unit, abs(right) / unit} == {abs(one), abs(other)} for unit in (Decimal(1), Decimal(1000)))


@pytest.mark.parametrize("check", printed_errors(), ids=lambda check: check["check_id"])
def test_every_printed_error_is_found(check: dict[str, str], verdicts: list[dict[str, Any]]) -> None:
    printed = figure(check["printed"])
    assert printed is not None
    alarms = [verdict for verdict in of(verdicts, check) if verdict["outcome"] in ALARMS]
    sides = [{abs(v["left_value"] or 0), abs(v["right_value"] or 0), *v["amounts"]} for v in alarms]
    assert any(abs(printed) in figures for figures in sides), check["description"]


def test_a_wrong_unit_is_found(verdicts: list[dict[str, Any]]) -> None:
    (check,) = [check for check in checks() if check["check_id"].endswith("op-unit")]
    units = [verdict for verdict in of(verdicts, check) if verdict["rule_id"] == "F14" and verdict["outcome"] == "fail"]
    assert [verdict["statement"] for verdict in units] == ["operating_statement"]


def test_nothing_in_order_raises_an_alarm(verdicts: list[dict[str, Any]]) -> None:
    alarms = [verdict for verdict in verdicts if verdict["outcome"] in ALARMS]
    wrong = []
    for check in checks():
        one, other = figure(check["expected"]), figure(check["printed"])
        if check["verdict"] in IN_ORDER and one is not None and other is not None:
            wrong += [(check["check_id"], v["rule_id"], v["message"]) for v in of(alarms, check) if holds_against(v, one, other)]
    assert wrong == []


def test_whatever_fails_is_a_figure_that_a_check_knows_to_be_wrong(verdicts: list[dict[str, Any]]) -> None:
    unknown = []
    for verdict in (verdict for verdict in verdicts if verdict["outcome"] == "fail"):
        stem = verdict["stem"].removesuffix("_scanned")
        known = [check for check in checks() if check["verdict"] not in IN_ORDER and stem in check["doc_ids"].split()]
        figures = {abs(number) for check in known for name in ("printed", "expected") if (number := figure(check[name])) is not None}
        figures |= {abs(Decimal(number)) for check in known for number in re.findall(r"\d{3,}", check["formula"])}
        sides = {abs(verdict["left_value"] or 0), abs(verdict["right_value"] or 0), *verdict["amounts"]}
        is_unit = verdict["rule_id"] == "F14" and any(check["check_id"].endswith("op-unit") for check in known)
        if not is_unit and not sides & figures:
            unknown.append((verdict["rule_id"], verdict["file_name"], verdict["message"]))
    assert unknown == []


def test_the_hand_made_checks_are_all_there() -> None:
    assert len(checks()) == 490
    assert len(printed_errors()) >= 12
