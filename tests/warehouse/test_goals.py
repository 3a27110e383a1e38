"""The same goal over plan, report and the years after: linked by wording and number, and never wrongly.

All cases are built at once: each has an initiative of its own, so that no goal can be linked into another case.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.warehouse.fixture_facts import build_archive, write_doors
from tests.warehouse.fixture_people import goal
from tests.warehouse.warehouse import Warehouse, failed

PLAN, REPORT, SCAN, BEFORE = "alfa_vp_2024.pdf", "alfa_ar_2024.pdf", "alfa_ar_2024_scan.pdf", "alfa_ar_2023.pdf"
READY = "Minst 80 % av deltagarna ska känna sig mer redo för arbete eller studier"
YOUNG = "Fler unga vuxna ska nås av förbundets insatser i alla medlemskommuner"
IN_TEAM = READY.replace("deltagarna", "deltagarna i team")

Said = tuple[str, str, dict[str, Any]]
CASES: dict[str, list[Said]] = {
    "over years": [
        (BEFORE, "Minst 75 % av deltagarna skall känna sig mer redo för arbete eller studier", {"goal_no": "A2"}),
        (PLAN, READY, {"goal_no": "A2"}),
        (REPORT, READY + ".", {}),
        (SCAN, READY.replace("känna", "kanna"), {}),
    ],
    "cut short": [(PLAN, YOUNG, {"goal_no": "B1"}), (REPORT, "Fler unga vuxna ska nås", {"goal_no": "B1"})],
    "two alike": [(PLAN, READY, {}), (PLAN, IN_TEAM, {}), (REPORT, IN_TEAM, {}), (REPORT, READY, {})],
    "other words": [(PLAN, READY, {}), (REPORT, YOUNG, {})],
    "other words, same number": [(PLAN, READY, {"goal_no": "1"}), (REPORT, YOUNG, {"goal_no": "1"})],
    "no scope told": [(PLAN, READY.replace("redo", "beredda"), {"initiative_id": None}), (REPORT, READY.replace("redo", "beredda"), {})],
    "other scope": [(PLAN, READY, {"initiative_id": "annan"}), (REPORT, READY, {})],
    "other level": [(PLAN, READY, {"goal_level": "financial"}), (REPORT, READY + " än förut", {})],
    "other association": [(PLAN, READY, {}), ("beta_ar_2024.pdf", READY, {})],
    "same document": [(PLAN, READY, {}), (PLAN, READY + " igen", {})],
    "same words twice": [(PLAN, READY, {}), (PLAN, READY, {})],
}
LINKED = {"over years": [0, 0, 0, 0], "cut short": [0, 0], "two alike": [0, 1, 1, 0], "no scope told": [0, 0]}


def _identities(root: Path, cases: dict[str, list[Said]]) -> dict[str, list[str]]:
    """Build the goals of these cases and give each one's goal_id."""
    archive = build_archive()
    keys = {
        case: [goal(archive, name, text, **{"initiative_id": f"case {case}", **told}).goal_fact_id for name, text, told in goals]
        for case, goals in cases.items()
    }
    built = Warehouse(root, write_doors(root, archive))
    statuses = built.build("--select", "+fct_goals", "+dim_goal", "--indirect-selection", "cautious")
    assert not failed(statuses), failed(statuses)
    found = dict(built.rows("select goal_fact_id, goal_id from marts.fct_goals"))
    assert set(found.values()) == {key for (key,) in built.rows("select goal_id from marts.dim_goal")}
    return {case: [found[key] for key in goals] for case, goals in keys.items()}


@pytest.fixture(scope="module")
def identities(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Give the goal_ids of every case."""
    return _identities(tmp_path_factory.mktemp("goals"), CASES)


@pytest.mark.parametrize("case", sorted(LINKED))
def test_the_same_goal_is_linked_one_to_one_and_best_first(identities: dict[str, list[str]], case: str) -> None:
    first_seen = [identities[case].index(key) for key in identities[case]]
    assert first_seen == LINKED[case]


@pytest.mark.parametrize("case", sorted(CASES.keys() - LINKED.keys()))
def test_what_is_another_goal_is_not_linked(identities: dict[str, list[str]], case: str) -> None:
    left, right = identities[case]
    assert left != right


def test_an_identity_stays_when_later_documents_arrive(identities: dict[str, list[str]], tmp_path: Path) -> None:
    alone = _identities(tmp_path, {case: goals[:1] for case, goals in CASES.items()})
    assert {case: keys[0] for case, keys in identities.items()} == {case: keys[0] for case, keys in alone.items()}
