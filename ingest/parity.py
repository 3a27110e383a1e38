"""Printed sums as a check on figures that were recognised from a picture.

Takes the facts and sums of one document, and how sure each token is. A digit is put right only in a token that
recognition was unsure of, and only when one reading alone makes all sums through it hold. Text pages and figures read
with confidence are never touched: an error that somebody printed stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ingest.contracts import FinanceRow, SumRow
from ingest.numerals import find_numeral
from ingest.structure import tolerance

LOW_CONFIDENCE = 90.0
# A digit nobody read is only put in where recognition was as good as lost.
_LOST = 70.0
_SMALL_FOR_KRONOR = Decimal(100_000)
_LEAST_OF_ROW = 3  # amounts that tell how a row is printed


@dataclass(frozen=True, slots=True)
class Trust:
    """How sure the recognition of one token is (0-100), and what else it was read as."""

    confidence: float
    others: tuple[str, ...] = ()

    @property
    def is_low(self) -> bool:
        """Whether the token may be wrong for all that recognition says."""
        return self.confidence < LOW_CONFIDENCE


@dataclass(frozen=True, slots=True)
class _Repair:
    fact_id: str
    printed: str
    amount: Decimal
    was_read: bool  # one of the readings kept, not a guess at a digit


class _Sums:
    """The printed sums of a document, by the facts they run through."""

    def __init__(self, finances: Sequence[FinanceRow], sums: Sequence[SumRow]) -> None:
        self.facts = {fact.fact_id: fact for fact in finances}
        self.parts: dict[str, list[SumRow]] = {}
        self.through: dict[str, list[str]] = {}
        for row in sums:
            if row.total_fact_id not in self.facts or row.part_fact_id not in self.facts:
                continue
            if row.total_fact_id not in self.parts:
                self.through.setdefault(row.total_fact_id, []).append(row.total_fact_id)
            self.parts.setdefault(row.total_fact_id, []).append(row)
            self.through.setdefault(row.part_fact_id, []).append(row.total_fact_id)

    def miss(self, total: str, instead: Mapping[str, Decimal] | None = None) -> Decimal:
        """By how many kronor a sum fails, as read or with other amounts instead."""
        amounts = instead or {}
        parts = sum((row.weight * self._amount(row.part_fact_id, amounts) for row in self.parts[total]), Decimal(0))
        return abs(parts - self._amount(total, amounts))

    def _amount(self, fact: str, instead: Mapping[str, Decimal]) -> Decimal:
        return instead.get(fact, self.facts[fact].amount_sek)

    def holds(self, total: str, instead: Mapping[str, Decimal] | None = None) -> bool:
        """Whether a sum holds but for rounding."""
        fact = self.facts[total]
        unit = fact.precision_sek / fact.unit_multiple
        allowed = tolerance(len(self.parts[total]), unit, in_kronor=fact.unit_multiple == 1) * fact.unit_multiple
        return self.miss(total, instead) <= allowed

    def members(self, total: str) -> list[str]:
        """The facts of a sum, the total last."""
        return [*(row.part_fact_id for row in self.parts[total]), total]

    def proves(self, total: str) -> bool:
        """Whether a sum confirms its members: exact, and of more than one part that is not zero."""
        telling = sum(1 for row in self.parts[total] if self.facts[row.part_fact_id].amount_sek)
        return telling >= 2 and not self.miss(total)


def _other_digits(printed: str) -> Iterator[str]:
    for place, character in enumerate(printed):
        if character.isdigit():
            for digit in "0123456789":
                if digit != character:
                    yield printed[:place] + digit + printed[place + 1 :]


def _candidates(fact: FinanceRow, trust: Trust, sums: _Sums) -> dict[Decimal, _Repair]:
    """Readings of a token that make all sums through it hold, by amount; the kept ones before guesses at a digit.

    One sum does not tell a misread digit from a sum that was printed wrong: a guess wants two.
    """
    found: dict[Decimal, _Repair] = {}
    guesses = list(_other_digits(fact.amount_printed)) if trust.confidence < _LOST and len(sums.through[fact.fact_id]) >= 2 else []
    for was_read, texts in ((True, trust.others), (False, guesses)):
        for text in texts:
            numeral = find_numeral(text)
            if numeral is None or numeral.is_percent:
                continue
            amount = numeral.value * fact.unit_multiple
            if amount != fact.amount_sek and all(sums.holds(total, {fact.fact_id: amount}) for total in sums.through[fact.fact_id]):
                found.setdefault(amount, _Repair(fact.fact_id, text, amount, was_read))
    return found


def _find_repair(total: str, sums: _Sums, trust: Mapping[str, Trust]) -> _Repair | None:
    """The one reading of one unsure token that makes a failing sum hold, if it is the only one."""
    unsure = [f for f in dict.fromkeys(sums.members(total)) if f in trust and trust[f].is_low]
    found = [repair for f in unsure for repair in _candidates(sums.facts[f], trust[f], sums).values()]
    kept = [repair for repair in found if repair.was_read]
    if len(kept) == 1:
        return kept[0]
    return found[0] if len(found) == 1 else None


def _repaired(fact: FinanceRow, repair: _Repair) -> FinanceRow:
    same_sign = fact.amount_natural_sek == fact.amount_sek
    note = f"recognition read {fact.amount_printed!r}; read as {repair.printed!r} because the sums through it then hold"
    return replace(
        fact,
        amount_printed=repair.printed,
        amount_sek=repair.amount,
        amount_natural_sek=repair.amount if same_sign else -repair.amount,
        reading_note="; ".join(text for text in (fact.reading_note, note) if text),
    )


def settle_by_sums(
    finances: Sequence[FinanceRow], sums: Sequence[SumRow], trust: Mapping[str, Trust]
) -> tuple[tuple[FinanceRow, ...], tuple[SumRow, ...]]:
    """Facts and sums with unsure digits put right where sums leave one reading, and with doubts where they leave more.

    `trust` holds the facts read by recognition, by fact_id; all other facts are returned as they came.
    """
    known = _Sums(finances, sums)
    leaned_on: set[str] = set()
    repairs: dict[str, _Repair] = {}
    for total in known.parts:
        if known.holds(total) or not (repair := _find_repair(total, known, trust)) or repair.fact_id in repairs:
            continue
        repairs[repair.fact_id] = repair
        known.facts[repair.fact_id] = _repaired(known.facts[repair.fact_id], repair)
        leaned_on.update(known.through[repair.fact_id])
    facts = tuple(_with_doubt(known.facts[fact.fact_id], known, trust, repairs, leaned_on) for fact in finances)
    return facts, tuple(replace(row, used_to_repair=True) if row.total_fact_id in leaned_on else row for row in sums)


def _with_doubt(
    fact: FinanceRow, sums: _Sums, trust: Mapping[str, Trust], repairs: Mapping[str, _Repair], leaned_on: set[str]
) -> FinanceRow:
    own = trust.get(fact.fact_id)
    if own is None:
        return fact
    through = sums.through.get(fact.fact_id, [])
    doubt: str | None = None
    if fact.fact_id in repairs:
        doubt = "a digit was settled by a single sum" if len(through) < 2 else None
    elif any(total not in leaned_on and sums.proves(total) for total in through):
        pass
    elif failing := next((total for total in through if not sums.holds(total)), None):
        label = sums.facts[failing].label_printed or "without a label"
        doubt = f"read by OCR, and the sum {label!r} does not hold in this column"
    elif (numeral := find_numeral(fact.amount_printed)) and numeral.is_bare_year:
        doubt = "read by OCR, may be a year and no amount"
    elif own.is_low:
        doubt = f"read by OCR with low confidence ({own.confidence:.0f} of 100), not confirmed by a sum"
    return replace(fact, doubt="; ".join([fact.doubt, doubt] if fact.doubt else [doubt])) if doubt else fact


def doubt_alone(trust: Trust) -> str | None:
    """The doubt of a figure that no sum can confirm (a share, a number of people)."""
    return f"read by OCR with low confidence ({trust.confidence:.0f} of 100)" if trust.is_low else None


def doubt_units(finances: Sequence[FinanceRow]) -> tuple[FinanceRow, ...]:
    """Doubt the unit of recognised tables that name none and hold small figures: 'tkr' is short, and easily lost."""
    largest: dict[int, Decimal] = {}
    for fact in finances:
        largest[fact.table_no] = max(largest.get(fact.table_no, Decimal(0)), abs(fact.amount_sek))
    lost = "no unit was read on the scan, and the figures are small for kronor"
    return tuple(
        replace(fact, doubt="; ".join(text for text in (fact.doubt, lost) if text))
        if fact.reading == "ocr" and fact.unit_printed is None and fact.unit_used == "SEK" and largest[fact.table_no] < _SMALL_FOR_KRONOR
        else fact
        for fact in finances
    )


def doubt_decimals(finances: Sequence[FinanceRow]) -> tuple[FinanceRow, ...]:
    """Doubt recognised amounts without decimals in a row whose other amounts all have them: the comma is small, and easily lost."""
    rows: dict[tuple[int, int], list[tuple[str, int]]] = {}
    for fact in finances:
        if fact.reading == "ocr" and (numeral := find_numeral(fact.amount_printed)):
            rows.setdefault((fact.table_no, fact.row_no), []).append((fact.fact_id, numeral.decimals))
    lost: set[str] = set()
    for row in rows.values():
        without = [fact for fact, decimals in row if not decimals]
        if len(without) == 1 and len(row) >= _LEAST_OF_ROW and len({decimals for _, decimals in row}) == 2:
            lost.update(without)
    said = "no decimals were read on the scan, where the rest of the row has them"
    return tuple(
        replace(fact, doubt="; ".join(text for text in (fact.doubt, said) if text)) if fact.fact_id in lost and fact.amount_sek else fact
        for fact in finances
    )
