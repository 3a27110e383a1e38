"""Whether a number can be what its words make of it."""

from __future__ import annotations

import re

from ingest.told.counts import Group
from ingest.told.meaning import Meaning
from ingest.told.words import words

_COMPARED = re.compile(r"\s*(?:fler|färre|mer|högre|lägre|ökning|minskning|ökat|minskat|större|mindre|över|under)\b")
_OF_PEOPLE = re.compile(r"[\s,]*av (?:de |våra |samtliga |alla )?(?:\w+ )?(?:deltagarna|deltagare|personerna|avslutade)(?![\wåäö])")
_OUTCOMES = {"exits", "dropouts", "completed", "exits_self_supporting"}
_TO = re.compile(r"\d(?: ?%| procent)? till (?:\w+ )?$")


def is_plausible(low: str, group: Group, meaning: Meaning, behind: str, *, gendered: bool, followed: bool) -> bool:
    """Whether the numbers can be outcomes of the measure: a share needs people it is a share of; none is no target."""
    first = group.counts[0]
    if first.number.is_word and first.number.is_percent and first.number.qualifier and followed:
        return False  # "fler än hälften, 139 personer": only the count is told
    if first.kind == "label" and words().named("opinions").search(low[group.left : group.start]):
        return False
    share = first.is_base or first.base is not None
    if first.is_base and meaning.measure == "participants":
        return not meaning.is_target or first.number.value != 0
    if (meaning.measure == "participants" or (share and meaning.measure == "respondents")) and words().named("opinions").search(behind):
        return False
    if first.number.is_percent:
        return not meaning.is_target and _is_share(low, group, meaning, behind, gendered=gendered)
    return not (meaning.is_target and first.number.value == 0)


def _is_share(low: str, group: Group, meaning: Meaning, behind: str, *, gendered: bool) -> bool:
    """Whether a share is one of people."""
    first = group.counts[0]
    compared = _COMPARED.match(behind) and meaning.measure != "excess_share"
    if compared or meaning.measure in {"respondents", "places"}:
        return False
    if words().named("percent_not").search(low[group.left : group.start] + behind):
        return False
    told = meaning.reason or meaning.education or meaning.age or meaning.support
    own = meaning.measure in _OUTCOMES and not (meaning.inherited and first.kind == "bare")
    return bool(
        first.kind in {"of", "subject"}
        or _OF_PEOPLE.match(behind)
        or gendered
        or told
        or own
        or meaning.measure in {"referrals", "excess_share"}
        or (meaning.inherited and _TO.search(low[: group.start]))
    )
