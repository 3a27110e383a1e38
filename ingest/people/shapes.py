"""Rows, columns and blocks: what stands where on a page, before any word is understood."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.contracts import Box
from ingest.people.cells import Cell, joined


@dataclass(slots=True)
class Column:
    """One column: the range of its cells, and the heads over it from the top."""

    x0: float
    x1: float
    heads: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The heads as one text."""
        return joined(self.heads)

    @property
    def middle(self) -> float:
        """Horizontal centre."""
        return (self.x0 + self.x1) / 2


@dataclass(slots=True)
class Row:
    """One row: label pieces from the left, cells by column, or no cells for a head between rows."""

    labels: list[str]
    cells: dict[int, list[Cell]]
    page: int
    top: float
    bottom: float
    x0: float
    size: float
    bold: bool
    boxes: list[Box] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The label as one text."""
        return joined(self.labels)


@dataclass(slots=True)
class Block:
    """Rows and columns, with what stands above: the words over the labels, captions from the nearest."""

    page: int
    rows: list[Row]
    columns: list[Column]
    corner: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)  # of the words above
    top: float = 0.0

    @property
    def places(self) -> list[tuple[int, Box]]:
        """Page and box of all that was read."""
        return [(self.page, box) for box in self.boxes] + [(row.page, box) for row in self.rows for box in row.boxes]

    @property
    def cells(self) -> list[Cell]:
        """All cells, row by row."""
        return [cell for row in self.rows for cells in row.cells.values() for cell in cells]
