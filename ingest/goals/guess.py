"""Goal tables whose heads are not all known: what stands in a column says what it holds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ingest.goals.grid import Body
from ingest.goals.heads import Head, present_status
from ingest.goals.words import cell_status, pattern, small, symbol_statuses

# At least this share of a column's lines must judge, and at least this share of another's texts say what shall be.
_JUDGING = 0.6
_WISHING = 0.5
_LEAST = 2
_FIGURE = re.compile(r"(?:[<>≥≤±~]\s?|(?:minst|högst|max|ca|cirka)\.? )?\d[\d ,.–-]*\s?(?:%|\w+\.?)?|%|[–—-]")
_CODE = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,4}|[A-ZÅÄÖ]{1,2}\.?\d{0,2})[.:)]?")
_OPEN = {"unknown", "outcome", "comment", "other"}


def _texts(body: Body, column: int) -> list[str]:
    """The lines of a column."""
    found = (" ".join(t.text for c in line.chunks for t in c.tokens if body.column_of(t) == column) for line in body.lines)
    return [text for text in found if text]


def _judges(texts: Sequence[str], legend: Mapping[str, str]) -> bool:
    """Whether a column's texts are statuses: words that judge, or symbols that a legend or their opposites explain."""
    symbols = {*legend, *symbol_statuses(texts)}
    judging = sum(text.strip() in symbols or cell_status(text) is not None for text in texts)
    return judging >= (1 if legend and judging == len(texts) else _LEAST) and judging >= _JUDGING * len(texts)


def _wishes(texts: Sequence[str]) -> bool:
    """Whether a column's texts say what shall be: the texts begin with capital letters, most hold "ska"."""
    starts = sum(text[:1].isupper() or text[:1].isdigit() for text in texts)
    wishing = sum(bool(re.search(pattern("normative"), small(text))) for text in texts)
    return wishing >= _LEAST and wishing >= _WISHING * starts


def _figures(texts: Sequence[str]) -> bool:
    """Whether a column's texts are figures: what a goal is to reach, not what it says."""
    return bool(texts) and sum(_FIGURE.fullmatch(small(text)) is not None for text in texts) >= _JUDGING * len(texts)


def _goal_in(roles: Sequence[str], body: Body) -> int | None:
    """The column whose texts can be goals, where the one named so holds figures: of those above a goal, else of measures."""
    for wanted in ("parent", "goal", "unknown", "measure"):
        fitting = [i for i, role in enumerate(roles) if role == wanted and not _figures(texts := _texts(body, i)) and texts]
        if fitting:
            return fitting[-1]
    return None


def with_numbers(head: Head, body: Body) -> Head:
    """The head, where a column named for goals holds their numbers and another one behind it the goals."""
    roles = list(head.roles)
    for index, role in enumerate(roles):
        texts = _texts(body, index) if role in {"goal", "parent"} and "number" not in roles else []
        if texts and len(set(texts)) == len(texts) and all(_CODE.fullmatch(text) for text in texts):
            behind = roles[index + 1 : index + 2]
            if role == "parent" or (behind == ["unknown"] and _wishes(_texts(body, index + 1))):
                roles[index] = "number"
    return _with(head, roles)


def with_targets(head: Head, body: Body) -> Head:
    """The head, where the column named for goals holds figures: they are targets, and another column holds the goals."""
    roles = list(head.roles)
    for index in [i for i, role in enumerate(roles) if role == "goal" and _figures(_texts(body, i))]:
        if (goal := _goal_in([*roles[:index], "target", *roles[index + 1 :]], body)) is not None:
            roles[index], roles[goal] = "target", "goal"
    return _with(head, roles)


def with_status(head: Head, body: Body, legend: Mapping[str, str]) -> Head:
    """The head, where the column named for statuses holds none and just one other does."""
    roles = list(head.roles)
    at = roles.index("status")
    own = _texts(body, at)
    if "tick" in roles or not own or _judges(own, legend):
        return head
    judging = [i for i, role in enumerate(roles) if role in _OPEN and _judges(_texts(body, i), legend)]
    if len(judging) != 1:
        return head
    beside = "other" if "outcome" in roles else "outcome"  # "90 %" reached of the goal, beside the outcome itself
    roles[at], roles[judging[0]] = beside if _figures(own) else "comment", "status"
    return _with(head, roles)


def _with(head: Head, roles: Sequence[str]) -> Head:
    return replace(head, cells=tuple(replace(cell, role=role) for cell, role in zip(head.cells, roles, strict=True)))


def settled_by_content(head: Head, body: Body, legend: Mapping[str, str]) -> Head | None:
    """The head with roles for its unknown columns; None unless one column holds goals and one their statuses.

    `legend`: what symbols mean, as printed beside the table.
    """
    roles = list(with_numbers(head, body).roles)
    if len(body.lines) < _LEAST:
        return None
    if "status" not in roles:
        judging = [i for i, role in enumerate(roles) if role in _OPEN and _judges(_texts(body, i), legend)]
        if not judging:
            return None
        roles[judging[present_status([head.cells[i].text for i in judging])]] = "status"
    elif not _judges(_texts(body, roles.index("status")), legend):
        told = with_status(_with(head, roles), body, legend)
        if list(told.roles) == roles:
            return None
        roles = list(told.roles)
    if "goal" not in roles:
        wishing = [i for i, role in enumerate(roles) if role in {"unknown", "measure", "parent"} and _wishes(_texts(body, i))]
        if len(wishing) != 1:
            return None
        roles[wishing[0]] = "goal"
    goals = [i for i, role in enumerate(roles) if role == "goal"]
    roles = ["parent" if i in goals[:-1] else "comment" if role == "unknown" else role for i, role in enumerate(roles)]
    return _with(head, roles)
