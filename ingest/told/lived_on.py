"""People counted by what they lived on before or after: "48 hade försörjningsstöd vid start och 20 vid avslut"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.told.asides import words_behind
from ingest.told.counts import Group
from ingest.told.facets import moment_of, support_of
from ingest.told.meaning import Meaning
from ingest.told.words import words


def supported_of(
    low: str, groups: Sequence[Group], index: int, previous: Meaning | None, context: Meaning | None, *, under_exits: bool
) -> Meaning | None:
    """The meaning of people counted by what they lived on before or after: "48 hade försörjningsstöd vid start och 20 vid avslut"."""
    group = groups[index]
    before, behind = low[group.left : group.start], words_behind(low, groups, index)
    moment = moment_of(before + behind)
    if moment is None:
        moment = _only_moment(low)
    if moment is None and previous is not None and previous.moment and support_of("", behind):
        return replace(previous, support=support_of("", behind))  # "hade 45 försörjningsstöd och 22 sjukpenning"
    if moment is None or group.counts[0].is_base:
        return None
    support = support_of(before, behind) or (previous.support if previous else None)
    if support is None or not words().named("lives_on").search(low[: group.right]):
        return None
    known = previous or context
    left = under_exits or bool(words().named("of_leaving").search(low)) or (known is not None and known.measure == "exits")
    return Meaning("exits" if left else "participants", support=support, moment=moment)


def _only_moment(low: str) -> str | None:
    """The moment that holds for the whole list of a sentence which ends with it: "… och 15 procent sjukpenning före insatsen"."""
    told = [code for code in ("before", "after") if words().named(f"moment_{code}").search(low)]
    return told[0] if len(told) == 1 and words().named(f"moment_{told[0]}").search(low[-40:]) else None
