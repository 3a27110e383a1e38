"""Is the proposed cause right? Equal numbers of misprints, misreadings, restatements and differences of basis in clean reports.

Each kind is made in the facts of a clone: a slip in a typed figure, a slip of a machine's eye in a figure read from a picture, an
amount moved between two rows of last year's column so that its sums hold, and a figure that also includes another printed row.
`matrix` gives how often each was taken for which.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path
from typing import Any

from expectations.digits import misread
from tests.rules.clones import Change
from tests.rules.mutate import RULES, Base, changed, clean_base, judge_changes, outcome

KINDS = ("printed", "reading", "restated", "basis")
_BASES = frozenset({"consensus", "note", "identity"})


def _clone(kind: str, number: int) -> str:
    return f"{kind}-{number}"


def misprints(base: Base, count: int, drawn: random.Random) -> list[Change]:
    """Slips in typed figures that an identity rests on."""
    rows = [row for row in base.finances if row["amount_sek"] and row["fact_id"] in base.rested_on]
    made: list[Change] = []
    while len(made) < count:
        row = drawn.choice(rows)
        new = changed(drawn.choice(["transposed", "thousand", "digit"]), row["amount_sek"], row["precision_sek"], drawn)
        if new is not None:
            made.append(Change(_clone("printed", len(made)), row["association_id"], row["fact_id"], new))
    return made


def misreadings(base: Base, count: int, drawn: random.Random) -> list[Change]:
    """Digits taken for others that look alike, and lost minus signs, in figures read from pictures."""
    rows = [row for row in base.finances if row["amount_sek"] and row["fact_id"] in base.rested_on]
    made: list[Change] = []
    while len(made) < count:
        row = drawn.choice(rows)
        new = changed("sign" if row["amount_sek"] < 0 else "digit", row["amount_sek"], row["precision_sek"], drawn)
        if new is not None and misread(new, row["amount_sek"], row["precision_sek"]):
            made.append(Change(_clone("reading", len(made)), row["association_id"], row["fact_id"], new, picture=True))
    return made


def restatements(base: Base, count: int, drawn: random.Random, sums: list[dict[str, Any]]) -> list[Change]:
    """An amount moved between two rows of one sum, both of which an earlier document prints too."""
    rows = {row["fact_id"]: row for row in base.finances}
    compared = {fact_id for r in base.residuals if RULES[r.rule_id].family == "restatement" for fact_id in r.left_fact_ids}
    parts = defaultdict(list)
    for entry in sums:
        if entry["part_fact_id"] in compared and entry["part_fact_id"] in rows and entry["weight"] == 1:
            parts[entry["total_fact_id"]].append(entry["part_fact_id"])
    others: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for r in base.residuals:
        if RULES[r.rule_id].family != "restatement":
            for fact_id in (*r.left_fact_ids, *r.right_fact_ids):
                others[fact_id].add((r.rule_id, r.place))
    pairs = [
        (one, other)
        for found in parts.values()
        for one, other in combinations(sorted(found), 2)
        if others[one] == others[other]  # every sum that holds one of them holds both
    ]
    changes: list[Change] = []
    for number in range(count):
        one, other = (rows[fact_id] for fact_id in drawn.choice(pairs))
        moved = one["precision_sek"] * drawn.randint(20, 400)
        clone = _clone("restated", number)
        changes.append(Change(clone, one["association_id"], one["fact_id"], one["amount_sek"] + moved))
        changes.append(Change(clone, other["association_id"], other["fact_id"], other["amount_sek"] - moved))
    return changes


def other_bases(base: Base, count: int, drawn: random.Random) -> list[Change]:
    """A figure that repeats another statement's also includes a further row of that statement; its own table holds no sum of it."""
    rows = {row["fact_id"]: row for row in base.finances}
    inside = {f for r in base.residuals if r.scope == "table" for f in (*r.left_fact_ids, *r.right_fact_ids)}
    pool = [
        (rows[r.left_fact_ids[0]], rows[r.right_fact_ids[0]])
        for r in base.residuals
        if r.scope == "document" and RULES[r.rule_id].family in _BASES and len(r.left_fact_ids) == 1
        and r.left_fact_ids[0] in rows and r.left_fact_ids[0] not in inside and r.right_fact_ids and r.right_fact_ids[0] in rows
    ]  # fmt: skip
    columns = defaultdict(list)
    for row in base.finances:
        columns[row["document_id"], row["table_no"], row["column_no"]].append(row)
    made: list[Change] = []
    for _ in range(50 * count):
        if len(made) == count or not pool:
            break
        left, right = drawn.choice(pool)
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
    taken: dict[str, Counter[str]] = {}
    for kind, changes in (
        ("printed", misprints(base, count, drawn)),
        ("reading", misreadings(base, count, drawn)),
        ("restated", restatements(base, count, drawn, sums)),
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
