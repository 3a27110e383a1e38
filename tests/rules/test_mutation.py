"""Every rule notices when one figure of its passing example is changed, and no rule complains that does not rest on the figure."""

from __future__ import annotations

import pytest

from expectations.rules import load_rules
from expectations.verdict import Outcome, Verdict
from tests.rules.examples import Archive, build, judged
from tests.rules.mutate import FINANCE

_RULES = {rule.rule_id: rule for rule in load_rules() if rule.family in FINANCE}


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> list[Verdict]:
    archive = Archive()
    for rule in _RULES.values():
        for number, row in enumerate(rule.passing):
            changed = {**row, "amount": row["amount"] * 3 + 50 * row.get("precision", 1) + 7}
            archive.add(f"{rule.rule_id}-m{number}", [*rule.passing[:number], changed, *rule.passing[number + 1 :]])
    return judged(build(tmp_path_factory.mktemp("mutation"), archive))


@pytest.mark.parametrize("rule_id", _RULES)
def test_a_changed_figure_breaks_the_rule_and_only_rules_that_rest_on_it(rule_id: str, verdicts: list[Verdict]) -> None:
    mine = [v for v in verdicts if (v.association_id or "").startswith(f"{rule_id}-m") and _family(v.rule_id) in FINANCE]
    broken = [v for v in mine if v.outcome in {Outcome.FAIL, Outcome.WARN}]
    assert rule_id in {v.rule_id for v in broken}
    # A rule of several readings may take one that leaves the changed figure out; any other rule must rest on it.
    for verdict in (v for v in broken if v.rule_id != rule_id):
        number = int((verdict.association_id or "").rpartition("-m")[2])
        changed = _RULES[rule_id].passing[number]
        document = f"{verdict.association_id}-{changed['document']}" if "document" in changed else verdict.association_id
        position = [row for row in _RULES[rule_id].passing if row.get("document") == changed.get("document")].index(changed) + 1
        assert f"{document}-{position}" in verdict.fact_ids, verdict.message


def _family(rule_id: str) -> str:
    return next(rule.family for rule in load_rules() if rule.rule_id == rule_id)
