"""Which rows of a table a printed sum adds up.

Works on the amounts as printed. Every sum is tried against the runs of rows above it that no sum has taken yet;
the run is chosen by arithmetic where one holds, by sections where none does. A printed wrong sum keeps the run its
place in the table gives it, so that the error is seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

Amounts = dict[int, Decimal]
SMALL_FOR_KRONOR = Decimal(100_000)
"""Tables in kronor hold larger figures than this."""


@dataclass(slots=True)
class SumLine:
    """A row as the sums see it. `sign`: weight in a result (costs printed positive count -1)."""

    index: int
    amounts: Amounts
    is_total: bool
    is_result: bool
    is_of_which: bool
    is_stock_aside: bool  # opening balances and the like, never part of a flow's sum unless arithmetic says so
    section: str | None
    path: str
    sign: int = 1
    explicit: bool = False  # the label says that it is a sum
    may_be_total: bool = False  # nothing in the words says what the row is


@dataclass(frozen=True, slots=True)
class PrintedSum:
    """A total, its parts with weights, and in how many columns the sum holds."""

    total: int
    parts: tuple[tuple[int, int], ...]
    holds: int
    columns: int
    discovered: bool = False  # only arithmetic says that the row is a sum


@dataclass(frozen=True, slots=True)
class Rounding:
    """How a table rounds: the value of its last digit in its own unit, and whether that unit is kronor (decimals are öre then)."""

    precision: Decimal
    in_kronor: bool = True

    @classmethod
    def of(cls, rows: Sequence[SumLine], precision: Decimal) -> Rounding:
        """As the amounts of a table tell: decimals behind figures that are small for kronor are those of thousands or millions."""
        largest = max((abs(value) for row in rows for value in row.amounts.values()), default=Decimal(0))
        return cls(precision, precision >= 1 or largest >= SMALL_FOR_KRONOR)

    def allows(self, terms: int) -> Decimal:
        """What rounding alone may make of a sum of so many terms."""
        return tolerance(terms, self.precision, in_kronor=self.in_kronor)


def tolerance(terms: int, precision: Decimal, *, in_kronor: bool = True) -> Decimal:
    """What rounding alone may make of a sum: half a printed unit a term, at least two kronor where kronor are printed."""
    half = precision * Decimal(terms) / 2
    fine = precision == 1 or (precision < 1 and in_kronor)
    return max(Decimal(2), half.to_integral_value(rounding="ROUND_CEILING")) if fine else max(precision, min(3 * precision, half))


def _weights(parts: Sequence[SumLine], total: SumLine) -> tuple[tuple[int, int], ...]:
    return tuple((p.index, p.sign if total.is_result else 1) for p in parts)


def _judge(parts: Sequence[SumLine], total: SumLine, rounding: Rounding) -> tuple[int, int, Decimal]:
    """Columns in which the sum holds, columns in which it can be judged, and the smallest relative miss."""
    holds = columns = 0
    nearest = Decimal(10)
    for column, printed in total.amounts.items():
        values = [p.amounts[column] * (p.sign if total.is_result else 1) for p in parts if column in p.amounts]
        if not values:
            continue
        columns += 1
        miss = abs(sum(values, Decimal(0)) - printed)
        if miss <= rounding.allows(len(values)):
            holds += 1
        nearest = min(nearest, miss / max(abs(printed), Decimal(1)))
    return holds, columns, nearest


def _informative(parts: Sequence[SumLine], total: SumLine) -> bool:
    """A run proves something when some part of it is not zero."""
    return any(part.amounts.get(column, 0) for part in parts for column in total.amounts)


def _choose(open_rows: Sequence[SumLine], total: SumLine, rounding: Rounding) -> tuple[list[SumLine], int, int] | None:
    best: tuple[tuple[int, int, int], list[SumLine], int, int] | None = None
    fallback: tuple[tuple[bool, Decimal], list[SumLine], int] | None = None
    for start in range(len(open_rows)):
        parts = [row for row in open_rows[start:] if row.amounts.keys() & total.amounts.keys()]
        for kept in _variants(parts):
            if not kept or not _informative(kept, total):
                continue
            holds, columns, nearest = _judge(kept, total, rounding)
            at_border = (
                start == 0 or open_rows[start - 1].path != open_rows[start].path or open_rows[start - 1].section != open_rows[start].section
            )
            # More columns that hold; then a run that begins where a section does; then the longer run.
            rank = (2 * holds - columns, int(at_border), len(kept))
            if holds and 2 * holds >= columns and (best is None or rank > best[0]):
                best = (rank, kept, holds, columns)
            mixed = len({row.path for row in kept}) > 1
            same_section = all(row.section == total.section for row in kept)
            if at_border and columns and same_section and len(kept) >= 2 and (fallback is None or (mixed, nearest) < fallback[0]):
                fallback = ((mixed, nearest), kept, columns)
    if best:
        return best[1], best[2], best[3]
    if fallback and total.explicit and not total.is_result and fallback[0][1] <= (Decimal("0.35") if fallback[0][0] else Decimal("0.95")):
        return fallback[1], 0, fallback[2]
    return None


def _variants(parts: list[SumLine]) -> list[list[SumLine]]:
    """The run itself, and the run without rows that stand aside (opening equity among income)."""
    without = [row for row in parts if not row.is_stock_aside]
    return [parts] if len(without) == len(parts) else [parts, without]


def _discover(open_rows: Sequence[SumLine], row: SumLine, rounding: Rounding) -> list[SumLine] | None:
    """The rows above that an unknown row adds up, when they do so in every column and chance is ruled out."""
    amounts = [abs(v) for v in row.amounts.values()]
    if len(amounts) < 2 or len(set(amounts)) < 2 or min(amounts) < 20 * rounding.precision:
        return None
    for start in range(len(open_rows) - 1):
        parts = list(open_rows[start:])
        holds, columns, _ = _judge(parts, row, rounding)
        complete = all(any(column in part.amounts for part in parts) for column in row.amounts)
        if complete and holds == columns == len(amounts) and sum(any(part.amounts.values()) for part in parts) >= 2:
            return parts
    return None


def nearly_adds_up(open_rows: Sequence[SumLine], row: SumLine, rounding: Rounding) -> tuple[list[SumLine], int, int] | None:
    """The rows above, or the one above, that a row adds up in all columns but one, of two at least that differ.

    Gives the rows, the columns that hold and those that can be judged. No proof by itself: two rows may add up to a third by chance.
    """
    for start in range(len(open_rows)):
        parts = [other for other in open_rows[start:] if other.amounts.keys() & row.amounts.keys()]
        complete = parts and all(any(column in part.amounts for part in parts) for column in row.amounts)
        if not complete or (len(parts) == 1 and parts[0].is_total):
            continue
        holds, columns, _ = _judge(parts, row, rounding)
        if holds >= 2 and columns - holds <= 1 and len({abs(v) for v in row.amounts.values()}) >= 2:
            return parts, holds, columns
    return None


def find_sums(rows: Sequence[SumLine], precision: Decimal, nearly: frozenset[int] = frozenset()) -> list[PrintedSum]:
    """The printed sums of one table, in row order. Rows in `nearly` are taken for sums where they nearly add up what is above them.

    A row that is a total by its name alone, and holds by chance in some columns, is a part where the sums below then come out.
    """
    found = _find_sums(rows, precision, nearly)
    lines = {row.index: row for row in rows}
    for one in found:
        if one.holds < one.columns and not lines[one.total].explicit:
            as_part = [replace(row, is_total=False) if row.index == one.total else row for row in rows]
            other = _find_sums(as_part, precision, nearly)
            if _misses(rows, other, one.total) < _misses(rows, found, one.total):
                return other
    return found


def _misses(rows: Sequence[SumLine], found: Sequence[PrintedSum], aside: int) -> int:
    """In how many columns the totals but one do not hold; a total that adds up nothing holds in none."""
    sums = {one.total: one for one in found}
    alone = sum(len(row.amounts) for row in rows if row.is_total and row.index not in sums and row.index != aside)
    return alone + sum(one.columns - one.holds for one in found if one.total != aside)


def _find_sums(rows: Sequence[SumLine], precision: Decimal, nearly: frozenset[int]) -> list[PrintedSum]:
    found: list[PrintedSum] = []
    open_rows: list[SumLine] = []
    rounding = Rounding.of(rows, precision)
    for row in rows:
        if row.is_of_which or not row.amounts:
            continue
        if not row.is_total:
            if row.index in nearly and (near := nearly_adds_up(open_rows, row, rounding)):
                found.append(PrintedSum(row.index, _weights(near[0], row), near[1], near[2], discovered=True))
                taken = {part.index for part in near[0]}
                open_rows = [other for other in open_rows if other.index not in taken]
            elif row.may_be_total and (parts := _discover(open_rows, row, rounding)):
                found.append(PrintedSum(row.index, _weights(parts, row), len(row.amounts), len(row.amounts), discovered=True))
                taken = {part.index for part in parts}
                open_rows = [other for other in open_rows if other.index not in taken]
            open_rows.append(row)
            continue
        if choice := _choose(open_rows, row, rounding):
            parts, holds, columns = choice
            found.append(PrintedSum(row.index, _weights(parts, row), holds, columns))
            taken = {part.index for part in parts}
            open_rows = [other for other in open_rows if other.index not in taken]
        open_rows.append(row)
    return found
