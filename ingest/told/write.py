"""Statements to fact rows, with the box of the number's own characters."""

from __future__ import annotations

from ingest.contracts import GoalCountRow, ParticipantRow
from ingest.facts import fact_id
from ingest.identity import Identity
from ingest.initiatives import Named
from ingest.pdf.lines import Token
from ingest.pdf.prose import Paragraph, Sentence
from ingest.told.goals import GoalCount
from ingest.told.numbers import Number
from ingest.told.sentence import Statement

_LABEL = 120  # letters of a label that are kept
_UNIQUE = ("unika", "olika personer", "olika individer")


def _token(paragraph: Paragraph, sentence: Sentence, number: Number) -> tuple[int, Token]:
    start, end = sentence.start + number.start, sentence.start + number.token_end
    page, box = paragraph.place_of(start, end)
    like = paragraph.pieces_of(start, end)[0].token
    return page, Token(paragraph.text[start:end], box, like.size, like.bold, None)


def participant_row(
    paragraph: Paragraph,
    sentence: Sentence,
    statement: Statement,
    identity: Identity,
    document_id: str,
    goal: str | None = None,
    *,
    calculated: bool = False,
) -> ParticipantRow:
    """The row of one told count; `goal`: the id of the goal in whose text it stands; `calculated`: it is put into a calculation
    laid out in the text, which makes it a figure of a table."""
    number, meaning, setting = statement.count.number, statement.meaning, statement.setting
    page, token = _token(paragraph, sentence, number)
    x0, top, x1, bottom = token.box
    label = statement.label.strip(" ,.;:()")
    kind = "place" if meaning.measure == "places" else "unique_person" if any(word in label.casefold() for word in _UNIQUE) else "unknown"
    base = statement.count.base
    supported = meaning.measure == "exits_self_supporting"
    return ParticipantRow(
        fact_id=fact_id(document_id, page, token),
        document_id=document_id,
        association_id=identity.association.association_id,
        page=page,
        x0=x0,
        top=top,
        x1=x1,
        bottom=bottom,
        sheet=None,
        cell=None,
        reading="text",
        reading_note=statement.period.note,
        doubt=None,
        period_type="instant" if meaning.measure in {"ongoing_end", "ongoing_start"} else statement.period.type,
        period_start=statement.period.start,
        period_end=statement.period.end,
        fiscal_year=identity.fiscal_year,
        source_system="document",
        found_in="table" if calculated else "text",
        table_no=None,
        row_no=None,
        column_no=None,
        initiative_id=setting.initiative.initiative_id if setting.initiative else None,
        initiative_printed=setting.initiative.printed if setting.initiative else None,
        label_printed=label[:_LABEL] or None,
        column_printed=None,
        scenario="target" if meaning.is_target else "actual",
        measure=meaning.measure,
        count_kind=kind,
        gender=statement.gender,
        age_band=meaning.age,
        education=meaning.education,
        support_type="none_public" if supported else meaning.support,
        occupation=meaning.occupation,
        before_after="after" if supported else meaning.moment,
        exit_reason=meaning.reason,
        registration_type=None,
        area_scope=setting.area,
        municipality=statement.municipality,
        is_total=False,
        is_of_which=statement.is_of_which,
        qualifier=number.qualifier,
        amount_printed=token.text,
        value=number.value,
        unit="percent" if number.is_percent else "persons",
        base_n=int(base.value) if base else None,
        is_suppressed=False,
        context=sentence.text,
        goal_fact_id=goal,
    )


def goal_row(
    paragraph: Paragraph, sentence: Sentence, count: GoalCount, identity: Identity, document_id: str, named: Named | None
) -> GoalCountRow:
    """The row of one told number of goals."""
    page, token = _token(paragraph, sentence, count.number)
    x0, top, x1, bottom = token.box
    return GoalCountRow(
        fact_id=fact_id(document_id, page, token),
        document_id=document_id,
        association_id=identity.association.association_id,
        page=page,
        x0=x0,
        top=top,
        x1=x1,
        bottom=bottom,
        reading="text",
        period_end=identity.period_end,
        initiative_id=named.initiative_id if named else None,
        status=count.status,
        amount_printed=token.text,
        value=int(count.number.value),
        context=sentence.text,
    )
