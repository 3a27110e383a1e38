"""The door: files with personal data are refused, and nothing of their content is kept.

Takes lines of text, or sheets of cells. A refusal names the rule and the place, never the value that broke it. Nothing here
knows what a report or an export means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from ingest.alternatives import quick
from ingest.contracts import Refused
from ingest.lexicon import fold, load

if TYPE_CHECKING:
    from ingest.pdf.lines import Line
    from ingest.pdf.words import Page

_EDGE = "[0-9A-Za-zÅÄÖåäö]"
_DASH = "[-–−‐‑+]"
_NUMBER = re.compile(
    rf"(?<!{_EDGE})(?<![0-9][.,:/])(?<![-+/])(?P<century>1[89]|20)?(?P<date>\d{{6}})(?P<dash>\s?{_DASH}\s?| (?=\d{{4}}))?(?P<tail>\d{{4}})"
    rf"(?!{_EDGE})(?![-–][0-9A-Za-z])(?![.,]\d)"
)
_COORDINATION = 60
_HEAD_WORDS = 12


def _luhn(digits: str) -> bool:
    """Whether the last of ten digits checks the nine before it."""
    doubled = [int(digit) * (2 - index % 2) for index, digit in enumerate(digits)]
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day - _COORDINATION if day > _COORDINATION else day)
    except ValueError:
        return False
    return True


def is_identity_number(century: str | None, six: str, dash: str, tail: str) -> bool:
    """Whether the digits are a personal identity number or a coordination number: a possible birth date and the check digit."""
    if not _luhn(six + tail):
        return False
    born = load("door")["born"]
    years = [int(century + six[:2])] if century else [1900 + int(six[:2]), 2000 + int(six[:2])]
    bare = not dash.strip()
    last = born["last"] if century and bare else max(years)
    return any(born["first"] <= year <= last and _is_day(year, int(six[2:4]), int(six[4:])) for year in years)


@cache
def _words(name: str) -> re.Pattern[str]:
    return re.compile(load("door")[name], re.IGNORECASE)


def _matches(text: str) -> Iterator[re.Match[str]]:
    """Every place a number could begin: overlapping runs are tried too."""
    start = 0
    while found := _NUMBER.search(text, start):
        yield found
        start = found.start() + 1


def holds_identity_number(text: str, *, whole: bool = False) -> bool:
    """Whether a line, or (`whole`) the text of one cell, holds a number of a person; spaced ones only where words or the cell say so."""
    for found in _matches(text):
        dash = found["dash"] or ""
        if dash == " " and not (whole and found[0] == text.strip()) and not _words("identity_words").search(text):
            continue
        if _words("other_numbers").search(text[: found.start()]):
            continue
        if is_identity_number(found["century"], found["date"], dash, found["tail"]):
            return True
    for reserve in re.finditer(load("door")["reserve_number"], text):
        digits = reserve["date"]
        if _is_day(int(digits[:4]), int(digits[4:6]), int(digits[6:])):
            return True
    return False


@cache
def _signature(kind: str) -> re.Pattern[str]:
    return quick("|".join(f"(?:{part})" for part in load("door")["signature"][kind]))


def _heads_signatures(line: str) -> bool:
    return len(line.split()) <= _HEAD_WORDS and bool(_signature("heads").search(line.casefold()))


def _of_signatures(lines: Sequence[str]) -> list[bool]:
    """For each line whether it tells of an electronic signature: below the head of such a page, and near a mark of one."""
    rules = load("door")["signature"]
    heads = [index for index, line in enumerate(lines) if _heads_signatures(line)]
    told = [False] * len(lines)
    for index in (i for i, line in enumerate(lines) if heads and _signature("marks").search(line.casefold())):
        if any(0 <= index - head <= rules["length"] for head in heads):
            first, last = max(0, index - rules["reach"]), min(len(lines), index + rules["reach"] + 1)
            told[first:last] = [True] * (last - first)
    return told


def refusal(rule: str, what: str, place: str) -> Refused:
    """The refusal of a file that broke a rule of the door; `place` never quotes what stands there."""
    return Refused("personal_data", f"rule {rule}: the file holds {what} ({place}); nothing of it was kept, drop one with counts only")


def refuse_personal_data(lines: Iterable[str]) -> None:
    """Raise Refused when the text holds personal identity numbers, or a list of names with birth dates.

    Ids of those who signed a report electronically refuse nothing: the pages of signatures are left out of the reading.
    """
    text = list(lines)
    near = _of_signatures(text)
    for index, line in enumerate(text):
        if not near[index] and holds_identity_number(line):
            raise refusal("identity_number", "a personal identity number", f"line {index + 1} of the text")
        if _lists_people(text, index):
            raise refusal("name_and_birth_date", "columns of names and birth dates", f"line {index + 1} of the text")


_DAY = re.compile(r"\b(?:19|20)\d\d-?(?:0[1-9]|1[0-2])-?(?:[0-2]\d|3[01])\b|\b\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\b")


def refuse_at_the_door(data: bytes, file_name: str) -> None:
    """Raise Refused when a document just fetched holds personal data, before a byte of it is kept.

    A file that cannot be opened is let through when its text names nobody: its reading will refuse it by name, and say why.
    """
    from ingest.exports.loose_text import refuse_loose_text
    from ingest.exports.read import is_export, open_sheets
    from ingest.pdf.lines import lines_of
    from ingest.pdf.words import open_pages

    try:
        if is_export(data, file_name):
            open_sheets(data, file_name)
        else:
            refuse_personal_data([line.text for page in open_pages(data) for line in lines_of(page)])
    except Refused as refused:
        if refused.reason_code == "personal_data":
            raise
        if not data.lstrip()[:5].startswith(b"%PDF"):
            refuse_loose_text(data)


def _lists_people(lines: Sequence[str], index: int) -> bool:
    """Whether a line heads columns of names and birth dates, and at least two of the next lines hold a date beside a name."""
    words = set(fold(lines[index]).split())
    if len(words) > 12 or not (words & _singles("name") and words & _singles("birth_date")):
        return False
    below = lines[index + 1 : index + 7]
    return sum(bool(_DAY.search(line)) and len(re.findall(r"\b[A-ZÅÄÖ][a-zåäöé]+", line)) >= 2 for line in below) >= 2


@cache
def _singles(kind: str) -> frozenset[str]:
    return frozenset(word for word in column_words()[kind] if " " not in word)


@cache
def column_words() -> dict[str, frozenset[str]]:
    """The folded heads of columns by what they tell of a person."""
    raw: dict[str, list[str]] = load("door")["columns"]
    return {kind: frozenset(fold(str(word)) for word in words) for kind, words in raw.items()}


def _amounts(lines: Sequence[Line]) -> int:
    return sum(" " in token.text for line in lines for token in line.cells if token.numeral)


def without_signature_pages(pages: Sequence[Page]) -> list[Page]:
    """The pages but for those that hold electronic signatures only: they are not read into facts, and their ids not kept."""
    from ingest.pdf.lines import lines_of

    kept = []
    for page in pages:
        lines = lines_of(page)
        headed = any(_heads_signatures(line.text) for line in lines)
        if not headed or _amounts(lines) > load("door")["signature"]["amounts"]:
            kept.append(page)
    return kept or list(pages)
