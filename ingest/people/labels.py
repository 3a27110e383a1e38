"""Texts without cells in a block: the rest of a label that wraps, or a head of the rows below. Geometry, capitals and hanging words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from statistics import median

from ingest.lexicon import fold, load
from ingest.people.cells import Piece, joined
from ingest.people.shapes import Block, Row
from ingest.people.words import pattern

_AXES = ("initiative_axis", "municipality_axis", "referrer_axis")


def begin_first(block: Block, above: list[Piece]) -> None:
    """The first lines of a label that wraps in the very first row stand above it: they are no heads."""
    row = block.rows[0]
    lower = [r for r in block.rows if r.labels and r.labels[0][:1].islower()]
    if len(lower) > max(1, 0.5 * len(block.rows)):
        return
    pitch = _pitch(block.rows)
    for piece in list(above[:8]):
        first_cell = min(c.box[0] for cells in row.cells.values() for c in cells)
        at_label = abs(piece.box[0] - row.x0) < 0.3 * piece.size and piece.box[2] < first_cell
        gap = row.top - piece.box[3]
        if (
            not at_label
            or not (_goes_on(row) or gap < (0.1 if not row.labels else -0.1) * piece.size)
            or not _begins(row, piece, None, pitch)
        ):
            continue
        row.labels.insert(0, piece.text)
        row.top = min(row.top, piece.box[1])
        row.boxes.append(piece.box)
        above.remove(piece)


def head_first(block: Block, above: list[Piece], label_right: float) -> None:
    """A head of the first rows that stands alone between them and the heads of the columns."""
    row = block.rows[0]
    if not above or not row.labels or not any(not r.cells for r in block.rows):
        return
    piece, rest = above[0], above[1:]
    beside = [p for p in rest if p.box[3] > piece.box[1] + 0.3 * piece.size]
    over = [p for p in rest if 0 <= piece.box[1] - p.box[3] < 1.5 * piece.size and p.box[2] > label_right]
    at_label = abs(piece.box[0] - row.x0) < 2 * piece.size and piece.box[2] < label_right and row.top - piece.box[3] < 1.5 * piece.size
    if at_label and over and not beside and not any(pattern(name).search(fold(piece.text)) for name in _AXES):
        above.remove(piece)
        block.rows.insert(
            0, Row([piece.text], {}, block.page, piece.box[1], piece.box[3], piece.box[0], piece.size, piece.bold, [piece.box])
        )


def heads_between(block: Block, pieces: Sequence[Piece], left: float, first_cell: float, right: float) -> None:
    """Texts between the rows: the rest of a wrapped label, or a head of the rows below."""
    pitch = _pitch(block.rows)
    for piece in sorted(pieces, key=lambda p: p.box[1]):
        x0, top, x1, bottom = piece.box
        if x0 < left - 1.5 * piece.size or (x1 > first_cell + 0.6 * (right - first_cell) and len(piece.tokens) > 5):
            continue
        if x0 > first_cell - 0.3 * piece.size:
            continue
        middle = (top + bottom) / 2
        before = [r for r in block.rows if (r.top + r.bottom) / 2 <= middle]
        after = [r for r in block.rows if (r.top + r.bottom) / 2 > middle]
        previous, following = (before[-1] if before else None), (after[0] if after else None)
        split = following is not None and _goes_on(following) and not piece.text[:1].islower()
        if previous and not split and _is_rest(previous, piece, following, pitch):
            previous.labels.append(piece.text)
            previous.bottom = max(previous.bottom, bottom)
            previous.boxes.append(piece.box)
        elif following and following.cells and _begins(following, piece, previous, pitch):
            following.labels.insert(0, piece.text)
            following.top = min(following.top, top)
            following.boxes.append(piece.box)
        elif following:
            row = Row([piece.text], {}, block.page, top, bottom, x0, piece.size, piece.bold, [piece.box])
            block.rows.insert(block.rows.index(following), row)


def join_wrapped(block: Block) -> None:
    """Texts right above a row whose label begins in small letters are the first lines of that label."""
    lower = [row for row in block.rows if row.cells and _goes_on(row)]
    if len(lower) > 0.5 * sum(bool(row.cells) for row in block.rows):
        return
    for row in lower:
        at = block.rows.index(row)
        head = block.rows[at - 1] if at else None
        if (
            head
            and not head.cells
            and abs(head.x0 - row.x0) < 0.3 * row.size
            and row.top - head.bottom < 0.6 * row.size
            and head.bold == row.bold
        ):
            row.labels[:0] = head.labels
            row.boxes += head.boxes
            row.top = head.top
            block.rows.remove(head)


def join_repeated(block: Block) -> None:
    """The same text over one row after the other ("Nya deltagare" over "kvinnor", again over "män") is the first lines of their labels."""
    units: list[list[Row]] = []  # heads, and the rows under them
    for row in block.rows:
        if not units or (not row.cells and units[-1][-1].cells):
            units.append([])
        units[-1].append(row)
    begins = ["" if unit[0].cells else joined([head.label for head in unit if not head.cells]) for unit in units]
    before = ""
    for n, unit in enumerate(units):
        heads, (row, *others) = [r for r in unit if not r.cells], [r for r in unit if r.cells] or unit[-1:]
        repeated = begins[n] in {*begins[max(0, n - 1) : n], *begins[n + 1 : n + 2]} or before.startswith(f"{begins[n]} ")
        own = not others or (row.label[:1].islower() and not others[0].label[:1].islower())  # no head of more than one row
        if begins[n] and repeated and own and row.cells and all(head.bold == row.bold for head in heads):
            row.labels[:0] = [label for head in heads for label in head.labels]
            row.boxes += [box for head in heads for box in head.boxes]
            row.top = heads[0].top
            block.rows = [r for r in block.rows if not any(r is head for head in heads)]
        before = unit[-1].label


@cache
def _hanging() -> re.Pattern[str]:
    return re.compile(load("participants")["hanging"], re.IGNORECASE)


def _pitch(rows: Sequence[Row]) -> float:
    """The usual gap between rows of one line each."""
    gaps = [b.top - a.bottom for a, b in pairwise(rows) if a.cells and b.cells]
    return median(gaps) if gaps else 0.0


def _is_rest(row: Row, piece: Piece, following: Row | None, pitch: float) -> bool:
    """Whether a text goes on the label of the row above it."""
    gap = piece.box[1] - row.bottom
    if not row.labels or gap > 0.6 * piece.size or abs(piece.box[0] - row.x0) > 2.5 * piece.size or piece.bold != row.bold:
        return False
    closer = following is not None and gap < pitch - 0.8 and following.top - piece.box[3] > gap + 0.8
    return (
        gap < -0.1 * piece.size
        or bool(_hanging().search(row.label.rstrip()))
        or piece.text[:1].islower()
        or piece.text.startswith("(")
        or row.label.count("(") > row.label.count(")")
        or (closer and bool(row.cells))
    )


def _goes_on(row: Row) -> bool:
    """Whether the label of a row reads as the rest of one that begins above."""
    return bool(row.labels) and row.labels[0][:1].islower() and not pattern("of_which").search(fold(row.labels[0]))


def _begins(row: Row, piece: Piece, previous: Row | None, pitch: float) -> bool:
    """Whether a text is the first line of the label of the row below it."""
    gap = row.top - piece.box[3]
    if gap > 0.6 * piece.size or piece.bold != row.bold:
        return False
    closer = previous is not None and gap < pitch - 0.8 and piece.box[1] - previous.bottom > gap + 0.8 and bool(row.labels)
    same_edge = abs(piece.box[0] - row.x0) < 0.3 * piece.size
    return (
        gap < -0.1 * piece.size or not row.labels or bool(_hanging().search(piece.text.rstrip())) or _goes_on(row) or (closer and same_edge)
    )
