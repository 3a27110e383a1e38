"""One sentence to the counts it holds: each number of people, in groups that share what is said of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

from ingest.told.forms import END, forms
from ingest.told.numbers import Number, nones_in, numbers_in
from ingest.told.words import words

_BETWEEN = re.compile(
    r",|;|(?<!\s):(?=\s*\S)|\.\s|\(|\)|–\s|\b(?:och|samt|medan|men|varav|därav|då|där|vilka)\b"
    r"|\bmot(?=(?: \w+){0,2}\s*$)|\b(?:jämfört med|i ?stället för)\b|\batt jämföra med\b"
)
_OF_WHICH = re.compile(r"\b(?:varav|därav|av vilka|av dem|av dessa)\b")
_HAPPENED = re.compile(r"(?:nya|nyinskrivna|inskrivna|utskrivna|avslutade|avslut)(?=\s*(?:[.,;)]|och |samt |$)|$)")
_SHARE_ASIDE = re.compile(r"\s*\(\d{1,3}(?:[.,]\d+)? ?(?:%|procent)\)")
_NO_WORD = re.compile(
    r"\s+(?:(?:saknas|saknar vi) uppgift(?:er)?(?: om kön)?|okänt(?: kön)?|ej (?:angivet|uppgivet)|(?P<other>annat|annan))(?![\wåäö])"
)
_OTHER = re.compile(r"(?<![\wåäö])(?:annat|annan|ickebinära?)\s*:?\s*$")
_REST = re.compile(r",?\s(?:och|medan|samt)\s(?:de\s)?(?:resten|övriga|resterande)(?![\wåäö])")  # those of whom no number is told
_RANGE = re.compile(r"\bmellan (?:\w+ och )?$")
_AGE = re.compile(r"\s+(?:och|eller|till) \d+ år|\s*-?\s?år(?:ingar)?\b(?! (?:19|20)\d\d)")
_PEOPLE_OF = re.compile(r"\s+av (?:dem|dessa|de|vilka|samtliga|alla|våra)(?![\wåäö])(?! (?!som|\d)\w+(?:mål|insats|medel|förbund))")
_APPOSED = re.compile(  # between a group and what is said beside it
    r"\s*(?:av (?:\w+ ){0,3}\w+|\w+)?\s*,\s*"
    r"(?:(?:eller|alltså|motsvarande|totalt|hela|dvs\.?|d\.v\.s\.|det vill säga|det är|ca\.?|cirka|drygt|knappt)\s+)*"
)
_RESUMED = re.compile(r"\s*,\s+(?!\d|varav|därav|och\b|samt\b|medan\b|av vilka|men\b|vilket\b)\w")
_OF_THEM_DID = re.compile(r"\s*(?:och )?av (?:dem|dessa) \w+ $")  # "Av dem avsåg sju övergång till"
_DATED = re.compile(r"\s*\((?:(?:år )?(?:19|20)\d\d(?:\)|: ?\d)|\d+ (?:kvinn|män|flick|pojk|tjej|kill))")
_REST_OF = re.compile(r"(?:övriga|resterande|andra kommuner)\s*$")
_BESIDE = re.compile(r"(?<![\w.,])\d{1,5} \($")
_ONE_OF = re.compile(r"(?:en|ett) av (?:de|dem|våra|årets) $")
_BEFORE_BASE = {"och", "men", "medan", "samt", "att", "då", "där", "varav", "totalt", "bara", "endast"}
_ASIDE_BEFORE = re.compile(r"\((?:(?:år )?(?:19|20)\d\d|(?:föregående|förra) år\w*|i fjol|året (?:före|innan)):?(?: var| cirka| ca)? $")
_LARGEST_ALONE = 2000
_EXTENT = re.compile(
    r"(?<!låg )(?<!ligger )(?<!landade )(?<!stannade )(?<!andel )(?<!andelen )\bpå (?:\w+ )?$"
)  # "en ledare på 50 procent"
_WERE = re.compile(r"(?<![\wåäö])(?:var|är|varit|blev)\s*$")
_SINGULAR = {"person", "deltagare", "kvinna", "man", "individ", "ungdom", "elev", "student", "studerande", "klient", "patient"}


@dataclass(frozen=True, slots=True)
class Count:
    """A number with the people it counts. `end` is behind the noun; `base` the number it is a part of ("27 av 38")."""

    number: Number
    gender: str
    kind: str  # subject | of | bare | places | label
    end: int
    noun: str
    of_which: bool = False
    is_base: bool = False
    base: Number | None = None


@dataclass(slots=True)
class Group:
    """Counts that stand together; left and right are the limits of the words that speak of them."""

    counts: list[Count] = field(default_factory=list)
    left: int = 0
    right: int = 0
    apposed: bool = False  # between commas, beside what the group before tells: "hälften, 14 personer, gick vidare"

    @property
    def start(self) -> int:
        """Where the first number begins."""
        return self.counts[0].number.start

    @property
    def end(self) -> int:
        """Behind the last noun."""
        return self.counts[-1].end


def _gender_of(noun: str) -> str:
    for gender, pattern in words().subjects:
        if (match := pattern.match(f"{noun})")) and match.end() == len(noun):  # the bracket: a short form needs its end
            return gender
    return "all"


def _is_base(before: str) -> bool:
    """Whether "av de" before a number makes it what others are a part of; not in "bestod av 12 kvinnor"."""
    found = forms().base.search(before)
    if found is None:
        return False
    head = before[: found.start()].rstrip()
    return not head or head[-1] in ",;.:(–%" or head.rsplit(" ", 1)[-1] in _BEFORE_BASE or bool(_number_at_end().search(head))


def _is_whole_of_one(before: str) -> bool:
    """Whether a number tells the whole that one person's story is taken from: "hon är en av de tjugo som fick arbete"."""
    one = _ONE_OF.search(before)
    return one is not None and bool(words().named("one_of_them").search(before[: one.start()]))


@cache
def _number_at_end() -> re.Pattern[str]:
    return re.compile(rf"(?:\d|(?<![\wåäö])(?:{'|'.join(map(re.escape, (*words().number_words, *words().raw['fractions'])))})|procent)$")


def _count(low: str, number: Number, following: Number | None) -> Count | None:
    """What a number counts; None when it counts no people."""
    known, tail, before = forms(), low[number.end :], low[: number.start]
    is_base = not number.is_percent and _is_base(before) and not _is_whole_of_one(before)
    base = following if following and not following.is_percent and known.base_gap.fullmatch(low[number.end : following.start]) else None
    if known.changed_by.search(before[-90:]) or (number.is_percent and _EXTENT.search(before) and not tail.startswith(" av ")):
        return None
    if low[number.start : number.end] in {"en", "ett"} and words().named("one_of_them").search(before):
        return None
    aside = _SHARE_ASIDE.match(tail)
    if aside and (part := known.subject.match(tail[aside.end() :])) and part["of"]:  # "14 (45 %) av de avslutade"
        return Count(number, _gender_of(part["noun"]), "of", number.end, part["noun"], is_base=is_base, base=base)
    if match := known.subject.match(tail):
        return _with_noun(low, number, match, Count(number, "all", "subject", number.end, "", is_base=is_base, base=base))
    if (match := known.predicate.match(tail)) and " av de" in match[0]:
        return Count(number, _gender_of(match["noun"]), "subject", number.end + match.end(), match["noun"])
    if match := known.places.match(tail):
        one = number.is_word and low[number.start : number.end] in {"en", "ett"}
        return None if one else Count(number, "all", "places", number.end + match.end(), match[0].strip())
    if (match := known.of.match(tail)) and not known.things.match(tail):
        return Count(number, "all", "of", number.end if base else number.end + match.end(), "", is_base=is_base, base=base)
    if match := known.predicate.match(tail):
        return Count(number, _gender_of(match["noun"]), "subject", number.end + match.end(), match["noun"])
    if known.things.match(tail):
        return None
    one = number.is_word and number.value == 1  # "52 % av männen ett arbete"
    if not one and (match := known.gender_label.search(before[-60:])):
        return Count(number, _gender_of(match["noun"]), "label", number.end, "")
    return _bare(low, number, is_base)


def _with_noun(low: str, number: Number, match: re.Match[str], plain: Count) -> Count | None:
    """The count of a number before a noun of people (`match`); None where they are no count ("man", "en deltagarna")."""
    known, before, noun = forms(), low[: number.start], match["noun"]
    end, gender = number.end + match.end(), _gender_of(noun)
    if known.unknown_before.search(before[-60:]):
        return Count(number, "unknown", "subject", end, noun)
    one = number.is_word and low[number.start : number.end] in {"en", "ett"}
    if one and before.endswith("inte "):
        return None
    if (noun == "man" and not one) or (one and not match["of"] and noun.split()[0] not in _SINGULAR and gender != "nonbinary"):
        return None
    if match["of"] and gender == "all" and (share := known.gender_label.search(before[-60:])):
        gender = _gender_of(share["noun"])
    if gender == "all" and (said := known.were.match(low[end:])) and _WERE.search(before):
        return replace(plain, gender=_gender_of(said["noun"]), end=end + said.end(), noun=noun)
    if gender == "all" and not plain.is_base and (said := known.predicate.match(low[end:])):
        return replace(plain, gender=_gender_of(said["noun"]), end=end + said.end(), noun=noun)
    return replace(plain, gender=gender, kind="of" if match["of"] else "subject", end=end, noun=match["adjective"] + noun)


def _bare(low: str, number: Number, is_base: bool) -> Count | None:
    """A number without a noun, where the words around it may still say what it counts."""
    known, tail, before = forms(), low[number.end :], low[: number.start]
    if _RANGE.search(before) or _AGE.match(tail):
        return None
    if known.label.search(before):
        return Count(number, "all", "label", number.end, "")
    if known.numbered.search(before):
        return None
    word = low[number.start : number.end] if number.is_word else ""
    if word == "noll" and words().named("counted_events").match(tail.lstrip()):
        return Count(number, "all", "bare", number.end, "")
    if word in {"ett", "noll", "båda", "bägge", "inget", "inga"} or (word == "ingen" and not known.nobody.match(tail)):
        return None
    closed = before.endswith("(") and bool(re.match(r"\)|,? (?:under |för )?(?:år )?(?:(?:19|20)\d\d|föregående|förra|året)", tail))
    if closed and known.things.match(tail[1:]):
        return None  # "(1) handläggare" numbers them
    closed = closed or bool(_ASIDE_BEFORE.search(before) and re.match(r"(?: (?:st|stycken))?\)", tail))
    labelled = bool(re.search(r"\w\)?:\s*(?:\w+\.? )?$", before)) and bool(re.match(r"\s*(?:[.,;()/]|st\b|stycken|och\b|samt\b|$)", tail))
    if closed or labelled:
        return Count(number, "all", "label", number.end, "")
    one = word == "en"
    if aside := _SHARE_ASIDE.match(tail):
        tail = tail[aside.end() :]
    next_word = tail.lstrip()
    dated = bool(_DATED.match(tail))  # "88 (2021), 91 (2022)", "16 (9 kvinnor och 7 män)"
    pieces = bool(re.match(r"\s+(?:st\.?|stycken)(?![\wåäö])", tail))
    tail = re.sub(r"^\s+(?:st\.?|stycken)(?=[\s.,;)]|$)", "", tail)
    did = tail[:1] == " " and (bool(words().measure.match(next_word)) or any(reason.pattern.match(next_word) for reason in words().reasons))
    of_them = bool(_OF_THEM_DID.match(before))
    put_apart = any(rest.match(tail) and verbs.search(before[-40:]) for verbs, rest in words().parted)
    does = (
        did
        or put_apart
        or of_them
        or pieces
        or dated
        or bool(words().named("counted_events").match(next_word))
        or word == "ingen"
        or bool(known.follower.match(tail))
        or bool(re.match(rf"\s+(?:{words().raw['definite']}){END}", tail))
    )
    stands_alone = bool(re.match(r"\s*(?:[.,;)]|och\b|samt\b|$)", tail)) and number.value < _LARGEST_ALONE
    if one and not re.match(rf"\s+(?:av|till|under|från|via|på|{words().raw['one_did']}){END}", tail):
        return None
    if number.is_percent and (share := re.match(r"\s+av\s+(?:\w+\s+)?", tail)) and not _PEOPLE_OF.match(tail):
        return None if not words().measure.match(tail[share.end() :]) else Count(number, "all", "of", number.end, "")
    if is_base or does or number.is_percent or (stands_alone and not one):
        return Count(number, "all", "bare", number.end, "", is_base=is_base)
    return None


def _close(groups: Sequence[Group], low: str) -> None:
    """Set the words that speak of each group: up to the last break before the next one."""
    for index, group in enumerate(groups):
        if index == 0:
            group.left = 0
        if index + 1 == len(groups):
            rest = _REST.search(low, group.end)
            group.right = rest.start() if rest else len(low)
            continue
        following = groups[index + 1]
        between = low[group.end : following.start]
        stripped = re.sub(r"[:(]\s*(?:\w+\.? )?$", "", between)
        breaks = list(_BETWEEN.finditer(stripped))
        if breaks:
            last = breaks[-1]
            named = following.counts[0].kind in {"subject", "label"}
            if named and len(breaks) > 1 and last[0] == "," and not stripped[last.end() :].strip():
                last = breaks[-2]  # "följt av studier, 6 personer": the words before the comma are the number's
            group.right = following.left = group.end + last.start()
        else:
            group.right, following.left = following.start, group.end


def _has_own_words(low: str, count: Count, before: str) -> bool:
    """Whether what a number counts is itself what happened: "71 deltagare, 28 nya, 19 avslutade"; or whether a verb follows it
    where those `before` it have one of their own: "påbörjade 18 deltagare och 17 avslutades"."""
    said = count.noun if count.noun else low[count.end :].lstrip() if count.kind == "bare" else ""
    if said and _HAPPENED.match(said):
        return True
    if count.kind != "bare" or not (
        any(pattern.match(said) for _, pattern in words().measures) or any(reason.pattern.match(said) for reason in words().reasons)
    ):
        return False
    clause = re.split(r"[,;:(]", before)[-1]
    return any(pattern.search(clause) for _, pattern in words().measures)


def _give_to_part(low: str, counts: list[Count]) -> None:
    """In "27 av de 61 är kvinnor" the 27 are the women: what is said behind a base is said of its part."""
    if len(counts) < 2 or (part := counts[-2]).base is None or part.base.start != counts[-1].number.start:
        return
    base = counts[-1]
    if base.gender == "all" or part.gender != "all" or not forms().predicate.match(low[base.number.end :]):
        return
    counts[-2:] = [replace(part, gender=base.gender), replace(base, gender="all", is_base=True, noun="")]


def _of_no_gender(low: str, counts: list[Count]) -> None:
    """Behind women and men, those of whom no word is known are of unknown gender: "30 kvinnor, 24 män och för två saknas uppgift"."""
    told, tail = {count.gender for count in counts[:-1]}, _NO_WORD.match(low[counts[-1].end :])
    if counts[-1].kind not in {"bare", "label"} or counts[-1].gender != "all" or not {"women", "men"} <= told:
        return
    if tail:
        other = "nonbinary" if tail["other"] else "unknown"
        counts[-1] = replace(counts[-1], gender=other, kind="subject", end=counts[-1].end + tail.end())
    elif _OTHER.search(low[counts[-2].end : counts[-1].number.start]):
        counts[-1] = replace(counts[-1], gender="nonbinary", kind="label")


def _is_base_too(previous: Group, count: Count) -> bool:
    """Whether a count is of the other gender beside a base: "av de 84 kvinnor och 31 män som"."""
    last = previous.counts[-1]
    return last.is_base and not count.number.is_percent and {last.gender, count.gender} == {"women", "men"}


def _is_apart(low: str, previous: Group, count: Count, between: str, *, of_which: bool) -> bool:
    """Whether a count that stands beside a group has words of its own."""
    return (
        (count.kind == "of" and previous.counts[-1].kind == "subject")  # "12 kvinnor, och 21 av dem"
        or bool(_REST_OF.search(between))
        or (count.kind == "places") != (previous.counts[-1].kind == "places")  # "20 platser, 34 deltagare"
        or (of_which and count.kind in {"bare", "of"})  # "varav 9 till arbete"
        or (not between.strip() and count.gender == "all")  # lines that only stand below each other
        or _has_own_words(low, count, low[: previous.end])
    )


def _appose(groups: Sequence[Group], low: str) -> None:
    """Mark the groups that say between commas what the group before says in other figures."""
    for index, (before, group) in enumerate(pairwise(groups), start=1):
        first, end = group.counts[0], group.end
        if first.base is not None and index + 1 < len(groups):
            end = groups[index + 1].end
        other_unit = first.number.is_percent != before.counts[-1].number.is_percent
        split = all(count.gender != "all" for count in group.counts) and before.counts[-1].gender == "all"
        if (other_unit or split) and _APPOSED.fullmatch(low[before.end : group.start]) and _RESUMED.match(low[end:]):
            group.apposed = True


def groups_of(low: str, taken: Sequence[tuple[int, int]] = ()) -> list[Group]:
    """The groups of counts of a sentence in small letters; figures inside `taken` characters (periods) are none."""
    found = sorted((*numbers_in(low), *nones_in(low)), key=lambda number: number.start)
    numbers = [n for n in found if not any(start <= n.start < end for start, end in taken)]
    counts: list[Count] = []
    for index, number in enumerate(numbers):
        if counts and number.start < counts[-1].end and counts[-1].kind != "of":
            continue
        uncounted = not counts or low[counts[-1].number.end : number.start].strip() != "("
        if number.is_percent and uncounted and _BESIDE.search(low[: number.start]):
            continue  # "har 7 (54 %) ökat sin arbetstid": the 7 count nothing we file
        if low.startswith("lika många", number.start) and not (counts and counts[-1].number == numbers[index - 1]):
            continue  # as many as something that counts no people
        following = numbers[index + 1] if index + 1 < len(numbers) else None
        if count := _count(low, number, following):
            counts.append(count)
            _give_to_part(low, counts)
            _of_no_gender(low, counts)
    groups: list[Group] = []
    known = forms()
    for count in counts:
        previous = groups[-1] if groups else None
        between = low[previous.end : count.number.start] if previous else ""
        of_which = bool(_OF_WHICH.search(between))
        if previous is not None and _is_base_too(previous, count) and known.joined.fullmatch(between):
            previous.counts.append(replace(count, is_base=True))
            continue
        joined = previous is not None and not previous.counts[-1].is_base and not count.is_base and known.joined.fullmatch(between)
        same = joined and previous is not None and previous.counts[-1].number.is_percent == count.number.is_percent
        marked = replace(count, of_which=of_which)
        dated = between.endswith("(") and any(0 <= start - count.end <= 5 for start, _ in taken)  # "(45 år 2022)"
        apart = dated or (previous is not None and _is_apart(low, previous, count, between, of_which=of_which))
        if same and previous is not None and not apart:
            previous.counts.append(marked)
        else:
            groups.append(Group([marked]))
    _close(groups, low)
    _appose(groups, low)
    return groups
