"""Words the vocabulary does not know, as candidates for a person to add. Nothing is guessed from them.

Takes readings; gives one `Candidate` per unknown label, with where it stands and the known labels nearest to it.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.contracts import DocumentReading, FinanceRow
from ingest.lexicon import fold, line_items

_NEAREST = 3
_LIKENESS = 0.6


@dataclass(frozen=True, slots=True)
class Candidate:
    """An unknown row label: where it stands, how often, and known labels that look like it."""

    label: str
    statement: str
    section: str | None
    path: str
    times: int
    files: tuple[str, ...]
    nearest: tuple[tuple[str, str], ...]  # (known label, line item)


def _unknown(fact: FinanceRow) -> bool:
    return fact.line_item is None and fact.label_printed is not None and fact.initiative_id is None and not fact.is_of_which


def nearest_labels(label: str) -> tuple[tuple[str, str], ...]:
    """The known labels most like an unknown one, with their line items."""
    known = line_items().labels()
    found = difflib.get_close_matches(fold(label), known, n=_NEAREST, cutoff=_LIKENESS)
    return tuple((name, known[name]) for name in found)


def candidates(readings: Iterable[tuple[str, DocumentReading]]) -> list[Candidate]:
    """Unknown labels of all readings (file name, reading), the most frequent first."""
    seen: dict[tuple[str, str, str | None], list[tuple[str, FinanceRow]]] = {}
    for file_name, reading in readings:
        for fact in reading.finances:
            if _unknown(fact):
                key = (fold(fact.label_printed), fact.statement, fact.section)
                seen.setdefault(key, []).append((file_name, fact))
    found = [
        Candidate(
            label=facts[0][1].label_printed or "",
            statement=statement,
            section=section,
            path=facts[0][1].label_path,
            times=len({(name, fact.table_no, fact.row_no) for name, fact in facts}),
            files=tuple(sorted({name for name, _ in facts})),
            nearest=nearest_labels(facts[0][1].label_printed or ""),
        )
        for (_, statement, section), facts in seen.items()
    ]
    return sorted(found, key=lambda candidate: (-candidate.times, candidate.statement, candidate.label))
