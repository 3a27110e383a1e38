"""A column of comments right of the amounts: its texts wrap at heights of their own and are no part of any label."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ingest.lexicon import fold, load
from ingest.pdf.lines import Chunk, Line

_LOOSE = 0.3  # of the font size: how far left of its head a text may begin


@cache
def _heads() -> re.Pattern[str]:
    return re.compile(load("headers")["comment_column"])


def is_comment_head(chunk: Chunk) -> bool:
    """Whether a head says that comments stand below it."""
    return bool(_heads().search(fold(chunk.text)))


def comment_edge(header: Sequence[Line]) -> float | None:
    """Where the last column begins, when its head says that it holds comments; None otherwise."""
    heads = [chunk for line in header for chunk in line.chunks]
    edge = max((chunk.box[0] for chunk in heads if is_comment_head(chunk)), default=None)
    if edge is None or any(chunk.box[0] >= edge and not is_comment_head(chunk) for chunk in heads) or len(heads) < 2:
        return None
    return edge


def without_comments(line: Line, edge: float) -> Line | None:
    """A line of the table without what stands in the column of comments; None when nothing else stands in it."""
    first = edge - _LOOSE * line.size
    if line.box[2] <= first:
        return line
    kept = [Chunk(tokens) for chunk in line.chunks if (tokens := tuple(token for token in chunk.tokens if token.box[0] < first))]
    return Line(line.page, tuple(kept), line.has_leader) if kept else None
