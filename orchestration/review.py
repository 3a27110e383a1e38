"""What `finsam review` does: lists and shows findings, and records what people decide of them."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from expectations.messages import amount
from expectations.texts import load_texts
from orchestration.console import Sentence
from orchestration.errors import FinsamError, NotFound
from orchestration.findings import Figure, Found, find_finding, load_findings
from orchestration.pages import page_words, place_of
from orchestration.places import default_state
from orchestration.review_store import append_decision, decide

_STYLE = {"error": "bold red", "fail": "red", "warn": "yellow"}


def load(warehouse: Path, state: Path | None, language: str) -> list[Found]:
    """All findings of a published file, open ones first, worst first."""
    file = warehouse.expanduser().absolute()
    return load_findings(file, state or default_state(file), language)


def move(verdict_id: str, to: str, said: str, who: str, warehouse: Path, state: Path | None) -> Path:
    """Record that a finding moved to a state; returns the file that says so."""
    found = find_finding(load(warehouse, state, "en"), verdict_id)
    return append_decision(_state(warehouse, state), found.row["association_id"], decide(found.row, to, who, said, found.like))


def settle_figure(
    verdict_id: str, to: str, value: str | None, reason: str, fact_id: str | None, who: str, warehouse: Path, state: Path | None
) -> Path:
    """Write one line to the association's corrections and move the finding; returns the file of corrections."""
    from ingest.corrections import Correction, CorrectionError, append_correction, corrections_folder, figure

    found = find_finding(load(warehouse, state, "en"), verdict_id)
    meant = _figure_meant(found, fact_id, must_be_amount=value is not None)
    try:
        corrected = None if value is None else figure(value)
        correction = Correction(
            verdict_id=found.verdict_id,
            fact_id=meant.fact_id,
            document_id=meant.document_id,
            file_name=meant.file_name,
            place=meant.place,
            printed=meant.printed,
            corrected=corrected,
            reason=_needed(reason),
            who=_needed(who),
            when=datetime.now(UTC).date(),
            association_id=str(found.row["association_id"]),
        )
        file = append_correction(correction, corrections_folder())
    except CorrectionError as problem:
        raise FinsamError(str(problem)) from problem
    append_decision(_state(warehouse, state), found.row["association_id"], decide(found.row, to, who, reason, found.like))
    return file


def _needed(text: str) -> str:
    if not text.strip():
        raise FinsamError("say who decides and why: neither may be empty")
    return text


def _state(warehouse: Path, state: Path | None) -> Path:
    return state or default_state(warehouse.expanduser().absolute())


def _figure_meant(found: Found, fact_id: str | None, *, must_be_amount: bool) -> Figure:
    """The figure that is named, or the only one it can be: the one suspect, else the only one on the left side."""
    figures = [figure for figure in found.figures if not figure.masked and (figure.amount is not None or not must_be_amount)]
    if fact_id:
        figures = [figure for figure in figures if figure.fact_id.startswith(fact_id)]
        if len(figures) != 1:
            raise NotFound(f"{fact_id}: not one amount of this finding; `finsam review show` lists them with their ids")
        return figures[0]
    for some in ([f for f in found.suspects if f in figures], [f for f in figures if f.side == "left"], figures):
        if len(some) == 1:
            return some[0]
    raise FinsamError(f"{found.verdict_id[:8]}: the finding has {len(figures)} figures; name the one you mean with --fact")


def to_plain(found: Found) -> dict[str, Any]:
    """A finding as data, for scripts."""
    from dataclasses import asdict

    values = found.row | {"state": found.state, "message": found.message, "says": found.rule["says"]}
    return values | {"figures": [asdict(one) for one in found.figures], "decisions": [asdict(one) for one in found.decisions]}


def show_list(findings: list[Found], language: str, console: Console) -> None:
    """Print the findings for a person."""
    texts = load_texts(language)
    for found in findings:
        row = found.row
        told, width = _short(row["outcome"], language), 5 if language == "en" else 9
        head = Text.assemble(
            (f"{told:{width}}", _STYLE[row["outcome"]]),
            f" {found.verdict_id[:8]}  {row['rule_id']:4} {row['file_name']}  ",
            (texts.states[found.state], "" if found.state == "open" else "green"),
        )  # fmt: skip
        console.print(head)
        console.print(Padding(Sentence(found.message), (0, 0, 0, 6), expand=False))
    console.print(Text(f"\n{len(findings)} findings; `finsam review show ID` shows one with its places"))


def _short(outcome: str, language: str) -> str:
    return outcome if language == "en" else load_texts(language).outcomes[outcome]


def show_finding(found: Found, language: str, console: Console) -> None:
    """Print one finding for a person."""
    texts, words, row = load_texts(language), page_words(language), found.row
    state, outcome = texts.states[found.state], texts.outcomes[row["outcome"]]
    console.print(Text(f"{row['rule_id']}  {found.rule['says']}", style="bold"))
    console.print(Text(f"{found.verdict_id}  {row['file_name']}  {outcome}, {state}\n"))
    console.print(Sentence(found.message))
    if row.get("cause"):
        console.print(Text(f"\n{words['cause']}: {texts.causes[row['cause']]}"))
    for figure in found.suspects:
        console.print(
            Text(f"{words['suspect_one' if len(found.suspects) == 1 else 'suspects']}: {figure.printed} ({place_of(figure, language)})")
        )
    for side in ("left", "right"):
        console.print(Text(f"\n{words[side]}: {_side_value(found, side)}", style="bold"))
        for figure in found.side(side):
            corrected = f" -> {amount(figure.effective, 'kr')} ({figure.correction_id})" if figure.correction_id else ""
            console.print(Text(f"  {figure.fact_id[:10]}  {figure.printed or '–'}{corrected}  {place_of(figure, language)}"))
    if found.rule["look_at"]:
        console.print(Text(f"\n{words['look_at']}", style="bold"))
        console.print(Sentence(found.rule["look_at"]))
    for decision in found.decisions:
        console.print(Text(f"\n{decision.at}  {decision.who}: {texts.states[decision.state]}  {decision.said}"))
        if decision.verdict_id != found.verdict_id:
            console.print(Text(f"  {words['followed'].format(file=decision.file_name)}"))


def _side_value(found: Found, side: str) -> str:
    value: Decimal | None = found.row[f"{side}_value"]
    return "" if value is None or not found.has_values else amount(value, "").strip()
