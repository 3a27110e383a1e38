"""Is the proposed cause right? Equal numbers of misprints, misreadings, restatements and differences of basis in clean reports.

Each kind is made in several ways, in the facts of a clone. Misprints: a slip in a figure, one that is carried into its sum, a slip
in a report that is at hand as a scan. Misreadings: look-alike digits, lost minus signs and lost digits in scans. Restatements: an
amount moved between two rows of last year's column, and one that is followed through every sum and statement of the later report.
Bases: a figure that also includes another printed row, within the report and against another one.
`matrix` gives how often each was taken for which.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import Any

from expectations.cells import Cell, read_cells
from expectations.digits import misread
from expectations.residuals import Residual
from expectations.weights import weights_of
from tests.rules.clones import Change
from tests.rules.mutate import RULES, Base, changed, clean_base, judge_changes, outcome

KINDS = ("printed", "reading", "restated", "basis")
_BASES = frozenset({"consensus", "note", "identity", "restatement"})
_MOST_FOLLOWED = 10


def _clone(kind: str, number: int) -> str:
    return f"{kind}-{number}"


def misprints(base: Base, count: int, drawn: random.Random, sums: list[dict[str, Any]]) -> list[Change]:
    """Slips in figures that an identity rests on: alone, carried into the sum, and in reports that are at hand as scans."""
    rows = {row["fact_id"]: row for row in base.finances if row["amount_sek"] and row["fact_id"] in base.rested_on}
    carried = [entry for entry in sums if entry["part_fact_id"] in rows and entry["total_fact_id"] in rows and entry["weight"] == 1]
    made: list[Change] = []
    for number in range(count):
        clone, way = _clone("printed", number), number % 3
        new = None
        while new is None:
            entry = drawn.choice(carried)
            row = rows[entry["part_fact_id"]] if way == 1 else drawn.choice(list(rows.values()))
            kind = drawn.choice(["transposed", "thousand", "digit"] if way < 2 else ["transposed", "thousand"])
            new = changed(kind, row["amount_sek"], row["precision_sek"], drawn)
        made.append(Change(clone, row["association_id"], row["fact_id"], new, picture=way == 2))
        if way == 1:
            total = rows[entry["total_fact_id"]]
            made.append(Change(clone, row["association_id"], total["fact_id"], total["amount_sek"] + new - row["amount_sek"]))
    return made


def misreadings(base: Base, count: int, drawn: random.Random) -> list[Change]:
    """Digits taken for others that look alike, lost digits and lost minus signs, in reports that are scans."""
    rows = [row for row in base.finances if row["amount_sek"] and row["fact_id"] in base.rested_on]
    made: list[Change] = []
    while len(made) < count:
        row = drawn.choice(rows)
        unit, old = row["precision_sek"], row["amount_sek"]
        digits = str(int(abs(old) / unit))
        if old < 0:
            new: Decimal | None = -old
        elif len(made) % 3 == 0 and len(digits) > 2:
            at = drawn.randrange(len(digits))
            new = Decimal(digits[:at] + digits[at + 1 :]) * unit
        else:
            new = changed("digit", old, unit, drawn)
        if new is not None and abs(new - old) > 5 * unit and misread(new, old, unit):
            made.append(Change(_clone("reading", len(made)), row["association_id"], row["fact_id"], new, picture=True))
    return made


def restatements(base: Base, count: int, drawn: random.Random, sums: list[dict[str, Any]], cells: dict[str, Cell]) -> list[Change]:
    """Last year's column restated: an amount moved between two rows of a sum, or one followed through the whole report."""
    rows = {row["fact_id"]: row for row in base.finances}
    compared = {fact_id for r in base.residuals if RULES[r.rule_id].family == "restatement" for fact_id in r.left_fact_ids}
    parts = defaultdict(list)
    for entry in sums:
        if entry["part_fact_id"] in compared and entry["part_fact_id"] in rows and entry["weight"] == 1:
            parts[entry["total_fact_id"]].append(entry["part_fact_id"])
    through: dict[str, list[Residual]] = defaultdict(list)
    for r in base.residuals:
        if r.scope != "other":
            for fact_id in dict.fromkeys((*r.left_fact_ids, *r.right_fact_ids)):
                through[fact_id].append(r)
    pairs = [(one, other) for found in parts.values() for one, other in combinations(sorted(found), 2) if through[one] == through[other]]
    single = sorted(fact_id for found in parts.values() for fact_id in found)
    made: list[Change] = []
    for number in range(count):
        clone, moves = _clone("restated", number), dict[str, Decimal]()
        while not moves:
            if number % 2:
                one = drawn.choice(single)
                moves = _followed(one, rows[one]["precision_sek"] * drawn.randint(20, 400), through, cells)
            else:
                one, other = drawn.choice(pairs)
                moved = rows[one]["precision_sek"] * drawn.randint(20, 400)
                moves = {one: moved, other: -moved}
        for fact_id, more in moves.items():
            row = rows[fact_id]
            turned = row["amount_natural_sek"] == -row["amount_sek"] and row["amount_sek"] != 0
            made.append(Change(clone, row["association_id"], fact_id, row["amount_sek"] + (-more if turned and number % 2 else more)))
    return made


def _followed(start: str, more: Decimal, through: dict[str, list[Residual]], cells: dict[str, Cell]) -> dict[str, Decimal]:
    """Changes of natural amounts that keep every identity of the report when one figure changes; nothing when there are none."""
    moves = {start: more}
    for _ in range(_MOST_FOLLOWED):
        broken = None
        for residual in (r for fact_id in list(moves) for r in through[fact_id]):
            weights = weights_of(residual, cells)
            moved = (residual.difference or 0) + sum((w * moves.get(fact_id, 0) for fact_id, w in weights.items()), Decimal(0))
            if abs(moved) > (residual.tolerance or 0):
                broken = (residual, weights, moved)
                break
        if broken is None:
            return moves
        residual, weights, moved = broken
        free = [f for f in (*residual.left_fact_ids, *residual.right_fact_ids) if f in weights and f not in moves and f in cells]
        totals = [f for f in free if f in residual.left_fact_ids] or free
        if not totals:
            return {}
        moves[totals[0]] = -(moved - (residual.difference or 0)) * weights[totals[0]]
    return {}


def other_bases(base: Base, count: int, drawn: random.Random) -> list[Change]:
    """A figure that repeats another statement's, or another report's, also includes a further row; its own table holds no sum of it."""
    rows = {row["fact_id"]: row for row in base.finances}
    inside = {f for r in base.residuals if r.scope == "table" for f in (*r.left_fact_ids, *r.right_fact_ids)}
    pools: dict[str, list[tuple[dict[str, Any], dict[str, Any]]]] = defaultdict(list)
    for r in base.residuals:
        if len(r.left_fact_ids) != 1 or not r.right_fact_ids or RULES[r.rule_id].family not in _BASES or r.scope == "table":
            continue
        left, right = r.left_fact_ids[0], r.right_fact_ids[0]
        if left in rows and left not in inside and right in rows:
            pools[r.scope].append((rows[left], rows[right]))
    columns = defaultdict(list)
    for row in base.finances:
        columns[row["document_id"], row["table_no"], row["column_no"]].append(row)
    made: list[Change] = []
    scopes = sorted(pools)
    for _ in range(50 * count):
        if len(made) == count or not scopes:
            break
        left, right = drawn.choice(pools[scopes[len(made) % len(scopes)]])
        near = columns[right["document_id"], right["table_no"], right["column_no"]]
        further = [row for row in near if not row["is_total"] and abs(row["amount_sek"]) > 5 * left["precision_sek"] and row is not right]
        if further:
            more = abs(drawn.choice(further)["amount_sek"])
            made.append(Change(_clone("basis", len(made)), left["association_id"], left["fact_id"], left["amount_sek"] + more))
    return made


def matrix(facts: Path, reference: Path, root: Path, count: int, seed: int) -> dict[str, Counter[str]]:
    """For each kind that was made, how many clones were taken for which cause; `not found` where no rule noticed."""
    import pyarrow.parquet as pq

    drawn = random.Random(seed)  # noqa: S311 - a repeatable draw, no secret
    base = clean_base(facts, reference, root / "base")
    sums = pq.read_table(facts / "sums.parquet").to_pylist()
    cells = read_cells(root / "base" / "residuals")
    taken: dict[str, Counter[str]] = {}
    for kind, changes in (
        ("printed", misprints(base, count, drawn, sums)),
        ("reading", misreadings(base, count, drawn)),
        ("restated", restatements(base, count, drawn, sums, cells)),
        ("basis", other_bases(base, count, drawn)),
    ):
        found = judge_changes(facts, reference, root / kind, changes)
        codes: dict[str, Counter[str]] = defaultdict(Counter)
        for change in changes:
            codes[change.clone].update(outcome(change, found[change.clone]).causes)
        clones = dict.fromkeys(change.clone for change in changes)
        taken[kind] = Counter(codes[clone].most_common(1)[0][0] if codes[clone] else "not found" for clone in clones)
    return taken


def told(taken: dict[str, Counter[str]]) -> str:
    """The matrix as a Markdown table; `right` of those that a rule noticed."""
    names = [*KINDS, "unknown", "not found"]
    lines = [f"| made | {' | '.join(names)} | right |", "|---" * (len(names) + 2) + "|"]
    for kind, counts in taken.items():
        noticed = counts.total() - counts["not found"]
        right = f"{100 * counts[kind] / noticed:.1f} %" if noticed else "–"
        lines.append(f"| {kind} | {' | '.join(str(counts[name]) for name in names)} | {right} |")
    return "\n".join(lines)
