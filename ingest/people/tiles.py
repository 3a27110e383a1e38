"""A row of large figures with their names below them ("180" over "deltagare"): each figure is a row with its name for a label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.people.cells import Piece
from ingest.people.shapes import Block, Column

_LARGER = 1.3  # times the names' font size that the figures are set in
_BELOW = 3.0  # font sizes of the names between a figure and its name
_BESIDE = 1.5  # font sizes of the names that their middles may stand apart


def head_tiles(block: Block, below: Sequence[Piece]) -> None:
    """Make rows of a single row of figures without label or heads where one text stands below each; else leave it."""
    row = block.rows[0]
    if len(block.rows) > 1 or row.labels or len(block.columns) < 2 or any(column.heads for column in block.columns):
        return
    names: list[Piece] = []
    for column in block.columns:
        near = [
            piece
            for piece in below
            if row.size >= _LARGER * piece.size
            and 0 <= piece.box[1] - row.bottom + piece.size < (_BELOW + 1) * piece.size
            and abs((piece.box[0] + piece.box[2]) / 2 - column.middle) <= _BESIDE * piece.size
        ]
        if len(near) != 1:
            return
        names.append(near[0])
    block.rows = [
        replace(row, labels=[name.text], cells={0: row.cells[i]}, x0=name.box[0], boxes=[name.box, *(cell.box for cell in row.cells[i])])
        for i, name in enumerate(names)
        if i in row.cells
    ]
    block.columns = [Column(block.columns[0].x0, block.columns[-1].x1)]
    block.captions = block.captions[:1]  # what is told farther above may be of another year
