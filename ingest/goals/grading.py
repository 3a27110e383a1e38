"""What a phrase says of a goal by its grammar: words of reaching and missing, negation, and degree.

The classes of words are declared in `vocabulary/goals.yml` under `grading`; how they work together is here. "Inte" turns
the word it stands beside, "inte helt" and "delvis" make it part, "långt ifrån" is a no. A phrase is cut into clauses first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from ingest.lexicon import load

_BREAK = re.compile(
    r"\s*[,;:.!?()/]+\s*(?:(?:men|fast|medan)\s+)?|\s+[-–—]\s+|\s+(?:men|fast|medan|dock ej)\s+|\s+(?:och|samt)\s+(?!hållet\b)"
)
_CAPITAL = re.compile(r"(?<=[a-zåäö] )[A-ZÅÄÖ][a-zåäö]")
_ONCE = ("achieved", "failed", "progress")
_SYMBOL = re.compile(r"[^\w\s,;:.!?()/%–—\-&\"”“'’]")
# Verb forms that a word of wishing before them does not make a wish.
_PAST = re.compile(r"(?:des|dde|des|rade)$")


@dataclass(frozen=True, slots=True)
class Token:
    """One word or phrase and its class; `other` for a word of no class."""

    kind: str
    text: str


@cache
def _classes() -> dict[str, str]:
    raw: Any = load("goals")["grading"]
    return {kind: "|".join(entry if isinstance(entry, list) else [entry]) for kind, entry in raw.items()}


@cache
def _scanner() -> re.Pattern[str]:
    classes = "|".join(f"(?P<{kind}>(?:{own})(?![\\wåäö]))" for kind, own in _classes().items())
    return re.compile(rf"(?<![\wåäö])(?:{classes}|(?P<other>[\w%&-]+))")


def _tokens(clause: str) -> list[Token]:
    return [Token(str(match.lastgroup), match[0]) for match in _scanner().finditer(clause)]


def _kinds(tokens: Sequence[Token]) -> list[str]:
    return [token.kind for token in tokens]


def _reached(tokens: Sequence[Token]) -> list[int]:
    """Where a clause speaks of reaching: not what shall be reached, nor what would be."""
    found: list[int] = []
    wish, able = False, any(token.kind == "able" for token in tokens)
    for index, token in enumerate(tokens):
        if token.kind == "wish":
            wish = True
        elif token.kind == "is":
            wish = False
        elif (token.kind == "achieved" and (not wish or _PAST.search(token.text))) or (token.kind == "reach" and able and not wish):
            found.append(index)
    return found


def _negated(tokens: Sequence[Token], index: int) -> bool:
    """Whether the word at a place is turned by a negation near it, before or behind."""
    before = [i for i in range(max(0, index - 6), index) if tokens[i].kind == "negation"]
    behind = [i for i in range(index + 1, min(len(tokens), index + 4)) if tokens[i].kind == "negation"]
    return bool(before) or bool(behind and not any(token.kind == "other" for token in tokens[index + 1 : behind[0]]))


def _clause(tokens: Sequence[Token]) -> str | None:
    """The status that one clause gives."""
    kinds = _kinds(tokens)
    reached = _reached(tokens)
    telling = reached or [i for i, kind in enumerate(kinds) if kind in {"failed", "progress"}]
    if "far" in kinds:
        return "not_met" if telling or "goal" in kinds or "other" not in kinds else None
    negation = kinds.index("negation") if "negation" in kinds else None
    bare = "other" not in kinds
    if negation is not None and any(kind == "full" for kind in kinds[negation + 1 : negation + 4]) and (telling or bare):
        return "partly_met"
    if "degree" in kinds and (telling or bare or "reach" in kinds):
        even = negation is not None and tokens[negation].text.endswith("ens") and negation < kinds.index("degree")
        return "not_met" if even else "partly_met"
    for index, kind in enumerate(kinds):
        if kind == "failed":
            return "met" if negation is not None and _negated(tokens, index) else "not_met"
        if kind == "progress":
            return "not_met" if negation is not None and _negated(tokens, index) else "partly_met"
    if reached:
        return "not_met" if any(_negated(tokens, index) for index in reached) else "met"
    if bare and negation is None and ("answer_yes" in kinds or ("full" in kinds and set(kinds) <= {"full", "filler", "is", "goal"})):
        return "met"
    if ("answer_no" in kinds or negation is not None) and bare and "wish" not in kinds:
        return "not_met"
    return None


def _clauses(text: str) -> list[list[Token]]:
    found: list[list[Token]] = []
    for part in _BREAK.split(text):
        tokens = _tokens(part)
        while tokens and tokens[0].kind in {"answer_yes", "answer_no"} and len(tokens) > 1:
            found.append(tokens[:1])
            tokens = tokens[1:]
        if tokens:
            found.append(tokens)
    return found


def _together(statuses: Sequence[str]) -> str | None:
    known = set(statuses)
    return None if not known else next(iter(known)) if len(known) == 1 else "partly_met"


def grade_phrase(text: str) -> str | None:
    """The status of a short text made of nothing but words that judge; None when any word is unknown, or two judge side by side."""
    lowered = re.sub(r"\s+", " ", text.casefold()).strip()
    if not lowered or _SYMBOL.search(lowered) or _CAPITAL.search(text.replace(" I ", " i ")):
        return None
    clauses = _clauses(lowered)
    for tokens in clauses:
        kinds = _kinds(tokens)
        many = sum(kind in _ONCE for kind in kinds) > 1 and not any(t.text in {"att", "kunnat", "lyckats"} for t in tokens)
        if "other" in kinds or many or kinds.count("negation") > 1:
            return None
    return _together([status for tokens in clauses if (status := _clause(tokens))])


def grade_sentence(text: str) -> str | None:
    """The status that a sentence gives the goal it speaks of: what its clauses about goals say, else all its clauses."""
    about: list[str] = []
    others: list[str] = []
    for tokens in _clauses(re.sub(r"\s+", " ", text.casefold()).strip()):
        kinds = _kinds(tokens)
        if kinds in (["answer_yes"], ["answer_no"]) or (status := _clause(tokens)) is None:
            continue
        if "progress" in kinds and len(tokens) > 10:
            continue
        if status == "not_met" and not _reached(tokens) and "failed" not in kinds and "far" not in kinds and "progress" not in kinds:
            continue
        (about if "goal" in kinds or (about and "other" not in kinds) else others).append(status)
    return _together(about) if about else others[0] if others else None


def is_weak(text: str) -> bool:
    """Whether a text says only that work goes on."""
    kinds = {token.kind for tokens in _clauses(text.casefold()) for token in tokens}
    return "progress" in kinds and not kinds & {"achieved", "failed", "degree", "far"}
