"""What is said in passing beside a count: "27 av 38 (71 %) gick vidare", "130 deltagare, 57 % kvinnor och 43 % män, har avslutat"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.told.counts import Group
from ingest.told.words import words


def is_aside(low: str, group: Group) -> bool:
    """A group said in passing, in brackets ("27 av 38 (71 %) gick vidare") or between commas ("hälften, 14 personer, gick vidare")."""
    if group.apposed:
        return True
    opened = words().qualifier.sub("", low[: group.start].rstrip() + " ") if group.counts[0].number.qualifier else low[: group.start]
    return opened.rstrip().endswith("(") and bool(re.match(r"[^()]{0,12}\)", low[group.end :]))


def last_read(low: str, groups: Sequence[Group], index: int) -> int:
    """The last of the groups that are read over for what stands behind one: the number it is a part of, and brackets."""
    partial = groups[index].counts[-1].base is not None
    while index + 1 < len(groups):
        following = groups[index + 1]
        if partial and following.counts[0].is_base:
            partial = False
        elif not is_aside(low, following):
            break
        else:
            partial = following.counts[-1].base is not None
        index += 1
    return index


def words_behind(low: str, groups: Sequence[Group], index: int) -> str:
    """What stands behind a group and speaks of it, read on over the number it is a part of and over brackets."""
    read = groups[index : last_read(low, groups, index) + 1]
    return " ".join(low[group.end : group.right] for group in read)
