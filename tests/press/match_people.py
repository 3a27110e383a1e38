"""Holds what was read of people and goals against the truth.

participants  counts and shares in tables; found: the value under (nearly) the same row label or column head
text          counts and shares told in sentences; found: the value
goals         found: (nearly) the same goal
placed        and of the right kind of count, gender and last day; a goal: with the right status
precision     the share of the rows that state something true
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Protocol

from tests.press.match import DASHES, Truth, alike, fold

UNITS = ("persons", "count", "percent")
PEOPLE = ("participants", "text", "goals")


class Counted(Protocol):
    """A row of participants, from the reader or from a warehouse."""

    found_in: str
    label_printed: str | None
    column_printed: str | None
    measure: str
    gender: str
    exit_reason: str | None
    period_end: date
    value: Decimal | None
    goal_fact_id: str | None


class Judged(Protocol):
    """A goal, from the reader or from a warehouse."""

    goal_text: str
    status: str


@dataclass
class Tally:
    """Counts of one kind in one document or in several; `right` rows state a truth."""

    truth: int = 0
    rows: int = 0
    found: int = 0
    placed: int = 0
    right: int = 0
    misses: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


def dimensions(row: Truth) -> dict[str, str]:
    return dict(p.split("=", 1) for p in row["dimension"].split(";") if "=" in p)


def is_told(row: Truth) -> bool:
    """Whether the truth stands in a sentence."""
    return row["table_id"] == "narrative" or row["row_no"].startswith("T")


def sort_of(measure: str, *, reason: bool) -> str:
    """What a measure counts, as coarsely as people are told apart: exits, starts, stocks or participants."""
    if reason or "exit" in measure:
        return "exits"
    if "ongoing" in measure:
        return "ongoing"
    return "starts" if "start" in measure else "participants"


def paired(truth: Sequence[Truth], count: int, fit: Callable[[Truth, int], int]) -> dict[int, int]:
    """Truth row → row, one to one, the best fits first; 0 is no fit."""
    pairs = [(p, n, at) for n, row in enumerate(truth) for at in range(count) if (p := fit(row, at))]
    found: dict[int, int] = {}
    used: set[int] = set()
    for _, number, at in sorted(pairs, reverse=True):
        if number not in found and at not in used:
            found[number] = at
            used.add(at)
    return found


def hold_counts(rows: list[Truth], read: Sequence[Counted], *, text: bool) -> Tally:
    """Score the participants of one document, those of tables or those of sentences."""
    truth = [
        r for r in rows
        if r["kind"] == "participants" and is_told(r) == text and r["value"] and r["unit"] in UNITS
        and r["printed"].strip() not in DASHES and not (text and "repeated" in r["note"])
    ]  # fmt: skip
    facts = [f for f in read if (f.found_in == "text") == text and f.value is not None and not f.goal_fact_id]

    def placed(row: Truth, fact: Counted) -> bool:
        told = dimensions(row)
        reason = "exit_reason" in told
        if told.get("gender", "all") != fact.gender or fact.period_end.isoformat() != row["period_end"]:
            return False
        return text or sort_of(row["measure"], reason=reason) == sort_of(fact.measure, reason=bool(fact.exit_reason))

    def fit(row: Truth, at: int) -> int:
        fact = facts[at]
        if fact.value is None or abs(fact.value - Decimal(row["value"])) >= Decimal("0.005"):
            return 0
        label = alike(row["row_label"], fact.label_printed or "") + alike(row["column_label"] or "-", fact.column_printed or "")
        return label + 4 * placed(row, fact) + 1 if label or text else 0

    found = paired(truth, len(facts), fit)
    in_place = {n for n, at in found.items() if placed(truth[n], facts[at])}
    made = Tally(len(truth), len(facts), len(found), len(in_place), len(found))
    made.misses = [f"missed     {line(r)}" for n, r in enumerate(truth) if n not in found]
    made.misses += [f"misplaced  {line(truth[n])} -> {said(facts[at])}" for n, at in found.items() if n not in in_place]
    made.misses += [f"extra      {rows[0]['doc_id'] if rows else ''} {said(f)}" for at, f in enumerate(facts) if at not in found.values()]
    return made


def line(row: Truth) -> str:
    place = f"{row['doc_id']} {row['table_id']} {row['note']}"
    return f"{place} | {row['row_label'][:60]} | {row['column_label']} | {row['printed']} {row['dimension']}"


def said(fact: Counted) -> str:
    what = f"{fact.measure} {fact.gender} {fact.exit_reason or ''} {fact.period_end}"
    return f"{what} | {fact.label_printed} | {fact.column_printed} | {fact.value}"


def hold_goals(rows: list[Truth], read: Sequence[Judged]) -> Tally:
    """Score the goals of one document; a goal that is judged is not asked for once more as a mere goal."""
    judged = [r for r in rows if r["kind"] == "goals" and r["measure"] == "goal_status"]
    texts = {fold(r["row_label"]) for r in judged}
    truth = judged + [r for r in rows if r["kind"] == "goals" and r["measure"] == "goal" and fold(r["row_label"]) not in texts]

    def right(row: Truth, at: int) -> bool:
        return row["measure"] == "goal" or dimensions(row).get("status") == read[at].status

    found = paired(truth, len(read), lambda row, at: alike(row["row_label"], read[at].goal_text) * (1 + right(row, at)))
    placed = {n for n, at in found.items() if right(truth[n], at)}
    made = Tally(len(truth), len(read), len(found), len(placed), len(found))
    made.misses = [f"missed     {line(r)}" for n, r in enumerate(truth) if n not in found]
    made.misses += [f"misplaced  {line(truth[n])} -> {read[at].status}" for n, at in found.items() if n not in placed]
    made.misses += [
        f"extra      {rows[0]['doc_id'] if rows else ''} {g.goal_text[:90]}" for at, g in enumerate(read) if at not in found.values()
    ]
    return made


def hold_people(rows: list[Truth], counts: Sequence[Counted], goals: Sequence[Judged]) -> dict[str, Tally]:
    """Kind → score of one document."""
    return {
        "participants": hold_counts(rows, counts, text=False),
        "text": hold_counts(rows, counts, text=True),
        "goals": hold_goals(rows, goals),
    }
