"""The blocks of a document: those of each page, with the parts of tables that a page break cut put together again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ingest.pdf.frames import frames_of
from ingest.pdf.lines import Line, Token, lines_of
from ingest.pdf.words import Page
from ingest.people.blocks import find_blocks
from ingest.people.cells import Cell, Piece, cells_of
from ingest.people.heads import read_above
from ingest.people.shapes import Block

_MARGIN = 0.07  # of the page's height: running heads and feet
_NEAR_EDGE = 0.12
_UPPER, _LOWER = 0.3, 0.7
_EDGE = 6.0


def blocks_of(pages: Sequence[Page]) -> list[Block]:
    """All blocks in reading order."""
    found: list[Block] = []
    before: Page | None = None
    running = _running(pages)
    for page in pages:
        frames = frames_of(page)
        own: list[Block] = []
        for frame in frames:
            own += find_blocks(frame, [line for other in frames if other is not frame for line in other])
        if before and own and own[0].top < _UPPER * page.height and _opens(own[0], page, running):
            own = _put_together(found, own, before, running)
        found += own
        before = page
    return found


def _put_together(found: Sequence[Block], own: list[Block], before: Page, running: set[str]) -> list[Block]:
    """The blocks of a page without its first one, where that goes on from the page before."""
    first, earlier = own[0], [block for block in reversed(found) if block.page == before.number]
    titled = any(_unnumbered(text) not in running for text in first.captions)
    if not titled and not any(column.heads for column in first.columns):
        last = next((b for b in earlier if b.top < (1 - _MARGIN) * before.height), None)
        if last and _goes_on(last, first, before):
            last.rows.extend(replace(row, cells=_moved(row.cells, first, last)) for row in first.rows)
            return own[1:]
        if not first.captions:
            _take_heads(first, before)
    last = next((b for b in earlier if _same_heads(b, first)), None)
    if last and (not first.captions or (not titled and last.rows[-1].bottom > _LOWER * before.height)):
        last.rows.extend(first.rows)
        return own[1:]
    return own


def _unnumbered(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def _running(pages: Sequence[Page]) -> set[str]:
    """Texts near the top of several pages, but for their numbers: running heads."""
    counts = Counter(
        text for page in pages for text in {_unnumbered(line.text) for line in lines_of(page) if line.box[1] < _NEAR_EDGE * page.height}
    )
    return {text for text, count in counts.items() if count > 1}


def _opens(block: Block, page: Page, running: set[str]) -> bool:
    """Whether a block is the first thing on its page below the running head."""
    over = (line for line in lines_of(page) if line.box[3] < block.top + 1 and line.box[1] > _MARGIN * page.height)
    return all(line.text in block.captions or _unnumbered(line.text) in running or len(line.text) < 4 for line in over)


def _same_heads(last: Block, first: Block) -> bool:
    """Whether the heads are printed again over the rest of a table."""
    heads = [column.text for column in first.columns]
    return any(heads) and [column.text for column in last.columns] == heads


def _goes_on(last: Block, first: Block, page: Page) -> bool:
    """Whether a block without heads is the rest of the last one of the page before."""
    if last.rows[-1].bottom < _LOWER * page.height or len(first.columns) > len(last.columns):
        return False
    return all(any(abs(c.x1 - o.x1) < _EDGE or abs(c.middle - o.middle) < _EDGE for o in last.columns) for c in first.columns)


def _moved(cells: dict[int, list[Cell]], first: Block, last: Block) -> dict[int, list[Cell]]:
    """The cells under the numbers of the columns they go on."""
    return {
        min(range(len(last.columns)), key=lambda n: abs(last.columns[n].x1 - first.columns[index].x1)): own for index, own in cells.items()
    }


def _take_heads(block: Block, page: Page) -> None:
    """Heads and captions that were left at the foot of the page before."""
    lines = [
        line
        for frame in frames_of(page)
        for line in frame
        if _MARGIN * page.height < line.box[1] and line.box[3] < (1 - _MARGIN) * page.height
    ]
    tail = sorted((line for line in lines if line.box[1] > _LOWER * page.height), key=lambda line: line.box[1])
    while tail and (tail[-1].has_leader or len(tail[-1].text) < 2):
        tail.pop()
    kept: list[Line] = []
    for line in reversed(tail):
        if any(cells for chunk in line.chunks if (cells := cells_of(chunk)) and not all(c.is_year for c in cells)):
            break
        kept.append(line)
    if not kept:
        return
    row = block.rows[0]
    shift = row.top - 2 - kept[0].box[3]
    left = min(row.x0 for row in block.rows)
    label_right = max((box[2] for r in block.rows for box in r.boxes[: len(r.labels)]), default=left)
    pieces = [Piece(tuple(_shifted(token, shift) for token in chunk.tokens)) for line in kept for chunk in line.chunks]
    read_above(block, pieces, left, min(label_right, block.columns[0].x0), row.size)
    block.boxes.clear()


def _shifted(token: Token, dy: float) -> Token:
    x0, top, x1, bottom = token.box
    return replace(token, box=(x0, top + dy, x1, bottom + dy), place=token.printed_box)
