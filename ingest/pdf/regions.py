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

from ingest.headers import is_header_text, says_time_or_scenario
from ingest.lexicon import fold, line_items, load, section_of
from ingest.pdf.frames import frames_of
from ingest.pdf.lines import Chunk, Line
from ingest.pdf.words import Page

_NUMBERING = re.compile(r"^\s*(?:\d{1,2}(?:\.\d{1,2})*\.?|[A-Z]\.)\s+(?=\D)")
_LEADER = re.compile(r"\.{4,}|(?:\. ){4,}|…{2,}|_{4,}")
_FURNITURE = re.compile(r"^[-–—•|]?\s*(sida|sid|page|s)?\.?\s*\d{1,3}\s*(\(\d{1,3}\)|av \d{1,3}|/\s*\d{1,3})?\s*[-–—•|]?$", re.IGNORECASE)
_MAX_PITCHES = 5.5
_MARGIN = 0.09
_ASIDE = 0.3


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
    folded = fold(plain)
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


def _is_header_line(line: Line, page_width: float) -> bool:
    """Whether a line is made of heads of columns: years, dates, scenario words, in cells of their own."""
    chunks = list(line.chunks)
    if any(t.is_dash or (t.numeral and not t.numeral.is_bare_year) for t in line.cells):
        return False
    heads = [c for c in chunks if is_header_text(c.text)]
    others = [c for c in chunks if c not in heads]
    telling = [c for c in heads if says_time_or_scenario(c.text)]
    if not telling and not (len(heads) >= 2):
        return False
    if others and (len(others) > 1 or others[0] is not chunks[0] or not telling):
        return False
    if len(chunks) == 1:
        return chunks[0].box[0] > 0.3 * page_width
    return True


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
        if _FURNITURE.match(line.text) or (repeated[re.sub(r"\d+", "#", line.text)] >= 3 and not len(line.cells) > 1)
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
        while region.body and not region.body[-1].cells:
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

    def take(self, line: Line, previous: Line | None, following: Line | None, page_width: float) -> None:
        if _LEADER.search(line.text):
            self.close()
            return
        region = self.current
        is_header = _is_header_line(line, page_width)
        aside = line.chunks[0].box[0] > _ASIDE * page_width and line.size <= 1.15 * self.body_size
        inside = self._names_a_row(line) or _in_running_text(line, previous, following, self.body_size)
        heading = None if (is_header and aside) or inside else find_heading(line, self.body_size)
        if heading:
            self.close()
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
            for before, line, after in zip([None, *lines], lines, [*lines[1:], None], strict=False):
                finder.take(line, before, after, page.width)
    finder.close()
    return finder.regions


def chunks_of(region: Region) -> list[Chunk]:
    """All chunks of the body."""
    return [chunk for line in region.body for chunk in line.chunks]
