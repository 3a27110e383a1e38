"""Tables of survey answers: questions against the labels of a scale, as counts and percent, and a sentence about them."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from tests.press import document as doc
from tests.press.crowd import Span, whole
from tests.press.headcounts import wrapped


class Survey:
    """The answers of one group in one year; `asked` got the questions. The layout is the house's, drawn with `by`."""

    def __init__(self, lists: Mapping[str, Any], by: random.Random, room: int):
        self.lists, self.by, self.room = lists, by, room
        self.scale = by.choice(lists["scales"])
        self.group = by.choices(list(lists["groups"]), [4, 2, 1])[0]
        self.said = {k: by.choice(v) for k, v in lists.items() if isinstance(v, list) and k != "scales"}
        self.who = by.choice(lists["groups"][self.group])
        self.form = by.choice(["down", "down", "across"])
        self.shares = by.random() < 0.7
        self.places = by.choice([0, 0, 1])
        self.questions = by.sample(lists["questions"], by.randint(2, 5))

    def answers(self, year: int, asked: int) -> tuple[int, list[list[int]]]:
        """(who answered, counts per question and label)."""
        drawn = random.Random(f"{self.questions} {year} {asked}")  # noqa: S311 - sample answers, not secrets
        answered = max(6, round(asked * drawn.uniform(0.55, 0.95)))
        weights = [9, 8, 5, 2, 1, 1][: len(self.scale["labels"])]
        found = []
        for _ in self.questions:
            drawn_labels = drawn.choices(range(len(weights)), [w * drawn.uniform(0.5, 1.5) for w in weights], k=answered)
            found.append([drawn_labels.count(n) for n in range(len(weights))])
        return answered, found

    def table(self, year: int, asked: int) -> doc.Table:
        answered, counts = self.answers(year, asked)
        start, end = Span(f"{year}SY").dates
        words = {"X": year - 1, "Y": year, "GROUP": self.who, "A": answered, "B": max(asked, answered)}
        title = self.said["captions"].format(**words)
        made = doc.Table("indicators", title, title, self.said["leads"].format(**words), [], [])
        (self.down if self.form == "down" else self.across)(made, counts, start, end)
        return made

    def cell(self, counts: list[int], question: int, label: int, share: bool, when: tuple[date, date]) -> doc.Cell:
        answer = self.scale["labels"][label]
        dimension = f"answer={answer};group={self.group};question={question + 1};scale={self.scale['code']}"
        if share:
            value = whole(Decimal(100 * counts[label]) / sum(counts), self.places)
            shown = f"{value:f}".replace(".", ",") + (" %" if self.said["percent"] != "%" else "")
            return doc.Cell(value, shown, "percent", "actual", *when, "label_share", dimension, "indicator")
        return doc.Cell(Decimal(counts[label]), str(counts[label]), "persons", "actual", *when, "label_count", dimension, "indicator")

    def down(self, made: doc.Table, counts: list[list[int]], start: date, end: date) -> None:
        """A question heads its answers."""
        made.corner = ""
        made.columns = [doc.Column([self.said["number"]])] + [doc.Column([self.said["percent"]])] * self.shares
        for number, question in enumerate(self.questions):
            made.rows.append(doc.Row(f"{number + 1}. {question}", "head"))
            for at, label in enumerate(self.scale["labels"]):
                cells = [self.cell(counts[number], number, at, share, (start, end)) for share in (False, True)[: 1 + self.shares]]
                made.rows.append(doc.Row(label, "line", cells))

    def across(self, made: doc.Table, counts: list[list[int]], start: date, end: date) -> None:
        """A row per question, a column per label; in a narrow layout the labels are those that fit."""
        made.corner = self.said["question"]
        labels = self.scale["labels"][: max(3, self.room)]
        made.columns = [doc.Column(wrapped(label, 10)) for label in labels]
        for number, question in enumerate(self.questions):
            cells = [self.cell(counts[number], number, at, self.shares, (start, end)) for at in range(len(labels))]
            made.rows.append(doc.Row(question, "line", cells))

    def sentence(self, year: int, asked: int) -> doc.Para:
        """Who answered, and how many percent gave one of the two best answers to the first question."""
        answered, counts = self.answers(year, asked)
        asked = max(asked, answered)
        start, end = Span(f"{year}SY").dates
        best = whole(Decimal(100 * sum(counts[0][:2])) / answered)
        rate = whole(Decimal(100 * answered) / asked)
        told = {
            "A": (str(answered), Decimal(answered), "persons", "respondents"),
            "B": (str(asked), Decimal(asked), "persons", "asked"),
            "P": (str(best), best, "percent", "positive_share"),
            "R": (str(rate), rate, "percent", "response_rate"),
        }
        question = self.questions[0][0].lower() + self.questions[0][1:]
        text, claims = "", []
        for at, piece in enumerate(self.said["sentences"].replace("{q}", question).replace("{", "\0").replace("}", "\0").split("\0")):
            if at % 2 == 0:
                text += piece
                continue
            token, value, unit, measure = told[piece]
            claims.append(doc.Claim(token, value, unit, measure, f"group={self.group};question=1", start, end, "indicator",
                                    label=question if piece == "P" else token, at=len(text)))  # fmt: skip
            text += token
        return doc.Para(text, claims)
