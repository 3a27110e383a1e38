"""Printed lines of running text, apart from what stands beside them.

A segment is a part of one line that reads on by itself: the line, or what stands left or right of a gap at which other
lines begin too. Heads and feet that come back from page to page, page numbers and lists of contents give none.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.contracts import Box
from ingest.once import once
from ingest.pdf.frames import frames_of
from ingest.pdf.kinds import is_contents
from ingest.pdf.lines import Chunk, Line, Token, lines_of
from ingest.pdf.words import Page, union

# Share of the page's height, above and below, where heads and feet stand.
_EDGE = 0.12
# Gap, in shares of the font size, that always divides; a smaller one divides where other lines begin at the same place.
_WIDE = 2.2
_NEAR_LINES = 6
_SAME_EDGE = 2.5
# Bullets and numbers before the items of a list.
MARKER = re.compile(r"[•●○◦▪■□➢➤►▸‣✓✔·*→\uf000-\uf0ff]+|[-–—o]|\(?\d{1,2}[.)]|\(?[a-z]\)")
_PAGE_NUMBER = re.compile(r"(?:sida|sid|s)?\.?\s*\d{1,3}(?:\s*(?:\(|av|/)\s*\d{1,3}\)?)?", re.IGNORECASE)
_CONTENTS_HEAD = re.compile(r"(?:innehåll|innehållsförteckning)\W*", re.IGNORECASE)
_ENDS_IN_NUMBER = re.compile(r"\D\s(?P<page>\d{1,3})$")
_NUMBERED_ON = 10  # pages that a list of contents may count beyond twice those there are (covers, annexes, parts of a larger report)
_LEADER = re.compile(r"[.…·_]{5,}")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class Segment:
    """Tokens of one line that read on; `frame` counts the frames of the document in reading order."""

    page: int
    frame: int
    tokens: tuple[Token, ...]
    box: Box
    size: float
    bold: bool
    before_cells: bool  # a cell of a table stands to the right on the same line
    marker: str | None = None  # the bullet or number that begins an item of a list

    @once
    def text(self) -> str:
        """The tokens with single spaces."""
        return " ".join([token.text for token in self.tokens])


def _edge_key(line: Line, page: Page) -> tuple[str, int] | None:
    """What a head or a foot is known by from page to page; None in the middle of the page."""
    _, top, _, bottom = line.box
    if top > _EDGE * page.height and bottom < (1 - _EDGE) * page.height:
        return None
    return _DIGITS.sub("0", line.text.casefold()), round(top / 4)


def _furniture(pages: Sequence[Page]) -> set[tuple[str, int]]:
    """Keys of the lines at the edge that at least two pages share (three, in a document of five pages or more)."""
    counts = Counter(key for page in pages for key in {_edge_key(line, page) for line in lines_of(page)} if key)
    least = 3 if len(pages) >= 5 else 2
    return {key for key, count in counts.items() if count >= least}


def _is_edge(line: Line, page: Page, furniture: set[tuple[str, int]]) -> bool:
    key = _edge_key(line, page)
    if key is None:
        return False
    text, height = key
    return any((text, height + step) in furniture for step in (-1, 0, 1)) or bool(_PAGE_NUMBER.fullmatch(line.text.strip(" -–|")))


def _edges(lines: Sequence[Line]) -> list[list[int]]:
    """Where the chunks after the first of each line begin, in points."""
    return [[round(chunk.box[0]) for chunk in line.chunks[1:]] for line in lines]


def _splits(line: Line, index: int, edges: Sequence[Sequence[int]]) -> Iterator[list[Chunk]]:
    """The chunks of a line, divided where a column begins."""
    current = [line.chunks[0]]
    for chunk in line.chunks[1:]:
        gap = chunk.box[0] - current[-1].box[2]
        wide = gap > _WIDE * line.size or (chunk.is_cells and gap > 1.5 * line.size)
        after_marker = len(current) == 1 and MARKER.fullmatch(current[0].text) and gap < 5 * line.size
        if not after_marker and (wide or _begins_lines(chunk, index, edges)):
            yield current
            current = [chunk]
        else:
            current.append(chunk)
    yield current


def _begins_lines(chunk: Chunk, index: int, edges: Sequence[Sequence[int]]) -> bool:
    """Whether at least two of the lines near by have a chunk that begins where this one does."""
    near = [*edges[max(0, index - _NEAR_LINES) : index], *edges[index + 1 : index + 1 + _NEAR_LINES]]
    return sum(any(abs(x - chunk.box[0]) <= _SAME_EDGE for x in own) for own in near) >= 2


def _segments(lines: Sequence[Line], frame: int) -> Iterator[Segment]:
    edges = _edges(lines)
    for index, line in enumerate(lines):
        parts = list(_splits(line, index, edges))
        for number, part in enumerate(parts):
            tokens = tuple(token for chunk in part for token in chunk.tokens)
            if all(token.is_dash or token.numeral for token in tokens) and len(parts) > 1:
                continue
            following = parts[number + 1] if number + 1 < len(parts) else []
            sizes: dict[float, int] = defaultdict(int)
            heavy = 0
            for token in tokens:
                sizes[token.size] += len(token.text)
                heavy += len(token.text) if token.bold else 0
            yield Segment(
                page=line.page,
                frame=frame,
                tokens=tokens,
                box=union([chunk.box for chunk in part]),
                size=max(sizes, key=lambda size: (sizes[size], size)) if len(sizes) > 1 else tokens[0].size,
                bold=heavy > 0.6 * sum(sizes.values()),
                before_cells=bool(following) and all(chunk.is_cells for chunk in following),
            )


def _leads_to_page(line: Line, pages: int) -> bool:
    """Whether a line below the head of a list of contents ends in a number that can be a page of the document."""
    found = _ENDS_IN_NUMBER.search(line.text)
    return found is not None and int(found["page"]) <= _NUMBERED_ON + 2 * pages


def segments_of(pages: Sequence[Page]) -> list[Segment]:
    """The segments of a document, frame by frame in reading order, top to bottom."""
    furniture = _furniture(pages)
    found: list[Segment] = []
    frame = 0
    for page in pages:
        contents = any(_CONTENTS_HEAD.fullmatch(line.text) for line in lines_of(page))
        if "frames" not in page.derived:
            page.derived["frames"] = frames_of(page)
        for lines in page.derived["frames"]:
            kept = [
                line
                for line in lines
                if not (
                    is_contents(line)
                    or _LEADER.search(line.text)
                    or (contents and _leads_to_page(line, len(pages)))
                    or _is_edge(line, page, furniture)
                )
            ]
            found += _segments(kept, frame)
            frame += 1
    return found
