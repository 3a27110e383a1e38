"""Target and outcome of a goal: which figure a goal's text sets, and which figure its comment answers with.

A goal that names several figures of the same kind has no single target: none is chosen for it. Values are in the unit
given; money in kronor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from ingest.goals.words import pattern, sentences, small, units, vocabulary

_HUNDRED = Decimal(100)


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
    lowered = small(text)
    found = [Figure(match[0].split()[0], _HUNDRED, "percent", match.start()) for match in _everyone().finditer(lowered)]
    shares: dict[str, str] = vocabulary()["shares"]
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
    yield from sorted(found, key=lambda figure: figure.start)


def _comparator(lowered: str, figure: Figure) -> str | None:
    before, after = lowered[: figure.start].rstrip(), lowered[figure.start + len(figure.printed) :].lstrip()
    for name in ("at_most_after", "at_least_after"):
        if re.match(rf"(?:\w+ )?{pattern('comparators.' + name).pattern}", after):
            return name.removesuffix("_after")
    kinds = [
        (found[-1].end(), len(found[-1][0]), name)
        for name in ("at_least", "at_most", "equal")
        if (found := list(re.finditer(rf"(?:(?<=\W)|^){pattern('comparators.' + name).pattern}(?=\s*(?:\w+ )?$)", before)))
    ]
    return max(kinds)[2] if kinds else None


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
    return Target(_comparator(small(text), found[0]) or "at_least", found[0], len(found) > 1)


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
        same = [figure for figure in found if figure.unit in {"persons", "count"}]
    return same[0] if same else None


def computed(target: Target, outcome: Decimal | None) -> str | None:
    """The status that target and outcome give by themselves: met or not_met; None where either is missing."""
    if target.figure is None or outcome is None or target.several:
        return None
    value = target.figure.value
    met = {"at_least": outcome >= value, "at_most": outcome <= value, "equal": outcome == value}.get(target.comparator)
    return None if met is None else "met" if met else "not_met"
