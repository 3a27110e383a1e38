"""How many goals a sentence says had a status: "Fyra av de tio målen är uppfyllda, ett delvis"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ingest.told.numbers import Number, numbers_in
from ingest.told.words import words

_MOST = 200  # goals of one document
_VERB = re.compile(
    r"(?<![\wåäö])(?:uppfyllde|uppnådde|nådde|klarade|infriade|missade|når|uppfyller|har (?:nått|uppnått|uppfyllt|klarat))(?![\wåäö])"
)
_BREAK = re.compile(r"[,;.]|\b(?:och|samt|medan|men|varav)\b")
_ALONE = re.compile(
    r"\s+(?:har|ha|är|vara|varit|av dem|av dessa|bedöm(?:s|des|ts)|anses|ansågs|uppfyll\w*|uppnå\w*|nå\w*|delvis|inte|ej|kunde|kan"
    r"|som|går|blev|mål\w*|ett|helt|till viss|utgår|utgick)\b|\s*[.,;]"
)
_OF = re.compile(r"\s+av (?:(?:de|våra|årets|förbundets|totalt|styrelsens|samtliga|sammanlagt) )*")


@dataclass(frozen=True, slots=True)
class GoalCount:
    """A number of goals and their status, or "all" for how many there were."""

    number: Number
    status: str


@cache
def _statuses() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((entry["code"], re.compile(rf"(?<![\wåäö])(?:{entry['pattern']})")) for entry in words().raw["goals"]["statuses"])


@cache
def _goal() -> re.Pattern[str]:
    return re.compile(rf"(?<![\wåäö])(?:\w+[ae] |\w+ ){{0,2}}?(?:{words().raw['goals']['noun']})")


def _status_in(text: str) -> str | None:
    """The first status named; a negation declared before the plain word wins at the same place."""
    found = [(match.start(), order, code) for order, (code, pattern) in enumerate(_statuses()) if (match := pattern.search(text))]
    spans = {code: match.span() for code, pattern in _statuses() if (match := pattern.search(text))}
    negative = next((code for code in ("not_met", "not_measurable", "not_assessed") if code in spans), None)
    if negative and "met" in spans and spans[negative][0] <= spans["met"][0] < spans[negative][1] + 1:
        found = [entry for entry in found if entry[2] != "met"]
    if "partly_met" in spans and "met" in spans:
        partly, met = spans["partly_met"], spans["met"]
        if 0 <= met[0] - partly[1] <= 2 or 0 <= partly[0] - met[1] <= 2:
            return "partly_met"
    return min(found)[2] if found else None


def goal_counts_in(low: str, *, follows: bool = False) -> Iterator[GoalCount]:
    """The numbers of goals by status that a sentence in small letters tells; `follows`: the sentence before told some too.

    Only whole counts are given, and only when goals are what is counted: a share, or a figure a goal asks for, is none.
    """
    numbers = [number for number in numbers_in(low) if not number.is_percent and number.value <= _MOST]
    noun = re.search(rf"(?<![\wåäö])(?:{words().raw['goals']['noun']})", low) if numbers else None
    if not numbers or (noun is None and not follows) or not any(pattern.search(low) for _, pattern in _statuses()):
        return
    told: list[Number] = []
    wholes: list[Number] = []
    for index, number in enumerate(numbers):
        following = numbers[index + 1] if index + 1 < len(numbers) else None
        if told and _is_whole(low, told[-1], number):
            wholes.append(number)
        elif _counts_goals(low, number, following, again=bool(told) or follows):
            told.append(number)
    yield from (GoalCount(number, "all") for number in wholes if _goal().match(low[number.end :].lstrip()))
    yield from _by_status(low, told)


def all_goals_in(low: str) -> GoalCount | None:
    """The number of goals that a sentence in small letters counts without judging any: "Styrelsen antog fyra mål"."""
    numbers = [number for number in numbers_in(low) if not number.is_percent and number.value <= _MOST]
    counted = [number for number in numbers if _goal().match(low[number.end :].lstrip())]
    if len(counted) != 1 or any(pattern.search(low) for _, pattern in _statuses()):
        return None
    return GoalCount(counted[0], "all")


def _is_whole(low: str, before: Number, number: Number) -> bool:
    """Whether a number is what the one before is a part of: "fyra av de tio"."""
    between = low[before.end : number.start].strip()
    return between.startswith("av") and bool(re.search(r"\bav (?:\w+ ){0,2}$", low[: number.start]))


def _counts_goals(low: str, number: Number, following: Number | None, *, again: bool) -> bool:
    """Whether goals are what a number counts: the noun behind it, "av målen", or a status right behind or before it."""
    tail = low[number.end :]
    if _goal().match(tail.lstrip()):
        return True
    of = _OF.match(tail)
    if of and ((following and following.start == number.end + of.end()) or _goal().match(tail[of.end() :])):
        return True
    verb = any(pattern.search(low[max(0, number.start - 16) : number.start]) for _, pattern in _statuses())
    return (again and bool(_ALONE.match(tail))) or (verb and bool(_ALONE.match(tail) or of or re.match(r"\s+och\b", tail)))


def _by_status(low: str, told: list[Number]) -> Iterator[GoalCount]:
    """Each number with the status behind it, or before it where the sentence begins with the verb ("nådde tre")."""
    verb_first = bool(told) and bool(_VERB.search(low[: told[0].start]))
    for index, number in enumerate(told):
        start = told[index - 1].end if index else 0
        limit = told[index + 1].start if index + 1 < len(told) else len(low)
        text = low[number.end : limit]
        breaks = [match.start() for match in _BREAK.finditer(text)]
        own = text[: breaks[-1]] if index + 1 < len(told) and breaks else text
        status = (
            _status_in(low[start : number.start]) if verb_first else _status_in(own) or (None if index else _status_in(low[: number.start]))
        )
        if status == "not_met" and number.value == 0:
            continue  # "none was not met": a number of the goals that were not, said the other way round
        if status is not None:
            yield GoalCount(number, status)
        elif index == 0 and len(told) > 1:
            yield GoalCount(number, "all")
