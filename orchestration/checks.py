"""Verdicts and dbt's tests as asset checks; what they weigh is decided here and nowhere else.

A check that broke and a failed structure test are errors. A rule that a report violates is a warning to us,
however wrong the report is: it is published as a finding. Nothing here stops a run: `gate` does, with a reason.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from dagster import AssetCheckResult, AssetCheckSeverity, AssetCheckSpec, AssetKey, MetadataValue

from orchestration.judging import Judgement
from orchestration.transform import NodeResult

DBT_TESTS = "dbt_tests"
_SHOWN = 20
_AGAINST = ("error", "fail", "warn")
_UNJUDGED = {"not_evaluable"}


def rule_specs(asset: AssetKey) -> list[AssetCheckSpec]:
    """One check per rule."""
    from expectations.rules import load_rules

    return [AssetCheckSpec(name=rule.rule_id, asset=asset, description=rule.says) for rule in load_rules()]


def test_spec(asset: AssetKey) -> AssetCheckSpec:
    """One check for all of dbt's tests on a model."""
    return AssetCheckSpec(name=DBT_TESTS, asset=asset, description="dbt's tests on this model: keys, nulls, relations")


def rule_results(asset: AssetKey, rules: Sequence[str], judgements: Sequence[Judgement]) -> Iterator[AssetCheckResult]:
    """One result per rule that could be judged somewhere; of the others none, so that nothing unjudged is shown as passed.

    Dagster keeps results in its own storage, outside what masking guards: they name places, and tell no figure.
    """
    for rule in rules:
        mine = [judgement for judgement in judgements if judgement.rule_id == rule]
        counts = Counter(judgement.outcome for judgement in mine)
        if counts.keys() <= _UNJUDGED:
            continue
        against = [judgement for judgement in mine if judgement.outcome in _AGAINST]
        broken = next((judgement.message for judgement in against if judgement.outcome == "error"), None)
        told = ", ".join(f"{counts[outcome]} {outcome}" for outcome in _AGAINST if counts[outcome])
        yield AssetCheckResult(
            asset_key=asset,
            check_name=rule,
            passed=not against,
            severity=AssetCheckSeverity.ERROR if broken else AssetCheckSeverity.WARN,
            description=broken or (f"{told}: first in {against[0].place}" if against else None),
            metadata={
                "places": MetadataValue.json(dict(counts)),
                "findings": MetadataValue.md("\n".join(f"- {one.outcome}: {one.place}" for one in against[:_SHOWN]) or "none"),
            },
        )


def test_results(assets: dict[str, AssetKey], nodes: Sequence[NodeResult]) -> Iterator[AssetCheckResult]:
    """One result per model that has tests and was built or tested."""
    for model, asset in assets.items():
        tests = [node for node in nodes if node.kind == "test" and node.model == model]
        failed = [node for node in tests if not node.is_good]
        yield AssetCheckResult(
            asset_key=asset,
            check_name=DBT_TESTS,
            passed=not failed,
            severity=AssetCheckSeverity.ERROR,
            description=failed[0].sentence if failed else f"{len(tests)} tests pass",
            metadata={"tests": len(tests), "failed": [node.name for node in failed]},
        )
