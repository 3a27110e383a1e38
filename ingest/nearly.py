"""Sums that no word names and one column contradicts: the sums below them tell.

A heading-like row ("Gemensamma kostnader") that adds up the rows above it in every column is a sum by arithmetic alone. When
one of its figures is misprinted, or it has a single row above it, arithmetic alone would be too little: it is taken for a sum
only when sums further down, which fail otherwise, then hold in at least two columns more.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

from ingest.structure import PrintedSum, SumLine, find_sums

_MOST_TRIED = 6
_MOST_AT_ONCE = 3
_PROOF = 2


def find_sums_by_others(rows: Sequence[SumLine], precision: Decimal) -> list[PrintedSum]:
    """The printed sums of one table, with those that only the sums below them bear out; in row order."""
    found = find_sums(rows, precision)
    known = {printed.total for printed in found}
    borne_out = {printed.total for printed in found if 2 * printed.holds >= printed.columns}
    if all(row.index in borne_out for row in rows if row.is_total and not row.is_of_which and row.amounts):
        return found
    open_rows = [row for row in rows if row.may_be_total and not row.is_total and row.index not in known and len(row.amounts) >= 2]
    tried = [row.index for row in open_rows if _alone(rows, row.index, precision)][:_MOST_TRIED]
    best, best_rank = found, (_score(found, frozenset()) + _PROOF, -len(rows))
    for size in range(1, min(_MOST_AT_ONCE, len(tried)) + 1):
        for chosen in combinations(tried, size):
            offered = find_sums(rows, precision, frozenset(chosen))
            rank = (_score(offered, frozenset(chosen)), -_loose(rows, offered))
            if rank > best_rank and set(chosen) <= {printed.total for printed in offered}:
                best, best_rank = offered, rank
    return best


def _alone(rows: Sequence[SumLine], index: int, precision: Decimal) -> bool:
    """Whether the row nearly adds up what is above it."""
    return any(printed.total == index for printed in find_sums(rows, precision, frozenset({index})))


def _loose(rows: Sequence[SumLine], found: Sequence[PrintedSum]) -> int:
    """Rows that are no part of any sum."""
    parts = {part for printed in found for part, _ in printed.parts}
    return sum(row.index not in parts for row in rows if row.amounts and not row.is_of_which)


def _score(found: Sequence[PrintedSum], chosen: frozenset[int]) -> int:
    """In how many columns the sums hold, those in question left out."""
    return sum(printed.holds for printed in found if printed.total not in chosen)
