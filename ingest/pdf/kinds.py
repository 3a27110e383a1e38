"""What one printed line is: a heading, heads of columns, running text, a line of contents.

Looks at a line and its neighbours only; tables are put together in `regions.py`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from functools import cache
from typing import Any

from ingest.headers import MONTHS, find_dates, find_unit, find_years, is_header_text, says_time_or_scenario, small
from ingest.lexicon import fold, load, without_unit
from ingest.pdf.lines import Line

_NUMBERING = re.compile(r"^\s*(?:[Tt]abell\s+\d{1,2}\s*[.:]?|\d{1,2}(?:\.\d{1,2})*\.?|[A-Z]\.)\s+(?=\D)")


_PAGE_NUMBER = re.compile(r"\d{1,3}")


_CONJUNCTION = re.compile(r"\b(och|samt)\b", re.IGNORECASE)


_YEAR_WITH_UNIT = re.compile(r"(?:19|20)\d\d (?:kr|tkr|kkr|mnkr|mkr)", re.IGNORECASE)


_COMPACT_DATE = re.compile(r"(?:\d{6}|\d{8})\s*[-–−]?")


_SENTENCE = 8  # words


_NEXT_SENTENCE = re.compile(r"[a-zåäö]{3}\. [A-ZÅÄÖ][a-zåäö]+ [a-zåäö]+ [a-zåäö]")


_DAYS = re.compile(rf"(?:\d{{1,2}} (?:{MONTHS})\.?(?: (?:19|20)\d\d)?\s*)+")


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading a table stands under: as printed, the statement it names, the note's number and title."""

    printed: str
    statement: str | None
    note: str | None = None
    title: str = ""


@cache
def _statements() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(entry["pattern"]), entry["code"]) for entry in load("headings")["statements"]]


@cache
def note_patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """The patterns of a numbered note, of the chapter of notes, and of headings of other chapters."""
    raw: dict[str, Any] = load("headings")
    return re.compile(raw["notes"]["numbered"]), re.compile(raw["notes"]["chapter"]), re.compile(raw["other_chapters"])


def names_a_part(text: str) -> bool:
    """Whether a few words name a statement or a numbered note."""
    folded = fold(_plain(text))
    return len(folded.split()) <= 4 and (
        bool(note_patterns()[0].match(folded)) or any(pattern.search(folded) for pattern, _ in _statements())
    )


def _plain(text: str) -> str:
    return _NUMBERING.sub("", text).strip()


def _is_sentence(text: str) -> bool:
    """Whether a text ends as a sentence of some length, or begins another one: however large, it is no heading."""
    return (text.endswith(".") and len(text.split()) >= _SENTENCE) or bool(_NEXT_SENTENCE.search(text))


def run_in_note(line: Line) -> Heading | None:
    """The heading of a note that its paragraph begins with, or None."""
    if not line.text.startswith("Not"):
        return None
    match = re.match(load("headings")["notes"]["run_in"], line.text)
    return Heading(match["printed"], "note", match["no"].lstrip("0") or "0", match["title"]) if match else None


def find_heading(line: Line, body_size: float) -> Heading | None:
    """The heading a line is, or None. A line that reads as a sentence is none, whatever words it holds."""
    text = line.text
    words = text.split()
    if (line.cells and not all(t.numeral and (t.numeral.is_bare_year or abs(t.numeral.value) < 100) for t in line.cells)) or len(
        words
    ) > 14:
        return None
    emphasised = line.bold or line.size > 1.08 * body_size
    plain = _plain(text)
    named = len(plain.split())
    if _is_sentence(plain) or (text.endswith((".", ",", ";")) and not emphasised) or (not emphasised and named > 8):
        return None
    folded = without_unit(fold(plain))
    numbered, chapter, other = note_patterns()
    if (match := numbered.match(folded)) and (emphasised or len(words) <= 8) and plain[:1].isupper():
        title = re.sub(r"^[^\d]*\d{1,2}\s*[.:)\-–]*\s*", "", plain)
        return Heading(plain, "note", match["no"].lstrip("0") or "0", title)
    if not plain[:1].isupper() or len(line.chunks) > 2:
        return None
    if chapter.match(folded):
        return Heading(plain, "note", None, "")
    code = next((code for pattern, code in _statements() if pattern.search(folded)), None)
    if code:
        return Heading(plain, code, None, plain)
    if emphasised and (other.match(folded) or (line.size > 1.2 * body_size and len(words) <= 10)):
        return Heading(plain, None, None, plain)
    return None


def is_header_line(line: Line, aside: bool) -> bool:
    """Whether a line is made of heads of columns: years, dates, scenario words, in cells of their own.

    `aside`: the line begins away from the left edge, as heads over amounts do.
    """
    chunks = list(line.chunks)
    if is_legend(line) or not _only_times(line):
        return False
    heads = [c for c in chunks if is_header_text(c.text)]
    others = [c for c in chunks if c not in heads]
    telling = [c for c in heads if says_time_or_scenario(c.text)]
    if not telling:
        return False
    strangers = [c for c in others if c is not chunks[0]]
    if strangers and (len(telling) < 2 or any(len(c.tokens) > 3 for c in strangers) or len(strangers) > len(heads)):
        return False
    if others and not telling:
        return False
    several = len(find_years(line.text)) + len(find_dates(line.text)) >= 2 and not _CONJUNCTION.search(line.text)
    return aside or several if len(chunks) == 1 else True


def is_legend(line: Line) -> bool:
    """A line such as 'Kronor; avvikelse = utfall − budget': how the figures are meant, in words that heads are made of too."""
    return " = " in line.text and not any(cell.numeral for cell in line.cells)


def _only_times(line: Line) -> bool:
    """Whether every numeral of the line is a year or a part of a date, and none an amount."""
    cells = [token for token in line.cells if not (token.numeral and token.numeral.is_bare_year)]
    if not cells or _DAYS.fullmatch(small(line.text)):
        return True
    if all(_YEAR_WITH_UNIT.fullmatch(token.text) for token in cells):
        return len(line.cells) >= 2
    days = {day for token in cells if _COMPACT_DATE.fullmatch(token.text) for day in find_dates(token.text.rstrip("-–− "))}
    # Columns run from the first of a month or to its last: other six digits are amounts that could be a day as well.
    return len(days) == len(cells) >= 2 and all(day.day in {1, monthrange(day.year, day.month)[1]} for day in days)


def is_prose(line: Line, left_of_amounts: float | None) -> bool:
    """Whether a line without cells is running text rather than the label of a row."""
    words = line.text.split()
    if len(line.chunks) > 2:
        return False
    if line.text.endswith(".") and len(words) >= 5:
        return True
    if left_of_amounts is not None and line.box[2] > left_of_amounts + 0.2 * line.size and len(words) >= 6:
        return True
    return len(words) >= 13


def is_unit_caption(line: Line) -> bool:
    """A few words that say the unit of the table below: 'tkr', 'Belopp i kr', 'Samtliga belopp anges i tusental kronor'."""
    words = len(line.text.split())
    if words > _SENTENCE or line.cells:
        return False
    is_short = words <= 4 or is_legend(line)
    return (is_short or bool(re.search(load("headers")["unit_sentence"], fold(line.text)))) and find_unit(line.text) is not None


def in_running_text(line: Line, previous: Line | None, following: Line | None, body_size: float) -> bool:
    """Whether a plain line is one of several of a paragraph: the text goes on below, or has begun above."""
    if line.bold or line.size > 1.08 * body_size or line.cells or len(line.chunks) > 1:
        return False
    if (
        following
        and not following.cells
        and not is_unit_caption(following)
        and following.text[:1].islower()
        and len(following.chunks) == 1
        and following.box[1] - line.box[3] < line.size
    ):
        return True
    close_above = previous is not None and 0 <= line.box[1] - previous.box[3] < 0.6 * line.size and not previous.cells
    return bool(
        close_above and previous and len(previous.text.split()) >= 5 and not re.search(r"[.:!?]$", previous.text) and not previous.bold
    )


def without_lone_units(line: Line) -> Line | None:
    """Units that wrapped to a line of their own below their amounts say nothing new; None when the line is nothing else."""
    kept = tuple(chunk for chunk in line.chunks if fold(chunk.text) not in load("headers")["unit_words"])
    if len(kept) == len(line.chunks):
        return line
    return Line(line.page, kept) if kept else None


def is_contents(line: Line) -> bool:
    """A line of a list of contents: dots lead to one page number, or to none."""
    if not line.has_leader:
        return False
    return len(line.cells) == 0 or (len(line.cells) == 1 and bool(_PAGE_NUMBER.fullmatch(line.cells[0].text)))


def is_prose_with_number(line: Line) -> bool:
    """A stretched line of running text in which a number happens to stand alone."""
    last, words = line.chunks[-1], len(line.text.split())
    if len(line.cells) == 1 and line.text.endswith(".") and words > _SENTENCE:
        return True  # "… uppgår därmed till   1 891 tkr."
    return not last.is_cells and len(line.chunks) <= 3 and words > _SENTENCE
