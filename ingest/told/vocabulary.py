"""`vocabulary/told.yml` and `told_meaning.yml` as patterns: a list of words there is one pattern of alternatives."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from ingest.lexicon import load

_LISTS = {"units", "hide", "measures_more", "reasons_more"}  # kept as they are
_WORDS = re.compile(r"[a-zåäö -]+\*?(?: [a-zåäö-]+\*?)*", re.IGNORECASE)


def _alternative(text: str) -> str:
    """A word or phrase as a pattern, "*" for the end of a word; what holds other signs is a pattern already."""
    return text.replace("*", r"\w*") if _WORDS.fullmatch(text) else text


def _joined(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: inner if key in _LISTS else _joined(inner) for key, inner in value.items()}
    if isinstance(value, list):
        if value and all(isinstance(inner, str) for inner in value):
            return "|".join(map(_alternative, value))
        return [_joined(inner) for inner in value]
    return value


@cache
def told() -> dict[str, Any]:
    """Everything the two files declare, each list of words or patterns as one pattern."""
    joined: dict[str, Any] = _joined(dict(load("told")) | dict(load("told_meaning")))
    return joined
