"""One document: bytes in, a `DocumentReading` out. The pure function that everything else calls, in any process."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeVar

from ingest.contracts import DocumentReading, DocumentRow, FinanceRow, KeyFigureRow, Refused, UnreadRow

if TYPE_CHECKING:
    from ingest.interpret import Interpretation
    from ingest.parity import Trust
    from ingest.pdf.pages import Pages

_Placed = TypeVar("_Placed", FinanceRow, KeyFigureRow, UnreadRow)


def read_document(data: bytes, file_name: str) -> DocumentReading:
    """Read one PDF; raises Refused (reason code and message) when it cannot become facts.

    `file_name` is only used to name a document that names no association itself.
    """
    from ingest.identity import identify, reader_version
    from ingest.interpret import interpret
    from ingest.pdf.lines import lines_of
    from ingest.pdf.pages import read_all_pages
    from ingest.pdf.regions import find_regions
    from ingest.tables import build_tables

    read = read_all_pages(data)
    pages = read.pages
    document_id = hashlib.sha256(data).hexdigest()
    identity = identify(pages, PurePosixPath(file_name).stem)
    tables = build_tables(find_regions(pages), identity.report_type)
    text_lines = [line.text for page in pages for line in lines_of(page)]
    found = _as_displayed(_trusted(interpret(tables, identity, document_id, "text", text_lines), read), read)
    if identity.fiscal_year < 1995:
        raise Refused("no_period", "no year is named in the title, the headings or the tables: nothing can be dated")
    association = identity.association
    return DocumentReading(
        document=DocumentRow(
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
            pages=len(pages),
            is_scanned=read.is_scanned,
            source_url=None,
            reader_version=reader_version(),
        ),
        finances=found.finances,
        sums=found.sums,
        key_figures=found.key_figures,
        unread=found.unread,
    )


def _trust(row: FinanceRow | KeyFigureRow, read: Pages) -> Trust | None:
    """How sure a figure's token is; None on a page of text."""
    from ingest.parity import Trust

    if row.page not in read.recognised:
        return None
    words = read.recognised[row.page].words_in((row.x0, row.top, row.x1, row.bottom))
    others = {other: None for word in words for other in word.alternatives}
    return Trust(min((word.confidence for word in words), default=0.0), tuple(others))


def _trusted(found: Interpretation, read: Pages) -> Interpretation:
    """The facts with the doubts and repairs that recognition from pictures calls for."""
    if not read.recognised:
        return found
    from ingest.parity import doubt_alone, doubt_units, settle_by_sums

    trust = {row.fact_id: own for row in found.finances if (own := _trust(row, read))}
    finances = tuple(replace(row, reading="ocr") if row.fact_id in trust else row for row in found.finances)
    finances, sums = settle_by_sums(finances, found.sums, trust)
    finances = doubt_units(finances)
    figures = []
    for row in found.key_figures:
        if own := _trust(row, read):
            doubts = [text for text in (row.doubt, doubt_alone(own)) if text]
            row = replace(row, reading="ocr", doubt="; ".join(doubts) or None)
        figures.append(row)
    return replace(found, finances=finances, sums=sums, key_figures=tuple(figures))


def _as_displayed(found: Interpretation, read: Pages) -> Interpretation:
    """The same rows with their boxes on the pages as displayed."""

    return replace(
        found,
        finances=tuple(_moved(row, read) for row in found.finances),
        key_figures=tuple(_moved(row, read) for row in found.key_figures),
        unread=tuple(_moved(row, read) for row in found.unread),
    )


def _moved(row: _Placed, read: Pages) -> _Placed:
    x0, top, x1, bottom = read.displayed(row.page, (row.x0, row.top, row.x1, row.bottom))
    return replace(row, x0=x0, top=top, x1=x1, bottom=bottom)
