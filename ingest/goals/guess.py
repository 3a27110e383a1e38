"""Goal tables whose heads are not all known: what stands in a column says what it holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.goals.grid import Body
from ingest.goals.heads import Head, present_status
from ingest.goals.words import cell_status, pattern, small

# At least this share of a column's lines must judge, and at least this share of another's texts say what shall be.
_JUDGING = 0.6
_WISHING = 0.5
_LEAST = 2
_OPEN = {"unknown", "outcome", "comment", "other"}


def _texts(body: Body, column: int) -> list[str]:
    """The lines of a column."""
    found = (" ".join(t.text for c in line.chunks for t in c.tokens if body.column_of(t) == column) for line in body.lines)
    return [text for text in found if text]


def _judges(texts: Sequence[str]) -> bool:
    judging = sum(cell_status(text) is not None for text in texts)
    return judging >= _LEAST and judging >= _JUDGING * len(texts)


def _wishes(texts: Sequence[str]) -> bool:
    """Whether a column's texts say what shall be: the texts begin with capital letters, most hold "ska"."""
    starts = sum(text[:1].isupper() or text[:1].isdigit() for text in texts)
    wishing = sum(bool(re.search(pattern("normative"), small(text))) for text in texts)
    return wishing >= _LEAST and wishing >= _WISHING * starts


def settled_by_content(head: Head, body: Body) -> Head | None:
    """The head with roles for its unknown columns; None unless one column holds goals and one their statuses."""
    roles = list(head.roles)
    if len(body.lines) < _LEAST:
        return None
    if "status" not in roles:
        judging = [i for i, role in enumerate(roles) if role in _OPEN and _judges(_texts(body, i))]
        if not judging:
            return None
        roles[judging[present_status([head.cells[i].text for i in judging])]] = "status"
    elif not _judges(_texts(body, roles.index("status"))):
        return None
    if "goal" not in roles:
        wishing = [i for i, role in enumerate(roles) if role in {"unknown", "measure", "parent"} and _wishes(_texts(body, i))]
        if len(wishing) != 1:
            return None
        roles[wishing[0]] = "goal"
    goals = [i for i, role in enumerate(roles) if role == "goal"]
    roles = ["parent" if i in goals[:-1] else "comment" if role == "unknown" else role for i, role in enumerate(roles)]
    return replace(head, cells=tuple(replace(cell, role=role) for cell, role in zip(head.cells, roles, strict=True)))
