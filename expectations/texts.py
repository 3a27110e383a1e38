"""The words of findings in two languages, read from `texts/<language>.yml`, which a domain expert can change.

The rules and the warehouse speak English; what they say is put into another language by its catalogue: whole sentences
by their English text, sentences with a changing part by a pattern with `{}` in its place. What the catalogue does not know
stays as it is: an English clause is better than none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

LANGUAGES = ("sv", "en")
_FOLDER = Path(__file__).parent / "texts"


@dataclass(frozen=True, slots=True)
class Texts:
    """One language: templates of sentences, names of statements, causes and states, and phrases put from English."""

    language: str
    sentences: dict[str, str]
    statements: dict[str, str]
    causes: dict[str, str]
    states: dict[str, str]
    outcomes: dict[str, str]
    rules: dict[str, dict[str, str]]
    phrases: dict[str, str]
    patterns: tuple[tuple[re.Pattern[str], str], ...]
    inside: tuple[tuple[re.Pattern[str], str], ...]

    def sentence(self, name: str, **parts: object) -> str:
        """A template filled in; raises KeyError for an unknown one."""
        return self.sentences[name].format(**parts)

    def statement(self, code: str) -> str:
        """A statement's name, as a reader of reports calls it."""
        return self.statements.get(code, code.replace("_", " ").capitalize())

    def phrase(self, english: str) -> str:
        """An English clause in this language, itself when the catalogue does not know it."""
        if english in self.phrases:
            return self.phrases[english]
        for pattern, by in self.patterns:
            if found := pattern.fullmatch(english):
                return by.format(*(self.phrase(part) for part in found.groups()))
        return self.label(english)

    def label(self, english: str) -> str:
        """A row's label with the English words that the warehouse adds to printed ones put into this language."""
        for pattern, by in self.inside:
            english = pattern.sub(by, english)
        return english

    def of_rule(self, rule_id: str, part: str, english: str) -> str:
        """What a rule says (`says`) or where to look (`look_at`) in this language; its English when not translated."""
        return self.rules.get(rule_id, {}).get(part) or english


@cache
def load_texts(language: str) -> Texts:
    """The catalogue of a language; raises ValueError for one that there is none of."""
    if language not in LANGUAGES:
        raise ValueError(f"no texts in {language!r}; there are {', '.join(LANGUAGES)}")
    raw: dict[str, Any] = yaml.safe_load((_FOLDER / f"{language}.yml").read_text(encoding="utf-8"))
    phrases: dict[str, str] = raw.get("phrases", {})
    return Texts(
        language=language,
        sentences=raw["sentences"],
        statements=raw["statements"],
        causes=raw["causes"],
        states=raw["states"],
        outcomes=raw["outcomes"],
        rules=raw.get("rules", {}),
        phrases=phrases,
        patterns=tuple((_pattern(english), by) for english, by in phrases.items() if "{}" in english),
        inside=tuple((re.compile(entry["find"]), entry["say"]) for entry in raw.get("inside", ())),
    )


def _pattern(english: str) -> re.Pattern[str]:
    return re.compile("(.+)".join(map(re.escape, english.split("{}"))), re.DOTALL)
