"""Labels, heads and titles of participant tables to what they say, by `vocabulary/participants.yml`.

Looks at one text at a time. Which facet an ambiguous label has ("Okänt", "Arbete") is decided by the labels beside
it, in `axes.py`; words that no list knows are kept as `rest`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ingest.alternatives import quick
from ingest.headers import find_dates, find_years
from ingest.initiatives import InitiativeBook, Named
from ingest.lexicon import fold, load, slug
from ingest.people.when import is_through, read_time

LENGTHS = ("time_in_support", "time_in_initiative")
"""Facets that are measures of their own in ParticipantRow: how long people were in need of support, or in an initiative."""
FACETS = ("exit_reason", "occupation", "support_type", "education", "age_band", *LENGTHS)
"""Facets a category may have; but for the lengths of time, the names of columns of ParticipantRow."""
_OPEN_AGE = re.compile(r"(\d{2}) ?[-–](?: ?år)?$")
_AGE_TO = re.compile(r"[-–] ?(\d{2})(?: ?år)?$")
_SIGNS = (("<", " under "), (">", " över "), ("≥", " minst "), ("≤", " högst "))
_MUNICIPALITY = re.compile(r"([A-ZÅÄÖ][\wåäöé-]+?(?: [A-ZÅÄÖ][\wåäöé-]+)?)s? kommun\b")


@dataclass(frozen=True, slots=True)
class Entry:
    """One code with its pattern; `stock` of a measure: start, end or None; `dated`: it leans on a day, not on a span of days."""

    code: str
    pattern: re.Pattern[str]
    stock: str | None = None
    dated: bool = False


@cache
def entries(name: str, inner: str | None = None) -> tuple[Entry, ...]:
    """A list of codes of the vocabulary, or those of a facet."""
    raw = load("participants")[name]
    raw = raw[inner]["codes"] if inner else raw
    return tuple(Entry(e["code"], re.compile(e["pattern"]), e.get("stock"), e.get("dated", False)) for e in raw)


@cache
def any_of(name: str, inner: str | None = None) -> re.Pattern[str]:
    """Matches where any entry of a list does: a quick look before they are asked one by one."""
    return quick("|".join(f"(?:{entry.pattern.pattern})" for entry in entries(name, inner)))


@cache
def pattern(name: str) -> re.Pattern[str]:
    """A single pattern of the vocabulary."""
    return re.compile(load("participants")[name])


@cache
def inflow() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The label that means those who came in, and what has to stand beside it."""
    raw = load("participants")["inflow"]
    return re.compile(raw["label"]), re.compile(raw["beside"])


@cache
def _topics() -> dict[str, re.Pattern[str]]:
    return {facet: re.compile(load("participants")["facets"][facet]["topic"]) for facet in FACETS}


@cache
def _ages() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], int]:
    raw: dict[str, Any] = load("participants")["ages"]
    return re.compile(raw["span"]), re.compile(raw["below"]), re.compile(raw["above"]), raw["max_age"]


@cache
def _filler() -> frozenset[str]:
    return (
        frozenset(word for text in load("participants")["filler"] for word in fold(str(text)).split())
        | {"%"}
        | set(load("headers")["months"])
    )


@cache
def _municipalities() -> dict[str, str]:
    return {fold(name): slug(name) for name in load("municipalities")["names"]}


@dataclass(slots=True)
class Said:
    """What one text says. `facets`: every facet the text may belong to, with its code there."""

    text: str
    measure: str | None = None
    stock: str | None = None
    gender: str | None = None
    gender_beside: str | None = None
    facets: dict[str, str] = field(default_factory=dict)
    topics: frozenset[str] = frozenset()
    before_after: str | None = None
    registration_type: str | None = None
    count_kind: str | None = None
    scenario: str | None = None
    area_scope: str | None = None
    municipality: str | None = None
    initiative: Named | None = None
    is_total: bool = False
    is_of_which: bool = False
    is_share: bool = False
    rest: str = ""
    is_other: bool = False  # says that the row or column is about something else

    @property
    def is_people(self) -> bool:
        """Whether the text by itself speaks of participants: a gender, or something counted."""
        return bool(self.gender or self.measure)


def municipality_of(text: str) -> str | None:
    """The municipality a text names: one of the list as a whole word, or any name before 'kommun'."""
    folded = fold(text)
    if (match := _MUNICIPALITY.search(text)) and fold(match[1]) not in _filler():
        name = fold(match[1])
        return _municipalities().get(name) or _municipalities().get(name + "s") or slug(name)
    words = folded.split()
    for length in (2, 1):
        for start in range(len(words) - length + 1):
            if (found := _municipalities().get(" ".join(words[start : start + length]))) and text[:1].isupper():
                return found
    return None


def age_band(folded: str) -> str | None:
    """'16 24 år' becomes 16-24, 'under 30 år' and '0 29 år' <30, '60 år och äldre' 60-; None for anything else."""
    span, below, above, most = _ages()
    if match := span.match(folded):
        first, last = int(match["from"]), int(match["to"])
        if first == 0 and 15 <= last <= most:
            return f"<{last + 1}"
        return f"{first}-{last}" if 10 <= first < last <= most else None
    if match := below.match(folded):
        return f"<{match['below']}" if match["below"] else f"<{int(match['below2'] or match['below3']) + 1}"
    if match := above.match(folded):
        return f"{int(match['above']) + 1}-" if match["above"] else f"{match['above2'] or match['above3']}-"
    return None


def _take(found: list[tuple[int, int]], match: re.Match[str]) -> None:
    found.append(match.span())


def _without(folded: str, spans: list[tuple[int, int]]) -> str:
    kept = folded
    for first, last in ((max(a, 0), min(b, len(folded))) for a, b in spans):
        kept = kept[:first] + " " * (last - first) + kept[last:] if last > first else kept
    words = kept.replace("/", " ").split()
    return " ".join(w for w in words if w not in _filler() and not w.isdigit() and len(w) > 1)


def read_words(text: str, book: InitiativeBook) -> Said:
    """What a text says by itself."""
    said = Said(text)
    folded = re.sub(r"(?<=\d)\s*\+", " +", fold(text.replace("+", " plus "))).replace(" plus", " +")
    spans: list[tuple[int, int]] = []
    if match := pattern("of_which").search(folded):
        said.is_of_which = True
        _take(spans, match)
    for match in pattern("share").finditer(folded):
        said.is_share = True
        _take(spans, match)
    said.initiative = book.is_name(text) or book.find(text)
    without_name = folded
    if said.initiative:
        name = fold(said.initiative.printed)
        if (at := folded.find(name)) >= 0:
            spans.append((at, at + len(name)))
            without_name = f"{folded[:at]}{' ' * len(name)}{folded[at + len(name) :]}"
        else:
            spans.append((0, len(folded)))
            without_name = ""
    for entry in entries("before_after") if any_of("before_after").search(without_name) else ():
        if match := entry.pattern.search(without_name):
            said.before_after = entry.code
            _take(spans, match)
            without_name = f"{without_name[: match.start()]} {' ' * (match.end() - match.start() - 1)}{without_name[match.end() :]}"
            break
    said.topics = frozenset(facet for facet, topic in _topics().items() if topic.search(folded))
    _read_facets(said, without_name.strip())
    said.is_other = bool(pattern("never_labels").search(folded)) and not set(LENGTHS) & set(said.facets)
    _read_counted(said, _without_categories(without_name), spans)
    for match in pattern("total").finditer(without_name):
        said.is_total = True
        _take(spans, match)
    if (place := municipality_of(text)) and not said.is_other:
        said.municipality = place
        listed = next((n for n, code in _municipalities().items() if code == place and n in folded), folded)
        at = folded.find(listed)
        spans.append((at, at + len(listed)))
    spans += [m.span() for m in pattern("part_of_year").finditer(folded)]
    years = [str(year) for year in find_years(text)] + [str(day.year) for day in find_dates(text)]
    spans += [(m.start(), m.end()) for year in set(years) for m in re.finditer(year, folded)]
    said.rest = _without(folded, spans)
    return said


def _read_counted(said: Said, folded: str, spans: list[tuple[int, int]]) -> None:
    spanning = is_through(said.text) or ((time := read_time(said.text, 2000)) is not None and time.start is not None)
    told = entries("measures") if any_of("measures").search(folded) else ()
    for entry in told:
        if not (entry.dated and spanning) and (match := entry.pattern.search(folded)):
            said.measure, said.stock = entry.code, entry.stock
            _take(spans, match)
            break
    for entry in told:  # "Avslutade deltagare": the general word is no rest
        spans += [m.span() for m in entry.pattern.finditer(folded)] if entry.code == "participants" else []
    for name, attribute in (
        ("genders", "gender"),
        ("genders_beside", "gender_beside"),
        ("registration_types", "registration_type"),
        ("count_kinds", "count_kind"),
        ("scenarios", "scenario"),
        ("areas", "area_scope"),
    ):
        text = _without_people(folded) if name == "genders_beside" else folded
        for entry in entries(name) if any_of(name).search(text) else ():
            if match := entry.pattern.search(text):
                setattr(said, attribute, entry.code)
                if name != "genders_beside":
                    _take(spans, match)
                break


def _without_people(folded: str) -> str:
    """'antal som avslutats ej angivet' becomes 'ej angivet'."""
    for entry in entries("measures") if any_of("measures").search(folded) else ():
        folded = entry.pattern.sub(" ", folded)
    return " ".join(word for word in folded.split() if word not in _filler())


def _without_categories(folded: str) -> str:
    """The text without words that belong to a category: in 'Ej avslutad grundskola' nobody leaves."""
    for facet in ("education", "support_type"):
        for entry in entries("facets", facet) if any_of("facets", facet).search(folded) else ():
            if entry.code not in {"other", "unknown", "other_public"} and (match := entry.pattern.search(folded)):
                folded = folded[: match.start()] + " " * (match.end() - match.start()) + folded[match.end() :]
    return _topics()["education"].sub(lambda topic: " " * len(topic[0]), folded)


def _spoken(text: str) -> str:
    """'<30 år' becomes 'under 30 år': comparison signs as words."""
    for sign, word in _SIGNS:
        text = text.replace(sign, word)
    return fold(text)


def _read_facets(said: Said, folded: str) -> None:
    for facet in FACETS:
        for entry in entries("facets", facet) if any_of("facets", facet).search(folded) else ():
            if entry.pattern.search(folded):
                said.facets[facet] = entry.code
                break
    open_end, open_start = _OPEN_AGE.match(said.text.strip()), _AGE_TO.match(said.text.strip())
    if open_start:
        said.facets["age_band"] = f"<{int(open_start[1]) + 1}"
    elif (band := f"{open_end[1]}-" if open_end else age_band(_spoken(said.text) if set(said.text) & set("<>≥≤") else folded)) is not None:
        said.facets["age_band"] = band
