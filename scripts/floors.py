"""Fails when the reader or the rules fall below what has been reached on hand-made truth.

usage: floors.py SCORE_JSON RULES_TEXT: what the two scorers wrote. Scans are measured but have no floor of their own.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

FLOORS = {
    "finance": {"placed": 0.98, "precision": 0.98},
    "goals": {"placed": 0.97, "precision": 0.97},
    "participants": {"placed": 0.97, "precision": 0.97},
    "text": {"placed": 0.70, "precision": 0.75},
}
"""Least shares of a text document, by kind: placed of the truth, and used of the rows."""
RULES = re.compile(r"known errors \d+: located \d+ .*false alarms (\d+)")
UNLOCATED = re.compile(r"^  (?:only caught|missed) +\| (.+?) \| (.+?) \| (.+?) \|", re.MULTILINE)


def broken_by_reader(documents: dict[str, dict[str, int]]) -> list[str]:
    """What is below its floor, in every text document that has truth of the kind."""
    found = []
    for name, n in documents.items():
        document, _, kind = name.rpartition("/")
        if document.endswith("_scanned") or not n["truth"]:
            continue
        shares = {"placed": n["placed"] / n["truth"], "precision": n["used"] / max(n["rows"], 1)}
        found += [
            f"{document} {kind}: {what} {shares[what]:.1%} is below {floor:.0%}"
            for what, floor in FLOORS.get(kind, {}).items()
            if shares[what] < floor
        ]
    return found if documents else ["no document was measured"]


def broken_by_rules(told: str) -> list[str]:
    """Known errors that no rule points at, and rules that point where there is none."""
    counts = RULES.search(told)
    if counts is None:
        return ["the rules were not measured"]
    found = [f"{document}: {error} is not located" for document, error, _ in UNLOCATED.findall(told)]
    return found + ([f"{counts[1]} false alarms"] if int(counts[1]) else [])


def main(score_json: str, rules_text: str) -> int:
    """Print what is broken; 1 when anything is."""
    documents = json.loads(Path(score_json).read_text(encoding="utf-8"))["documents"]
    broken = [*broken_by_reader(documents), *broken_by_rules(Path(rules_text).read_text(encoding="utf-8"))]
    sys.stdout.write("\n".join(f"floor broken: {line}" for line in broken) + "\n" if broken else "floors hold\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
