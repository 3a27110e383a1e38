"""The vocabulary of goals (`vocabulary/goals.yml`), compiled: what a head, a heading, a cell or a sentence says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from ingest.goals.grading import grade_phrase, grade_sentence, is_weak
from ingest.lexicon import load

# What follows a sentence: its stop, then a capital letter, a digit or a quotation.
_HEAD_WORDS = 7
_STOP = re.compile(r"(?<=[.!?…])[\"”’)]*\s+(?=[\"”“(\[]?[A-ZÅÄÖ0-9])")
_SHORT = re.compile(
    r"(?:\b(?:bl\.? ?a|t\.? ?ex|p\.? ?g\.? ?a|d\.? ?v\.? ?s|f\.? ?n|m\.? ?m|fr\.? ?o\.? ?m|t\.? ?o\.? ?m|"
    r"ca|max|min|nr|resp|inkl|exkl|kl|kap|st)|^\d{1,2})\.$",
    re.IGNORECASE,
)
_YEARS = re.compile(r"(?:\b(?:år|för|under|vp)\s+)?\b(?:19|20)\d\d(?:\s*[-–/]\s*(?:(?:19|20)?\d\d))?\b")
_NUMBERING = re.compile(r"^\s*(?:(?:bilaga\s+)?\d{1,2}(?:\.\d{1,2})*[.:)]?|[A-ZÅÄÖ][.)])\s+(?=\D)", re.IGNORECASE)
_CLAUSE = re.compile(r"[.,;:(–—]")
_SIGNS = re.compile(r"\s[=:–-]\s|(?<=\S)[=:](?=\s)")
_AROUND = ",;.|()[]"
_KEYED = re.compile(r"(?P<key>[^\s=.,;()]{1,14})\s*=\s*(?P<meaning>[^=.,;|]{2,60}?)(?=[.,;|)]|\s+(?:och\s+)?[^\s=]{1,14}\s*=|\s{3}|$)")
_LETTER_KEY = re.compile(r"(?<![\w=])(?P<key>[A-ZÅÄÖ]{1,2}|\d)\s*(?:=|:\s|\s[–-]\s)\s*(?=[^\W\d])")
# A capital inside a text: a second status below the first.
_INNER_CAPITAL = re.compile(r"(?<=[a-zåäö] )[A-ZÅÄÖ][a-zåäö]")
# A symbol before the words that say what it means.
_MARKED = re.compile(r"[\u2190-\u21ff\u25a0-\u27bf\u2b05-\u2b55\ue000-\uf8ff\U0001f300-\U0001faff]\ufe0f?\s+(?=[^\W\d_]{2})")
_TRAILING = re.compile(r"[\s:;.,?!*\d)(–-]+$")


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def vocabulary() -> dict[str, Any]:
    """The declarations as plain data."""
    found: dict[str, Any] = load("goals")
    return found


@cache
def pattern(name: str) -> re.Pattern[str]:
    """A declared pattern by its path: `means`, `headings.goals`."""
    entry: Any = vocabulary()
    for key in name.split("."):
        entry = entry[key]
    return _compiled(entry)


@cache
def _rules(name: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    kind = "role" if name == "columns" else "unit" if name == "units" else "status"
    return tuple((entry[kind], _compiled(entry["pattern"])) for entry in vocabulary()[name])


def units() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Units of figures with the pattern that names them."""
    return _rules("units")


@lru_cache(maxsize=16_384)
def small(text: str) -> str:
    """Lower case, single spaces."""
    return " ".join(text.casefold().split())


def bare(text: str) -> str:
    """A heading or head without numbering, years and closing punctuation, in lower case."""
    return _TRAILING.sub("", " ".join(_YEARS.sub(" ", small(_NUMBERING.sub("", text))).split())).strip()


@lru_cache(maxsize=16_384)
def role_of(head: str) -> str | None:
    """What the column under a head holds; None for an unknown head."""
    text = bare(head)
    if len(text.split()) > _HEAD_WORDS:
        return None
    if not text:
        return "number" if head.strip() == "#" else None
    role = next((role for role, known in _rules("columns") if known.fullmatch(text)), None)
    answers = re.split(r"\s*[/,|]\s*|\s+eller\s+", text)
    if role is None and len(answers) > 1 and all(status_word(answer) for answer in answers):
        return "status"  # "Uppnått/Ej uppnått"
    return role


def _keyed(text: str) -> dict[str, str]:
    """What the keys of a legend mean that puts a sign of equality between the two: "U = uppfyllt, E = ej uppfyllt"."""
    means: dict[str, str] = {}
    for match in _KEYED.finditer(text) if "=" in text else ():
        if word := status_word(match["meaning"].strip(_AROUND)):
            means[match["key"]] = means[match["key"].casefold()] = word.status
    return means if len(set(means.values())) >= 2 else {}


def legend_of(texts: Sequence[str]) -> dict[str, str]:
    """What the symbols of a legend mean ("√ uppfyllt   × ej uppfyllt"), from the texts beside a table."""
    means = _keyed(" | ".join(texts))
    if means:
        return means
    for text in texts:
        text = _LETTER_KEY.sub(r"\g<key>¤ ", text)  # a letter or digit is a key only with a sign between it and its meaning
        words = _SIGNS.sub(" ", text).split()
        start = 0
        while start < len(words):
            symbol = words[start]
            if (symbol[0].isalnum() or any(c.isalnum() for c in symbol)) and not symbol.endswith("¤"):
                start += 1
                continue
            end = next(
                (e for e in range(min(len(words), start + 5), start + 1, -1) if status_word(" ".join(words[start + 1 : e]).strip(_AROUND))),
                None,
            )
            if end and (word := status_word(" ".join(words[start + 1 : end]).strip(_AROUND))):
                means[symbol.removesuffix("¤")] = word.status
                start = end
            else:
                start += 1
    return means if len(means) >= 2 else {}


@dataclass(frozen=True, slots=True)
class Judged:
    """A status, and the words that say so, as printed."""

    status: str
    printed: str


def _cell(text: str) -> str:
    return small(text).strip(" .,:;!\"”“'()")


@lru_cache(maxsize=8192)
def status_word(text: str) -> Judged | None:
    """The status that a short text is: all of it must be one of the declared words."""
    plain = _cell(text)
    if mark := _MARKED.match(text.strip()):
        return status_word(text.strip()[mark.end() :])  # "◐ Nästan": the words say it
    head, colon, rest = plain.partition(": ")
    if colon and re.fullmatch(pattern("parts.status"), head):
        return status_word(rest)
    whole = small(text)
    for candidate in (plain, whole, plain.replace("- ", ""), plain.replace(" ", "")):
        for status, known in _rules("status_words"):
            if candidate and known.fullmatch(candidate):
                return Judged(status, text.strip())
    graded = grade_phrase(whole) if not _INNER_CAPITAL.search(text) else None
    return Judged(graded, text.strip()) if graded else None


@cache
def _share() -> re.Pattern[str]:
    number = "|".join((r"\d{1,3}", *vocabulary()["numbers"]))
    return re.compile(rf"(?P<part>{number})\s*(?:av|/)\s*(?:de |våra )?(?P<whole>{number})(?P<rest>.*)")


def cell_status(text: str) -> Judged | None:
    """The status that a cell of a column of statuses is: how many of how many ("3 av 4 uppfyllda"), or words that judge."""
    if found := _share_status(text) or status_word(text):
        return found
    plain = _cell(text)
    return next((Judged(status, text.strip()) for status, known in _rules("cell_words") if known.fullmatch(plain)), None)


def _share_status(text: str) -> Judged | None:
    match = _share().fullmatch(_cell(text))
    if match is None:
        return None
    numbers: dict[str, int] = vocabulary()["numbers"]
    rest = match["rest"].strip()
    if rest and not re.fullmatch(pattern("share_of"), rest) and grade_phrase(rest) != "met":
        return None
    part, whole = (numbers[match[name]] if match[name] in numbers else int(match[name]) for name in ("part", "whole"))
    if not 0 <= part <= whole or not whole:
        return None
    return Judged("met" if part == whole else "partly_met" if part else "not_met", text.strip())


def leading_status(text: str) -> Judged | None:
    """The status that the first words of a cell are, before any mark."""
    return status_word(re.split(r"[.,;:(–—-]", text, maxsplit=1)[0])


def count_status_words(text: str) -> int:
    """How many status words a text is made of; 0 when it holds anything else."""
    if status_word(text):
        return 1
    if "," in text and status_word(text.partition(",")[0]):
        return 1
    words, found, start = text.split(), 0, 0
    while start < len(words):
        end = next((end for end in range(len(words), start, -1) if status_word(" ".join(words[start:end]))), None)
        if end is None:
            return 0
        found, start = found + 1, end
    return found


def sentences(text: str) -> list[str]:
    """The sentences of a text, in order."""
    found: list[str] = []
    start = 0
    for stop in _STOP.finditer(text):
        if _SHORT.search(text[start : stop.start()].rstrip()):
            continue
        found.append(text[start : stop.start()].strip())
        start = stop.end()
    found.append(text[start:].strip())
    return [sentence for sentence in found if sentence]


def _judge(sentence: str) -> str | None:
    lowered = small(sentence)
    return next((status for status, known in _rules("judgements") if known.search(lowered)), None) or grade_sentence(sentence)


def judgement(text: str, subject_needed: bool = True) -> Judged | None:
    """The last judgement that the sentences of a comment pass on their goal; "arbetet pågår" counts only where nothing else does."""
    weak: Judged | None = None
    for sentence in reversed(sentences(text)):
        if sentence.endswith("?"):
            continue
        found = status_word(sentence)
        if found is None and (not subject_needed or pattern("judgement_subject").search(small(sentence))) and (status := _judge(sentence)):
            found = Judged(status, sentence)
        if found and not is_weak(sentence):
            return found
        weak = weak or found
    return weak


def first_judgement(text: str) -> Judged | None:
    """The status that the words right after "Bedömning:" give: the first sentence's, or its first words', else the last judgement."""
    first = next(iter(sentences(text)), "")
    word = status_word(first) or status_word(_CLAUSE.split(first)[0])
    if word is None and (status := _judge(first)):
        word = Judged(status, first)
    return word or judgement(text)


def dropped_by(text: str) -> bool:
    """Whether a comment says that the goal was given up."""
    return any(_judge(sentence) == "dropped" for sentence in sentences(text))


def symbol_statuses(cells: Sequence[str]) -> dict[str, str]:
    """What the symbols of one status column mean, where they mean something only beside their opposites."""
    seen = {cell.strip().replace("–", "-").replace("−", "-").replace(" ", "") for cell in cells if cell.strip()}
    for pair in vocabulary()["status_pairs"]:
        if seen <= set(pair["means"]) and len(seen & set(pair["means"])) >= 2 and seen & set(pair["when"]):
            means: dict[str, str] = pair["means"]
            return means
    return {}


@lru_cache(maxsize=16_384)
def heading_kind(text: str) -> str | None:
    """What a heading announces: financial, achieved or goals; None for one that is not about goals."""
    plain = bare(text)
    if not plain or pattern("headings.never").fullmatch(plain):
        return None
    return next((kind for kind in ("financial", "achieved", "goals") if pattern(f"headings.{kind}").fullmatch(plain)), None)
