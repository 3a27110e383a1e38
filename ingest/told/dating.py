"""The period of each group of counts in a sentence that may name several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.told.counts import Group
from ingest.told.meaning import Meaning
from ingest.told.setting import Setting
from ingest.told.when import Calendar, Marker, Period, choose, instant_of
from ingest.told.words import words

_ACROSS = re.compile(
    r"(?<![\wåäö])(?:in i|med från|kvar från|över från|fram till|överför\w+ från|till|från) (?:\w+ )?(?:(?:19|20)\d\d|år\w*)"
    r"|fortsätter [^.;]{0,60}under (?:(?:19|20)\d\d|nästa|kommande)"
)
_CHANGED = "the figure that changed is taken for that of the year before"
_CARRIED_OVER = re.compile(r"(?<![\wåäö])(?:med|kvar|över|överför\w+) från (?:\w+ )?(?:(?:19|20)\d\d|år\w*)(?: \w+)?")
_CONTRAST = re.compile(r"(?<![\wåäö])(?:minskning|ökning|jämfört med|jämfört mot)(?: \w+){0,2} $|(?:minskning|ökning) från $")
_CHANGE = re.compile(r" från(?: \w+)? $| till $")
_BETWEEN_YEARS = re.compile(r"mellan (?:åren )?((?:19|20)\d\d) och ((?:19|20)\d\d)")
_YEAR_ASIDE = re.compile(r"\((?:(?:år )?(?:19|20)\d\d|(?:föregående|förra) år\w*|i fjol|året (?:före|innan)):? ?\w")
_CLAUSE = re.compile(r",\s*(?:som|vilken|vilket)\s[^,.;]{1,120},")  # "Stegen, som startade i mars, har"
_BUT = re.compile(r",\s+men(?![\wåäö])")  # "Personalen byttes ut under våren, men"
_THEN = re.compile(r"[ ,]*då(?: (?:de|vi|det|siffran|antalet)(?: \w+)?)?\s*")  # "året innan, då siffran var 40"
_STOCKS = {"ongoing_end", "ongoing_start"}


@dataclass(frozen=True, slots=True)
class Dated:
    """The period of a group, and the one that holds for the groups behind it when they name none."""

    period: Period
    next: Period | None


class Dating:
    """The periods that one sentence names, and which of its groups they belong to."""

    def __init__(self, low: str, groups: Sequence[Group], markers: Sequence[Marker], calendar: Calendar) -> None:
        self.low, self.groups, self.calendar = low, groups, calendar
        self.markers = _outside_clauses(low, markers, groups)
        comparison = words().named("comparison")
        self._compared = [m for m in self.markers if comparison.search(low[max(0, m.start - 18) : m.start])]
        self._breaks = [match.start() for match in comparison.finditer(low)]
        self._breaks += [group.start for group in groups if low[: group.start].rstrip().endswith("(")]
        self._breaks += [match.start() for match in _YEAR_ASIDE.finditer(low)]
        self._breaks += [index for index, letter in enumerate(low) if letter == ";"]
        self._carried_over = [match.span() for match in _CARRIED_OVER.finditer(low)]
        self._contrasted: list[tuple[int, int]] = []  # words that set an earlier figure beside one: "en minskning från 54 år 2023"
        self._between = _BETWEEN_YEARS.search(low)

    def of(self, index: int, meaning: Meaning, current: Setting, before: Period | None, reach: int) -> Dated:
        """The period of a group; `current` is what holds for it, `before` the period told before the sentence, `reach` where
        the words begin that speak of it."""
        group, low = self.groups[index], self.low
        period = _named_period(low, group, meaning, current, self._near(group, meaning, reach), self._breaks)
        if self._between and _CHANGE.search(low[: group.start]):
            period = self.calendar.year(int(self._between[2 if changed_to(low, self.groups, index) else 1]), same_months=True)
        if not self.markers and words().named("changed_from").search(low[: group.start]):
            return Dated(replace(self.calendar.year(self.calendar.end.year - 1, same_months=True), note=_CHANGED), before)
        if _CONTRAST.search(low[group.left : group.start]):
            self._contrasted.append((group.left, group.right))
            return Dated(period, current.period)
        return Dated(period, period)

    def _near(self, group: Group, meaning: Meaning, reach: int) -> list[Marker]:
        """The periods that may be the group's."""
        low = self.low
        near = [
            m
            for m in self.markers
            if m not in self._compared or reach <= m.start < group.right or _THEN.fullmatch(low[m.end : group.start])
        ]
        if meaning.measure not in _STOCKS:  # "med dem som var kvar från året före deltog 33"
            near = [m for m in near if not any(start <= m.start < end for start, end in self._carried_over)]
        if group.counts[0].kind == "of":
            near = [m for m in near if not any(left <= m.start < right for left, right in self._contrasted)]
        return [m for m in near if not (m.period.is_month and m.start >= group.right and self._is_others(m))]

    def _is_others(self, marker: Marker) -> bool:
        """Whether a period stands behind a number and among its words: "fem tackade nej och elva startade i februari"."""
        return any(other.start < marker.start < other.right for other in self.groups)


def _named_period(low: str, group: Group, meaning: Meaning, setting: Setting, markers: Sequence[Marker], breaks: Sequence[int]) -> Period:
    inherited = setting.period if meaning.inherited and setting.period else setting.default
    period = choose(markers, (group.left, group.right), group.start, inherited, breaks)
    if meaning.measure in _STOCKS:
        elsewhere = period.start is not None and (period.start > setting.default.end or period.end < (setting.default.start or period.end))
        return instant_of(low[group.left : group.right], inherited if elsewhere and _ACROSS.search(low) else period)
    return period


def _outside_clauses(low: str, markers: Sequence[Marker], groups: Sequence[Group]) -> list[Marker]:
    """The periods but for those of a clause that tells no figure: "Stegen, som startade i mars, har"."""
    clauses = [match.span() for match in _CLAUSE.finditer(low)]
    clauses += [(0, match.start()) for match in _BUT.finditer(low) if any(m.end == match.start() and m.period.is_part for m in markers)]
    silent = [(start, end) for start, end in clauses if not any(start < group.start < end for group in groups)]
    ahead = words().named("goes_on")
    told = [m for m in markers if not (m.period.is_part and ahead.search(low[: m.start]))]
    return [marker for marker in told if not any(start < marker.start < end for start, end in silent)]


def changed_to(low: str, groups: Sequence[Group], index: int) -> bool:
    """Whether a group is what the one before became: "från 52 till 57 procent"."""
    return index > 0 and low[groups[index - 1].end : groups[index].start].strip() == "till"
