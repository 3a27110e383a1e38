"""Draws an association's books from its YAML: base figures, a seed and a growth, with named exceptions.

The generator is `random.Random(seed)`, consumed in a fixed order, so the same YAML always gives the same books.
"""

from __future__ import annotations

import random
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tests.press.books import ZERO, Book, Ledger, Period


def rounded(value: Decimal | float, step: int) -> Decimal:
    """The nearest multiple of `step` kronor."""
    return (Decimal(str(value)) / step).quantize(Decimal(1), ROUND_HALF_UP) * step


class Drawer:
    """Turns the `figures` part of an association's YAML into a ledger."""

    def __init__(self, figures: dict[str, Any]):
        self.figures = figures
        self.random = random.Random(figures["seed"])  # noqa: S311 - sample figures, not secrets
        self.step = int(figures.get("step", 1))
        self.books: dict[str, Book] = {}

    def ledger(self) -> Ledger:
        """Every book named in `figures.books`, in that order, with its exceptions applied."""
        groups = self.figures.get("groups", {})
        if clash := set(groups) & {k for part in self.figures["base"].values() if isinstance(part, dict) for k in part}:
            raise ValueError(f"groups named like one of their items: {sorted(clash)}")
        for name in self.figures["books"]:
            self.books[name] = self.draw(name)
        return Ledger(list(self.books.values()), groups)

    def draw(self, name: str) -> Book:
        scenario, code = name.split()
        period = Period.parse(code)
        book = Book(name, scenario, period, before=self.before(scenario, period))
        if book.before is None:
            book.opening_equity = Decimal(self.figures["opening_equity"])
        years = period.end.year - int(self.figures["first_year"])
        level = Decimal(str(1 + float(self.figures["growth"]) * years))
        step = self.step if scenario == "actual" else max(self.step, 1000)
        book.contributions = self.contributions(level, period, step)
        base = self.figures["base"]
        book.other_income = {
            k: None if v is None else self.spread(v, level * period.share, scenario, step) for k, v in base.get("other_income", {}).items()
        }
        book.costs = {k: None if v is None else self.spread(v, level * period.share, scenario, step) for k, v in base["costs"].items()}
        self.balance(book, level, step)
        self.exceptions(book)
        if book.scenario == "actual" and book.cash < 0:
            raise ValueError(f"{name}: cash is negative ({book.cash}); raise the opening equity or lower the costs")
        return book

    def before(self, scenario: str, period: Period) -> Book | None:
        """The book that this one opens from: a budget opens from the forecast of the year before where there is one."""
        year = period.start.year - 1
        ways = {
            "actual": ["actual"],
            "forecast": ["actual"],
            "budget": ["forecast", "actual", "budget"],
            "plan": ["budget", "plan"],
        }
        order = ways[scenario] if period.share == 1 else ["actual"]
        return next((self.books[f"{s} {year}"] for s in order if f"{s} {year}" in self.books), None)

    def contributions(self, level: Decimal, period: Period, step: int) -> dict[str, Decimal | None]:
        """State half, region a quarter, the municipalities the last quarter by their shares: to the krona."""
        state = rounded(Decimal(self.figures["base"]["state"]) * level, 4 * step)
        shares = self.figures["base"]["municipalities"]
        quarter, given, left = state / 2, {}, state / 2
        for key, share in list(shares.items())[:-1]:
            given[key] = rounded(quarter * Decimal(str(share)), step)
            left -= given[key]
        given[list(shares)[-1]] = left
        amounts: dict[str, Decimal | None] = {"state": state, "region": quarter, **given}
        if period.share == 1:
            return amounts
        if self.figures.get("state_by_half"):
            return {k: v / 2 if k == "state" and v is not None else v for k, v in amounts.items()}
        return {k: rounded(v * period.share, step) for k, v in amounts.items() if v is not None}

    def spread(self, base: float, level: Decimal, scenario: str, step: int) -> Decimal:
        """A base figure at this level: actuals scatter, plans are round."""
        value = float(base) * float(level)
        if scenario == "actual":
            return rounded(value * self.random.uniform(0.88, 1.1), step)
        return rounded(value, max(step, int(self.figures.get("plan_step", 5000))))

    def balance(self, book: Book, level: Decimal, step: int) -> None:
        base = self.figures["base"]
        share = book.period.share
        book.fin_income = self.spread(base.get("fin_income", 0), level * share, book.scenario, step)
        book.fin_costs = self.spread(base.get("fin_costs", 0), level * share, book.scenario, step)
        book.provisions = Decimal(base.get("provisions", 0))
        book.employees = Decimal(str(base.get("employees", 0)))
        for part in ("receivables", "liabilities"):
            drawn = {k: rounded(float(v) * self.random.uniform(0.6, 1.5), step) for k, v in base[part].items()}
            setattr(book, part, drawn)

    def exceptions(self, book: Book) -> None:
        """Named figures of named books that are told, not drawn: `{"actual 2022": {"costs.board": 0}}`."""
        for path, value in self.figures.get("told", {}).get(book.name, {}).items():
            part, _, key = path.partition(".")
            amount = None if value is None else Decimal(str(value))
            if key:
                getattr(book, part)[key] = amount
            else:
                setattr(book, part, amount if amount is not None else ZERO)
