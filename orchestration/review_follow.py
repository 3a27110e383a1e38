"""Decisions follow a finding to the next version of its document.

A report that is published anew has other bytes, so its findings have new ids. What was decided of the old one is still meant when
the same rule fails at the same place with the same two values, in the same association's report of the same kind and period.
Values that changed make it another finding, which somebody has to look at: it stands open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from orchestration.review_store import Decision

STAYS_BEHIND = frozenset({"corrected"})
"""A correction is of one printed figure of one version: the next version's figure is not corrected, so its finding is open."""


@dataclass(frozen=True, slots=True)
class Known:
    """A finding as it is matched: its likeness, and the figures that it says may be wrong."""

    verdict_id: str
    document_id: str
    like: str
    left_fact_ids: frozenset[str] = frozenset()


def likeness(finding: Mapping[str, Any], document: Mapping[str, Any]) -> str:
    """What a finding (columns of quality.verdicts) and the one of the next version share; empty when that cannot be told.

    `document` has report_type, period_start and period_end. Findings without values, as those on withheld counts, are like none.
    """
    values = [finding["left_value"], finding["right_value"]]
    if None in values or not finding["association_id"] or not document:
        return ""
    period = f"{document['period_start']}/{document['period_end']}"
    place = (finding["rule_id"], finding["statement"], finding["column_printed"] or "", finding["period_end"] or "")
    parts = (finding["association_id"], document["report_type"], period, *place, *(f"{Decimal(value):.3f}" for value in values))
    return "|".join(str(part) for part in parts)


def with_followed(decisions: Mapping[str, list[Decision]], findings: Iterable[Known]) -> dict[str, list[Decision]]:
    """Decisions by finding, oldest first, those of earlier versions included: they keep the verdict_id they were made on.

    Two findings of one document that are alike cannot be told apart, so nothing follows to either, unless they are on the same
    figures: then it is one place, found by two ways of reckoning.
    """
    findings = list(findings)
    by_likeness: dict[str, list[Decision]] = {}
    for decision in (one for some in decisions.values() for one in some):
        if decision.like:
            by_likeness.setdefault(decision.like, []).append(decision)
    places = Counter((one.document_id, one.like) for one in {replace(one, verdict_id="") for one in findings})
    found = {}
    for finding in findings:
        own = decisions.get(finding.verdict_id, [])
        others = by_likeness.get(finding.like, []) if finding.like and places[finding.document_id, finding.like] == 1 else []
        if both := own + [one for one in others if one.verdict_id != finding.verdict_id]:
            found[finding.verdict_id] = sorted(both, key=lambda one: datetime.fromisoformat(one.at))
    return found


def state_of(decisions: Mapping[str, list[Decision]], verdict_id: str) -> str:
    """Where a finding stands: the last decision on it, else the last that followed; open when nobody has decided anything."""
    told = decisions.get(verdict_id, [])
    if own := [one for one in told if one.verdict_id == verdict_id]:
        return own[-1].state
    return told[-1].state if told and told[-1].state not in STAYS_BEHIND else "open"
