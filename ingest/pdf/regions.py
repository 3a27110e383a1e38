"""Lines of a document to tables: found by headings, heads of columns and runs of amounts, never by page number.

A `Region` is one table as printed: the heading it stands under, captions, header lines and body lines, possibly on
several pages. What its columns and rows mean is decided later.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.headers import find_years, is_header_text
from ingest.lexicon import fold, line_items, load, section_of
from ingest.pdf.comments import comment_edge, without_comments
from ingest.pdf.frames import frames_of
from ingest.pdf.kinds import (
    Heading,
    find_heading,
    in_running_text,
    is_contents,
    is_header_line,
    is_legend,
    is_prose,
    is_prose_with_number,
    is_unit_caption,
    note_patterns,
    run_in_note,
    without_lone_units,
)
from ingest.pdf.lines import Chunk, Line
from ingest.pdf.words import Page

_FURNITURE = re.compile(r"^[-–—•|]?\s*(sida|sid|page|s)?\.?\s*\d{1,3}\s*(\(\d{1,3}\)|av \d{1,3}|/\s*\d{1,3})?\s*[-–—•|]?$", re.IGNORECASE)
_ENDS_IN_PAGE = re.compile(r"\b(sida|sid|page)\.?\s*\d{1,3}(\s*(\(\d{1,3}\)|av \d{1,3}|/\s*\d{1,3}))?$", re.IGNORECASE)


_MAX_PITCHES = 5.5


_MARGIN = 0.09


_ASIDE = 4.0  # in font sizes from the left edge of the text


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
        or _ENDS_IN_PAGE.search(line.text)
        or [str(cell.text) for cell in line.cells] == [str(page.number)]
        or (repeated[re.sub(r"\d+", "#", line.text)] >= 3 and not len(line.cells) > 1)
    }


def _with_cells_apart(line: Line, region: Region) -> Line:
    """In narrow tables an amount may stand as close to its label as a word would: its column tells it apart."""
    # The label is the last chunk of words: amounts of other columns may stand in cells of their own behind it.
    at = next((index for index in range(len(line.chunks) - 1, -1, -1) if not line.chunks[index].is_cells), None)
    if at is None:
        return line
    last = line.chunks[at]
    numeral = last.tokens[-1].numeral
    behind = at < len(line.chunks) - 1
    if not numeral or numeral.is_bare_year or (behind and abs(numeral.value) < 100):  # "2, 5" before amounts are notes
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
    apart = (Chunk(last.tokens[:cut]), *(Chunk((token,)) for token in last.tokens[cut:]))
    return Line(line.page, (*line.chunks[:at], *apart, *line.chunks[at + 1 :]), line.has_leader)


def _ends_a_label(body: list[Line]) -> bool:
    """Whether the last line is the rest of the label of the row above it."""
    if len(body) < 2 or not body[-2].cells:
        return False
    last, before = body[-1], body[-2]
    close = last.page == before.page and last.box[1] - before.box[3] < 0.8 * last.size
    return close and (last.text[:1].islower() or last.text.startswith("(")) and len(last.text.split()) <= 6


def _is_unknown_head(line: Line, region: Region) -> bool:
    """Words over the amounts in cells of their own: the head of another table, whatever the words."""
    left = _left_of_cells(region)
    return len(line.chunks) >= 2 and left is not None and not line.cells and line.chunks[-1].box[2] > left and line.chunks[1].box[2] > left


def _left_of_cells(region: Region) -> float | None:
    return min((cell.box[0] for line in region.body for cell in line.cells), default=None)


def _is_row_of_years(line: Line, region: Region) -> bool:
    """Whether what could be years under the columns of a table are amounts: a row has a name, and its figures are not the heads'."""
    if not region.cells or not line.cells or not line.label or is_header_text(line.label):
        return False
    edges = {round(cell.box[2]) for row in region.body for cell in row.cells}
    if not all(any(abs(cell.box[2] - edge) <= 2 for edge in edges) for cell in line.cells):
        return False
    said = {year for head in region.header for year in find_years(head.text)}
    return any(cell.numeral and cell.numeral.value not in said for cell in line.cells)


def _names_a_year(line: Line, region: Region | None) -> bool:
    """A title that ends with a year set apart ('Mål  2024'): no row, unless it is one of a table under way."""
    if not line.label or is_header_text(line.label) or not all(cell.numeral and cell.numeral.is_bare_year for cell in line.cells):
        return False
    edges = {round(cell.box[2]) for row in region.body for cell in row.cells} if region else set()
    return len(line.cells) == 1 and not any(abs(line.cells[0].box[2] - edge) <= 2 for edge in edges)


def _ends_dates(line: Line, region: Region) -> bool:
    """Days alone on a line, below heads whose dates were broken after a hyphen."""
    if not region.header or region.cells or line.label or not line.cells:
        return False
    broken = any(chunk.text.endswith("-") for chunk in region.header[-1].chunks)
    return broken and all(token.numeral and 1 <= token.numeral.value <= 31 for token in line.cells)


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
        region = self.current
        if is_contents(line) and not (region and region.cells):
            self.close()
            return
        if region and region.cells:
            rest = without_lone_units(line)
            if rest is None:
                return
            line = rest
        if region and (edge := comment_edge(region.header)) is not None:
            said = without_comments(line, edge)
            if said is None:
                return
            line = said
        aside = line.chunks[0].box[0] > left + _ASIDE * line.size and line.size <= 1.15 * self.body_size
        is_header = is_header_line(line, aside) or bool(region and _ends_dates(line, region))
        if is_header and region and _is_row_of_years(line, region):
            is_header = False
        if region and not is_header:
            line = _with_cells_apart(line, region)
        inside = (is_header and aside) or self._names_a_row(line) or in_running_text(line, previous, following, self.body_size)
        heading = run_in_note(line) or (None if inside else find_heading(line, self.body_size))
        if heading:
            self._take_heading(heading, line, previous)
            return
        if region and previous and previous.page == line.page and line.box[1] - previous.box[3] > _MAX_PITCHES * line.size:
            self.close()
        if is_header:
            self._take_header(line)
        elif line.cells and not is_legend(line) and not _names_a_year(line, region):
            self._take_cells(line)
        else:
            self._take_text(line)

    def _take_heading(self, heading: Heading, line: Line, above: Line | None) -> None:
        self.close()
        if not self._repeats(heading):
            unit = [above] if above and above.page == line.page and is_unit_caption(above) else []
            self.heading, self.heading_is_new, self.captions = heading, True, [*unit, line]

    def _take_header(self, line: Line) -> None:
        region = self.current
        if region and not region.cells and any(line.page != head.page and line.text == head.text for head in region.header):
            return  # the heads printed again on the next page, before any amount
        if region and region.body and not region.cells:
            region.header.extend(region.body)  # words over the labels, between two lines of heads
            region.body.clear()
        elif region and region.body:
            self.close()
        tops = self._tops_of(line) if self.current is None else []
        self.open().header.extend([*tops, line])

    def _tops_of(self, line: Line) -> list[Line]:
        """The line just above, when it holds nothing but first words of heads ("Periodens" over "budget"): no caption."""
        above = self.captions[-1] if self.captions else None
        if above is None or above.page != line.page or not 0 <= line.box[1] - above.box[3] < 0.8 * line.size:
            return []
        if is_legend(above) or find_heading(above, self.body_size):
            return []
        over = all(
            is_header_text(chunk.text) and any(chunk.box[0] < c.box[2] and c.box[0] < chunk.box[2] for c in line.chunks)
            for chunk in above.chunks
        )
        return [self.captions.pop()] if over else []

    def _take_text(self, line: Line) -> None:
        region = self.current
        if region and region.cells and _is_unknown_head(line, region):
            self.close()
            self.open().header.append(line)
            return
        if region and region.body and not is_prose(line, _left_of_amounts(region)):
            region.body.append(line)
            return
        if region and region.body:
            self.close()
        elif region and is_prose(line, None):
            self.current = None
        if self.current:
            self.current.body.append(line)
        else:
            self.captions.append(line)

    def _repeats(self, heading: Heading) -> bool:
        """The heading of a table printed again where the table goes on ('Not 2 Kostnader', 'Not 2 Kostnader, forts.')."""
        if self.heading is None or self.heading_is_new or heading.statement is None:
            return False
        before, now = (re.sub(load("headings")["continued"], "", fold(h.printed)).strip() for h in (self.heading, heading))
        return before == now

    def _names_a_row(self, line: Line) -> bool:
        """Inside a table, a line that reads as a row or a section of one is no heading, unless it is set larger."""
        if not self.current or not (self.current.body or self.current.header):
            return False
        if line.size > 1.12 * (self.current.body or self.current.header)[0].size:
            return False
        if note_patterns()[0].match(fold(line.text)):
            return False
        return line_items().knows(line.text) or section_of(line.text) is not None

    def _take_cells(self, line: Line) -> None:
        if is_prose_with_number(line):
            self.close()
            self.captions.append(line)
            return
        region = self.open()
        region.body.append(line)


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
