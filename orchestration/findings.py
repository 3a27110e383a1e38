"""Findings as people meet them: a verdict with its figures, their places, its sentence in a language, and what was decided.

Everything comes from the published file, which withholds what few persons are behind; only the sentence in another language is
read from the state folder, and only where the published sentence is whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from expectations.texts import load_texts
from orchestration.errors import NotFound
from orchestration.review_follow import Known, likeness, state_of, with_followed
from orchestration.review_store import SETTLED, Decision, load_decisions
from orchestration.warehouse import opened, rows_of

WITHHELD = "The rule rests on counts that are withheld because few persons are behind them."
_WORST = {"error": 0, "fail": 1, "warn": 2, "not_evaluable": 3, "pass": 4}
_PLACES = "document_id, file_name, page, x0, top, x1, bottom, sheet, cell, doubt, period_end"
_FACTS = f"""
    select fact_id, {_PLACES}, label_printed as label, label_path as path, column_printed as head, statement as kind,
        amount_printed as printed, unit_used as unit, amount_sek as amount, amount_effective_sek as effective, correction_id,
        table_note as note, false as masked
    from marts.fct_finances
    union all by name
    select fact_id, {_PLACES.replace("sheet, cell, ", "")}, label_printed as label, 'sentence' as kind, amount_printed as printed,
        unit_printed as unit, false as masked
    from marts.told_amounts
    union all by name
    select fact_id, {_PLACES}, label_printed as label, 'key_figure' as kind, cast(value as varchar) as printed, unit, false as masked
    from marts.fct_key_figures
    union all by name
    select fact_id, {_PLACES}, coalesce(label_printed, initiative_printed) as label, column_printed as head, 'participants' as kind,
        cast(value as varchar) as printed, unit, is_masked as masked
    from marts.fct_participants
    union all by name
    select goal_fact_id as fact_id, {_PLACES}, goal_text as label, goal_no as head, 'goals' as kind,
        coalesce(status_printed, cast(outcome_value as varchar)) as printed, unit, false as masked
    from marts.fct_goals
    union all by name
    select fact_id, {_PLACES}, answer_label as label, question_no as head, 'indicators' as kind, cast(share as varchar) as printed,
        is_masked as masked
    from marts.fct_indicators
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed figure of a finding, on the left or right side of its rule."""

    fact_id: str
    side: str
    document_id: str
    file_name: str
    page: int | None
    box: tuple[float, float, float, float] | None
    cell: str | None  # sheet!cell of a workbook
    label: str
    column: str
    kind: str  # the statement, or the kind of fact
    printed: str
    unit: str
    period_end: date
    doubt: str | None
    masked: bool
    amount: Decimal | None = None
    effective: Decimal | None = None
    correction_id: str | None = None
    note: str | None = None  # number of the note whose table it stands in

    @property
    def place(self) -> str:
        """The place in words that a person finds: file, page, row and column."""
        where = f"page {self.page}" if self.page else self.cell or ""
        return ", ".join(part for part in (self.file_name, where, self.label, self.column) if part)


@dataclass(frozen=True, slots=True)
class Found:
    """One verdict as people meet it. `row` holds quality.verdicts' columns, `rule` what the rule says and where to look."""

    row: dict[str, Any]
    state: str
    message: str
    rule: dict[str, str]
    figures: tuple[Figure, ...]
    decisions: tuple[Decision, ...]
    document: dict[str, Any]
    like: str = ""  # what it shares with the same finding of another version of its document

    @property
    def verdict_id(self) -> str:
        """The finding's key."""
        return str(self.row["verdict_id"])

    @property
    def is_withheld(self) -> bool:
        """Whether its values rest on counts that few persons are behind."""
        return self.row["message"] == WITHHELD or any(figure.masked for figure in self.figures)

    @property
    def is_open(self) -> bool:
        """Whether something is left to do."""
        return self.state not in SETTLED

    @property
    def is_money(self) -> bool:
        """Whether its figures are amounts in kronor."""
        return any(figure.amount is not None for figure in self.figures)

    @property
    def has_values(self) -> bool:
        """Whether its two values are figures that a reader can compare: those of a unit are factors."""
        return self.rule.get("family") != "unit"

    @property
    def suspects(self) -> tuple[Figure, ...]:
        """The figures whose change would make everything through them hold, as far as that is known."""
        named = set(self.row.get("suspect_fact_ids") or ())
        return tuple(figure for figure in self.figures if figure.fact_id in named)

    def side(self, name: str) -> tuple[Figure, ...]:
        """The figures on one side of the rule."""
        return tuple(figure for figure in self.figures if figure.side == name)


def load_findings(
    warehouse: Path, state: Path, language: str, outcomes: Sequence[str] = ("error", "fail", "warn"), document_id: str | None = None
) -> list[Found]:
    """The verdicts of these outcomes: open ones first, worst first; with `document_id` those that rest on its figures or are its own."""
    with opened(warehouse) as connection:
        rows = rows_of(
            connection,
            "select * from quality.verdicts where list_contains(?, outcome) and (? is null or document_id = ? or verdict_id in"  # noqa: S608
            f" (select verdict_id from quality.verdict_facts join ({_FACTS}) as x using (fact_id) where x.document_id = ?))",
            [list(outcomes), document_id, document_id, document_id],
        )
        wanted = [row["verdict_id"] for row in rows]
        facts = rows_of(
            connection,
            f"select f.verdict_id, f.side, x.* from quality.verdict_facts f join ({_FACTS}) x using (fact_id)"  # noqa: S608
            " where list_contains(?, f.verdict_id) order by f.side, x.document_id, x.page, x.top, x.x0, fact_id",
            [wanted],
        )
        documents = {row["document_id"]: row for row in rows_of(connection, _DOCUMENTS)}
    figures: dict[str, list[Figure]] = {}
    for fact in facts:
        figures.setdefault(fact["verdict_id"], []).append(_figure(fact))
    likes = {row["verdict_id"]: likeness(row, documents.get(row["document_id"], {})) for row in rows}
    known = [
        Known(key, row["document_id"], likes[key], frozenset(one.fact_id for one in figures.get(key, ()) if one.side == "left"))
        for row in rows
        for key in [row["verdict_id"]]
    ]
    decisions = with_followed(load_decisions(state), known)
    sentences, rules = _sentences(state, language), rules_in(language)
    found = [
        Found(
            row=row,
            state=state_of(decisions, key) if (key := row["verdict_id"]) in decisions else row["state"],
            message=_message(row, sentences, language),
            rule=rules.get(row["rule_id"], {"says": "", "look_at": "", "basis": ""}),
            figures=tuple(figures.get(key, ())),
            decisions=tuple(decisions.get(key, ())),
            document=documents.get(row["document_id"], {}),
            like=likes[key],
        )
        for row in rows
    ]
    return sorted(found, key=_worst_first)


_DOCUMENTS = """
    select d.document_id, d.file_name, d.title, d.report_type, d.period_start, d.period_end, d.is_scanned, d.source_url,
        a.association_id, a.name as association
    from marts.dim_document d left join marts.dim_association a using (association_id)
"""


def _worst_first(found: Found) -> tuple[object, ...]:
    row = found.row
    return (not found.is_open, _WORST[row["outcome"]], -abs(row["difference"] or 0), row["file_name"], row["rule_id"], row["verdict_id"])


def find_finding(findings: Sequence[Found], verdict_id: str) -> Found:
    """The finding whose id begins so; raises NotFound when there is none or several."""
    found = [one for one in findings if one.verdict_id.startswith(verdict_id)]
    if len(found) != 1:
        why = "several findings begin so; give more of the id" if found else "no such finding; `finsam review` lists them"
        raise NotFound(f"{verdict_id}: {why}")
    return found[0]


def masked_boxes(warehouse: Path) -> dict[tuple[str, int], list[tuple[float, float, float, float]]]:
    """Boxes of withheld figures by document and page: no picture may show them."""
    with opened(warehouse) as connection:
        rows = connection.execute(
            f"select document_id, page, x0, top, x1, bottom from ({_FACTS}) where masked and page is not null"  # noqa: S608
        ).fetchall()
    boxes: dict[tuple[str, int], list[tuple[float, float, float, float]]] = {}
    for document_id, page, *box in rows:
        boxes.setdefault((document_id, page), []).append((box[0], box[1], box[2], box[3]))
    return boxes


def _figure(fact: dict[str, Any]) -> Figure:
    has_box = fact["page"] is not None and fact["x0"] is not None
    return Figure(
        fact_id=fact["fact_id"],
        side=fact["side"],
        document_id=fact["document_id"],
        file_name=fact["file_name"],
        page=fact["page"],
        box=(fact["x0"], fact["top"], fact["x1"], fact["bottom"]) if has_box else None,
        cell=f"{fact['sheet']}!{fact['cell']}" if fact["cell"] else None,
        label=fact["label"] or fact["path"] or "",
        column=fact["head"] or "",
        kind=fact["kind"],
        printed="" if fact["masked"] else _plainly(fact),
        unit=fact["unit"] or "",
        period_end=fact["period_end"],
        doubt=fact["doubt"],
        masked=bool(fact["masked"]),
        amount=fact["amount"],
        effective=fact["effective"],
        correction_id=fact["correction_id"],
        note=fact["note"],
    )


def _plainly(fact: dict[str, Any]) -> str:
    """The token as printed; of facts that keep no token their value, with a comma and no empty decimals."""
    text = str(fact["printed"] or "")
    if fact["amount"] is not None or not text.replace(".", "", 1).isdigit():
        return text
    whole, _, decimals = text.partition(".")
    return ",".join(part for part in (whole, decimals.rstrip("0")) if part)


def _sentences(state: Path, language: str) -> dict[str, tuple[str, str]]:
    """verdict_id: (English sentence, the sentence in the language), of the last judged run."""
    import pyarrow.parquet as pq

    folder = state / "verdicts"
    if language == "en" or not (folder / "texts.parquet").is_file():
        return {}
    english = pq.read_table(folder / "verdicts.parquet", columns=["verdict_id", "message"]).to_pylist()
    other = {
        row["verdict_id"]: row["message"] for row in pq.read_table(folder / "texts.parquet").to_pylist() if row["language"] == language
    }
    return {row["verdict_id"]: (row["message"], other[row["verdict_id"]]) for row in english if row["verdict_id"] in other}


def _message(row: dict[str, Any], sentences: dict[str, tuple[str, str]], language: str) -> str:
    english, other = sentences.get(row["verdict_id"], ("", ""))
    return other if english == row["message"] else load_texts(language).phrase(row["message"])


def rules_in(language: str) -> dict[str, dict[str, str]]:
    """What each rule says, where to look and what it rests on, in a language."""
    from expectations.rules import load_rules

    texts = load_texts(language)
    told = {
        rule.rule_id: {
            "says": texts.of_rule(rule.rule_id, "says", rule.says),
            "look_at": texts.of_rule(rule.rule_id, "look_at", rule.look_at),
            "basis": texts.phrase(rule.basis),
            "family": rule.family,
        }
        for rule in load_rules()
    }
    return told | {key: {"basis": "", **said} for key, said in texts.rules.items() if key not in told}
