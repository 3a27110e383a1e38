"""What reviewing adds to a run's verdicts: where each finding stands, and findings on corrections that have expired."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from orchestration.places import Places
from orchestration.review_store import load_decisions, state_of

if TYPE_CHECKING:
    from expectations.verdict import Verdict

EXPIRED = "D9"
"""The rule that a correction holds only while the figure it corrects is printed."""


def with_states(verdicts: Iterable[Verdict], places: Places) -> list[Verdict]:
    """The verdicts, each with the state that people have given it."""
    decisions = load_decisions(places.state)
    return [replace(verdict, state=state_of(decisions, verdict.verdict_id)) for verdict in verdicts]


def expired_corrections(places: Places) -> list[Verdict]:
    """One warning for each correction that no longer applies."""
    from expectations.texts import load_texts
    from expectations.verdict import Outcome, Verdict
    from ingest.corrections import corrections_folder, find_expired, load_corrections

    found = []
    for correction, document_id in find_expired(load_corrections(corrections_folder()), places.inside("facts")):
        said = {
            language: load_texts(language).sentence("correction_expired", printed=correction.printed, place=correction.place)
            for language in ("en", "sv")
        }
        found.append(
            Verdict(
                rule_id=EXPIRED,
                outcome=Outcome.WARN,
                severity="warn",
                association_id=correction.association_id,
                document_id=document_id,
                file_name=correction.file_name,
                statement="document",
                table_no=None,
                column_printed=None,
                period_end=None,
                left_value=None,
                right_value=None,
                difference=None,
                tolerance=None,
                message=said["en"],
                message_sv=said["sv"],
                left_fact_ids=(),
                right_fact_ids=(),
                equation=correction.correction_id,
            )
        )
    return found
