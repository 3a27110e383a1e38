"""Measure the rules and write docs/rule_scores.md: planted errors, false alarms, mutations, proposed causes.

    python -m tests.rules.scores --clean DIR [DIR ...] --planted DIR --told planted.csv [--count 1000] [--out docs/rule_scores.md]

Each DIR holds facts/ and reference/ as a run leaves them, of reports drawn by `python -m tests.press corpus`, with and without
`--plant all`. Reports of one style are taken for one association, since the press draws some names twice.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from expectations.verdict import Outcome, Verdict
from tests.rules import confusion, mutate
from tests.rules.bench import Judged, judged_facts

_ALARMS = {Outcome.FAIL, Outcome.WARN}
_MOST_FACTS = 40


def apart(facts: Path, into: Path) -> Path:
    """The same facts with one association for each style and number (`grid_2_ar_2024.pdf` is of `grid_2`)."""
    into.mkdir(parents=True)
    for path in facts.glob("*.parquet"):
        table = pq.read_table(path)
        if {"association_id", "file_name"} <= set(table.column_names):
            names = ["_".join(Path(name).name.split("_")[:2]) for name in table["file_name"].to_pylist()]
            table = table.set_column(table.column_names.index("association_id"), "association_id", pa.array(names, pa.string()))
        pq.write_table(table, into / path.name)
    return into


def _digits(text: object) -> str:
    return re.sub(r"\D", "", str(text or "")).lstrip("0")


def _statement(table_id: str) -> str:
    if table_id.startswith("note"):
        return "note"
    return "participants" if table_id.startswith(("participants", "exit", "narrative")) else table_id


def located(row: dict[str, str], verdicts: list[Verdict], printed: dict[str, str]) -> bool:
    """Whether an alarm stands in the document and statement of a planted error and names its figure."""
    wanted, either = {_digits(row["printed"])} - {""}, {_digits(row["printed"]), _digits(row["expected"])} - {""}
    for verdict in verdicts:
        where = (Path(verdict.file_name).stem, verdict.statement)
        if where != (row["doc_id"], _statement(row["table_id"])) or verdict.outcome not in _ALARMS:
            continue
        sides = {_digits(f"{abs(v) / unit:.0f}") for v in (verdict.left_value, verdict.right_value) if v is not None for unit in (1, 1000)}
        named = wanted & {printed.get(fact_id, "") for fact_id in verdict.fact_ids} if len(verdict.fact_ids) <= _MOST_FACTS else set()
        if not wanted or named or either & sides:
            return True
    return False


def recall(judged: Judged, facts: Path, told: Path) -> list[str]:
    """A Markdown table: planted errors by kind, and how many of them were located."""
    printed = {
        row["fact_id"]: _digits(row["amount_printed"])
        for door in ("finances", "participants")
        for row in pq.read_table(facts / f"{door}.parquet", columns=["fact_id", "amount_printed"]).to_pylist()
    }
    errors: dict[tuple[str, str, str], list[dict[str, str]]] = defaultdict(list)
    with told.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            errors[row["kind"], row["doc_id"], row["error_id"]].append(row)
    planted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for (kind, _, _), rows in errors.items():
        planted[kind] += 1
        found[kind] += any(located(row, judged.verdicts, printed) for row in rows)
    lines = ["| kind | planted | located | share |", "|---|---|---|---|"]
    return lines + [f"| {kind} | {planted[kind]} | {found[kind]} | {100 * found[kind] / planted[kind]:.0f} % |" for kind in sorted(planted)]


def alarms(all_judged: Sequence[Judged]) -> list[str]:
    """What the rules say of clean documents: nothing, if they are right."""
    verdicts = [verdict for judged in all_judged for verdict in judged.verdicts]
    documents = sum(len({v.document_id for v in judged.verdicts if v.document_id}) for judged in all_judged)
    fails = Counter(v.rule_id for v in verdicts if v.outcome is Outcome.FAIL)
    warns = Counter(v.rule_id for v in verdicts if v.outcome is Outcome.WARN)
    said: Any = lambda counted: ", ".join(f"{rule} {n}" for rule, n in sorted(counted.items())) or "none"  # noqa: E731
    sql, judge = (sum(seconds) for seconds in zip(*((one.sql_seconds, one.judge_seconds) for one in all_judged), strict=True))
    return [
        f"{documents} clean documents, {sum(v.outcome is Outcome.PASS for v in verdicts)} places pass.",
        f"Failed without reason: {said(fails)}. Warned of: {said(warns)}.",
        f"SQL took {sql:.1f} s, the judge {judge:.1f} s.",
    ]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clean", type=Path, required=True, nargs="+")
    parser.add_argument("--planted", type=Path, required=True)
    parser.add_argument("--told", type=Path, required=True)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--each", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("docs/rule_scores.md"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        cleans = [apart(folder / "facts", root / f"clean{number}") for number, folder in enumerate(options.clean)]
        clean, planted = cleans[0], apart(options.planted / "facts", root / "planted")
        reference = options.clean[0].resolve() / "reference"
        written = "Written by `python -m tests.rules.scores`, on reports drawn by `python -m tests.press corpus`."
        lines = ["# How well the rules do", "", written, ""]
        lines += ["## Planted errors", "", *recall(judged_facts(planted, reference, root / "one"), planted, options.told), ""]
        lines += ["## Clean documents", "", *alarms([judged_facts(one, reference, root / f"two{n}") for n, one in enumerate(cleans)]), ""]
        mutations = mutate.measure(clean, reference, root / "three", options.count, options.seed)
        lines += ["## Single figures changed at random", "", mutate.told(mutations), ""]
        lines += ["## Proposed causes", "", confusion.told(confusion.matrix(clean, reference, root / "four", options.each, options.seed))]
    options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
