"""What a reading says, one line per figure: the form of the goldens."""

from __future__ import annotations

import csv
from pathlib import Path

from ingest.contracts import DocumentReading, FinanceRow, IndicatorRow, ParticipantRow

GOLDEN = Path(__file__).parent / "golden"
COLUMNS = ("place", "printed", "kind", "what", "about", "who", "period", "value")

Line = tuple[str, ...]


def _text(*parts: object) -> str:
    return ";".join("" if part is None else str(part) for part in parts)


def _participant(row: ParticipantRow) -> Line:
    codes = (row.support_type, row.occupation, row.exit_reason, row.age_band, row.education)
    about = _text(row.before_after, next((code for code in codes if code), None), row.registration_type, row.initiative_id)
    value = "suppressed" if row.is_suppressed else f"{row.value:f}"
    total = "total" if row.is_total else ""
    what = _text(row.measure, row.unit, row.count_kind, row.source_system, total)
    return _place(row), row.amount_printed, "participants", what, about, row.gender, _period(row), value


def _finance(row: FinanceRow) -> Line:
    what = _text(row.section, row.line_item, "total" if row.is_total else "")
    about = _text(row.initiative_id, row.contributor_id)
    return _place(row), row.amount_printed, "finances", what, about, row.scenario, _period(row), f"{row.amount_sek:f}"


def _indicator(row: IndicatorRow) -> Line:
    what = _text(row.measure, row.survey_code, row.question_no, row.scale)
    about = _text(row.answer_label, row.answer_order, row.positive_from, row.asked_n, row.answered_n)
    value = row.n if row.share is None else row.share
    return _place(row), row.amount_printed, "indicators", what, about, _text(row.respondent_group, row.gender), _period(row), f"{value}"


def _place(row: ParticipantRow | FinanceRow | IndicatorRow) -> str:
    return f"{row.sheet}!{row.cell}" if row.cell else f"page {row.page}"


def _period(row: ParticipantRow | FinanceRow | IndicatorRow) -> str:
    return f"{row.period_start}/{row.period_end}"


def lines_of(reading: DocumentReading) -> list[Line]:
    """Every figure that became a fact, in the order of the file."""
    return [
        *(_participant(row) for row in reading.participants),
        *(_finance(row) for row in reading.finances),
        *(_indicator(row) for row in reading.indicators),
    ]


def without_place(lines: list[Line]) -> list[Line]:
    """What was read, wherever it stood."""
    return sorted(line[1:] for line in lines)


def golden(name: str) -> list[Line]:
    """The truth of a sample, as someone has read it in the sample."""
    with (GOLDEN / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    assert tuple(rows[0]) == COLUMNS
    return [tuple(row) for row in rows[1:]]


def write_golden(name: str, lines: list[Line]) -> None:
    """Write a golden anew; read every line of the difference before keeping it."""
    GOLDEN.mkdir(exist_ok=True)
    with (GOLDEN / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerows([COLUMNS, *lines])
