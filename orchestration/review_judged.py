"""What reviewing adds to a run's verdicts: where each finding stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from orchestration.places import Places
from orchestration.review_store import load_decisions, state_of

if TYPE_CHECKING:
    from expectations.verdict import Verdict


def with_states(verdicts: Iterable[Verdict], places: Places) -> list[Verdict]:
    """The verdicts, each with the state that people have given it."""
    decisions = load_decisions(places.state)
    return [replace(verdict, state=state_of(decisions, verdict.verdict_id)) for verdict in verdicts]
