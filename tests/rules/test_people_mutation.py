"""Every rule about people, goals and surveys notices when its passing example is changed in one place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from expectations.rules import load_rules
from expectations.verdict import Outcome
from tests.rules.examples import Archive, build, judged

_GUARDS = {"people_guard", "indicator_guard"}  # families that keep figures apart: nothing of theirs can be violated
_RULES = {rule.rule_id: rule for rule in load_rules() if rule.rule_id[0] in "SIG" and rule.family not in _GUARDS}
_ALARMS = {Outcome.FAIL, Outcome.WARN}
# What else may be misprinted or misread in a row, beside its figure.
_OTHERWISE: dict[str, tuple[Any, ...]] = {
    "status": ("not_met", "partly_met", "met"), "goal": ("Kommunerna erbjuder sommarkurser i simning",), "outcome": (1,),
    "registration_type": ("anonymous",), "exit_reason": ("work",), "age_band": ("16-24",), "column": (2019, 2024), "from": ("2023-03-01",),
    "question": ("16",), "label": ("Ofta", "alltid"), "group": ("board",), "asked": (3,), "answered": (3,), "n": (3, 77), "share": (11,),
    "positive_from": (None,), "initiative": ("stod",), "source_system": ("uppfoljning_finsam",),
}  # fmt: skip


def changes(row: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The row with one thing in it changed, in several ways."""
    if isinstance(row.get("amount"), int):
        for amount in (row["amount"] + 1, row["amount"] + 3, max(row["amount"] - 3, 0), row["amount"] * 3 + 7):
            yield {**row, "amount": amount}
    elif "amount" in row:
        yield {**row, "amount": 11}
    if "label" in row and "order" in row:
        yield {**row, "label": "alltid", "scale": "freq_2017"}
    if "label" in row and "found_in" in row:
        yield {**row, "initiative": "stod", "label": "Stöd"}
    added = {"registration_type"} if "people" in row else set()
    added |= {"exit_reason", "age_band"} if "registration_type" in row else set()
    for key, others in _OTHERWISE.items():
        if key in row or key in added:
            yield from ({**row, key: other} for other in others if other != row.get(key))


@pytest.fixture(scope="module")
def noticed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """By rule, in how many of its changed examples that rule raises an alarm."""
    archive = Archive()
    for rule in _RULES.values():
        for at, row in enumerate(rule.passing):
            for number, changed in enumerate(changes(row)):
                archive.add(f"{rule.rule_id}-x{at}-{number}", [*rule.passing[:at], changed, *rule.passing[at + 1 :]])
    found: dict[str, set[str]] = defaultdict(set)
    for verdict in judged(build(tmp_path_factory.mktemp("people-mutation"), archive)):
        changed_in = verdict.association_id or ""
        if changed_in.startswith(f"{verdict.rule_id}-x") and verdict.outcome in _ALARMS:
            found[verdict.rule_id].add(changed_in)
    return {rule_id: len(found[rule_id]) for rule_id in _RULES}


@pytest.mark.parametrize("rule_id", _RULES)
def test_a_change_in_one_place_is_noticed(rule_id: str, noticed: dict[str, int]) -> None:
    assert noticed[rule_id] >= 1
