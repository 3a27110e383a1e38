"""Words of surveys: questions, answer scales, groups of respondents. Declared in `vocabulary/surveys.yml`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from ingest.lexicon import fold, load, slug

_PARTICIPANTS = "participant_"


@dataclass(frozen=True, slots=True)
class Answer:
    """One label of a scale: as declared, with its place (1 the most positive, 9 no opinion)."""

    scale: str
    label: str
    order: int


@dataclass(frozen=True, slots=True)
class Question:
    """A question: its number, the printed text, and whether the vocabulary or a printed number tells it."""

    no: str
    printed: str
    is_known: bool


@cache
def _answers() -> dict[str, tuple[Answer, ...]]:
    found: dict[str, list[Answer]] = {}
    for scale, entry in load("surveys")["scales"].items():
        for label in entry["labels"]:
            for form in (label["label"], *label.get("alike", ())):
                found.setdefault(fold(str(form)), []).append(Answer(scale, str(label["label"]), label["order"]))
    return {form: tuple(answers) for form, answers in found.items()}


def answers_of(text: str) -> tuple[Answer, ...]:
    """The labels a text may be, in all scales; none for a text that is no answer. A number in front ("1. Ja") is passed over."""
    folded = fold(text)
    return _answers().get(folded) or _answers().get(re.sub(r"^\d\s+", "", folded), ())


def scale_of(texts: Iterable[str], year: int) -> str | None:
    """The scale most of these labels are of; of two that fit, the one used in that year."""
    votes: dict[str, int] = {}
    for text in texts:
        for answer in answers_of(text):
            if answer.order != 9:
                votes[answer.scale] = votes.get(answer.scale, 0) + 1
    if not votes:
        return None
    scales = load("surveys")["scales"]
    used = {code: scales[code].get("from", 0) <= year <= scales[code].get("to", 9999) for code in votes}
    return max(votes, key=lambda code: (votes[code], used[code]))


def answer_in(text: str, scale: str | None) -> Answer | None:
    """The label a text is in a scale."""
    return next((answer for answer in answers_of(text) if answer.scale == scale), None)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(load("surveys")[name], re.IGNORECASE)


def question_of(text: str, number: str | None = None) -> Question:
    """The question a text asks: by the number in front of it or beside it, else by its words, else under its own text."""
    printed = re.sub(r"\s+", " ", text).strip()
    match = _pattern("question_number").match(printed)
    if number or match:
        rest = printed[match.end() :].strip() if match else printed
        return Question(number or (match["no"].lstrip("0") if match else ""), rest or printed, True)
    for entry in load("surveys")["questions"]:
        if re.search(entry["pattern"], fold(printed)):
            return Question(str(entry["no"]), printed, True)
    return Question(slug(printed)[:40] or "unknown", printed, False)


def question_of_column(text: str) -> Question | None:
    """The question a column of answers is about; None for a head that asks nothing."""
    printed = re.sub(r"\s+", " ", text).strip()
    if match := _pattern("question_column").match(printed):
        return question_of(printed, match["no"].lstrip("0"))
    return next((question_of(printed) for entry in load("surveys")["questions"] if re.search(entry["pattern"], fold(printed))), None)


def group_of(text: str) -> str | None:
    """The code of the group of respondents that a text names; None when it names none, or participants both under way and done."""
    folded = fold(text)
    named = [str(e["code"]) for e in load("surveys")["groups"] if re.search(rf"\b(?:{e['pattern']})", folded)]
    if len({code for code in named if code.startswith(_PARTICIPANTS)}) > 1:
        return None
    return next(iter(named), None)


def survey_of(text: str) -> str:
    """The code of the survey that a text names."""
    folded = fold(text)
    surveys = load("surveys")
    return next((str(e["code"]) for e in surveys["surveys"] if re.search(e["pattern"], folded)), str(surveys["default_survey"]))


def positive_from(text: str) -> str | None:
    """The label from which the text says that answers count as positive, as the scale declares it."""
    match = _pattern("positive_from").search(text)
    found = answers_of(match["label"]) if match else ()
    return found[0].label if found else None


def says_top(text: str) -> bool:
    """Whether a share is said to be of the most positive label alone."""
    return bool(_pattern("top_title").search(fold(text)))


@cache
def gender_words() -> dict[str, str]:
    """Folded answers to what gender the respondent is -> code."""
    raw: dict[str, list[str]] = load("surveys")["gender_words"]
    return {fold(word): code for code, words in raw.items() for word in words}
