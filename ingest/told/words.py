"""The declared ways of saying a count, compiled once from `vocabulary/told.yml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from ingest.alternatives import quick
from ingest.told.vocabulary import told

Coded = tuple[tuple[str, re.Pattern[str]], ...]


_DIGIT = re.compile(r"\d")
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why people left: the code of the contract, and the kind of work where the words tell it."""

    code: str
    occupation: str | None
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Words:
    """Everything `told.yml` declares, as patterns on small letters."""

    raw: dict[str, Any]
    number_words: dict[str, Decimal]
    number: re.Pattern[str]
    qualifier: re.Pattern[str]
    subjects: Coded
    subject: re.Pattern[str]
    measures: Coded
    measure: re.Pattern[str]
    reasons: tuple[Reason, ...]
    short_reasons: Coded
    education: Coded
    hide: re.Pattern[str]
    stock_days: Coded
    parted: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    worth_reading: re.Pattern[str]
    any_measure: re.Pattern[str]
    any_reason: re.Pattern[str]

    def named(self, name: str) -> re.Pattern[str]:
        """One of the single patterns of the file."""
        return _single(name)


def _phrase(text: str) -> str:
    """A declared phrase as a pattern: "…" up to two words, "*" the end of a word, "^" right behind the number."""
    at_start = text.startswith("^")
    pattern = text.removeprefix("^").strip().replace("* ", r"\w* ").replace("… ", r"(?:\w+ ){0,2}?")
    pattern = re.sub(r"\*$", r"\\w*", pattern)
    ends = "" if pattern.endswith("]") else r"(?![\wåäö])"
    return rf"{'^ ' if at_start else ''}{pattern}{ends}"


def with_more(raw: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """The entries of measures or reasons, each pattern with the phrases that `measures_more` or `reasons_more` add to it."""
    more: dict[str, list[str]] = raw[f"{kind}_more"]
    return [
        entry | {"pattern": "|".join([entry["pattern"], *map(_phrase, sorted(more.get(entry["code"], []), key=len, reverse=True))])}
        for entry in raw[kind]
    ]


def _word(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\wåäö])(?:{pattern})(?![\wåäö])")


@cache
def _single(name: str) -> re.Pattern[str]:
    pattern: str = told()[name]
    return re.compile(pattern if name in {"targets", "strong"} else rf"(?<![\wåäö])(?:{pattern})")


def number_words(raw: dict[str, Any]) -> dict[str, Decimal]:
    """Every number word with its value: units, tens, what they make together, and the others declared."""
    units = {word: Decimal(value) for value, word in enumerate(raw["units"])}
    tens = {word: Decimal(value) for word, value in raw["tens"].items()}
    both = {ten + unit: tens[ten] + units[unit] for ten in tens for unit in raw["units"][1:10]}
    both |= {f"{ten}ett": value + 1 for ten, value in tens.items()}
    return units | tens | both | {word: Decimal(value) for word, value in raw["other_numbers"].items()}


@cache
def words() -> Words:
    """The compiled vocabulary."""
    raw: dict[str, Any] = told()
    counted = number_words(raw)
    spelled = "|".join(sorted(map(re.escape, counted), key=len, reverse=True))
    parts = "|".join(sorted(map(re.escape, raw["fractions"]), key=len, reverse=True))
    digits = r"(?<![\w)\d.,:§+–-])(?<!\d/)(?:\d{1,3}(?: \d{3})+|\d{1,6})(?:,\d{1,2})?(?! ?[-–/+x]\s?\d|[.,:]\d|\w|-\w)"
    number = re.compile(
        rf"(?P<percent>(?<![\d.,/:§–-])\d{{1,3}}(?:[.,]\d{{1,2}})?) ?(?:%|procent(?:en)?\b(?! ?enhet))|(?P<digits>{digits})"
        rf"|(?<![\wåäö-])(?P<fraction>{parts})(?![\wåäö])|(?<![\wåäö-])(?P<word>{spelled})(?![\wåäö-])"
    )
    subjects = tuple((entry["gender"], _word(entry["pattern"])) for entry in raw["subjects"])
    any_subject = "|".join(entry["pattern"] for entry in raw["subjects"] if not entry.get("only_one"))
    measures, reasons = with_more(raw, "measures"), with_more(raw, "reasons")
    any_measure = "|".join(entry["pattern"] for entry in measures)
    any_reason = "|".join(entry["pattern"] for entry in reasons)
    put_apart = "|".join(rf"(?:{entry['verbs']}) \S+ (?:{entry['rest']})" for entry in raw["parted"])
    return Words(
        raw=raw,
        number_words=counted,
        number=number,
        qualifier=re.compile(rf"(?<![\wåäö])({raw['qualifiers']})\s+(?:totalt |endast |bara )?$"),
        subjects=subjects,
        subject=_word(any_subject),
        measures=tuple((entry["code"], re.compile(rf"(?<![\wåäö])(?:{entry['pattern']})")) for entry in measures),
        measure=re.compile(any_measure),
        reasons=tuple(
            Reason(entry.get("code_out", entry["code"]), entry.get("occupation"), re.compile(rf"(?<![\wåäö])(?:{entry['pattern']})"))
            for entry in reasons
        ),
        short_reasons=tuple((code, re.compile(pattern)) for code, pattern in raw["short_reasons"].items()),
        education=tuple((entry["code"], re.compile(entry["pattern"])) for entry in raw["education"]),
        stock_days=tuple((code, _word(pattern)) for code, pattern in raw["stock_days"].items()),
        parted=tuple((_word(entry["verbs"]), re.compile(rf"\s+(?:{entry['rest']})(?![\wåäö])")) for entry in raw["parted"]),
        hide=re.compile(rf"(?<![\wåäö])(?:{'|'.join(raw['hide'])})"),
        worth_reading=quick(rf"{any_subject}|{any_measure}|{any_reason}|{raw['places']}|{put_apart}"),
        any_measure=quick(any_measure),
        any_reason=quick(any_reason),
    )


@cache
def _number_names() -> frozenset[str]:
    raw: dict[str, Any] = told()
    names = {*number_words(raw), *raw["fractions"], *raw["none_after_not"].split("|")}
    return frozenset(name.split()[0] for name in names if name)


def has_number(low: str) -> bool:
    """A quick test for a digit or the first word of a number."""
    return bool(_DIGIT.search(low)) or not _number_names().isdisjoint(_WORDS.findall(low))
