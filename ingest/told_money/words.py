"""`vocabulary/told_money.yml` as patterns: phrases of a clause with what each of them says, and the amounts themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from ingest.lexicon import load

UNIT_MULTIPLES = {"SEK": 1, "TSEK": 1_000, "MSEK": 1_000_000}
_START, _END = r"(?<![\wåäö])", r"(?![\wåäö])"
_NUMBER = r"(?P<number>\d{1,3}(?:[ \u00a0\u202f.]\d{3})+(?:,\d{1,3})?|\d+(?:[,.]\d{1,3})?)"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A declared phrase at characters start to end: its kind (item, scenario, period, filler, …) and code."""

    start: int
    end: int
    kind: str
    code: str
    match: re.Match[str]


@dataclass(frozen=True, slots=True)
class MoneyWords:
    """The declared words, compiled."""

    amount: re.Pattern[str]
    units: tuple[tuple[str, re.Pattern[str]], ...]
    phrases: tuple[tuple[str, str, re.Pattern[str]], ...]
    behind: tuple[tuple[str, re.Pattern[str]], ...]
    apart: re.Pattern[str]
    apart_words: re.Pattern[str]
    against: re.Pattern[str]
    goes_on: re.Pattern[str]
    aside: re.Pattern[str]
    aside_before: re.Pattern[str]
    whole: frozenset[str]
    changed_to: re.Pattern[str]
    changed_to_this: re.Pattern[str]
    stocks: frozenset[str]
    months: dict[str, int]

    def phrases_in(self, text: str, start: int, end: int, kinds: frozenset[str] | None = None) -> Iterator[Phrase | None]:
        """The phrases that text[start:end] consists of, in order; None once, in place of the first word that is not declared."""
        at = start
        while at < end:
            if not text[at].isalnum() and text[at] not in "%&/+":
                at += 1
                continue
            found = None
            for kind, code, pattern in self.phrases:
                match = pattern.match(text, at) if kinds is None or kind in kinds else None
                if match and match.end() <= end and (found is None or match.end() > found.end):
                    found = Phrase(at, match.end(), kind, code, match)
            if found is None:
                yield None
                return
            yield found
            at = found.end


def _phrase(text: str) -> str:
    return text.replace(" ", r"\s+")


def _any(patterns: Any) -> str:
    return "|".join(_phrase(text) for text in sorted(patterns, key=len, reverse=True))


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(f"{_START}(?:{pattern}){_END}")


@cache
def money_words() -> MoneyWords:
    """The vocabulary, compiled once."""
    raw: dict[str, Any] = load("told_money")
    months: dict[str, int] = load("headers")["months"]
    of_month = "|".join(sorted(months, key=len, reverse=True))
    declared: list[tuple[str, str, str]] = []
    for kind, name in (("item", "items"), ("scenario", "scenarios"), ("period", "periods")):
        declared += [(kind, code, _any(patterns)) for code, patterns in raw[name].items()]
    declared += [(kind, "", _any(raw[name])) for kind, name in (("filler", "filler"), ("compare", "compare"), ("change", "changes"))]
    declared += [(kind, "", _any(raw[kind])) for kind in ("minus", "about", "bounds")]
    declared += [("year", "", _phrase(raw["year"])), ("date", "", _phrase(raw["date"].replace("{months}", of_month)))]
    changed_to, before_amount = _any(raw["changed_to"]), _any([*raw["about"], *raw["minus"]])
    units = [(code, _any(patterns)) for code, patterns in raw["units"].items()]
    unit = "|".join(pattern for _, pattern in sorted(units, key=lambda pair: pair[0] == "SEK"))
    return MoneyWords(
        amount=re.compile(rf"(?<![\w.,/*–-])(?P<sign>[-–−](?=\d))?{_NUMBER}\s*(?P<unit>{unit})(?![\wåäö/])"),
        units=tuple((code, re.compile(pattern)) for code, pattern in units),
        phrases=tuple((kind, code, _whole(pattern)) for kind, code, pattern in declared),
        behind=tuple((code, re.compile(rf"\s+(?:{_any(patterns)}){_END}")) for code, patterns in raw["behind"].items()),
        apart=re.compile(rf"\s+{_phrase(raw['apart'])}{_END}"),
        apart_words=re.compile(rf"\s+(?:{raw['apart_words']}){_END}"),
        against=re.compile(rf"[\s,(]+{_phrase(raw['against'])}"),
        goes_on=re.compile(rf"\s*(?:$|[.,;:()!?–-]|(?:{_any(raw['goes_on'])}){_END})"),
        aside=_whole("|".join(raw["aside"])),
        aside_before=_whole("|".join(raw["aside_before"])),
        whole=frozenset(raw["whole"]),
        changed_to=re.compile(rf"\s+(?:{changed_to})\s+"),
        changed_to_this=re.compile(rf"{_START}(?:{changed_to})\s+(?:(?:{before_amount})\s+)*$"),
        stocks=frozenset(raw["stocks"]),
        months=months,
    )
