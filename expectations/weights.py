"""With which sign each cell stands in an identity, found from the figures themselves.

A side is a sum of its cells, each with plus or minus; which, is what gives the side's value. A side whose cells all print
the same figure has witnesses, of which none moves it alone. Where no signs give the value, none are told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from expectations.cells import Cell
from expectations.residuals import Residual

_MOST_TURNED = 3


def weights_of(residual: Residual, cells: Mapping[str, Cell]) -> dict[str, int]:
    """How the difference, left less right, moves with the natural amount of each cell: +1 or -1."""
    left = _side(residual.left_fact_ids, residual.left_value, cells)
    right = _side(residual.right_fact_ids, residual.right_value, cells)
    moved = dict(left)
    for fact_id, sign in right.items():
        moved[fact_id] = moved.get(fact_id, 0) - sign
    return {fact_id: sign for fact_id, sign in moved.items() if sign in (1, -1)}


def _side(fact_ids: Sequence[str], value: Decimal | None, cells: Mapping[str, Cell]) -> dict[str, int]:
    known = [cells[fact_id] for fact_id in dict.fromkeys(fact_ids) if fact_id in cells]
    if value is None or not known or len(known) != len(set(fact_ids)):
        return {}
    for natural in (True, False):
        amounts = [cell.amount_natural_sek if natural else cell.amount_sek for cell in known]
        signs = _signs(amounts, value)
        if signs is not None:
            return {
                cell.fact_id: sign if natural or cell.amount_sek == cell.amount_natural_sek else -sign
                for cell, sign in zip(known, signs, strict=True)
            }
    return {}


def _signs(amounts: Sequence[Decimal], value: Decimal) -> list[int] | None:
    """Signs under which the amounts make the value: as few turned as possible, or all of them."""
    total = sum(amounts, Decimal(0))
    for flip_all in (1, -1):
        missing = total - value * flip_all
        if missing == 0:
            return [flip_all] * len(amounts)
        indices = [n for n, amount in enumerate(amounts) if amount]
        for size in range(1, min(_MOST_TURNED, len(indices) - 1) + 1):
            if size > 1 and len(indices) > 12:
                break
            for turned in combinations(indices, size):
                if 2 * sum((amounts[n] for n in turned), Decimal(0)) == missing:
                    return [-flip_all if n in turned else flip_all for n in range(len(amounts))]
    return None
