"""Column heads to meaning: scenario, budget version, period, unit, and columns that hold no money.

Takes the printed words over a column, the words of the table's caption and the document's own period; gives a
`ColumnMeaning`. Knows nothing of geometry.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any, Literal

from ingest.lexicon import fold, load

ColumnKind = Literal["amount", "note", "percent", "count"]
_MONTHS: dict[str, int] = load("headers")["months"]
MONTHS = "|".join(sorted(_MONTHS, key=len, reverse=True))
"""Names of months as alternatives of a regular expression."""
_ISO = re.compile(r"\b((?:19|20)\d\d)[-./ ]?(0[1-9]|1[0-2])[-./ ]?(0[1-9]|[12]\d|3[01])\b")
_SHORT = re.compile(r"\b(\d\d)(-?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])\b")
_SHORT_YEAR = re.compile(r"\b(?:utfall|budget|prognos|bokslut|plan|år|helår|ack)\w* ?[-'’]?(\d\d)(?![\d/.-])")
_NAMED = re.compile(rf"\b(\d{{1,2}}) ({MONTHS}) ((?:19|20)\d\d)\b")
_NAMED_DAY = re.compile(rf"\b(\d{{1,2}}) ({MONTHS})\b(?! ?(?:19|20)\d\d)")
_SLASH = re.compile(r"\b(\d{1,2})/(\d{1,2})(?: ((?:19|20)\d\d))?\b")
_SPAN = re.compile(rf"\b(jan\w*) ?(?:-|–|till|t o m|tom)? ?({MONTHS})\b")
_DASHES = str.maketrans(dict.fromkeys("–−‒", "-"))
_DIGIT = re.compile(r"\d")
_FEW_WORDS = 5
_LETTERS = re.compile(r"[a-zåäöéü]+")
_YEAR = re.compile(r"(?<![\d/])((?:19|20)\d\d)(?!\d)")
_TERTIAL = re.compile(r"\b(?:tertial ?([123])|t([123])|([123])[: ]?a tertialet)\b")


@dataclass(frozen=True, slots=True)
class ColumnMeaning:
    """What a column says: kind, scenario, period. `end` None: nothing was said of time.

    `ledger`: a column of a ledger, with balances brought forward (opening), what happened to them (movement), or after it (closing).
    """

    kind: ColumnKind = "amount"
    scenario: str | None = None
    budget_version: str | None = None
    deviation_of: str | None = None
    start: date | None = None
    end: date | None = None
    year: int | None = None
    unit: str | None = None
    whole_year: bool = False
    same_period: bool = False
    previous_year: bool = False
    ledger: str | None = None


@dataclass(frozen=True, slots=True)
class _Scenario:
    pattern: re.Pattern[str]
    scenario: str
    version: str | None
    of: str | None


@cache
def _scenarios() -> tuple[_Scenario, ...]:
    entries: list[dict[str, Any]] = load("headers")["scenarios"]
    return tuple(_Scenario(re.compile(e["pattern"]), e["scenario"], e.get("version"), e.get("of")) for e in entries)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(load("headers")[name])


@cache
def _ledger() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((code, re.compile(pattern)) for code, pattern in load("headers")["ledger_columns"].items())


@cache
def _units() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(unit["pattern"]), unit["code"]) for unit in load("headers")["units"])


@cache
def _filler() -> frozenset[str]:
    return frozenset(str(word) for word in load("headers")["filler"]) | frozenset(_MONTHS)


@lru_cache(maxsize=16_384)
def small(text: str) -> str:
    """Folded, but with dates and dashes kept: for patterns that look at periods."""
    return " ".join(text.casefold().translate(_DASHES).split())


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _safe_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def find_dates(text: str) -> list[date]:
    """Every full date in the text, in order of kind: ISO, six digits, named month, day/month year."""
    return list(_dates(text)) if _DIGIT.search(text) else []


@lru_cache(maxsize=16_384)
def _dates(text: str) -> tuple[date, ...]:
    text = small(text)
    found = [_safe_date(int(y), int(m), int(d)) for y, m, d in _ISO.findall(text)]
    if not found:
        found = [_safe_date(2000 + int(y), int(m), int(d)) for y, _, m, d in _SHORT.findall(text)]
    found += [_safe_date(int(y), _MONTHS[m], int(d)) for d, m, y in _NAMED.findall(text)]
    found += [_safe_date(int(y), int(m), int(d)) for d, m, y in _SLASH.findall(text) if y]
    return tuple(day for day in found if day)


def find_years(text: str) -> list[int]:
    """Every year named in the text, dates left out."""
    if not _DIGIT.search(text):
        return []
    bare = _ISO.sub(" ", small(text))
    full = [int(y) for y in _YEAR.findall(bare) if 1995 <= int(y) <= 2069]
    return full or [2000 + int(y) for y in _SHORT_YEAR.findall(bare)]


def find_unit(text: str) -> str | None:
    """The unit code a text names, or None."""
    folded = fold(text)
    return next((code for pattern, code in _units() if pattern.search(folded)), None)


def _span(text: str, year: int | None) -> tuple[date | None, date | None]:
    """First and last day of a period told in words (months, tertials), in the year given."""
    dates = find_dates(text)
    if dates:
        ends = [day for day in dates if day.day == monthrange(day.year, day.month)[1]] or dates
        last = max(ends)
        first = min(dates)
        return (first if first < last and first.year == last.year else None), last
    if year is None:
        return None, None
    lowered = small(text)
    if named := _NAMED_DAY.search(lowered):
        day = _safe_date(year, _MONTHS[named[2]], int(named[1]))
        return None, day
    if slash := _SLASH.search(lowered):
        return None, _safe_date(year, int(slash[2]), int(slash[1]))
    if span := _SPAN.search(lowered):
        return date(year, 1, 1), _month_end(year, _MONTHS[span[2]])
    if tertial := _TERTIAL.search(lowered):
        return date(year, 1, 1), _month_end(year, 4 * int(next(g for g in tertial.groups() if g)))
    if "halvår" in lowered:
        return date(year, 1, 1), date(year, 6, 30)
    months = [m for m in _MONTHS if len(m) > 2 and re.search(rf"\b{m}\b", lowered)]
    if months:
        return None, _month_end(year, _MONTHS[months[-1]])
    return None, None


def read_header(text: str, reported_year: int | None = None) -> ColumnMeaning:
    """What the words over one column say by themselves; months without a year are those of the reported year."""
    folded, lowered = fold(text), small(text)
    if _pattern("note_column").search(folded):
        return ColumnMeaning(kind="note")
    found = next((s for s in _scenarios() if s.pattern.search(folded)), None)
    years, dates = find_years(text), find_dates(text)
    year = years[-1] if years else max(dates).year if dates else None
    start, end = _span(text, year or reported_year)
    kind: ColumnKind = "amount"
    if _pattern("percent_column").search(folded):
        kind = "percent"
    elif _pattern("count_column").search(folded) and found is None:
        kind = "count"
    return ColumnMeaning(
        kind=kind,
        scenario=found.scenario if found else None,
        budget_version=found.version if found else None,
        deviation_of=found.of if found else None,
        start=start,
        end=end,
        year=year,
        unit=find_unit(text),
        whole_year=bool(_pattern("whole_year").search(lowered) or re.search(r"helår", lowered)),
        same_period=bool(_pattern("same_period").search(folded)),
        previous_year=bool(_pattern("previous_year").search(folded)),
        ledger=next((code for code, pattern in _ledger() if pattern.fullmatch(folded)), None),
    )


@cache
def _ends_with_unit() -> re.Pattern[str]:
    """'Insats 2023, kr': a year and a unit that end a head, whatever words stand before them."""
    units = "|".join(re.escape(word) for word in load("headers")["unit_words"])
    return re.compile(rf"\b(?:19|20)\d\d,? \(?(?:{units})\)?$", re.IGNORECASE)


def is_header_text(text: str) -> bool:
    """Whether a chunk holds nothing but words that heads of columns are made of, or ends with a year and its unit."""
    if text[:1].isupper() and _ends_with_unit().search(text) and len(text.split()) <= _FEW_WORDS:
        return True
    first = text.split(maxsplit=1)[:1]
    if first and _LETTERS.fullmatch(word := first[0].casefold()) and not _is_header_word(word):
        return False
    folded = fold(_ISO.sub(" 2000 ", small(text)).replace("/", " "))
    words = folded.split()
    if not words:
        return False
    return all(_is_header_word(word) for word in words)


@lru_cache(maxsize=8192)
def _is_header_word(word: str) -> bool:
    if word in _filler() or _YEAR.fullmatch(word) or re.fullmatch(r"\d{1,2}|\d{6}|\d{8}|t[123]|[123]a", word):
        return True
    return any(s.pattern.fullmatch(word) for s in _scenarios())


def says_time_or_scenario(text: str) -> bool:
    """Whether a header chunk carries meaning of its own (scenario, year or date), and not only filler."""
    meaning = read_header(text)
    return (
        meaning.kind == "note"
        or meaning.scenario is not None
        or meaning.end is not None
        or bool(find_years(text))
        or bool(_NAMED_DAY.search(small(text)) or _SLASH.search(small(text)))
        or meaning.previous_year
        or meaning.whole_year
        or meaning.ledger is not None
    )
