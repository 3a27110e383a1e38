"""Invents associations and house styles: everything is drawn from one seed and the word lists in labels/.

A house draws one word for every figure, head and title, one form for every table, one order for its columns and one number
style, so that no two houses say or lay out the same thing alike. The figures come from `books` and always add up.
"""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.press.aims import draw
from tests.press.crowd import Crowd
from tests.press.folk import lists

LABELS = Path(__file__).parent / "labels"
PERIODS = {
    "H1": {"M": "juni", "MONTH": "juni", "N": "06-30", "D": "30 juni"},
    "T2": {"M": "aug", "MONTH": "augusti", "N": "08-31", "D": "31 aug"},
    "T1": {"M": "april", "MONTH": "april", "N": "04-30", "D": "30 april"},
    "Q3": {"M": "sept", "MONTH": "september", "N": "09-30", "D": "30 sept"},
}
UNITS = {
    "SEK": ("kr", ["Belopp i kr", "kr", "(kr)", "Belopp i kronor", "Alla belopp i kronor"]),
    "TSEK": ("tkr", ["Belopp i tkr", "tkr", "(tkr)", "Tusentals kronor", "Belopp i tusental kronor"]),
    "MSEK": ("mnkr", ["Belopp i mnkr", "mnkr", "(mnkr)", "Miljoner kronor"]),
}
SEPARATORS = {"SEK": [" ", "\u00a0", "\u2009", "\u202f", ".", ""], "TSEK": [" ", "\u00a0", "\u2009", "\u202f", "."], "MSEK": [" "]}
MINUS = ["-", "−", "–", "- ", "– ", "()"]


@cache
def labels(name: str) -> dict[str, Any]:
    """One of the word lists."""
    found: dict[str, Any] = yaml.safe_load((LABELS / f"{name}.yml").read_text(encoding="utf-8"))
    return found


def association_names(seed: int, count: int) -> list[str]:
    """So many places that associations are called after, no two alike. ValueError when the lists do not hold as many."""
    every = [place + ending for place in labels("names")["places"] for ending in labels("names")["endings"]]
    if count > len(every):
        raise ValueError(f"{count} associations, and names for {len(every)}")
    return random.Random(f"{seed} names").sample(every, count)  # noqa: S311 - sample names, not secrets


class Inventor:
    """Draws one association in one style. `drawn` makes every choice, `years` are the years reported on, oldest first;
    `people` is the folder of the word lists about people, goals and surveys."""

    def __init__(self, style: str, drawn: random.Random, years: list[int], people: Path = LABELS):
        self.random, self.people = drawn, people
        self.style, self.form, self.years = style, labels("styles")[style], years
        self.unit = self.random.choices(["SEK", "TSEK", "MSEK"], [6, 3, 1])[0]
        self.code = self.random.choice(list(PERIODS))
        self.step = {"SEK": 1, "TSEK": 1000, "MSEK": 10000}[self.unit]

    def pick(self, options: list[Any]) -> Any:
        return self.random.choice(options)

    def names(self, name: str, count: int) -> list[str]:
        return self.random.sample(labels("names")[name], count)

    def association(self, number: int, name: str = "") -> dict[str, Any]:
        """What `render.documents` reads from an association's YAML; called by the place `name` where one is given."""
        first, *towns = self.random.sample(labels("names")["places"], 5)
        drawn = first + self.pick(labels("names")["endings"])
        place = name or drawn
        towns = [t + self.pick(labels("names")["towns"]) for t in towns[: self.random.randint(2, 4)]]
        items = {
            "direct": self.names("direct", self.random.randint(3, 6)),
            "struct": self.names("struct", self.random.randint(1, 3)),
            "adm": [*self.names("adm", self.random.randint(2, 4)), self.pick(labels("names")["audit"])],
        }
        keys = {g: [f"{g[0]}{n}" for n in range(len(names))] for g, names in items.items()}
        keys["adm"][-1] = "audit"
        names = {f"costs.{k}": n for g in items for k, n in zip(keys[g], items[g], strict=True)}
        municipality = self.pick(labels("names")["municipality"])
        names |= {
            "contributions.state": self.pick(labels("names")["state"]),
            "contributions.region": self.pick(labels("names")["region"]).format(place),
            **{f"contributions.m{n}": municipality.format(t) for n, t in enumerate(towns)},
            "other_income.other": self.names("other", 1)[0],
        }
        for part in ("receivables", "liabilities"):
            names |= {f"{part}.{part[0]}{n}": name for n, name in enumerate(self.names(part, self.random.randint(2, 3)))}
        slug = f"{self.style}_{number}"
        return {
            "name": f"Samordningsförbundet {place}",
            "slug": slug,
            "seat": towns[0],
            "house": self.house(),
            "board": [f"{a} {b}" for a, b in zip(("Anna", "Bo", "Cia", "Dag"), (f"{t}berg" for t in (*towns, first)), strict=False)],
            "names": names,
            "words": {**PERIODS[self.code], "A": str(self.random.randint(4, 9)), "B": str(self.random.randint(2, 9)),
                      "C": str(self.random.randint(21, 95)), "D_AGE": str(self.random.randint(25, 49)), "UNIT": UNITS[self.unit][0]},
            "figures": self.figures(keys, len(towns), names),
            **self.folk(keys["direct"], names, towns),
            "reports": [spec for year in self.years for spec in self.reports(slug, year)],
        }  # fmt: skip

    def figures(self, keys: dict[str, list[str]], towns: int, names: dict[str, str]) -> dict[str, Any]:
        state = self.random.randrange(2_000_000, 7_000_000, 10_000)
        weights = {k: self.random.uniform(0.4, 1.6) for group in keys.values() for k in group}
        share = {"direct": 0.55, "struct": 0.2, "adm": 0.25}
        costs = {
            k: int(2 * state * 0.94 * share[g] * weights[k] / sum(weights[i] for i in keys[g])) // 1000 * 1000
            for g in keys
            for k in keys[g]
        }
        first, last, code = self.years[0], self.years[-1], self.code
        books = [
            book
            for y in range(first - 5, last + 3)
            for book in (f"budget {y}", f"plan {y}", f"budget {y}{code}", f"actual {y}{code}", f"forecast {y}", f"actual {y}")
        ]
        shares = [round(1 / towns, 3)] * (towns - 1)
        return {
            "seed": self.random.randrange(10**6),
            "step": self.step,
            "plan_step": max(5000, self.step),
            "first_year": first - 5,
            "growth": self.pick([0.01, 0.02, 0.035]),
            "opening_equity": state * 3 // self.step * self.step + (0 if self.step > 1 else self.random.randrange(1000)),
            "state_by_half": self.random.random() < 0.4,
            "base": {
                "state": state,
                "municipalities": {f"m{n}": s for n, s in enumerate([*shares, 0])},
                "other_income": {"other": self.random.randrange(20_000, 200_000, 1000)},
                "costs": costs,
                "fin_income": self.random.randrange(3000, 60_000, 100),
                "fin_costs": self.random.randrange(1000, 9000, 100),
                "employees": self.pick([1, 1.5, 2, 3]),
                "receivables": {
                    k.partition(".")[2]: self.random.randrange(20_000, 200_000, 1000) for k in names if k.startswith("receivables.")
                },
                "liabilities": {
                    k.partition(".")[2]: self.random.randrange(50_000, 600_000, 1000) for k in names if k.startswith("liabilities.")
                },
            },
            "groups": keys,
            "books": books,
            "told": {f"actual {last}": {"costs.d0": 0}, f"budget {first}": {"costs.d1": None}, f"actual {first - 1}": {"costs.d1": None}},
        }

    def folk(self, keys: list[str], names: dict[str, str], towns: list[str]) -> dict[str, Any]:
        """People and goals; the years before the first one reported on fill the initiatives."""
        crowd = {
            "seed": self.random.randrange(10**6),
            "first": self.years[0] - 3,
            "last": self.years[-1],
            "rates": {k: self.random.randint(14, 70) for k in keys[:4]},
            "municipalities": {f"t{n}": 10 - 2 * n for n in range(len(towns))},
            "thirds": self.pick([[], [], ["nonbinary"], ["unknown"], ["nonbinary", "unknown"]]),
            "initiatives": {k: names[f"costs.{k}"] for k in keys[:4]},
            "towns": {f"t{n}": town for n, town in enumerate(towns)},
        }
        return {"crowd": crowd, "aims": draw(lists("aims", self.people), Crowd(crowd), self.years, self.random)}

    def reports(self, slug: str, year: int) -> list[dict[str, Any]]:
        """An annual report, an interim report and a plan of the year."""
        forms = [
            ("ar", "annual_report", f"{year}", 1),
            ("dr", "interim_report", f"{year}{self.code}", 0),
            ("vp", "plan_budget", f"{year}", -1),
        ]
        return [
            {
                "doc_id": f"{slug}_{short}_{year}",
                "form": form,
                "period": period,
                "registry_number": f"Dnr {year + later}:{self.random.randint(1, 99)}",
                "date": f"{year + later}-03-1{self.random.randint(0, 9)}",
            }
            for short, form, period, later in forms
        ]

    def house(self) -> dict[str, Any]:
        from tests.press.furnish import furnish

        return furnish(self)

    def numerals(self) -> dict[str, Any]:
        """A number style for the unit, of separators that the style's fonts hold."""
        held = self.form.get("thousands", SEPARATORS["SEK"])
        return {
            "thousands": self.pick([s for s in SEPARATORS[self.unit] if s in held]),
            "minus": self.pick(MINUS),
            "nil": self.pick(["0", "0", "-", "–", ""]),
            "suffix": " kr" if self.unit == "SEK" and self.random.random() < 0.08 else "",
        }
