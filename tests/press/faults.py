"""Errors of the kinds that reports really hold, put into a drawn document: each kind is a function that changes printed figures and
says what it changed. Where a kind has nothing to stand on it does nothing. `harmless` are roundings and blanks that no rule may
complain of; they are told nowhere.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from tests.press import document as doc
from tests.press.numerals import SCALE, Numerals
from tests.press.sayings import WORDS

UNIT_WORDS = {"kr": ["Belopp i kronor", "Alla belopp i kronor", "Belopp i kr", "(kr)", "kr"],
              "tkr": ["Belopp i tusental kronor", "Tusentals kronor", "Belopp i tkr", "(tkr)", "tkr"]}  # fmt: skip
Rows = list[dict[str, str]]
Found = tuple[doc.Table, doc.Row, int, doc.Cell]


@dataclass
class Site:
    """A document in which to plant. `numerals` prints its money, `first` says that no report of the association comes before it,
    `taken` are the tables that hold an error already."""

    made: doc.Document
    numerals: Numerals
    drawn: random.Random
    first: bool
    taken: set[str] = field(default_factory=set)

    def cells(self, *, unit: tuple[str, ...] = ("SEK", "TSEK", "MSEK"), measure: str = "amount") -> Iterator[Found]:
        for table in (t for t in self.made.tables() if t.table_id not in self.taken):
            for row in table.rows:
                for at, cell in enumerate(row.cells or []):
                    if cell.value is not None and cell.unit in unit and measure in (cell.measure, "any"):
                        yield table, row, at, cell

    def pick(self, found: list[Found]) -> Found | None:
        return self.drawn.choice(found) if found else None

    def told(self, kind: str, what: str, table: str, column: str, expected: str, printed: str) -> dict[str, str]:
        return {"doc_id": self.made.doc_id, "error_id": "", "kind": kind, "description": what, "table_id": table,
                "column_label": column, "expected": expected, "printed": printed}  # fmt: skip

    def set(self, kind: str, what: str, place: Found, value: Decimal) -> dict[str, str]:
        """Print another value in a cell of money."""
        table, _, at, cell = place
        before, cell.value = cell.printed, value
        cell.printed = self.reprinted(cell, before)
        return self.told(kind, what, table.table_id, table.columns[at].label, before, cell.printed)

    def reprinted(self, cell: doc.Cell, before: str) -> str:
        value = amount(cell)
        if cell.unit not in SCALE:
            return re.sub(r"\d+(,\d+)?", f"{value:f}".replace(".", ","), before, count=1)
        token = self.numerals.token(value)
        return token if before.endswith("kr") or not self.numerals.suffix else token.removesuffix(self.numerals.suffix)

    def step(self, cell: doc.Cell, least: int = 1000) -> Decimal:
        """A wrong amount in a cell's own unit: some thousands of kronor, of thousands, or tenths of millions."""
        factor = {"SEK": Decimal(least), "TSEK": Decimal(max(10, least // 100)), "MSEK": Decimal("0.1")}[cell.unit]
        return factor * self.drawn.randint(1, 9)


def amount(cell: doc.Cell) -> Decimal:
    """The printed figure; nil where none is printed."""
    return cell.value or Decimal(0)


def account(cell: doc.Cell) -> str:
    return cell.dimension.partition(";")[0].removeprefix("account=")


def sums(site: Site) -> list[Found]:
    return [f for f in site.cells(unit=("SEK", "TSEK")) if f[1].kind == "sum" and f[1].label and f[0].table_id != "multi_year_overview"
            and abs(amount(f[3])) > 1000]  # fmt: skip


def sum_transposed(site: Site) -> Rows:
    """Two digits of a sum change places."""
    place = site.pick(sums(site))
    if place is None:
        return []
    cell = place[3]
    value = amount(cell)
    text = str(abs(int(value)))
    swaps = [n for n in range(len(text) - 1) if text[n] != text[n + 1] and (n or text[1] != "0")]
    if not swaps or value != int(value):
        return []
    n = site.drawn.choice(swaps)
    turned = Decimal(text[:n] + text[n + 1] + text[n] + text[n + 2 :])
    return [site.set("sum_transposed", f"{place[1].label}: two digits have changed places", place, turned if value > 0 else -turned)]


def sum_thousand(site: Site) -> Rows:
    place = site.pick(sums(site))
    if place is None:
        return []
    off = site.drawn.choice([1000, -1000])
    return [site.set("sum_thousand", f"{place[1].label} is {off} off", place, amount(place[3]) + off)]


def balance(site: Site) -> Rows:
    """The liabilities, and the sum of what is owed, are too high: the two sides differ."""
    sheet = [f for f in site.cells() if f[0].table_id == "balance_sheet"]
    place = site.pick([f for f in sheet if account(f[3]) == "liabilities"])
    if place is None:
        return []
    off, what = site.step(place[3]), "the liabilities are too high, and with them one side of the balance"
    both = [f for f in sheet if f[2] == place[2] and account(f[3]) in ("liabilities", "total_claims")]
    return [site.set("balance", what, f, amount(f[3]) + off) for f in both]


def cash_flow_sign(site: Site) -> Rows:
    place = site.pick([f for f in site.cells() if f[0].table_id == "cash_flow" and account(f[3]).startswith("change_")])
    if place is None or not place[3].value:
        return []
    return [site.set("cash_flow_sign", f"{place[1].label} has the wrong sign", place, -amount(place[3]))]


def opening_equity(site: Site) -> Rows:
    places = [f for f in site.cells() if f[0].table_id == "balance_sheet" and account(f[3]) == "equity_opening"]
    last = max((f[3].end for f in places), default=None)
    place = site.pick([f for f in places if f[3].end == last])
    if place is None:
        return []
    return [
        site.set(
            "opening_equity",
            "the opening equity is not last year's closing equity",
            place,
            amount(place[3]) + site.step(place[3]),
        )
    ]


def shift(site: Site, kind: str, what: str, one: str, other: str, scenario: str, *, past: bool) -> Rows:
    """Move an amount from one account to another wherever the document states them for the year, so that every sum holds."""
    every = [
        f for f in site.cells() if f[3].scenario == scenario and account(f[3]) in (one, other) and f[0].table_id != "multi_year_overview"
    ]
    ends = sorted({f[3].end for f in every})
    if site.taken or len(ends) < 1 + past or not {one, other} <= {account(f[3]) for f in every}:
        return []
    chosen = [f for f in every if f[3].end == (ends[-2] if past else ends[-1])]
    off = site.step(chosen[0][3], 10_000) if chosen else Decimal(0)
    if any(abs(amount(f[3])) <= 2 * off for f in chosen) or {account(f[3]) for f in chosen} != {one, other}:
        return []
    rows = []
    for found in chosen:
        value = amount(found[3])
        sign = (1 if account(found[3]) == one else -1) * (1 if value > 0 else -1)
        rows.append(site.set(kind, what, found, value + sign * off))
    return rows


def restated(site: Site) -> Rows:
    """In the column of last year an amount has moved between two items; last year's report has them otherwise."""
    if site.first or site.made.kind != "annual_report":
        return []
    named = sorted({account(f[3]) for f in site.cells() if f[0].table_id == "note_2" and re.fullmatch(r"costs\.\w\d", account(f[3]))})
    pairs = [(a, b) for a in named for b in named if a < b and a[6] == b[6]]
    site.drawn.shuffle(pairs)
    return next(
        (
            rows
            for a, b in pairs
            if (rows := shift(site, "restated", "last year's figure is not that of last year's report", a, b, "actual", past=True))
        ),
        [],
    )


def split(site: Site) -> Rows:
    """The state and the region do not bear their halves and quarters."""
    if site.made.kind != "annual_report":
        return []
    what = "the state's and the region's contributions are not in proportion"
    return shift(site, "split", what, "contributions.region", "contributions.state", "actual", past=False)


def deviation(site: Site) -> Rows:
    place = site.pick(list(site.cells(measure="deviation")))
    if place is None:
        return []
    return [site.set("deviation", f"{place[1].label}: not budget against outcome", place, amount(place[3]) + site.step(place[3]))]


def budget_vs_plan(site: Site) -> Rows:
    """An item's budget is not that of the adopted plan; it is carried into the sums and deviations of the table."""
    if site.made.kind != "annual_report":
        return []
    every = [f for f in site.cells(measure="any") if f[0].table_id == "operating_statement"]
    place = site.pick([f for f in every if f[3].scenario == "budget" and re.fullmatch(r"costs\.[ds]\d", account(f[3]))])
    if place is None:
        return []
    item, off, rows = account(place[3]), site.step(place[3], 10_000), Rows()
    carried = {item, "costs", f"costs.{'direct' if item[6] == 'd' else 'struct'}", "net_cost"}
    for found in every:
        cell, name = found[3], account(found[3])
        if cell.measure not in ("amount", "deviation") or name not in carried | {"operating_result", "result"}:
            continue
        if cell.measure == "amount" and cell.scenario != "budget":
            continue
        value = amount(cell)
        sign = (1 if value > 0 else -1) if name in carried and cell.measure == "amount" else -1 if cell.measure == "amount" else 1
        row = site.set("budget_vs_plan", f"the budget of {place[1].label} is not the plan's", found, value + sign * off)
        rows += [row] if name == item and cell.measure == "amount" else []
    return rows


def people(site: Site) -> list[Found]:
    return [f for f in site.cells(unit=("persons",), measure="any") if f[3].kind == "participants" and f[3].scenario == "actual"]


def parted(cell: doc.Cell) -> tuple[dict[str, str], tuple[object, ...]]:
    """(dimension, what else tells cells apart)."""
    return dict(p.split("=", 1) for p in cell.dimension.split(";") if "=" in p), (cell.measure, cell.start, cell.end)


def genders(site: Site) -> Rows:
    """Women, or men, are not what is left of the total."""
    whole = {(id(t), *key, *sorted((k, v) for k, v in d.items() if k != "gender"))
             for t, _, _, c in people(site) for d, key in [parted(c)] if d.get("gender") == "all"}  # fmt: skip
    place = site.pick([f for f in people(site) for d, key in [parted(f[3])] if d.get("gender") in ("women", "men")
                       and (id(f[0]), *key, *sorted((k, v) for k, v in d.items() if k != "gender")) in whole])  # fmt: skip
    if place is None:
        return []
    return [
        site.set(
            "genders",
            f"{place[1].label}: the genders do not make the total",
            place,
            amount(place[3]) + site.drawn.randint(2, 9),
        )
    ]


def exit_reasons(site: Site) -> Rows:
    """A reason is counted wrongly: the reasons do not make the exits."""
    place = site.pick([f for f in people(site) if "exit_reason=" in f[3].dimension])
    if place is None:
        return []
    return [
        site.set(
            "exit_reasons",
            f"{place[1].label}: the reasons do not make the exits",
            place,
            amount(place[3]) + site.drawn.randint(2, 9),
        )
    ]


def percent(site: Site) -> Rows:
    """A share is not its count's."""
    place = site.pick([f for f in site.cells(unit=("percent",), measure="any") if f[3].kind == "participants" and 0 < amount(f[3]) < 100
                       and "," not in f[3].printed])  # fmt: skip
    if place is None:
        return []
    return [
        site.set(
            "percent",
            f"{place[1].label}: the share is not that of the counts",
            place,
            amount(place[3]) + site.drawn.randint(4, 15),
        )
    ]


def retold(para: doc.Para, number: int, value: Decimal, printed: str) -> None:
    """Print another figure in a sentence."""
    claim = para.claims[number]
    para.text = para.text[: claim.at] + printed + para.text[claim.at + len(claim.printed) :]
    longer = len(printed) - len(claim.printed)
    claim.label = claim.label.replace(claim.printed, printed, 1)
    claim.printed, claim.value = printed, value
    for other in para.claims:
        other.at += longer if other.at > claim.at else 0


def goal_count(site: Site) -> Rows:
    """The sentence counts one more goal as met than are judged so."""
    for para in (b for b in site.made.blocks if isinstance(b, doc.Para)):
        for number, claim in enumerate(para.claims):
            if claim.measure == "goals_count" and claim.dimension == "status=met" and (claim.value or 0) < 11:
                before, value = claim.printed, (claim.value or Decimal(0)) + 1
                retold(para, number, value, WORDS[int(value)])
                return [site.told("goal_count", "more goals are said to be met than are judged so", "goals", "", before, claim.printed)]
    return []


def told_genders(site: Site) -> Rows:
    """A sentence tells a total that its women and men do not make."""
    for para in (b for b in site.made.blocks if isinstance(b, doc.Para)):
        for number, claim in enumerate(para.claims):
            near = [c.dimension for c in para.claims if c.measure == claim.measure and (c.start, c.end) == (claim.start, claim.end)]
            both = [claim.dimension.replace("gender=all", f"gender={g}") in near for g in ("women", "men")]
            if claim.unit == "persons" and "gender=all" in claim.dimension and all(both) and claim.printed.isdigit():
                before, value = claim.printed, (claim.value or Decimal(0)) + site.drawn.randint(2, 9)
                retold(para, number, value, str(value))
                return [
                    site.told("told_genders", "women and men do not make the total of the sentence", "narrative", "", before, claim.printed)
                ]
    return []


def unit(site: Site) -> Rows:
    """A table's caption names kronor where thousands are printed, or the other way round."""
    tables = [
        t
        for t in site.made.tables()
        if t.table_id not in site.taken and t.table_id in ("income_statement", "operating_statement", "balance_sheet", "budget_plan")
    ]
    site.drawn.shuffle(tables)
    for table in tables:
        unit_of = next((c.unit for r in table.rows for c in r.cells or [] if c.value is not None), "")
        right = {"SEK": "kr", "TSEK": "tkr"}.get(unit_of)
        said = next((w for w in UNIT_WORDS.get(right or "", []) if re.search(rf"(?<!\w){re.escape(w)}(?!\w)", table.lead)), None)
        if right and said and not any(c.printed.endswith("kr") for r in table.rows for c in r.cells or []):
            wrong = "tkr" if right == "kr" else "kr"
            table.lead = re.sub(rf"(?<!\w){re.escape(said)}(?!\w)", UNIT_WORDS[wrong][UNIT_WORDS[right].index(said)], table.lead)
            return [site.told("unit", f"the table is headed {wrong} and holds {right}", table.table_id, "", right, wrong)]
    return []


def harmless(site: Site) -> None:
    """Sums one off, as rounding leaves them, and nil left blank."""
    for place in site.drawn.sample(sums(site), min(2, len(sums(site)))):
        if account(place[3]).startswith("costs.") and place[0].table_id in ("operating_statement", "note_2"):
            site.set("", "", place, amount(place[3]) + site.drawn.choice([1, -1]))
    for _, _, _, cell in site.cells(unit=("SEK", "TSEK", "MSEK", "persons"), measure="any"):
        if cell.value == 0 and site.drawn.random() < 0.5 and cell.kind in ("finance", "participants"):
            cell.value, cell.printed = None, ""


KINDS: dict[str, Callable[[Site], Rows]] = {
    f.__name__: f for f in (sum_transposed, sum_thousand, balance, cash_flow_sign, opening_equity, restated, deviation, budget_vs_plan,
                            split, genders, exit_reasons, percent, goal_count, told_genders, unit)
}  # fmt: skip

EVERYWHERE = {"sum_transposed": 4, "sum_thousand": 4, "balance": 3, "unit": 4, "split": 2}  # so common that they stand back


def plant_drawn(site: Site, kinds: list[str], most: int = 2) -> Rows:
    """Plant up to `most` errors of some kinds, never two in one table; returns the rows of planted.csv."""
    found: Rows = []
    number = 0
    for kind in sorted(kinds, key=lambda k: site.drawn.random() * EVERYWHERE.get(k, 1)):
        if number == most or (number and site.drawn.random() < 0.6):
            break
        rows = KINDS[kind](site)
        number += bool(rows)
        site.taken |= {r["table_id"] for r in rows}
        found += [{**r, "error_id": f"{site.made.doc_id}-{number}"} for r in rows]
    return found
