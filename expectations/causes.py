"""Whose error is it: printed, our reading, restated, another basis, or unknown, for each violated place.

The search for the wrong cells (`localise`) says what would mend a place; this says what that means. A cell whose token is
clear and that alone stands against its own sums was printed wrongly; one that was read from a picture, or doubted, was
misread; two documents that are each consistent in themselves differ by a restatement; two statements that differ by another
printed item stand on different bases.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from expectations.cells import Cell
from expectations.digits import misread, slip
from expectations.localise import Place, Puzzle, Suspicion
from expectations.residuals import Residual
from expectations.rules import Rule

_READING = ("the reading is uncertain", "a number on the page that was not read", "figures of another date", "the figure of another date")
_BASIS = ("makes up the difference", "different bases", "labelled differently", "versions of the budget", "another version")
_RESTATED = ("may restate", "most figures of the column differ")
_BETWEEN = frozenset({"restatement", "carry"})
_OF_A_TABLE = frozenset({"identity", "table_sum", "deviation"})
_ON_A_BASIS = frozenset({"consensus", "note", "identity", "plan_row"})
_INCLUDES_MORE = _ON_A_BASIS | {"restatement"}
_TELLING_DIGITS = 100
"""An amount of fewer digits makes up a difference by chance too often to tell of another basis."""


@dataclass(frozen=True, slots=True)
class Cause:
    """What is thought of one violated place: a code, the cells suspected and what the first of them should be, in kronor."""

    code: str
    fact_ids: tuple[str, ...] = ()
    expected: Decimal | None = None


def find_causes(
    residuals: Iterable[Residual],
    violated: set[Place],
    cells: Mapping[str, Cell],
    rules: Mapping[str, Rule],
) -> dict[Place, Cause]:
    """A cause for every violated place, `unknown` where nothing speaks for one of the others."""
    residuals = list(residuals)
    puzzle = Puzzle(residuals, {rule_id: rule.family for rule_id, rule in rules.items()}, cells, violated)
    suspicions = puzzle.solve() if cells else {}
    columns = _columns(cells)
    causes: dict[Place, Cause] = {}
    shared: dict[tuple[str, ...], list[tuple[Place, str, str]]] = defaultdict(list)
    for residual in residuals:
        key = (residual.rule_id, residual.place)
        if key in violated:
            suspicion = suspicions.get(key)
            code = _code(residual, rules[residual.rule_id], suspicion, cells, columns)
            causes[key] = Cause(code, suspicion.fact_ids, suspicion.expected[0]) if suspicion else Cause(code)
            if suspicion:
                shared[suspicion.fact_ids].append((key, code, residual.scope))
    for findings in shared.values():
        common = _common(findings)
        for key, _, _ in findings:
            causes[key] = replace(causes[key], code=common)
    return causes


def _common(findings: list[tuple[Place, str, str]]) -> str:
    """Findings that point at one cell have one cause; what the cell's own table says weighs most."""
    codes = {code for _, code, _ in findings}
    if ("printed", "table") in {(code, scope) for _, code, scope in findings} and "reading" not in codes:
        return "printed"
    return next((code for code in ("reading", "basis", "printed", "restated") if code in codes), "unknown")


def _columns(cells: Mapping[str, Cell]) -> dict[tuple[str, int, int], list[Cell]]:
    found: dict[tuple[str, int, int], list[Cell]] = defaultdict(list)
    for cell in cells.values():
        found[cell.document_id, cell.table_no, cell.column_no].append(cell)
    return found


def _another_item(residual: Residual, cells: Mapping[str, Cell], columns: Mapping[tuple[str, int, int], list[Cell]]) -> bool:
    """Whether a further row beside either side is just the difference: one side includes it, the other does not."""
    sides = {*residual.left_fact_ids, *residual.right_fact_ids}
    apart, slack = abs(residual.difference or Decimal(0)), residual.tolerance or Decimal(0)
    places = {(cell.document_id, cell.table_no, cell.column_no) for fact_id in sides if (cell := cells.get(fact_id))}
    return any(
        cell.fact_id not in sides
        and abs(cell.amount_sek) >= _TELLING_DIGITS * cell.precision_sek
        and abs(abs(cell.amount_sek) - apart) <= slack
        for place in places
        for cell in columns[place]
    )


def _code(
    residual: Residual,
    rule: Rule,
    suspicion: Suspicion | None,
    cells: Mapping[str, Cell],
    columns: Mapping[tuple[str, int, int], list[Cell]],
) -> str:
    doubt = residual.doubt or ""
    if any(part in doubt for part in _READING):
        return "reading"
    if suspicion is not None:
        cell = cells[suspicion.fact_ids[0]]
        right = suspicion.expected[0]
        if cell.doubt is not None or (cell.reading.startswith("ocr") and misread(cell.amount_natural_sek, right, cell.precision_sek)):
            return "reading"
        if rule.family in _INCLUDES_MORE and residual.scope != "table" and _another_item(residual, cells, columns):
            return "basis"
        if suspicion.breaks == 0 and _is_own_slip(residual, suspicion, cells):
            return "printed"
    if rule.family == "unit":
        return "reading" if doubt else "printed"
    if any(part in doubt for part in _BASIS):
        return "basis"
    if rule.family in _BETWEEN and residual.scope == "other":
        return "restated"
    if any(part in doubt for part in _RESTATED):
        return "restated"
    if rule.family in _ON_A_BASIS and residual.scope in {"document", "other"} and suspicion is not None and suspicion.breaks:
        return "basis"
    if suspicion is not None and suspicion.breaks == 0 and (residual.scope == "table" or suspicion.mends > len(suspicion.fact_ids)):
        return "printed"
    # Clear text that breaks the arithmetic of its own table, beyond doubt: which of its figures is wrong may stay open.
    return "printed" if residual.scope == "table" and not doubt and rule.family in _OF_A_TABLE and _is_clear(residual, cells) else "unknown"


def _is_clear(residual: Residual, cells: Mapping[str, Cell]) -> bool:
    """Whether every figure of the place is text and sure."""
    known = [cells.get(fact_id) for fact_id in (*residual.left_fact_ids, *residual.right_fact_ids)]
    return all(cell is not None and cell.reading == "text" and cell.doubt is None for cell in known)


def _is_own_slip(residual: Residual, suspicion: Suspicion, cells: Mapping[str, Cell]) -> bool:
    """Whether the cell alone is at fault: inside a table it must be, between documents only when a single slip explains it."""
    if residual.scope == "table":
        return True
    kinds, moved = set(), set()
    for fact_id, right in zip(suspicion.fact_ids, suspicion.expected, strict=True):
        cell = cells[fact_id]
        kinds.add(slip(cell.amount_natural_sek, right, cell.precision_sek))
        moved.add(abs(cell.amount_natural_sek - right))
    # Carried into its sum a slip moves both alike; of such, only exchanged digits tell a slip from a change of mind.
    return kinds != {None} if len(suspicion.fact_ids) == 1 else len(moved) == 1 and "transposed" in kinds
