"""Counts told in sentences to rows.

Every sentence that holds a number and a word of people is read group by group; what it leaves out (the initiative, the
period, what was counted) is taken from the sentence before, the headings above, or the document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ingest.contracts import Box, GoalCountRow, ParticipantRow
from ingest.identity import Identity
from ingest.initiatives import InitiativeBook, Named
from ingest.pdf.prose import Paragraph, Sentence, paragraphs_of
from ingest.pdf.words import Page
from ingest.told.calculation import Input, inputs_of
from ingest.told.chapters import chapter_names
from ingest.told.goals import GoalCount, all_goals_in, goal_counts_in
from ingest.told.meaning import Meaning, meaning_of_heading
from ingest.told.numbers import numbers_in
from ingest.told.places import Places
from ingest.told.sentence import Statement, statements_in
from ingest.told.setting import Setting
from ingest.told.when import Calendar, Period, section_period, start_year
from ingest.told.words import has_number, words
from ingest.told.write import goal_row, participant_row

_LONGEST = 2000  # letters: more without a stop is no sentence
Place = tuple[int, Box]
_BACK_TO = re.compile(r"\b(?:av|bland) (?:dem|dessa|vilka)\b(?! som)|^\s*(?:dessa|de|övriga|resterande)\b|\bav deltagarna\b")
_BACK_TO_SOME = re.compile(r"^\s*av de\b")
_OF_THESE = re.compile(r"\W*(?:och )?av (?:dessa|dem|målen)\b|\W*(?:därav|varav)\b")  # begins a sentence on the goals just counted
_BACK = re.compile(r"\bav (?:de|dem|dessa)\b|^(?:dessa|de|övriga|resterande) ")


@dataclass(frozen=True, slots=True)
class Told:
    """What the sentences of a document say. Counts told inside a goal's own text carry its id and may repeat those outside."""

    rows: tuple[ParticipantRow, ...] = ()
    goal_counts: tuple[GoalCountRow, ...] = ()


@dataclass(slots=True)
class _Context:
    """What earlier sentences settled for the ones that follow."""

    meaning: Meaning | None = None
    setting: Setting | None = None
    goals: bool = False
    goals_set: tuple[Paragraph, Sentence, GoalCount] | None = None  # how many goals there were, told in the sentence before
    is_event: bool = False
    is_aside: bool = False
    sections: dict[tuple[str, ...], Period] = field(default_factory=dict)
    began: dict[tuple[str, ...], int] = field(default_factory=dict)
    values: frozenset[Decimal] = frozenset()
    passage: list[Input] = field(default_factory=list)


def _within(place: Place, area: Place) -> bool:
    """Whether the middle of a place lies in an area, a point wider on each side."""
    page, (x0, top, x1, bottom) = place
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    other, box = area
    return page == other and box[0] - 1 <= x <= box[2] + 1 and box[1] - 1 <= y <= box[3] + 1


def _inside(place: Place, aside: Sequence[Place]) -> bool:
    return any(_within(place, area) for area in aside)


def _key(row: ParticipantRow) -> tuple[object, ...]:
    """Two rows with the same key say the same."""
    return (
        row.measure, row.gender, row.initiative_id, row.period_start, row.period_end, row.value, row.unit, row.exit_reason,
        row.municipality, row.area_scope, row.scenario, row.education, row.occupation, row.age_band, row.support_type, row.before_after,
    )  # fmt: skip


def _is_list_intro(paragraph: Paragraph) -> bool:
    return paragraph.text.rstrip().endswith(":")


class _Reader:
    """Reads the paragraphs of one document in order."""

    def __init__(
        self,
        paragraphs: Sequence[Paragraph],
        identity: Identity,
        document_id: str,
        book: InitiativeBook,
        aside: Sequence[Place],
        of_goals: Sequence[tuple[str, Place]],
    ) -> None:
        self.identity, self.document_id, self.book, self.aside, self.of_goals = identity, document_id, book, aside, of_goals
        self.calendar = Calendar(identity.period_start, identity.period_end)
        self.places = Places.of_document((paragraph.text for paragraph in paragraphs), identity)
        self.chapters = chapter_names(paragraphs, book, self.places)
        self.named: dict[tuple[str, ...], Named | None] = {}
        self.rows: dict[tuple[object, ...], ParticipantRow] = {}
        self.goals: dict[tuple[object, ...], GoalCountRow] = {}
        self.context = _Context()
        self.previous: Paragraph | None = None

    def read(self, paragraph: Paragraph) -> None:
        """One paragraph."""
        before = self.previous
        back = bool(_BACK.search(paragraph.text[:80].casefold()))
        listed = before is not None and (_is_list_intro(before) or bool(before.marker and paragraph.marker))
        goes_on = before is not None and before.headings == paragraph.headings and (listed or back)
        if not goes_on:
            self.context.meaning = self.context.setting = None
            self.context.goals = False
            self.context.goals_set = None
            self.context.is_event = False
            self.context.is_aside = bool(words().named("not_headings").search(" ".join(paragraph.headings[-1:]).casefold()))
        if before is None or before.headings != paragraph.headings:
            self.context.passage = []
        self.previous = paragraph
        low = paragraph.text.casefold()
        if not has_number(low) and section_period(self.calendar, low) is None:
            return
        for sentence in paragraph.sentences():
            self._sentence(paragraph, sentence)
        for told, put in inputs_of(paragraph, self.context.passage):
            self._put(told)
            self._put(put)

    def _put(self, told: Input) -> None:
        """A number put into a calculation: a figure of a table, whether or not the document tells the same elsewhere."""
        number = told.statement.count.number
        start, end = told.sentence.start + number.start, told.sentence.start + number.token_end
        if not told.paragraph.pieces_of(start, end) or _inside(told.paragraph.place_of(start, end), self.aside):
            return
        row = participant_row(told.paragraph, told.sentence, told.statement, self.identity, self.document_id, calculated=True)
        same = (*_key(row), None)
        if same in self.rows and self.rows[same].fact_id == row.fact_id:
            del self.rows[same]
        self.rows.setdefault((row.fact_id,), row)

    def _sentence(self, paragraph: Paragraph, sentence: Sentence) -> None:
        low = paragraph.text[sentence.start : sentence.end].casefold()
        if len(low) != sentence.end - sentence.start:
            low = paragraph.text[sentence.start : sentence.end].lower()
        if span := section_period(self.calendar, low):
            self.context.sections[paragraph.headings] = span
        if (year := start_year(low)) is not None:
            self.context.began.setdefault(paragraph.headings[:-1] or paragraph.headings, year)
        if words().named("event_paragraph").search(low):
            self.context.is_event = True
        elif words().named("not_event").search(low):
            self.context.is_event = False
        if len(low) > _LONGEST or not has_number(low):
            return
        self._goal_counts(paragraph, sentence, low)
        if self.context.goals and not words().subject.search(low):
            return
        if self.context.is_event or self.context.is_aside:
            return
        setting = self._setting(paragraph, low)
        worth = words().worth_reading.search(low) or words().named("by_age").search(low)
        if not (setting.under_exits or setting.heading or self.context.meaning or worth):
            return
        found = statements_in(sentence, low, setting, self.context.meaning, self.calendar, self.book, self.places)
        for statement in found:
            self._keep(paragraph, sentence, statement)
            self.context.passage.append(Input(paragraph, sentence, statement))
        if found:
            self.context.meaning = found[-1].meaning
            self.context.values = frozenset(statement.count.number.value for statement in found)
            self.context.setting = replace(found[-1].setting, period=found[0].period)

    def _setting(self, paragraph: Paragraph, low: str) -> Setting:
        """What holds for a sentence before it says otherwise."""
        path = paragraph.headings
        stated = [period for headings, period in self.context.sections.items() if path[: len(headings)] == headings]
        began = [year for headings, year in self.context.began.items() if headings and path[: len(headings)] == headings]
        fresh = Setting(
            default=stated[-1] if stated else self.calendar.reported,
            initiative=self._of_headings(path) or self._topic(paragraph),
            area="own",
            period=None,
            under_exits=bool(re.search(words().raw["exit_headings"], " ".join(path[-1:]).casefold())),
            began=began[-1] if began else None,
            heading=meaning_of_heading(path[-1]) if path else None,
        )
        if (earlier := self.context.setting) is None:
            return fresh
        period = earlier.period
        if period and period.end < self.calendar.start and not self._goes_back(low):
            period = None  # a look back at an earlier year ends with its sentence
        return replace(fresh, initiative=earlier.initiative, area=earlier.area, period=period, genders=earlier.genders)

    def _goes_back(self, low: str) -> bool:
        """Whether a sentence speaks on of the people before: "av dem", or "av de 30" with the number just told."""
        if _BACK_TO.search(low):
            return True
        first = next(iter(numbers_in(low)), None)
        return bool(_BACK_TO_SOME.match(low)) and first is not None and first.value in self.context.values

    def _topic(self, paragraph: Paragraph) -> Named | None:
        """The initiative whose name begins a paragraph: "Bryggan vänder sig till unga."."""
        opening = " ".join(paragraph.text.split()[:3])
        named = self.book.find(opening)
        return named if named and opening.casefold().startswith(named.printed.casefold()) else None

    def _of_headings(self, path: tuple[str, ...]) -> Named | None:
        """The initiative that the nearest heading names."""
        if path not in self.named:
            named = (self.book.find(heading) or self.chapters.get(heading) for heading in reversed(path))
            self.named[path] = next((found for found in named if found), None)
        return self.named[path]

    def _keep(self, paragraph: Paragraph, sentence: Sentence, statement: Statement) -> None:
        number = statement.count.number
        start, end = sentence.start + number.start, sentence.start + number.token_end
        if not paragraph.pieces_of(start, end):
            return
        place = paragraph.place_of(start, end)
        goal = next((goal for goal, area in self.of_goals if _within(place, area)), None)
        if goal is None and _inside(place, self.aside):
            return
        row = participant_row(paragraph, sentence, statement, self.identity, self.document_id, goal)
        self.rows.setdefault((*_key(row), goal), row)

    def _goal_counts(self, paragraph: Paragraph, sentence: Sentence, low: str) -> None:
        set_out, self.context.goals_set = self.context.goals_set, None
        counts = list(goal_counts_in(low, follows=self.context.goals or (set_out is not None and bool(_OF_THESE.match(low)))))
        self.context.goals = bool(counts)
        if not counts and (whole := all_goals_in(low)) is not None:
            self.context.goals_set = (paragraph, sentence, whole)
        elif counts and set_out is not None and set_out[0] is paragraph and all(count.status != "all" for count in counts):
            self._put_goals(set_out[0], set_out[1], [set_out[2]])
        self._put_goals(paragraph, sentence, counts)

    def _put_goals(self, paragraph: Paragraph, sentence: Sentence, counts: Sequence[GoalCount]) -> None:
        for count in counts:
            start, end = sentence.start + count.number.start, sentence.start + count.number.token_end
            if not paragraph.pieces_of(start, end) or _inside(paragraph.place_of(start, end), self.aside):
                continue
            named = self._of_headings(paragraph.headings)
            row = goal_row(paragraph, sentence, count, self.identity, self.document_id, named)
            self.goals.setdefault((row.status, row.value, row.initiative_id), row)


def read_told(
    pages: Sequence[Page],
    identity: Identity,
    document_id: str,
    book: InitiativeBook,
    *,
    aside: Sequence[Place] = (),
    of_goals: Sequence[tuple[str, Place]] = (),
) -> Told:
    """The counts of people and of goals that a document tells in sentences.

    Text inside the boxes `aside` (points, per page) has been read as tables or goals and gives nothing here, but for that
    inside the boxes `of_goals` (a goal's id and the box of one of its lines): counts of people there carry the goal's id. A
    statement that repeats another one of the document, or of the same goal, has no row of its own.
    """
    paragraphs = paragraphs_of(pages)
    reader = _Reader(paragraphs, identity, document_id, book, aside, of_goals)
    for paragraph in paragraphs:
        reader.read(paragraph)
    return Told(tuple(reader.rows.values()), tuple(reader.goals.values()))
