"""Target and outcome of a goal: which figure a goal's text sets, and which figure its comment answers with.

A goal that names several figures of the same kind has no single target: none is chosen for it. Values are in the unit
given; money in kronor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from ingest.goals.words import pattern, sentences, small, units, vocabulary

_HUNDRED = Decimal(100)
_SHARES = {"percent", "SEK"}
_OTHER: dict[str, str] = {"at_least": "at_most", "at_most": "at_least"}
# The hyphen of "40-50 %".
_RANGE = re.compile(r"(?<=\d)-(?=\d{1,3}(?:[.,]\d+)?\s?(?:%|procent|[a-zåäö]{2,}))")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a text: as printed, its value, its unit (`count` when no unit is named) and where it starts."""

    printed: str
    value: Decimal
    unit: str
    start: int


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be reached."""

    comparator: str
    figure: Figure | None
    several: bool = False  # the goal names more figures than one
    told: bool = True  # the comparator stands in words or signs beside the figure


NO_TARGET = Target("none", None)


@cache
def _number_words() -> str:
    return "|".join(sorted((w for w in vocabulary()["numbers"]), key=len, reverse=True))


@cache
def _unit_words() -> str:
    return "|".join(f"(?P<{unit}>{known.pattern})" for unit, known in units())


@cache
def _figure() -> re.Pattern[str]:
    number = rf"(?P<number>\d{{1,3}}(?:[ .\u00a0]\d{{3}})+(?:,\d+)?|\d+(?:[.,]\d+)?|\b(?:{_number_words()})\b)"
    of = rf"(?: (?:av|utav|/) (?:de |totalt )?(?P<base>\d+|\b(?:{_number_words()})\b))?"
    return re.compile(rf"(?<![\w.,/-]){number}{of}(?:\s?(?:{_unit_words()})(?![\wåäö]))?")


@cache
def _shares() -> re.Pattern[str]:
    words = "|".join(sorted(vocabulary()["shares"], key=len, reverse=True))
    return re.compile(rf"\b(?:{words})\b")


@cache
def _fractions() -> re.Pattern[str]:
    return re.compile(rf"\b(?P<part>{_number_words()}|\d{{1,2}}) (?P<whole>{'|'.join(vocabulary()['fractions'])})ar\b")


@cache
def _everyone() -> re.Pattern[str]:
    people = next(known.pattern for unit, known in units() if unit == "persons")
    return re.compile(rf"\b{vocabulary()['everyone']}(?: \w+)? (?:{people})\b|^{vocabulary()['everyone']} \w+ (?:ska|skall)\b")


def _value(text: str) -> Decimal:
    words: dict[str, int] = vocabulary()["numbers"]
    if text in words:
        return Decimal(words[text])
    plain = re.sub(r"[ \u00a0](?=\d{3})", "", text)
    plain = re.sub(r"\.(?=\d{3}(?:\D|$))", "", plain)
    return Decimal(plain.replace(",", "."))


def _is_name(text: str, start: int, end: int, number: str) -> bool:
    """Whether a figure names a year, a date or a numbered thing rather than counts."""
    before, after = text[:start].rstrip(), text[end : end + 12]
    if re.fullmatch(r"(?:19|20)\d\d", number) and not re.match(r"\s?(?:%|procent|kr|tkr|personer|deltagare)", after):
        return True
    if re.search(rf"\b{pattern('not_counts').pattern}\.?$", before):
        return True
    return bool(re.match(r"\s?(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)", after))


def figures_in(text: str) -> Iterator[Figure]:
    """The figures of a text in order; "3 av 4" is a share, "alla deltagare" is 100 percent."""
    lowered = _RANGE.sub("–", small(text))
    found = [Figure(match[0].split()[0], _HUNDRED, "percent", match.start()) for match in _everyone().finditer(lowered)]
    shares: dict[str, str] = vocabulary()["shares"]
    parts: dict[str, int] = vocabulary()["fractions"]
    for match in _fractions().finditer(lowered):  # "nio tiondelar"
        value = (_value(match["part"]) * _HUNDRED / parts[match["whole"]]).quantize(Decimal("0.001"))
        found.append(Figure(match[0], value, "percent", match.start()))
    found.extend(Figure(match[0], Decimal(shares[match[0]]), "percent", match.start()) for match in _shares().finditer(lowered))
    taken = [(f.start, f.start + len(f.printed)) for f in found]
    for match in _figure().finditer(lowered):
        if any(start <= match.start() < end for start, end in taken) or _is_name(lowered, *match.span("number"), match["number"]):
            continue
        unit = next((unit for unit, _ in units() if match[unit]), None)
        if not match["base"] and unit is None and re.match(r" av (?!\d)", lowered[match.end() :]):
            continue  # "minst två av parterna" says who, not how many
        value = _value(match["number"])
        if match["base"]:
            base = _value(match["base"])
            if base and value <= base:
                found.append(Figure(match[0].strip(), (value * _HUNDRED / base).quantize(Decimal("0.001")), "percent", match.start()))
            continue
        if match["number"] in {"en", "ett", "ingen", "inga"} and unit in (None, "years"):
            continue
        if unit == "SEK":
            value *= vocabulary()["multiples"].get(match["SEK"], 1)
        found.append(Figure(match[0].strip(), value, unit or "count", match.start()))
    found.sort(key=lambda figure: figure.start)
    for index, figure in enumerate(found):
        after = found[index + 1] if index + 1 < len(found) else None
        between = lowered[figure.start + len(figure.printed) : after.start] if after else ""
        alike = after is not None and figure.unit == "count" and pattern("range").fullmatch(between.strip())
        yield replace(figure, unit=after.unit) if after and alike else figure


def _comparator(lowered: str, figure: Figure) -> str | None:
    """Which way a figure is to be reached, by the words before and after it; "inte" turns the word it stands before."""
    before, after = lowered[: figure.start].rstrip(" +/-±"), lowered[figure.start + len(figure.printed) :].lstrip()
    for name in ("at_most_after", "at_least_after"):
        if re.match(rf"(?:\w+ )?{pattern('comparators.' + name).pattern}", after):
            return name.removesuffix("_after")
    kinds: list[tuple[int, int, str, int]] = []
    for name in ("at_least", "at_most", "equal", *(("share_at_least", "share_at_most") if figure.unit in _SHARES else ())):
        found = list(re.finditer(rf"(?:(?<=\W)|^){pattern('comparators.' + name).pattern}(?=\s*(?:[^\W\d]+ )?$)", before))
        if found:
            kinds.append((found[-1].end(), len(found[-1][0]), name.removeprefix("share_"), found[-1].start()))
    if not kinds:
        return None
    end, length, name, start = max(kinds)
    can_turn = pattern("comparators.turnable").fullmatch(before[end - length : end])
    if can_turn and pattern("comparators.turned").search(before[:start]):
        return _OTHER.get(name, name)
    return name


def target_of(text: str) -> Target:
    """The figure that a goal's text sets, and on which side of it the goal is met."""
    lowered = small(text)
    marked = [(figure, _comparator(lowered, figure)) for figure in figures_in(text)]
    telling = [(f, c) for f, c in marked if c or f.unit != "count"]
    best = [pair for pair in telling if pair[0].unit == "percent"] or [pair for pair in telling if pair[1]] or telling
    if not best and re.search(pattern("normative"), lowered) and len(marked) == 1:
        best = marked
    best = [pair for pair in best if pair[0].unit != "years" or pair[1]]
    if not best:
        return NO_TARGET
    figure, comparator = best[0]
    several = len({(f.value, f.unit) for f, _ in best}) > 1
    return Target(comparator or "at_least", figure, several)


def cell_target(text: str) -> Target:
    """The target a cell of its own gives: "80 %", "≥ 75%", "högst 4 veckor"."""
    found = list(figures_in(text))
    if not found:
        return NO_TARGET
    comparator = _comparator(small(text), found[0])
    return Target(comparator or "at_least", found[0], len(found) > 1, comparator is not None)


def limit_of(text: str) -> str | None:
    """at_most where a goal's text speaks of what is not to be exceeded, whatever the figure; None for any other goal."""
    return "at_most" if pattern("comparators.limit").search(small(text)) else None


def outcome_of(comment: str, target: Target) -> Figure | None:
    """The figure of a comment that answers the target: the first of the same unit, else (for counts) the first at all."""
    if target.figure is None:
        return None
    telling = " ".join(sentence for sentence in sentences(comment) if not pattern("not_outcome").search(small(sentence)))
    found = list(figures_in(telling))
    if target.several:
        found = [figure for figure in found if " av " not in figure.printed]
    unit = target.figure.unit
    same = [figure for figure in found if figure.unit == unit]
    if not same and unit in {"persons", "count"}:
        same = [f for f in found if f.unit == "persons" or (f.unit == "count" and (unit == "count" or f.printed[0].isdigit()))]
    return same[0] if same else None


def computed(target: Target, outcome: Decimal | None) -> str | None:
    """The status that target and outcome give by themselves: met or not_met; None where either is missing."""
    if target.figure is None or outcome is None or target.several:
        return None
    value = target.figure.value
    met = {"at_least": outcome >= value, "at_most": outcome <= value, "equal": outcome == value}.get(target.comparator)
    return None if met is None else "met" if met else "not_met"
