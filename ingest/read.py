"""One document: bytes in, a `DocumentReading` out. The pure function that everything else calls, in any process."""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath

from ingest.contracts import DocumentReading, DocumentRow, Refused


def read_document(data: bytes, file_name: str) -> DocumentReading:
    """Read one PDF; raises Refused (reason code and message) when it cannot become facts.

    `file_name` is only used to name a document that names no association itself.
    """
    from ingest.identity import identify, reader_version
    from ingest.interpret import interpret
    from ingest.pdf.lines import lines_of
    from ingest.pdf.regions import find_regions
    from ingest.pdf.words import read_pages
    from ingest.tables import build_tables

    pages = read_pages(data)
    document_id = hashlib.sha256(data).hexdigest()
    identity = identify(pages, PurePosixPath(file_name).stem)
    tables = build_tables(find_regions(pages), identity.report_type)
    text_lines = [line.text for page in pages for line in lines_of(page)]
    found = interpret(tables, identity, document_id, "text", text_lines)
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
            is_scanned=False,
            source_url=None,
            reader_version=reader_version(),
        ),
        finances=found.finances,
        sums=found.sums,
        key_figures=found.key_figures,
        unread=found.unread,
    )
