"""What a refresh says at its end, for a person."""

from __future__ import annotations

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from orchestration.console import Sentence
from orchestration.record import RunRecord

_STYLE = {"error": "bold red", "fail": "red", "warn": "yellow", "refused": "yellow", "failed": "red"}
_SHOWN = 12
_KINDS = {
    "marts.fct_finances": "amounts",
    "marts.fct_key_figures": "key figures",
    "marts.fct_participants": "counts of participants",
    "marts.fct_goals": "goals",
    "marts.fct_indicators": "survey figures",
}


def show(record: RunRecord, console: Console) -> None:
    """Print the summary of a run that ended well."""
    console.print(Group(*_parts(record)))


def _parts(record: RunRecord) -> list[RenderableType]:
    parts: list[RenderableType] = [Text()]
    counts = Table.grid(padding=(0, 2))
    counts.add_row("Documents", _documents(record))
    counts.add_row("Facts", _facts(record))
    counts.add_row("Unread", f"{_number(record.unread)} numbers in tables that were not understood")
    if record.verified_share is not None:
        counts.add_row("Verified", f"{record.verified_share:.1%} of the amounts are borne out by an identity")
    counts.add_row("Rules", _rules(record))
    counts.add_row("Warehouse", record.warehouse)
    unchanged = " (nothing changed, so it was not built anew)" if record.ending == "unchanged" else ""
    counts.add_row("Release", f"{record.release_id}{unchanged}")
    counts.add_row("Time", _time(record))
    parts.append(counts)
    if record.not_read:
        parts += [Text("\nNot read", style="bold"), *_not_read(record)]
    if record.findings:
        parts += [Text("\nFindings, worst first", style="bold"), *_findings(record)]
    return parts


def _documents(record: RunRecord) -> str:
    text = f"{_number(record.documents)}: {record.read} read now, {record.unchanged} known from before"
    if record.duplicates:
        text += f", {record.duplicates} further copies"
    return text + (f"; {len(record.not_read)} not read" if record.not_read else "")


def _facts(record: RunRecord) -> str:
    kinds = [f"{_number(count)} {name}" for table, name in _KINDS.items() if (count := record.rows.get(table))]
    return f"{_number(record.facts)}, each with its place: {', '.join(kinds)}"


def _rules(record: RunRecord) -> str:
    rules = record.rules
    text = f"{rules.get('pass', 0)} passed, {rules.get('fail', 0)} failed, {rules.get('warn', 0)} in doubt"
    text += f", {rules.get('not_evaluable', 0)} not evaluable (a part is not printed)"
    return text + (f", {rules['error']} broke" if rules.get("error") else "")


def _time(record: RunRecord) -> str:
    steps = {step: seconds for step, seconds in record.seconds.items() if step != "total"}
    total = record.seconds.get("total", sum(steps.values()))
    parts = [f"{step} {seconds:.1f}" for step, seconds in steps.items()]
    return f"{total:.1f} s: {', '.join(parts)}, Dagster and the rest {total - sum(steps.values()):.1f}"


def _not_read(record: RunRecord) -> list[RenderableType]:
    lines: list[RenderableType] = []
    for row in record.not_read[:_SHOWN]:
        lines += _entry(row["outcome"] or "", row["file_name"] or "", f"{row['reason_code']}: {row['message']}")
    return lines + _rest(len(record.not_read), _SHOWN)


def _findings(record: RunRecord) -> list[RenderableType]:
    certain = sum(found.outcome != "warn" for found in record.findings)
    shown = max(certain, _SHOWN)
    lines: list[RenderableType] = []
    for found in record.findings[:shown]:
        lines += _entry(found.outcome, f"{found.rule_id}  {found.file_name}", found.message)
    return lines + _rest(len(record.findings), shown)


def _entry(outcome: str, subject: str, sentence: str) -> list[RenderableType]:
    head = Text.assemble((f"{outcome:8}", _STYLE[outcome]), subject)
    return [Padding(head, (0, 0, 0, 2), expand=False), Padding(Sentence(sentence), (0, 0, 0, 10), expand=False)]


def _rest(total: int, shown: int) -> list[RenderableType]:
    return [Text(f"  … and {total - shown} more; --json lists all")] if total > shown else []


def _number(count: int | None) -> str:
    return "–" if count is None else f"{count:,}".replace(",", " ")
