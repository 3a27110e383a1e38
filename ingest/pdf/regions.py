"""Lines of a document to tables: found by headings, heads of columns and runs of amounts, never by page number.

A `Region` is one table as printed: the heading it stands under, captions, header lines and body lines, possibly on
several pages. What its columns and rows mean is decided later.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ingest.headers import MONTHS, find_dates, find_years, is_header_text, says_time_or_scenario, small
from ingest.lexicon import fold, line_items, load, section_of, without_unit
from ingest.pdf.frames import frames_of
from ingest.pdf.lines import Chunk, Line
from ingest.pdf.words import Page

_NUMBERING = re.compile(r"^\s*(?:[Tt]abell\s+\d{1,2}\s*[.:]?|\d{1,2}(?:\.\d{1,2})*\.?|[A-Z]\.)\s+(?=\D)")
_UNIT_WORDS = frozenset({"kr", "tkr", "kkr", "mkr", "mnkr"})
_PAGE_NUMBER = re.compile(r"\d{1,3}")
_FURNITURE = re.compile(r"^[-–—•|]?\s*(sida|sid|page|s)?\.?\s*\d{1,3}\s*(\(\d{1,3}\)|av \d{1,3}|/\s*\d{1,3})?\s*[-–—•|]?$", re.IGNORECASE)
_MAX_PITCHES = 5.5
_MARGIN = 0.09
_CONTINUED = re.compile(r"\b(forts|fortsättning|fortsatt)\b")
_ASIDE = 4.0  # in font sizes from the left edge of the text
_CONJUNCTION = re.compile(r"\b(och|samt)\b", re.IGNORECASE)
_YEAR_WITH_UNIT = re.compile(r"(?:19|20)\d\d (?:kr|tkr|kkr|mnkr|mkr)", re.IGNORECASE)
_COMPACT_DATE = re.compile(r"(?:\d{6}|\d{8})\s*[-–−]?")
_DAYS = re.compile(rf"(?:\d{{1,2}} (?:{MONTHS})\.?(?: (?:19|20)\d\d)?\s*)+")


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading a table stands under: as printed, the statement it names, the note's number and title."""

    printed: str
    statement: str | None
    note: str | None = None
    title: str = ""


@dataclass(slots=True)
class Region:
    """One printed table."""

    heading: Heading | None
    captions: list[str] = field(default_factory=list)
    header: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    continues: bool = False  # starts without heading where the one before ended: may be the same table

    @property
    def cells(self) -> int:
        """How many numerals and dashes the body holds."""
        return sum(len(line.cells) for line in self.body)


@cache
def _statements() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(entry["pattern"]), entry["code"]) for entry in load("headings")["statements"]]


@cache
def _notes() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    raw: dict[str, Any] = load("headings")
    return re.compile(raw["notes"]["numbered"]), re.compile(raw["notes"]["chapter"]), re.compile(raw["other_chapters"])


def _plain(text: str) -> str:
    return _NUMBERING.sub("", text).strip()


def find_heading(line: Line, body_size: float) -> Heading | None:
    """The heading a line is, or None. A line that reads as a sentence is none, whatever words it holds."""
    text = line.text
    words = text.split()
    if (line.cells and not all(t.numeral and (t.numeral.is_bare_year or abs(t.numeral.value) < 100) for t in line.cells)) or len(
        words
    ) > 14:
        return None
    emphasised = line.bold or line.size > 1.08 * body_size
    if (text.endswith((".", ",", ";")) and not emphasised) or (not emphasised and len(words) > 8):
        return None
    plain = _plain(text)
    folded = without_unit(fold(plain))
    numbered, chapter, other = _notes()
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
    if emphasised and (other.match(folded) or (line.size > 1.2 * body_size and len(words) <= 10 and not line.cells)):
        return Heading(plain, None, None, plain)
    return None


def _is_header_line(line: Line, aside: bool) -> bool:
    """Whether a line is made of heads of columns: years, dates, scenario words, in cells of their own.

    `aside`: the line begins away from the left edge, as heads over amounts do.
    """
    chunks = list(line.chunks)
    if not _only_times(line):
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


def _only_times(line: Line) -> bool:
    """Whether every numeral of the line is a year or a part of a date, and none an amount."""
    cells = [token for token in line.cells if not (token.numeral and token.numeral.is_bare_year)]
    if not cells or _DAYS.fullmatch(small(line.text)):
        return True
    if all(_YEAR_WITH_UNIT.fullmatch(token.text) for token in cells):
        return len(line.cells) >= 2
    days = {day for token in cells if _COMPACT_DATE.fullmatch(token.text) for day in find_dates(token.text.rstrip("-–− "))}
    return len(days) == len(cells) >= 2


def _is_prose(line: Line, left_of_amounts: float | None) -> bool:
    """Whether a line without cells is running text rather than the label of a row."""
    words = line.text.split()
    if len(line.chunks) > 2:
        return False
    if line.text.endswith(".") and len(words) >= 5:
        return True
    if left_of_amounts is not None and line.box[2] > left_of_amounts + 0.2 * line.size and len(words) >= 6:
        return True
    return len(words) >= 13


def _body_size(pages: Sequence[Page]) -> float:
    sizes = Counter(round(w.size * 2) / 2 for page in pages for w in page.words)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _furniture(pages: Sequence[Page], framed: dict[int, list[list[Line]]]) -> set[tuple[int, float, str]]:
    """Running heads and feet: page numbers, and texts that stand near the edge of several pages."""
    near_edge: list[tuple[Page, Line]] = [
        (page, line)
        for page in pages
        for frame in framed[page.number]
        for line in frame
        if line.box[3] < _MARGIN * page.height or line.box[1] > (1 - _MARGIN) * page.height
    ]
    repeated = Counter(re.sub(r"\d+", "#", line.text) for _, line in near_edge)
    return {
        (page.number, line.box[1], line.text)
        for page, line in near_edge
        if _FURNITURE.match(line.text)
        or [str(cell.text) for cell in line.cells] == [str(page.number)]
        or (repeated[re.sub(r"\d+", "#", line.text)] >= 3 and not len(line.cells) > 1)
    }


def _in_running_text(line: Line, previous: Line | None, following: Line | None, body_size: float) -> bool:
    """Whether a plain line is one of several of a paragraph: the text goes on below, or has begun above."""
    if line.bold or line.size > 1.08 * body_size or line.cells or len(line.chunks) > 1:
        return False
    if following and not following.cells and following.text[:1].islower() and following.box[1] - line.box[3] < line.size:
        return True
    close_above = previous is not None and 0 <= line.box[1] - previous.box[3] < 0.6 * line.size and not previous.cells
    return bool(
        close_above and previous and len(previous.text.split()) >= 5 and not re.search(r"[.:!?]$", previous.text) and not previous.bold
    )


def _with_cells_apart(line: Line, region: Region) -> Line:
    """In narrow tables an amount may stand as close to its label as a word would: its column tells it apart."""
    last = line.chunks[-1]
    if last.is_cells or not last.tokens[-1].numeral:
        return line
    edges = [cell.box[2] for row in region.body for cell in row.cells] + [c.tokens[-1].box[2] for row in region.header for c in row.chunks]
    edges += [token.box[2] for row in region.header for c in row.chunks for token in c.tokens]
    cut = len(last.tokens)
    while (
        cut > 1 and (token := last.tokens[cut - 1]) and (token.numeral or token.is_dash) and any(abs(token.box[2] - e) < 2 for e in edges)
    ):
        cut -= 1
    if cut == len(last.tokens):
        return line
    return Line(line.page, (*line.chunks[:-1], Chunk(last.tokens[:cut]), *(Chunk((token,)) for token in last.tokens[cut:])))


def _ends_a_label(body: list[Line]) -> bool:
    """Whether the last line is the rest of the label of the row above it."""
    if len(body) < 2 or not body[-2].cells:
        return False
    last, before = body[-1], body[-2]
    close = last.page == before.page and last.box[1] - before.box[3] < 0.8 * last.size
    return close and (last.text[:1].islower() or last.text.startswith("(")) and len(last.text.split()) <= 6


def _without_lone_units(line: Line) -> Line | None:
    """Units that wrapped to a line of their own below their amounts say nothing new; None when the line is nothing else."""
    kept = tuple(chunk for chunk in line.chunks if fold(chunk.text) not in _UNIT_WORDS)
    if len(kept) == len(line.chunks):
        return line
    return Line(line.page, kept) if kept else None


def _is_contents(line: Line) -> bool:
    """A line of a list of contents: dots lead to one page number, or to none."""
    if not line.has_leader:
        return False
    return len(line.cells) == 0 or (len(line.cells) == 1 and bool(_PAGE_NUMBER.fullmatch(line.cells[0].text)))


def _is_unknown_head(line: Line, region: Region) -> bool:
    """Words over the amounts in cells of their own: the head of another table, whatever the words."""
    left = _left_of_cells(region)
    return len(line.chunks) >= 2 and left is not None and not line.cells and line.chunks[-1].box[2] > left and line.chunks[1].box[2] > left


def _left_of_cells(region: Region) -> float | None:
    return min((cell.box[0] for line in region.body for cell in line.cells), default=None)


class _Finder:
    """Walks the lines of a document once and collects regions."""

    def __init__(self, body_size: float) -> None:
        self.body_size = body_size
        self.regions: list[Region] = []
        self.heading: Heading | None = None
        self.captions: list[Line] = []
        self.current: Region | None = None
        self.heading_is_new = True

    def close(self) -> None:
        region, self.current = self.current, None
        if region is None:
            return
        while region.body and not region.body[-1].cells and not _ends_a_label(region.body):
            region.body.pop()
        if region.cells:
            self.regions.append(region)
            self.heading_is_new = False

    def open(self) -> Region:
        if self.current is None:
            captions = [line.text for line in self.captions[-4:]]
            self.current = Region(self.heading, captions, continues=not self.heading_is_new)
            self.captions = []
        return self.current

    def take(self, line: Line, previous: Line | None, following: Line | None, left: float) -> None:
        if _is_contents(line):
            self.close()
            return
        region = self.current
        if region and region.cells and (rest := _without_lone_units(line)) is not line:
            if rest is None:
                return
            line = rest
        aside = line.chunks[0].box[0] > left + _ASIDE * line.size and line.size <= 1.15 * self.body_size
        is_header = _is_header_line(line, aside)
        if region and not is_header:
            line = _with_cells_apart(line, region)
        inside = self._names_a_row(line) or _in_running_text(line, previous, following, self.body_size)
        heading = None if (is_header and aside) or inside else find_heading(line, self.body_size)
        if heading:
            self.close()
            if self._repeats(heading):
                return
            self.heading, self.heading_is_new, self.captions = heading, True, [line]
            return
        if region and previous and previous.page == line.page and line.box[1] - previous.box[3] > _MAX_PITCHES * line.size:
            self.close()
            region = None
        if is_header:
            if region and region.body and not region.cells:
                region.header.extend(region.body)  # words over the labels, between two lines of heads
                region.body.clear()
            elif region and region.body:
                self.close()
            self.open().header.append(line)
        elif line.cells:
            self._take_cells(line)
        elif region and region.cells and _is_unknown_head(line, region):
            self.close()
            self.open().header.append(line)
        elif region and region.body and not _is_prose(line, _left_of_amounts(region)):
            region.body.append(line)
        else:
            if region and region.body:
                self.close()
            elif region and _is_prose(line, None):
                self.current = None
            if self.current:
                self.current.body.append(line)
            else:
                self.captions.append(line)

    def _repeats(self, heading: Heading) -> bool:
        """The heading of a table printed again where the table goes on ('Not 2 Kostnader', 'Not 2 Kostnader, forts.')."""
        if self.heading is None or self.heading_is_new or heading.statement is None:
            return False
        before, now = (_CONTINUED.sub("", fold(h.printed)).strip() for h in (self.heading, heading))
        return before == now

    def _names_a_row(self, line: Line) -> bool:
        """Inside a table, a line that reads as a row or a section of one is no heading, unless it is set larger."""
        if not self.current or not self.current.body or line.size > 1.12 * self.current.body[0].size:
            return False
        if _notes()[0].match(fold(line.text)):
            return False
        return line_items().knows(line.text) or section_of(line.text) is not None

    def _take_cells(self, line: Line) -> None:
        if _is_prose_with_number(line):
            self.close()
            self.captions.append(line)
            return
        region = self.open()
        region.body.append(line)


def _is_prose_with_number(line: Line) -> bool:
    """A stretched line of running text in which a number happens to stand alone."""
    last = line.chunks[-1]
    return not last.is_cells and len(line.chunks) <= 3 and len(line.text.split()) >= 9


def _left_of_amounts(region: Region) -> float | None:
    edges = [cell.box[0] for line in region.body for cell in line.cells if cell.numeral and abs(cell.numeral.value) >= 100]
    return min(edges, default=None)


def find_regions(pages: Sequence[Page]) -> list[Region]:
    """The tables of a document in reading order, those of no interest included."""
    body_size = _body_size(pages)
    framed = {page.number: frames_of(page) for page in pages}
    furniture = _furniture(pages, framed)
    finder = _Finder(body_size)
    for page in pages:
        for frame in framed[page.number]:
            lines = [line for line in frame if (page.number, line.box[1], line.text) not in furniture]
            left = min((line.box[0] for line in frame), default=0.0)
            for before, line, after in zip([None, *lines], lines, [*lines[1:], None], strict=False):
                finder.take(line, before, after, left)
    finder.close()
    return finder.regions


def chunks_of(region: Region) -> list[Chunk]:
    """All chunks of the body."""
    return [chunk for line in region.body for chunk in line.chunks]
