"""What the values of one table say together: sums and their parts, totals without a name, what a share is a share of.

Arithmetic settles only what the words leave open, and says so in a note. A printed sum that does not hold is the
author's and stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal
from typing import Any

from ingest.people.sense import Counted
from ingest.people.words import FACETS

_OPEN = {"gender": "all", "initiative": None, "municipality": None}


def settle(values: Sequence[Counted]) -> list[Counted]:
    """The values that can be placed, with totals, bases and notes."""
    placed = _with_unnamed_sums([value for value in values if not value.cell.is_dash])
    _mark_totals(placed)
    _find_bases(placed)
    return placed


def _dims(value: Counted) -> dict[str, Any]:
    """What tells a value apart from the others of its table."""
    own: dict[str, Any] = {
        "measure": value.measure,
        "gender": value.gender,
        "initiative": value.initiative.initiative_id if value.initiative else None,
        "municipality": value.municipality,
        "before_after": value.before_after,
        "registration_type": value.registration_type,
        "scenario": value.scenario,
        "period": value.times,
        "referrer": value.referrer,
        "percent": value.is_percent,
        "of_which": value.label if value.is_of_which else None,
    }
    for facet in FACETS:
        own[facet] = value.facets.get(facet)
    return own


def _key(dims: dict[str, Any], without: str) -> tuple[Any, ...]:
    return tuple(value for name, value in dims.items() if name != without)


_DIVIDING = ("gender", "initiative", "municipality", *FACETS, "referrer")


def _whole(name: str) -> str | None:
    return "all" if name == "gender" else None


def _mark_totals(values: Sequence[Counted]) -> None:
    """A value whose parts the same table gives apart is a total."""
    dims = [_dims(value) for value in values]
    for name in _DIVIDING:
        parts = {_key(d, name) for d in dims if d[name] != _whole(name)}
        for value, own in zip(values, dims, strict=True):
            if own[name] == _whole(name) and _key(own, name) in parts:
                value.is_total = True


def _with_unnamed_sums(values: list[Counted]) -> list[Counted]:
    """Rows and columns without any label: sums when arithmetic says so in every line, else not to be placed."""
    kept = list(values)
    for axis, text in (("row_no", "label"), ("column", "column_printed")):
        across = "column" if axis == "row_no" else "row_no"
        numbers = sorted({getattr(value, axis) for value in kept})
        for number in numbers:
            mine = [value for value in kept if getattr(value, axis) == number]
            if any(getattr(value, text) for value in mine) or len(numbers) == 1:
                continue
            others = [value for value in kept if getattr(value, axis) < number and not value.is_percent]
            if mine and all(_is_sum(value, others, across) for value in mine):
                for value in mine:
                    value.notes.append("a sum without a label: it is what stands before it adds up to")
                    value.says_total = True
                continue
            kept = [value for value in kept if getattr(value, axis) != number]
    return kept


def _is_sum(value: Counted, others: Sequence[Counted], across: str) -> bool:
    own = getattr(value, across)
    parts = [o.cell.value for o in others if getattr(o, across) == own and o.cell.value is not None]
    return len(parts) >= 2 and value.cell.value == sum(parts)


def _find_bases(values: Sequence[Counted]) -> None:
    """What a share is a share of: the one count of the table, wider in one respect, that gives it back when divided."""
    counts: dict[tuple[Any, ...], list[tuple[dict[str, Any], Counted]]] = defaultdict(list)
    for value in values:
        if not value.is_percent and value.cell.value is not None:
            counts[(value.measure, value.times)].append((_dims(value), value))
    pairs: list[tuple[dict[str, Any], Counted, Decimal]] = []
    for share in values:
        if not share.is_percent or share.cell.value is None:
            continue
        own = _dims(share) | {"percent": False}
        near = counts[(share.measure, share.times)]
        same = [value for dims, value in near if dims == own]
        wider = [
            value
            for dims, value in near
            if sum(dims[k] != own[k] for k in own) == 1 and any(dims[k] != own[k] and dims[k] == _whole(k) for k in own)
        ]
        whole = {int(w.cell.value) for w in wider if w.cell.value}
        if not same and len(whole) == 1:  # shares alone, and one count that they can be shares of
            share.base_n = whole.pop()
            continue
        if len(same) != 1 or same[0].cell.value is None:
            continue
        part = same[0].cell.value
        fits = {n for n in whole if abs(100 * part / n - share.cell.value) <= _step(share)}
        if len(fits) == 1:
            share.base_n = fits.pop()
        elif share.cell.value == 100:
            share.base_n = int(part)
        pairs.append((own, share, part))
    _reckon_bases(pairs)


def _step(share: Counted) -> Decimal:
    """One unit of the last printed digit of a share."""
    value = share.cell.value or Decimal()
    return Decimal(1).scaleb(min(0, int(value.as_tuple().exponent)))


def _reckon_bases(pairs: Sequence[tuple[dict[str, Any], Counted, Decimal]]) -> None:
    """Where the whole is not printed: the one number that gives back every share of a list from the count beside it."""
    for name in _DIVIDING:
        lists: dict[tuple[Any, ...], list[tuple[Counted, Decimal]]] = defaultdict(list)
        for own, share, part in pairs:
            if own[name] != _whole(name):
                lists[_key(own, name)].append((share, part))
        for members in lists.values():
            base = _one_base(members)
            for share, _ in members:
                if base and len(members) > 1 and share.base_n is None:
                    share.base_n = base
                    share.notes.append("base: the one number of which all counts beside the shares are these shares")


def _one_base(members: Sequence[tuple[Counted, Decimal]]) -> int | None:
    """The number of which every count is its share: what the counts add up to, or the only one there is."""
    least, most = Decimal(1), Decimal("Infinity")
    for share, part in members:
        value, half = share.cell.value or Decimal(), _step(share) / 2
        least = max(least, part, 100 * part / (value + half))
        if value > half:
            most = min(most, 100 * part / (value - half))
    total = sum((part for _, part in members), Decimal())
    if least <= total <= most:
        return int(total) or None
    first, last = int(least.to_integral_value(ROUND_CEILING)), int(most) if most.is_finite() else 0
    return first if first == last else None
