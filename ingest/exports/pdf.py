"""Exports and published benchmarks that come as PDF: their pages become sheets of cells, and are read as any export is.

Only a document whose first page says that it is an export is taken; the tables of other reports have their own readers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.contracts import Box, FinanceRow, HasPlace, IndicatorRow, ParticipantRow, SumRow, UnreadRow, place_of
from ingest.exports.blocks import Block, find_blocks
from ingest.exports.cells import Cell, Sheet
from ingest.exports.context import Context
from ingest.exports.shapes import fit
from ingest.exports.when import period_of
from ingest.exports.who import Owner, find_owner, names_in, refuse_other_forms, source_of, texts_of
from ingest.exports.words import explain, is_suppressed
from ingest.exports.write import write_block
from ingest.identity import Identity
from ingest.lexicon import fold, load
from ingest.pdf.lines import Line, Token, lines_of
from ingest.pdf.words import Page
from ingest.periods import Span
from ingest.tables import Table

_EXPORT_TYPES = frozenset({"participant_statistics", "indicator_report", "other"})
_GAP = 1.6  # line heights that make a blank row between two lines


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export printed to PDF says. `consumed`: places of its figures, boxes as read (not turned as displayed)."""

    finances: tuple[FinanceRow, ...] = ()
    participants: tuple[ParticipantRow, ...] = ()
    indicators: tuple[IndicatorRow, ...] = ()
    sums: tuple[SumRow, ...] = ()
    unread: tuple[UnreadRow, ...] = ()
    consumed: tuple[tuple[int, Box], ...] = ()
    identity: Identity | None = None  # what the export says of itself, where that is surer than the words of its first page


def is_printed_export(pages: Sequence[Page], identity: Identity) -> bool:
    """Whether a document says, in a short line of its first page, that it is an export or a benchmark."""
    if identity.report_type not in _EXPORT_TYPES or not pages:
        return False
    words = re.compile(load("exports")["printed_titles"])
    heads = [line.text for line in lines_of(pages[0])[:12] if len(line.text.split()) <= 14]
    return any(words.search(fold(text)) for text in [identity.title or "", *heads])


def read_exported(tables: Sequence[Table], pages: Sequence[Page], identity: Identity, document_id: str) -> Exported:
    """The facts of an export as PDF; nothing for any other document. Tables are numbered after those of `tables`."""
    if not is_printed_export(pages, identity):
        return Exported()
    sheet = _sheet(pages)
    blocks = find_blocks(sheet)
    for block in blocks:
        refuse_other_forms(block.above.chosen.values(), [cell.text for cell in block.above.titles], f"page {block.rows[0][0].page}")
    fits = [(block, fit(block)) for block in blocks if block.rows]
    texts = [*texts_of(blocks), identity.title or ""]
    survey = any(found and found.shape.writes == "indicators" for _, found in fits)
    said = next((span for block in blocks if (span := period_of(block.above, survey=survey))), None)
    span = said or Span(identity.period_start, identity.period_end)
    owner = _owner(blocks, texts, identity)
    context = Context(
        document_id=document_id,
        owner=owner,
        source_system=source_of(texts),
        span=span,
        title_text=" ".join(texts),
        tables=max((table.number for table in tables), default=0),
    )
    for block, found in fits:
        if found is not None:
            write_block(block, found, context)
    written = context.written
    rows: tuple[HasPlace, ...] = (*written.participants, *written.finances, *written.indicators)
    return Exported(
        finances=tuple(written.finances),
        participants=tuple(written.participants),
        indicators=tuple(written.indicators),
        sums=tuple(written.sums),
        unread=tuple(written.unread),
        identity=_identity(identity, owner, span, [found.shape.report_type for _, found in fits if found]),
        consumed=tuple(place for row in rows if (place := place_of(row))),
    )


def _owner(blocks: Sequence[Block], texts: Sequence[str], identity: Identity) -> Owner:
    """The association the selections name; else a publisher for the country; else the one the pages name."""
    fallback = Owner(identity.association, identity.association_printed)
    if any(block.above.value("association") for block in blocks) or names_in(texts):
        return find_owner(blocks, [], identity.association_printed)
    folded = fold(" ".join(texts))
    published = any(re.search(entry["pattern"], folded) for entry in load("exports")["publishers"])
    return find_owner(blocks, [], identity.association_printed) if published and "samordningsförbundet " not in folded else fallback


def _identity(identity: Identity, owner: Owner, span: Span, kinds: Sequence[str]) -> Identity:
    return replace(
        identity,
        association=owner.association,
        association_printed=owner.printed,
        report_type=max(set(kinds), key=lambda kind: (kinds.count(kind), kind)) if kinds else identity.report_type,
        period_start=span.start,
        period_end=span.end,
        fiscal_year=span.end.year,
    )


def _sheet(pages: Sequence[Page]) -> Sheet:
    """All pages as one sheet: a line is a row, a figure or a text apart from others is a cell."""
    sheet = Sheet("pdf", 1, has_merged=True)
    row = 0
    for page in pages:
        lines = lines_of(page)
        columns = _columns(lines)
        left = min((line.box[0] for line in lines), default=0.0)
        bottom = 0.0
        for line in lines:
            height = line.box[3] - line.box[1]
            row += 2 if line.box[1] - bottom > _GAP * height else 1
            bottom = line.box[3]
            for cell in _cells(line, columns, left, row):
                sheet.cells.setdefault((cell.row, cell.column), cell)
        row += 1
    return sheet


def _is_figure(token: Token) -> bool:
    return token.numeral is not None or token.is_dash or is_suppressed(token.text)


def _runs(line: Line) -> Iterator[tuple[str, Box, Token | None]]:
    """The cells of a line: figures one by one, texts chunk by chunk."""
    for chunk in line.chunks:
        if all(_is_figure(token) for token in chunk.tokens):
            for token in chunk.tokens:
                yield token.text, token.printed_box, token
        else:
            yield chunk.text, chunk.box, None


def _columns(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """The horizontal ranges of the columns of figures on a page, from the left; lone figures (page numbers) make none."""
    found: list[list[float]] = []
    for line in lines:
        runs = list(_runs(line))
        if len(runs) < 2:
            continue
        for _, box, token in runs:
            if token is None or box is runs[0][1]:
                continue
            for column in found:
                if min(box[2], column[1]) - max(box[0], column[0]) > 0 or abs(box[2] - column[1]) < 6:
                    column[0], column[1] = min(box[0], column[0]), max(box[2], column[1])
                    break
            else:
                found.append([box[0], box[2]])
    return sorted((a, b) for a, b in found)


def _cells(line: Line, columns: Sequence[tuple[float, float]], left: float, row: int) -> list[Cell]:
    """The cells of a line. Column 1 is for labels, the figures' columns follow; a head over several columns is repeated."""
    runs = list(_runs(line))
    edge = (left + columns[0][0]) / 2 if columns else 0.0
    if not columns or (len(runs) == 1 and runs[0][1][0] < edge):
        return [_cell(text, box, token, row, number, line.page) for number, (text, box, token) in enumerate(runs, 1)]
    labels = [run for run in runs if run[1][0] < edge]
    beside = runs[len(labels) :]
    cells = []
    if labels:
        boxes = [box for _, box, _ in labels]
        whole = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
        cells.append(_cell(" ".join(text for text, _, _ in labels), whole, labels[0][2] if len(labels) == 1 else None, row, 1, line.page))
    groups = len(beside) > 0 and len(columns) % len(beside) == 0 and len(columns) > len(beside)
    if groups and all(token is None and explain(text) is not None for text, _, token in beside):
        width = len(columns) // len(beside)
        for index, (text, box, token) in enumerate(beside):
            for place in range(width):
                cell = _cell(text, box, token, row, 2 + index * width + place, line.page)
                cells.append(cell if place == 0 else Cell(cell.text, row, cell.column, is_copy=True, page=cell.page, box=cell.box))
        return cells
    for text, box, token in beside:
        middle = (box[0] + box[2]) / 2
        nearest = min(range(len(columns)), key=lambda i: abs((columns[i][0] + columns[i][1]) / 2 - middle))
        cells.append(_cell(text, box, token, row, 2 + nearest, line.page))
    return cells


def _cell(text: str, box: Box, token: Token | None, row: int, column: int, page: int) -> Cell:
    numeral = token.numeral if token else None
    return Cell(
        text,
        row,
        column,
        number=numeral.value if numeral else None,
        is_percent=bool(numeral and numeral.is_percent),
        is_year=bool(numeral and numeral.is_bare_year),
        page=page,
        box=box,
    )
