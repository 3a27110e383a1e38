"""What a group of counts is about: the measure, the reason for leaving, and whether it is told as a target."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.told.counts import Group, words_behind
from ingest.told.words import words

_CLEFT = re.compile(r"(?<![\wåäö])(?:(?:är|var|blev) det|det (?:är|var|blev))(?: \w+)?\s*$")
_PARTICLE = re.compile(r"\s+(?:in|ut|emot)(?![\wåäö])")
_SOM = re.compile(r"[\s)]*som\b")
_ONGOING = re.compile(r"pågående|aktuella|kvarvarande")
_EXTENT = re.compile(r"(?:omfatta\w*|best\w+ av|utgör\w*|redovisa\w*|gäll\w+|avse\w*|avsåg)(?: \w+){0,2}\s*$")
_FLOWS = {"started", "exits", "dropouts", "completed", "queue", "referrals"}
_LEAVING = {"exits", "dropouts", "completed"}
_KNOWN = {"exits_known_situation", "starts_known_background", "participants_known_support"}
_MODAL = re.compile(
    r"som [^.]*?(?:räknas|redovisas|registreras)(?![\wåäö])"
    r"|(?:som )?(?:kan|kunde|ska|skall|skulle|bör|borde|behöver|måste|får|vill|att)(?![\wåäö])"
)
_ANYONE = re.compile(
    r"(?<![\wåäö])(?:vill|kan|ska|för att|att (?:få|möta|stödja|hjälpa)|om|när|stödja|hjälpa|möta|behov|för|hur|varje|såsom|bör)(?![\wåäö])"
)
_HAS = re.compile(r"(?<![\wåäö])(?:har|hade|fick|avslutades|påbörjade|startade|började|skrevs)(?:\s\w+)?\s*$")
_MOVES = re.compile(
    r"(?<![\wåäö])(?:gick|gått|går|kom|kommit|vidare|fick|fått|hade|haft|har|blev|blivit|börjat|började|återgick|till|på|i|återgått|flytta\w*|var|är)(?![\wåäö])"
)
_PERFECT = re.compile(r"(?<![\wåäö])(?:har|hade|gick|fick|började|börjat|avslut\w+|kom|blev|påbörjade)(?![\wåäö])")
_ABOUT_EXITS = {"exits", "dropouts", "completed", "started", "participants", "exits_known_situation", "exits_self_supporting"}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What is said of a group of people. `inherited`: said of those before them."""

    measure: str
    reason: str | None = None
    occupation: str | None = None
    education: str | None = None
    is_target: bool = False
    inherited: bool = False


def _shown(text: str) -> str:
    """The words with phrases blanked that hold a key word without meaning it."""
    return words().hide.sub(lambda match: " " * len(match[0]), text)


def _reason_in(text: str) -> tuple[str, str | None] | None:
    for reason in words().reasons:
        if reason.pattern.search(text):
            return reason.code, reason.occupation
    return None


def _measures_in(text: str) -> list[tuple[int, int, str]]:
    """Every measure the words name, by place; where two overlap, the one declared first."""
    found: list[tuple[int, int, str]] = []
    for code, pattern in words().measures:
        for match in pattern.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end, _ in found):
                found.append((match.start(), match.end(), code))
    return sorted(found)


def _first_measure(text: str) -> str | None:
    """The measure said behind a count: the first, but the last behind "som", whose clause comes before the verb."""
    found = _measures_in(text)
    if not found:
        return None
    stocks = [code for _, _, code in found if code in {"ongoing_end", "ongoing_start"}]
    if stocks:
        return stocks[0]
    return found[-1 if _SOM.match(text) else 0][2]


def _short_reason(text: str) -> tuple[str, str | None] | None:
    for code, pattern in words().short_reasons:
        if pattern.search(text):
            return code, None
    return None


def meaning_of(
    low: str, groups: Sequence[Group], index: int, previous: Meaning | None, context: Meaning | None, *, under_exits: bool
) -> Meaning | None:
    """The meaning of one group; None when nothing says what it counts.

    `previous` is that of the group before in the sentence, `context` that of the sentence before, `under_exits` whether
    a heading or label above says that people left.
    """
    group = groups[index]
    nouns = " ".join(count.noun for count in group.counts if count.noun)
    if group.counts[0].kind == "places":
        return Meaning("places", is_target=_is_target(low, group))
    if group.counts[0].is_base:
        return _of_base(low, group, nouns, previous or context)
    before, behind = low[group.left : group.start], words_behind(low, groups, index)
    one = low[group.start : group.counts[0].number.end] == "en" and group.counts[0].kind not in {"of", "bare"} and previous is None
    if one and not _is_one(before, behind):
        return None
    education, behind = _education(behind)
    said = _said(low, groups, index, _shown(behind), under_exits=under_exits)
    if previous and previous.reason and said.measure is None and (short := _short_reason(_shown(behind))):
        said = _Said(None, *short)  # one more outcome of a list: "7 studerade och 5 var sjukskrivna"
    if (
        group.counts[0].kind == "bare"
        and not (previous or context or under_exits or said.reason)
        and not _of_people(low, said.measure, behind.lstrip())
    ):
        return None
    still = " kvar" if previous and previous.measure in {"ongoing_end", "ongoing_start"} and group.counts[0].kind == "bare" else ""
    if stock := _stock(said.measure, low[group.left : group.start], low[group.start : group.right], nouns + still):
        return Meaning(stock, education=education)
    target = _is_target(low, group)
    if said.reason and (said.measure is None or said.measure in _ABOUT_EXITS):
        if _ONGOING.search(nouns) and said.measure != "exits":
            return Meaning("participants", None, said.occupation, education, target)
        if said.measure is None and not (under_exits or previous or context or _MOVES.search(before + behind)):
            return None
        kept = said.measure if said.measure in {"exits_known_situation", "exits_self_supporting"} else "exits"
        return Meaning(kept, said.reason if kept == "exits" else None, said.occupation, education, target)
    if said.measure:
        return Meaning(said.measure, None, None, education, target)
    carried = _carried(group, before, nouns, previous, context, education, is_target=target)
    if carried is None and _counts_participants(group, groups, index, before, nouns, low[group.end : group.right].strip(" ,.;)")):
        return Meaning("participants", education=education, is_target=target)
    return carried


@dataclass(frozen=True, slots=True)
class _Said:
    measure: str | None = None
    reason: str | None = None
    occupation: str | None = None


def _said(low: str, groups: Sequence[Group], index: int, behind: str, *, under_exits: bool) -> _Said:
    """What a group's own words say: behind it first, then its nouns, then before it."""
    group = groups[index]
    before = _shown(low[group.left : group.start])
    if _PARTICLE.match(behind) and (verbs := words().named("parted").findall(low[: group.start])):
        behind = verbs[-1] + behind
    through = _shown(low[group.left : group.end])
    left = [code for start, _, code in _measures_in(through) if start < group.start - group.left]
    inside = _shown(low[group.start : group.end])
    if group.counts[-1].base is not None and index + 1 < len(groups):
        inside = _shown(low[group.start : groups[index + 1].end])
    if _SOM.match(behind) and left and not _CLEFT.search(before):  # the clause describes them; what they did stands before
        measure: str | None = left[-1]
        reason = _reason_in(behind) if measure in _LEAVING else None
    else:
        measure, reason = _first_measure(behind) or None, _reason_in(behind)
        if measure is None and reason is None and left and left[-1] in _KNOWN:
            measure = left[-1]
        measure = measure or _inner(inside)
    if measure is None and reason is None:
        measure, reason = (left[-1] if left else None), _reason_in(before)
    if measure == "participants" and "referrals" in left:
        measure = "referrals"  # "remisserna kom från"
    if measure == "participants" and len(left) > 1 and left[0] in _FLOWS and _EXTENT.search(before):
        measure = left[0]  # "intaget omfattade"
    if reason and measure is None and left and left[-1] in _ABOUT_EXITS:
        measure = left[-1]
    if reason is None and _lists_reasons(group, measure, under_exits=under_exits):
        reason = _short_reason(before)
    return _Said(measure, *(reason or (None, None)))


def _lists_reasons(group: Group, measure: str | None, *, under_exits: bool) -> bool:
    """Whether one word before the number may be the reason: "Orsaker till avslut: arbete 12, studier 6"."""
    kind = group.counts[0].kind
    return (kind == "label" and (under_exits or measure == "exits")) or (
        kind == "bare" and under_exits and not group.counts[0].number.is_percent
    )


def _counts_participants(group: Group, groups: Sequence[Group], index: int, before: str, nouns: str, low_behind: str) -> bool:
    """Whether a group with no verb of its own still counts participants: "Deltagare: 84", "hade 24 inskrivna", "av deltagarna är män"."""
    first, strong = group.counts[0], words().named("strong")
    if first.kind == "label":
        return bool(words().subject.search(before))
    if first.base is not None and index + 1 < len(groups):
        nouns += " ".join(count.noun for count in groups[index + 1].counts)
    if all(count.gender != "all" for count in group.counts) and strong.search(before):
        return True
    if not strong.search(nouns):
        return False
    if not low_behind and (not before.strip() or before.rstrip().endswith(":")):
        return True  # nothing else is said: "I siffror: 71 deltagare"
    return bool(words().named("having").search(before)) or first.base is not None or (first.kind == "of" and first.gender != "all")


def _stock(measure: str | None, before: str, after: str, nouns: str) -> str | None:
    """The stock that people enrolled at a day are, where the day is named: "vid årets slut var 29 inskrivna"."""
    if measure not in {None, "participants", "ongoing_end", "ongoing_start"} or words().named("not_stock").search(before + after):
        return None
    if not words().named("stock_words").search(f"{before} {nouns} {after}"):
        return None
    return next((code for code, pattern in words().stock_days if pattern.search(before) or pattern.search(after)), None)


def _carried(
    group: Group, before: str, nouns: str, previous: Meaning | None, context: Meaning | None, education: str | None, *, is_target: bool
) -> Meaning | None:
    """What was said of the people before, for a group of which nothing else is said."""
    if previous is not None:
        still = previous.is_target and not words().named("outcomes").search(before)
        return replace(previous, inherited=True, education=education, is_target=is_target or still)
    anaphoric = group.counts[0].kind in {"of", "bare"} or education or all(count.gender != "all" for count in group.counts)
    if context is not None and anaphoric:
        return replace(context, inherited=True, reason=None, occupation=None, education=education, is_target=is_target)
    if is_target and re.search(r"deltagar|elev|ungdom", nouns):
        return Meaning("participants", is_target=True)
    return None


def _is_one(before: str, behind: str) -> bool:
    """Whether "en person" counts one, rather than speaking of anyone."""
    close = " ".join(behind.split()[:9])
    return (
        not _ANYONE.search(" ".join(before.split()[-4:]))
        and bool(_PERFECT.search(close) or words().measure.search(close) or _HAS.search(before))
        and not _MODAL.match(behind.strip())
    )


def _inner(inside: str) -> str | None:
    """The measure that the noun and what stands before it name: "nya deltagare", "avslutade"."""
    found = _measures_in(inside)
    return found[0][2] if found else None


def _of_people(low: str, measure: str | None, behind: str) -> bool:
    """Whether a number that stands alone counts people: the sentence names some, what is said is said of no one else, or
    the number is one of exits and the like ("44 avslut")."""
    return (
        measure in {"referrals", "queue"}
        or bool(words().subject.search(low))
        or bool(words().named("counted_events").match(behind) or (behind.startswith("som ") and measure))
    )


def _education(behind: str) -> tuple[str | None, str]:
    """The education that the words tell, and the words without it."""
    code = next((code for code, pattern in words().education if pattern.search(behind)), None)
    if code:
        for _, pattern in words().education:
            behind = pattern.sub(" ", behind)
    return code, behind


def _of_base(low: str, group: Group, nouns: str, before: Meaning | None) -> Meaning | None:
    """The meaning of "av de 55 som avslutats": told by the noun or the clause right behind, else what was said before."""
    behind = _shown(low[group.end : group.right])
    clause = " ".join(behind.split()[:6]) if _SOM.match(behind) else ""
    event = words().named("counted_events").match(behind.lstrip())
    nouns = nouns or (event[0] if event else "")
    found = _measures_in(f"{nouns} {clause}")
    if found and not (found[0][2] == "respondents" and not nouns):  # "nio av tio som svarat": a way of speaking
        return Meaning(found[0][2])
    if before is not None and not nouns:
        return replace(before, inherited=True, reason=None, occupation=None, education=None)
    return Meaning("participants") if re.search(r"deltagar|elev|inskriv|ungdom", nouns) else None


def _is_target(low: str, group: Group) -> bool:
    return bool(words().named("targets").search(low[group.left : group.right]))
