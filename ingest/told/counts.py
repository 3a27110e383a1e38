"""One sentence to the counts it holds: each number of people, in groups that share what is said of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from ingest.told.numbers import Number, nones_in, numbers_in
from ingest.told.words import words

_END = r"(?![\wåäö])"
_BETWEEN = re.compile(
    r",|;|(?<!\s):(?=\s*\S)|\.\s|\(|\)|–\s|\b(?:och|samt|medan|men|varav|därav|då|där|vilka)\b"
    r"|\bmot(?=(?: \w+){0,2}\s*$)|\b(?:jämfört med|i ?stället för)\b|\batt jämföra med\b"
)
_OF_WHICH = re.compile(r"\b(?:varav|därav|av vilka|av dem|av dessa)\b")
_HAPPENED = re.compile(r"(?:nya|nyinskrivna|avslutade|avslut)(?=\s*(?:[.,;)]|och |samt |$)|$)")
_SHARE_ASIDE = re.compile(r"\s*\(\d{1,3}(?:[.,]\d+)? ?(?:%|procent)\)")
_NO_WORD = re.compile(r"\s+(?:saknas|saknar vi) uppgift(?:er)?(?: om kön)?(?![\wåäö])")
_REST = re.compile(r",?\s(?:och|medan|samt)\s(?:de\s)?(?:resten|övriga|resterande)(?![\wåäö])")  # those of whom no number is told
_RANGE = re.compile(r"\bmellan (?:\w+ och )?$")
_AGE = re.compile(r"\s+(?:och|eller|till) \d+ år|\s*-?\s?år(?:ingar)?\b(?! (?:19|20)\d\d)")
_PEOPLE_OF = re.compile(r"\s+av (?:dem|dessa|de|vilka|samtliga|alla|våra)(?![\wåäö])(?! (?!som|\d)\w+(?:mål|insats|medel|förbund))")
_BEFORE_BASE = {"och", "men", "medan", "samt", "att", "då", "där", "varav", "totalt", "bara", "endast"}
_LARGEST_ALONE = 2000
_EXTENT = re.compile(
    r"(?<!låg )(?<!ligger )(?<!landade )(?<!stannade )(?<!andel )(?<!andelen )\bpå (?:\w+ )?$"
)  # "en ledare på 50 procent"
_WERE = re.compile(r"(?<![\wåäö])(?:var|är|varit|blev)\s*$")
_SINGULAR = {"person", "deltagare", "kvinna", "man", "individ", "ungdom", "elev", "student", "studerande", "klient"}
_PARTICIPLES = ("gått", "fått", "kommit", "blivit", "varit", "haft", "valt", "återgått", "flyttat", "slutat", "också")


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

    @property
    def start(self) -> int:
        """Where the first number begins."""
        return self.counts[0].number.start

    @property
    def end(self) -> int:
        """Behind the last noun."""
        return self.counts[-1].end


@dataclass(frozen=True, slots=True)
class _Forms:
    subject: re.Pattern[str]
    of: re.Pattern[str]
    places: re.Pattern[str]
    predicate: re.Pattern[str]
    follower: re.Pattern[str]
    label: re.Pattern[str]
    gender_label: re.Pattern[str]
    base: re.Pattern[str]
    things: re.Pattern[str]
    unknown_before: re.Pattern[str]
    numbered: re.Pattern[str]
    joined: re.Pattern[str]
    base_gap: re.Pattern[str]
    changed_by: re.Pattern[str]
    nobody: re.Pattern[str]
    were: re.Pattern[str]


@cache
def _forms() -> _Forms:
    raw = words().raw
    noun = "|".join(entry["pattern"] for entry in raw["subjects"])
    gendered = "|".join(entry["pattern"] for entry in raw["subjects"] if entry["gender"] != "all" and not entry.get("only_one"))
    spelled = "|".join(map(re.escape, words().number_words))
    little = rf"(?:{raw['qualifiers']}|totalt|sammanlagt|endast|bara|enbart|ytterligare|resterande|övriga|hela|också|även)"
    of_all = r"(?:de|dessa|våra|samtliga|alla|totalt|sammanlagt|deras|årets|förbundets|insatsens|gruppens)"
    return _Forms(
        subject=re.compile(
            rf"\s+(?:stycken |st\.? )?(?P<of>av (?:{of_all} )*)?(?P<adjective>(?:{raw['adjective']} ){{0,2}}?)(?P<noun>{noun}){_END}"
        ),
        of=re.compile(
            rf"\s+av (?:(?:dem|vilka|dom){_END}|(?:de|dessa|dem) som{_END}"
            rf"|(?:dessa|de){_END}(?=\s*(?:[.,;:)]|$)|\s+(?:{raw['followers']}){_END})"
            rf"|(?:{of_all} )*(?:{little} )*(?=\d|(?:{spelled}){_END}))"
        ),
        places=re.compile(rf"\s+(?:{raw['adjective']} )?{raw['places']}{_END}"),
        predicate=re.compile(
            r"\s+(?:(?:av dem |av dessa )?(?:har |hade )?"
            r"(?:varit|var|är|utgjordes av|utgörs av|utgjorde|avser|avsåg|gäller|gällde)|av (?:dem|dessa))"
            rf"\s+(?P<noun>{gendered}){_END}"
        ),
        follower=re.compile(rf"\s+(?:{raw['followers']}|{'|'.join(_PARTICIPLES)}){_END}"),
        label=re.compile(
            r"(?:då (?:de|vi|det)\b|siffran|antal(?:et)?|totalsiffra\w*|summa|deltagarantal(?:et)?|deltagarna|volym(?:en)?)\b"
            r"[^.;:,()]*?(?:,\s*(?=från))?"
            rf"(?:\b(?:var|är|blev|varit|uppgick(?: till)?|uppgår(?: till)?|till|från|om|på)|:)\s*(?:{little}\s+)*$"
        ),
        gender_label=re.compile(
            rf"(?P<noun>{gendered})\s*"
            r"(?:(?:bland|av) (?:de |våra |alla )?(?:deltagarna|deltagare|eleverna|ungdomarna|personerna|dem)\s*)?"
            r"(?:(?:är|var) (?:\w+ ){0,2}(?:i (?:majoritet|minoritet|övervikt)|fler|flest|färre)(?: än männen| än kvinnorna)?,|"
            r"(?:har )?(?:varit|var|är|utgjorde|utgör|stod för|stod|uppgick till|uppgår till|blev|låg på)|"
            r"(?:har )?(?:ök|minsk|stig|sjunk)(?:at|ade|it)(?: \w+)?,? (?:från|till)|:|–|=)?"
            rf"\s*\(?(?:{little}\s+)*$"
        ),
        base=re.compile(rf"(?<![\wåäö])(?:av|bland)\s+(?:{of_all} )*(?:{little} )*$"),
        unknown_before=re.compile(rf"(?:{raw['unknown_before']})\s*(?:{little}\s+)*$"),
        things=re.compile(
            rf"(?!\s+(?:{raw['definite']}){_END})"
            rf"\s+(?:av (?:(?!{noun}|\d)\w+ ){{0,2}}?|olika |andra |nya |gemensamma |de )?(?:\d+ )?(?:{raw['things']}){_END}"
        ),
        numbered=re.compile(rf"(?<![\wåäö])(?:{raw['numbered']})\s*$"),
        joined=re.compile(
            rf"[\s,(+/]*(?:och|samt|respektive|resp\.?|varav|därav|plus|av vilka)?[\s,(]*(?:{little}\s*)*(?:var |är |av dem |av dessa )?\(?"
        ),
        base_gap=re.compile(rf"\s+av (?:(?:{of_all}|{little}|\w+s|\w+[ae](?= \w+$)) )*"),
        changed_by=re.compile(rf"(?<![\wåäö])(?:{raw['changes']})[^.,;()\d]{{0,40}} med (?:\w+\.? )?$"),
        were=re.compile(rf"\s+(?P<noun>{gendered}){_END}(?! (?:och|eller) män)"),
        nobody=re.compile(rf"\s+(?:{raw['nobody_did']}){_END}"),
    )


def _gender_of(noun: str) -> str:
    for gender, pattern in words().subjects:
        if (match := pattern.match(f"{noun})")) and match.end() == len(noun):  # the bracket: a short form needs its end
            return gender
    return "all"


def _is_base(before: str) -> bool:
    """Whether "av de" before a number makes it what others are a part of; not in "bestod av 12 kvinnor"."""
    found = _forms().base.search(before)
    if found is None:
        return False
    head = before[: found.start()].rstrip()
    return not head or head[-1] in ",;.:(–%" or head.rsplit(" ", 1)[-1] in _BEFORE_BASE or bool(_number_at_end().search(head))


@cache
def _number_at_end() -> re.Pattern[str]:
    return re.compile(rf"(?:\d|(?<![\wåäö])(?:{'|'.join(map(re.escape, (*words().number_words, *words().raw['fractions'])))})|procent)$")


def _count(low: str, number: Number, following: Number | None) -> Count | None:
    """What a number counts; None when it counts no people."""
    forms, tail, before = _forms(), low[number.end :], low[: number.start]
    is_base = not number.is_percent and _is_base(before)
    base = following if following and not following.is_percent and forms.base_gap.fullmatch(low[number.end : following.start]) else None
    if forms.changed_by.search(before[-90:]) or (number.is_percent and _EXTENT.search(before) and not tail.startswith(" av ")):
        return None
    aside = _SHARE_ASIDE.match(tail)
    if aside and (part := forms.subject.match(tail[aside.end() :])) and part["of"]:  # "14 (45 %) av de avslutade"
        return Count(number, _gender_of(part["noun"]), "of", number.end, part["noun"], is_base=is_base, base=base)
    if match := forms.subject.match(tail):
        return _with_noun(low, number, match, Count(number, "all", "subject", number.end, "", is_base=is_base, base=base))
    if (match := forms.predicate.match(tail)) and " av de" in match[0]:
        return Count(number, _gender_of(match["noun"]), "subject", number.end + match.end(), match["noun"])
    if match := forms.places.match(tail):
        one = number.is_word and low[number.start : number.end] in {"en", "ett"}
        return None if one else Count(number, "all", "places", number.end + match.end(), match[0].strip())
    if (match := forms.of.match(tail)) and not forms.things.match(tail):
        return Count(number, "all", "of", number.end if base else number.end + match.end(), "", is_base=is_base, base=base)
    if match := forms.predicate.match(tail):
        return Count(number, _gender_of(match["noun"]), "subject", number.end + match.end(), match["noun"])
    if forms.things.match(tail):
        return None
    if match := forms.gender_label.search(before[-60:]):
        return Count(number, _gender_of(match["noun"]), "label", number.end, "")
    return _bare(low, number, is_base)


def _with_noun(low: str, number: Number, match: re.Match[str], plain: Count) -> Count | None:
    """The count of a number before a noun of people (`match`); None where they are no count ("man", "en deltagarna")."""
    forms, before, noun = _forms(), low[: number.start], match["noun"]
    end, gender = number.end + match.end(), _gender_of(noun)
    if forms.unknown_before.search(before[-60:]):
        return Count(number, "unknown", "subject", end, noun)
    one = number.is_word and low[number.start : number.end] in {"en", "ett"}
    if one and before.endswith("inte "):
        return None
    if (noun == "man" and not one) or (one and not match["of"] and noun.split()[0] not in _SINGULAR and gender != "nonbinary"):
        return None
    if match["of"] and gender == "all" and (share := forms.gender_label.search(before[-60:])):
        gender = _gender_of(share["noun"])
    if gender == "all" and (said := forms.were.match(low[end:])) and _WERE.search(before):
        return replace(plain, gender=_gender_of(said["noun"]), end=end + said.end(), noun=noun)
    if gender == "all" and not plain.is_base and (said := forms.predicate.match(low[end:])):
        return replace(plain, gender=_gender_of(said["noun"]), end=end + said.end(), noun=noun)
    return replace(plain, gender=gender, kind="of" if match["of"] else "subject", end=end, noun=match["adjective"] + noun)


def _bare(low: str, number: Number, is_base: bool) -> Count | None:
    """A number without a noun, where the words around it may still say what it counts."""
    forms, tail, before = _forms(), low[number.end :], low[: number.start]
    if forms.numbered.search(before) or _RANGE.search(before) or _AGE.match(tail):
        return None
    word = low[number.start : number.end] if number.is_word else ""
    if word == "noll" and words().named("counted_events").match(tail.lstrip()):
        return Count(number, "all", "bare", number.end, "")
    if word in {"ett", "noll", "båda", "bägge", "inget", "inga"} or (word == "ingen" and not forms.nobody.match(tail)):
        return None
    if forms.label.search(before):
        return Count(number, "all", "label", number.end, "")
    closed = before.endswith("(") and bool(re.match(r"\)|,? (?:under |för )?(?:år )?(?:(?:19|20)\d\d|föregående|förra|året)", tail))
    if closed and forms.things.match(tail[1:]):
        return None  # "(1) handläggare" numbers them
    labelled = bool(re.search(r"\w\)?:\s*(?:\w+\.? )?$", before)) and bool(re.match(r"\s*(?:[.,;()/]|st\b|stycken|och\b|samt\b|$)", tail))
    if closed or labelled:
        return Count(number, "all", "label", number.end, "")
    one = word == "en"
    if aside := _SHARE_ASIDE.match(tail):
        tail = tail[aside.end() :]
    next_word = tail.lstrip()
    pieces = bool(re.match(r"\s+(?:st\.?|stycken)(?![\wåäö])", tail))
    tail = re.sub(r"^\s+(?:st\.?|stycken)(?=[\s.,;)]|$)", "", tail)
    did = tail[:1] == " " and (bool(words().measure.match(next_word)) or any(reason.pattern.match(next_word) for reason in words().reasons))
    does = (
        did
        or pieces
        or word == "ingen"
        or bool(forms.follower.match(tail))
        or bool(re.match(rf"\s+(?:{words().raw['definite']}){_END}", tail))
    )
    stands_alone = bool(re.match(r"\s*(?:[.,;)]|och\b|samt\b|$)", tail)) and number.value < _LARGEST_ALONE
    if one and not re.match(rf"\s+(?:av|till|under|från|via|på|{words().raw['one_did']}){_END}", tail):
        return None
    if number.is_percent and (share := re.match(r"\s+av\s+(?:\w+\s+)?", tail)) and not _PEOPLE_OF.match(tail):
        return None if not words().measure.match(tail[share.end() :]) else Count(number, "all", "of", number.end, "")
    if is_base or does or number.is_percent or (stands_alone and not one):
        return Count(number, "all", "bare", number.end, "", is_base=is_base)
    return None


def is_aside(low: str, group: Group) -> bool:
    """A group in brackets of its own, said in passing: "27 av 38 (71 %) gick vidare"."""
    opened = words().qualifier.sub("", low[: group.start].rstrip() + " ") if group.counts[0].number.qualifier else low[: group.start]
    return opened.rstrip().endswith("(") and bool(re.match(r"[^()]{0,12}\)", low[group.end :]))


def last_read(low: str, groups: Sequence[Group], index: int) -> int:
    """The last of the groups that are read over for what stands behind one: the number it is a part of, and brackets."""
    partial = groups[index].counts[-1].base is not None
    while index + 1 < len(groups):
        following = groups[index + 1]
        if partial and following.counts[0].is_base:
            partial = False
        elif not is_aside(low, following):
            break
        index += 1
    return index


def words_behind(low: str, groups: Sequence[Group], index: int) -> str:
    """What stands behind a group and speaks of it, read on over the number it is a part of and over brackets."""
    read = groups[index : last_read(low, groups, index) + 1]
    return " ".join(low[group.end : group.right] for group in read)


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
            if len(breaks) > 1 and last[0] == "," and not stripped[last.end() :].strip():
                last = breaks[-2]  # "följt av studier, 6 personer": the words before the comma are the number's
            group.right = following.left = group.end + last.start()
        else:
            group.right, following.left = following.start, group.end


def _has_own_words(low: str, count: Count) -> bool:
    """Whether what a number counts is itself what happened: "71 deltagare, 28 nya, 19 avslutade"."""
    said = count.noun if count.noun else low[count.end :].lstrip() if count.kind == "bare" else ""
    return bool(said) and bool(_HAPPENED.match(said))


def _give_to_part(low: str, counts: list[Count]) -> None:
    """In "27 av de 61 är kvinnor" the 27 are the women: what is said behind a base is said of its part."""
    if len(counts) < 2 or (part := counts[-2]).base is None or part.base.start != counts[-1].number.start:
        return
    base = counts[-1]
    if base.gender == "all" or part.gender != "all" or not _forms().predicate.match(low[base.number.end :]):
        return
    counts[-2:] = [replace(part, gender=base.gender), replace(base, gender="all", is_base=True, noun="")]


def _of_no_gender(low: str, counts: list[Count]) -> None:
    """Behind women and men, those of whom no word is known are of unknown gender: "30 kvinnor, 24 män och för två saknas uppgift"."""
    told, tail = {count.gender for count in counts[:-1]}, _NO_WORD.match(low[counts[-1].end :])
    if tail and counts[-1].kind == "bare" and {"women", "men"} <= told:
        counts[-1] = replace(counts[-1], gender="unknown", kind="subject", end=counts[-1].end + tail.end())


def groups_of(low: str, taken: Sequence[tuple[int, int]] = ()) -> list[Group]:
    """The groups of counts of a sentence in small letters; figures inside `taken` characters (periods) are none."""
    found = sorted((*numbers_in(low), *nones_in(low)), key=lambda number: number.start)
    numbers = [n for n in found if not any(start <= n.start < end for start, end in taken)]
    counts: list[Count] = []
    for index, number in enumerate(numbers):
        if counts and number.start < counts[-1].end and counts[-1].kind != "of":
            continue
        following = numbers[index + 1] if index + 1 < len(numbers) else None
        if count := _count(low, number, following):
            counts.append(count)
            _give_to_part(low, counts)
            _of_no_gender(low, counts)
    groups: list[Group] = []
    forms = _forms()
    for count in counts:
        previous = groups[-1] if groups else None
        between = low[previous.end : count.number.start] if previous else ""
        of_which = bool(_OF_WHICH.search(between))
        joined = previous is not None and not previous.counts[-1].is_base and not count.is_base and forms.joined.fullmatch(between)
        same = joined and previous is not None and previous.counts[-1].number.is_percent == count.number.is_percent
        marked = replace(count, of_which=of_which)
        apart = of_which and count.kind in {"bare", "of"}  # "varav 9 till arbete": its own words follow
        apart = apart or (not between.strip() and count.gender == "all")  # lines that only stand below each other
        apart = apart or _has_own_words(low, count) or (between.endswith("(") and any(0 <= start - count.end <= 5 for start, _ in taken))
        if same and previous is not None and not apart:
            previous.counts.append(marked)
        else:
            groups.append(Group([marked]))
    _close(groups, low)
    return groups
