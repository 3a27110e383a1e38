"""Rows of people, goals and surveys for the fixture's documents. Everything here is made up.

`count`, `goal` and `answer` make one row each from what matters and fill in the rest; `add_people` gives the session's
warehouse participants from a report and from an export, a plan's goals with their outcome, and one survey.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from ingest.contracts import DocumentRow, GoalCountRow, GoalRow, IndicatorRow, ParticipantRow, UnreadRow
from tests.warehouse.fixture_facts import Archive


def fact_id(*parts: object) -> str:
    """A key that depends on the parts alone."""
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:24]


def _number(archive: Archive) -> int:
    return len(archive.participants) + len(archive.goals) + len(archive.indicators) + 1


def _of(archive: Archive, file_name: str) -> DocumentRow:
    document_id = archive.document(file_name)
    return next(row for row in archive.documents if row.document_id == document_id)


def add_export(archive: Archive, file_name: str, association_id: str, year: int, report_type: str = "participant_statistics") -> None:
    """Add a workbook as a document."""
    like = archive.documents[0]
    document_id = hashlib.sha256(file_name.encode()).hexdigest()
    archive.file_names[document_id] = file_name
    archive.documents.append(
        replace(
            like, document_id=document_id, association_id=association_id, association_name=association_id.title(),
            association_printed=association_id.title(), is_provisional=association_id != "alfa", report_type=report_type,
            title=file_name, registry_number=None, period_start=date(year, 1, 1), period_end=date(year, 12, 31),
            fiscal_year=year, pages=0,
        )
    )  # fmt: skip


def count(archive: Archive, file_name: str, value: float | None, **told: Any) -> ParticipantRow:
    """Add one count (or share) of participants; in a workbook unless the document is a report."""
    document = _of(archive, file_name)
    number = _number(archive)
    is_report = document.report_type in ("annual_report", "interim_report", "plan_budget")
    place: dict[str, Any] = {"page": None, "x0": None, "top": None, "x1": None, "bottom": None, "sheet": "Blad1", "cell": f"B{number}"}
    if is_report:
        place = {"page": 4, "x0": 100.0, "top": 10.0 * number, "x1": 120.0, "bottom": 10.0 * number + 9, "sheet": None, "cell": None}
    row = ParticipantRow(
        fact_id=fact_id(file_name, "people", number), document_id=document.document_id,
        association_id=document.association_id, **place, reading="text" if is_report else "sheet", reading_note=None,
        doubt=None, period_type="year", period_start=document.period_start, period_end=document.period_end,
        fiscal_year=document.fiscal_year, source_system="document" if is_report else "sus",
        found_in="table" if is_report else "sheet", table_no=1, row_no=number, column_no=1, initiative_id=None,
        initiative_printed=None, label_printed=None, column_printed="Antal", scenario="actual", measure="participants",
        count_kind="participation", gender="all", age_band=None, education=None, support_type=None, occupation=None,
        before_after=None, exit_reason=None, registration_type=None, area_scope="own", municipality=None, is_total=False,
        is_of_which=False, qualifier=None, amount_printed="<5" if value is None else str(value),
        value=None if value is None else Decimal(str(value)).quantize(Decimal("0.001")), unit="persons", base_n=None,
        is_suppressed=value is None, context=None,
    )  # fmt: skip
    archive.participants.append(replace(row, **told))
    return archive.participants[-1]


def goal(archive: Archive, file_name: str, text: str, **told: Any) -> GoalRow:
    """Add one goal of one document."""
    document = _of(archive, file_name)
    number = len([row for row in archive.goals if row.document_id == document.document_id]) + 1
    row = GoalRow(
        goal_fact_id=fact_id(file_name, "goal", number), document_id=document.document_id,
        association_id=document.association_id, page=5, x0=50.0, top=20.0 * number, x1=300.0, bottom=20.0 * number + 9,
        sheet=None, cell=None, reading="text", reading_note=None, doubt=None, period_type="year",
        period_start=document.period_start, period_end=document.period_end, fiscal_year=document.fiscal_year,
        table_no=2, row_no=number, initiative_id=None, initiative_printed=None, goal_level="main", goal_no=None,
        parent_no=None, goal_text=text, measure_text=None, survey_question=None, positive_from=None, comparator="none",
        target_printed=None, target_value=None, outcome_printed=None, outcome_value=None, unit=None,
        status="not_assessed", status_printed=None, status_computed=None, comment=None,
    )  # fmt: skip
    archive.goals.append(replace(row, **told))
    return archive.goals[-1]


def answer(archive: Archive, file_name: str, measure: str, **told: Any) -> IndicatorRow:
    """Add one answer label or share of question 6 of the exit survey."""
    document = _of(archive, file_name)
    number = _number(archive)
    row = IndicatorRow(
        fact_id=fact_id(file_name, "answer", number), document_id=document.document_id,
        association_id=document.association_id, page=None, x0=None, top=None, x1=None, bottom=None, sheet="Enkät",
        cell=f"C{number}", reading="sheet", reading_note=None, doubt=None, period_type="survey_year",
        period_start=date(document.fiscal_year - 1, 11, 1), period_end=date(document.fiscal_year, 10, 31),
        fiscal_year=document.fiscal_year, table_no=1, row_no=number, column_no=1, initiative_id=None,
        initiative_printed=None, survey_code="nns", respondent_group="participant_exit", question_no="6",
        question_printed=None, measure=measure, answer_label=None, answer_order=None, positive_from=None,
        scale="extent_2020", gender="all", amount_printed="1", n=None, asked_n=None, answered_n=None, share=None,
        is_suppressed=False,
    )  # fmt: skip
    archive.indicators.append(replace(row, **told))
    return archive.indicators[-1]


LABELS = ("Helt och hållet", "Till stor del", "Delvis", "I liten utsträckning", "Inte alls")


def add_people(archive: Archive) -> None:
    """Add people, goals and a survey to the fixture's books of alfa, 2023 and 2024."""
    for gender, value in (("all", 60), ("women", 35), ("men", 25)):
        count(archive, "alfa_ar_2024.pdf", value, gender=gender, source_system="document", count_kind="unique_person")
    count(archive, "alfa_ar_2024.pdf", 3, gender="all", initiative_id="it-spar", initiative_printed="IT-spår", count_kind="unique_person")
    # The report quotes the system of statistics: it is the report that is public.
    count(archive, "alfa_ar_2024.pdf", 2, measure="exits", source_system="uppfoljning_finsam", initiative_id="it-spar")
    count(archive, "alfa_ar_2024_scan.pdf", 61, count_kind="unique_person")
    count(archive, "alfa_ar_2024.pdf", 400, area_scope="all")
    add_export(archive, "alfa_sus_2023.xlsx", "alfa", 2023)
    for initiative, name, women, men in (("spar-ett", "Spår 1", 20, 12), ("it-spar", "IT-spår", 2, 9), ("steget", "Steget", 11, 6)):
        for gender, value in (("all", women + men), ("women", women), ("men", men)):
            count(archive, "alfa_sus_2023.xlsx", value, gender=gender, initiative_id=initiative, initiative_printed=name)
    for gender, value in (("all", 60), ("women", 33), ("men", 27)):
        count(archive, "alfa_sus_2023.xlsx", value, gender=gender, is_total=True)
    archive.unread.append(
        UnreadRow(archive.document("alfa_sus_2023.xlsx"), None, None, None, None, None, "12 st", "unknown_header", "Blad1", "F3")
    )
    archive.aliases.append({"initiative_id": "spar-ett", "name": "Stöd Spår ett", "association_id": "alfa", "valid_from": date(2020, 1, 1)})
    _add_goals(archive)
    _add_survey(archive)


def _add_goals(archive: Archive) -> None:
    ready = "Minst 80 % av deltagarna ska känna sig mer redo för arbete"
    goal(archive, "alfa_vp_2024.pdf", "Förbundet ska nå fler unga vuxna i samtliga kommuner", goal_no="1")
    goal(archive, "alfa_vp_2024.pdf", ready, goal_no="2", comparator="at_least", target_value=Decimal(80), unit="percent")
    goal(archive, "alfa_vp_2024.pdf", "Alla insatser följs upp efter sex månader", goal_no="3")
    nearly = "Minst 80 % av deltagarna skall känna sig mer redo för arbete."
    goal(archive, "alfa_ar_2024.pdf", nearly, goal_no="2", status="not_met", outcome_value=Decimal(78), unit="percent")
    goal(archive, "alfa_ar_2024.pdf", "Förbundet ska nå fler unga vuxna", goal_no="1", status="met")
    goal(archive, "alfa_ar_2024.pdf", "En gemensam webbplats är i drift", goal_no="4", status="met")
    row = archive.goals[-1]
    archive.goal_counts.append(
        GoalCountRow(
            fact_id=fact_id("goal count"), document_id=row.document_id, association_id="alfa", page=3, x0=1.0, top=2.0,
            x1=3.0, bottom=4.0, reading="text", period_end=row.period_end, initiative_id=None, status="met",
            amount_printed="två", value=2, context="Två av målen är uppfyllda.",
        )
    )  # fmt: skip


def _add_survey(archive: Archive) -> None:
    add_export(archive, "alfa_nns_2024.xlsx", "alfa", 2024, "indicator_report")
    answer(archive, "alfa_ar_2024.pdf", "label_count", question_no="1", answer_label=LABELS[0], answer_order=1, n=3, answered_n=4)
    for order, (label, n) in enumerate(zip(LABELS, (12, 14, 9, 6, 2), strict=True), start=1):
        answer(archive, "alfa_nns_2024.xlsx", "label_count", answer_label=label, answer_order=order, n=n, asked_n=50, answered_n=43)
    answer(archive, "alfa_nns_2024.xlsx", "positive_share", positive_from="Delvis", share=Decimal("81.4"), asked_n=50, answered_n=43)
