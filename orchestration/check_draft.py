"""Checks one report before it is signed: reads it with its archive in a folder of its own, publishes nothing.

The same steps as a refresh, over a copy of the draft and the files it is held against; the folder is gone afterwards.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orchestration.archive import file_name, list_files
from orchestration.errors import FinsamError, NotFound, NothingToRead
from orchestration.files import sha256_of
from orchestration.findings import Figure, Found, load_findings
from orchestration.places import Places
from orchestration.progress import Progress
from orchestration.warehouse import opened, rows_of

Row = dict[str, Any]
OUTCOMES = ("fail", "warn", "pass", "not_evaluable")


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: the document, every verdict that rests on it, its goals beside the plan's, earlier documents."""

    document: Row
    counts: dict[str, int]
    verdicts: list[Found]
    goals: list[Row]
    plan: Row | None
    earlier: list[Row]  # documents of the association that are older, the latest first
    restated: list[Row]
    unread: list[Row]  # files of the archive that could not be read: file_name, message


@contextmanager
def checked(draft: Path, archive: Path | None, memo: Path | None, listener: Progress, language: str) -> Iterator[tuple[Places, Checked]]:
    """Check a draft; its places are there for the block. Raises FinsamError when the draft cannot be read, saying why.

    `memo` is the memory of an earlier refresh: documents it knows are not read again.
    """
    from orchestration.after_run import without_pages
    from orchestration.refresh import refresh

    if not draft.is_file():
        raise NotFound(f"{draft}: no such file")
    with tempfile.TemporaryDirectory(prefix="finsam_check_") as root:
        places = Places.of(Path(root, "archive"), Path(root, "check.duckdb"))
        _fill(places, draft, archive, memo)
        try:
            with without_pages():
                refresh(places, 0, listener)
        except NothingToRead as problem:
            raise FinsamError(_of_the_draft(str(problem), draft.name)) from problem
        yield places, _collect(places, sha256_of(draft), draft.name, language)


def _of_the_draft(said: str, name: str) -> str:
    """What a run that could read nothing said, without the folder of our own."""
    return f"{name}: {said.rpartition(f'; {name}: ')[2]}"


def _fill(places: Places, draft: Path, archive: Path | None, memo: Path | None) -> None:
    places.archive.mkdir()
    shutil.copyfile(draft, places.archive / draft.name)
    own = sha256_of(draft)
    for path in list_files(archive.expanduser().absolute()) if archive else ():
        if path.resolve() == draft.resolve() or sha256_of(path) == own:
            continue
        target = places.archive / "archive" / file_name(path, archive.expanduser().absolute() if archive else path.parent)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    if memo and memo.is_dir():
        shutil.copytree(memo, places.inside("memo"))


def _collect(places: Places, document_id: str, name: str, language: str) -> Checked:
    with opened(places.warehouse) as connection:
        documents = rows_of(connection, f"{_DOCUMENTS} where d.document_id = ?", [document_id])
        if not documents:
            why = rows_of(connection, "select message from quality.outcomes where document_id = ? and message is not null", [document_id])
            raise FinsamError(f"{name}: {why[0]['message'] if why else 'it could not be read'}")
        [document] = documents
        values = [document["association_id"], document_id]
        others = rows_of(connection, f"{_DOCUMENTS} where d.association_id = ? and d.document_id <> ? order by d.period_end desc", values)
        plans = [row for row in others if row["report_type"] == "plan_budget" and row["period_start"].year == document["period_end"].year]
        plan = plans[0] if plans and document["report_type"] != "plan_budget" else None
        goals = rows_of(connection, _GOALS, [document_id, plan["document_id"] if plan else None])
        counts = rows_of(connection, _COUNTS, [document_id] * 3)[0]
        restated = rows_of(connection, _RESTATED, [document_id])
        unread = rows_of(connection, _UNREAD, [name])
    earlier = [row for row in others if row["period_end"] < document["period_end"] and row["report_type"] == document["report_type"]]
    verdicts = load_findings(places.warehouse, places.state, language, OUTCOMES, document_id)
    return Checked(document, counts, verdicts, goals, plan, earlier, restated, unread)


_DOCUMENTS = """
    select d.*, a.name as association from marts.dim_document d left join marts.dim_association a using (association_id)
"""
_COUNTS = """
    select (select count(*) from marts.fct_finances where document_id = ?) as facts,
        (select count(*) from marts.fct_participants where document_id = ?) as people,
        (select count(*) from marts.fct_goals where document_id = ?) as goals
"""
_GOALS = """
    with mine as (select * from marts.fct_goals where document_id = ?),
    planned as (select * from marts.fct_goals where document_id = ?)
    select coalesce(mine.goal_text, planned.goal_text) as goal, coalesce(mine.goal_no, planned.goal_no) as goal_no,
        planned.target_value as planned_target, mine.target_value as target, mine.outcome_value as outcome,
        coalesce(mine.unit, planned.unit) as unit, mine.status,
        mine.goal_id is not null as is_told, planned.goal_id is not null as is_planned
    from mine full join planned on mine.goal_id = planned.goal_id
    order by mine.page, mine.top, planned.page, planned.top
"""
_RESTATED = """
    select r.label, r.period_end, r.earlier_sek, r.later_sek, r.kind, e.file_name as earlier
    from quality.restatements r join marts.dim_document e on r.earlier_document_id = e.document_id
    where r.later_document_id = ? and r.kind not in ('rounding', 'precision') order by r.label, r.period_end
"""
_UNREAD = """
    select distinct file_name, message from quality.outcomes
    where outcome in ('refused', 'failed') and file_name <> ? order by file_name
"""


def group_of(figure: Figure, document_id: str) -> tuple[str, str]:
    """What a figure counts as in the tie-out: (kind of table, note number or the other document's name)."""
    if figure.document_id != document_id:
        return "other", figure.file_name
    return figure.kind, figure.note or "" if figure.kind == "note" else ""


Cell = dict[str, int]
"""Number of checks by outcome."""


def tie_out(verdicts: Sequence[Found], document_id: str) -> tuple[list[tuple[str, str]], dict[tuple[int, int], Cell]]:
    """Every group of tables of the document, and the checks between each two of them by outcome; [i, i] inside one."""
    pairs: list[tuple[tuple[str, str], tuple[str, str], str]] = []
    for found in verdicts:
        groups = sorted({group_of(figure, document_id) for figure in found.figures}, key=_rank)
        if groups and found.row["outcome"] != "not_evaluable":
            pairs += [(groups[0], other, found.row["outcome"]) for other in groups[1:] or groups[:1]]
    names = sorted({name for first, second, _ in pairs for name in (first, second)}, key=_rank)
    cells: dict[tuple[int, int], Cell] = {}
    for first, second, outcome in pairs:
        row, column = sorted((names.index(first), names.index(second)), reverse=True)
        cell = cells.setdefault((row, column), {})
        cell[outcome] = cell.get(outcome, 0) + 1
    return names, cells


_ORDER = ("income_statement", "balance_sheet", "cash_flow", "balance_requirement", "operating_statement", "multi_year_overview",
          "budget_plan", "note", "key_figure", "participants", "goals", "indicators", "other")  # fmt: skip


def _rank(group: tuple[str, str]) -> tuple[int, int, str]:
    kind, name = group
    return (_ORDER.index(kind) if kind in _ORDER else len(_ORDER), int(name) if name.isdigit() else 0, name)
