"""Calls the rules' room and keeps of its verdicts what the run itself needs: gate, asset checks, counts."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orchestration.places import Places
from orchestration.review_judged import with_states
from orchestration.transform import NodeResult

if TYPE_CHECKING:
    from expectations.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict as the run sees it."""

    rule_id: str
    outcome: str
    message: str
    blocks_publication: bool
    place: str  # file, statement and column: where, and no figure


def judge_residuals(places: Places, nodes: Sequence[NodeResult]) -> list[Judgement]:
    """Judge, write the verdicts' Parquet and the Data Docs."""
    from expectations.judge import judge
    from expectations.verdict import write_verdicts

    # This logger opens itself to everything when imported, and would tell of each temporary folder it makes.
    chatter = logging.getLogger("great_expectations.data_context.types.base")
    chatter.addFilter(lambda line: line.levelno >= logging.WARNING)
    verdicts = judge(places.inside("residuals"), broken_families(nodes), places.inside("data_docs"))
    verdicts = with_states(verdicts, places)
    write_verdicts(verdicts, places.inside("verdicts"))
    return [Judgement(v.rule_id, str(v.outcome), v.message, v.blocks_publication, _place(v)) for v in verdicts]


def _place(verdict: Verdict) -> str:
    return ", ".join(part for part in (verdict.file_name, verdict.statement, verdict.column_printed) if part)


def broken_families(nodes: Sequence[NodeResult]) -> dict[str, str]:
    """Families of rules whose residuals could not be computed, with what dbt said: one model per family."""
    return {node.name: node.sentence for node in nodes if node.layer == "residuals" and not node.is_good}
