"""What a report tells about people: the blocks `counts`, `say`, `survey`, `aims`, `chapter` of a house's run of reports.

An association
brings its `crowd` (see crowd.Crowd), or its `people` told by hand (see tallied.Tallied), and its goals per year (`aims`); a house
its seed and, where they are not to be drawn, its voice (`voice`) and the folder of its word lists (`labels`).
"""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.press import document as doc
from tests.press.aims import Judge
from tests.press.crowd import Crowd, Span
from tests.press.headcounts import Counter, Words
from tests.press.sayings import Context, Speaker
from tests.press.surveys import Survey
from tests.press.tallied import Tallied

LABELS = Path(__file__).parent / "labels"


@cache
def lists(name: str, folder: Path = LABELS) -> dict[str, Any]:
    """A word list; the frozen houses have lists of their own."""
    found: dict[str, Any] = yaml.safe_load((folder / f"{name}.yml").read_text(encoding="utf-8"))
    return found


class Folk:
    """Makes blocks about the people and goals of one association in one house. What is drawn depends on the house and the kind of
    report, not on the year: a house lays out its reports alike from year to year."""

    def __init__(self, association: dict[str, Any], house: dict[str, Any], code: str, kind: str):
        told = house["folk"]
        self.association, self.code, self.kind, self.section = association, code, kind, ""
        self.by = random.Random(f"{told['seed']} {kind}")  # noqa: S311 - a layout, not a secret
        once = random.Random(f"{told['seed']} words")  # noqa: S311 - words, not secrets
        folder = Path(told.get("labels", LABELS))
        self.lists = {name: lists(name, folder) for name in ("people", "aims", "survey", "voices")}
        self.crowd = Crowd(association["crowd"]) if "crowd" in association else Tallied(association["people"])
        self.given = self.crowd.given
        room = int(told.get("room", 5))
        words = Words(self.lists["people"], once)
        self.judge = Judge(self.lists["aims"], once, tables=bool(told.get("tables", True)))
        self.survey = Survey(self.lists["survey"], once, room)
        self.heading = {k: once.choice(self.lists["aims"][k]) for k in ("h_financial", "h_initiative_goals")}
        self.voice = self.lists["voices"][told.get("voice") or once.choice(list(self.lists["voices"]))]
        words.by, words.pick = self.by, self.by.choice
        self.counter = Counter(self.crowd, words, self.given["initiatives"], self.given["towns"], room)
        self.speaker = Speaker(self.crowd, self.voice, self.by)

    def blocks(self, kind: str, given: Any, section: str) -> list[doc.Block]:
        """The blocks of one entry of a report's body."""
        self.section = section
        made: list[doc.Block] = getattr(self, f"make_{kind}")(given)
        return made

    def make_counts(self, given: Any) -> list[doc.Block]:
        """`form`, or `form DN` for December to November."""
        form, _, other = str(given).partition(" ")
        return [doc.Placed(self.counter.table(form, f"{self.code[:4]}{other}" if other else self.code, self.section))]

    def make_say(self, given: Any) -> list[doc.Block]:
        """A paragraph of up to `given` sentences about all initiatives."""
        para = self.speaker.paragraph(self.about("all"), int(given))
        return [para] if para.text else []

    def about(self, initiative: str) -> Context:
        year = int(self.code[:4])
        when = Span(self.code).told(self.lists["people"]["when"], lambda forms: forms[0])
        names = {"WHEN": when, "FIRST": str(self.given["first"]), "INIT": self.given["initiatives"].get(initiative, "")}
        return Context(self.code, int(self.given["first"]), initiative, names | dict(self.given["towns"]) | {"Y": str(year)})

    def make_survey(self, given: Any) -> list[doc.Block]:
        year = int(self.code[:4])
        asked = self.crowd.count({"measure": "exits", "period": f"{year}SY"})
        heading = doc.Heading(2, self.survey.said["headings"])
        blocks: list[doc.Block] = [heading, doc.Placed(self.survey.table(year, asked))]
        return [*blocks, self.survey.sentence(year, asked)] if given == "told" else blocks

    def make_aims(self, given: str) -> list[doc.Block]:
        """`given` is the title of the main goals, or "financial" or "count"."""
        goals = {"main": self.association.get("goals", {}).get(self.code, [])}
        goals |= self.association.get("aims", {}).get(self.code[:4], {})
        planned = self.kind == "plan_budget"
        if given == "count":
            return [self.judge.count(goals["main"], self.code)]
        if given == "financial":
            title = doc.Heading(2, self.heading["h_financial"])
            return [title, *self.judge.sentences(goals["financial"], self.code, "goals_financial", planned=planned)]
        return [self.judge.block(goals["main"], given, self.code, planned=planned)]

    def make_chapter(self, given: str) -> list[doc.Block]:
        """An initiative's own chapter: what it is, who came, its goals."""
        name = self.given["initiatives"][given]
        blocks: list[doc.Block] = [doc.Heading(2, name)]
        intro = " ".join(self.by.sample(self.lists["aims"]["initiative_intro"], 2))
        blocks.append(doc.Para(intro))
        planned = self.kind == "plan_budget"
        if not planned:
            told = self.speaker.paragraph(self.about(given), 4)
            blocks += [told] if told.text else []
        goals = self.association.get("aims", {}).get(self.code[:4], {}).get(given, [])
        if not goals or self.kind == "interim_report":
            return blocks
        title = self.heading["h_initiative_goals"]
        if self.judge.chapter_form == "table":
            return [*blocks, self.judge.block(goals, title, self.code, planned=planned, initiative=given)]
        return [*blocks, doc.Heading(2, title), *self.judge.sentences(goals, self.code, f"goals_{given}", planned=planned)]
