"""Participants tables and goal tables, from what an association's YAML tells about a period."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.press import document as doc
from tests.press.books import Period

GENDERS = {"women": 0, "men": 1}


def participants(association: dict[str, Any], form: dict[str, Any], code: str, section: str) -> doc.Table:
    """One row per count and gender, one column per initiative and one for all; figures are [women, men]."""
    told, names = association["people"][code], association["people"]["initiatives"]
    period = Period.parse(code)
    heads = [names[k] for k in told] + [form["columns_total"]]
    table = doc.Table("participants", section, "", "", [doc.Column(h.split("|")) for h in heads], [])
    for spec in form["rows"]:
        counts = {k: counted(v[spec["measure"]], spec["gender"]) for k, v in told.items()}
        gender = f"gender={spec['gender']}"
        cells = [cell(n, spec["measure"], f"{gender};initiative={k}", period) for k, n in counts.items()]
        total = cell(sum(counts.values()), spec["measure"], f"{gender};initiative=all", period)
        table.rows.append(doc.Row(spec["label"], "line", [*cells, total]))
    return table


def counted(pair: list[int], gender: str) -> int:
    """Women, men or both, from [women, men]."""
    return sum(pair) if gender == "all" else pair[GENDERS[gender]]


def cell(count: int, measure: str, dimension: str, period: Period) -> doc.Cell:
    return doc.Cell(Decimal(count), str(count), "persons", "actual", period.start, period.end, measure, dimension, "participants")


def goal_block(association: dict[str, Any], house: dict[str, Any], code: str, title: str, kind: str) -> doc.Goals:
    """The goals of a year: with a judgement in an annual report, as a numbered list in a plan."""
    period, form = Period.parse(code), house["goals"]
    goals = [doc.Goal(g["text"], g["status"], form["statuses"][g["status"]], g.get("comment", "")) for g in association["goals"][code]]
    return doc.Goals(title, form["heads"], goals, planned=kind == "plan_budget", start=period.start, end=period.end)
