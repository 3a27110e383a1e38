"""Patterns sorted by first letters: they match somewhere in a text exactly where the given ones do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.alternatives import alternatives, quick
from ingest.lexicon import load
from ingest.told.vocabulary import told

PARTS = ["in", "ut", "skriven", "skrivna", "ny", "nya", " ", "å", "över", "7", ".", "x"]
PATTERNS = [
    r"ny|nya|över",
    r"zz|x?",
    r"ny(?:skriven|skrivna| in| ut|7|x|\.|a x|a 7)|nya skriven",
    r"(?:in|ut)?skriv(?:en|na)",
    r"\bny\b|(?<!å)skriven|^in",
    r"\w*skrivna(?= \d)|(?:ny|över)(?: in| ut)?\b",
    r"\b(?:in|(?:ut|över) )skriven$",
    r"[nå]y?a|x+|n?y|7{1,2}x|(?:in)+ ut",
    r"(?:å|\[|[|)(]in|a\|b)|skr(?:iv|\))en",
]


@pytest.mark.parametrize("pattern", PATTERNS)
@given(st.lists(st.sampled_from(PARTS), max_size=8).map("".join))
def test_a_sorted_pattern_is_found_in_the_same_texts(pattern: str, text: str) -> None:
    assert bool(quick(pattern).search(text)) == bool(re.search(pattern, text))


def test_alternatives_are_those_outside_groups_and_sets() -> None:
    assert alternatives(r"a(?:b|c)|[|]d|e\|f|[^]|]|g") == ["a(?:b|c)", "[|]d", r"e\|f", "[^]|]", "g"]
    assert alternatives("") == [""]


def _declared(entry: Any) -> Iterator[str]:
    if isinstance(entry, str):
        yield entry
    elif isinstance(entry, dict | list):
        for inner in entry.values() if isinstance(entry, dict) else entry:
            yield from _declared(inner)


@pytest.mark.parametrize("name", ["told", "participants", "door", "sections", "headings"])
def test_every_declared_pattern_can_be_sorted(name: str) -> None:
    entries = told() if name == "told" else load(name)
    phrases = sorted({phrase for phrase in _declared(entries) if 3 < len(phrase) < 60 and phrase.replace(" ", "").isalpha()})
    patterns = [pattern for pattern in set(_declared(entries)) if "|" in pattern and "(?i)" not in pattern]
    assert patterns
    for pattern in patterns:
        plain, fast = re.compile(pattern), quick(pattern)
        assert [bool(plain.search(text)) for text in phrases] == [bool(fast.search(text)) for text in phrases], pattern
