"""Change single printed figures of clean reports at random, and see which rules notice and whether the figure is named.

    python -m tests.rules.mutate --facts DIR/facts --reference DIR/reference --count 1000 [--seed 1] [--json FILE]

Works on the facts that a run or `finsam read` left as Parquet: each change is made in a clone of its association, all clones
are one build. Only associations without any finding of their own take part. Prints, for each statement, the share of changes
that some rule finds, of all figures and of those that any identity rests on, and the share in which the suspect is the figure.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from expectations.causes import Cause, find_causes
from expectations.cells import read_cells
from expectations.residuals import Residual, excess, read_residuals
from expectations.rules import load_rules
from tests.rules.bench import residuals_of
from tests.rules.clones import Change, write_clones

Place = tuple[str, str]
RULES = {rule.rule_id: rule for rule in load_rules()}
KINDS = ("transposed", "tenfold", "thousand", "sign", "digit")
FINANCE = (
    "identity",
    "table_sum",
    "consensus",
    "note",
    "deviation",
    "restatement",
    "ratio",
    "split",
    "carry",
    "plan_row",
    "bound",
    "money_told",
)
"""The families that rest on single printed amounts; statistics and questions of whole documents are left out."""


@dataclass(frozen=True)
class Outcome:
    """What came of one clone: the rules that broke, those of them that do not rest on the figure, and the causes found."""

    violated: tuple[str, ...]
    beside: tuple[str, ...]
    named: bool
    causes: tuple[str, ...]


@dataclass(frozen=True)
class Base:
    """Clean associations: their printed amounts, and the facts that an identity rests on."""

    finances: list[dict[str, Any]]
    rested_on: frozenset[str]
    residuals: list[Residual]


def places(root: Path) -> tuple[list[Residual], set[Place]]:
    """Residuals that a build left, and the places beyond tolerance."""
    residuals = [residual for family in FINANCE for residual in read_residuals(root / "residuals", family)]
    return residuals, {(r.rule_id, r.place) for r in residuals if r.evaluable and excess(r) > 0}


def clean_base(facts: Path, reference: Path, root: Path) -> Base:
    """Build the unchanged facts and keep the associations in which nothing is violated."""
    residuals_of(facts, reference, root, FINANCE)
    residuals, violated = places(root)
    dirty = {r.association_id for r in residuals if (r.rule_id, r.place) in violated}
    rows = [row for row in pq.read_table(facts / "finances.parquet").to_pylist() if row["association_id"] not in dirty]
    kept = [r for r in residuals if r.evaluable and r.association_id not in dirty]
    rested = frozenset(fact_id for r in kept for fact_id in (*r.left_fact_ids, *r.right_fact_ids))
    return Base(rows, rested, kept)


def changed(kind: str, value: Decimal, unit: Decimal, drawn: random.Random) -> Decimal | None:
    """The figure with one slip of this kind; None when the kind does not apply or rounding would explain it."""
    digits = str(int(abs(value) / unit))
    if kind == "sign":
        new = -value
    elif kind == "tenfold":
        new = value * 10
    elif kind == "thousand":
        new = value + drawn.choice([1, -1]) * max(Decimal(1000), 10 * unit)
    else:
        at = drawn.randrange(len(digits))
        if kind == "digit":
            other = drawn.choice([d for d in "0123456789" if d != digits[at]])
            told = digits[:at] + other + digits[at + 1 :]
        elif len(digits) > 1:
            at = drawn.randrange(len(digits) - 1)
            told = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
        else:
            return None
        new = Decimal(told) * unit * (-1 if value < 0 else 1)
    return new if abs(new - value) > 5 * unit and abs(new) < Decimal(10) ** 14 else None


def draw(base: Base, count: int, seed: int, *, picture: bool = False, kinds: Iterable[str] = KINDS) -> list[Change]:
    """Random changes, one in each clone; ids of clones start with the seed."""
    drawn = random.Random(seed)  # noqa: S311 - a repeatable draw, no secret
    rows = [row for row in base.finances if row["amount_sek"]]
    changes: list[Change] = []
    while len(changes) < count:
        row = drawn.choice(rows)
        new = changed(drawn.choice(list(kinds)), row["amount_sek"], row["precision_sek"], drawn)
        if new is not None:
            changes.append(Change(f"{seed}-{len(changes)}", row["association_id"], row["fact_id"], new, picture))
    return changes


def judge_changes(facts: Path, reference: Path, root: Path, changes: list[Change]) -> dict[str, tuple[list[Residual], dict[Place, Cause]]]:
    """Build all clones at once; for each, the violated residuals and their causes."""
    write_clones(facts, root / "facts", changes)
    residuals_of(root / "facts", reference, root, FINANCE)
    residuals, violated = places(root)
    causes = find_causes(residuals, violated, read_cells(root / "residuals"), RULES)
    found: dict[str, tuple[list[Residual], dict[Place, Cause]]] = {change.clone: ([], {}) for change in changes}
    for residual in residuals:
        key = (residual.rule_id, residual.place)
        if key in violated and residual.association_id in found:
            found[residual.association_id][0].append(residual)
            found[residual.association_id][1][key] = causes[key]
    return found


def outcome(change: Change, found: tuple[list[Residual], dict[Place, Cause]]) -> Outcome:
    """Which rules noticed the change, and whether the changed fact is the first suspect anywhere."""
    residuals, causes = found
    fact_id = f"{change.fact_id}~{change.clone}"
    through = [r for r in residuals if fact_id in (*r.left_fact_ids, *r.right_fact_ids)]
    beside = [r for r in residuals if fact_id not in (*r.left_fact_ids, *r.right_fact_ids)]
    named = any(fact_id in cause.fact_ids for cause in causes.values())
    return Outcome(
        tuple(sorted({r.rule_id for r in through})),
        tuple(sorted({r.rule_id for r in beside})),
        named,
        tuple(causes[r.rule_id, r.place].code for r in through),
    )


def measure(facts: Path, reference: Path, root: Path, count: int, seed: int, batch: int = 250) -> dict[str, dict[str, int]]:
    """Counts by statement: changes, found, rested (figures an identity rests on), rested_found, named."""
    base = clean_base(facts, reference, root / "base")
    rows = {row["fact_id"]: row for row in base.finances}
    counted = ("changes", "found", "rested", "rested_found", "named", "beside")
    table: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(counted, 0))
    for number, start in enumerate(range(0, count, batch)):
        changes = draw(base, min(batch, count - start), seed + number)
        found = judge_changes(facts, reference, root / f"batch{number}", changes)
        for change in changes:
            result = outcome(change, found[change.clone])
            for name in (rows[change.fact_id]["statement"], "all"):
                tally = table[name]
                rested = change.fact_id in base.rested_on
                tally["changes"] += 1
                tally["found"] += bool(result.violated)
                tally["rested"] += rested
                tally["rested_found"] += rested and bool(result.violated)
                tally["named"] += bool(result.violated) and result.named
                tally["beside"] += bool(result.beside)
    return dict(table)


def told(table: dict[str, dict[str, int]]) -> str:
    """The counts as a Markdown table."""
    lines = ["| statement | changes | found | rested on | found of these | figure named | rules beside it |", "|---" * 7 + "|"]
    for name, tally in sorted(table.items()):
        share = f"{100 * tally['rested_found'] / tally['rested']:.1f} %" if tally["rested"] else "–"
        named = f"{100 * tally['named'] / tally['found']:.1f} %" if tally["found"] else "–"
        lines.append(f"| {name} | {tally['changes']} | {tally['found']} | {tally['rested']} | {share} | {named} | {tally['beside']} |")
    return "\n".join(lines)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--facts", type=Path, required=True)
    parser.add_argument("--reference", type=Path, required=True)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        table = measure(options.facts.resolve(), options.reference.resolve(), Path(folder), options.count, options.seed)
    sys.stdout.write(told(table) + "\n")
    if options.json:
        options.json.write_text(json.dumps(table, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
