"""Goals of a list judged by the symbols that stand before or behind them: ticks, smileys, arrows, full and empty circles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ingest.goals.drafts import Draft
from ingest.goals.flow import Unit
from ingest.goals.words import Judged, status_word, symbol_statuses, vocabulary

# Signs that no list uses for anything but to begin its items, or that belong to its text.
_PLAIN = set('-–—−+*•·>»()[]%.,:;!?"”“/&=')


@cache
def _paired() -> frozenset[str]:
    return frozenset(symbol for pair in vocabulary()["status_pairs"] for symbol in pair["means"])


def is_symbol(text: str) -> bool:
    """Whether a text is one symbol that can stand for a status."""
    plain = text.strip("\ufe0f ")
    if len(plain) != 1 or plain.isalnum() or plain in _PLAIN:
        return False
    return plain in _paired() or status_word(plain) is not None


def leading(unit: Unit) -> str | None:
    """The symbol that an item begins with."""
    return unit.marker.style if unit.marker and is_symbol(unit.marker.style) else None


def trailing(unit: Unit) -> str | None:
    """The symbol that stands behind one of an item's lines."""
    last = [line.chunks[-1].tokens[-1].text.strip("\ufe0f") for line in unit.lines]
    return next((text for text in last if is_symbol(text)), None)


def without_trailing(text: str, unit: Unit) -> str:
    """An item's text without the symbol behind one of its lines."""
    found = trailing(unit)
    return " ".join(text.replace("\ufe0f", "").replace(found, " ").split()) if found else text


@dataclass(frozen=True, slots=True)
class Marked:
    """A goal with the symbol that stands by it."""

    draft: Draft
    symbol: str


def judge_by_marks(goals: Sequence[tuple[Draft, Unit]], legend: Mapping[str, str]) -> None:
    """Give the goals of a list the statuses of their symbols, where all have one; the same before each is no more than a bullet."""
    if not goals or any(draft.judged for draft, _ in goals):
        return
    for read, bullet in ((trailing, False), (leading, True)):
        marked = [Marked(draft, symbol) for draft, unit in goals if (symbol := read(unit))]
        if len(marked) < len(goals):
            continue
        symbols = [own.symbol for own in marked]
        means = {s: word.status for s in symbols if (word := status_word(s))} | symbol_statuses(symbols) | dict(legend)
        if any(s not in means for s in symbols) or (bullet and not legend and len(set(symbols)) < 2):
            continue
        for own in marked:
            own.draft.judged, own.draft.note = Judged(means[own.symbol], own.symbol), "status by the symbol beside the goal"
        return
