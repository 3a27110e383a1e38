"""Counts told in sentences: what each of many invented sentences says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.catalogue import Association
from ingest.contracts import ParticipantRow
from ingest.identity import Identity
from ingest.initiatives import InitiativeBook
from ingest.pdf.words import Page
from ingest.told.read import Told, read_told
from tests.unit.prose_pages import page_of, wrapped

_FILES = [
    Path(__file__).parent / f"{name}.yml"
    for name in ("told_sentences", "told_phrases", "told_terse", "told_voices", "told_turns", "told_passages", "told_passages_more")
]
_CASES: list[dict[str, Any]] = [case for file in _FILES for case in yaml.safe_load(file.read_text(encoding="utf-8"))]
_BOOK = InitiativeBook({"Stegen": "stegen", "Fyren": "fyren", "Bryggan": "bryggan"})


def _identity(end: date = date(2023, 12, 31)) -> Identity:
    return Identity(
        association=Association("provbygden", "Samordningsförbundet Provbygden"),
        association_printed="Samordningsförbundet Provbygden",
        report_type="annual_report",
        title="Årsredovisning 2023",
        registry_number=None,
        is_draft=False,
        period_start=date(2023, 1, 1),
        period_end=end,
        fiscal_year=2023,
        adopted_on=None,
    )


def _read(pages: Sequence[Page], end: date = date(2023, 12, 31), **more: Any) -> Told:
    return read_told(pages, _identity(end), "d", _BOOK, **more)


def _told(text: str, before: str = "", end: date = date(2023, 12, 31)) -> tuple[ParticipantRow, ...]:
    filler = wrapped("Detta stycke finns för att visa hur stor den löpande texten är i denna rapport och säger inget annat än så.", 80)
    rows = _read([page_of([*filler, *wrapped(f"{before} {text}".strip(), 150)])], end).rows
    return tuple(row for row in rows if row.context and row.context not in before)


def _said(row: ParticipantRow, end: date = date(2023, 12, 31)) -> str:
    """A row as the file of sentences writes it."""
    value = f"{row.value.normalize():f}" if row.value is not None else ""
    words = [value + ("%" if row.unit == "percent" else ""), row.measure]
    words += [row.gender] if row.gender != "all" else []
    words += [f"reason={row.exit_reason}"] if row.exit_reason else []
    if row.period_end == end and row.period_start != date(2023, 1, 1) and row.period_type == "custom":
        start = row.period_start
        words.append("since" if start is None else f"from={start if start.year == 2023 else start.year}")
    elif row.period_end != end:
        whole = (row.period_end.month, row.period_end.day) == (12, 31) and row.period_end.year != 2023
        words.append(f"year={row.period_end.year}" if whole else f"ends={row.period_end}")
    words += [f"of={row.base_n}"] if row.base_n else []
    words += [f"town={row.municipality}"] if row.municipality else []
    words += [f"by={row.initiative_id}"] if row.initiative_id else []
    words += [f"area={row.area_scope}"] if row.area_scope != "own" else []
    words += [f"age={row.age_band}"] if row.age_band else []
    words += [f"lived_on={row.support_type}:{row.before_after}"] if row.support_type and row.support_type != "none_public" else []
    words += ["target"] if row.scenario == "target" else []
    words += ["about"] if row.qualifier else []
    return " ".join(words)


def _sorted(text: str) -> str:
    head, *rest = text.split()
    return " ".join([head, *sorted(rest)])


@pytest.mark.parametrize("case", _CASES, ids=[case["text"][:60] for case in _CASES])
def test_a_sentence_says_these_counts_and_no_others(case: dict[str, Any]) -> None:
    rows = _told(case["text"], case.get("before", ""))
    assert sorted(_sorted(_said(row)) for row in rows) == sorted(_sorted(row) for row in case["rows"])
