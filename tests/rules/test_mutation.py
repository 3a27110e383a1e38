"""Every rule notices when one figure of its passing example is changed, and no rule complains that does not rest on the figure."""

from __future__ import annotations

from collections import defaultdict

import pytest

from expectations.rules import load_rules
from expectations.verdict import Outcome, Verdict
from tests.rules.examples import Archive, build, judged
from tests.rules.mutate import FINANCE

_RULES = {rule.rule_id: rule for rule in load_rules() if rule.family in FINANCE}
_ONE_SIDED = {"bound"}  # a higher ceiling breaks nothing
_ALARMS = {Outcome.FAIL, Outcome.WARN}
Seen = dict[tuple[str, str], list[Verdict]]  # by rule under test and "m" with the number of the changed row; "m" alone is unchanged


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    archive = Archive()
    for rule in _RULES.values():
        archive.add(f"{rule.rule_id}-m", rule.passing)
        for number, row in enumerate(rule.passing):
            more = row["amount"] * 2 if rule.family in _ONE_SIDED else row["amount"] // 20  # far off may be taken for another thing
            changed = {**row, "amount": row["amount"] + more + 50 * row.get("precision", 1) + 7}
            archive.add(f"{rule.rule_id}-m{number}", [*rule.passing[:number], changed, *rule.passing[number + 1 :]])
    families = {rule.rule_id: rule.family for rule in load_rules()}
    found: Seen = defaultdict(list)
    for verdict in judged(build(tmp_path_factory.mktemp("mutation"), archive)):
        rule_id, _, number = (verdict.association_id or "").partition("-")
        if families[verdict.rule_id] in FINANCE:
            found[rule_id, number].append(verdict)
    return found


def places(verdict: Verdict) -> frozenset[str]:
    """The facts of a verdict by their place in the example: its document within the association, and its number."""
    name = verdict.association_id or ""
    return frozenset(fact_id.removeprefix(name) for fact_id in verdict.fact_ids)


def place_of(rule_id: str, number: int) -> str:
    """The place of a row of the passing example, as `places` writes it."""
    row = _RULES[rule_id].passing[number]
    same = [other for other in _RULES[rule_id].passing if other.get("document") == row.get("document")]
    document = f"-{row['document']}" if "document" in row else ""
    return f"{document}-{same.index(row) + 1}"


@pytest.mark.parametrize("rule_id", _RULES)
def test_a_changed_figure_breaks_the_rule_that_rested_on_it(rule_id: str, seen: Seen) -> None:
    held = [v for v in seen[rule_id, "m"] if v.rule_id == rule_id and v.outcome is Outcome.PASS]
    rested = frozenset().union(*(places(v) for v in held))
    noticed = []
    for number in range(len(_RULES[rule_id].passing)):
        broken = [v for v in seen[rule_id, f"m{number}"] if v.rule_id == rule_id and v.outcome in _ALARMS]
        noticed.append(bool(broken))
        if place_of(rule_id, number) in rested and _RULES[rule_id].family not in _ONE_SIDED:
            assert broken, _RULES[rule_id].passing[number]
    assert any(noticed)


@pytest.mark.parametrize("rule_id", _RULES)
def test_only_rules_that_rest_on_the_figure_complain_of_it(rule_id: str, seen: Seen) -> None:
    before: dict[tuple[str, str, str | None], frozenset[str]] = {}
    for verdict in seen[rule_id, "m"]:
        assert verdict.outcome not in _ALARMS, verdict.message
        before[verdict.rule_id, verdict.equation, verdict.column_printed] = places(verdict)
    for number in range(len(_RULES[rule_id].passing)):
        place = place_of(rule_id, number)
        for verdict in seen[rule_id, f"m{number}"]:
            # Of several readings the nearest one is told: then it is the one that held before that rested on the figure.
            then = before.get((verdict.rule_id, verdict.equation, verdict.column_printed), frozenset())
            if verdict.outcome in _ALARMS:
                assert place in places(verdict) | then, verdict.message
