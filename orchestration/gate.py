"""What stops publication: structure does, meaning does not.

A dbt model or test that failed, or a check that broke, says that the warehouse cannot be trusted: the old file
stays. A report whose printed sum is wrong is published with its finding: one association's misprint never
blinds everyone.
"""

from __future__ import annotations

from collections.abc import Sequence

from orchestration.judging import Judgement
from orchestration.transform import NodeResult


def what_closes_it(nodes: Sequence[NodeResult], judgements: Sequence[Judgement]) -> list[str]:
    """Reasons not to publish, rules that broke first; empty when the gate is open."""
    broken: dict[str, str] = {}
    for judgement in judgements:
        if judgement.blocks_publication:
            broken.setdefault(judgement.rule_id, judgement.message)
    return [*broken.values(), *(node.sentence for node in nodes if node.is_cause)]


def has_broken_rules(nodes: Sequence[NodeResult]) -> bool:
    """Whether the SQL of a rule itself broke, and was not only skipped for something that broke before it."""
    return any(node.layer == "residuals" and node.is_cause for node in nodes)
