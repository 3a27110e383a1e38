"""Which cells are wrong: the smallest set whose change would make every identity through them hold.

Identities that fail and share cells are one puzzle. A cell is a candidate with the change that one of them asks for; it is
good when the others ask for the same, and bad for each identity that holds now and would not afterwards. Takes residuals and
cells, gives for each violated place the suspected cells with the amount they should have. Says nothing of why.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from expectations.cells import Cell
from expectations.digits import misread, slip
from expectations.residuals import Residual
from expectations.weights import weights_of

Place = tuple[str, str]
"""rule_id, place."""
_MOST_CELLS = 3
_MOST_TRIED = 12
_ARITHMETIC = frozenset({"identity", "table_sum", "consensus", "note", "deviation", "restatement", "carry", "plan_row", "money_told"})


@dataclass(frozen=True, slots=True)
class Suspicion:
    """What would mend one place: the cells, the amount each should have (natural sign, kronor), and what speaks against it.

    `breaks` counts identities that hold now and would not with the cells changed; `rivals` other cells that would do as well;
    `mends` the violated places that it mends.
    """

    fact_ids: tuple[str, ...]
    expected: tuple[Decimal, ...]
    breaks: int
    rivals: int
    mends: int


@dataclass(slots=True)
class _Candidate:
    fact_id: str
    change: Decimal
    mended: frozenset[Place]
    breaks: int
    slipped: bool
    doubted: bool
    is_left: bool

    def rank(self) -> tuple[int, int, int, int, int, str]:
        loss = self.breaks - len(self.mended)
        return (loss, self.breaks, 0 if self.doubted else 1, 0 if self.slipped else 1, 0 if self.is_left else 1, self.fact_id)


class Puzzle:
    """All evaluable arithmetic residuals, by the cells they rest on."""

    def __init__(self, residuals: Iterable[Residual], families: Mapping[str, str], cells: Mapping[str, Cell], violated: set[Place]) -> None:
        self.cells = cells
        self.violated = violated
        self.residuals = {
            (residual.rule_id, residual.place): residual
            for residual in residuals
            if residual.evaluable and families.get(residual.rule_id) in _ARITHMETIC and not residual.repaired
        }
        self.through: dict[str, list[Place]] = defaultdict(list)
        for key, residual in self.residuals.items():
            for fact_id in dict.fromkeys((*residual.left_fact_ids, *residual.right_fact_ids)):
                self.through[fact_id].append(key)
        self._weights: dict[Place, dict[str, int]] = {}

    def weights(self, key: Place) -> dict[str, int]:
        """How the difference of a place moves with each of its cells: +1, -1; cells that do not move it alone are left out."""
        if key not in self._weights:
            self._weights[key] = weights_of(self.residuals[key], self.cells)
        return self._weights[key]

    def clusters(self) -> list[list[Place]]:
        """Violated places in groups that share cells."""
        waiting = [key for key in self.residuals if key in self.violated]
        seen: set[Place] = set()
        groups = []
        for start in waiting:
            if start in seen:
                continue
            group, queue = [], [start]
            seen.add(start)
            while queue:
                key = queue.pop()
                group.append(key)
                for fact_id in self.weights(key):
                    for other in self.through[fact_id]:
                        if other in self.violated and other not in seen:
                            seen.add(other)
                            queue.append(other)
            groups.append(group)
        return groups

    def solve(self) -> dict[Place, Suspicion]:
        """Suspicions of all violated places that some change of at most three cells would mend."""
        found: dict[Place, Suspicion] = {}
        for group in self.clusters():
            open_places = list(group)
            for _ in range(_MOST_CELLS):
                candidates = sorted(self._candidates(open_places), key=_Candidate.rank)
                if not candidates:
                    break
                best = candidates[0]
                pair = self._pair(open_places, candidates) if len(best.mended) < len(open_places) or best.breaks else None
                if pair is not None:
                    found.update(dict.fromkeys((key for key in group if key in pair[1]), pair[0]))
                    open_places = [key for key in open_places if key not in pair[1]]
                    if not open_places:
                        break
                    continue
                rivals = sum(one.mended == best.mended and one.breaks == best.breaks for one in candidates) - 1
                cell = self.cells[best.fact_id]
                suspicion = Suspicion((best.fact_id,), (cell.amount_natural_sek + best.change,), best.breaks, rivals, len(best.mended))
                found.update(dict.fromkeys(best.mended, suspicion))
                open_places = [key for key in open_places if key not in best.mended]
                if not open_places:
                    break
        return self._carried(found)

    def _carried(self, found: dict[Place, Suspicion]) -> dict[Place, Suspicion]:
        """Suspicions of single cells put together where both changes keep an identity that either alone would break: a slip and its sum."""
        alone = {one.fact_ids[0]: one for one in found.values() if len(one.fact_ids) == 1}
        changes = {fact_id: one.expected[0] - self.cells[fact_id].amount_natural_sek for fact_id, one in alone.items()}
        joined: dict[str, Suspicion] = {}
        for first, second in combinations(sorted(fact_id for fact_id, one in alone.items() if one.breaks), 2):
            if self.cells[first].document_id != self.cells[second].document_id or not set(self.through[first]) & set(self.through[second]):
                continue
            mended, breaks = self._effect({first: changes[first], second: changes[second]})
            if breaks < min(alone[first].breaks, alone[second].breaks):
                expected = (alone[first].expected[0], alone[second].expected[0])
                joined[first] = joined[second] = Suspicion((first, second), expected, breaks, 0, len(mended))
        return {key: joined.get(one.fact_ids[0], one) if len(one.fact_ids) == 1 else one for key, one in found.items()}

    def _pair(self, places: Sequence[Place], candidates: Sequence[_Candidate]) -> tuple[Suspicion, frozenset[Place]] | None:
        """Two cells that mend what no single one does without breaking another identity; None when no two do.

        The second cell either answers another wish of the group or makes up for what changing the first would break.
        """
        best: tuple[int, int, int, Suspicion, frozenset[Place]] | None = None
        few = candidates[:_MOST_TRIED]
        alone = len(candidates[0].mended) - candidates[0].breaks
        for number, one in enumerate(few):
            seconds = [(other.fact_id, other.change) for other in few[number + 1 :]] + self._makes_up(one)
            for fact_id, change in seconds:
                if fact_id == one.fact_id:
                    continue
                mended, breaks = self._effect({one.fact_id: one.change, fact_id: change})
                if breaks or len(mended) - 1 <= alone or not mended & set(places):
                    continue
                changes = {one.fact_id: one.change, fact_id: change}
                slips = sum(self._slipped(name, amount) for name, amount in changes.items())
                ids = tuple(changes)
                expected = tuple(self.cells[name].amount_natural_sek + amount for name, amount in changes.items())
                suspicion = Suspicion(ids, expected, breaks, 0, len(mended))
                offer = (-len(mended), -slips, number, suspicion, mended)
                if best is None or offer[:3] < best[:3]:
                    best = offer
        return None if best is None else (best[3], best[4])

    def _makes_up(self, one: _Candidate) -> list[tuple[str, Decimal]]:
        """Cells whose change keeps an identity that changing `one` would break."""
        found = []
        for key in self.through[one.fact_id]:
            weights = self.weights(key)
            weight = weights.get(one.fact_id, 0)
            if key not in self.violated and weight and abs(weight * one.change) > (self.residuals[key].tolerance or 0):
                found += [(fact_id, -weight * one.change * other) for fact_id, other in weights.items() if fact_id != one.fact_id]
        return found[:_MOST_TRIED]

    def _effect(self, changes: Mapping[str, Decimal]) -> tuple[frozenset[Place], int]:
        """The violated places that the changes mend, and the number of those that hold now and would not."""
        mended, breaks = [], 0
        for key in {key for fact_id in changes for key in self.through[fact_id]}:
            weights = self.weights(key)
            moved = sum((weights.get(fact_id, 0) * change for fact_id, change in changes.items()), Decimal(0))
            residual = self.residuals[key]
            holds = abs((residual.difference or 0) + moved) <= (residual.tolerance or 0)
            if key in self.violated:
                mended += [key] if holds and moved else []
            else:
                breaks += not holds
        return frozenset(mended), breaks

    def _slack(self, key: Place) -> Decimal:
        return self.residuals[key].tolerance or Decimal(0)

    def _slipped(self, fact_id: str, change: Decimal) -> bool:
        cell = self.cells[fact_id]
        before, after = cell.amount_natural_sek, cell.amount_natural_sek + change
        if cell.reading.startswith("ocr"):
            return misread(before, after, cell.precision_sek)
        return slip(before, after, cell.precision_sek) is not None

    def _candidates(self, places: Sequence[Place]) -> list[_Candidate]:
        asked: dict[str, list[tuple[Place, Decimal]]] = defaultdict(list)
        for key in places:
            difference = self.residuals[key].difference or Decimal(0)
            for fact_id, weight in self.weights(key).items():
                asked[fact_id].append((key, -difference * weight))
        return [self._candidate(fact_id, wishes) for fact_id, wishes in asked.items()]

    def _candidate(self, fact_id: str, wishes: list[tuple[Place, Decimal]]) -> _Candidate:
        """The cell with the change that mends most of the places that ask something of it."""
        cell = self.cells[fact_id]
        offers: list[tuple[int, Decimal, Decimal, frozenset[Place]]] = []
        for key, change in wishes:
            slack = self._slack(key)
            agreed = frozenset(other for other, wish in wishes if abs(wish - change) <= slack + self._slack(other))
            offers.append((-len(agreed), slack, change, agreed))
        _, _, change, mended = min(offers, key=lambda offer: offer[:3])
        breaks = 0
        for key in self.through[fact_id]:
            weight = self.weights(key).get(fact_id, 0)
            residual = self.residuals[key]
            if key not in self.violated and weight and abs((residual.difference or 0) + weight * change) > (residual.tolerance or 0):
                breaks += 1
        return _Candidate(
            fact_id=fact_id,
            change=change,
            mended=mended,
            breaks=breaks,
            slipped=self._slipped(fact_id, change),
            doubted=cell.doubt is not None or cell.reading.startswith("ocr"),
            is_left=any(fact_id in self.residuals[key].left_fact_ids for key in mended),
        )
