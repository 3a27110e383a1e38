"""A ledger and a house (labels, tables, prose) make a document."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from tests.press import document as doc
from tests.press.books import Book, Ledger, Period, is_stock, rolled
from tests.press.folk import Folk
from tests.press.numerals import Numerals
from tests.press.people import goal_block, participants

TOLD_OF_PEOPLE = ("counts", "say", "survey", "aims", "chapter")


class Composer:
    """Composes the reports of one association in one house style."""

    def __init__(self, association: dict[str, Any], house: dict[str, Any], ledger: Ledger):
        self.association, self.house, self.ledger = association, house, ledger
        self.numerals = self.house_numerals = Numerals(**house.get("numerals", {}))
        self.words: dict[str, str] = {}
        self.folk: Folk | None = None

    def report(self, spec: dict[str, Any]) -> doc.Document:
        """The document of one entry of the association's `reports`."""
        period = Period.parse(str(spec["period"]))
        form = self.house["reports"][spec["form"]]
        self.words = {
            "P": str(spec["period"]),
            "END": period.end.isoformat(),
            "NAME": self.association["name"],
            "SEAT": self.association["seat"],
            "DNR": str(spec["registry_number"]),
            "DATE": str(spec["date"]),
            **self.association.get("words", {}),
            **spec.get("words", {}),
        }
        self.year, self.kind, self.folk = period.end.year, form["kind"], None
        made = doc.Document(
            doc_id=spec["doc_id"],
            kind=form["kind"],
            title=self.fill(form["title"]),
            subtitle=self.fill(form.get("subtitle", "")),
            association=self.association["name"],
            registry_number=str(spec["registry_number"]),
            footer=self.fill(self.house.get("footer", "{NAME}")),
        )
        section = made.title
        for entry in form["body"]:
            for block in self.blocks(entry, section):
                if isinstance(block, doc.Heading):
                    section = block.text
                made.blocks.append(block)
        return made

    def blocks(self, entry: dict[str, Any], section: str) -> list[doc.Block]:
        """One entry of a report's body; those about people and goals may make several blocks."""
        kind, given = next(iter(entry.items()))
        if kind in TOLD_OF_PEOPLE:
            if self.folk is None:
                self.folk = Folk(self.association, self.house, self.words["P"], self.kind)
            return self.folk.blocks(kind, self.fill(given) if isinstance(given, str) else given, section)
        return [self.block(entry, section)]

    def fill(self, text: str) -> str:
        """Years ({Y}, {Y-1}), words ({NAME}) and figures (<<costs@actual {Y}:TSEK>>) put into a text."""
        text = re.sub(r"\{Y([+-]\d+)?\}", lambda m: str(self.year + int(m[1] or 0)), text)
        text = re.sub(r"\{([A-Z_]+)\}", lambda m: self.words[m[1]], text)
        return re.sub(r"<<([\w.]+)@([\w ]+)(?::(\w+))?>>", self.told, text)

    def told(self, match: re.Match[str]) -> str:
        value = self.ledger.figure(match[1], self.ledger.book(match[2]))
        unit = match[3] or self.house["unit"]
        if match[1] == "equity_ratio":
            return str(value)
        return Numerals(thousands=self.numerals.thousands).amount(abs(value or Decimal(0)), unit)[1]

    def block(self, entry: dict[str, Any], section: str) -> doc.Block:
        kind, given = next(iter(entry.items()))
        if kind in ("h1", "h2"):
            return doc.Heading(int(kind[1]), self.fill(given))
        if kind == "p":
            return doc.Para(self.fill(given))
        if kind == "list":
            return doc.Items([self.fill(t) for t in given])
        if kind == "table":
            return doc.Placed(self.table(given, section))
        if kind == "beside":
            return doc.Beside([self.table(t, section) for t in given])
        if kind == "people":
            return doc.Placed(participants(self.association, self.house["people"][given], self.words["P"], section))
        if kind == "goals":
            return goal_block(self.association, self.house, self.words["P"], self.fill(given), self.kind)
        if kind == "contents":
            return doc.Contents(given)
        if kind == "signatures":
            return doc.Signatures(self.fill(given), list(self.association["board"]))
        if kind == "break":
            return doc.PageBreak()
        raise ValueError(f"unknown block {kind!r}")

    def table(self, key: str, section: str) -> doc.Table:
        """The table `key` of the house, its rows computed per column."""
        spec = self.house["tables"][key]
        unit = spec.get("unit", self.house["unit"])
        self.numerals = replace(self.house_numerals, **spec.get("numerals", {}))
        columns = [self.column(c) for c in spec["columns"]]
        stated = iter(rolled([book for column in columns for book in column["books"]]))
        columns = [{**column, "books": [next(stated) for _ in column["books"]]} for column in columns]
        title = self.fill(spec.get("title", ""))
        table = doc.Table(
            table_id=spec.get("id", key),
            section=title or section,
            title=title,
            lead=self.fill(spec.get("lead", "")),
            columns=[doc.Column(self.fill(c["head"]).split("|")) for c in spec["columns"]],
            rows=[],
            has_notes=bool(spec.get("notes", False)),
            corner=self.fill(spec.get("corner", "")),
            footnotes=[self.fill(t) for t in spec.get("footnotes", [])],
        )
        for row in self.rows(spec["rows"], columns):
            table.rows.append(self.row(row, columns, unit, table.table_id))
        self.numerals = self.house_numerals
        return table

    def column(self, spec: dict[str, Any]) -> dict[str, Any]:
        """A column states one book, the deviation of two, one as percent of another, or (`empty`) nothing."""
        measure = next((m for m in ("deviation", "percent", "empty") if m in spec), "amount")
        names: list[str] = [spec["book"]] if measure == "amount" else [] if measure == "empty" else spec[measure]
        books = [self.ledger.book(self.fill(n)) for n in names]
        return {"books": books, "measure": measure, "without": spec.get("without", [])}

    def rows(self, specs: list[dict[str, Any]], columns: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Row specs with every `each` expanded to one row per item that any column states."""
        found = []
        for spec in specs:
            if "each" not in spec:
                found.append(spec)
                continue
            part = spec["each"].lstrip("-")
            sign = "-" if spec["each"].startswith("-") else ""
            name, _, group = part.partition(".")
            keys = list(dict.fromkeys(k for c in columns for b in c["books"] for k in getattr(b, name)))
            for key in self.ledger.groups[group] if group else keys:
                if all(getattr(b, name).get(key) is None for c in columns for b in c["books"]):
                    continue
                label = self.association["names"][f"{name}.{key}"]
                found.append({**spec, "label": label, "value": f"{sign}{name}.{key}"})
        return found

    def row(self, spec: dict[str, Any], columns: list[dict[str, Any]], unit: str, table_id: str) -> doc.Row:
        if "head" in spec:
            return doc.Row(self.fill(spec["head"]), "head")
        cells = [self.cell(spec, column, spec.get("unit", unit), table_id) for column in columns]
        label, name = self.fill(spec.get("label", "")), self.fill(spec.get("name", ""))
        return doc.Row(label, spec.get("kind", "line"), cells, str(spec.get("note", "")), name, spec.get("mark", ""))

    def cell(self, spec: dict[str, Any], column: dict[str, Any], unit: str, table_id: str) -> doc.Cell:
        name, sign = spec["value"].lstrip("-"), -1 if spec["value"].startswith("-") else 1
        if column["measure"] == "empty":
            return doc.Cell(None, "", unit, "actual", None, date(self.year, 12, 31), "amount", f"account={name}")
        if column["measure"] == "percent":
            return self.percent(name, column["books"])
        book: Book = column["books"][0]
        value = None
        if not name.startswith(tuple(column["without"]) or ("\0",)):
            value = self.valued(name, sign, column["books"])
        measure = "deviation" if len(column["books"]) == 2 else "amount"
        if name in ("equity_ratio", "employees"):
            unit, measure = {"equity_ratio": ("percent", name), "employees": ("persons", name)}[name]
            number = None if value is None else value.normalize()
            shown = "" if number is None else f"{number:f}".replace(".", ",") + (" %" if unit == "percent" else "")
            shown_value = number
        else:
            shown_value, shown = self.numerals.amount(value, unit)
        start, end = self.dates(name, book, table_id)
        scenario = "actual" if measure == "deviation" else book.scenario
        kind = "org" if name == "employees" else "finance"
        return doc.Cell(shown_value, shown, unit, scenario, start, end, measure, f"account={name}", kind)

    def percent(self, name: str, books: list[Book]) -> doc.Cell:
        """The first book's figure as whole percent of the second's."""
        part, whole = (self.ledger.figure(name, b) for b in books)
        share = (
            (100 * part / whole).quantize(Decimal(1)) if part is not None and whole and name not in ("equity_ratio", "employees") else None
        )
        shown = "" if share is None else f"{share:f}"
        start, end = self.dates(name, books[0], "")
        return doc.Cell(share, shown, "percent", books[0].scenario, start, end, "share", f"account={name}")

    def valued(self, name: str, sign: int, books: list[Book]) -> Decimal | None:
        """The figure, or the deviation: outcome less budget, and budget less outcome for costs printed positive."""
        figures = [self.ledger.figure(name, b) for b in books]
        if figures[0] is None or (len(figures) == 2 and figures[1] is None):
            if len(figures) == 2 and figures != [None, None]:
                figures = [f or Decimal(0) for f in figures]
            else:
                return None
        if len(figures) == 1:
            return sign * figures[0]
        difference = sign * (figures[0] - figures[1])
        is_cost = name.startswith(("cost", "fin_costs", "net_cost")) and sign > 0
        return -difference if is_cost else difference

    def dates(self, name: str, book: Book, table_id: str) -> tuple[date | None, date]:
        if name == "cash_opening":
            return None, book.period.previous_end
        if table_id == "balance_sheet" or (is_stock(name) and name != "equity_opening"):
            return None, book.period.end
        note_of_stock = name.startswith(("receivables", "liabilities"))
        return (None if note_of_stock or name == "employees" else book.period.start), book.period.end
