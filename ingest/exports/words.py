"""Words of exports: what heads and titles tell, which category a label is. Declared in `vocabulary/exports.yml`.

An unknown word is returned as None, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from ingest.exports.survey_words import answers_of
from ingest.lexicon import VocabularyError, fold, load

Settings = Mapping[str, str]
"""What words tell of a figure: gender, before_after, unit, measure, role, year, scenario …"""

_KEYS = frozenset(
    [
        "before_after",
        "measure",
        "unit",
        "gender",
        "is_total",
        "count_kind",
        "registration_type",
        "scenario",
        "area",
        "role",
        "year",
        "answer",
    ]
)


@cache
def _heads() -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for entry in load("exports")["heads"]:
        if unknown := set(entry["set"]) - _KEYS:
            raise VocabularyError(f"exports.yml: heads: unknown key {sorted(unknown)}; allowed are {sorted(_KEYS)}")
        told = tuple((key, "yes" if value is True else str(value)) for key, value in entry["set"].items())
        for label in entry["labels"]:
            found.setdefault(fold(str(label)), told)
    return found


@cache
def _filler() -> frozenset[str]:
    return frozenset(word for phrase in load("exports")["filler"] for word in fold(str(phrase)).split())


def explain(text: str) -> Settings | None:
    """What a head tells; None when a word of it is unknown, or when it tells nothing at all."""
    folded = fold(text)
    if folded in _heads():
        return dict(_heads()[folded])
    if folded and answers_of(text):
        return {"answer": text}
    words = folded.split()
    told: dict[str, str] = {}
    place = 0
    while place < len(words):
        for end in range(len(words), place, -1):
            phrase = " ".join(words[place:end])
            if phrase in _heads():
                for key, value in _heads()[phrase]:
                    if told.setdefault(key, value) != value:
                        return None
                place = end
                break
        else:
            if re.fullmatch(r"(19|20)\d\d", words[place]) and "year" not in told:
                told["year"] = words[place]
            elif words[place] not in _filler():
                return None
            place += 1
    return told or None


@dataclass(frozen=True, slots=True)
class Category:
    """A label of a dimension."""

    dimension: str
    code: str


@cache
def _categories() -> dict[str, dict[str, str]]:
    raw = load("exports")["dimensions"]
    return {name: {fold(str(label)): code for code, labels in entry["codes"].items() for label in labels} for name, entry in raw.items()}


def category_in(label: str, dimension: str) -> Category | None:
    """The category a label is in a dimension: by its declared forms, then by declared pattern."""
    folded = fold(label)
    if code := _categories()[dimension].get(folded):
        return Category(dimension, code)
    for entry in load("exports")["dimensions"][dimension].get("patterns", ()):
        if match := re.match(entry["pattern"], folded):
            return Category(dimension, match.expand(entry["code"]))
    return None


def dimension_of_title(text: str) -> str | None:
    """The dimension a title or corner cell names; the more telling ones are declared later and win."""
    folded = fold(text)
    named = [n for n, e in load("exports")["dimensions"].items() if any(re.search(p, folded) for p in e.get("titles", ()))]
    return "time_in_support" if "time_in_support" in named else named[0] if named else None


def dimension_of_labels(labels: Iterable[str], allowed: Iterable[str]) -> str | None:
    """The dimension that knows most of the labels; None when none knows any."""
    votes = {name: sum(category_in(label, name) is not None for label in labels) for name in allowed}
    best = max(votes, key=lambda name: votes[name], default=None)
    return best if best and votes[best] else None


@cache
def _suppressed() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in load("exports")["suppressed"]), re.IGNORECASE)


def is_suppressed(text: str) -> bool:
    """Whether the source printed that it withholds a figure."""
    return bool(_suppressed().search(text.strip()))


def means_everything(text: str) -> bool:
    """Whether the value of a selection narrows nothing."""
    return fold(text) in {fold(word) for word in load("exports")["everything"]}
