"""Finds the page and the line on which a table's rows were printed."""

from __future__ import annotations

import re
from pathlib import Path

import pdfplumber

from tests.press.document import Document
from tests.press.truth import amount_rows


def digits(text: str) -> str:
    """The digits of a text, joined."""
    return re.sub(r"\D", "", text)


def page_lines(path: Path) -> list[list[str]]:
    """Per page, the digits of each printed line from left to right (characters whose middles share a height)."""
    pages = []
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            lines: list[tuple[float, list[tuple[float, str]]]] = []
            chars = [c for c in page.chars if c["upright"]]
            for char in sorted(chars, key=lambda c: (c["top"] + c["bottom"]) / 2):
                middle = (char["top"] + char["bottom"]) / 2
                if not lines or middle - lines[-1][0] > 2.2:
                    lines.append((middle, []))
                lines[-1][1].append((char["x0"], char["text"]))
            pages.append([digits("".join(t for _, t in sorted(line))) for _, line in lines])
    return pages


def locate(made: Document, path: Path) -> dict[tuple[int, int], int]:
    """(table number, amount row number) → page, both from 1. A row that does not stand anywhere is an error."""
    pages, found, at = page_lines(path), {}, (0, 0)
    for table_no, table in enumerate(made.tables(), 1):
        for row_no, row in enumerate(amount_rows(table), 1):
            wanted = digits("".join(c.printed for c in row.cells or [] if c.value is not None))
            place = find(pages, wanted, at) or find(pages, wanted, side_start(at))
            if place is None:
                raise ValueError(f"{made.doc_id}: {table.table_id} row {row.label!r} ({wanted}) is not on any page")
            found[table_no, row_no] = place[0] + 1
            at = place
    return found


def side_start(at: tuple[int, int]) -> tuple[int, int]:
    """The top of the same page: tables side by side begin again at the top."""
    return at[0], 0


def find(pages: list[list[str]], wanted: str, start: tuple[int, int]) -> tuple[int, int] | None:
    """The first line from `start` on that holds the digits."""
    for page in range(start[0], len(pages)):
        first = start[1] if page == start[0] else 0
        for line in range(first, len(pages[page])):
            if wanted in pages[page][line]:
                return page, line
    return None
