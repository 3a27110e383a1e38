"""What a document says of itself: association, kind, title, registry number, draft or not, reported period.

Reads the first pages and the tables' heads; the registry number's year is never taken for the reported year.
"""

from __future__ import annotations

import hashlib
import re
from calendar import monthrange
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

from ingest import __version__
from ingest.catalogue import Association, catalogue, find_association
from ingest.headers import find_dates, find_years, is_header_text, small
from ingest.lexicon import fold, load
from ingest.pdf.lines import Line, lines_of
from ingest.pdf.words import Page

_GENITIVE = re.compile(r"(?P<name>[A-ZÅÄÖ][\w\- ]*\w)s [Ss]amordningsförbund")
_NOT_THE_READER = frozenset({"archive.py", "corrections", "fetch", "source_files.py", "source_schema.py", "sources"})
_DNR_LINE = re.compile(r"\b(dnr|diarie\w*|d nr)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Identity:
    """The document's own account of itself."""

    association: Association
    association_printed: str
    report_type: str
    title: str | None
    registry_number: str | None
    is_draft: bool
    period_start: date
    period_end: date
    fiscal_year: int
    adopted_on: date | None
    period_doubt: str | None = None  # why the reported period is not sure


@cache
def reader_version() -> str:
    """Release and digest of the reader's own code and vocabulary: any change reads every document anew.

    Corrections are no part of a reading; of the associations only who they are is, not where they publish and how that is fetched.
    """
    digest = hashlib.sha256()
    root = Path(__file__).parent
    for path in sorted(p for p in root.rglob("*") if p.suffix in {".py", ".yml", ".csv"}):
        if path.relative_to(root).parts[0] in _NOT_THE_READER:
            continue
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    digest.update(repr(catalogue()).encode())
    return f"{__version__}+{digest.hexdigest()[:12]}"


def _first_lines(pages: Sequence[Page], count: int) -> list[Line]:
    return [line for page in pages[:count] for line in lines_of(page)]


def _may_be_title(line: Line, usual: float) -> bool:
    """One short text: neither a row of a table nor the heads of its columns. Large type may be set with wide gaps."""
    whole = len(line.chunks) == 1 or (line.size > 1.5 * usual and not line.cells)
    return whole and len(line.text) < 120 and (len(line.text.split()) > 1 or not is_header_text(line.text))


def _with_rest(lines: Sequence[Line], index: int) -> str:
    """A line's text; a word broken at its end becomes whole."""
    line, below = lines[index], lines[index + 1] if index + 1 < len(lines) else None
    broken = line.text.endswith("-") and below and below.page == line.page and abs(below.size - line.size) < 0.12 * line.size
    return line.text[:-1] + below.text if broken and below else line.text


def _title(lines: Sequence[Line], patterns: Sequence[re.Pattern[str]]) -> tuple[Line | None, int]:
    """The line that names the kind of report: the largest type first, then the first one."""
    usual = median(line.size for line in lines) if lines else 0.0
    named = [
        (line, i)
        for at, line in enumerate(lines)
        for i, pattern in enumerate(patterns)
        if _may_be_title(line, usual) and pattern.search(small(_with_rest(lines, at)))
    ]
    if not named:
        return None, -1
    return max(named, key=lambda pair: (round(pair[0].size), -pair[1] if round(pair[0].size) else 0))


def find_report_type(pages: Sequence[Page]) -> tuple[str, str | None]:
    """Code and title line of the report: by the first page, else by words of the whole document."""
    entries: list[dict[str, Any]] = load("documents")["report_types"]
    patterns = [re.compile(e["pattern"]) for e in entries]
    for count in (1, 2):
        line, index = _title(_first_lines(pages, count), patterns)
        if line is not None:
            return entries[index]["code"], _whole_title(_first_lines(pages, count), line)
    text = small(" ".join(line.text for line in _first_lines(pages, len(pages))))
    counts = [len(p.findall(text)) for p in patterns]
    best = max(range(len(counts)), key=lambda i: counts[i])
    return (entries[best]["code"], None) if counts[best] >= 2 else ("other", None)


def _whole_title(lines: Sequence[Line], line: Line) -> str:
    """The title with the lines next to it in the same type (a year below, a period below)."""
    index = lines.index(line)
    parts = [line.text]
    for other in lines[index + 1 : index + 4]:
        near = other.page == line.page and 0 <= other.box[1] - line.box[3] < 3 * line.size
        if (
            near
            and (abs(other.size - line.size) < 0.12 * line.size or find_years(other.text))
            and not _DNR_LINE.search(other.text)
            and len(other.text) < 70
        ):
            parts.append(other.text)
        else:
            break
    return re.sub(r"(?<=\w)- (?=[a-zåäö])", "", " ".join(parts))


def _registry(text: str) -> tuple[str | None, bool]:
    match = re.search(load("documents")["registry_number"], text, re.IGNORECASE)
    if not match:
        return None, False
    number = re.sub(r"\s+", " ", match["no"]).strip(" .,-)")
    return number, bool(re.search(r"/\s*x\b", match["no"] + text[match.end() : match.end() + 4], re.IGNORECASE))


def _months_of(text: str) -> list[int] | None:
    lowered = small(text)
    for entry in load("documents")["periods"]:
        if re.search(entry["pattern"], lowered):
            months: list[int] = entry["months"]
            return months
    return None


def _year_of_title(title: str) -> int | None:
    without = re.sub(r"\b(dnr|diarie\w*)\b.*", " ", small(re.sub(load("documents")["case_number"], " ", title)))
    dates = find_dates(without)
    years = find_years(without)
    return years[0] if years else dates[0].year if dates else None


def _year_by_votes(lines: Sequence[Line], report_type: str) -> int | None:
    """The year most heads and headings speak of, when no title names one."""
    votes: Counter[int] = Counter()
    for line in lines:
        if _DNR_LINE.search(line.text):
            continue
        for day in find_dates(line.text):
            votes[day.year] += 2 if (day.month, day.day) in {(12, 31), (6, 30), (8, 31), (4, 30)} else 0
        for year in find_years(line.text):
            votes[year] += 1
    if not votes:
        return None
    often = [year for year, n in votes.items() if n >= 0.4 * max(votes.values())]
    return min(often) if report_type == "plan_budget" and len(often) > 2 else max(often, key=lambda y: (votes[y], y))


_NO_PERIOD = "nothing says how far the interim report reaches: the first half of the year is assumed"


def _period(report_type: str, title: str | None, lines: Sequence[Line]) -> tuple[date, date, str | None]:
    """First and last day of the reported period, and why it is not sure."""
    first = [line for line in lines if line.page == lines[0].page] if lines else []
    candidates = [title or ""] + [line.text for line in sorted(first, key=lambda x: -x.size) if not _DNR_LINE.search(line.text)]
    year = next((y for text in candidates if (y := _year_of_title(text))), None) or _year_by_votes(lines, report_type)
    if year is None:
        year = 1900
    if report_type == "interim_report":
        # Titles first, then heads of columns; sentences speak of other periods too.
        heads = [line.text for line in lines if any(is_header_text(chunk.text) for chunk in line.chunks)]
        texts = candidates + heads + [line.text for line in lines]
        for text in texts:
            for day in find_dates(text):
                if day.year == year and (day.month, day.day) in {(6, 30), (8, 31), (4, 30), (9, 30), (3, 31), (10, 31)}:
                    return date(year, 1, 1), day, None
            if months := _months_of(text):
                return date(year, months[0], 1), date(year, months[1], monthrange(year, months[1])[1]), None
        return date(year, 1, 1), date(year, 6, 30), _NO_PERIOD
    return date(year, 1, 1), date(year, 12, 31), None


@cache
def _not_names() -> frozenset[str]:
    return frozenset(fold(word) for word in load("documents")["not_name"])


def _names(text: str) -> list[str]:
    not_names = _not_names()
    found = []
    for pattern in load("documents")["association"]:
        for match in re.finditer(pattern, text):
            words = match["name"].split()
            while words and fold(words[0]) in not_names and fold(words[0]) != "finsam":
                words.pop(0)
            while words and fold(words[-1]) in not_names and fold(words[-1]) != "finsam":
                words.pop()
            if [w for w in words if fold(w) not in {"samordningsförbund", "finsam"}]:
                found.append(
                    " ".join(words)
                    if "amordningsförbund" in match["name"] or "insam" in match["name"]
                    else f"Samordningsförbundet {' '.join(words)}"
                )
    return found


def find_name(pages: Sequence[Page]) -> str | None:
    """The association's printed name: the one the first page gives, else the one named most."""
    for count in (1, 2):
        lines = [line.text for line in sorted(_first_lines(pages, count), key=lambda line: -line.size)]
        names = [name for text in lines for name in _names(text)]
        if names:
            common = Counter(fold(name) for name in names)
            return max(names, key=lambda name: (common[fold(name)], -names.index(name)))
    everything = [name for line in _first_lines(pages, len(pages)) for name in _names(line.text)]
    return Counter(everything).most_common(1)[0][0] if everything else None


def _without_genitive(printed: str, lines: Sequence[Line]) -> str:
    """'Åbygdens samordningsförbund' is 'Samordningsförbundet Åbygden' where the document says both; else the name stays as printed."""
    genitive = _GENITIVE.fullmatch(printed)
    if not genitive:
        return printed
    other = f"Samordningsförbundet {genitive['name']}"
    said = {fold(name) for line in lines if "amordningsförbundet" in line.text for name in _names(line.text)}
    return other if fold(other) in said else printed


def _adopted(lines: Sequence[Line]) -> date | None:
    """The date of the last short line that says the report was adopted."""
    words = re.compile(load("documents")["adopted"])
    for line in reversed(lines):
        match = words.search(small(line.text)) if len(line.text.split()) <= 14 else None
        dates = find_dates(line.text[match.start() :]) if match else []
        if dates:
            return dates[0]
    return None


def identify(pages: Sequence[Page], fallback_name: str) -> Identity:
    """Everything the document says of itself; `fallback_name` is used when it names no association."""
    lines = _first_lines(pages, len(pages))
    report_type, title = find_report_type(pages)
    opening = " \n ".join(line.text for line in lines if line.page <= 2)
    registry, open_serial = _registry(opening)
    printed = find_name(pages) or fallback_name
    named = _without_genitive(printed, lines)
    number = re.search(load("documents")["organisation_number"], " ".join(line.text for line in lines))
    start, end, period_doubt = _period(report_type, title, lines)
    words = re.compile(load("documents")["draft"])
    first_page = " ".join(line.text for line in lines if line.page == 1)
    is_draft = open_serial or bool(words.search(small(" ".join([title or "", first_page if len(first_page) < 400 else ""]))))
    return Identity(
        association=find_association(named, number["no"] if number else None),
        association_printed=printed,
        report_type=report_type,
        title=title,
        registry_number=registry,
        is_draft=is_draft,
        period_start=start,
        period_end=end,
        fiscal_year=end.year,
        adopted_on=_adopted(lines),
        period_doubt=period_doubt,
    )
