"""The result of a check as one HTML file with its pictures inside, two pages when printed."""

from __future__ import annotations

import base64
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

from expectations.texts import load_texts
from orchestration.check_draft import Checked, tie_out
from orchestration.findings import Found
from orchestration.pages import document_name, fill, kronor, name_of, page_words
from orchestration.places import Places
from orchestration.review_pictures import write_pictures

_SHOWN_UNJUDGED = 6


def write_check(places: Places, checked: Checked, out: Path, language: str) -> None:
    """Write the result into `out`."""
    words = page_words(language)
    findings = [found for found in checked.verdicts if found.row["outcome"] in ("fail", "warn")]
    pictures = write_pictures(places.warehouse, places.state, findings, places.inside("pictures"))
    outcomes = Counter(found.row["outcome"] for found in checked.verdicts)
    summary = words["check_summary"].format(
        passed=outcomes["pass"], fail=outcomes["fail"], warn=outcomes["warn"], unjudged=outcomes["not_evaluable"]
    )
    phrase = load_texts(language).phrase
    text = fill(
        "check.html",
        language,
        intro=words["check_intro"].format(name=document_name(checked.document, language)),
        association=checked.document["association"] or "",
        summary=summary,
        read=words["check_read"].format(**checked.counts, pages=checked.document["pages"]),
        matrix=_matrix(checked, language),
        comparatives=_comparatives(checked, language),
        unread=[
            words["unread_file"].format(file=row["file_name"].removeprefix("archive/"), message=phrase(row["message"] or ""))
            for row in checked.unread
        ],
        goals=_goals(checked, words),
        no_plan=None if checked.plan else words["check_no_plan"].format(year=checked.document["period_end"].year),
        findings=[(found, [_inline(picture.path) for picture in pictures.get(found.verdict_id, ())]) for found in findings],
        unjudged=_unjudged(checked.verdicts, words),
        name_of=lambda one: name_of(one, language),
    )
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(text, encoding="utf-8")


def _inline(picture: Path) -> str:
    return "data:image/png;base64," + base64.b64encode(picture.read_bytes()).decode("ascii")


def _matrix(checked: Checked, language: str) -> dict[str, Any]:
    words, texts = page_words(language), load_texts(language)
    names, cells = tie_out(checked.verdicts, checked.document["document_id"])
    titles = []
    for kind, name in names:
        title = Path(name).stem if kind == "other" else words["check_notes"].format(note=name) if name else texts.statement(kind)
        titles.append(title)
    return {"titles": titles, "cells": cells}


def _comparatives(checked: Checked, language: str) -> list[str]:
    words = page_words(language)
    if not checked.earlier:
        return [words["check_no_last"]]
    last = checked.earlier[0]
    own = checked.document["document_id"]
    agree = sum(
        found.row["outcome"] == "pass" and {figure.document_id for figure in found.figures} == {own, last["document_id"]}
        for found in checked.verdicts
    )
    name = last["file_name"].removeprefix("archive/")
    said = words["check_comparatives_ok"].format(count=agree, file=name) if agree else words["check_none_compared"].format(file=name)
    lines = [said]
    year = checked.document["period_end"].year - 1
    if last["period_end"].year < year:
        lines.insert(0, words["check_last_year_missing"].format(year=year, file=name))
    for row in checked.restated:
        amounts = {"new": kronor(row["later_sek"]), "old": kronor(row["earlier_sek"])}
        about = {"label": row["label"], "day": row["period_end"], "file": row["earlier"].removeprefix("archive/")}
        lines.append(words["check_comparatives_differ"].format(**about, **amounts, kind=words["kinds"][row["kind"]]))
    return lines


def _goals(checked: Checked, words: dict[str, Any]) -> list[dict[str, str]]:
    rows = []
    for goal in checked.goals:
        status = words["statuses"].get(goal["status"], "") if goal["is_told"] else words["check_goal_missing"]
        if checked.plan and goal["is_told"] and not goal["is_planned"]:
            status = f"{status}, {words['check_goal_new']}".strip(", ")
        rows.append(
            {
                "goal": " ".join(part for part in (goal["goal_no"], goal["goal"]) if part),
                "plan": _value(goal["planned_target"], goal["unit"]),
                "target": _value(goal["target"], goal["unit"]),
                "outcome": _value(goal["outcome"], goal["unit"]),
                "status": status,
            }
        )
    return rows


def _value(value: Decimal | None, unit: str | None) -> str:
    if value is None:
        return ""
    return kronor(value) + (" %" if unit == "percent" else "")


def _unjudged(verdicts: list[Found], words: dict[str, Any]) -> list[str]:
    counts = Counter((found.row["rule_id"], found.rule["says"]) for found in verdicts if found.row["outcome"] == "not_evaluable")
    lines = [words["unjudged_rule"].format(rule=rule, says=says, count=count) for (rule, says), count in counts.most_common()]
    more = len(lines) - _SHOWN_UNJUDGED
    return lines if more <= 0 else [*lines[:_SHOWN_UNJUDGED], words["figure_more"].format(count=more)]
