"""How small a table's type must be for its amounts to stand whole in their columns, as a person at a layout program would set it.

Widths are estimated from the text, in ems: the widths of Liberation Sans, or of a wider face by `stretch`.
"""

from __future__ import annotations

from tests.press.document import Table

DIGIT, SPACE, LETTER = 0.56, 0.28, 0.62  # ems; a letter of a bold head
LEAST = 4.8  # points: smaller is never printed


def ems(text: str, stretch: float = 1.0) -> float:
    """The breadth of one line of text."""
    return stretch * sum(SPACE if c.isspace() or c in ".,|" else LETTER if c.isalpha() else DIGIT for c in text)


def amount_ems(made: Table, stretch: float = 1.0) -> list[float]:
    """Per column the breadth of its widest amount, and of the longest word of its head, which may wrap but not within a word."""
    found = []
    for at, column in enumerate(made.columns):
        printed = [r.cells[at].printed for r in made.rows if r.cells]
        words = [w for line in column.lines for w in line.split()]
        found.append(max(ems(t, stretch) for t in (*printed, *words, "0")))
    return found


def fitted(made: Table, size: float, room: float, padding: float, stretch: float = 1.0) -> float:
    """The size in points, `size` or smaller, at which the columns of amounts take no more than `room` points; `padding` is that of
    one column."""
    free = room - padding * len(made.columns)
    return max(LEAST, min(size, free / sum(amount_ems(made, stretch))))
