"""Cards of goals: a label at the left ("Mål", "Mått", "Bedömning"), its text beside it, as if a colon stood between."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from ingest.goals.words import pattern, role_of, small, status_word, vocabulary
from ingest.pdf.lines import Chunk, Line

_MARK = r"(?:\s*[A-ZÅÄÖa-zåäö]?\d{0,2}(?:\.\d{1,2})?)"
# What a label may introduce beside the goal itself.
PART_ROLES = {"measure", "target", "outcome", "status", "comment", "other"}
# Labels of one column are at least so many on a page, and stand at one left edge (points).
_LEAST = 3
_SAME = 2.0


@cache
def _labels() -> re.Pattern[str]:
    parts = "|".join(f"(?:{own})" for own in vocabulary()["parts"].values())
    return re.compile(rf"(?:{pattern('numbered').pattern.strip()}{_MARK}|{parts})", re.IGNORECASE)


def _is_goal(text: str) -> bool:
    return bool(re.fullmatch(pattern("numbered").pattern.strip() + _MARK, text, re.IGNORECASE))


def _label(line: Line) -> str | None:
    """The label a line begins with, apart from its text; None for any other line, and for the head of a table."""
    if len(line.chunks) < 2 or line.chunks[0].is_cells:
        return None
    beside = line.chunks[1].text
    if role_of(beside) and not status_word(beside):
        return None
    text = small(line.chunks[0].text)
    return text if _labels().fullmatch(text) or role_of(text) in PART_ROLES else None


def with_colons(lines: Sequence[Line]) -> list[Line]:
    """The lines of a page, a colon behind the labels of its cards."""
    labels = {index: label for index, line in enumerate(lines) if (label := _label(line))}
    lefts = [lines[index].box[0] for index in labels]
    goals = [label for label in labels.values() if _is_goal(label)]
    if len(labels) < _LEAST or not goals or len(goals) == len(labels) or max(lefts) - min(lefts) > _SAME:
        return list(lines)
    return [_with_colon(line) if index in labels else line for index, line in enumerate(lines)]


def _with_colon(line: Line) -> Line:
    first, *others = line.chunks
    *words, last = first.tokens
    return replace(line, chunks=(Chunk((*words, replace(last, text=last.text + ":"))), *others))
