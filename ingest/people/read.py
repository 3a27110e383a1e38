"""Participant tables of a report to rows.

Looks for tables by itself, by the words of `vocabulary/participants.yml` and by where numbers stand: the tables found for
money lean on other words. A block of numbers that nothing tells to be about participants gives no row.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ingest.contracts import Box, ParticipantRow, UnreadRow
from ingest.identity import Identity
from ingest.initiatives import InitiativeBook
from ingest.lexicon import fold
from ingest.pdf.lines import Line, lines_of
from ingest.pdf.words import Page
from ingest.people.flows import name_unknown
from ingest.people.ledger import count_rows
from ingest.people.pages import blocks_of
from ingest.people.sense import BlockReader, Surroundings, Unplaced
from ingest.people.sense import Counted as Value
from ingest.people.settle import settle
from ingest.people.shapes import Block
from ingest.people.when import opening, period_of, read_time
from ingest.people.words import LENGTHS, entries
from ingest.periods import DocumentPeriod, period_type
from ingest.tables import Table

Place = tuple[int, Box]
_HEADING_WORDS = 12
_PITCH, _RUN = 1.8, 3  # font sizes between lines of running text, and how many of them


@dataclass(frozen=True, slots=True)
class Counted:
    """`consumed`: places of the text that was read, boxes as read (not turned as displayed); `unread`: numbers that labels leave open."""

    rows: tuple[ParticipantRow, ...] = ()
    unread: tuple[UnreadRow, ...] = ()
    consumed: tuple[Place, ...] = ()


def read_participants(
    tables: Sequence[Table],
    pages: Sequence[Page],
    identity: Identity,
    document_id: str,
    book: InitiativeBook,
    *,
    aside: Sequence[Place] = (),
) -> Counted:
    """All participant tables of a document; `aside`: places that other readers have used."""
    reader = BlockReader(book)
    trail = _Trail(pages)
    money = _money_places(tables)
    rows: dict[str, ParticipantRow] = {}
    numbered: set[int] = set()
    unread: list[UnreadRow] = []
    consumed: list[Place] = []
    next_number = max((table.number for table in tables), default=0) + 1
    blocks = [*((block, False) for block in blocks_of(pages)), *((block, True) for block in count_rows(tables))]
    for block, sure in blocks:
        if _is_taken(block, aside, 0.3):
            continue
        around = Surroundings(block.captions, [] if sure else trail.at(block.page, block.top))
        reading = reader.read(block, around, claimed=not sure and _is_taken(block, money, 0.5), sure=sure)
        name_unknown(reading.values)
        values = settle(reading.values)
        if not values:
            continue
        number = _number_of(block, [table for table in tables if table.number not in numbered])
        if number is None:
            number, next_number = next_number, next_number + 1
        numbered.add(number)
        writer = _Writer(document_id, identity, number)
        bare = not (block.captions or block.corner or any(column.heads for column in block.columns))
        for value in values:
            row = writer.row(block, value)
            if not (bare and _says_again(row, rows.values())):
                rows.setdefault(row.fact_id, row)
        placed = {id(value.cell) for value in values}
        left = [Unplaced(value.row, value.cell, "unknown_label") for value in reading.values if id(value.cell) not in placed]
        unread += [_unread(document_id, one) for one in [*reading.unplaced, *left] if one.cell.value is not None]
        consumed += block.places
    return Counted(tuple(rows.values()), tuple(unread), tuple(consumed))


def _unread(document_id: str, one: Unplaced) -> UnreadRow:
    return UnreadRow(document_id, one.row.page, *one.cell.box, text=one.cell.text, reason=one.reason)


def _says_again(row: ParticipantRow, rows: Iterable[ParticipantRow]) -> bool:
    """Whether a table gives the same figure for the same initiative: bars without any word of their own draw it again."""
    return row.initiative_id is not None and any(
        (row.initiative_id, row.measure, row.gender, row.period_end, row.value, row.unit)
        == (other.initiative_id, other.measure, other.gender, other.period_end, other.value, other.unit)
        and other.table_no != row.table_no
        for other in rows
    )


class _Trail:
    """The headings of a document: which ones stand over a place."""

    def __init__(self, pages: Sequence[Page]) -> None:
        sizes = Counter(round(word.size * 2) / 2 for page in pages for word in page.words)
        body = sizes.most_common(1)[0][0] if sizes else 10.0
        self._found: list[tuple[int, float, float, str]] = [
            (page.number, line.box[1], line.size + 0.01 * line.bold, line.text)
            for page in pages
            for line in _headings(lines_of(page), body)
            if 0.06 * page.height < line.box[1]
        ]

    def at(self, page: int, top: float) -> list[str]:
        """The headings over a place, the nearest first, each larger than the one before."""
        over: list[str] = []
        size = 0.0
        for number, _, own, text in reversed([f for f in self._found if (f[0], f[1]) < (page, top)]):
            if own > size + 0.005 and page - number <= 8:
                over.append(text)
                size = own
        return over


def _headings(lines: Sequence[Line], body: float) -> Iterator[Line]:
    """The lines that are headings; no lines of running text that is set larger than most of the document."""
    for index, line in enumerate(lines):
        if not _is_heading(line, body):
            continue
        run = [line]  # the lines that go on below, at the same edge and in the same size
        for below in lines[index + 1 :]:
            same = abs(below.chunks[0].box[0] - line.box[0]) < 2 and abs(below.size - line.size) < 0.3
            if same and below.box[1] - run[-1].box[1] < _PITCH * line.size:
                run.append(below)
        if line.bold or len(run) < _RUN or not run[1].text[:1].islower():
            yield line


def _is_heading(line: Line, body: float) -> bool:
    text = line.text
    if len(line.chunks) > 1 or line.cells or len(text.split()) > _HEADING_WORDS or text.endswith((".", ",", ";")):
        return False
    return (
        (line.bold or line.size > 1.08 * body)
        and text[:1].isalnum()
        and any(c.isalpha() for c in text)
        and (text[0].isdigit() or text[0].isupper())
    )


def _money_places(tables: Sequence[Table]) -> list[Place]:
    return [
        (row.page, token.printed_box)
        for table in tables
        if table.statement is not None
        for row in table.grid.rows
        for token in row.cells.values()
    ]


def _is_taken(block: Block, places: Sequence[Place], share: float) -> bool:
    places = [place for place in places if place[0] in {row.page for row in block.rows}]
    cells = [(row.page, cell) for row in block.rows for own in row.cells.values() for cell in own]
    taken = sum(
        any(p == page and b[0] - 1 <= c.middle <= b[2] + 1 and b[1] - 1 <= (c.box[1] + c.box[3]) / 2 <= b[3] + 1 for p, b in places)
        for page, c in cells
    )
    return bool(cells) and taken >= share * len(cells)


def _number_of(block: Block, tables: Sequence[Table]) -> int | None:
    """The number of the document's table that holds most of the block's cells."""
    held = {
        table.number: sum(
            any(abs(t.printed_box[0] - c.box[0]) < 1 and abs(t.printed_box[1] - c.box[1]) < 1 for c in block.cells)
            for row in table.grid.rows
            if row.page == block.page
            for t in row.cells.values()
        )
        for table in tables
    }
    best = max(held, key=lambda number: held[number], default=None)
    return best if best is not None and held[best] > 0.5 * len(block.cells) else None


class _Writer:
    """Writes the rows of one table."""

    def __init__(self, document_id: str, identity: Identity, number: int) -> None:
        self.document_id, self.identity, self.number = document_id, identity, number
        self.document = DocumentPeriod(identity.report_type, identity.period_start, identity.period_end)

    def row(self, block: Block, value: Value) -> ParticipantRow:
        """One value as a row."""
        cell = value.cell
        times = [read_time(text, self.document.year) for text in value.texts]
        start, end = period_of(times, self.document)
        begins: date | None = start
        if value.stock == "end":
            begins = None
        elif value.stock == "start":
            begins, end = opening(times, self.document)
        facets = value.facets
        named = value.initiative
        return ParticipantRow(
            fact_id=_fact_id(self.document_id, value.row.page, cell.box, cell.text),
            document_id=self.document_id,
            association_id=self.identity.association.association_id,
            page=value.row.page,
            x0=cell.box[0],
            top=cell.box[1],
            x1=cell.box[2],
            bottom=cell.box[3],
            sheet=None,
            cell=None,
            reading="text",
            reading_note="; ".join(value.notes) or None,
            doubt=value.doubt,
            period_type=period_type(None if value.stock else begins, end),
            period_start=begins,
            period_end=end,
            fiscal_year=end.year,
            source_system=_source(value.texts),
            found_in="table",
            table_no=self.number,
            row_no=value.row_no,
            column_no=value.column + 1,
            initiative_id=named.initiative_id if named else None,
            initiative_printed=named.printed if named else None,
            label_printed=value.label or None,
            column_printed=value.column_printed or None,
            scenario=value.scenario,
            measure=value.measure,
            count_kind=value.count_kind or "participation",
            gender=value.gender,
            age_band=facets.get("age_band"),
            education=facets.get("education"),
            support_type=facets.get("support_type"),
            occupation=facets.get("occupation"),
            before_after=value.before_after if {"support_type", "occupation"} & set(facets) else None,
            exit_reason=facets.get("exit_reason"),
            registration_type=value.registration_type,
            area_scope=value.area_scope,
            municipality=value.municipality,
            is_total=value.is_total,
            # Who referred and how long have no column: only the label tells these parts apart.
            is_of_which=value.is_of_which or value.referrer is not None or bool(set(LENGTHS) & set(facets)),
            qualifier=None,
            amount_printed=cell.text,
            value=cell.value,
            unit="percent" if value.is_percent else "persons",
            base_n=value.base_n,
            is_suppressed=cell.is_suppressed,
            context=" – ".join(reversed(block.captions[:2])) or None,
        )


def _source(texts: Sequence[str]) -> str:
    """The system a caption says the figures come from; the document itself when it says nothing."""
    folded = [fold(text) for text in texts]
    return next((e.code for e in entries("sources") for text in folded if e.pattern.search(text)), "document")


def _fact_id(document_id: str, page: int, box: Box, text: str) -> str:
    place = ",".join(str(round(edge)) for edge in box)
    return hashlib.sha256(f"{document_id}|{page}|{place}|{text}".encode()).hexdigest()[:24]
