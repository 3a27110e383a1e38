"""The morning report: what changed, in plain words, as Markdown and HTML, and a changelog entry per release."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from expectations.texts import load_texts
from orchestration import morning
from orchestration.files import write_whole
from orchestration.findings import load_findings, rules_in
from orchestration.judging import Judgement
from orchestration.morning import Changes
from orchestration.pages import fill, kronor, page_words
from orchestration.places import Places

_SHOWN = 12
Section = tuple[str, list[str]]


def tell_release(places: Places, before: Path | None, release_id: str, not_read: Sequence[dict[str, Any]], language: str) -> Path:
    """Write the report of a night that published, and the release's entry in the changelog; returns the Markdown file."""
    changes, words = Changes(), page_words(language)
    now = places.warehouse
    if before:
        morning.compare_documents(changes, morning.documents_in(before), morning.documents_in(now))
        morning.compare_restatements(changes, before, now)
        morning.compare_figures(changes, morning.figures_in(before), morning.figures_in(now))
        morning.compare_findings(changes, before, now)
    morning.count_unjudged(changes, now)
    still = sum(found.is_open for found in load_findings(now, places.state, language))
    lead = [words["morning_published"].format(documents=len(morning.documents_in(now)), findings=still)]
    if not before:
        lead.append(words["morning_first"])
    file = _write(places, [*lead], _sections(changes, [], not_read, places, language), language)
    log = places.inside("changelog", f"{release_id}.json")
    write_whole(log, json.dumps(changes.to_dict(), ensure_ascii=False, indent=1, default=str))
    write_whole(log.with_suffix(".md"), file.read_text(encoding="utf-8"))
    return file


def tell_held(
    places: Places,
    before: Path | None,
    broken: Sequence[Judgement],
    reasons: Sequence[str],
    not_read: Sequence[dict[str, Any]],
    language: str,
) -> Path:
    """Write the report of a night that published nothing: what broke, and what had changed; returns the Markdown file."""
    changes, words = Changes(), page_words(language)
    if before:
        facts = places.inside("facts")
        morning.compare_documents(changes, morning.documents_in(before), morning.documents_read(facts))
        if places.building.is_file():
            morning.compare_restatements(changes, before, places.building)
        morning.compare_figures(changes, morning.figures_in(before), morning.figures_read(facts))
        lead = [words["morning_held"].format(release=before.stem)]
    else:
        lead = [words["morning_held_first"]]
    rules = rules_in(language)
    told = [
        words["broken_check"].format(rule=one.rule_id, says=rules.get(one.rule_id, {}).get("says", ""))
        + " "
        + words["broken_detail"].format(said=_cause(one.message))
        for one in broken
    ]
    told += [words["broken_model"].format(said=reason) for reason in reasons if not any(reason in one.message for one in broken)]
    return _write(places, [*lead, words["finding_held"]], _sections(changes, told, not_read, places, language), language)


def _cause(message: str) -> str:
    """What the database said, without our own sentence before it."""
    return message.partition(": ")[2] or message


def _sections(changes: Changes, broken: list[str], not_read: Sequence[dict[str, Any]], places: Places, language: str) -> list[Section]:
    words = page_words(language)
    headings = words["morning_headings"]
    rules, phrase = rules_in(language), load_texts(language).phrase
    parts = [
        ("broken", broken),
        ("documents", _documents(changes, words)),
        ("figures", _figures(changes, words)),
        ("findings", _findings(changes, places, words, language)),
        ("unread", [words["unread_file"].format(file=row["file_name"], message=phrase(row["message"] or "")) for row in not_read]),
        (
            "unjudged",
            _short(
                [words["unjudged_rule"].format(says=rules.get(row["rule_id"], {}).get("says", ""), rule=row["rule_id"], count=row["count"])
                 for row in changes.unjudged], words),
        ),
    ]  # fmt: skip
    return [(headings[name], lines) for name, lines in parts if lines]


def _short(lines: list[str], words: dict[str, Any]) -> list[str]:
    return lines if len(lines) <= _SHOWN else [*lines[:_SHOWN], words["figure_more"].format(count=len(lines) - _SHOWN)]


def _documents(changes: Changes, words: dict[str, Any]) -> list[str]:
    lines = [words["document_missing"].format(file=name) for name in changes.missing]
    lines += [words["document_changed"].format(file=name) for name in changes.changed]
    lines += _short([words["document_new"].format(file=name) for name in changes.new], words)
    return lines + [words["document_renamed"].format(old=old, file=name) for old, name in changes.renamed]


def _figures(changes: Changes, words: dict[str, Any]) -> list[str]:
    restated, versions, corrected = [], [], []
    for row in changes.restated:
        said = {"label": row["label"], "day": row["period_end"], "earlier": row["earlier"], "later": row["later"]}
        amounts = {"old": _kr(row["earlier_sek"]), "new": _kr(row["later_sek"])}
        restated.append(words["figure_restated"].format(**said, **amounts, kind=words["kinds"][row["kind"]]))
    for row in changes.versions:
        said = {"label": row["label"], "column": row["head"], "file": row["file_name"]}
        versions.append(words["figure_version"].format(**said, new=row["printed"], old=row["before"]))
    for row in changes.corrected:
        name = "figure_corrected" if row.get("correction_id") else "figure_uncorrected"
        said = {"label": row["label"], "file": row["file_name"]}
        corrected.append(words[name].format(**said, old=_kr(row["before"]), new=_kr(row["effective"])))
    reread = [words["figure_reader"].format(file=row["file_name"], count=row["count"]) for row in changes.reread]
    return [line for lines in (restated, versions, corrected, reread) for line in _short(lines, words)]


def _findings(changes: Changes, places: Places, words: dict[str, Any], language: str) -> list[str]:
    if not (changes.opened or changes.closed or changes.settled):
        return []
    texts, rules = load_texts(language), rules_in(language)
    messages = {found.verdict_id: found.message for found in load_findings(places.warehouse, places.state, language)}
    lines = []
    for name, rows in (("finding_opened", changes.opened), ("finding_closed", changes.closed), ("finding_settled", changes.settled)):
        told = []
        for row in rows:
            said = messages.get(row["verdict_id"]) or f"{row['file_name']}. {rules.get(row['rule_id'], {}).get('says', '')}"
            told.append(words[name].format(rule=row["rule_id"], message=said, state=texts.states[row["state"]]))
        lines += _short(told, words)
    return lines


def _kr(value: Decimal | None) -> str:
    return kronor(value)


def _write(places: Places, lead: list[str], sections: list[Section], language: str) -> Path:
    words = page_words(language)
    day = datetime.now(UTC).astimezone(ZoneInfo("Europe/Stockholm")).date()
    heading = words["morning_title"].format(day=day)
    if not sections:
        lead = [*lead, words["morning_nothing"]]
    lines = [f"# {heading}", "", *lead]
    for title, told in sections:
        lines += ["", f"## {title}", "", *(f"- {one}" for one in told)]
    file = places.inside("morning.md")
    write_whole(file, "\n".join(lines) + "\n")
    write_whole(places.inside("site", "morning.html"), fill("morning.html", language, heading=heading, lead=lead, sections=sections))
    return file
