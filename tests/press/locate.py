"""Finds the page, and on it the box, in which each amount of a table was printed.

Only digits are compared, because producers differ in what they make of spaces and dashes. A row is taken where its digits
stand next to each other on one line, not inside a longer number, with a word of its label close by.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Any

import pdfplumber

from tests.press.document import Document, Row
from tests.press.truth import amount_rows

Box = tuple[float, float, float, float]
Spot = tuple[int, int, int]  # page and line from 0, and the digit of the line
NEAR_LINES = 4  # a label wraps over at most this many lines above or below its amounts


def digits(text: str) -> str:
    """The digits of a text, joined."""
    return re.sub(r"\D", "", text)


@dataclass
class Line:
    """What stands at one height: letters and digits from left to right, the digits with their boxes."""

    middle: float
    chars: list[tuple[float, float, str, Box]] = field(default_factory=list)

    @property
    def digits(self) -> str:
        return digits("".join(c[2] for c in self.chars))

    @property
    def boxes(self) -> list[tuple[float, float, Box]]:
        """(start, end along the line, box on the page) of each digit."""
        return [(x0, x1, box) for x0, x1, text, box in self.chars for t in text if t.isdigit()]

    @property
    def letters(self) -> str:
        return re.sub(r"[\W\d_]+", "", "".join(c[2] for c in self.chars)).casefold()


def along(char: dict[str, Any]) -> tuple[float, float, float]:
    """(start, end, height) of a character in the direction in which it is written; turned text runs up or down the page."""
    if char["upright"]:
        return char["x0"], char["x1"], (char["top"] + char["bottom"]) / 2
    middle = (char["x0"] + char["x1"]) / 2
    if char["matrix"][1] > 0:
        return -char["bottom"], -char["top"], middle
    return char["top"], char["bottom"], -middle


def lines_of(page: Any, columns: int = 1) -> list[Line]:
    """The lines of a page, text column by text column, from the top."""
    found: list[Line] = []
    split = page.width / columns
    for column in range(columns):
        lines: list[Line] = []
        for upright in (True, False):
            own = [(along(c), c) for c in page.chars if c["upright"] == upright and c["text"].strip()]
            own = [(a, c) for a, c in own if columns == 1 or column <= (c["x0"] / split) < column + 1]
            block: list[Line] = []
            for (start, end, middle), char in sorted(own, key=lambda p: p[0][2]):
                if not block or middle - block[-1].middle > 2.2:
                    block.append(Line(middle))
                block[-1].chars.append((start, end, char["text"], (char["x0"], char["top"], char["x1"], char["bottom"])))
            lines += block
        for line in lines:
            line.chars.sort(key=lambda c: c[0])
        found += lines
    return found


def page_lines(path: Path, columns: int = 1) -> list[list[str]]:
    """Per page, the digits of each printed line."""
    return [[line.digits for line in lines] for lines in pages_of(path, columns)]


def pages_of(path: Path, columns: int = 1) -> list[list[Line]]:
    """Per page its lines."""
    with pdfplumber.open(path) as pdf:
        return [lines_of(page, columns) for page in pdf.pages]


@dataclass(frozen=True)
class Place:
    """Where a row stands: page from 1, and the box of each printed amount's digits, in the order of its columns."""

    page: int
    boxes: list[Box]


def locate(made: Document, path: Path, columns: int = 1) -> dict[tuple[int, int], Place]:
    """(table number, amount row number), both from 1 → place. A row that does not stand anywhere is an error."""
    pages, found, at = pages_of(path, columns), {}, (0, -1)
    taken: set[Spot] = set()
    before = begun = 0  # the page on which the table before begins: one beside it begins there again
    for table_no, table in enumerate(made.tables(), 1):
        for row_no, row in enumerate(amount_rows(table), 1):
            tokens = [digits(c.printed) for c in row.cells or [] if digits(c.printed)]
            starts = [(at[0], at[1] + 1), (at[0], 0), (before, 0)]
            spot = next((s for s in (find(pages, tokens, row, start, taken) for start in starts) if s), None)
            if spot is None:
                raise ValueError(f"{made.doc_id}: {table.table_id} row {row.label!r} {tokens} is not on any page")
            taken.add(spot)
            page, line, first = spot
            every = iter(boxes(pages[page][line], tokens, first))
            own = [(c, next(every)) for c in row.cells or [] if digits(c.printed)]
            found[table_no, row_no] = Place(page + 1, [box for c, box in own if c.value is not None])
            at = (page, line)
            begun = page if row_no == 1 else begun
        before = begun
    return found


def find(pages: list[list[Line]], tokens: list[str], row: Row, start: tuple[int, int], taken: set[Spot]) -> Spot | None:
    """The first place from `start` on that holds the tokens and is not taken by another row."""
    for page in range(start[0], len(pages)):
        for line in range(start[1] if page == start[0] else 0, len(pages[page])):
            for first in stands(pages[page][line], tokens):
                if (page, line, first) not in taken and labelled(pages, page, line, row):
                    return page, line, first
    return None


def stands(line: Line, tokens: list[str]) -> Iterator[int]:
    """The digits at which the tokens begin on the line, side by side and not as a part of something longer."""
    wanted, have, marks = "".join(tokens), line.digits, line.boxes
    at = have.find(wanted)
    while at >= 0:
        edges = accumulate((len(t) for t in tokens), initial=at)  # no token may run into what stands before or behind it
        if not any(0 < e < len(have) and touching(marks[e - 1], marks[e]) for e in edges):
            yield at
        at = have.find(wanted, at + 1)


def touching(left: tuple[float, float, Box], right: tuple[float, float, Box]) -> bool:
    """Whether two digits are printed without a gap between them."""
    return right[0] - left[1] < 0.12 * (left[1] - left[0])


def labelled(pages: list[list[Line]], page: int, at: int, row: Row) -> bool:
    """Whether the label's longest word stands near, if need be on the page before; it may be divided, so its first half will do."""
    word = max(re.findall(r"[^\W\d_]+", row.label), key=len, default="").casefold()
    if not word:
        return True
    near = pages[page][max(0, at - NEAR_LINES) : at + NEAR_LINES + 1]
    if page and at < NEAR_LINES:
        near += pages[page - 1][-NEAR_LINES:]
    return any(word[: max(3, len(word) // 2)] in line.letters for line in near)


def boxes(line: Line, tokens: list[str], first: int) -> list[Box]:
    """One box per token, around its digits."""
    found = []
    for token in tokens:
        own = [b for _, _, b in line.boxes[first : first + len(token)]]
        found.append((min(b[0] for b in own), min(b[1] for b in own), max(b[2] for b in own), max(b[3] for b in own)))
        first += len(token)
    return found
