"""Which unit a table's figures are in: what it says, and what ties to other tables prove.

A difference between the two is kept (`unit_printed`, `unit_used`); nothing is changed in what was printed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.headers import find_unit
from ingest.lexicon import fold, load
from ingest.tables import Table

MULTIPLE = {"SEK": 1, "TSEK": 1_000, "MSEK": 1_000_000}


@dataclass(frozen=True, slots=True)
class UnitDecision:
    """Unit as printed (None: nothing said), unit used, and why when they differ or nothing was said."""

    printed: str | None
    used: str
    note: str | None


Signature = dict[tuple[str, str], set[Decimal]]
"""(line item, period end and scenario) -> absolute printed amounts."""


def printed_unit(table: Table) -> str | None:
    """The unit a table names in its head, corner, heading or the lines just above."""
    for text in (table.grid.corner, " ".join(column.text for column in table.grid.columns)):
        if unit := find_unit(text):
            return unit
    sentence = re.compile(load("headers")["unit_sentence"])
    heading = table.heading.printed if table.heading else ""
    for caption in [*reversed(table.captions), heading]:
        folded = fold(caption)
        if (
            caption == heading
            or len(folded.split()) <= 4
            or (sentence.search(folded) and len(folded.split()) <= 14)
            or re.search(r"\((tkr|kr|mnkr|mkr|kkr)\)", caption.casefold())
        ):
            if unit := find_unit(caption):
                return unit
    first_labels = [row.label for row in table.grid.rows[:2] if not row.cells]
    return next((unit for label in first_labels if len(label.split()) <= 5 and (unit := find_unit(label))), None)


def document_unit(lines: Sequence[str]) -> str | None:
    """A unit that one sentence sets for all tables ('samtliga belopp anges i tkr')."""
    for line in lines:
        folded = fold(line)
        if re.search(r"\b(samtliga|alla|om inget annat|om ej annat)\b", folded) and re.search(r"\b(belopp|siffror|tabeller)\b", folded):
            if unit := find_unit(line):
                return unit
    return None


def _ties(mine: Signature, others: Sequence[tuple[Signature, str]], unit: str) -> int:
    """How many amounts of a table equal amounts of other tables when read in the unit given."""
    ties = 0
    for key, values in mine.items():
        for theirs, their_unit in others:
            scale = Decimal(max(MULTIPLE[unit], MULTIPLE[their_unit]))
            for a in values:
                for b in theirs.get(key, ()):
                    left, right = a * MULTIPLE[unit], b * MULTIPLE[their_unit]
                    if left >= 1000 and abs(left - right) < scale * Decimal("1.01"):
                        ties += 1
    return ties


def decide_units(tables: Sequence[tuple[str | None, Signature, Decimal]], default: str | None) -> list[UnitDecision]:
    """One decision a table; each is (unit printed, its amounts by item and period, its largest amount)."""
    said = [printed or default for printed, _, _ in tables]
    kronor = any(largest >= 100_000 and unit in {None, "SEK"} for (_, _, largest), unit in zip(tables, said, strict=True))
    decisions = []
    for index, (printed, mine, largest) in enumerate(tables):
        first = said[index] or "SEK"
        others = [(sig, said[i] or ("SEK" if big >= 100_000 else "")) for i, (_, sig, big) in enumerate(tables) if i != index]
        known = [(sig, unit) for sig, unit in others if unit]
        scores = {unit: _ties(mine, known, unit) for unit in MULTIPLE}
        best = max(scores, key=lambda unit: (scores[unit], unit == first))
        if scores[best] > scores[first] and scores[best] >= 2 and scores[first] == 0:
            why = f"figures are {best}: {scores[best]} of them tie to other tables in that unit" + (
                f", none in {first} as the table says" if said[index] else ""
            )
            decisions.append(UnitDecision(printed, best, why))
        elif said[index] is None and kronor and Decimal(0) < largest < 20_000 and len(mine) >= 3:
            decisions.append(UnitDecision(None, "TSEK", "no unit printed; the size of the figures beside the other tables says TSEK"))
        else:
            decisions.append(UnitDecision(printed, first, None if said[index] else "no unit printed; kronor assumed"))
    return decisions
