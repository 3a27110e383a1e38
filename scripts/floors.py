"""Fails when the reader or the rules fall below what has been reached on hand-made truth.

usage: floors.py SCORE_JSON RULES_TEXT: what the two scorers wrote. Scans are measured but have no floor of their own.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

FLOOR = 0.98
NOT_READ_YET = {"participants"}
"""Kinds of known errors in tables that the warehouse has no facts of; they count once it has."""
RULES = re.compile(r"known errors \d+: located \d+ .*false alarms (\d+)")
UNLOCATED = re.compile(r"^  (?:only caught|missed) +\| (.+?) \| (.+?) \| (.+?) \|", re.MULTILINE)


def broken_by_reader(documents: dict[str, dict[str, int]]) -> list[str]:
    """What is below the floor: placed of the truth and used of the rows, in every text document's finances."""
    found = []
    for name, n in documents.items():
        document, _, kind = name.rpartition("/")
        if kind != "finance" or document.endswith("_scanned"):
            continue
        shares = {"placed": n["placed"] / max(n["truth"], 1), "precision": n["used"] / max(n["rows"], 1)}
        found += [f"{document}: {what} {share:.1%} is below {FLOOR:.0%}" for what, share in shares.items() if share < FLOOR]
    return found if documents else ["no document was measured"]


def broken_by_rules(told: str) -> list[str]:
    """Known errors that no rule points at, and rules that point where there is none."""
    counts = RULES.search(told)
    if counts is None:
        return ["the rules were not measured"]
    found = [f"{document}: {error} is not located" for document, error, kind in UNLOCATED.findall(told) if kind not in NOT_READ_YET]
    return found + ([f"{counts[1]} false alarms"] if int(counts[1]) else [])


def main(score_json: str, rules_text: str) -> int:
    """Print what is broken; 1 when anything is."""
    documents = json.loads(Path(score_json).read_text(encoding="utf-8"))["documents"]
    broken = [*broken_by_reader(documents), *broken_by_rules(Path(rules_text).read_text(encoding="utf-8"))]
    sys.stdout.write("\n".join(f"floor broken: {line}" for line in broken) + "\n" if broken else "floors hold\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
