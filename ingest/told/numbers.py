"""Number phrases of a sentence: "31", "tjugofem", "36 %", "hälften", with the qualifier before them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from ingest.told.words import words

_YEAR = re.compile(r"(?:19[89]\d|20[0-4]\d)$")
_ABOUT = re.compile(r"(ett \w+(?:tal|dussin)|tjog)$")
_SHARE_TOO = re.compile(r"\s+(?:till|och|respektive|resp\.?|mot)\s+\d{1,3}(?:[.,]\d{1,2})? ?(?:%|procent)(?! ?enhet)")
_WORD_SHARE = re.compile(r" procent(?![\wåäö])(?! ?enhet)")  # behind a number word
_NOT = re.compile(r"\b(?:inte|ej|aldrig)\b[^.,;]*$")


@dataclass(frozen=True, slots=True)
class Number:
    """Characters start to end of the sentence; `end` is behind a percent sign, `token_end` behind the figure itself."""

    start: int
    end: int
    token_end: int
    value: Decimal
    is_percent: bool
    is_word: bool
    qualifier: str | None


def _value(text: str) -> Decimal:
    return Decimal(text.replace(" ", "").replace(",", "."))


@lru_cache(maxsize=256)
def numbers_in(low: str) -> tuple[Number, ...]:
    """The number phrases of a sentence in small letters, in order; years, ranges and parts of dates are none."""
    found = list(_numbers_in(low))
    for match in words().named("as_many").finditer(low):
        before = [number for number in found if number.end <= match.start()]
        if before and not before[-1].is_percent:
            again = replace(before[-1], start=match.start(), end=match.end(), token_end=match.end(), is_word=True)
            found.insert(len(before), again)
    return tuple(found)


def _numbers_in(low: str) -> Iterator[Number]:
    known = words()
    last = 0
    for match in known.number.finditer(low):
        start, end = match.span()
        kind = match.lastgroup
        printed = match[0]
        if kind == "percent":
            value, percent = _value(match["percent"].replace(".", ",")), True
        elif kind == "digits":
            if _YEAR.match(printed) and not low[end:].lstrip().startswith(("unika", "personer", "deltagare")):
                continue
            value, percent = _value(printed), False
        elif kind == "fraction":
            value, percent = Decimal(str(known.raw["fractions"][printed])), True
        else:
            value, percent = known.number_words[printed], False
            if share := _WORD_SHARE.match(low[end:]):
                percent, end = True, end + share.end()
        before = low[last:start]
        said = known.qualifier.search(before) or (_ABOUT.match(printed) if kind == "word" else None)
        if kind == "digits" and value <= 100 and _SHARE_TOO.match(low[end:]):
            percent = True  # "från 24 till 31 procent": both are shares
        token_end = match.end("percent") if kind == "percent" and " " in printed else match.end()
        if kind == "percent" and printed.endswith("%"):
            token_end = end
        yield Number(start, end, token_end, value, percent, kind in {"word", "fraction"}, said[1] if said else None)
        last = end


def nones_in(low: str) -> Iterator[Number]:
    """ "någon deltagare" behind "inte": nobody."""
    for match in re.finditer(rf"(?<![\wåäö])(?:{words().raw['none_after_not']})(?![\wåäö])", low):
        if _NOT.search(low[: match.start()]) and words().subject.match(low[match.end() :].lstrip()):
            yield Number(match.start(), match.end(), match.end(), Decimal(0), False, True, None)
