"""Holds facts against truth: which amounts of a document were found, placed and traced, and which facts state nothing true.

found      a fact of the amount stands under (nearly) the printed label
placed     and in the right statement, scenario and period
traced     and its box is where the amount is printed
precision  the share of the facts that state a truth row
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

SCALE = {"SEK": Decimal(1), "TSEK": Decimal(1000), "MSEK": Decimal(1_000_000)}
STATEMENTS = {
    "income_statement", "balance_sheet", "cash_flow", "operating_statement", "multi_year_overview", "note", "budget_plan",
    "balance_requirement",
}  # fmt: skip
DASHES = {"-", "–", "−", "—"}
BROUGHT_FORWARD = re.compile(r"ingående|början|balanserat|1 januari|ingång")
Truth = dict[str, str]


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact as it is scored, from the reader or from a warehouse. `amount` in kronor with the printed sign."""

    label: str
    column: str
    statement: str
    scenario: str
    start: date | None
    end: date
    amount: Decimal
    token: str
    page: int
    box: tuple[float, float, float, float]
    doubt: str | None


@dataclass
class Score:
    """Counts of one document or of several; `unflagged` facts carry no doubt, `wrong` ones of them match no truth."""

    documents: int = 0
    pages: int = 0
    truth: int = 0
    facts: int = 0
    found: int = 0
    placed: int = 0
    traced: int = 0
    right: int = 0
    unflagged: int = 0
    wrong: int = 0
    misplaced: int = 0
    seconds: float = 0.0
    misses: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Count another's documents with one's own."""
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


def fold(text: str) -> str:
    """Letters and digits only, in lower case."""
    return re.sub(r"[^0-9a-zåäöé%]+", " ", unicodedata.normalize("NFKC", text).casefold()).strip()


def alike(one: str, other: str) -> bool:
    """The same words, one inside the other, or four fifths the same."""
    one, other = fold(one), fold(other)
    if not one or not other:
        return one == other
    return one in other or other in one or difflib.SequenceMatcher(None, one, other).ratio() >= 0.8


def statements(row: Truth) -> set[str]:
    """The statements under which a truth row may be filed; a breakdown that is not called a note also under its parent."""
    own = "note" if row["table_id"].startswith("note") else row["table_id"]
    if own == "note" and not re.search(r"\bnot", row["section"].casefold()):
        return {own, "operating_statement", "income_statement"}
    return {own} & STATEMENTS


def scored(rows: list[Truth]) -> list[Truth]:
    """The truth rows that are amounts of money in a statement."""
    return [
        {**r, "scenario": "deviation"} if r["measure"] == "deviation" else r
        for r in rows
        if r["kind"] == "finance" and r["value"] and r["unit"] in SCALE and statements(r) and r["printed"].strip() not in DASHES
    ]


def is_dated(row: Truth, fact: Stated) -> bool:
    """A balance brought forward may bear the column's date or that of the year's end beside it."""
    end = fact.end.isoformat()
    if BROUGHT_FORWARD.search(row["row_label"].casefold()):
        year = int(row["period_end"][:4])
        return end in {row["period_end"], f"{year - 1}-12-31", f"{year + 1}-12-31"}
    start = fact.start.isoformat() if fact.start else ""
    return end == row["period_end"] and (not row["period_start"] or start == row["period_start"])


def is_placed(row: Truth, fact: Stated) -> bool:
    return fact.statement in statements(row) and fact.scenario == row["scenario"] and is_dated(row, fact)


def fit(row: Truth, fact: Stated) -> int:
    """How well a fact of the right amount answers a truth row; 0 when its label does not."""
    unlabelled = row["row_label"].startswith(("[", "(")) and not fold(fact.label)
    if not (unlabelled or alike(row["row_label"], fact.label)):
        return 0
    points = 1 + 4 * is_placed(row, fact) + (fact.statement in statements(row)) + (fact.scenario == row["scenario"])
    return points + (fold(row["row_label"]) == fold(fact.label)) + alike(row["column_label"], fact.column)


def is_traced(row: Truth, fact: Stated, slack: float) -> bool:
    """Whether the fact's box holds the middle of the printed amount and little else; without a box in the truth, its page."""
    if fact.page != int(re.sub(r"\D", "", row["note"]) or 0):
        return False
    if not row.get("x0"):
        return fact.box[2] > fact.box[0] and fact.box[3] > fact.box[1]
    left, top, right, bottom = (float(row[k]) for k in ("x0", "top", "x1", "bottom"))
    x, y = (left + right) / 2, (top + bottom) / 2
    x0, y0, x1, y1 = fact.box
    inside = x0 - slack <= x <= x1 + slack and y0 - slack <= y <= y1 + slack
    return inside and max(x1 - x0, y1 - y0) <= max(right - left, bottom - top) + 25 + slack


def assign(truth: list[Truth], facts: list[Stated]) -> dict[int, int]:
    """Truth row → fact, one to one, the best fits first."""
    by_amount: dict[Decimal, list[int]] = defaultdict(list)
    for at, fact in enumerate(facts):
        by_amount[fact.amount.quantize(Decimal("0.01"))].append(at)
    pairs = []
    for number, row in enumerate(truth):
        for at in by_amount.get((Decimal(row["value"]) * SCALE[row["unit"]]).quantize(Decimal("0.01")), []):
            points = fit(row, facts[at])
            if points:
                pairs.append((points, number, at))
    found: dict[int, int] = {}
    used: set[int] = set()
    for _, number, at in sorted(pairs, reverse=True):
        if number not in found and at not in used:
            found[number] = at
            used.add(at)
    return found


def hold(rows: list[Truth], facts: list[Stated], *, is_scan: bool = False) -> Score:
    """Score one document. Boxes of a scan are compared with more slack, because the sheet lay askew."""
    truth = scored(rows)
    facts = [f for f in facts if f.token.strip() not in DASHES]
    found = assign(truth, facts)
    placed = {n for n, at in found.items() if is_placed(truth[n], facts[at])}
    traced = {n for n in placed if is_traced(truth[n], facts[found[n]], 9 if is_scan else 1.5)}
    used = set(found.values())
    score = Score(1, 0, len(truth), len(facts), len(found), len(placed), len(traced), len(used))
    score.unflagged = sum(1 for f in facts if f.doubt is None)
    score.wrong = sum(1 for at, f in enumerate(facts) if f.doubt is None and at not in used)
    score.misplaced = sum(1 for n, at in found.items() if n not in placed and facts[at].doubt is None)
    score.misses = [told("missed", t) for n, t in enumerate(truth) if n not in found]
    score.misses += [told("misplaced", truth[n], facts[at]) for n, at in found.items() if n not in placed]
    score.misses += [told("not traced", truth[n], facts[found[n]]) for n in placed - traced]
    score.misses += [told("extra", None, f) for at, f in enumerate(facts) if at not in used]
    return score


def told(what: str, row: Truth | None, fact: Stated | None = None) -> str:
    """One line about a truth row or a fact that went wrong."""
    parts = [f"{what:<10}"]
    if row:
        parts.append(
            f"{row['doc_id']} {row['table_id']} | {row['row_label'][:44]} | {row['column_label']} | {row['printed']} {row['note']}"
        )
    if fact:
        parts.append(
            f"-> {fact.statement} {fact.scenario} {fact.start or ''}..{fact.end} | {fact.label[:44]} | {fact.column} | {fact.token} "
            f"p{fact.page} {[round(v) for v in fact.box]}{'' if fact.doubt is None else ' doubt: ' + fact.doubt[:60]}"
        )
    return " ".join(parts)
