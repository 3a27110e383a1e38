"""Tables of people: two lists of conditions, one down and one across, whose every crossing is a count of the crowd.

A house draws one word per key of labels/people.yml, and for each table its form, its order and whether it is turned.
"""

from __future__ import annotations

import random
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tests.press import document as doc
from tests.press.crowd import EDUCATION, OCCUPATION, SUPPORT, Crowd, Span, whole

CATEGORIES = ("exit_reason", "age", "education", "support", "occupation", "municipality")
FORMS = ["flow", "gender", "years", "reasons", "age", "education", "support", "occupation", "municipality", "planned"]

FLOWS = [["participants", "exits"], ["participants", "started", "exits"], ["ongoing_start", "started", "exits", "ongoing_end"],
         ["participants"], ["started", "exits", "ongoing_end"]]  # fmt: skip


@dataclass(frozen=True)
class Axis:
    """A row or a column: its printed label and the condition it adds; `share` prints percent of what the condition is left out of."""

    label: str
    select: Mapping[str, str] = field(default_factory=dict)
    kind: str = "line"
    share: bool = False
    group: str = ""


Crossing = tuple[list[Axis], list[Axis], dict[str, str]]  # down, across, and what holds for every cell


def wrapped(text: str, width: int) -> list[str]:
    """A head over several lines; a word that is too long is divided with a hyphen."""
    words = []
    for word in text.split():
        while len(word) > width + 3:
            words.append(word[: width - 1] + "-")
            word = word[width - 1 :]
        words.append(word)
    return textwrap.wrap(" ".join(words), width + 3, break_long_words=False, break_on_hyphens=False) or [""]


class Words:
    """What one house calls things: a word per key, drawn once."""

    def __init__(self, lists: Mapping[str, Any], by: random.Random):
        self.lists, self.by = lists, by
        self.pick: Callable[[list[Any]], Any] = by.choice
        keyed = ("measures", "genders", "reasons", "reasons_merged", "education", "support", "occupation")
        self.said = {part: {k: self.pick(v) for k, v in lists[part].items()} for part in keyed}
        self.one = {k: self.pick(v) for k, v in lists.items() if isinstance(v, list) and k not in ("ages", "age_forms", "leads")}
        self.ages, self.age_form, self.age_youngest = self.pick(lists["ages"]), self.pick(lists["age_forms"]), self.one["age_youngest"]
        self.merges = by.random() < 0.3
        self.nil = self.pick(["0", "0", "0", "-", "–"])
        self.masks = by.random() < 0.2
        self.percent = self.pick(["{0} %", "{0}%", "{0}", "{0} %"])
        self.places = self.pick([0, 0, 1])

    def age(self, band: str) -> str:
        low, high = band.split("-")
        return str((self.age_youngest if int(low) == 0 else self.age_form).format(low, int(high) + (int(low) == 0)))

    def captioned(self, form: str, code: str) -> str:
        return str(self.pick(self.lists["captions"][form])).replace("{PERIOD}", Span(code).told(self.lists["periods"], self.pick))


class Counter:
    """Composes the tables of people of one association in one house."""

    def __init__(self, crowd: Crowd, words: Words, initiatives: Mapping[str, str], towns: Mapping[str, str], room: int):
        self.crowd, self.words, self.room = crowd, words, room
        self.initiatives, self.towns = initiatives, towns
        self.number, self.code = 0, ""

    def genders(self) -> list[str]:
        return ["women", "men", *self.crowd.thirds]

    def table(self, form: str, code: str, section: str) -> doc.Table:
        """The table of a form for a period."""
        self.code = code
        down, across, base = getattr(self, form)()
        by = self.words.by
        turned = len(across) > self.room and len(down) <= self.room
        if form in ("flow", "gender", "municipality") and len(down) <= self.room and not any(a.share or a.group for a in across):
            turned = turned or by.random() < 0.4
        if turned:
            down, across = across, down
        masks = self.words.masks and form in ("age", "education", "municipality", "reasons")
        base = {"period": code, "gender": "all", "initiative": "all", **base}
        self.number += 1
        corner = self.words.one["initiative"] if any("initiative" in r.select for r in down) and by.random() < 0.6 else ""
        caption = self.words.captioned(form, code)
        if form == "years" and base.get("measure", "participants") != "participants":  # nothing else on the page says what is counted
            caption = f"{caption}, {self.words.said['measures'][base['measure']].lower()}"
        made = doc.Table(f"participants_{form}_{self.number}", caption or section, caption, by.choice(self.words.lists["leads"]),
                         [doc.Column(wrapped(a.label, 11), a.group) for a in across], [], corner=corner)  # fmt: skip
        for row in down:
            cells = [self.cell({**base, **row.select, **a.select}, a.share or row.share, masks) for a in across]
            if any(c.value is not None or c.printed == "<5" for c in cells):
                made.rows.append(doc.Row(f"{row.group} {row.label}".strip(), row.kind, cells))
        return made

    def cell(self, select: Mapping[str, str], share: bool, masks: bool) -> doc.Cell:
        start, end = Span(select["period"]).dates
        told = {k: v for k, v in select.items() if k not in ("period", "measure", "scenario", "plan")}
        dimension = ";".join(f"{k}={v}" for k, v in sorted(told.items()))
        measure, scenario = select["measure"], select.get("scenario", "actual")
        if share and masks and 0 < self.crowd.count(select) < 5:
            return doc.Cell(None, "-", "percent", scenario, start, end, f"{measure}_share", dimension, "participants")
        if share:
            dropped = next((k for k in CATEGORIES if k in select), "gender")
            value = whole(self.crowd.share(select, dropped), self.words.places)
            shown = self.words.percent.format(f"{value:f}".replace(".", ","))
            return doc.Cell(value, shown, "percent", scenario, start, end, f"{measure}_share", dimension, "participants")
        count = int(select["plan"]) if scenario == "target" else self.crowd.count(select)
        value = Decimal(count)
        shown = str(count)
        if count == 0 and self.words.nil != "0":
            value, shown = None, self.words.nil  # type: ignore[assignment]
        elif masks and 0 < count < 5:
            value, shown = None, "<5"  # type: ignore[assignment]
        return doc.Cell(value, shown, "persons", scenario, start, end, measure, dimension, "participants")

    def per_gender(self, *, shares: bool = False, counted: str = "") -> list[Axis]:
        said = self.words.said["genders"]
        if counted:
            said = {g: w.lower().removeprefix("varav ") for g, w in said.items()}
        made = [Axis(f"{counted} {said[g].lower()}".strip() if counted else said[g], {"gender": g}) for g in self.genders()]
        if shares:
            made += [Axis(f"{self.words.one['percent']} {said[g].lower()}", {"gender": g}, share=True) for g in ("women", "men")]
        last = Axis(f"{counted} {said['all'].lower()}".strip() if counted else said["all"], {"gender": "all"}, "sum")
        return [*made, last] if self.words.by.random() < 0.8 else [last, *made]

    def per_initiative(self) -> list[Axis]:
        made = [Axis(n, {"initiative": k}) for k, n in self.initiatives.items()]
        return [*made, Axis(self.words.one["total"], {"initiative": "all"}, "sum")] if len(made) > 1 else made

    def flow(self) -> Crossing:
        """Measures, all or by gender, against initiatives."""
        by, said = self.words.by, self.words.said["measures"]
        chosen = by.choice(FLOWS)
        if by.random() < 0.5:
            rows = [Axis(a.label, {"measure": m, **a.select}, a.kind) for m in chosen for a in self.per_gender(counted=said[m])]
        else:
            rows = [Axis(said[m], {"measure": m}) for m in chosen]
        return rows, self.per_initiative(), {}

    def gender(self) -> Crossing:
        shares = self.words.by.random() < 0.4 and len(self.genders()) + 3 <= self.room
        return self.per_initiative(), self.per_gender(shares=shares), {"measure": "participants"}

    def years(self) -> Crossing:
        """This year and those before it, per initiative or per measure."""
        by, said = self.words.by, self.words.said["measures"]
        tail, year = self.code[4:], int(self.code[:4])
        form = by.choice(
            ["{0}", "Totalt {0}", "Antal {0}", "Helår {0}" if not tail else "Jan–" + Span(self.code).dates[1].strftime("%m") + " {0}"]
        )
        columns = [Axis(form.format(y), {"period": f"{y}{tail}"}) for y in range(year, year - by.choice([2, 3]), -1)]
        columns = columns if by.random() < 0.6 else columns[::-1]
        if by.random() < 0.5:
            return self.per_initiative(), columns, {"measure": by.choice(["participants", "exits", "started"])}
        rows = [Axis(said[m], {"measure": m}) for m in by.sample(["participants", "started", "exits", "ongoing_end"], 3)]
        return rows, columns, {}

    def across(self) -> list[Axis]:
        """How a table of categories is parted: by gender, by initiative, or as count and share."""
        one, by = self.words.one, self.words.by
        form = by.choice(["gender", "gender", "initiative", "share"])
        if form == "initiative":
            return self.per_initiative()
        if form == "share":
            return [Axis(one["number"], {}), Axis(one["percent"], {}, share=True)]
        return self.per_gender()

    def reasons(self) -> Crossing:
        said = self.words.said
        rows = [Axis(said["reasons"][r], {"exit_reason": r}) for r in self.crowd.reasons]
        if self.words.merges:
            rows = [Axis(said["reasons_merged"]["work_or_study"], {"exit_reason": "work_or_study"}), *rows[2:]]
        return [*rows, Axis(self.words.one["reasons_sum"], {}, "sum")], self.across(), {"measure": "exits"}

    def age(self) -> Crossing:
        rows = [Axis(self.words.age(b), {"age": b}) for b in self.words.ages]
        return [*rows, Axis(self.words.one["age_total"], {}, "sum")], self.across(), {"measure": "participants"}

    def education(self) -> Crossing:
        rows = [Axis(self.words.said["education"][e], {"education": e}) for e in EDUCATION]
        return [*rows, Axis(self.words.one["total"], {}, "sum")], self.across(), {"measure": "participants"}

    def before_after(self, key: str, categories: list[str]) -> Crossing:
        """Counts and shares in two groups of columns."""
        one, said = self.words.one, self.words.said[key]
        columns = []
        both = self.words.by.random() < 0.6 and self.room >= 4
        for when in ("before", "after"):
            columns.append(
                Axis(one["number"], {"before_after": when}, group=one[when]) if both else Axis(one[when], {"before_after": when})
            )
            if both:
                columns.append(Axis(one["percent"], {"before_after": when}, share=True, group=one[when]))
        return [Axis(said[k], {key: k}) for k in categories], columns, {"measure": "exits"}

    def support(self) -> Crossing:
        return self.before_after("support", list(SUPPORT))

    def occupation(self) -> Crossing:
        return self.before_after("occupation", [*OCCUPATION.values(), "other"])

    def municipality(self) -> Crossing:
        rows = [Axis(n, {"municipality": k}) for k, n in self.towns.items()]
        rows = [*rows, Axis(self.words.one["total"], {}, "sum")]
        if self.words.by.random() < 0.5:
            return rows, self.per_gender(), {"measure": "participants"}
        said = self.words.said["measures"]
        return rows, [Axis(said[m], {"measure": m}) for m in ("participants", "started", "exits")], {}

    def planned(self) -> Crossing:
        """What was planned beside what came; the plan is a round number near the outcome."""
        one, by = self.words.one, self.words.by
        rows = []
        for row in self.per_initiative()[: len(self.initiatives)]:
            count = self.crowd.count({"period": self.code, "measure": "participants", **row.select})
            rows.append(Axis(row.label, {**row.select, "plan": str(max(5, round(count * by.uniform(0.8, 1.3) / 5) * 5))}))
        return rows, [Axis(one["planned"], {"scenario": "target"}), Axis(one["outcome"], {})], {"measure": "participants"}
