"""One block to counted values: every axis read, what each cell says put together, and whether the block is about participants at all.

The nearer word wins: the row's own label, the head between the rows, the head of the column, the row above, the corner,
the captions, the headings. Whoever is not certain of people gets nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from ingest.headers import find_years
from ingest.initiatives import InitiativeBook, Named
from ingest.lexicon import fold
from ingest.people.axes import Sense, are_referrers, decide_facet, lend_to_shares, lend_to_sides, name_sections, read_axis
from ingest.people.brackets import split_brackets
from ingest.people.cells import Cell, joined
from ingest.people.evidence import CERTAIN, ENOUGH, evidence
from ingest.people.pairs import split_pairs
from ingest.people.shapes import Block, Row
from ingest.people.when import read_time
from ingest.people.words import LENGTHS, Said, pattern, read_words

_T = TypeVar("_T")
_LEAVING = {"exits", "dropouts"}
UNKNOWN = "unknown"
"""The measure of counts whose label stands among others that say what is counted, and is not understood."""


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
    column_unknown: bool  # the words that are not understood are the head's
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


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A number of a table about participants that its labels do not place; `reason` is a code of UnreadRow."""

    row: Row
    cell: Cell
    reason: str


@dataclass(slots=True)
class Reading:
    """What was read of one block."""

    values: list[Counted] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)


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
    main: Sense | None = None  # the row above, of which this one is a part

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

    def read(self, block: Block, around: Surroundings, *, claimed: bool = False, sure: bool = False) -> Reading:
        """The counted values of a block, and the numbers that its labels leave open; nothing when no word tells that people are counted.

        `claimed`: the numbers were taken for money, so that more has to speak for people; `sure`: they are known to be people.
        """
        bare = [*split_pairs(block), *split_brackets(block)]
        groups = _groups(block)
        corner = [self.said(joined(block.corner))] if block.corner else []
        captions = [self.said(text) for text in around.captions]
        headings = [self.said(text) for text in around.headings]
        above = [*corner, *captions, *headings[:1]]
        heads = [self.said(column.text) for column in block.columns]
        sections = {id(group): [self.said(text) for text in reversed(group.path)] for group in groups}
        if names := name_sections([sections[id(group)] for group in groups], [{row.label for row in group.rows} for group in groups]):
            sections = {key: [names.get(said.text, said) for said in texts] for key, texts in sections.items()}
        rows = [self.said(row.label) for group in groups for row in group.rows]
        states = any(said.before_after for said in [*heads, *rows, *(s for texts in sections.values() for s in texts)])
        score = CERTAIN if sure else evidence(block, heads, rows, sections, corner, captions, headings)
        strangers = any(said.is_other for said in [*rows, *heads])
        if score < (CERTAIN if claimed else ENOUGH) or (claimed and strangers):
            return Reading()
        both = {said.before_after for said in [*heads, *rows, *(s for texts in sections.values() for s in texts)]} >= {"before", "after"}
        divided = any(decide_facet([self.said(row.label) for row in g.rows], [*sections[id(g)], *above], states) for g in groups)
        columns = read_axis(
            heads, above, has_states=states, names=_may_name(heads, rows, corner), divided=divided, referred=are_referrers(rows)
        )
        lend_to_shares(columns)
        lend_to_sides(columns)
        reading = Reading(unplaced=[Unplaced(row, cell, "unknown_header") for row, cell in bare])
        number = 0
        for group in groups:
            texts = sections[id(group)]
            labels = [self.said(row.label) for row in group.rows]
            named = not any(sense.initiative for sense in columns)
            senses = read_axis(labels, [*texts, *above], has_states=states, names=named, referred=are_referrers(heads))
            over = _Above(texts, corner, captions, headings, any(sense.initiative for sense in senses), not named)
            before: Sense | None = None
            main: Sense | None = None  # the last row that others are parts of
            sides = sum(_is_side(sense) for sense in senses if sense.gender == "women")
            for row, sense in zip(group.rows, senses, strict=True):
                number += 1
                if sense.said.is_other:
                    before = None
                    reading.unplaced += [Unplaced(row, cell, "other") for cells in row.cells.values() for cell in cells]
                    continue
                below = sense.said.is_of_which or (_is_side(sense) and sides > 1)
                self._row(reading, block, row, number, sense, before, columns, replace(over, main=main if below else None))
                if not below:
                    main = sense
                if (sense.said.measure and not sense.said.is_of_which) or before is None:
                    before = sense
        if both:
            _of_those_who_left(reading.values)
        return reading

    def _row(
        self, reading: Reading, block: Block, row: Row, number: int, sense: Sense, before: Sense | None, columns: list[Sense], over: _Above
    ) -> None:
        for index, cells in sorted(row.cells.items()):
            column = columns[index]
            if column.said.is_other:
                reading.unplaced += [Unplaced(row, cell, "other") for cell in cells]
                continue
            percents = any(cell.is_percent for other in block.rows for cell in other.cells.get(index, []))
            for cell in cells:
                one = _combine(cell, row, number, index, sense, column, before, over, percents)
                if one:
                    reading.values.append(one)
                else:
                    reading.unplaced.append(Unplaced(row, cell, "unknown_label" if sense.is_unknown else "unknown_header"))


def _is_side(sense: Sense) -> bool:
    """Whether a label is a gender and nothing else."""
    said = sense.said
    return bool(sense.gender) and not (sense.initiative or sense.facet or sense.municipality or said.measure or said.is_total)


def _may_name(heads: Sequence[Said], rows: Sequence[Said], corner: Sequence[Said]) -> bool:
    """Whether unknown heads of columns may be names of initiatives: not where the labels of the rows are."""
    if any(said.initiative for said in heads):
        return True
    listed = any(pattern("initiative_axis").search(fold(said.text)) for said in corner)
    told = sum(bool(said.measure or said.gender or said.facets or said.is_total or said.is_share) for said in heads)
    return not (listed or any(said.initiative for said in rows)) or told == 0


def _first(values: Sequence[_T | None]) -> _T | None:
    return next((value for value in values if value is not None), None)


def _measure(own: Sequence[Said], farther: Sequence[Said]) -> tuple[str | None, str | None]:
    """Measure and kind of stock: what the axes say goes before what stands above; 'participants' gives way to a narrower word."""
    told = [said for said in own if said.measure]
    narrow = [said for said in told if said.measure != "participants"]
    titles = [said for said in farther if said.measure]
    if len(titles) > 1 and pattern("unit_line").search(fold(titles[0].text)) and farther.index(titles[1]) <= farther.index(titles[0]) + 1:
        titles.pop(0)
    chosen = (narrow or told or titles)[:1]
    return (chosen[0].measure, chosen[0].stock) if chosen else (None, None)


def _what(sense: Sense, column: Sense, before: Sense | None, over: _Above, facets: dict[str, str]) -> tuple[str, str | None]:
    """Measure and kind of stock of a cell; a title may give it the reason of its exits, put into `facets`."""
    inherited = [before.said] if before and (sense.facet is None or sense.facet == "exit_reason") else []
    axes = [sense.said, *over.sections, column.said]
    measure, stock = _measure(axes, [*inherited, *over.farther])
    if inherited and before and before.facet == "exit_reason" and not any(said.measure for said in axes):
        measure, stock = "exits", None
    if not facets and measure == "exits" and (reason := _titled_reason([*over.captions[:1], *over.headings[:1]])):
        facets["exit_reason"] = reason
    if "exit_reason" in facets:
        return "exits", None
    if lengths := [facet for facet in LENGTHS if facet in facets]:
        return lengths[0], None
    day = next((time for said in (sense.said, column.said) if (time := read_time(said.text, 2000))), None)
    near = [*axes, *over.corner, *over.captions]
    if measure == "participants" and day and day.start is None and any(pattern("enrolled").search(fold(s.text)) for s in near):
        return "ongoing_end", "end"
    return measure or "participants", stock


def _combine(
    cell: Cell, row: Row, number: int, index: int, sense: Sense, column: Sense, before: Sense | None, over: _Above, percents: bool
) -> Counted | None:
    sections, corner, captions = over.sections, over.corner, over.captions
    axes = [sense.said, *sections, column.said]
    near = [*axes, *corner, *captions]
    unknown = [s for s in (sense, column) if s.is_unknown]
    if unknown and not any(s.said.measure or s.gender or s.facet or s.may_count for s in unknown):
        return None
    facets = {s.facet: s.code for s in (column, sense) if s.facet and s.code}
    if not sense.said.is_total:
        facets |= {facet: code for facet, code in _section_facets(sections).items() if facet not in facets}
    if over.main and over.main.facet and over.main.code and not facets:
        facets[over.main.facet] = over.main.code
    if referrer := sense.referrer or column.referrer:
        measure, stock = "referrals", None
    else:
        measure, stock = _what(sense, column, before, over, facets)
    if any(s.may_count for s in unknown):
        measure, stock = UNKNOWN, None
    is_minus = cell.value is not None and cell.value < 0
    if cell.value is not None and is_minus:
        if measure not in _LEAVING:
            return None
        cell = replace(cell, value=-cell.value)
    whole = [over.main] if over.main else []
    initiative = _first([s.initiative for s in (sense, column, *whole)] + [said.initiative for said in sections])
    sums_all = sense.said.is_total or column.said.is_total
    over_all = (any(s.said.is_total for s in (sense, *whole)) and over.rows_named) or (column.said.is_total and over.columns_named)
    if initiative is None and not over_all:
        initiative = _first([said.initiative for said in over.farther])
    municipality = _first([s.municipality for s in (sense, column, *whole)]) or _first([said.municipality for said in sections])
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
        says_total=sums_all, column_unknown=column.is_unknown,
        texts=tuple(said.text for said in [sense.said, column.beside or column.said, *sections, *over.farther]),
        doubt=f"words not understood: {unknown[0].said.rest}" if unknown else sense.doubt or column.doubt,
        notes=["printed with a minus: people who left"] if is_minus else [],
    )  # fmt: skip


def _of_those_who_left(values: Sequence[Counted]) -> None:
    """Only of those who have left is the situation known both before and after."""
    for value in values:
        if value.before_after and value.measure == "participants" and {"support_type", "occupation"} & set(value.facets):
            value.measure = "exits"
            value.notes.append("both before and after: those who have left")


def _titled_reason(titles: Sequence[Said]) -> str | None:
    """The reason that all exits of a table have by its title: 'Andel avslutade till arbete eller studier'."""
    said = titles[0] if titles else None
    if said is None or said.measure != "exits" or "exit_reason" not in said.topics or not pattern("to_reason").search(fold(said.text)):
        return None
    return said.facets.get("exit_reason")


def _section_facets(sections: Sequence[Said]) -> dict[str, str]:
    """A category that the head of a group of rows names ('Sjukpenning' over kvinnor and män); a topic names none."""
    for said in sections:
        sure = {facet: code for facet, code in said.facets.items() if code not in {"other", "unknown"}}
        if sure and not said.topics and not said.initiative:
            first = next(iter(sure))
            return {first: sure[first]}
    return {}
