"""Furnishes a drawn house: its words, its tables with their columns, and the run of its reports."""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING, Any

from tests.press.headcounts import FORMS
from tests.press.invent import UNITS, labels

if TYPE_CHECKING:
    from tests.press.invent import Inventor

TABLES = {  # table of labels/tables.yml: (id, order of columns, word of its title)
    "overview": ("multi_year_overview", "overview", "t_overview"),
    "requirement": ("balance_requirement", "note", "t_requirement"),
    "operating": ("operating_statement", "operating", "t_operating"),
    "income": ("income_statement", "statement", "t_income"),
    "balance": ("balance_sheet", "stock", "t_balance"),
    "cash": ("cash_flow", "note", "t_cash"),
    "note_income": ("note_1", "note", "n_income"),
    "note_costs": ("note_2", "note", "n_costs"),
    "note_receivables": ("note_3", "stock", "n_receivables"),
    "note_liabilities": ("note_4", "stock", "n_liabilities"),
    "interim": ("income_statement", "interim", "t_interim"),
    "interim_balance": ("balance_sheet", "interim_stock", "t_balance"),
    "plan": ("budget_plan", "plan", "t_plan"),
}
NOTES = ["note_income", "note_costs", "note_receivables", "note_liabilities"]


def furnish(by: Inventor) -> dict[str, Any]:
    """A house like those in houses/, drawn."""
    return Furnisher(by).house()


class Furnisher:
    def __init__(self, by: Inventor):
        self.by, self.pick = by, by.pick
        self.words = {k: self.pick(v) for k, v in labels("words").items()}
        self.heads = {k: self.pick(v) for k, v in labels("columns").items() if k != "orders"}
        self.captioned = self.pick(["title", "title", "heading", "lead"])
        self.numbering = self.pick(["{0} ", "{0}. ", "", ""])
        self.has_notes = by.random.random() < 0.6
        self.count = self.chapter = 0

    def word(self, text: str) -> str:
        """`@key` replaced by what this house says."""
        return re.sub(r"@(\w+)", lambda m: self.words[m[1]], text)

    def house(self) -> dict[str, Any]:
        form = self.by.form
        marks = {"mark": self.pick(["1)", "*)", "*"]), "text": "avser hela året"} if self.by.random.random() < 0.3 else None
        return {
            "style": form["layout"],
            "look": {k: self.pick(v) for k, v in form["look"].items()},
            "unit": self.by.unit,
            "numerals": self.by.numerals(),
            "tables": {name: self.table(name, marks) for name in TABLES},
            "folk": {
                "seed": self.by.random.randrange(10**6),
                "room": form.get("room", form.get("most", 7)),
                "tables": form.get("tables", True),
                "labels": self.by.people,
            },
            "reports": self.reports(),
        }

    def table(self, name: str, marks: dict[str, str] | None) -> dict[str, Any]:
        table_id, order, title = TABLES[name]
        spec = copy.deepcopy(self.pick(labels("tables")[name]))
        rows = [self.labelled(row) for row in spec["rows"]]
        unit = "TSEK" if name == "overview" and self.by.unit == "SEK" else self.by.unit
        orders = [o for o in labels("columns")["orders"][order] if len(o) <= self.by.form.get("most", 6) or order in ("overview", "plan")]
        columns = [self.column(c, name) for c in self.pick(orders)]
        note_no = f"Not {NOTES.index(name) + 1} " if name in NOTES else ""
        said = self.pick([UNITS[unit][1][0], self.pick(UNITS[unit][1])])
        if name in NOTES and self.by.random.random() < 0.6:
            said = ""
        caption = note_no + self.words[title]
        captioned = "title" if name in NOTES else self.captioned
        self.count += 1
        made: dict[str, Any] = {"id": table_id, "unit": unit, "columns": columns, "rows": rows}
        made["title"] = caption if captioned == "title" else ""
        made["lead"] = said if captioned != "lead" else f"Tabell {self.count}. {caption}, {said}"
        made["notes"] = self.has_notes and name in ("income", "balance")
        made["numerals"] = {"suffix": ""} if unit != self.by.unit else {}
        if marks and name in ("operating", "overview"):
            next(r for r in rows if "head" not in r)["mark"] = marks["mark"]
            made["footnotes"] = [f"{marks['mark']} {marks['text'].capitalize()}."]
        return made

    def labelled(self, row: dict[str, Any]) -> dict[str, Any]:
        return {k: self.word(v) if k in ("label", "head") else v for k, v in row.items()}

    def column(self, letter: str, table: str) -> dict[str, Any]:
        """One letter of an order as a column."""
        if letter.isdigit():
            back = "{Y}" if letter == "0" else f"{{Y-{letter}}}"
            return {"book": f"actual {back}", "head": back}
        code = self.by.code
        book, head, year = {
            "a": ("actual {Y}", "flow", "{Y}"),
            "p": ("actual {Y-1}", "flow", "{Y-1}"),
            "b": ("budget {Y}", "budget", "{Y}"),
            "d": ("", "deviation", ""),
            "f": ("forecast {Y}", "forecast", "{Y}"),
            "s": ("actual {Y}", "stock", "{Y}"),
            "t": ("actual {Y-1}", "stock", "{Y-1}"),
            "P": ("actual {P}", "period", "{Y}"),
            "Q": (f"actual {{Y-1}}{code}", "period", "{Y-1}"),
            "B": ("budget {P}", "period_budget", "{Y}"),
            "S": ("actual {P}", "period_stock", "{Y}"),
            "B1": ("budget {Y-1}", "budget", "{Y-1}"),
            "F1": ("forecast {Y-1}", "forecast", "{Y-1}"),
            "n0": ("actual {Y-2}", "flow", "{Y-2}"),
            "n1": ("plan {Y+1}", "plan", "{Y+1}"),
            "n2": ("plan {Y+2}", "plan", "{Y+2}"),
        }[letter]
        said = self.heads[head].replace("{0}", year)
        if letter in ("a", "p", "n0") and said == year and table in ("operating", "plan"):
            said = f"Utfall|{year}"  # beside a budget a bare year would not say which of the two it is
        if letter == "t" and table == "interim_balance" and said == year:
            said = f"{year}-12-31"
        if head == "period":
            without = said.replace("|", " ")
            said = said if year in without else f"{said}|{year}"
        return {"deviation": ["actual {Y}", "budget {Y}"], "head": said} if letter == "d" else {"book": book, "head": said}

    def reports(self) -> dict[str, Any]:
        prose = labels("names")["prose"]
        annual: list[dict[str, Any]] = [self.h1("h1_story"), *self.told(prose[:3], "actual {Y}"), *self.people(3, 5)]
        annual += [*self.placed("overview"), *self.placed("requirement"), *self.goals("t_goals"), self.h1("h1_accounts")]
        statements = [
            ["operating", "income", "balance", "cash"],
            ["income", "balance", "cash", "operating"],
            ["income", "balance", "operating"],
        ]
        for name in self.pick(statements):
            annual += self.placed(name)
        annual += [self.h1("h1_notes")]
        if self.by.form.get("beside") and self.by.random.random() < 0.6:
            annual += [{"beside": NOTES[:2]}, {"beside": NOTES[2:]}]
        else:
            annual += [{"table": n} for n in NOTES]
        annual += [{"signatures": "{SEAT} {DATE}"}]
        self.chapter = 0
        interim = [self.h1("h1_interim"), *self.told(prose[2:3], "actual {P}"), *self.placed("interim"), *self.placed("interim_balance")]
        interim += self.people(1, 2)
        self.chapter = 0
        plan = [self.h1("h1_plan"), *self.told(prose[3:4], "budget {Y}"), *self.placed("plan"), *self.goals("t_goals_plan")]
        return {
            kind: {"kind": kind, "title": self.words[title], "subtitle": "{NAME}", "body": body}
            for kind, title, body in (
                ("annual_report", "title_annual", annual),
                ("interim_report", "title_interim", interim),
                ("plan_budget", "title_plan", plan),
            )
        }

    def people(self, least: int, most: int) -> list[dict[str, Any]]:
        """Tables of people and what is told of them; chapters of some initiatives, and in an annual report a survey."""
        drawn = self.by.random
        forms = drawn.sample(FORMS, drawn.randint(least, most))
        code = self.pick(["", "", " DN"]) if most > 2 else ""
        made: list[dict[str, Any]] = [self.h2("t_people"), {"say": drawn.randint(2, 5)}]
        for number, form in enumerate(forms):
            made.append({"counts": form + (code if form != "years" else "")})
            made += [{"say": 2}] if number == 1 and drawn.random() < 0.4 else []
        made += [{"chapter": f"d{n}"} for n in range(drawn.randint(1, 3))]
        if most > 2 and drawn.random() < 0.7:
            made.append({"survey": self.pick(["told", "table"])})
        return made

    def goals(self, title: str) -> list[dict[str, Any]]:
        """The year's goals; a report also says how many were met, and some tell of the finances."""
        drawn = self.by.random
        made: list[dict[str, Any]] = [{"aims": self.words[title]}]
        if title == "t_goals":
            made += [{"aims": "count"}] if drawn.random() < 0.7 else []
        else:
            made += [{"chapter": f"d{n}"} for n in range(drawn.randint(0, 2))]
        return [*made, {"aims": "financial"}] if drawn.random() < 0.6 else made

    def h1(self, key: str) -> dict[str, str]:
        self.chapter += 1
        return {"h1": self.numbering.format(self.chapter) + self.words[key]}

    def h2(self, key: str) -> dict[str, str]:
        return {"h2": self.words[key]}

    def placed(self, name: str) -> list[dict[str, str]]:
        """A table, under a heading of its own where the house does not caption its tables."""
        heading = [{"h2": self.words[TABLES[name][2]]}] if self.captioned == "heading" else []
        return [*heading, {"table": name}]

    def told(self, texts: list[str], book: str) -> list[dict[str, str]]:
        return [{"p": t.replace("{BOOK}", book).replace("{D}", "{D_AGE}")} for t in texts]
