"""The headings above a place in a document: which section it is in, and whose chapter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ingest.goals.flow import Unit
from ingest.goals.words import bare, heading_kind, pattern
from ingest.initiatives import InitiativeBook, Named, may_be_name

# How much larger than the name of a chapter the heading of its part may be set.
_LARGER = 1.2


@dataclass(frozen=True, slots=True)
class Above:
    """The headings above a unit of text, the outermost first."""

    headings: tuple[Unit, ...] = ()

    def kind(self) -> tuple[str | None, int]:
        """What the nearest heading about goals announces, and how many headings stand between; a heading of another matter ends it."""
        for distance, heading in enumerate(reversed(self.headings)):
            if found := heading_kind(heading.text):
                return found, distance
            if pattern("headings.areas").fullmatch(bare(heading.text)):
                return "goals", distance + 1
            if pattern("not_goals").fullmatch(bare(heading.text)) or pattern("headings.never").fullmatch(bare(heading.text)):
                return None, distance
        return None, len(self.headings)

    def chapter(self) -> str | None:
        """The nearest heading that names neither goals nor another part that every chapter has."""
        for heading in reversed(self.headings):
            if not heading_kind(heading.text) and not _is_part(heading.text):
                return bare(heading.text)
        return None

    def sibling(self) -> tuple[str, str] | None:
        """The heading about goals and that of its chapter right above it: chapters that have the same one are built alike."""
        if len(self.headings) < 2 or heading_kind(self.headings[-1].text) is None:
            return None
        chapter = self.headings[-2].text
        if heading_kind(chapter) or _is_part(chapter) or not may_be_name(chapter):
            return None
        return bare(self.headings[-1].text), chapter

    def among_initiatives(self) -> bool:
        """Whether a heading further out announces chapters on initiatives."""
        return any(pattern("headings.initiatives").fullmatch(bare(heading.text)) for heading in self.headings[:-2])

    def initiative(self, book: InitiativeBook) -> tuple[Named | None, str | None]:
        """The initiative that the nearest heading naming one names, and that heading."""
        for heading in reversed(self.headings):
            if heading_kind(heading.text) == "financial":
                break  # the association's own, though it follows the chapters of initiatives
            if named := book.find(heading.text):
                return named, heading.text
        return None, None


def _level(heading: Unit) -> tuple[float, bool]:
    letters = [c for c in heading.text if c.isalpha()]
    return round(heading.size * 2) / 2, heading.bold or (len(letters) >= 3 and all(c.isupper() for c in letters))


def _is_part(text: str) -> bool:
    return any(pattern(name).fullmatch(bare(text)) for name in ("chapter_parts", "headings.results"))


def _before_sibling(kept: list[Unit], level: tuple[float, bool], book: InitiativeBook) -> list[Unit]:
    """The headings above an initiative's: without those of the chapter before it, whose parts may be set larger than its name."""
    last = next((i for i in range(len(kept) - 1, -1, -1) if book.find(kept[i].text)), None)
    if last is None or _level(kept[last]) != level or not all(_is_part(h.text) or heading_kind(h.text) for h in kept[last + 1 :]):
        return kept
    return kept[:last]


def below(above: Above, heading: Unit, book: InitiativeBook) -> Above:
    """The headings above the text that follows a heading."""
    level, kept = _level(heading), list(above.headings)
    part = _is_part(heading.text) or heading_kind(heading.text)
    own = book.find(heading.text)
    if own is not None:
        kept = _before_sibling(kept, level, book)
    while kept and _level(kept[-1]) <= level:
        same = _level(kept[-1]) == level
        before = kept[-1].text
        if part and own is None and level[0] <= _LARGER * _level(kept[-1])[0] and book.find(before):
            break  # the part of an initiative's chapter, though its heading is set a little larger than the chapter's
        if same and part and own is None and not heading_kind(before) and (book.find(before) or not _is_part(before)):
            break
        kept.pop()
    return Above((*kept, heading))


def snapshots(units: list[Unit], book: InitiativeBook) -> list[Above]:
    """The headings above each unit; a heading counts as above itself."""
    found: list[Above] = []
    above = Above()
    for unit in units:
        if unit.kind == "heading":
            above = below(above, unit, book)
        found.append(above)
    return found


def unlisted(places: Iterable[Above], book: InitiativeBook) -> frozenset[str]:
    """Chapters that are on initiatives though no table names them: among initiatives, or built like the chapter of a known one."""
    pairs = [(above, pair) for above in places if (pair := above.sibling())]
    alike = {goals for _, (goals, chapter) in pairs if book.find(chapter)}
    return frozenset(
        chapter for above, (goals, chapter) in pairs if not book.find(chapter) and (goals in alike or above.among_initiatives())
    )
