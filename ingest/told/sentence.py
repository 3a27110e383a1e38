"""One sentence to statements: a count with its meaning, period, initiative and place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.initiatives import InitiativeBook
from ingest.pdf.prose import Sentence
from ingest.told.asides import is_aside, last_read, words_behind
from ingest.told.counts import Count, Group, groups_of
from ingest.told.dating import Dating, changed_to
from ingest.told.facets import age_of
from ingest.told.genders import genders_of, is_compared
from ingest.told.lived_on import supported_of
from ingest.told.meaning import Meaning, meaning_of
from ingest.told.places import Places
from ingest.told.plausible import is_plausible
from ingest.told.setting import Setting
from ingest.told.when import Calendar, Period, begun, spans
from ingest.told.words import words

_RESPECTIVELY = re.compile(r"\b(?:respektive|resp\.?)\b")
_BACK = re.compile(r"\s*(?:av|bland) (?:de|dem|dessa|vilka)\b|\s*(?:de|dessa|resterande|övriga|resten)\b")
_ELSEWHERE = re.compile(r"(?<![\wåäö])(?:övriga(?: kommuner)?|andra kommuner|annan kommun)(?: \d|\W*$)")
# "240 deltagare, varav 83 i Stegen": the name is that of the part
_PART = re.compile(r"\b(?:varav|därav|av (?:vilka|dem|dessa))\s+\S+(?:\s\w+){0,2}\s+(?:i|från|hos|inom|till)\s")
_AND_THEN = re.compile(r" (?:från|i|på|inom) [\w-]+(?: [\w-]+)? (?:och|samt) ")
_TOGETHER = re.compile(r"(?<![\wåäö])(?:tillsammans|sammantaget|totalt för alla)(?![\wåäö])")


@dataclass(frozen=True, slots=True)
class Statement:
    """One count as the sentence means it. `label` are the words that speak of it."""

    count: Count
    gender: str
    meaning: Meaning
    period: Period
    setting: Setting
    municipality: str | None
    label: str
    is_of_which: bool


def statements_in(
    sentence: Sentence,
    low: str,
    setting: Setting,
    context: Meaning | None,
    calendar: Calendar,
    book: InitiativeBook,
    places: Places,
) -> list[Statement]:
    """The statements of a sentence (`low`: the same characters in small letters), in order."""
    named = [replace(m, period=begun(m.period, setting.began)) for m in calendar.markers(low, setting.default)]
    groups = groups_of(low, list(spans(named)))
    dating = Dating(low, groups, named, calendar)
    if words().named("exit_lists").match(low.lstrip()):
        setting = replace(setting, under_exits=True)
    text = sentence.text
    found: list[Statement] = []
    previous: Meaning | None = None
    reach = 0  # where the words begin that speak of a group and of what is said of it in passing
    dropped: Group | None = None  # a part of what says nothing we know: its whole is only a way of speaking
    lost = -2  # the last group that says nothing we know
    others = False  # the sentence speaks of people who are no participants
    anaphoric = any(count.is_base or count.kind == "of" for group in groups for count in group.counts) or bool(_BACK.match(low))
    current = replace(setting, default=setting.period) if anaphoric and setting.period and not dating.markers else setting
    for index, group in enumerate(groups):
        chunk = low[group.left : group.right]
        if not (group.counts[0].is_base or is_aside(low, group)):
            reach = group.left
        behind = words_behind(low, groups, index)
        if words().named("not_about").search(chunk) or words().named("not_about").search(behind):
            others = True
            continue
        if others and group.counts[0].kind != "subject":
            continue
        meaning = _meaning(text, low, groups, index, previous, context, setting, book, places)
        beside_lost = lost == index - 1 and is_aside(low, group)
        genders = genders_of(low, group, current.genders, behind)
        if meaning is None or beside_lost or not _holds(low, groups, index, meaning, genders, found):
            lost = index if meaning is None or beside_lost else lost
            dropped = group if group.counts[-1].base else None
            continue
        if dropped and group.counts[0].is_base and meaning.measure in {"participants", "respondents"}:
            continue
        printed = _printed(text, low, groups, index)
        keeps = meaning.inherited or anaphoric
        current = _settle(current, printed, book, places, first=previous is None, keeps=keeps, whole=(text, low))
        dated = dating.of(index, meaning, current, setting.period, reach)
        if genders == ["all"] and len(current.genders) == 1 and (_restates(low, groups, index) or changed_to(low, groups, index)):
            genders = list(current.genders)
        for count, gender, own in zip(group.counts, genders, _each(current, low, group, printed, book, places), strict=True):
            if _is_empty_share(count, gender, meaning, own):
                continue
            nested = count.of_which and gender in {"all", group.counts[0].gender}
            put = replace(own, genders=tuple(genders), period=dated.period)
            found.append(Statement(count, gender, meaning, dated.period, put, own.municipality, printed, nested))
        current = replace(current, genders=tuple(genders), period=dated.next)
        previous = meaning
    return found


def _holds(low: str, groups: Sequence[Group], index: int, meaning: Meaning, genders: Sequence[str], found: Sequence[Statement]) -> bool:
    """Whether a group can be what its words make of it, or says again what the one before it says."""
    group = groups[index]
    gendered = any(gender != "all" for gender in genders)
    followed = index + 1 < len(groups) and groups[index + 1].apposed
    plausible = is_plausible(low, group, meaning, words_behind(low, groups, index), gendered=gendered, followed=followed)
    return plausible or (bool(found) and _restates(low, groups, index))


def _meaning(
    text: str,
    low: str,
    groups: Sequence[Group],
    index: int,
    previous: Meaning | None,
    context: Meaning | None,
    setting: Setting,
    book: InitiativeBook,
    places: Places,
) -> Meaning | None:
    """What a group means: by its own words, by those of the group it stands beside in brackets, or by the initiative it names."""
    group = groups[index]
    if supported := supported_of(low, groups, index, previous, context, under_exits=setting.under_exits):
        return supported
    meaning = meaning_of(low, groups, index, previous, context, under_exits=setting.under_exits)
    if meaning is None and index + 1 < len(groups) and is_aside(low, group):
        meaning = meaning_of(low, groups, index + 1, previous, context, under_exits=setting.under_exits)
    chunk = low[group.left : group.right]
    if meaning is not None:
        own = None if group.counts[0].is_base else age_of(low[group.left : group.start] + words_behind(low, groups, index))
        return replace(meaning, age=own or (meaning.age if group.counts[0].gender != "all" or is_compared(low, group) else None))
    if later := _shared_verb(low, groups, index, context, setting):
        return later
    if group.counts[0].kind == "label" and is_aside(low, group) and book.find(_printed(text, low, groups, index)):
        behind = (meaning_of(low, groups, other, None, context, under_exits=setting.under_exits) for other in range(index + 1, len(groups)))
        if listed := next((one for one in behind if one), None):
            return replace(listed, inherited=True)  # "Stegen (20) och Fyren (35) hade 55 deltagare"
    if age := age_of(chunk):
        told_by_age = group.counts[0].kind == "subject" or words().named("by_age").search(low)
        return Meaning("participants", age=age) if told_by_age else None
    if meaning is None and _of_initiative(group, chunk, _printed(text, low, groups, index), book):
        return Meaning("participants", is_target=bool(words().named("targets").search(chunk)))
    if meaning is None and _of_town(low, group, places):
        return Meaning("participants", is_target=bool(words().named("targets").search(chunk)))
    return _under_heading(text, low, groups, index, setting, book, places)


def _shared_verb(low: str, groups: Sequence[Group], index: int, context: Meaning | None, setting: Setting) -> Meaning | None:
    """The meaning of people who share the verb of those behind them: "Åtta från Sjöby och fem från Åby har fått arbete"."""
    if index + 1 >= len(groups) or groups[index].counts[0].kind != "subject":
        return None
    if not _AND_THEN.fullmatch(low[groups[index].end : groups[index + 1].start]):
        return None
    return meaning_of(low, groups, index + 1, None, context, under_exits=setting.under_exits)


def _under_heading(
    text: str, low: str, groups: Sequence[Group], index: int, setting: Setting, book: InitiativeBook, places: Places
) -> Meaning | None:
    """The meaning that the heading above gives a count with no words but where or of whom: "Sjöby: 21", "Totalt 20 personer"."""
    group = groups[index]
    first = group.counts[0]
    if setting.heading is None or first.number.is_percent or first.kind not in {"subject", "label"}:
        return None
    if first.number.is_word or low[group.end : group.right].strip(" .,;:()"):
        return None  # words of its own that we do not know: "En person kan delta i flera insatser"
    before = low[group.left : group.start].strip(" ,;:(")
    named = before.title()
    known = words().named("bare_lines").fullmatch(before) or places.municipality(named) or book.is_name(_printed(text, low, groups, index))
    return replace(setting.heading, inherited=True) if known else None


def _of_town(low: str, group: Group, places: Places) -> bool:
    """Whether nothing but a municipality stands before the participants: "Furby 66 deltagare"."""
    first = group.counts[0]
    if first.kind != "subject" or first.number.is_percent or not words().named("strong").search(first.noun):
        return False
    name = low[group.left : group.start].strip(" ,;:")
    return bool(name) and len(name.split()) <= 3 and places.municipality(name.title()) is not None


def _restates(low: str, groups: Sequence[Group], index: int) -> bool:
    """Whether a group in brackets tells in people what the share before it tells in percent, or the other way round."""
    if index == 0 or not is_aside(low, groups[index]):
        return False
    before, own = groups[index - 1], groups[index].counts[0]
    return before.counts[-1].number.is_percent != own.number.is_percent and not low[before.end : groups[index].start].strip(" (")


def _is_empty_share(count: Count, gender: str, meaning: Meaning, setting: Setting) -> bool:
    """Whether a share of participants says nothing we can file: neither gender, place nor education."""
    if not count.number.is_percent or meaning.measure != "participants":
        return False
    return gender == "all" and not (meaning.education or meaning.age or meaning.support or meaning.reason or setting.municipality)


def _of_initiative(group: Group, low: str, text: str, book: InitiativeBook) -> bool:
    """Whether the words set participants beside an initiative with a verb we do not know: "Stegen tränade 41 deltagare"."""
    first = group.counts[0]
    headed = low[: group.start - group.left].rstrip().endswith(":")  # "Stegen: 41 personer"
    if first.kind != "subject" or first.number.is_percent or first.number.is_word:
        return False
    if not (headed or words().named("strong").search(first.noun)):
        return False
    return not words().named("opinions").search(low) and book.find(text) is not None


def _printed(text: str, low: str, groups: Sequence[Group], index: int) -> str:
    """The words of the group as printed; what stands in brackets of its own ends with them: "Stegen (20) och Fyren (35)"."""
    aligned = " " * (len(low) - len(low.lstrip())) + text
    last = index if is_aside(low, groups[index]) else last_read(low, groups, index)
    return aligned[groups[index].left : groups[last].right]


def _settle(
    current: Setting, printed: str, book: InitiativeBook, places: Places, *, first: bool, keeps: bool, whole: tuple[str, str]
) -> Setting:
    """The setting with the initiative, the area and the municipality that the group's words name."""
    everywhere = {found.initiative_id: found for found in book.find_all(_PART.split(whole[0])[0])} if first else {}
    named = book.find(printed) or (next(iter(everywhere.values())) if len(everywhere) == 1 else None)
    if named:
        current = replace(current, initiative=named)
    elif _TOGETHER.search(printed.casefold()) or (first and words().named("all_initiatives").search(whole[1])):
        current = replace(current, initiative=None)
    area = places.area(printed)
    town = places.municipality(printed.strip(" ,()"))
    kept = current.area if keeps else "own"
    if _ELSEWHERE.search(printed.casefold()):
        current = replace(current, municipality=None)
    return replace(current, area=area or kept, municipality=town or (current.municipality if keeps else None))


def _each(current: Setting, low: str, group: Group, printed: str, book: InitiativeBook, places: Places) -> list[Setting]:
    """The setting of each count of a group: "Stegen och Fyren hade 41 respektive 32" names as many initiatives (or places) as counts."""
    number = len(group.counts)
    if number > 1 and _RESPECTIVELY.search(low[group.start : group.end]):
        named = {found.initiative_id: found for found in book.find_all(printed)}
        if len(named) == number:
            return [replace(current, initiative=found) for found in named.values()]
        towns = places.municipalities_in(printed)
        if len(towns) == number:
            return [replace(current, municipality=town) for town in towns]
    return [current] * number
