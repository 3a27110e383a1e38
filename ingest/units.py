"""Which unit a table's figures are in: what it says, and what ties to other tables prove.

A difference between the two is kept (`unit_printed`, `unit_used`); nothing is changed in what was printed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from ingest.headers import find_unit
from ingest.lexicon import fold, load
from ingest.tables import Table

_SMALL_FOR_KRONOR = Decimal(20_000)
_BY_SIZE = "no unit is printed: the size of the figures alone says thousands"
_SMALL = "no unit is printed, and the figures are small for kronor"
MULTIPLE = {"SEK": 1, "TSEK": 1_000, "MSEK": 1_000_000}


@dataclass(frozen=True, slots=True)
class UnitDecision:
    """Unit as printed (None: nothing said), unit used, and why when they differ or nothing was said."""

    printed: str | None
    used: str
    note: str | None
    doubt: str | None = None


Signature = dict[tuple[str, str], set[Decimal]]
"""(line item, period end and scenario) -> absolute printed amounts."""


def printed_unit(table: Table) -> str | None:
    """The unit a table names in its head, corner, heading or the lines just above."""
    for text in (table.grid.corner, " ".join(column.text for column in table.grid.columns)):
        if unit := find_unit(text):
            return unit
    sentence = re.compile(load("headers")["unit_sentence"])
    heading = table.heading.printed if table.heading and table.own_heading else ""
    for caption in [*reversed(table.captions), heading]:
        folded = fold(caption)
        if (
            caption == heading
            or len(folded.split()) <= 4
            or " = " in caption
            or (sentence.search(folded) and len(folded.split()) <= 14)
            or re.search(load("headers")["unit_in_parentheses"], caption.casefold())
        ) and (unit := find_unit(caption)):
            return unit
    first_labels = [row.label for row in table.grid.rows[:2] if not row.cells]
    return next((unit for label in first_labels if len(label.split()) <= 5 and (unit := find_unit(label))), None)


def document_unit(lines: Sequence[str]) -> str | None:
    """A unit that one sentence sets for all tables ('samtliga belopp anges i tkr')."""
    patterns = [re.compile(pattern) for pattern in load("headers")["unit_for_all"]]
    for line in lines:
        folded = fold(line)
        if all(pattern.search(folded) for pattern in patterns) and (unit := find_unit(line)):
            return unit
    return None


def _last_digit(printed: Decimal) -> Decimal:
    """What one step in the last printed digit is worth: 0.01 for 6,20."""
    return Decimal(1).scaleb(min(int(printed.as_tuple().exponent), 0))


def _ties(mine: Signature, others: Sequence[tuple[Signature, str]], unit: str) -> int:
    """How many amounts of a table equal amounts of other tables when read in the unit given."""
    ties = 0
    for key, values in mine.items():
        for theirs, their_unit in others:
            for a in values:
                for b in theirs.get(key, ()):
                    left, right = a * MULTIPLE[unit], b * MULTIPLE[their_unit]
                    last_digit = max(_last_digit(a) * MULTIPLE[unit], _last_digit(b) * MULTIPLE[their_unit])
                    if left >= 1000 and abs(left - right) < last_digit * Decimal("1.01"):
                        ties += 1
    return ties


@dataclass(frozen=True, slots=True)
class UnitEvidence:
    """What is known of one table: unit printed, amounts by item and period, largest amount, whether tables of its kind
    are commonly printed in thousands without saying so, and whether it holds the whole economy (a statement, no note)."""

    printed: str | None
    signature: Signature
    largest: Decimal
    often_thousands: bool
    is_whole: bool = False


def decide_units(tables: Sequence[UnitEvidence], default: str | None) -> list[UnitDecision]:
    """One decision a table; `default` is a unit that the document sets for all tables.

    Twice over: a table that turns out to be mislabelled must not mislead the tables that tie to it.
    """
    said = [table.printed or default for table in tables]
    trusted = [_trusted(unit, table.largest) for table, unit in zip(tables, said, strict=True)]
    first = [_decide(tables, index, said[index], trusted) for index in range(len(tables))]
    settled = [decision.used if unit else None for decision, unit in zip(first, trusted, strict=True)]
    return [_decide(tables, index, said[index], settled) for index in range(len(tables))]


def _trusted(unit: str | None, largest: Decimal) -> str | None:
    """The unit other tables may lean on: none for a label that would make an association's economy a thousand times too large."""
    if unit is None:
        return "SEK" if largest >= 100_000 else None
    return None if unit != "SEK" and largest * MULTIPLE[unit] > _economy()[1] else unit


@cache
def _economy() -> tuple[Decimal, Decimal]:
    """The least and the most kronor that the largest figure of an association's statements can be."""
    least, most = load("headers")["economy_kronor"]
    return Decimal(least), Decimal(most)


def _by_size(tables: Sequence[UnitEvidence], index: int, said: str, trusted: Sequence[str | None]) -> UnitDecision | None:
    """The one unit in which a table's figures are of an association's size, where the unit it names makes them absurd."""
    table, (least, most) = tables[index], _economy()
    whole = [t.largest * MULTIPLE[u] for i, (t, u) in enumerate(zip(tables, trusted, strict=True)) if i != index and u and t.is_whole]
    known = [size for size in whole if size >= least]
    if len(known) > 1:
        most = min(most, max(known) * load("headers")["largest_beside_others"])
    least = least if table.is_whole else Decimal(0)
    fitting = [unit for unit, multiple in MULTIPLE.items() if least <= table.largest * multiple <= most]
    if said in fitting or len(fitting) != 1 or not table.largest:
        return None
    why = f"the table says {said}, which no association's economy can be: {fitting[0]} by the size of the figures"
    return UnitDecision(table.printed, fitting[0], why, why)


def _decide(tables: Sequence[UnitEvidence], index: int, said: str | None, trusted: Sequence[str | None]) -> UnitDecision:
    table, first = tables[index], said or "SEK"
    others = [(t.signature, unit) for i, (t, unit) in enumerate(zip(tables, trusted, strict=True)) if i != index and unit]
    scores = {unit: _ties(table.signature, others, unit) for unit in MULTIPLE}
    best = max(scores, key=lambda unit: (scores[unit], unit == first))
    if scores[best] >= 2 and scores[first] == 0:
        why = f"figures are {best}: {scores[best]} of them tie to other tables in that unit"
        return UnitDecision(table.printed, best, why + (f", none in {first} as the table says" if said else ""))
    if said and (by_size := _by_size(tables, index, said, trusted)):
        return by_size
    usual = {
        unit for i, (t, unit) in enumerate(zip(tables, trusted, strict=True)) if i != index and t.printed and unit and not t.often_thousands
    }
    if said is None and len(usual) == 1 and not scores["SEK"] and (unit := usual.copy().pop()) != "SEK":
        most = max(t.largest for t, u in zip(tables, trusted, strict=True) if u == unit)
        if table.largest <= most:
            return UnitDecision(None, unit, f"no unit printed; {unit} as in the other tables of the report")
    beside_kronor = any(t.largest >= 100_000 and unit == "SEK" for t, unit in zip(tables, trusted, strict=True))
    if said is None and beside_kronor and table.often_thousands and not scores[first] and Decimal(0) < table.largest < 50_000:
        return UnitDecision(None, "TSEK", "no unit printed; the size of the figures beside the other tables says TSEK", _BY_SIZE)
    small = said is None and not scores[first] and Decimal(0) < table.largest < _SMALL_FOR_KRONOR
    return UnitDecision(table.printed, first, None if said else "no unit printed; kronor assumed", _SMALL if small else None)
