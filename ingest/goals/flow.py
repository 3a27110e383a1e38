"""Pages to units of text in reading order: headings, list items, bold lines and paragraphs.

A unit is one or more printed lines that read on. Heads and feet of pages, and lines of contents, are left out. Which
units are goals is decided in `lists.py`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from ingest.contracts import Box
from ingest.goals.cards import PART_ROLES, with_colons
from ingest.goals.columns import columns_of
from ingest.goals.text import cleaned, joined
from ingest.goals.words import heading_kind, judgement, pattern, role_of, small, status_word
from ingest.pdf.lines import Line, lines_of
from ingest.pdf.words import Page

_EDGE = 0.1
_BULLET = re.compile(
    r"(?P<mark>[•●○◦▪■□➢➤►▸‣✓✔·*→»>☺☹😐🙂🙁😊✗✘✕✖☑☒✅❌▲▼△▽◐◑◒◓⬤◯↑↓↗↘➡⬆⬇🟢🟡🟠🔴★☆~\uf000-\uf0ff]+\ufe0f?|[-–—−]|o)\s+(?=\S)"
)
_DIGIT = re.compile(
    r"\(?(?P<mark>\d{1,2}(?:\.\d{1,2})*)(?:\.(?!\d)\s*|[):]\s*|\s+[-–—:]\s+|(?:(?<=\.\d)|(?<=\.\d\d))\s+(?=[A-ZÅÄÖ]|\d+ ?(?:%|procent)))"
    r"(?=[^\W\d_]|\d+\s?(?:%|procent|\w{3,})|[\"”“≥>])"
)
_LETTER = re.compile(r"\(?(?P<mark>[A-ZÅÄÖa-zåäö])(?:[.):]\s+|\s+[-–—:]\s+)(?=\S)")
_CODE = re.compile(r"(?P<mark>[A-ZÅÄÖ]{1,2}\.?\d{1,2}(?:\.\d{1,2})?)[.):]?(?:\s+[-–—:])?\s+(?=[^\W_]{2})")
_NAMED_ALONE = re.compile(r":\s*$|^[A-ZÅÄÖ]\w+\.\s+$")  # "Mål: …", "Delmål. …"
_CONTENTS = re.compile(r"(?:[.…·_]{4,}|\D\s\d{1,3}$)")
_PAGE_NUMBER = re.compile(r"(?:sida|sid|s)?\.?\s*\d{1,3}(?:\s*(?:\(|av|/)\s*\d{1,3}\)?)?", re.IGNORECASE)
_ENDS = re.compile(r"[.!?:;…][\"”’)\]]*$")
_PART = re.compile(r"(?<=[.!?\w])\s+(?=[A-ZÅÄÖ][\w ]{2,30}:\s)")
_HEADING_WORDS = 14
_TEXT_WORDS = 6


@dataclass(frozen=True, slots=True)
class Marker:
    """The bullet or number before an item: its style (digit, letter, code, named, or the bullet itself), and the number."""

    style: str
    number: str | None
    length: int


@dataclass(frozen=True, slots=True)
class Unit:
    """Lines that read on. `kind`: heading, item, strong (bold text that is no heading) or text."""

    kind: str
    lines: tuple[Line, ...]
    text: str
    marker: Marker | None
    size: float
    bold: bool

    @property
    def page(self) -> int:
        """The page of the first line."""
        return self.lines[0].page

    @property
    def box(self) -> Box:
        """The box of the first line."""
        return self.lines[0].box

    @property
    def left(self) -> float:
        """Left edge of the first line, its marker included."""
        return self.lines[0].box[0]


@cache
def _named() -> re.Pattern[str]:
    mark = r"(?P<mark>[A-ZÅÄÖ]?\d{0,2}(?:\.\d{1,2})*|[A-ZÅÄÖ])(?:\s*[.:)]|\s+[-–—]|(?<=\d)(?=\s(?-i:[A-ZÅÄÖ])))\s*(?=\S)"
    return re.compile(pattern("numbered").pattern + mark, re.IGNORECASE)


@cache
def _part_names() -> re.Pattern[str]:
    from ingest.goals.words import vocabulary

    return re.compile("|".join(f"(?P<{role}>{own})" for role, own in vocabulary()["parts"].items()))


@lru_cache(maxsize=8192)
def part_of(text: str) -> tuple[str, str] | None:
    """The part of a goal that a text introduces ("Mått: …"), and what follows the colon."""
    head, mark, rest = text.partition(":")
    if not mark and (asked := re.match(r"([^?.!:]{2,38}\?)\s+(?=\S)", text)):
        head, mark, rest = asked[1], ":", text[asked.end() :]  # "Infriat? Delvis. Starten blev sen."
        if not _part_names().fullmatch(small(head)):
            return None
    if not mark and status_word((parts := re.split(r"\s+[–—-]\s+", text, maxsplit=1))[-1]) and len(parts) == 2:
        head, mark, rest = parts[0], "-", parts[1]  # "Måluppfyllelse – uppnått"
    if not mark or len(head) > 40:
        return None
    plain = small(head).lstrip("-–•* ")
    match = _part_names().fullmatch(plain)
    role = str(match.lastgroup) if match else role_of(plain)
    return (role, rest.strip()) if role in PART_ROLES and (mark == ":" or role == "status") else None


def without_measure(text: str) -> tuple[str, str | None]:
    """A goal's text without the measure that the same paragraph names after it ("… Mått: …"), and that measure."""
    for match in _PART.finditer(text):
        part = part_of(text[match.end() :])
        if part and part[0] == "measure":
            return text[: match.start()].strip(), part[1]
    return text, None


@lru_cache(maxsize=8192)
def without_comment(text: str) -> tuple[str, str]:
    """A goal's text without what the same cell says came of it ("… Resultat: …"), and that."""
    for match in _PART.finditer(text):
        part = part_of(text[match.end() :])
        if part and part[0] in {"comment", "outcome", "status"}:
            return text[: match.start()].strip(), part[1]
    return text, ""


def marker_in(text: str) -> Marker | None:
    """The marker that a text begins with."""
    if (match := _named().match(text)) and (match["mark"] or _NAMED_ALONE.search(text[: match.end()])):
        return Marker("named", match["mark"] or None, match.end())
    if match := _BULLET.match(text):
        return Marker(match["mark"][0], None, match.end())
    for style, known in (("code", _CODE), ("digit", _DIGIT), ("letter", _LETTER)):
        if match := known.match(text):
            return Marker(style, match["mark"], match.end())
    return None


def marker_of(line: Line) -> Marker | None:
    """The marker that a line begins with; a number that stands apart is one too."""
    if found := marker_in(line.text):
        return found
    first = line.chunks[0].text
    if len(line.chunks) > 1 and re.fullmatch(r"\d{1,2}|[A-ZÅÄÖ]", first) and any(c.isalpha() for c in line.chunks[1].text):
        return Marker("digit" if first.isdigit() else "letter", first, len(first) + 1)
    return None


def body_size(pages: Sequence[Page]) -> float:
    """The font size of most letters of running text; of all letters in a document without any."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in lines_of(page):
            for chunk in line.chunks:
                words = [token for token in chunk.tokens if token.numeral is None] if len(chunk.tokens) >= _TEXT_WORDS else []
                if len(words) >= _TEXT_WORDS:
                    sizes[round(line.size, 1)] += sum(len(token.text) for token in words)
    return max(sizes, key=lambda size: (sizes[size], -size), default=10.0)


def _key(line: Line, page: Page) -> tuple[str, int] | None:
    if line.box[1] > _EDGE * page.height and line.box[3] < (1 - _EDGE) * page.height:
        return None
    return re.sub(r"\d+", "0", line.text.casefold()), round(line.box[1] / 6)


def _furniture(pages: Sequence[Page]) -> set[tuple[str, int]]:
    """Heads and feet that come back from page to page, worked out once for a document."""
    if pages and "goals_furniture" in pages[0].derived:
        known: set[tuple[str, int]] = pages[0].derived["goals_furniture"]
        return known
    counts = Counter(key for page in pages for key in {_key(line, page) for line in lines_of(page)} if key)
    found = {key for key, count in counts.items() if count >= (3 if len(pages) >= 5 else 2)}
    if pages:
        pages[0].derived["goals_furniture"] = found
    return found


def is_edge_line(line: Line, page: Page, pages: Sequence[Page]) -> bool:
    """Whether a line is a head, a foot or a page number."""
    known = _furniture(pages)
    key = _key(line, page)
    if key is None:
        return False
    return any((key[0], key[1] + step) in known for step in (-1, 0, 1)) or bool(_PAGE_NUMBER.fullmatch(line.text.strip(" -–|")))


def _without(page: Page, boxes: Sequence[Box]) -> Page:
    """The page without the words in some boxes."""
    if not boxes:
        return page
    kept = [
        w
        for w in page.words
        if not any(x0 - 1 <= (w.x0 + w.x1) / 2 <= x1 + 1 and top - 1 <= w.middle <= bottom + 1 for x0, top, x1, bottom in boxes)
    ]
    return replace(page, words=tuple(kept), derived={})


def _bold(line: Line) -> bool:
    return line.bold_letters > 0.7 * line.letters


def _capital(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 3 and all(c.isupper() for c in letters)


def _text_left(unit: Sequence[Line], marker: Marker | None) -> float:
    """Where the text of an item begins, right of its marker or of its label."""
    if len(unit) == 1 and len(unit[0].chunks) > 1 and part_of(unit[0].text):
        return unit[0].chunks[1].box[0]
    if marker is None or len(unit) > 1:
        return unit[-1].box[0]
    tokens = [token for chunk in unit[0].chunks for token in chunk.tokens]
    length = 0
    for token in tokens:
        if length >= marker.length - 1:
            return token.box[0]
        length += len(token.text) + 1
    return unit[0].box[0]


def _inside_text(unit: Sequence[Line], line: Line) -> bool:
    """Whether what looks like a bullet is a dash, or a number, of the sentence that the lines above have begun."""
    own = marker_of(line)
    if own is None or own.style in {"named", "letter", "code"} or marker_of(unit[0]) or _ENDS.search(unit[-1].text):
        return False
    return abs(line.box[0] - unit[-1].box[0]) <= 1 and (own.style in {"-", "–", "—"} or (own.style == "digit" and len(unit) > 1))


def _follows(unit: Sequence[Line], line: Line, right: float) -> bool:
    """Whether a line goes on the unit above it."""
    last = unit[-1]
    if abs(last.size - line.size) > 0.06 * last.size or _bold(last) != _bold(line) or part_of(line.text):
        return False
    if marker_of(line) and not _inside_text(unit, line):
        return False
    gap = line.box[1] - last.box[3]
    usual = unit[1].box[1] - unit[0].box[3] if len(unit) > 1 else 0.5 * line.size
    if not -0.6 * line.size < gap <= usual + 0.22 * line.size:
        return False
    marker = marker_of(unit[0])
    shift = line.box[0] - _text_left(unit, marker)
    if marker and len(unit) == 1 and abs(line.box[0] - last.box[0]) <= 2:
        shift = 0.0
    if shift < -3 or shift > 2.5 * line.size:
        return False
    ended = bool(_ENDS.search(last.text))
    room = right - last.box[2] - (line.chunks[0].tokens[0].box[2] - line.chunks[0].tokens[0].box[0])
    if line.text[:1].isupper() and not ended and line.text.endswith(".") and marker and judgement(line.text):
        return False  # the sentence that judges the item above, on its own line
    starts_anew = line.text[:1].isupper() and room > 1.5 * line.size
    return not (starts_anew and (ended or marker is not None or len(unit) == 1))


def _is_heading(line: Line, text: str, body: float, marker: Marker | None) -> bool:
    words = text.split()
    if len(words) > _HEADING_WORDS or (part_of(text) and part_of(text)[1]) or not any(c.isalpha() for c in text):  # type: ignore[index]
        return False
    if text.endswith((".", ",", ";", ":")) or (marker and marker.style not in {"digit", "letter", "code", "named"}):
        return False
    first = next(c for c in text[marker.length if marker else 0 :] or text if c.isalpha())
    if first.islower():
        return False
    if marker and marker.style == "named" and len(words) > 3:
        return False
    if line.size > 1.3 * body:
        return True
    if re.search(pattern("normative"), small(text)) or (marker and len(words) > 7 and not _capital(text)):
        return False
    if (_bold(line) and line.size > 0.88 * body) or line.size > 1.08 * body or _capital(text):
        return True
    return (
        marker is None
        and heading_kind(text) is not None
        and len(words) <= 7
        and not re.search(r"(?<!\d)\d{1,3}$", text)
        and len(line.chunks) == 1
    )


def _unit(lines: Sequence[Line], body: float) -> Unit:
    first, marker = lines[0], marker_of(lines[0])
    texts = [line.text for line in lines]
    whole = cleaned(joined(texts))
    bold = all(_bold(line) for line in lines)
    if len(lines) <= 3 and _is_heading(first, whole, body, marker):
        return Unit("heading", tuple(lines), whole, marker, first.size, bold)
    text = cleaned(joined([texts[0][marker.length :], *texts[1:]])) if marker else whole
    kind = "item" if marker else "strong" if bold and len(text.split()) > 3 else "text"
    return Unit(kind, tuple(lines), text, marker, first.size, bold)


def _joined(before: Unit, after: Unit) -> Unit:
    return replace(before, lines=(*before.lines, *after.lines), text=joined([before.text, after.text]))


def _goes_on(before: Unit, after: Unit) -> bool:
    """Whether a unit was cut by the end of a page or column."""
    if before.kind == "heading" or (after.kind != before.kind and after.kind != "text") or after.marker or part_of(after.text):
        return False
    return after.text[:1].islower() and not _ENDS.search(before.text) and abs(before.size - after.size) <= 0.06 * before.size


def units_of(pages: Sequence[Page], used: Sequence[tuple[int, Box]] = ()) -> Iterator[Unit]:
    """The units of a document, without the text in the boxes already used."""
    body = body_size(pages)
    pending: Unit | None = None
    for page in pages:
        rest = _without(page, [box for number, box in used if number == page.number])
        for frame in columns_of(rest):
            lines = with_colons([line for line in frame if not is_edge_line(line, page, pages)])
            start = True
            for unit in _frame_units(lines, body):
                if pending is not None and start and _goes_on(pending, unit):
                    pending, start = _joined(pending, unit), False
                    continue
                if pending is not None:
                    yield pending
                pending, start = unit, False
    if pending is not None:
        yield pending


def _frame_units(lines: Sequence[Line], body: float) -> Iterator[Unit]:
    right = max((line.box[2] for line in lines), default=0.0)
    current: list[Line] = []
    for line in lines:
        if line.has_leader or (
            len(line.chunks) > 1 and not line.chunks[0].is_cells and line.chunks[-1].is_cells and _CONTENTS.search(line.text)
        ):
            if current:
                yield _unit(current, body)
            current = []
            continue
        if current and _follows(current, line, right):
            current.append(line)
            continue
        if current:
            yield _unit(current, body)
        current = [line]
    if current:
        yield _unit(current, body)
