"""Goals of an association over the years: drawn once, judged by the crowd's counts where they have a target, and printed as
tables, lists, chapters of initiatives and sentences. The plan of a year and its report tell the same goals."""

from __future__ import annotations

import random
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tests.press import document as doc
from tests.press.crowd import Crowd, Span, whole
from tests.press.sayings import WORDS

DRAWN = {"met": 10, "partly_met": 6, "not_met": 5, "not_measurable": 1, "dropped": 1}
UNITS = {"persons": "{0} personer", "percent": "{0} %", "weeks": "{0} veckor", "count": "{0}"}
Goal = dict[str, Any]


def draw(lists: Mapping[str, Any], crowd: Crowd, years: list[int], by: random.Random) -> dict[str, dict[str, list[Goal]]]:
    """Year → main, financial and each initiative's goals; most goals live on from year to year."""
    count = by.randint(4, 8)
    chosen = by.sample(lists["main"], count + 1)
    own = {k: by.sample(lists["initiative"], by.randint(1, 3)) for k in crowd.given["rates"]}
    money = by.sample(lists["financial"], by.randint(1, 3))
    found = {}
    for number, year in enumerate(years):
        main = chosen[:count] if number % 2 == 0 else [*chosen[: count - 1], chosen[count]]
        found[str(year)] = {
            "main": [goal(g, lists, crowd, year, "all", by) for g in main],
            "financial": [goal({"text": t}, lists, crowd, year, "all", by) for t in money],
            **{k: [goal(g, lists, crowd, year, k, by) for g in goals] for k, goals in own.items()},
        }
    return found


def goal(given: Mapping[str, Any], lists: Mapping[str, Any], crowd: Crowd, year: int, initiative: str, by: random.Random) -> Goal:
    """A goal with its target, outcome and judgement; without a target the judgement is drawn."""
    made: Goal = {"text": given["text"], "measure": given.get("measure", ""), "target": "", "outcome": ""}
    status = by.choices(list(DRAWN), list(DRAWN.values()))[0] if initiative == "all" else by.choice(["met", "met", "partly_met", "not_met"])
    if "counts" in given or "range" in given:
        outcome = measured(given, crowd, year, initiative, by)
        most = bool(given.get("most"))
        target = max(1, round(outcome * by.uniform(0.8, 1.25)))
        if outcome > 20:
            target = round(target / 5) * 5
        good, near = (outcome <= target, outcome <= target * 1.15) if most else (outcome >= target, outcome >= target * 0.85)
        status = "met" if good else "partly_met" if near else "not_met"
        form = UNITS[given["unit"]]
        made |= {"text": given["text"].replace("{T}", str(target)), "target": form.format(target), "outcome": form.format(outcome)}
    return made | {"status": status, "comment": f"{by.choice(lists['because'][status])}."}


def measured(given: Mapping[str, Any], crowd: Crowd, year: int, initiative: str, by: random.Random) -> int:
    counts = given.get("counts")
    if not counts:
        return by.randint(*given["range"])
    select = {"period": str(year), "initiative": initiative, "measure": counts}
    if counts.startswith("%"):
        return int(whole(crowd.share({**select, "measure": "exits", "exit_reason": counts[1:]}, "exit_reason")))
    return crowd.count(select)


class Judge:
    """Prints goals in the manner of one house."""

    def __init__(self, lists: Mapping[str, Any], by: random.Random, *, tables: bool):
        self.lists, self.by, self.tables = lists, by, tables
        self.heads = {k: by.choice(v) for k, v in lists["heads"].items()}
        self.family: dict[str, str] = dict(by.choice(lists["families"]))
        self.manner = by.choices(["word", "coloured word", "colour", "symbol"], [6, 2, 1, 1])[0] if tables else "word"
        self.colours = {k: by.choice(v) for k, v in lists["colours"].items()}
        self.order: list[str] = by.choice(lists["orders"])
        self.planned: list[str] = by.choice(lists["planned"])
        self.number = by.choice(lists["numbers"])
        self.sentence: dict[str, str] = by.choice(lists["sentences"])
        self.goal_mark = by.choice(lists["goal_marks"])
        self.measure_mark = by.choice(lists["measure_marks"])
        self.in_tables = tables and by.random() < 0.75
        self.counted = by.choice(lists["counted"])
        self.chapter_form = by.choice(["sentences", "sentences", "one sentence", "table"])

    def judged(self, status: str) -> tuple[str, str]:
        """(printed word, colour); a judgement without colour or symbol is a word, in every house."""
        word = self.family.get(status) or {"not_measurable": "Går ej att mäta", "dropped": "–"}[status]
        if self.manner == "word" or status not in self.colours:
            return word, ""
        if self.manner == "symbol":
            return str(self.lists["symbols"][status]), ""
        return (word if self.manner == "coloured word" else ""), self.colours[status]

    def block(self, goals: list[Goal], title: str, code: str, *, planned: bool, initiative: str = "all") -> doc.Goals:
        start, end = Span(code).dates
        order = [k for k in (self.planned if planned else self.order) if k in ("no", "text", "judged") or any(g.get(k) for g in goals)]
        made = []
        for number, g in enumerate(goals, 1):
            word, fill = self.judged(g["status"])
            made.append(doc.Goal(g["text"], g["status"], word, g.get("comment", ""), self.number.format(number), g.get("measure", ""),
                                 g.get("target", ""), g.get("outcome", ""), fill))  # fmt: skip
        listed = not self.in_tables and (planned or self.manner in ("word",))
        table_id = "goals" if initiative == "all" else f"goals_{initiative}"
        legend = str(self.lists["legend"]) if self.manner == "symbol" and not planned else ""
        if self.manner == "colour" and not planned:
            legend = ", ".join(self.lists["colour_legend"]) + "."
        return doc.Goals(title, [self.heads[k] for k in order], made, planned, start, end, order=list(order), listed=listed,
                         table_id=table_id, measure_mark=self.measure_mark, legend=legend)  # fmt: skip

    def sentences(self, goals: list[Goal], code: str, table_id: str, *, planned: bool) -> list[doc.Para]:
        """Each goal as a paragraph, with its judgement behind it or in one of its own."""
        start, end = Span(code).dates
        made = []
        initiative = table_id.removeprefix("goals_")
        for number, g in enumerate(goals, 1):
            lead = self.goal_mark.format(g["text"], number)
            at = lead.index(g["text"])
            dimension = f"goal={number};initiative={initiative}"
            goal = doc.Claim(g["text"], None, "", "goal", dimension, start, end, "goals", "target", table_id, g["text"], at)
            if planned:
                made.append(doc.Para(lead, [goal]))
                continue
            status = g["status"] if g["status"] in self.sentence else "partly_met"
            g["status"] = status
            phrase = self.sentence[status]
            judged = doc.Claim(
                phrase, None, "", "goal_status", f"{dimension};status={status}", start, end, "goals", "actual", table_id, g["text"]
            )
            why = f"{phrase}. {self.by.choice(self.lists['because'][status])}."
            if self.chapter_form == "one sentence":
                judged.at = len(lead) + 1
                made.append(doc.Para(f"{lead} {why}", [judged]))
            else:
                made += [doc.Para(lead), doc.Para(why, [judged])]
        return made

    def count(self, goals: list[Goal], code: str) -> doc.Para:
        """How many goals were met, in words."""
        start, end = Span(code).dates
        form, parts = self.counted
        numbers = {s: sum(1 for g in goals if g["status"] == s) for s in parts}
        told = [(s, parts[s].split("{N}"), n) for s, n in numbers.items() if n]
        text, claims = "", []
        for piece in form.replace("{ALL}", "\0{ALL}\0").replace("{PARTS}", "\0{PARTS}\0").split("\0"):
            if piece == "{ALL}":
                claims.append(self.told("all", len(goals), start, end, len(text)))
                text += WORDS[len(goals)]
            elif piece == "{PARTS}":
                for at, (status, (before, after), n) in enumerate(told):
                    text += "" if at == 0 else " och " if at == len(told) - 1 else ", "
                    lead = before if at or text or not before else before[0].upper() + before[1:]
                    text += lead
                    claims.append(self.told(status, n, start, end, len(text)))
                    text += WORDS[n] + after
            else:
                text += piece
        return doc.Para(text, claims)

    @staticmethod
    def told(status: str, count: int, start: Any, end: Any, at: int) -> doc.Claim:
        return doc.Claim(
            WORDS[count], Decimal(count), "count", "goals_count", f"status={status}", start, end, "goals", label=WORDS[count], at=at
        )
