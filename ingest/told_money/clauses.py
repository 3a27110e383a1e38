"""One sentence to the amounts it tells clearly: item, sign, scenario and when.

An amount is told clearly when all words from the beginning of its clause to it are declared, one of them names the item (or
the amount before it in the sentence did), and what follows does not narrow it. All else is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from ingest.numerals import find_numeral
from ingest.told_money.words import UNIT_MULTIPLES, MoneyWords, Phrase, money_words

_CLAUSES = re.compile(r"[,:;–(]\s|\s(?:och|men|samt|medan)\s")
_AFTER = frozenset({"period", "year", "date"})
_SCENARIO_AFTER = _AFTER | {"scenario"}
_ROUND = re.compile(r"0{3,}$")


@dataclass(frozen=True, slots=True)
class When:
    """What a clause says of time: a code of `periods`, a year, a day; nothing at all when it says nothing."""

    code: str | None = None
    year: int | None = None
    day: date | tuple[int, int] | None = None  # a day, or (month, day) without its year


@dataclass(frozen=True, slots=True)
class ToldAmount:
    """One amount; `start` to `end` are its printed number in the sentence. `value` in kronor, with the sign of the result."""

    start: int
    end: int
    item: str
    label: str
    scenario: str | None  # as the words say; None when they do not
    deviation_of: str | None
    when: When
    value: Decimal
    precision: Decimal  # kronor of the last digit that was not rounded away
    unit: str
    is_about: bool
    names_item: bool  # in its own clause


@dataclass(slots=True)
class _Clause:
    item: str | None = None
    label: str = ""
    scenario: str | None = None
    when: When = When()
    minus: bool = False
    about: bool = False
    compares: bool = False
    changes: bool = False


def _gather(found: list[Phrase], words: MoneyWords) -> _Clause | None:
    """What the phrases of a clause say together; None when they say two things of one kind."""
    clause = _Clause()
    for phrase in found:
        if phrase.kind == "bounds" or (phrase.kind == "item" and clause.item not in (None, phrase.code)):
            return None
        if phrase.kind == "compare" and clause.item is not None:
            return None  # "the surplus against budget"
        if phrase.kind == "item":
            clause.item, clause.label = phrase.code, phrase.match[0]
        elif phrase.kind == "scenario":
            if clause.scenario not in (None, phrase.code):
                return None
            clause.scenario = phrase.code
        elif phrase.kind in _AFTER:
            clause.when = _merged(clause.when, phrase, words)
        clause.minus |= phrase.kind == "minus"
        clause.about |= phrase.kind == "about"
        clause.compares |= phrase.kind == "compare"
        clause.changes |= phrase.kind == "change"
    return clause


def _merged(when: When, phrase: Phrase, words: MoneyWords) -> When:
    if phrase.kind == "period":
        return when if when.code and phrase.code == "reported" else replace(when, code=phrase.code)
    if phrase.kind == "date" and phrase.match["iso"]:
        try:
            return replace(when, day=date.fromisoformat(phrase.match["iso"]))
        except ValueError:
            return when
    year = int(phrase.match["year"]) if phrase.match["year"] else None
    if phrase.kind == "year":
        return replace(when, year=year)
    month, day = words.months[phrase.match["month"]], int(phrase.match["day"])
    try:
        return replace(when, day=date(year, month, day) if year else (month, day))
    except ValueError:
        return when


def _read(low: str, start: int, end: int, words: MoneyWords) -> _Clause | None:
    found = list(words.phrases_in(low, start, end))
    known = [phrase for phrase in found if phrase is not None]
    return _gather(known, words) if len(known) == len(found) else None


def _lead(low: str, start: int, end: int, words: MoneyWords, *, cut: bool) -> tuple[_Clause, int] | None:
    """The clause before an amount, the longest that is understood, and where it begins; shorter ones must name the item."""
    if (whole := _read(low, start, end, words)) is not None:
        return whole, start
    for match in _CLAUSES.finditer(low, start, end) if cut else ():
        clause = _read(low, match.end(), end, words)
        if clause is not None and clause.item is not None:
            return clause, match.end()
    return None


def _value(match: re.Match[str], words: MoneyWords) -> tuple[Decimal, Decimal, str] | None:
    """Kronor, what the last digit is worth, and the unit; None for what is no Swedish numeral."""
    numeral = find_numeral(match["number"])
    if numeral is None or (numeral.is_bare_year and match["number"].startswith("20")):
        return None
    unit = next(code for code, pattern in words.units if pattern.fullmatch(match["unit"]))
    multiple = UNIT_MULTIPLES[unit]
    precision = Decimal(multiple).scaleb(-numeral.decimals)
    if unit == "SEK" and (zeros := _ROUND.search(re.sub(r"\D", "", match["number"]))) and not numeral.decimals:
        precision = Decimal(10) ** len(zeros[0])  # whole thousands of kronor were rounded
    return numeral.value * multiple, precision, unit


def told_amounts(low: str) -> Iterator[ToldAmount]:
    """The amounts of one sentence in small letters, in order."""
    words = money_words()
    before = led = None
    start = 0
    for match in words.amount.finditer(low):
        joined = low[start : match.start()]
        told, start = _told(low, start, match, before, words)
        before = told
        if told is not None and led is not None and told.names_item:
            before = told = _led(told, led, joined)
        if told is not None and told.names_item:
            led = told
        if told is not None and not words.aside.search(low, 0, match.start()):
            yield told


def _led(told: ToldAmount, led: ToldAmount, joined: str) -> ToldAmount | None:
    """An amount behind another one of its sentence: a year holds on over "och"; what else was said and may hold on leaves it out."""
    if led.scenario not in (None, "deviation", told.scenario):
        return None
    if told.when != When() or led.when == When() or led.item == "equity_opening":
        return told
    if led.when.year is not None and not re.search(r"\b(?:men|medan)\b", joined):
        return replace(told, when=When(year=led.when.year))
    return told if led.when.code in (None, "reported", "closing", "year_end") and led.when.year is None and led.when.day is None else None


def _told(low: str, start: int, match: re.Match[str], before: ToldAmount | None, words: MoneyWords) -> tuple[ToldAmount | None, int]:
    """One amount, or None, and where the next clause begins."""
    end = match.end()
    read = _lead(low, start, match.start(), words, cut=True)
    amount = _value(match, words)
    if read is None or amount is None:
        return None, end
    clause, _ = read
    if clause.changes and clause.when.code != "opening" and not words.changed_to_this.search(low, 0, match.start()):
        return None, end
    if apart := words.apart.match(low, end):
        return _apart(match, clause, before, amount, apart), apart.end()
    behind = next(((code, hit) for code, pattern in words.behind if (hit := pattern.match(low, end))), None)
    if behind is not None and clause.item is None:
        clause.item, clause.label, end = behind[0], behind[1][0].strip(), behind[1].end()
    after, end = _tail(low, end, words, _SCENARIO_AFTER if clause.compares else _AFTER)
    goes_on = words.goes_on.match(low, end) or (clause.when.code == "opening" and words.changed_to.match(low, end))
    if after is None or not goes_on or words.apart_words.match(low, end) or words.against.match(low, end):
        return None, end
    when = after.when if after.when != When() else clause.when
    item, label = clause.item, clause.label
    if item == "equity_opening" and when.code is None:
        when = replace(when, code="opening")
    if item is None:
        changed = before is not None and before.when.code == "opening" and bool(words.changed_to.match(low, start)) and when == When()
        says = changed or clause.scenario or after.scenario or (when != When())
        if before is None or before.deviation_of or not says:
            return None, end
        item, label = before.item, before.label
        if before.value < 0 and not (clause.minus or match["sign"]):
            return None, end  # "a deficit of 300, budgeted 450": it is not told whether that is a deficit too
    value, precision, unit = amount
    negative = item == "deficit" or clause.minus or bool(match["sign"])
    return (
        ToldAmount(
            match.start("sign") if match["sign"] else match.start("number"), match.end("number"),
            "result" if item == "deficit" else item, label, clause.scenario or after.scenario, None, when,
            -value if negative else value, precision, unit, clause.about, item is clause.item,
        ),
        end,
    )  # fmt: skip


def _tail(low: str, start: int, words: MoneyWords, kinds: frozenset[str]) -> tuple[_Clause | None, int]:
    """What the words right behind an amount say of time (and scenario), and where they end."""
    found: list[Phrase] = []
    stop = re.compile(r"[.,;:()–]").search(low, start)
    for phrase in words.phrases_in(low, start, stop.start() if stop else len(low), kinds):
        if phrase is None:
            break
        found.append(phrase)
    return _gather(found, words), found[-1].end if found else start


def _apart(
    match: re.Match[str], clause: _Clause, before: ToldAmount | None, amount: tuple[Decimal, Decimal, str], apart: re.Match[str]
) -> ToldAmount | None:
    """A difference from budget, forecast or the year before, without a sign of its own: conventions differ."""
    item, label = (clause.item, clause.label) if clause.item else (before.item, before.label) if before else (None, "")
    if item is None or clause.scenario or (clause.item is None and before is not None and before.deviation_of):
        return None
    value, precision, unit = amount
    when = clause.when if clause.item or before is None else before.when
    return ToldAmount(
        match.start("number"),
        match.end("number"),
        item,
        label,
        "deviation",
        apart.lastgroup,
        when,
        value,
        precision,
        unit,
        clause.about,
        False,
    )
