"""Calculations laid out in text: "15 x 16 200 kr x 12 mån". The number of people in one, and the sentence that told it, are its inputs."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from ingest.pdf.prose import Paragraph, Sentence
from ingest.told.numbers import Number
from ingest.told.sentence import Statement
from ingest.told.words import words

_WORDS_BEFORE = 4  # words before a formula that its label keeps


@dataclass(frozen=True, slots=True)
class Input:
    """A statement where it stands: characters of `sentence` in `paragraph`."""

    paragraph: Paragraph
    sentence: Sentence
    statement: Statement


@dataclass(frozen=True, slots=True)
class _Formula:
    count: Number  # places in the paragraph
    start: int
    end: int


@cache
def _forms() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    raw = words().raw["calculation"]
    figure = r"\d{1,3}(?:[ .]\d{3})+|\d{1,7}(?:,\d{1,2})?"
    factor = rf"(?:{figure}) ?(?:(?:{raw['money']}|{raw['time']}|{raw['people']})(?![\wåäö]))?(?:/\w+)?"
    chain = re.compile(rf"(?<![\w.,])(?:{factor})(?: ?(?:{raw['times']}) ?(?:{factor})){{1,4}}")
    money, time = (re.compile(rf"\d ?(?:{raw[kind]})(?![\wåäö])") for kind in ("money", "time"))
    return chain, re.compile(rf" ?(?:{raw['times']}) ?(?=\d)"), money, time


def _formulas_in(low: str) -> Iterator[_Formula]:
    """The formulas of a paragraph in small letters: products of money, time and one number of people."""
    chain, times, money, time = _forms()
    for match in chain.finditer(low):
        if not (money.search(match[0]) and time.search(match[0])):
            continue
        start, counts = match.start(), []
        for factor in times.split(match[0]):
            at = low.index(factor, start)
            start = at + len(factor)
            if not (money.search(factor) or time.search(factor)) and (figure := re.match(r"\d{1,4}(?![\d.,])", factor)):
                counts.append(Number(at, at + figure.end(), at + figure.end(), Decimal(figure[0]), False, False, None))
        if len(counts) == 1:
            yield _Formula(counts[0], match.start(), match.end())


def inputs_of(paragraph: Paragraph, told: list[Input]) -> Iterator[tuple[Input, Input]]:
    """The formulas of a paragraph, each as the statement that told its number of people and the same said by the formula.

    `told` are the statements of the passage (the paragraphs below the same heading up to this one). The last one before the
    formula with its number is the one meant; a formula whose number no sentence told is left out.
    """
    low = paragraph.text.lower()
    if not told or not re.search(words().raw["calculation"]["sign"], low) or len(low) != len(paragraph.text):
        return
    by_value: dict[Decimal, list[Input]] = {}
    for one in told:
        by_value.setdefault(one.statement.count.number.value, []).append(one)
    sentences = paragraph.sentences()
    for formula in _formulas_in(low):
        said = reversed(by_value.get(formula.count.value, ()))
        source = next((one for one in said if _tells(one, formula, paragraph)), None)
        if source is None:
            continue
        sentence = sentences[bisect_right(sentences, formula.count.start, key=lambda sentence: sentence.start) - 1]
        shift = sentence.start
        number = formula.count
        count = replace(number, start=number.start - shift, end=number.end - shift, token_end=number.token_end - shift)
        before = paragraph.text[shift : formula.start].split()[-_WORDS_BEFORE:]
        label = " ".join([*before, paragraph.text[formula.start : formula.end]])
        statement = replace(source.statement, count=replace(source.statement.count, number=count, base=None), label=label)
        yield source, Input(paragraph, sentence, statement)


def _tells(one: Input, formula: _Formula, paragraph: Paragraph) -> bool:
    number = one.statement.count.number
    earlier = one.paragraph is not paragraph or one.sentence.start + number.start < formula.start
    return earlier and not number.is_percent
