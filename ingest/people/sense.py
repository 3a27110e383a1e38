"""One block to counted values: every axis read, what each cell says put together, and whether the block is about participants at all.

The nearer word wins: the row's own label, the head between the rows, the head of the column, the row above, the corner,
the captions, the headings. Whoever is not certain of people gets nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from ingest.headers import find_years
from ingest.initiatives import InitiativeBook, Named
from ingest.people.axes import Sense, decide_facet, lend_to_shares, read_axis
from ingest.people.blocks import Block, Row
from ingest.people.cells import Cell, joined
from ingest.people.evidence import CERTAIN, ENOUGH, evidence
from ingest.people.words import LENGTHS, Said, read_words

_T = TypeVar("_T")


@dataclass(slots=True)
class Counted:
    """One cell with what the words around it say."""

    cell: Cell
    row: Row
    row_no: int
    column: int
    label: str
    column_printed: str
    measure: str
    stock: str | None
    gender: str
    facets: dict[str, str]
    before_after: str | None
    registration_type: str | None
    count_kind: str | None
    scenario: str
    area_scope: str
    municipality: str | None
    initiative: Named | None
    referrer: str | None
    is_percent: bool
    is_of_which: bool
    says_total: bool
    texts: tuple[str, ...]  # for the period, the nearest first
    doubt: str | None = None
    notes: list[str] = field(default_factory=list)
    is_total: bool = False
    base_n: int | None = None

    @property
    def times(self) -> tuple[str, ...]:
        """What the labels of both axes say of time: values of different times are no parts of one sum."""
        years = (str(year) for text in self.texts[:2] for year in find_years(text))
        return tuple(years)


@dataclass(slots=True)
class Surroundings:
    """What stands above a block on its page and before: captions and headings, the nearest first."""

    captions: list[str]
    headings: list[str]


@dataclass(slots=True)
class _Above:
    """What was read of the words around one group of rows, the nearest first."""

    sections: list[Said]
    corner: list[Said]
    captions: list[Said]
    headings: list[Said]
    rows_named: bool = False  # the labels are names of initiatives, so that their total is one over all
    columns_named: bool = False

    @property
    def farther(self) -> list[Said]:
        """All but the heads between the rows."""
        return [*self.corner, *self.captions, *self.headings]


@dataclass(slots=True)
class _Group:
    """Rows under the same heads."""

    path: list[str]
    rows: list[Row]


def _groups(block: Block) -> list[_Group]:
    groups: list[_Group] = []
    path: list[str] = []
    run: list[str] = []
    for row in block.rows:
        if not row.cells:
            run.append(row.label)
            continue
        if run:
            path = [*path[: max(0, len(path) - len(run))], *run] if len(run) < len(path) else run
            run = []
            groups.append(_Group(list(path), []))
        if not groups:
            groups.append(_Group([], []))
        groups[-1].rows.append(row)
    return groups


class BlockReader:
    """Reads the blocks of one document."""

    def __init__(self, book: InitiativeBook) -> None:
        self.book = book
        self._known: dict[str, Said] = {}

    def said(self, text: str) -> Said:
        """What a text says; the same text is read once."""
        if text not in self._known:
            self._known[text] = read_words(text, self.book)
        return self._known[text]

    def read(self, block: Block, around: Surroundings, *, claimed: bool = False) -> list[Counted]:
        """The counted values of a block; empty when nothing tells that it is about participants.

        `claimed`: the numbers were taken for money, so that more has to speak for people.
        """
        groups = _groups(block)
        corner = [self.said(joined(block.corner))] if block.corner else []
        captions = [self.said(text) for text in around.captions]
        headings = [self.said(text) for text in around.headings]
        above = [*corner, *captions, *headings[:1]]
        heads = [self.said(column.text) for column in block.columns]
        sections = {id(group): [self.said(text) for text in reversed(group.path)] for group in groups}
        rows = [self.said(row.label) for group in groups for row in group.rows]
        states = any(said.before_after for said in [*heads, *rows, *(s for texts in sections.values() for s in texts)])
        score = evidence(block, heads, rows, sections, corner, captions, headings)
        strangers = any(said.is_other for said in [*rows, *heads])
        if score < (CERTAIN if claimed else ENOUGH) or (claimed and strangers):
            return []
        both = {said.before_after for said in [*heads, *rows, *(s for texts in sections.values() for s in texts)]} >= {"before", "after"}
        divided = any(decide_facet([self.said(row.label) for row in g.rows], [*sections[id(g)], *above], states) for g in groups)
        columns = read_axis(heads, above, has_states=states, names=True, divided=divided)
        lend_to_shares(columns)
        found: list[Counted] = []
        number = 0
        for group in groups:
            texts = sections[id(group)]
            labels = [self.said(row.label) for row in group.rows]
            named = not any(sense.initiative for sense in columns)
            senses = read_axis(labels, [*texts, *above], has_states=states, names=named)
            over = _Above(texts, corner, captions, headings, any(sense.initiative for sense in senses), not named)
            before: Sense | None = None
            for row, sense in zip(group.rows, senses, strict=True):
                number += 1
                if sense.said.is_other:
                    before = None
                    continue
                found += self._row(block, row, number, sense, before, columns, over)
                if (sense.said.measure and not sense.said.is_of_which) or before is None:
                    before = sense
        if both:
            _of_those_who_left(found)
        return found

    def _row(
        self, block: Block, row: Row, number: int, sense: Sense, before: Sense | None, columns: list[Sense], over: _Above
    ) -> list[Counted]:
        found = []
        for index, cells in sorted(row.cells.items()):
            column = columns[index]
            if column.said.is_other:
                continue
            percents = any(cell.is_percent for other in block.rows for cell in other.cells.get(index, []))
            for cell in cells:
                one = _combine(cell, row, number, index, sense, column, before, over, percents)
                if one:
                    found.append(one)
        return found


def _first(values: Sequence[_T | None]) -> _T | None:
    return next((value for value in values if value is not None), None)


def _measure(own: Sequence[Said], farther: Sequence[Said]) -> tuple[str | None, str | None]:
    """Measure and kind of stock: what the axes say goes before what stands above; 'participants' gives way to a narrower word."""
    told = [said for said in own if said.measure]
    narrow = [said for said in told if said.measure != "participants"]
    chosen = (narrow or told or [said for said in farther if said.measure])[:1]
    return (chosen[0].measure, chosen[0].stock) if chosen else (None, None)


def _combine(
    cell: Cell, row: Row, number: int, index: int, sense: Sense, column: Sense, before: Sense | None, over: _Above, percents: bool
) -> Counted | None:
    sections, corner, captions = over.sections, over.corner, over.captions
    inherited = [before.said] if before and (sense.facet is None or sense.facet == "exit_reason") else []
    axes = [sense.said, *sections, column.said]
    near = [*axes, *corner, *captions]
    unknown = [s for s in (sense, column) if s.is_unknown]
    if unknown and not any(s.said.measure or s.gender or s.facet or s.may_count for s in unknown):
        return None
    facets = {s.facet: s.code for s in (column, sense) if s.facet and s.code}
    if not sense.said.is_total:
        facets |= {facet: code for facet, code in _section_facets(sections).items() if facet not in facets}
    measure, stock = _measure(axes, [*inherited, *over.farther])
    if inherited and before and before.facet == "exit_reason" and not any(said.measure for said in axes):
        measure, stock = "exits", None
    referrer = sense.referrer or column.referrer
    if referrer:
        measure, stock = "referrals", None
    if "exit_reason" in facets:
        measure, stock = "exits", None
    if lengths := [facet for facet in LENGTHS if facet in facets]:
        measure, stock = lengths[0], None
    if measure is None or any(s.may_count for s in unknown):
        measure, stock = "participants", None
    initiative = _first([s.initiative for s in (sense, column)] + [said.initiative for said in sections])
    sums_all = sense.said.is_total or column.said.is_total
    over_all = (sense.said.is_total and over.rows_named) or (column.said.is_total and over.columns_named)
    if initiative is None and not over_all:
        initiative = _first([said.initiative for said in over.farther])
    municipality = sense.municipality or column.municipality or _first([said.municipality for said in sections])
    gender = _first([sense.gender, column.gender, *(said.gender for said in sections)]) or ("all" if sums_all else None)
    gender = gender or _first([said.gender for said in [*corner, *captions[:1]]]) or "all"
    beside = len(row.cells[index]) > 1 or (percents and not column.said.is_share)  # counts and shares in one column
    share = cell.is_percent or (not beside and any(said.is_share for said in axes))
    part = sense.said.is_of_which or any(s.may_count for s in unknown)
    label = sense.said.text
    return Counted(
        cell=cell, row=row, row_no=number, column=index, label=label, column_printed=column.said.text,
        measure=measure, stock=stock, gender=gender, facets=facets,
        before_after=_first([said.before_after for said in near]),
        registration_type=_first([said.registration_type for said in axes]),
        count_kind=_first([said.count_kind for said in near]),
        scenario=_first([said.scenario for said in axes]) or "actual",
        area_scope=_first([said.area_scope for said in near]) or "own",
        municipality=municipality, initiative=initiative, referrer=referrer, is_percent=share,
        is_of_which=part and not (sense.gender or facets or (initiative and sense.initiative)),
        says_total=sums_all,
        texts=tuple(said.text for said in [sense.said, column.beside or column.said, *sections, *over.farther]),
        doubt=f"words not understood: {unknown[0].said.rest}" if unknown else sense.doubt or column.doubt,
    )  # fmt: skip


def _of_those_who_left(values: Sequence[Counted]) -> None:
    """Only of those who have left is the situation known both before and after."""
    for value in values:
        if value.before_after and value.measure == "participants" and {"support_type", "occupation"} & set(value.facets):
            value.measure = "exits"
            value.notes.append("both before and after: those who have left")


def _section_facets(sections: Sequence[Said]) -> dict[str, str]:
    """A category that the head of a group of rows names ('Sjukpenning' over kvinnor and män); a topic names none."""
    for said in sections:
        sure = {facet: code for facet, code in said.facets.items() if code not in {"other", "unknown"}}
        if sure and not said.topics and not said.initiative:
            first = next(iter(sure))
            return {first: sure[first]}
    return {}
