"""The words above a block to heads of its columns, words over its labels, and captions.

A head may stand over one column or over several, wrap over lines, and stand so close to the next that both look like
one text. Geometry only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from ingest.lexicon import fold
from ingest.pdf.lines import Token
from ingest.people.cells import Piece, joined
from ingest.people.words import pattern

if TYPE_CHECKING:
    from ingest.people.shapes import Block, Column

_GLUED = re.compile(r"[a-zåäö-](?=[A-ZÅÄÖ][a-zåäö])")
_NUMBERED = re.compile(r"(?:tabell|diagram|figur|bild|tab|fig)\b", re.IGNORECASE)
_LINES = 12  # narrow heads wrap after each word, and those beside them stand between their lines
_GAP = 1.5  # in font sizes, between lines of heads
_FIRST_GAP = 2.2  # between the lowest heads and the first row
_RULED = 3.5  # where there is one head for each column: rules of dashes may stand between
_BARE = 2.0  # what it costs to leave a column at the edge without a head, in points that a head stands off the middle
_CAPTION_GAP = 3.5
_CAPTIONS = 3
_WIDE = 0.55  # of the font size: more than between words
_LONG = 16  # words; more are running text


def read_above(block: Block, pieces: Sequence[Piece], left: float, label_right: float, size: float) -> None:
    """Sort the texts above a block (the nearest first) into heads, corner and captions; labels stand from `left` to `label_right`."""
    lines = _lines(pieces)
    bottom = block.rows[0].top
    head_lines: list[list[Piece]] = []
    while lines and len(head_lines) < _LINES:
        line = lines[0]
        gap = bottom - max(p.box[3] for p in line)
        said = fold(" ".join(p.text for p in sorted(line, key=lambda p: p.box[0])))
        # Between two lines of heads, at half their height: the word over the labels.
        nearly = gap < 0 and lines[1:] and max(p.box[3] for p in lines[1]) > line[0].box[1]
        corner = nearly and _is_heads(lines[1], left, label_right, block.columns)
        most = _GAP if head_lines else _RULED if _head_each(line, block.columns) else _FIRST_GAP
        if gap > most * size or not (corner or _is_heads(line, left, label_right, block.columns)):
            break
        if pattern("remarks").search(said):
            break
        head_lines.append(line)
        bottom = min(p.box[1] for p in line)
        lines.pop(0)
    spans = _extents(block.columns)
    placed: list[tuple[Piece, int]] = []
    for number, line in enumerate(reversed(head_lines), 1):
        lower = [p for other in head_lines[: len(head_lines) - number] for p in other]
        placed = _assign(block, line, left, label_right, spans, placed, lower)
        block.boxes += [p.box for p in line]
    for line in lines[: _CAPTIONS + 2]:
        gap = bottom - max(p.box[3] for p in line)
        text = " ".join(p.text for p in sorted(line, key=lambda p: p.box[0]))
        if gap > _CAPTION_GAP * size or len(block.captions) == _CAPTIONS or len(text.split()) > _LONG or _ends_sentence(text):
            break
        if block.captions and block.captions[-1][:1].islower():
            block.captions[-1] = joined([text, block.captions[-1]])
        else:
            block.captions.append(text)
        bottom = min(p.box[1] for p in line)
    block.top = min([block.top, *(p.box[1] for line in head_lines for p in line)])


def _ends_sentence(text: str) -> bool:
    """Whether a line is the end of running text."""
    return text.endswith(".") and (len(text.split()) > 3 or text[:1].islower()) and not _NUMBERED.match(text)


def _lines(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces that share a height, the lowest line first."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: -(p.box[1] + p.box[3])):
        middle = (piece.box[1] + piece.box[3]) / 2
        if lines and abs(middle - (lines[-1][0].box[1] + lines[-1][0].box[3]) / 2) < 0.35 * piece.size:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return lines


def _is_heads(line: Sequence[Piece], left: float, label_right: float, columns: Sequence[Column]) -> bool:
    """Whether a line stands over the columns, and is no running text and no caption over the whole."""
    if not any(piece.box[2] > label_right + 0.2 * piece.size for piece in line):
        return False
    first, *others = sorted(line, key=lambda p: p.box[0])
    if first.box[0] <= left + 2 * first.size and first.box[2] <= columns[0].x0 - first.size and _head_each(others, columns):
        return len(first.tokens) <= 12  # a title in the place of the corner, longer than any label
    if any(
        piece.box[0] <= left + 2 * piece.size and piece.box[2] > label_right + 3 * piece.size and len(piece.tokens) > 1 for piece in line
    ):
        return len(line) > 1 and all(len(piece.tokens) <= 4 for piece in line)  # begins over the labels and goes on: a caption
    return all(len(piece.tokens) <= 12 for piece in line)


def _head_each(pieces: Sequence[Piece], columns: Sequence[Column]) -> bool:
    """Whether short texts stand over the columns, one over each."""
    over = [_single(piece, columns, _extents(columns)) for piece in pieces if len(piece.tokens) <= 4]
    return len(over) == len(pieces) == len(columns) and None not in over and len(set(over)) == len(over)


def _extents(columns: Sequence[Column]) -> list[tuple[float, float]]:
    """For each column the range that its head may take: to the middle of the gaps to its neighbours' cells."""
    edges = []
    for i, column in enumerate(columns):
        left = (columns[i - 1].x1 + column.x0) / 2 if i else column.x0 - 60
        right = (column.x1 + columns[i + 1].x0) / 2 if i + 1 < len(columns) else column.x1 + 60
        edges.append((left, right))
    return edges


def _covered(piece: Piece, columns: Sequence[Column]) -> list[int]:
    x0, _, x1, _ = piece.box
    return [
        i
        for i, c in enumerate(columns)
        if x0 - 1 <= c.middle <= x1 + 1 or (x0 <= c.x1 and c.x0 <= x1 and min(x1, c.x1) - max(x0, c.x0) > 0.6 * (c.x1 - c.x0))
    ]


def _aligned(x0: float, x1: float, column: Column) -> float:
    """How well a text stands over a column: the least of the distances of its edges and its middle."""
    return min(abs(x1 - column.x1), abs((x0 + x1) / 2 - column.middle), abs(x0 - column.x0) + 0.5)


def _assign(
    block: Block,
    line: Sequence[Piece],
    left: float,
    label_right: float,
    spans: Sequence[tuple[float, float]],
    above: list[tuple[Piece, int]],
    lower: Sequence[Piece],
) -> list[tuple[Piece, int]]:
    """Put the words of one line of heads over their columns; gives those that stand over one column alone, for the line below."""
    columns = block.columns
    heads: list[Piece] = []
    for piece in sorted(line, key=lambda p: p.box[0]):
        over_labels = piece.box[0] <= left + 2 * piece.size and (piece.box[0] + piece.box[2]) / 2 < columns[0].x0
        if over_labels or piece.box[2] <= label_right:
            block.corner.append(piece.text)
        else:
            heads.extend(_split(_unglued(piece, columns), columns, spans, lower))
    single = [_single(p, columns, spans) for p in heads]
    single = [_below(p, above) if s is None else s for p, s in zip(heads, single, strict=True)]
    runs = _repeated(heads, columns, spans, lower)
    if not runs and all(s is not None for s in single) and len(set(single)) == len(single):
        placed = [(piece, index) for piece, index in zip(heads, single, strict=True) if index is not None]
        for piece, index in placed:
            columns[index].heads.append(piece.text)
        return placed
    groups = runs or _groups(heads, columns)
    for piece, group in zip(heads, groups, strict=True):
        for index in group:
            columns[index].heads.append(piece.text)
    return [(piece, group[0]) for piece, group in zip(heads, groups, strict=True) if len(group) == 1]


def _below(piece: Piece, above: Sequence[tuple[Piece, int]]) -> int | None:
    """The column of the head right above that this piece goes on: they share an edge or the middle."""
    x0, _, x1, _ = piece.box
    for other, index in above:
        a, _, b, _ = other.box
        if min(abs(x0 - a), abs(x1 - b), abs((x0 + x1 - a - b) / 2)) < 0.2 * piece.size and min(x1, b) - max(x0, a) > 0:
            return index
    return None


def _unglued(piece: Piece, columns: Sequence[Column]) -> Piece:
    """Heads of two columns that touch ("KvinnorMän") are one word to the page: cut before the capital, by the share of letters."""
    if len(_covered(piece, columns)) < 2:
        return piece
    tokens: list[Token] = []
    for token in piece.tokens:
        cuts = [0, *(m.start() + 1 for m in _GLUED.finditer(token.text)), len(token.text)]
        x0, top, x1, bottom = token.box
        step = (x1 - x0) / len(token.text)
        parts = [
            replace(token, text=token.text[a:b], box=(x0 + a * step, top, x0 + b * step, bottom), place=token.printed_box)
            for a, b in pairwise(cuts)
        ]
        tokens += parts if len(parts) > 1 and len(_covered(Piece((token,)), columns)) > 1 else [token]
    return Piece(tuple(tokens))


def _split(piece: Piece, columns: Sequence[Column], spans: Sequence[tuple[float, float]], lower: Sequence[Piece] = ()) -> list[Piece]:
    """Heads of neighbouring columns at word distance, taken apart where each part stands over a column of its own."""
    if apart := _at_wide_gaps(piece, columns):
        return apart
    if _is_over_heads(piece, columns, spans, lower):
        return [piece]
    for cut in range(1, len(piece.tokens)):
        first, rest = Piece(piece.tokens[:cut]), Piece(piece.tokens[cut:])
        left, right = _stands(first, columns, spans), _stands(rest, columns, None)
        if left is not None and right is not None and left < right:
            return [first, *_split(rest, columns, spans, lower)]
    if len(piece.tokens) > 2 and (pair := _at_widest_gap(piece, columns)):
        return [pair[0], *_split(pair[1], columns, spans, lower)]
    covered = _covered(piece, columns)
    if len(covered) >= 2 and len(piece.tokens) >= len(covered):
        parts: dict[int, list[int]] = {}
        for n, token in enumerate(piece.tokens):
            nearest = min(covered, key=lambda i: abs((token.box[0] + token.box[2]) / 2 - columns[i].middle))
            parts.setdefault(nearest, []).append(n)
        if len(parts) == len(covered):
            return [Piece(tuple(piece.tokens[n] for n in numbers)) for _, numbers in sorted(parts.items())]
    return [piece]


def _at_widest_gap(piece: Piece, columns: Sequence[Column]) -> tuple[Piece, Piece] | None:
    """A head that runs on to the next one, and the next, which stands well over its column: cut at the one gap wider than all others."""
    gaps = sorted(((b.box[0] - a.box[2], n) for n, (a, b) in enumerate(pairwise(piece.tokens), 1)), reverse=True)
    if gaps[0][0] < 1.3 * gaps[1][0]:
        return None
    first, rest = Piece(piece.tokens[: gaps[0][1]]), Piece(piece.tokens[gaps[0][1] :])
    right = _stands(rest, columns, None)
    return (first, rest) if right and all(index < right for index in _covered(first, columns)) and _covered(first, columns) else None


def _is_over_heads(piece: Piece, columns: Sequence[Column], spans: Sequence[tuple[float, float]], lower: Sequence[Piece]) -> bool:
    """Whether a head ("Vid start") reads as one and stands over several columns, each with a head of its own below it."""
    covered = _covered(piece, columns)
    first, *others = (token.text[:1] for token in piece.tokens)
    if len(covered) < 2 or not first.isupper() or any(sign.isupper() for sign in others):
        return False
    return set(covered) <= {_single(part, columns, spans) for p in lower for part in _split(p, columns, spans)}


def _at_wide_gaps(piece: Piece, columns: Sequence[Column]) -> list[Piece]:
    """Parts of a head between gaps that are wider than those between its words, when each stands over the next column; else none."""
    gaps = [b.box[0] - a.box[2] for a, b in pairwise(piece.tokens)]
    wide = [gap for gap in gaps if gap > _WIDE * piece.size]
    if not wide or (len(wide) == len(gaps) and len(gaps) > 1):
        return []
    cuts = [0, *(n for n, gap in enumerate(gaps, 1) if gap > _WIDE * piece.size), len(piece.tokens)]
    parts = [Piece(piece.tokens[a:b]) for a, b in pairwise(cuts)]
    stands = [min(range(len(columns)), key=lambda i: _aligned(part.box[0], part.box[2], columns[i])) for part in parts]
    near = all(_aligned(part.box[0], part.box[2], columns[i]) <= 0.2 * piece.size for part, i in zip(parts, stands, strict=True))
    return parts if near and all(a < b for a, b in pairwise(stands)) else []


def _stands(piece: Piece, columns: Sequence[Column], spans: Sequence[tuple[float, float]] | None) -> int | None:
    """The column that a part of a head stands over with an edge or its middle, and within its span where one is given."""
    x0, _, x1, _ = piece.box
    best = min(range(len(columns)), key=lambda i: _aligned(x0, x1, columns[i]))
    a, b = spans[best] if spans else (x0, x1)
    return best if _aligned(x0, x1, columns[best]) <= 0.2 * piece.size and a <= (x0 + x1) / 2 <= b else None


def _single(piece: Piece, columns: Sequence[Column], spans: Sequence[tuple[float, float]]) -> int | None:
    """The one column a head stands over, or None when it stands over several, or between them."""
    x0, _, x1, _ = piece.box
    covered = _covered(piece, columns)
    if len(covered) > 1:
        return None
    best = min(range(len(columns)), key=lambda i: _aligned(x0, x1, columns[i]))
    if _aligned(x0, x1, columns[best]) <= 0.35 * piece.size:
        return best
    if covered:
        return covered[0]
    middle = (x0 + x1) / 2
    inside = [i for i, (a, b) in enumerate(spans) if a <= middle <= b]
    near = inside[0] if inside else None
    if near is None or min(abs(middle - a) for a in spans[near]) < 0.25 * (spans[near][1] - spans[near][0]):
        return None
    return near


def _repeated(
    heads: Sequence[Piece], columns: Sequence[Column], spans: Sequence[tuple[float, float]], lower: Sequence[Piece]
) -> list[list[int]] | None:
    """Runs of columns under heads that stand over the same heads again ("2023 | 2022" over "Kvinnor | Män" twice); None for others."""
    if len(heads) < 2:
        return None
    below: dict[int, list[str]] = {}
    for piece in lower:
        for part in _split(piece, columns, spans):
            if (index := _single(part, columns, spans)) is not None:
                below.setdefault(index, []).append(fold(part.text))
    texts = [" ".join(below.get(n, [])) for n in range(len(columns))]
    for length in range(len(columns) // len(heads), 1, -1):
        for first in (0, len(columns) - length * len(heads)):
            runs = [list(range(first + n * length, first + (n + 1) * length)) for n in range(len(heads))]
            said = {tuple(texts[i] for i in run) for run in runs}
            if len(said) == 1 and len(set(next(iter(said)))) == length and all(next(iter(said))):
                return runs
    return None


def _groups(heads: Sequence[Piece], columns: Sequence[Column]) -> list[list[int]]:
    """Runs of columns for heads that stand over several: the division under whose middles the heads stand best."""
    count, n = len(heads), len(columns)

    def cost(piece: Piece, first: int, last: int) -> float:
        a, b = columns[first].x0, columns[last].x1
        x0, _, x1, _ = piece.box
        outside = max(0.0, a - x1) + max(0.0, x0 - b)
        return min(abs((x0 + x1) / 2 - (a + b) / 2), abs(x0 - a) + 1, abs(x1 - b) + 1) + 3 * outside

    best: dict[tuple[int, int], tuple[float, list[list[int]]]] = {(0, 0): (0.0, [])}
    for h in range(count):
        for (done, at), (spent, groups) in list(best.items()):
            if done != h:
                continue
            for first in range(at, n):
                for last in range(first, n):
                    if n - 1 - last < count - 1 - h:
                        continue
                    # A column left without a head costs as much as a head badly placed.
                    total = spent + cost(heads[h], first, last) + (6.0 if at else _BARE) * (first - at)
                    key = (h + 1, last + 1)
                    if key not in best or total < best[key][0]:
                        best[key] = (total, [*groups, list(range(first, last + 1))])
    ends = [(spent + _BARE * (n - at), groups) for (done, at), (spent, groups) in best.items() if done == count]
    return min(ends, key=lambda pair: pair[0])[1] if ends else [[] for _ in heads]
