"""Workbooks and CSV files to readings: the door first, then whose and when, then table by table."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import PurePosixPath

from ingest.contracts import DocumentReading, DocumentRow, FinanceRow, IndicatorRow, ParticipantRow, Refused
from ingest.exports.blocks import Block, find_blocks, is_figure
from ingest.exports.cells import Sheet
from ingest.exports.context import Context
from ingest.exports.delimited import read_delimited
from ingest.exports.loose_text import refuse_loose_text
from ingest.exports.persons import refuse_people
from ingest.exports.respondents import Answers, find_answers, write_respondents
from ingest.exports.selections import Selections
from ingest.exports.shapes import Fit, fit
from ingest.exports.when import period_of
from ingest.exports.who import find_owner, refuse_other_forms, source_of, texts_of
from ingest.exports.workbook import read_workbook
from ingest.exports.write import write_block
from ingest.identity import reader_version
from ingest.periods import Span

_ZIP, _OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls"})
_TEXTS = frozenset({".csv", ".tsv", ".txt"})


def is_export(data: bytes, file_name: str) -> bool:
    """Whether the bytes are a workbook or a CSV file rather than a report, by themselves or by their name."""
    if data.lstrip()[:5].startswith(b"%PDF"):
        return False
    return data.startswith((_ZIP, _OLD)) or PurePosixPath(file_name).suffix.lower() in _WORKBOOKS | _TEXTS


def read_export(data: bytes, file_name: str) -> DocumentReading:
    """Read one export; raises Refused (reason code, and a message with sheet, cell and what to do) when it cannot become facts."""
    sheets = open_sheets(data, file_name)
    shown = [sheet for sheet in sheets if not sheet.is_hidden]
    lists = {sheet.number: found for sheet in shown if (found := find_answers(sheet))}
    blocks = [block for sheet in shown if sheet.number not in lists for block in find_blocks(sheet)]
    for block in blocks:
        refuse_other_forms(block.above.chosen.values(), [cell.text for cell in block.above.titles], block.sheet.name)
    fits = [(block, fit(block)) for block in blocks]
    if not lists and not any(found for _, found in fits):
        raise _unknown_layout(shown, blocks)
    document_id = hashlib.sha256(data).hexdigest()
    loose = [found.block.above for found in lists.values()]
    texts = texts_of(blocks, loose)
    survey = bool(lists) or any(found and found.shape.writes == "indicators" for _, found in fits)
    context = Context(
        document_id=document_id,
        owner=find_owner(blocks, loose, PurePosixPath(file_name).stem),
        source_system=source_of(texts),
        span=_span(blocks, [found.block for found in lists.values()], survey=survey),
        title_text=" ".join(texts),
    )
    for found in lists.values():
        write_respondents(found, context)
    for block, shape in fits:
        _write(block, shape, context)
    for sheet in sheets:
        if sheet.number not in lists:
            _report_strays(sheet, [block for block in blocks if block.sheet is sheet], context)
    return _reading(context, sheets, fits, lists)


def open_sheets(data: bytes, file_name: str) -> list[Sheet]:
    """The sheets of the file, through the door."""
    if not data:
        raise Refused("empty", "the file is empty (0 bytes): fetch it again")
    suffix = PurePosixPath(file_name).suffix.lower()
    if data.startswith((_ZIP, _OLD)) or suffix in _WORKBOOKS:
        try:
            book = read_workbook(data)
        except Refused as refused:
            if refused.reason_code != "personal_data":
                refuse_loose_text(data)
            raise
        refuse_people(book.sheets, book.loose)
        return book.sheets
    sheet = read_delimited(data)
    refuse_people([sheet], [])
    return [sheet]


def _unknown_layout(sheets: Sequence[Sheet], blocks: Sequence[Block]) -> Refused:
    first = next((block for block in blocks), None)
    if first is not None:
        cell = next(iter(first.columns.values())).cell
        where = f"sheet {first.sheet.name}, cell {cell.ref}: the heads and labels of this table fit no declared shape"
    else:
        names = ", ".join(sheet.name for sheet in sheets[:3]) or "none that is shown"
        where = f"no table with known column heads on its sheets ({names})"
    return Refused("unknown_layout", f"{where}; add its words to vocabulary/exports.yml, or its shape to exports/shapes")


def _span(blocks: Sequence[Block], lists: Sequence[Block], *, survey: bool) -> Span | None:
    """The period of the file: of the first table that has one, else of the years over the columns."""
    for block in (*lists, *blocks):
        if found := period_of(block.above, survey=survey):
            return found
    return None


def _write(block: Block, found: Fit | None, context: Context) -> None:
    if found is not None:
        write_block(block, found, context)
        return
    for row in block.rows:
        for cell in row:
            if is_figure(cell) and (cell.number is not None or cell.column != min(block.columns)):
                context.unread(block, cell, "no_statement")


def _report_strays(sheet: Sheet, blocks: Sequence[Block], context: Context) -> None:
    """Figures outside every table, and those of a hidden sheet (nobody who looked at the export saw them), are reported."""
    used = {(cell.row, cell.column) for block in blocks for row in block.rows for cell in row}
    used |= {(s.cell.row, s.cell.column) for block in blocks for s in block.above.chosen.values()}
    whole = Block(sheet, Selections(), {})
    for place, cell in sorted(sheet.cells.items()):
        if place not in used and not cell.is_copy and ((cell.number is not None and not cell.is_year) or cell.problem):
            context.unread(whole, cell, "other" if sheet.is_hidden or cell.problem else "no_statement")


def _reading(
    context: Context, sheets: Sequence[Sheet], fits: Sequence[tuple[Block, Fit | None]], lists: dict[int, Answers]
) -> DocumentReading:
    written = context.written
    rows: list[ParticipantRow | FinanceRow | IndicatorRow] = [*written.participants, *written.finances, *written.indicators]
    if not rows and context.span is None:
        raise Refused(
            "no_period",
            "no period in the selections or titles of any sheet: add a row such as 'Period: 2022-01-01 - 2022-12-31' above the table",
        )
    if not rows:
        raise Refused("no_facts", "no figure stands under known heads beside known labels: add the words to vocabulary/exports.yml")
    span = context.span or Span(min(row.period_start or row.period_end for row in rows), max(row.period_end for row in rows))
    kinds = [found.shape.report_type for _, found in fits if found] + ["indicator_report"] * len(lists)
    titles = [found.block.above.titles for found in lists.values()] + [block.above.titles for block, _ in fits]
    association = context.owner.association
    drawn = _drawn_on([block for block, _ in fits])
    return DocumentReading(
        document=DocumentRow(
            document_id=context.document_id,
            association_id=association.association_id,
            association_name=association.name,
            association_printed=context.owner.printed,
            is_provisional=association.is_provisional,
            report_type=max(set(kinds), key=lambda kind: (kinds.count(kind), kind)),
            title=next((cells[0].text for cells in titles if cells), None),
            registry_number=None,
            is_draft=False,
            period_start=span.start,
            period_end=span.end,
            fiscal_year=span.end.year,
            published_on=drawn,
            adopted_on=None,
            pages=len(sheets),
            is_scanned=False,
            source_url=None,
            reader_version=reader_version(),
        ),
        finances=tuple(written.finances),
        sums=tuple(written.sums),
        key_figures=(),
        unread=tuple(written.unread),
        participants=tuple(written.participants),
        indicators=tuple(written.indicators),
    )


def _drawn_on(blocks: Sequence[Block]) -> date | None:
    """The day the export was drawn, when it says so: a later one of the same period is a later version."""
    from ingest.headers import find_dates

    texts = [text for block in blocks if (text := block.above.value("drawn_on"))]
    dates = [day for text in texts for day in find_dates(text)]
    return dates[0] if dates else None
