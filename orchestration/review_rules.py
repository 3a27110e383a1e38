"""The rules explained: what each says, what it rests on, and how it came out release by release."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from expectations.texts import load_texts
from orchestration.console import Sentence
from orchestration.errors import NotFound
from orchestration.findings import rules_in
from orchestration.pages import fill, page_words
from orchestration.warehouse import opened

OUTCOMES = ("pass", "fail", "warn", "not_evaluable", "error")
_SHOWN = 5

History = list[tuple[str, dict[str, dict[str, int]]]]
"""Releases, the latest first, each with the number of places by rule and outcome."""


def count_outcomes(warehouse: Path) -> tuple[str, dict[str, dict[str, int]]]:
    """The release a file is, and its number of places by rule and outcome."""
    with opened(warehouse) as connection:
        (release,) = connection.execute("select release_id from quality.release").fetchone() or ("",)
        rows = connection.execute("select rule_id, outcome, count(*) from quality.verdicts group by all").fetchall()
    counts: dict[str, dict[str, int]] = {}
    for rule_id, outcome, count in rows:
        counts.setdefault(rule_id, {})[outcome] = count
    return str(release), counts


def note_history(warehouse: Path, state: Path) -> None:
    """Add the outcomes of a release to the history of all releases, which outlives the kept files."""
    release, counts = count_outcomes(warehouse)
    path = state / "history" / "rules.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps({"release_id": release, "rules": counts}, sort_keys=True) + "\n")


def load_history(warehouse: Path, state: Path) -> History:
    """The outcomes of every release, the latest first; of the file alone when nothing was noted."""
    path = state / "history" / "rules.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    noted = {row["release_id"]: row["rules"] for row in map(json.loads, lines)}
    if warehouse.is_file():
        noted |= dict([count_outcomes(warehouse)])
    return sorted(noted.items(), reverse=True)


def explain(warehouse: Path, state: Path, language: str) -> list[dict[str, Any]]:
    """Each rule with what it says, where to look, its basis, its severity and its history."""
    from expectations.rules import load_rules

    told, history = rules_in(language), load_history(warehouse, state)
    severity = {rule.rule_id: rule.severity for rule in load_rules()}
    seen = {rule_id for _, rules in history for rule_id in rules}
    return [
        {
            "rule_id": rule_id,
            **told[rule_id],
            "severity": severity.get(rule_id, "warn"),
            "history": [(release, rules[rule_id]) for release, rules in history[:_SHOWN] if rule_id in rules],
        }
        for rule_id in sorted(told, key=lambda key: (key[0], int(key[1:])))
        if rule_id in severity or rule_id in seen
    ]


def rules_page(warehouse: Path, state: Path, language: str, line: str) -> str:
    """The page of all rules."""
    rules = explain(warehouse, state, language)
    return fill("rules.html", language, rules=rules, outcomes=OUTCOMES, release_line=line)


def show_rules(rules: list[dict[str, Any]], console: Console, language: str) -> None:
    """Print all rules for a person, with their counts in the latest release when one is known."""
    words = page_words(language)
    outcomes = OUTCOMES if any(rule["history"] for rule in rules) else ()
    table = Table(box=None, padding=(0, 2, 0, 0))
    for title in (words["rule"], words["rule_told"], words["basis"]):
        table.add_column(title)
    for outcome in outcomes:
        table.add_column(words["rules_columns"][outcome], justify="right")
    for rule in rules:
        counts = rule["history"][0][1] if rule["history"] else {}
        table.add_row(rule["rule_id"], rule["says"], rule["basis"], *(str(counts.get(outcome, 0)) for outcome in outcomes))
    console.print(table)


def show_rule(rules: list[dict[str, Any]], rule_id: str, console: Console, language: str) -> None:
    """Print one rule for a person; raises NotFound when there is none of that id."""
    found = next((rule for rule in rules if rule["rule_id"].lower() == rule_id.lower()), None)
    if found is None:
        raise NotFound(f"{rule_id}: no such rule; known: {', '.join(rule['rule_id'] for rule in rules)}")
    texts = load_texts(language)
    console.print(Text(f"{found['rule_id']}  {found['says']}", style="bold"))
    words = page_words(language)
    told = [f"{words[name]}: {found[name]}" for name in ("look_at", "basis")]
    for line in (*told, f"{words['severity']} {words['severities'][found['severity']]}"):
        console.print(Padding(Sentence(line), (0, 0, 0, 2)))
    for release, counts in found["history"]:
        console.print(Text(f"  {release}: {', '.join(f'{counts[name]} {texts.outcomes[name]}' for name in OUTCOMES if name in counts)}"))
