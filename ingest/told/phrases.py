"""The measures and reasons that words in small letters name."""

from __future__ import annotations

import re

from ingest.told.counts import Group
from ingest.told.words import words

_MODAL = re.compile(
    r"som [^.]*?(?:räknas|redovisas|registreras)(?![\wåäö])"
    r"|(?:som )?(?:kan|kunde|ska|skall|skulle|bör|borde|behöver|måste|får|vill|att)(?![\wåäö])"
)
_ANYONE = re.compile(
    r"(?<![\wåäö])(?:vill|kan|ska|för att|att (?:få|möta|stödja|hjälpa)|om|när|stödja|hjälpa|möta|behov|för|hur|varje|såsom|bör)(?![\wåäö])"
)
_HAS = re.compile(r"(?<![\wåäö])(?:har|hade|fick|avslutades|påbörjade|startade|började|skrevs)(?:\s\w+)?\s*$")
_PERFECT = re.compile(r"(?<![\wåäö])(?:har|hade|gick|fick|började|börjat|avslut\w+|kom|blev|påbörjade)(?![\wåäö])")
SOM = re.compile(r"[\s)]*som\b")


def shown(text: str) -> str:
    """The words with phrases blanked that hold a key word without meaning it."""
    return words().hide.sub(lambda match: " " * len(match[0]), text)


def reason_in(text: str) -> tuple[str, str | None] | None:
    """The first reason for leaving that the words name, and the kind of work where they tell it."""
    for reason in words().reasons if words().any_reason.search(text) else ():
        if reason.pattern.search(text):
            return reason.code, reason.occupation
    return None


def measures_in(text: str) -> list[tuple[int, int, str]]:
    """Every measure the words name, by place; where two overlap, the one declared first."""
    found: list[tuple[int, int, str]] = []
    for code, pattern in words().measures if words().any_measure.search(text) else ():
        for match in pattern.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end, _ in found):
                found.append((match.start(), match.end(), code))
    return sorted(found)


def first_measure(text: str) -> str | None:
    """The measure said behind a count: the first, but the last behind "som", whose clause comes before the verb."""
    found = measures_in(text)
    if not found:
        return None
    stocks = [code for _, _, code in found if code in {"ongoing_end", "ongoing_start"}]
    if stocks:
        return stocks[0]
    return found[-1 if SOM.match(text) else 0][2]


def short_reason(text: str) -> tuple[str, str | None] | None:
    """The reason that one word tells where only reasons are listed."""
    for code, pattern in words().short_reasons:
        if pattern.search(text):
            return code, None
    return None


def education_in(behind: str) -> tuple[str | None, str]:
    """The education that the words tell, and the words without it."""
    code = next((code for code, pattern in words().education if pattern.search(behind)), None)
    if code:
        for _, pattern in words().education:
            behind = pattern.sub(" ", behind)
    return code, behind


def stock_in(measure: str | None, before: str, after: str, nouns: str) -> str | None:
    """The stock that people enrolled at a day are, where the day is named: "vid årets slut var 29 inskrivna"."""
    if measure not in {None, "participants", "ongoing_end", "ongoing_start"} or words().named("not_stock").search(shown(before + after)):
        return None
    if not words().named("stock_words").search(f"{before} {nouns} {after}"):
        return None
    return next((code for code, pattern in words().stock_days if pattern.search(before) or pattern.search(after)), None)


def put_together(low: str, group: Group, behind: str) -> str:
    """The words behind a group with the verb that the number parts from them: "skrevs 12 personer in"."""
    for verbs, rest in words().parted:
        if rest.match(behind) and (said := verbs.findall(low[: group.start])):
            return f"{said[-1]}{behind}"
    return behind


def inner_measure(inside: str) -> str | None:
    """The measure that the noun and what stands before it name: "nya deltagare", "avslutade"."""
    found = measures_in(inside)
    return found[0][2] if found else None


def is_one(before: str, behind: str) -> bool:
    """Whether "en person" counts one, rather than speaking of anyone."""
    close = " ".join(behind.split()[:9])
    return (
        not _ANYONE.search(" ".join(before.split()[-4:]))
        and bool(_PERFECT.search(close) or words().measure.search(close) or _HAS.search(before))
        and not _MODAL.match(behind.strip())
    )
