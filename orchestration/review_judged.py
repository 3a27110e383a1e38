"""What reviewing adds to a run's verdicts: where each finding stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from orchestration.places import Places
from orchestration.review_follow import Known, likeness, state_of, with_followed
from orchestration.review_store import load_decisions

if TYPE_CHECKING:
    from expectations.verdict import Verdict


def with_states(verdicts: Iterable[Verdict], places: Places) -> list[Verdict]:
    """The verdicts, each with the state that people have given it, or the same finding of the document's earlier version."""
    import pyarrow.parquet as pq

    verdicts, decisions = list(verdicts), load_decisions(places.state)
    if not decisions:
        return verdicts
    names = ["document_id", "report_type", "period_start", "period_end"]
    documents = {row["document_id"]: row for row in pq.read_table(places.inside("facts", "documents.parquet"), columns=names).to_pylist()}
    known = [
        Known(one.verdict_id, one.document_id, likeness(_columns(one), documents.get(one.document_id, {})), frozenset(one.left_fact_ids))
        for one in verdicts
    ]
    told = with_followed(decisions, known)
    return [replace(verdict, state=state_of(told, verdict.verdict_id)) for verdict in verdicts]


def _columns(verdict: Verdict) -> dict[str, Any]:
    names = ("association_id", "rule_id", "statement", "column_printed", "period_end", "left_value", "right_value")
    return {name: getattr(verdict, name) for name in names}
