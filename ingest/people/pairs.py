"""Columns of "12/9" under "K/M": two counts in the place of one, told apart by the order of the genders in their head."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.pdf.lines import Chunk, Line
from ingest.people.cells import Cell, keep_cells, read_cell
from ingest.people.shapes import Block, Column, Row
from ingest.people.words import pattern

_PAIR = re.compile(r"\d{1,4}/\d{1,4}")
_BESIDE = 1.0  # font sizes that a pair may stand beside its head


def mark_pairs(lines: Sequence[Line]) -> None:
    """Make two cells of each pair of counts that stands below a head of two genders; anywhere else "12/9" is a day."""
    heads: list[tuple[float, float]] = []
    for line in lines:
        for chunk in line.chunks:
            if _PAIR.fullmatch(chunk.text):
                x0, _, x1, _ = chunk.box
                if any(x0 <= right + _BESIDE * line.size and left - _BESIDE * line.size <= x1 for left, right in heads):
                    keep_cells(chunk, _parted(chunk))
            elif pattern("gender_pair").search(chunk.text.casefold()):
                heads.append((chunk.box[0], chunk.box[2]))


def _parted(chunk: Chunk) -> list[Cell] | None:
    """The two cells of a pair, each with its share of the box."""
    token = chunk.tokens[0]
    x0, top, x1, bottom = token.printed_box
    cut, step = token.text.index("/"), (x1 - x0) / len(token.text)
    boxes = ((x0, top, x0 + cut * step, bottom), (x0 + (cut + 1) * step, top, x1, bottom))
    parts = [replace(token, text=text, box=box, place=None) for text, box in zip(token.text.split("/"), boxes, strict=True)]
    first, second = (read_cell([part]) for part in parts)
    return [first, replace(second, is_second=True)] if first and second else None


def split_pairs(block: Block) -> list[tuple[Row, Cell]]:
    """Part the columns of pairs by the genders of their heads; gives the counts of pairs whose head names none."""
    left: list[tuple[Row, Cell]] = []
    for index in range(len(block.columns)):
        rows = [row for row in block.rows if any(cell.is_second for cell in row.cells.get(index, []))]
        if not rows:
            continue
        column = block.columns[index]
        text = column.text
        match = pattern("gender_pair").search(text.casefold())
        if match is None:
            for row in rows:
                left += [(row, cell) for cell in row.cells.pop(index)]
            continue
        around = text[: match.start()], text[match.end() :]
        one, two = (f"{around[0]}{text[slice(*match.span(name))]}{around[1]}" for name in ("first", "second"))
        column.heads = [one]
        block.columns.append(Column(column.x0, column.x1, [two]))
        for row in rows:
            cells = row.cells[index]
            row.cells[index] = [cell for cell in cells if not cell.is_second]
            row.cells[len(block.columns) - 1] = [cell for cell in cells if cell.is_second]
    return left
