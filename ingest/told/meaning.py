"""What a group of counts is about: the measure, the reason for leaving, and whether it is told as a target."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from ingest.told.asides import is_aside, words_behind
from ingest.told.counts import Group
from ingest.told.facets import age_of
from ingest.told.phrases import (
    SOM,
    education_in,
    first_measure,
    inner_measure,
    is_one,
    measures_in,
    put_together,
    reason_in,
    short_reason,
    shown,
    stock_in,
)
from ingest.told.words import words

_CLEFT = re.compile(r"(?<![\wåäö])(?:(?:är|var|blev) det|det (?:är|var|blev)|(?:åter)?(?:finns|fanns)(?: det)?)(?: \w+)?\s*$")
_OF_WHICH = re.compile(r"\b(?:varav|därav|av vilka|av dem|fördela\w*(?: på)?|utgörs av|utgjordes av|bestod av|består av)$")
_TIME = re.compile(r"^(?:(?:hittills|totalt|sammanlagt|i|under|år|året|perioden|fjol|(?:19|20)\d\d)(?: |$))+$")
_SHARE_OF = re.compile(r"\bandel(?:en)? (?:av )?(?:deltagare|deltagarna|personer|inskrivna)(?![\wåäö])")
_FLEST = re.compile(r"\b(?:flest|fler|många) (?:deltagare|inskrivna|personer|ungdomar|elever)\b")
_IN_ALL = re.compile(r"(?:totalt|sammanlagt|sammantaget|summa|inalles)|.* med (?:totalt|sammanlagt)|.* (?:samtal|möten) med")
_GENITIVE = re.compile(r"\s*(?:\w+s)?\s*$")
_WERE = re.compile(r"(?<![\wåäö])(?:var|är|varit)\s*$")
_OF_NUMBER = re.compile(r"\b(?:antalet|siffran) (?:\w+ )?till $")  # "hade antalet stigit till 73"
_RESTATED = re.compile(
    r"(?:^\s*(?:det|detta)|vilket|som) (?:motsvarar|utgör|ger)(?: \w+)? $"
    r"|(?:^|, )motsvarande (?:\w+ )?$|(?:var|är|blev) (?:andelen|siffran) $"
)
_HAVE = re.compile(r"(?<![\wåäö])(?:har|hade)\s*$")
_UNKNOWN = re.compile(  # a predicate behind a number of people: it tells something of them, not what was told of those before
    r"\W*(?:av(?: dem| dessa)?\s+)?(?:(?:har|hade) (?:\w+ )?\w+|(?:bedöm|behöv|sakna|uppg)\w+ \w+|inte \w+|varit utan \w+"
    r"|\w{3,}(?:at|it|tt|ade|dde) (?:sin|sitt|sina|en|ett) \w+)"
)
_ONGOING = re.compile(r"pågående|aktuella|kvarvarande")
_EXTENT = re.compile(r"(?:omfatta\w*|best\w+ av|utgör\w*|redovisa\w*|gäll\w+|avse\w*|avsåg)(?: \w+){0,4}\s*$")
_FLOWS = {"started", "exits", "dropouts", "completed", "queue", "referrals"}
_THOSE = re.compile(r"\s*(?:de|dem) som ")
_HEADING_WORDS = 6
_LEAVING = {"exits", "dropouts", "completed"}
_KNOWN = {"exits_known_situation", "starts_known_background", "participants_known_support"}
_MOVES = re.compile(
    r"(?<![\wåäö])(?:efter (?:avslut\w*|insats\w*)|vid avslut\w*|gick|gått|går|kom|kommit|vidare|fick|fått|hade|haft|har|blev"
    r"|blivit|börjat|började|återgick|till|på|i|återgått|flytta\w*|var|är)(?![\wåäö])"
)
_IS_LEAVING = {"deceased", "moved"}  # reasons whose words alone say that people left
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
    age: str | None = None
    support: str | None = None
    moment: str | None = None  # before | after: when they lived on that support


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
        whole = context if index and groups[index - 1].counts[-1].base is not None and context else previous or context
        return _of_base(low, group, nouns, whole)
    if again := _told_again(low, groups, index, previous, context):
        return replace(again, inherited=True)
    before, behind = low[group.left : group.start], words_behind(low, groups, index)
    one = low[group.start : group.counts[0].number.end] == "en" and group.counts[0].kind not in {"of", "bare"} and previous is None
    if one and not is_one(before, behind):
        return None
    education, behind = education_in(behind)
    if education is None and (group.counts[0].kind == "label" or group.counts[0].number.is_percent):
        education, _ = education_in(before)
    if group.counts[0].number.is_percent and words().named("excess").match(behind):
        return Meaning("excess_share")
    around = _around(low, before, previous, context, under_exits=under_exits)
    said = _said(low, groups, index, shown(behind), around)
    if _says_nothing(low, group, said, before, behind, around) or (said.measure == "participants" and _tells_of_some(group, behind)):
        return None
    still = " kvar" if previous and previous.measure in {"ongoing_end", "ongoing_start"} and group.counts[0].kind == "bare" else ""
    if not said.reason and (stock := stock_in(said.measure, low[group.left : group.start], low[group.start : group.right], nouns + still)):
        return Meaning(stock, education=education)
    target = _is_target(low, group)
    if said.reason and (said.measure is None or said.measure in _ABOUT_EXITS):
        moved = around.anything or said.reason in _IS_LEAVING or bool(_MOVES.search(before + behind))
        return _left(said, nouns, education, is_target=target, moved=moved)
    if said.measure:
        return Meaning(said.measure, None, None, education, target)
    return _of_nothing_said(low, groups, index, around, nouns, behind, education)


def _of_nothing_said(
    low: str, groups: Sequence[Group], index: int, around: _Around, nouns: str, behind: str, education: str | None
) -> Meaning | None:
    """The meaning of a group whose own words name no measure: what was said of those before, or participants."""
    group = groups[index]
    before, target = low[group.left : group.start], _is_target(low, group)
    if education is None and _goes_elsewhere(group, around.previous, before, behind):
        return None
    carried = _carried(group, before, nouns, around, education, is_target=target)
    if carried is None and _counts_participants(group, groups, index, before, nouns, behind.strip(" ,.;)")):
        return Meaning("participants", education=education, is_target=target)
    return carried


def _told_again(low: str, groups: Sequence[Group], index: int, previous: Meaning | None, context: Meaning | None) -> Meaning | None:
    """What was told before of the same people, where a share only says it again: "Det motsvarar 40 procent av de avslutade"."""
    if previous and _repeats(low, groups, index):
        return previous
    group = groups[index]
    again = group.counts[0].number.is_percent and not group.apposed and _RESTATED.search(low[: group.start])
    return (previous or context) if again else None


@cache
def meaning_of_heading(heading: str) -> Meaning | None:
    """What a short heading says is counted below it: "Avslut", "Nya deltagare", "Deltagare per kommun"."""
    low = shown(heading.casefold())
    if len(low.split()) > _HEADING_WORDS or words().named("targets").search(low):
        return None
    found = measures_in(low)
    if found:
        return Meaning(found[-1][2] if found[-1][2] not in {"participants"} else found[0][2])
    return Meaning("participants") if words().named("strong").search(low) else None


@dataclass(frozen=True, slots=True)
class _Said:
    measure: str | None = None
    reason: str | None = None
    occupation: str | None = None


@dataclass(frozen=True, slots=True)
class _Around:
    """What was said before a group; `compares`: the sentence sets an earlier figure beside that of the sentence before."""

    previous: Meaning | None
    context: Meaning | None
    under_exits: bool
    compares: bool

    @property
    def anything(self) -> bool:
        """Whether people were spoken of before."""
        return bool(self.under_exits or self.previous or self.context)


def _around(low: str, before: str, previous: Meaning | None, context: Meaning | None, *, under_exits: bool) -> _Around:
    listed = context is not None and context.measure in _LEAVING and before.rstrip().endswith((":", "("))
    compares = context is not None and bool(words().named("compares").match(low.lstrip()))
    return _Around(previous, context, under_exits or listed, compares)  # listed: "Arbete: 12 personer." behind how many left


def _says_nothing(low: str, group: Group, said: _Said, before: str, behind: str, around: _Around) -> bool:
    """Whether the words are of what people had when they came, or a number that stands alone counts no people."""
    if said.reason and words().named("at_start").search(before):
        return True
    alone = group.counts[0].kind == "bare" and not (around.anything or said.reason)
    return alone and not _of_people(low, said.measure, put_together(low, group, behind).lstrip())


def _left(said: _Said, nouns: str, education: str | None, *, is_target: bool, moved: bool) -> Meaning | None:
    """The meaning of people of whom a reason for leaving is told."""
    if said.reason == "joint_mapping" and said.measure == "participants":
        return Meaning("participants", education=education, is_target=is_target)  # "har deltagit i gemensamma kartläggningar"
    if _ONGOING.search(nouns) and said.measure != "exits":
        return Meaning("participants", None, said.occupation, education, is_target)
    if said.measure is None and not moved:
        return None
    kept = said.measure if said.measure in {"exits_known_situation", "exits_self_supporting"} else "exits"
    return Meaning(kept, said.reason if kept == "exits" else None, said.occupation, education, is_target)


def _said(low: str, groups: Sequence[Group], index: int, behind: str, around: _Around) -> _Said:
    """What a group's own words say: behind it first, then its nouns, then before it."""
    group = groups[index]
    before = shown(low[group.left : group.start])
    if around.previous or around.compares:  # words that only split people already spoken of ("fördelat på") say nothing
        before, behind = (words().named("splits").sub(lambda match: " " * len(match[0]), text) for text in (before, behind))
    behind = put_together(low, group, behind)
    through = before + shown(low[group.start : group.end])
    left = [code for start, _, code in measures_in(through) if start < group.start - group.left]
    inside = shown(low[group.start : group.end])
    if group.counts[-1].base is not None and index + 1 < len(groups):
        inside = shown(low[group.start : groups[index + 1].end])
    if SOM.match(behind) and left and not _CLEFT.search(before):  # the clause describes them; what they did stands before
        measure: str | None = left[-1]
        reason = reason_in(behind) if measure in _LEAVING else None
    else:
        measure, reason = first_measure(behind) or None, reason_in(behind)
        if measure == "participants" and left and "till antalet" in behind and _THOSE.match(low):
            measure = left[-1]  # "De som avslutades var 13 till antalet"
        if measure is None and reason is None and left and left[-1] in _KNOWN:
            measure = left[-1]
        measure = measure or inner_measure(inside)
    if reason is None and measure == "exits" and not measures_in(behind):
        reason = reason_in(before)  # "arbete blev resultatet för 15 av 27 avslutade"
    if measure is None and reason is None:
        measure, reason = (left[-1] if left else None), reason_in(before)
        if "exits_self_supporting" in left:
            measure = "exits_self_supporting"
    if measure == "participants" and "referrals" in left:
        measure = "referrals"  # "remisserna kom från"
    if measure == "participants" and len(left) > 1 and left[0] in _FLOWS and _EXTENT.search(before):
        measure = left[0]  # "intaget omfattade"
    if reason and measure is None and left and left[-1] in _ABOUT_EXITS:
        measure = left[-1]
    reason = reason or _listed_reason(group, before, behind, inside, measure, around)
    return _Said(measure, *(reason or (None, None)))


def _listed_reason(
    group: Group, before: str, behind: str, inside: str, measure: str | None, around: _Around
) -> tuple[str, str | None] | None:
    """The reason that one word tells in a list of them: "7 studerade och 5 var sjukskrivna", "Studier: 7"."""
    if measure is None and around.previous and around.previous.reason and (short := short_reason(behind) or short_reason(before)):
        return short
    if _lists_reasons(group, before, measure, under_exits=around.under_exits):
        listed = re.split(r"[:,;]", before.rstrip(" (:"))[-1]
        return None if before.rstrip().endswith(("är", "var")) and measures_in(listed) else short_reason(listed)
    return reason_in(inside) if around.under_exits or (around.previous and around.previous.reason) else None


def _repeats(low: str, groups: Sequence[Group], index: int) -> bool:
    """Whether a group in brackets without words of its own stands behind what the group before it did: "8 till studier (21 %)"."""
    if index == 0 or groups[index - 1].counts[0].is_base or not is_aside(low, groups[index]):
        return False
    group, between = groups[index], low[groups[index - 1].end : groups[index].start]
    inside = low[group.end : low.find(")", group.end)]
    return ")" not in between and bool(between.strip(" (,")) and not measures_in(inside) and reason_in(inside) is None


def _lists_reasons(group: Group, before: str, measure: str | None, *, under_exits: bool) -> bool:
    """Whether one word before the number may be the reason: "Orsaker till avslut: arbete 12, studier 6", "arbete (12 personer)"."""
    kind = group.counts[0].kind
    if under_exits and before.rstrip().endswith(("(", ":")):
        return True
    alone = under_exits and len(before.split()) <= 3  # "arbete 29 %, studier 18 %"
    return (
        (kind == "label" and (under_exits or measure == "exits"))
        or (kind == "bare" and alone)
        or (kind == "bare" and under_exits and not group.counts[0].number.is_percent)
    )


def _counts_participants(group: Group, groups: Sequence[Group], index: int, before: str, nouns: str, low_behind: str) -> bool:
    """Whether a group with no verb of its own still counts participants: "Deltagare: 84", "hade 24 inskrivna", "av deltagarna är män"."""
    first, strong = group.counts[0], words().named("strong")
    low_behind = _TIME.sub("", _OF_WHICH.sub("", low_behind)).strip(" ,")
    if first.kind == "label":
        return bool(words().subject.search(before))
    if _FLEST.search(before) or (first.number.is_percent and _SHARE_OF.search(before)):
        return True
    if first.base is not None and index + 1 < len(groups):
        nouns += " ".join(count.noun for count in groups[index + 1].counts)
    if all(count.gender != "all" for count in group.counts) and strong.search(before):
        return True
    if not strong.search(nouns):
        return False
    if first.gender != "all" and _WERE.search(before):
        return True  # "var 37 deltagare kvinnor"
    if not low_behind and (_GENITIVE.match(before.lstrip(" ,")) or _IN_ALL.fullmatch(before.strip()) or before.rstrip().endswith(":")):
        return True  # nothing else is said: "I siffror: 71 deltagare"
    return bool(words().named("having").search(before)) or first.base is not None or (first.kind == "of" and first.gender != "all")


def _tells_of_some(group: Group, behind: str) -> bool:
    """Whether "tio av deltagarna" goes on with what they have or do, which is nothing we file: "har haft praktik"."""
    first = group.counts[0]
    if first.kind != "of" or first.base is not None or first.gender != "all" or measures_in(behind):
        return False
    return bool(_UNKNOWN.match(behind)) and age_of(behind) is None


def _goes_elsewhere(group: Group, previous: Meaning | None, before: str, behind: str) -> bool:
    """Whether people spoken of before have a predicate of their own that we do not know: "tre personer har pausat"."""
    first = group.counts[0]
    if first.gender != "all" or first.base is not None or (first.kind not in {"of", "bare"} and previous is None):
        return False
    verb = _HAVE.search(before) if behind.lstrip().startswith("varit ") else None  # "hade 29 varit sjukskrivna"
    return bool(_UNKNOWN.match(f"{verb[0].strip()} {behind.strip()}" if verb else behind)) and age_of(behind) is None


def _carried(group: Group, before: str, nouns: str, around: _Around, education: str | None, *, is_target: bool) -> Meaning | None:
    """What was said of the people before, for a group of which nothing else is said."""
    previous, context = around.previous, around.context
    if previous is not None and previous.measure == "places" and group.counts[0].kind == "subject":
        return None
    if previous is not None:
        still = previous.is_target and not words().named("outcomes").search(before)
        same = replace(previous, support=None, moment=None) if all(count.gender == "all" for count in group.counts) else previous
        return replace(same, inherited=True, education=education, is_target=is_target or still)
    anaphoric = (
        group.counts[0].kind in {"of", "bare"}
        or bool(_OF_NUMBER.search(before))
        or education
        or all(count.gender != "all" for count in group.counts)
    )
    if group.counts[0].kind == "bare" and words().named("other_subjects").match(before.lstrip()):
        return None
    if context is not None and (anaphoric or around.compares):
        own = Meaning(context.measure, education=education, is_target=is_target)
        if around.compares and group.counts[0].kind == "bare" and not before.strip().endswith("till"):
            own = replace(own, reason=context.reason, occupation=context.occupation)  # "Året innan var det 18."
        return replace(own, inherited=True)
    if is_target and re.search(r"deltagar|elev|ungdom", nouns):
        return Meaning("participants", is_target=True)
    return None


def _of_people(low: str, measure: str | None, behind: str) -> bool:
    """Whether a number that stands alone counts people: the sentence names some, what is said is said of no one else, or
    the number is one of exits and the like ("44 avslut")."""
    return (
        measure in {"referrals", "queue", "places"}
        or bool(words().subject.search(low))
        or bool(words().named("of_people").search(low) or _THOSE.match(low))
        or bool(words().named("people_did").match(behind))
        or bool(words().named("counted_events").match(behind) or (behind.startswith("som ") and measure))
    )


def _of_base(low: str, group: Group, nouns: str, before: Meaning | None) -> Meaning | None:
    """The meaning of "av de 55 som avslutats": told by the noun or the clause right behind, else what was said before."""
    behind = shown(low[group.end : group.right])
    if words().named("known_situation").match(behind.lstrip()):
        return Meaning("exits_known_situation")
    clause = " ".join(behind.split()[:6]) if SOM.match(behind) else ""
    event = words().named("counted_events").match(behind.lstrip())
    nouns = nouns or (event[0] if event else "")
    found = measures_in(f"{nouns} {clause}")
    saying = not nouns and group.counts[0].number.is_word  # "nio av tio som svarat"
    if found and not (found[0][2] == "respondents" and saying):
        return Meaning(found[0][2])
    if before is not None and not nouns:
        return replace(before, inherited=True, reason=None, occupation=None, education=None)
    return Meaning("participants") if re.search(r"deltagar|elev|inskriv|ungdom|föräldr", nouns) else None


def _is_target(low: str, group: Group) -> bool:
    """Whether the words up to the next figure speak of a plan: in "66 deltagare, 94 procent av målet" the goal is not the 66."""
    behind = re.match(r"\D*", low[group.end : group.right])
    return bool(words().named("targets").search(low[group.left : group.end + (behind.end() if behind else 0)]))
