"""Columns of "21 (12)" under "Deltagare (varav kvinnor)" or "2023 (2022)": two columns in the place of one."""

from __future__ import annotations

import re

from ingest.headers import find_years
from ingest.lexicon import fold
from ingest.people.cells import Cell
from ingest.people.shapes import Block, Column, Row
from ingest.people.words import entries, pattern

_BRACKETS = re.compile(r"^(.*?)\s*\(([^()]+)\)\s*$")


def split_brackets(block: Block) -> list[tuple[Row, Cell]]:
    """Part the columns whose heads, or whose caption, tell what stands in brackets; gives the bracketed counts nothing tells of."""
    left: list[tuple[Row, Cell]] = []
    for index in range(len(block.columns)):
        rows = [row for row in block.rows if any(_is_beside(cells) for n, cells in row.cells.items() if n == index)]
        if 2 * len(rows) < sum(index in row.cells for row in block.rows) or not rows:
            continue
        column = block.columns[index]
        text = column.text
        told = _told(text) or _told(block.captions[0] if block.captions else "")
        if told is None:
            for row in rows:
                left += [(row, cell) for cell in row.cells[index][1:]]
                row.cells[index] = row.cells[index][:1]
            continue
        outer, inner = told if _told(text) else (text, told[1])
        years = find_years(outer)
        within = outer.replace(str(years[0]), inner) if years and find_years(inner) else f"{outer} {inner}"
        block.columns.append(Column(column.x0, column.x1, [within.strip()]))
        column.heads = [outer] if outer else []
        for row in rows:
            row.cells[len(block.columns) - 1] = row.cells[index][1:]
            row.cells[index] = row.cells[index][:1]
    return left


def _told(text: str) -> tuple[str, str] | None:
    """The words before the brackets and those in them, where these say a part, a gender, a share or a year."""
    match = _BRACKETS.match(text)
    if match is None:
        return None
    inner = fold(match[2])
    genders = any(entry.pattern.search(inner) for entry in entries("genders"))
    knows = genders or find_years(match[2]) or pattern("of_which").search(inner) or pattern("share").search(inner)
    return (match[1], match[2]) if knows else None


def _is_beside(cells: list[Cell]) -> bool:
    """Whether a count has another one in brackets behind it; a share in brackets is told by its sign."""
    return len(cells) == 2 and cells[1].text.startswith("(") and not cells[1].is_percent and not cells[0].text.startswith("(")
