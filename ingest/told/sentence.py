"""One sentence to statements: a count with its meaning, period, initiative and place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.initiatives import InitiativeBook, Named
from ingest.pdf.prose import Sentence
from ingest.told.counts import Count, Group, groups_of, is_aside, last_read, words_behind
from ingest.told.facets import age_of, moment_of, support_of
from ingest.told.meaning import Meaning, meaning_of
from ingest.told.places import Places
from ingest.told.when import Calendar, Marker, Period, begun, choose, instant_of, spans
from ingest.told.words import words

_RESPECTIVELY = re.compile(r"\b(?:respektive|resp\.?)\b")
_BACK = re.compile(r"\s*(?:av|bland) (?:de|dem|dessa|vilka)\b|\s*(?:de|dessa|resterande|övriga|resten)\b")
_COMPARED = re.compile(r"\s*(?:fler|färre|mer|högre|lägre|ökning|minskning|ökat|minskat|större|mindre|över|under)\b")
_AMONG = re.compile(r"(?<![\wåäö])(?:bland|av|för|hos) (?:de )?(?:(?P<women>kvinnorna|kvinnor)|männen|män)(?![\wåäö])(?! och)")
_WERE = re.compile(r"(?<![\wåäö])(?:varit|var|är) (?:(?P<women>kvinnor)|män)(?![\wåäö])(?! (?:och|eller))")
_ACROSS = re.compile(
    r"(?<![\wåäö])(?:in i|med från|kvar från|över från|fram till|överför\w+ från|till|från) (?:\w+ )?(?:(?:19|20)\d\d|år\w*)"
    r"|fortsätter [^.;]{0,60}under (?:(?:19|20)\d\d|nästa|kommande)"
)
_CHANGED = "the figure that changed is taken for that of the year before"
_YEAR_ASIDE = re.compile(r"\((?:år )?(?:19|20)\d\d:? ?\w")
_CLAUSE = re.compile(r",\s*(?:som|vilken|vilket)\s[^,.;]{1,120},")  # "Stegen, som startade i mars, har"
_IS = re.compile(r"(?<![\wåäö])(?:var|är)\s*$")
# "240 deltagare, varav 83 i Stegen": the name is that of the part
_PART = re.compile(r"\b(?:varav|därav|av (?:vilka|dem|dessa))\s+\S+(?:\s\w+)?\s+(?:i|från|hos|inom|till)\s")
_BOTH = re.compile(r"(?P<first>kvinnor|män)(?:na|nen)? (?:respektive|resp\.?|och|som) (?:kvinnor|män)(?:na|nen)? [^,.;\d]{1,30}$")
_AND_THEN = re.compile(r" (?:från|i|på|inom) [\w-]+(?: [\w-]+)? (?:och|samt) ")
_TOGETHER = re.compile(r"(?<![\wåäö])(?:tillsammans|sammantaget|totalt för alla)(?![\wåäö])")
_THEN = re.compile(r"[ ,]*då(?: (?:de|vi|det|siffran|antalet)(?: \w+)?)?\s*")  # "året innan, då siffran var 40"
_TO = re.compile(r"\d(?: ?%| procent)? till (?:\w+ )?$")
_STOCKS = {"ongoing_end", "ongoing_start"}


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for a count when its own words do not say otherwise."""

    default: Period
    initiative: Named | None
    area: str
    period: Period | None
    municipality: str | None = None
    under_exits: bool = False
    heading: Meaning | None = None  # what the heading above says is counted
    genders: tuple[str, ...] = ()
    began: int | None = None


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
    markers = [replace(m, period=begun(m.period, setting.began)) for m in calendar.markers(low, setting.default)]
    groups = groups_of(low, list(spans(markers)))
    markers = _outside_clauses(low, markers, groups)
    compared = [m for m in markers if words().named("comparison").search(low[max(0, m.start - 18) : m.start])]
    breaks = [match.start() for match in words().named("comparison").finditer(low)]
    breaks += [group.start for group in groups if low[: group.start].rstrip().endswith("(")]
    breaks += [match.start() for match in _YEAR_ASIDE.finditer(low)]
    breaks += [index for index, letter in enumerate(low) if letter == ";"]
    if words().named("exit_lists").match(low.lstrip()):
        setting = replace(setting, under_exits=True)
    text = sentence.text
    found: list[Statement] = []
    previous: Meaning | None = None
    reach = 0  # where the words begin that speak of a group and of what is said of it in passing
    dropped: Group | None = None  # a part of what says nothing we know: its whole is only a way of speaking
    others = False  # the sentence speaks of people who are no participants
    anaphoric = any(count.is_base or count.kind == "of" for group in groups for count in group.counts) or bool(_BACK.match(low))
    current = replace(setting, default=setting.period) if anaphoric and setting.period and not markers else setting
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
        if meaning is None or not (_plausible(low, group, meaning, behind) or (found and _restates(low, groups, index))):
            dropped = group if group.counts[-1].base else None
            continue
        if dropped and group.counts[0].is_base and meaning.measure in {"participants", "respondents"}:
            continue
        printed = _printed(text, low, groups, index)
        keeps = meaning.inherited or anaphoric
        current = _settle(current, printed, book, places, first=previous is None, keeps=keeps, whole=(text, low))
        near = [m for m in markers if m not in compared or reach <= m.start < group.right or _THEN.fullmatch(low[m.end : group.start])]
        period = _period(low, group, meaning, current, near, breaks)
        changed = not markers and bool(words().named("changed_from").search(low[: group.start]))
        if changed:
            period = replace(calendar.year(calendar.end.year - 1, same_months=True), note=_CHANGED)
        genders = _genders(low, group, current, behind)
        if genders == ["all"] and len(current.genders) == 1 and (_restates(low, groups, index) or _changed_to(low, groups, index)):
            genders = list(current.genders)
        for count, gender, own in zip(group.counts, genders, _each(current, low, group, printed, book, places), strict=True):
            if _is_empty_share(count, gender, meaning, own):
                continue
            nested = count.of_which and gender in {"all", group.counts[0].gender}
            found.append(
                Statement(
                    count,
                    gender,
                    meaning,
                    period,
                    replace(own, genders=tuple(genders), period=period),
                    own.municipality,
                    printed,
                    nested,
                )
            )
        current = replace(current, genders=tuple(genders), period=setting.period if changed else period)
        previous = meaning
    return found


def _outside_clauses(low: str, markers: Sequence[Marker], groups: Sequence[Group]) -> list[Marker]:
    """The periods but for those of a clause that tells no figure: "Stegen, som startade i mars, har"."""
    clauses = [match.span() for match in _CLAUSE.finditer(low)]
    silent = [(start, end) for start, end in clauses if not any(start < group.start < end for group in groups)]
    return [marker for marker in markers if not any(start < marker.start < end for start, end in silent)]


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
    if supported := _supported(low, groups, index, previous, context, under_exits=setting.under_exits):
        return supported
    meaning = meaning_of(low, groups, index, previous, context, under_exits=setting.under_exits)
    if meaning is None and index + 1 < len(groups) and is_aside(low, group):
        meaning = meaning_of(low, groups, index + 1, previous, context, under_exits=setting.under_exits)
    chunk = low[group.left : group.right]
    if meaning is not None:
        own = None if group.counts[0].is_base else age_of(low[group.left : group.start] + words_behind(low, groups, index))
        return replace(meaning, age=own or (meaning.age if group.counts[0].gender != "all" else None))
    if later := _shared_verb(low, groups, index, context, setting):
        return later
    if group.counts[0].kind == "label" and is_aside(low, group) and book.find(_printed(text, low, groups, index)):
        behind = (meaning_of(low, groups, other, None, context, under_exits=setting.under_exits) for other in range(index + 1, len(groups)))
        if listed := next((one for one in behind if one), None):
            return replace(listed, inherited=True)  # "Stegen (20) och Fyren (35) hade 55 deltagare"
    if age := age_of(chunk):
        return Meaning("participants", age=age) if group.counts[0].kind == "subject" else None
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


def _supported(
    low: str, groups: Sequence[Group], index: int, previous: Meaning | None, context: Meaning | None, *, under_exits: bool
) -> Meaning | None:
    """The meaning of people counted by what they lived on before or after: "48 hade försörjningsstöd vid start och 20 vid avslut"."""
    group = groups[index]
    before, behind = low[group.left : group.start], words_behind(low, groups, index)
    moment = moment_of(before + behind)
    if moment is None or group.counts[0].is_base:
        return None
    support = support_of(before, behind) or (previous.support if previous else None)
    if support is None or not words().named("lives_on").search(low[: group.right]):
        return None
    known = previous or context
    left = under_exits or bool(words().named("of_leaving").search(low)) or (known is not None and known.measure == "exits")
    return Meaning("exits" if left else "participants", support=support, moment=moment)


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


def _changed_to(low: str, groups: Sequence[Group], index: int) -> bool:
    """Whether a group is what the one before became: "från 52 till 57 procent"."""
    return index > 0 and low[groups[index - 1].end : groups[index].start].strip() == "till"


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


def _period(low: str, group: Group, meaning: Meaning, setting: Setting, markers: Sequence[Marker], breaks: Sequence[int]) -> Period:
    inherited = setting.period if meaning.inherited and setting.period else setting.default
    period = choose(markers, (group.left, group.right), group.start, inherited, breaks)
    if meaning.measure in _STOCKS:
        elsewhere = period.start is not None and (period.start > setting.default.end or period.end < (setting.default.start or period.end))
        return instant_of(low[group.left : group.right], inherited if elsewhere and _ACROSS.search(low) else period)
    return period


def _genders(low: str, group: Group, setting: Setting, behind: str) -> list[str]:
    """The gender of each count; "33 respektive 24" take those of the counts before, in their order."""
    own = [count.gender for count in group.counts]
    if len(own) == 2 and "all" in own and (both := _BOTH.search(low[group.left : group.start])):
        return ["women", "men"] if both["first"] == "kvinnor" else ["men", "women"]
    bare = all(gender == "all" for gender in own)
    if bare and len(own) > 1 and len(own) == len(setting.genders) and _RESPECTIVELY.search(low[group.start : group.end]):
        return list(setting.genders)
    if bare and (among := _AMONG.search(low[group.left : group.start])):
        return ["women" if among["women"] else "men"] * len(own)
    if bare and len(own) == 1 and not group.counts[0].is_base and (were := _WERE.search(behind)):
        return ["women" if were["women"] else "men"]
    if bare and len(own) == 1 and group.counts[0].base and _IS.search(low[group.left : group.start]):
        named = re.match(r"\s*(?:av\s+)?(?:(?P<women>kvinnor)|män)(?![\wåäö])", behind)  # "var 14 av 20 deltagare män"
        if named:
            return ["women" if named["women"] else "men"]
    compared = group.counts[0].number.is_percent and words().named("excess").match(behind)
    if compared and (one := _only_gender(low[: group.start])):
        return [one]
    if bare and len(own) == 1 and is_aside(low, group) and (one := _only_gender(low[group.left : group.start])):
        return [one]
    if len(own) == 1 and bare and group.counts[0].of_which and len(setting.genders) == 1:
        return [setting.genders[0]]
    return own


def _only_gender(before: str) -> str | None:
    """The gender that the words speak of, where they speak of one."""
    named = {gender for gender, pattern in words().subjects if gender in {"women", "men"} and pattern.search(before)}
    return named.pop() if len(named) == 1 else None


def _plausible(low: str, group: Group, meaning: Meaning, behind: str) -> bool:
    """Whether the numbers can be outcomes of the measure: a share needs people it is a share of; none is no target."""
    first = group.counts[0]
    if first.kind == "label" and words().named("opinions").search(low[group.left : group.start]):
        return False
    share = first.is_base or first.base is not None
    if (meaning.measure == "participants" or (share and meaning.measure == "respondents")) and words().named("opinions").search(behind):
        return False
    if first.number.is_percent:
        around = low[group.left : group.start] + behind
        if (
            words().named("percent_not").search(around)
            or (_COMPARED.match(behind) and meaning.measure != "excess_share")
            or meaning.measure in {"respondents", "places"}
        ):
            return False
        people = (
            first.kind in {"of", "subject"}
            or first.gender != "all"
            or meaning.reason is not None
            or (meaning.measure in {"exits", "dropouts", "completed"} and not (meaning.inherited and first.kind == "bare"))
            or meaning.education
            or meaning.age
            or meaning.support
            or meaning.measure in {"referrals", "excess_share"}
            or (meaning.inherited and _TO.search(low[: group.start]))
        )
        return bool(people) and not meaning.is_target
    return not (meaning.is_target and first.number.value == 0)
