"""One PDF: its pages to money, people, goals and surveys, under one identity.

The order matters: amounts first, because cost tables name the initiatives; then goals and participant tables, which say
what text they have used; sentences last, from what is left.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, TypeVar

from ingest.contracts import Box, DocumentReading, DocumentRow, HasPlace, Refused, UnreadRow, place_of

if TYPE_CHECKING:
    from ingest.identity import Identity
    from ingest.interpret import Interpretation
    from ingest.parity import Trust
    from ingest.pdf.pages import Pages

_Row = TypeVar("_Row")
Place = tuple[int, Box]
_EARLIEST = 1995


def read_report(data: bytes, file_name: str) -> DocumentReading:
    """Read one PDF; raises Refused (reason code and message) when it cannot become facts."""
    from ingest.door import refuse_personal_data, without_signature_pages
    from ingest.exports.pdf import read_exported
    from ingest.goals.read import read_goals
    from ingest.identity import identify
    from ingest.initiatives import InitiativeBook
    from ingest.interpret import interpret
    from ingest.pdf.fills import note_fills
    from ingest.pdf.lines import lines_of
    from ingest.pdf.pages import read_all_pages
    from ingest.pdf.regions import find_regions
    from ingest.people.read import read_participants
    from ingest.tables import build_tables
    from ingest.told.read import read_told
    from ingest.told_money.read import read_told_money

    read = read_all_pages(data)
    text_lines = [line.text for page in read.pages for line in lines_of(page)]
    refuse_personal_data(text_lines)
    pages = without_signature_pages(read.pages)
    note_fills(data, [page for page in pages if page.number not in read.recognised])
    if read.recognised:
        from ingest.pdf.ocr_fills import note_picture_fills  # numpy, which a document of text does without

        note_picture_fills(data, [page for page in pages if page.number in read.recognised], read.recognised)
    document_id = hashlib.sha256(data).hexdigest()
    told_on = _deficit_page((page.number, " ".join(line.text for line in lines_of(page))) for page in pages)
    identity = identify(read.pages, PurePosixPath(file_name).stem)  # signatures name the association too
    tables = build_tables(find_regions(pages), identity.report_type)
    exported = read_exported(tables, pages, identity, document_id)
    identity = exported.identity or identity
    if identity.fiscal_year < _EARLIEST:
        raise Refused("no_period", "no year is named in the title, the headings or the tables: drop a copy that names its year")
    found = _trusted(interpret(tables, identity, document_id, "text", text_lines), read)
    book = InitiativeBook.of_document(identity, found.finances, tables)
    goals = read_goals(pages, tables, identity, document_id, book)
    aside = (*exported.consumed, *goals.consumed)
    counted = read_participants(tables, pages, identity, document_id, book, aside=aside)
    told = read_told(pages, identity, document_id, book, aside=(*aside, *counted.consumed), of_goals=goals.places)
    people: tuple[HasPlace, ...] = (*counted.rows, *exported.participants, *exported.indicators)
    found = _without(found, {place_of(row) for row in (*people, *exported.finances)})
    facts: tuple[HasPlace, ...] = (*found.finances, *exported.finances, *found.key_figures, *people)
    taken = {place_of(row) for row in facts}
    return DocumentReading(
        document=replace(_document(document_id, identity, read), deficit_page=told_on),
        finances=_placed((*found.finances, *exported.finances), read),
        sums=(*found.sums, *exported.sums),
        key_figures=_placed(found.key_figures, read),
        unread=_placed((row for row in _once((*counted.unread, *found.unread, *exported.unread)) if place_of(row) not in taken), read),
        participants=_placed((*counted.rows, *exported.participants, *told.rows), read),
        goals=_placed(goals.rows, read),
        goal_counts=_placed(told.goal_counts, read),
        indicators=_placed(exported.indicators, read),
        told_amounts=_placed(read_told_money(pages, identity, document_id, book), read),
    )


def _once(rows: Iterable[UnreadRow]) -> Iterable[UnreadRow]:
    """Each place once: the first reader to tell why it was left knows most of it."""
    kept: dict[Any, UnreadRow] = {}
    for row in rows:
        kept.setdefault(place_of(row) or id(row), row)
    return kept.values()


def _without(found: Interpretation, people: set[Place | None]) -> Interpretation:
    """What the financial tables say but for the figures that count people: they know better what they are."""
    finances = tuple(row for row in found.finances if place_of(row) not in people)
    kept = {row.fact_id for row in finances}
    return replace(
        found,
        finances=finances,
        sums=tuple(row for row in found.sums if row.total_fact_id in kept and row.part_fact_id in kept),
        key_figures=tuple(row for row in found.key_figures if place_of(row) not in people),
    )


def _document(document_id: str, identity: Identity, read: Pages) -> DocumentRow:
    from ingest.identity import reader_version

    association = identity.association
    return DocumentRow(
        document_id=document_id,
        association_id=association.association_id,
        association_name=association.name,
        association_printed=identity.association_printed,
        is_provisional=association.is_provisional,
        report_type=identity.report_type,
        title=identity.title,
        registry_number=identity.registry_number,
        is_draft=identity.is_draft,
        period_start=identity.period_start,
        period_end=identity.period_end,
        fiscal_year=identity.fiscal_year,
        published_on=None,
        adopted_on=identity.adopted_on,
        pages=len(read.pages),
        is_scanned=read.is_scanned,
        source_url=None,
        reader_version=reader_version(),
    )


def _deficit_page(texts: Iterable[tuple[int, str]]) -> int | None:
    """The first page (number, text) that tells of the balance requirement, or how a deficit is made good."""
    from ingest.lexicon import load

    pattern = re.compile(load("documents")["deficit_told"])
    return next((number for number, text in texts if pattern.search(text.lower())), None)


def _trust(row: HasPlace, read: Pages) -> Trust | None:
    """How sure a figure's token is; None on a page of text."""
    from ingest.parity import Trust

    place = place_of(row)
    if place is None or place[0] not in read.recognised:
        return None
    words = read.recognised[place[0]].words_in(place[1])
    others = {other: None for word in words for other in word.alternatives}
    return Trust(min((word.confidence for word in words), default=0.0), tuple(others))


def _trusted(found: Interpretation, read: Pages) -> Interpretation:
    """The facts with the doubts and repairs that recognition from pictures calls for."""
    if not read.recognised:
        return found
    from ingest.parity import doubt_alone, doubt_decimals, doubt_units, settle_by_sums

    trust = {row.fact_id: own for row in found.finances if (own := _trust(row, read))}
    finances = tuple(replace(row, reading="ocr") if row.fact_id in trust else row for row in found.finances)
    finances, sums = settle_by_sums(finances, found.sums, trust)
    finances = doubt_decimals(doubt_units(finances))
    figures = []
    for row in found.key_figures:
        if own := _trust(row, read):
            doubts = [text for text in (row.doubt, doubt_alone(own)) if text]
            row = replace(row, reading="ocr", doubt="; ".join(doubts) or None)
        figures.append(row)
    return replace(found, finances=finances, sums=sums, key_figures=tuple(figures))


def _placed(rows: Iterable[_Row], read: Pages) -> tuple[_Row, ...]:
    """The rows with their boxes on the pages as displayed; on recognised pages they say so, and doubt what was hardly legible."""
    return tuple(_displayed(row, read) for row in rows)


def _displayed(row: Any, read: Pages) -> Any:
    place = place_of(row)
    if place is None:
        return row
    page, box = place
    if page in read.recognised and getattr(row, "reading", None) == "text":
        row = _recognised(row, read)
    x0, top, x1, bottom = shown = read.displayed(page, box)
    return row if shown == box else replace(row, x0=x0, top=top, x1=x1, bottom=bottom)


def _recognised(row: Any, read: Pages) -> Any:
    """A row of a recognised page that arithmetic has not judged: it doubts itself where the token is hard to read."""
    from ingest.parity import doubt_alone

    own = _trust(row, read)
    doubts = [text for text in (getattr(row, "doubt", None), doubt_alone(own) if own else None) if text]
    doubtful = {"doubt": "; ".join(doubts) or None} if hasattr(row, "doubt") else {}
    return replace(row, reading="ocr", **doubtful)
