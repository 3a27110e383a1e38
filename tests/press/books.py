"""An association's figures: books per scenario and period from which every statement is computed.

A book holds what was booked or planned (contributions, costs, receivables, liabilities …) in kronor. Results, equity,
cash and cash flow are never entered: they are computed, so every accounting identity holds whatever was drawn.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

SCENARIOS = {"actual", "budget", "forecast", "plan"}
STOCKS = ("equity", "receivable", "liabilit", "cash", "assets", "current_assets", "provisions", "total_claims")
FLOWS_OF_STOCKS = ("cash_change", "cash_operating")
ZERO = Decimal(0)


@dataclass(frozen=True)
class Period:
    """A stretch of one year: "2022", "2022H1", "2022T1", "2022T2" or "2022Q3" (January to the end of the code)."""

    start: date
    end: date

    @classmethod
    def parse(cls, code: str) -> Period:
        match = re.fullmatch(r"(\d{4})(H1|T1|T2|Q1|Q3)?", code)
        if match is None:
            raise ValueError(f"not a period: {code!r}")
        year, month = int(match[1]), {"H1": 6, "T1": 4, "T2": 8, "Q1": 3, "Q3": 9, None: 12}[match[2]]
        return cls(date(year, 1, 1), date(year, month, calendar.monthrange(year, month)[1]))

    @property
    def share(self) -> Decimal:
        """The part of the year it covers."""
        return Decimal(self.end.month) / 12

    @property
    def previous_end(self) -> date:
        """The last day of the year before."""
        return date(self.start.year - 1, 12, 31)


@dataclass
class Book:
    """One column's worth of figures. Amounts in kronor; `None` means that nothing is stated."""

    name: str
    scenario: str
    period: Period
    contributions: dict[str, Decimal | None] = field(default_factory=dict)
    other_income: dict[str, Decimal | None] = field(default_factory=dict)
    costs: dict[str, Decimal | None] = field(default_factory=dict)
    fin_income: Decimal = ZERO
    fin_costs: Decimal = ZERO
    receivables: dict[str, Decimal | None] = field(default_factory=dict)
    liabilities: dict[str, Decimal | None] = field(default_factory=dict)
    provisions: Decimal = ZERO
    employees: Decimal = ZERO
    before: Book | None = None
    opening_equity: Decimal | None = None

    def total(self, part: str) -> Decimal:
        """The sum of one of the itemised parts."""
        return sum((v for v in getattr(self, part).values() if v is not None), ZERO)

    @property
    def equity_opening(self) -> Decimal:
        if self.before is not None:
            return self.before.equity_closing
        if self.opening_equity is None:
            raise ValueError(f"{self.name}: neither a book before nor an opening equity")
        return self.opening_equity

    @property
    def income(self) -> Decimal:
        return self.total("contributions") + self.total("other_income")

    @property
    def operating_result(self) -> Decimal:
        return self.income - self.total("costs")

    @property
    def result(self) -> Decimal:
        return self.operating_result + self.fin_income - self.fin_costs

    @property
    def equity_closing(self) -> Decimal:
        return self.equity_opening + self.result

    @property
    def assets(self) -> Decimal:
        return self.equity_closing + self.provisions + self.total("liabilities")

    @property
    def cash(self) -> Decimal:
        return self.assets - self.total("receivables")


def rolled(books: list[Book]) -> list[Book]:
    """The books of one table, each plan opening from the year before it in the same table: a plan printed a year later is another one."""
    found: list[Book] = []
    for book in books:
        ends = {b.period.end: b for b in found if b.scenario in ("plan", "budget")}
        before = ends.get(book.period.previous_end) if book.scenario == "plan" else None
        found.append(replace(book, before=before) if before is not None else book)
    return found


class Ledger:
    """All books of an association, and every figure that a statement may print."""

    def __init__(self, books: list[Book], groups: dict[str, list[str]]):
        self.books = {b.name: b for b in books}
        self.groups = groups

    def book(self, name: str) -> Book:
        """The book called e.g. "actual 2022", "budget 2022T2"."""
        try:
            return self.books[name]
        except KeyError:
            raise KeyError(f"no book {name!r}; there are {sorted(self.books)}") from None

    def figure(self, name: str, book: Book) -> Decimal | None:
        """The figure `name` of a book in kronor (persons, percent for `employees`, `equity_ratio`); None is blank."""
        part, _, key = name.partition(".")
        if key and part in ("contributions", "other_income", "costs", "receivables", "liabilities"):
            if key in self.groups:
                values = [getattr(book, part).get(k) for k in self.groups[key]]
                return sum((v for v in values if v is not None), ZERO)
            return getattr(book, part).get(key)
        if part in ("contributions", "other_income", "costs", "receivables", "liabilities"):
            return book.total(part)
        if part in ("change_receivables", "change_liabilities", "cash_opening", "cash_change", "change_provisions"):
            return self._moved(part, book)
        computed = {
            "income_all": book.income + book.fin_income,
            "costs_all": book.total("costs") + book.fin_costs,
            "fin_net": book.fin_income - book.fin_costs,
            "available": book.income + book.fin_income - book.fin_costs + book.equity_opening,
            "net_cost": book.total("costs") + book.fin_costs - book.total("other_income") - book.fin_income,
            "current_assets": book.assets,
            "total_claims": book.assets,
            "adjustment": ZERO,
            "zero": ZERO,
        }
        if part in computed:
            return computed[part]
        if part == "equity_ratio":
            return (100 * book.equity_closing / book.assets).quantize(Decimal(1))
        return getattr(book, part)

    def _moved(self, part: str, book: Book) -> Decimal | None:
        """What moved since the book before; None where there is none to compare with."""
        if book.before is None:
            return None
        was = book.before
        return {
            "change_receivables": was.total("receivables") - book.total("receivables"),
            "change_liabilities": book.total("liabilities") - was.total("liabilities"),
            "change_provisions": book.provisions - was.provisions,
            "cash_opening": was.cash,
            "cash_change": book.cash - was.cash,
        }[part]


def is_stock(name: str) -> bool:
    """Whether a figure is a balance at a date rather than a flow over a period."""
    return name.startswith(STOCKS) and not name.startswith(FLOWS_OF_STOCKS) and not name.startswith("change_")
