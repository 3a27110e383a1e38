"""Heads of goal tables: which printed lines name columns such as Mål, Måluppfyllelse and Kommentar."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise, product

from ingest.contracts import Box
from ingest.goals.text import joined
from ingest.goals.words import bare, pattern, role_of, small, status_word
from ingest.pdf.lines import Chunk, Line
from ingest.pdf.words import union

_MOST_LINES = 4
_MOST_WORDS = 12
_GUESS_WORDS = 5
# A number that is no year: amounts stand under heads, not in them.
_AMOUNT = re.compile(r"(?<!\d)(?!(?:19|20)\d\d(?!\d))\d{3,}|\d[ \u00a0\u2009\u202f.]\d{3}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_TELLING = {"status", "tick", "outcome", "comment", "target", "measure"}


@dataclass(frozen=True, slots=True)
class HeadCell:
    """One column's head: what the column holds, the head as printed and its box."""

    role: str
    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Head:
    """The heads of one table, left to right, and how many printed lines they take, from line `first` on."""

    cells: tuple[HeadCell, ...]
    first: int
    count: int

    @property
    def roles(self) -> tuple[str, ...]:
        """What the columns hold, left to right."""
        return tuple(cell.role for cell in self.cells)


def _clusters(lines: Sequence[Line]) -> list[list[Chunk]]:
    """The chunks of some lines, those above one another together, left to right."""
    clusters: list[list[Chunk]] = []
    right = 0.0
    for chunk in sorted((c for line in lines for c in line.chunks), key=lambda c: c.box[0]):
        if clusters and chunk.box[0] < right:
            clusters[-1].append(chunk)
            right = max(right, chunk.box[2])
        else:
            clusters.append([chunk])
            right = chunk.box[2]
    return [sorted(cluster, key=lambda c: c.box[1]) for cluster in clusters]


@lru_cache(maxsize=8192)
def _pieces(words: tuple[str, ...], whole: bool = True) -> tuple[int, ...]:
    """How many words each of the heads takes that a text is made of, as many as may be; one if `whole` and it is a head."""
    if whole and role_of(" ".join(words)):
        return (len(words),)
    best: tuple[int, ...] = ()
    for count in range(len(words) - 1, 0, -1):
        rest = _pieces(words[count:]) if role_of(" ".join(words[:count])) else ()
        if len(rest) + 1 > len(best) and rest:
            best = (count, *rest)
    return best


def _parted(line: Line) -> Line:
    """The line, its texts cut where several heads stand at no more than a word's distance: "Nr Mål"; worked out once for a line."""
    if "_goals_parted" not in line.__dict__:
        line.__dict__["_goals_parted"] = _cut_apart(line)
    parted: Line = line.__dict__["_goals_parted"]
    return parted


def _cut_apart(line: Line) -> Line:
    chunks: list[Chunk] = []
    for chunk in line.chunks:
        words = tuple(token.text for token in chunk.tokens)
        pieces = _pieces(words, whole=False) if 1 < len(words) <= _MOST_WORDS else ()
        numbered = bool(pieces) and role_of(" ".join(words[: pieces[0]])) == "number"
        # Words that may all be one head are several only where they are many, or begin with that of a number.
        if not pieces or (len(pieces) == 2 and (len(line.chunks) == 1 or (role_of(chunk.text) and not numbered))):
            chunks.append(chunk)
            continue
        start = 0
        for count in pieces:
            chunks.append(Chunk(chunk.tokens[start : start + count]))
            start += count
    return replace(line, chunks=tuple(chunks)) if len(chunks) > len(line.chunks) else line


def _without_bands(block: Sequence[Line]) -> list[Line]:
    """The lines of a head without the texts that stand over two or more columns of statuses: "Måluppfyllelse" over "Ja" and "Nej"."""
    below = [chunk for chunk in block[-1].chunks if status_word(chunk.text)]
    if len(block) < 2 or len(below) < 2:
        return list(block)
    left, right = below[0].box[0], below[-1].box[2]
    kept = []
    for line in block[:-1]:
        chunks = tuple(c for c in line.chunks if not (c.box[2] > left and c.box[0] < right and (role_of(c.text) == "status")))
        if chunks:
            kept.append(replace(line, chunks=chunks))
    return [*kept, block[-1]]


def _ticks(cells: list[HeadCell]) -> list[HeadCell]:
    """The cells, those that are statuses themselves as columns to tick; a single one is none."""
    ticks = [cell for cell in cells if status_word(cell.text)]
    if len({word.status for cell in ticks if (word := status_word(cell.text))}) < 2:
        return [cell for cell in cells if cell.role != "tick"]
    return [HeadCell("tick", cell.text, cell.box) if cell in ticks else cell for cell in cells]


@lru_cache(maxsize=8192)
def _known(texts: tuple[str, ...]) -> tuple[str, str] | None:
    """Role and text of a head printed on one or several lines, broken with or without a hyphen."""
    if any(_AMOUNT.search(text) for text in texts) or sum(len(text.split()) for text in texts) > _MOST_WORDS:
        return None
    gaps = len(texts) - 1
    for joins in product((" ", ""), repeat=gaps) if gaps else [()]:
        text = texts[0]
        for join, part in zip(joins, texts[1:], strict=True):
            text = joined([text, part]) if join and text.endswith("-") else text.removesuffix("-" if not join else "") + join + part
        if role := role_of(text):
            return role, text
        if status_word(text):
            return "tick", text
    return None


def present_status(heads: Sequence[str]) -> int:
    """Which of several columns of statuses is the goal's own: that of the latest year, no forecast, else the first."""

    def rank(index: int) -> tuple[bool, int, int]:
        years = re.findall(r"(?:19|20)\d\d", heads[index])
        return not re.search(pattern("forecast"), small(heads[index])), max(map(int, years), default=0), -index

    return max(range(len(heads)), key=rank, default=0)


def _settled(cells: list[HeadCell]) -> list[HeadCell] | None:
    """The cells with their roles made sure beside one another; None when they head no table of goals."""
    roles = [cell.role for cell in cells]
    goals = [i for i, role in enumerate(roles) if role == "goal"]
    states = [i for i in goals if pattern("wanted_state").fullmatch(bare(cells[i].text))]
    if states and len(states) < len(goals):
        cells = [HeadCell("target", c.text, c.box) if i in states else c for i, c in enumerate(cells)]
        roles = [cell.role for cell in cells]
        goals = [i for i in goals if i not in states]
    if (
        goals
        and "measure" in roles[: goals[-1]]
        and "outcome" in roles
        and "status" not in roles
        and len(goals) == 1
        and len(cells[goals[0]].text.split()) == 1
    ):
        return None  # a table of key figures: the figure, its target ("Mål") and its outcome
    if not goals and "measure" in roles and "status" in roles:
        goals = [roles.index("measure")]
    if not goals and "parent" in roles and ("status" in roles or "mål" in cells[roles.index("parent")].text.casefold()):
        goals = [roles.index("parent")]
    if not goals:
        return None
    settled = [HeadCell("parent", c.text, c.box) if i in goals[:-1] else c for i, c in enumerate(cells)]
    settled[goals[-1]] = HeadCell("goal", cells[goals[-1]].text, cells[goals[-1]].box)
    statuses = [i for i, cell in enumerate(settled) if cell.role == "status"]
    chosen = present_status([settled[i].text for i in statuses])
    for i in statuses[:chosen] + statuses[chosen + 1 :]:  # "Uppfyllt" beside "Bedömning": the second says more about the first
        settled[i] = HeadCell("comment", settled[i].text, settled[i].box)
    beside = {cell.role for cell in settled} - {"goal", "number", "parent"}
    planned = beside == {"other"} and "mål" in settled[goals[-1]].text.casefold()  # what is done for a goal, by whom and when
    return settled if planned or beside & _TELLING else None


def _one_head(block: Sequence[Line], count: int) -> bool:
    """Whether lines can head one table together: all there, close together, of one size."""
    if len(block) < count:
        return False
    near = count == 1 or block[-1].box[1] - block[-2].box[3] <= 0.9 * block[-1].size
    return near and abs(block[-1].size - block[0].size) <= 0.1 * block[0].size


def _longest(line: Line) -> int:
    """How many words the longest text of a line has: text that runs on is no head, nor a part of one."""
    return max(chunk.text.count(" ") + 1 for chunk in line.chunks)


def _side_by_side(cluster: Sequence[Chunk]) -> bool:
    """Whether two of the texts above one another stand on one line: what is above both is a heading, not a head."""
    return any(abs(a.box[1] - b.box[1]) < 0.5 * (a.box[3] - a.box[1]) for a, b in pairwise(cluster))


def guess_at(lines: Sequence[Line], first: int) -> Head | None:
    """A head of which only some columns are known, on one line or two; the others have the role `unknown`."""
    best: Head | None = None
    if _longest(lines[first]) > _GUESS_WORDS:
        return None
    for count in (1, 2):
        block = lines[first : first + count]
        clusters = _clusters(block) if _one_head(block, count) else []
        texts = [" ".join(chunk.text for chunk in cluster) for cluster in clusters]
        if not 2 <= len(texts) <= 7 or (any(_side_by_side(cluster) or len(cluster) < count for cluster in clusters) and count > 1):
            continue
        if any(
            len(t.split()) > _GUESS_WORDS or not (_YEAR.fullmatch(t) or (any(c.isalpha() for c in t) and t[0].isupper())) for t in texts
        ):
            continue
        found = [_known(tuple(chunk.text for chunk in cluster)) for cluster in clusters]
        if any(status_word(text) for text in texts):
            continue  # a row of a table, not its head
        if not any(entry and entry[0] in {"goal", "status"} for entry in found):
            continue
        cells = tuple(
            HeadCell(entry[0] if entry else "unknown", text, union([c.box for c in cluster]))
            for entry, text, cluster in zip(found, texts, clusters, strict=True)
        )
        best = best or Head(cells, first, count)
    return best


def head_at(lines: Sequence[Line], first: int) -> Head | None:
    """The head that begins on a line, or None."""
    best: Head | None = None
    for count in range(1, _MOST_LINES + 1):
        block = lines[first : first + count]
        if not _one_head(block, count) or _longest(block[-1]) > _MOST_WORDS:
            break
        clusters = _clusters([_parted(line) for line in _without_bands(block)])
        if len(clusters) < 2 or len(clusters) > 9 or any(_side_by_side(cluster) for cluster in clusters):
            continue
        cells: list[HeadCell] = []
        for cluster in clusters:
            entry = _known(tuple(chunk.text for chunk in cluster))
            if entry is None:
                break
            cells.append(HeadCell(entry[0], entry[1], union([c.box for c in cluster])))
        if len(cells) < len(clusters):
            continue
        told = _ticks(cells)
        settled = _settled(told) if len(told) == len(cells) else None
        if settled and (best is None or len(settled) > len(best.cells)):
            best = Head(tuple(settled), first, count)
    return best
