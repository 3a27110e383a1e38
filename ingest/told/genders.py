"""The gender of each count of a group, where its own noun or the words around it tell one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.told.asides import is_aside
from ingest.told.counts import Group
from ingest.told.words import words

_AMONG = re.compile(r"(?<![\wåäö])(?:bland|av|för|hos) (?:de )?(?:(?P<women>kvinnorna|kvinnor)|männen|män)(?![\wåäö])(?! och)")
_WERE = re.compile(r"(?<![\wåäö])(?:varit|var|är) (?:(?P<women>kvinnor)|män)(?![\wåäö])(?! (?:och|eller))")
_RESPECTIVELY = re.compile(r"\b(?:respektive|resp\.?)\b")
_COMPARED_TO = re.compile(  # "63 procent, att jämföra med 58"
    r"(?<![\wåäö])(?:jämför\w* med|jämfört mot|mot|än|motsvarande (?:siffra|andel))\s+(?:\w+ ){0,3}$"
)
_FOR = re.compile(r"\s*(?:för|bland|av) (?:(?P<women>kvinnorna|kvinnor)|männen|män)(?![\wåäö])(?! och)")  # "46 procent för kvinnor"
_ALL_OF = re.compile(r",? (?:samtliga|alla) (?:(?P<women>kvinnor)|män)(?![\wåäö])(?! och)")  # "3 deltagare, samtliga män"
_IS = re.compile(r"(?<![\wåäö])(?:var|är)\s*$")
_BOTH = re.compile(r"(?P<first>kvinnor|män)(?:na|nen)? (?:respektive|resp\.?|och|som|än) (?:kvinnor|män)(?:na|nen)? [^,.;\d]{1,30}$")


def genders_of(low: str, group: Group, before: Sequence[str], behind: str) -> list[str]:
    """The gender of each count; "33 respektive 24" take those of the counts before, in their order."""
    own = [count.gender for count in group.counts]
    if len(own) == 2 and "all" in own and (both := _BOTH.search(low[group.left : group.start])):
        return ["women", "men"] if both["first"] == "kvinnor" else ["men", "women"]
    bare = all(gender == "all" for gender in own)
    if bare and len(own) > 1 and len(own) == len(before) and _RESPECTIVELY.search(low[group.start : group.end]):
        return list(before)
    if bare and (among := _AMONG.search(low[group.left : group.start])):
        return ["women" if among["women"] else "men"] * len(own)
    if bare and len(own) == 1 and not group.counts[0].is_base and (were := _WERE.search(behind)):
        return ["women" if were["women"] else "men"]
    if bare and len(own) == 1 and group.counts[0].base and _IS.search(low[group.left : group.start]):
        named = re.match(r"\s*(?:av\s+)?(?:(?P<women>kvinnor)|män)(?![\wåäö])", behind)  # "var 14 av 20 deltagare män"
        if named:
            return ["women" if named["women"] else "men"]
    compared = group.counts[0].number.is_percent and words().named("excess").match(behind)
    if compared and (one := _only_gender(low[: group.start])):
        return [one]
    if bare and len(own) == 1 and is_aside(low, group) and (one := _only_gender(low[group.left : group.start])):
        return [one]
    if bare and len(own) == 1 and (named := _FOR.match(behind) or _ALL_OF.match(behind)):
        return ["women" if named["women"] else "men"]
    if len(own) == 1 and bare and group.counts[0].of_which and len(before) == 1:
        return [before[0]]
    if bare and len(own) == len(before) == 1 and is_compared(low, group):
        return list(before)
    return own


def is_compared(low: str, group: Group) -> bool:
    """Whether a share is set beside the one before it: "63 procent, att jämföra med 58"."""
    return group.counts[0].number.is_percent and bool(_COMPARED_TO.search(low[group.left : group.start]))


def _only_gender(before: str) -> str | None:
    """The gender that the words speak of, where they speak of one."""
    named = {gender for gender, pattern in words().subjects if gender in {"women", "men"} and pattern.search(before)}
    return named.pop() if len(named) == 1 else None
