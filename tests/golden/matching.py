"""Truth rows against facts, one to one: amount, label, statement, scenario and period.

A truth row is *found* when a fact of its own has the amount under the label, and *placed* when that fact also has
the statement, the scenario and the period. A fact that no truth row claims costs precision.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from ingest.contracts import FinanceRow, KeyFigureRow

KRONOR = {"SEK": 1, "TSEK": 1_000, "MSEK": 1_000_000}
DASHES = frozenset("-–−—")
_OPENING = re.compile(r"ingående|början|ingång|1 januari")


@dataclass(frozen=True, slots=True)
class TruthRow:
    """One printed figure of a truth file; `amount` in kronor when it is money, else the printed value."""

    table: str
    label: str
    column: str
    scenario: str
    start: str
    end: str
    unit: str
    amount: Decimal
    printed: str
    middle: tuple[float, float] = (0.0, 0.0)  # of the printed digits, in points, where the truth file tells

    @property
    def statement(self) -> str:
        """The contract's code; every note is `note`."""
        return "note" if self.table.startswith("note") else self.table


@dataclass(slots=True)
class Outcome:
    """How one document fared; the lists name what went wrong, for the message of a failing test."""

    truth: int = 0
    facts: int = 0
    found: int = 0
    placed: list[tuple[TruthRow, FinanceRow]] = field(default_factory=list)
    missed: list[TruthRow] = field(default_factory=list)
    misplaced: list[tuple[TruthRow, FinanceRow]] = field(default_factory=list)
    unclaimed: list[FinanceRow] = field(default_factory=list)

    def shares(self) -> dict[str, float]:
        """Found and placed as shares of the truth, precision as a share of the facts."""
        return {
            "found": self.found / self.truth,
            "placed": len(self.placed) / self.truth,
            "precision": self.found / max(self.facts, 1),
        }

    def tell(self) -> str:
        """What went wrong, a line each."""
        lines = [f"missed     {t.table} | {t.label} | {t.column} | {t.printed}" for t in self.missed]
        lines += [
            f"misplaced  {t.table} | {t.label} | {t.column} | {t.scenario} {t.start}..{t.end}"
            f" -> {f.statement} {f.scenario} {f.period_start}..{f.period_end}"
            for t, f in self.misplaced
        ]
        lines += [
            f"unclaimed  {f.statement} | {f.label_printed} | {f.column_printed} | {f.amount_printed} p{f.page}" for f in self.unclaimed
        ]
        return "\n".join([str(self.shares()), *lines])


def read_truth(path: Path) -> list[TruthRow]:
    """The finance rows of a truth file that hold a figure: a printed dash is no amount, percentages are included."""
    with path.open(encoding="utf-8", newline="") as handle:
        raw = list(csv.DictReader(handle))
    return [
        TruthRow(
            table=row["table_id"], label=row["row_label"], column=row["column_label"],
            scenario="deviation" if row["measure"] == "deviation" else row["scenario"],
            start=row["period_start"], end=row["period_end"], unit=row["unit"],
            amount=Decimal(row["value"]) * KRONOR.get(row["unit"], 1), printed=row["printed"],
            middle=((_points(row, "x0") + _points(row, "x1")) / 2, (_points(row, "top") + _points(row, "bottom")) / 2),
        )
        for row in raw
        if row["kind"] in {"finance", "org"} and row["value"] and row["printed"].strip() not in DASHES
    ]  # fmt: skip


def _points(row: dict[str, str], edge: str) -> float:
    return float(row.get(edge) or 0)


def plain(text: str | None) -> str:
    """Small letters, words and digits only; the name in brackets that truth gives to an unlabelled sum is no label."""
    text = unicodedata.normalize("NFKC", text or "").casefold()
    if text.startswith(("[", "(")) and text.endswith(("]", ")")):
        return ""
    return re.sub(r"[^0-9a-zåäöé%]+", " ", text).strip()


def same_label(truth: str, printed: str | None) -> bool:
    """The same words, or one inside the other: truth leaves out footnote marks and repeated section heads."""
    left, right = plain(truth), plain(printed)
    return left == right or (bool(left and right) and (f" {left} " in f" {right} " or f" {right} " in f" {left} "))


def _same_period(truth: TruthRow, fact: FinanceRow | KeyFigureRow) -> bool:
    if _OPENING.search(truth.label.casefold()) and fact.period_start is None:
        # A stock brought forward is told by the column's date or by the day before its year began.
        year = int(truth.end[:4])
        return fact.period_end.isoformat() in {truth.end, f"{year - 1}-12-31"}
    if truth.start and fact.period_start is not None and fact.period_start.isoformat() != truth.start:
        return False
    return fact.period_end.isoformat() == truth.end and bool(truth.start) == (fact.period_start is not None)


def is_placed(truth: TruthRow, fact: FinanceRow) -> bool:
    """Whether statement, scenario and period are right."""
    return fact.statement == truth.statement and fact.scenario == truth.scenario and _same_period(truth, fact)


def _fit(truth: TruthRow, fact: FinanceRow) -> int:
    """Zero for no match, else the more the better: ties are decided by place, then by the column's words."""
    if fact.amount_sek != truth.amount or not same_label(truth.label, fact.label_printed):
        return 0
    words = set(plain(truth.column).split()) & set(plain(fact.column_printed).split())
    return (
        1 + 32 * is_placed(truth, fact) + 16 * (fact.statement == truth.statement) + 8 * (fact.scenario == truth.scenario)
        + 4 * (plain(truth.label) == plain(fact.label_printed)) + min(len(words), 3)
    )  # fmt: skip


def match(truth: Sequence[TruthRow], facts: Sequence[FinanceRow]) -> Outcome:
    """Pair truth rows in money with facts, best fit first; each is used once."""
    money = [row for row in truth if row.unit in KRONOR]
    pairs = sorted(
        ((score, i, j) for i, row in enumerate(money) for j, fact in enumerate(facts) if (score := _fit(row, fact))),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    partner: dict[int, int] = {}
    used: set[int] = set()
    for _, i, j in pairs:
        if i not in partner and j not in used:
            partner[i] = j
            used.add(j)
    outcome = Outcome(truth=len(money), facts=len(facts), found=len(partner))
    for i, row in enumerate(money):
        if i not in partner:
            outcome.missed.append(row)
            continue
        fact = facts[partner[i]]
        (outcome.placed if is_placed(row, fact) else outcome.misplaced).append((row, fact))
    outcome.unclaimed = [fact for j, fact in enumerate(facts) if j not in used]
    return outcome


def missing_figures(truth: Sequence[TruthRow], figures: Sequence[KeyFigureRow]) -> list[TruthRow]:
    """The truth rows that are no money (percent, persons) and have no key figure of their own."""
    left = list(figures)
    missing = []
    for row in (row for row in truth if row.unit not in KRONOR):
        hit = next(
            (f for f in left if f.value == row.amount and f.unit == row.unit and same_label(row.label, f.label_printed)
             and f.period_end.isoformat() == row.end),
            None,
        )  # fmt: skip
        if hit is None:
            missing.append(row)
        else:
            left.remove(hit)
    return missing
