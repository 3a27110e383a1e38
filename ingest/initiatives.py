"""The initiatives one document speaks of, and which of them a label, a heading or a sentence names.

Names come from the catalogue with their aliases, and from the document's own cost tables; how a name may be bent,
shortened and written is declared in `vocabulary/initiatives.yml`. A text that names none gives None.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from ingest.contracts import FinanceRow
from ingest.identity import Identity
from ingest.initiative_catalogue import names_in
from ingest.lexicon import fold, is_total_label, load, slug
from ingest.pdf.grid import Row
from ingest.tables import Table

_WORD = re.compile(r"[0-9A-Za-zÅÄÖÉÜåäöéü]+")
_PART = re.compile(r"\s+[-–—]\s+|\s*:\s+")
_PARENTHESIS = re.compile(r"\(([^()]+)\)")
_MARKS = re.compile(r"[\s*)]*\*+\)?\s*$|\s+\d\)\s*$")
_SHORTEST = 3  # letters of a name


@dataclass(frozen=True, slots=True)
class Named:
    """An initiative that a text names. `printed` is the name as the text has it."""

    initiative_id: str
    printed: str


@dataclass(frozen=True, slots=True)
class _Name:
    """One way of writing a name: its words, small letters only."""

    words: tuple[str, ...]
    code: str
    needs_capital: bool


@cache
def _vocabulary() -> Any:
    return load("initiatives")


@cache
def _not_names() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in _vocabulary()["not_names"]))


@cache
def _bent() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(_vocabulary()['endings'])})")


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text in small letters: 'SE/IPS – steg 2' becomes se, ips, steg, 2."""
    return tuple(word.casefold() for word in _WORD.findall(text))


def bare_name(label: str) -> str:
    """A printed name without the marks of footnotes behind it."""
    return _MARKS.sub("", label).strip(" ,;:")


def may_be_name(label: str) -> bool:
    """Whether a label can be the name of an initiative: none of the words that say otherwise, a capital or a digit first."""
    text = bare_name(label)
    if len(text) < _SHORTEST or is_total_label(text) or _not_names().search(fold(text)):
        return False
    return text[0].isupper() or text[0].isdigit()


def _is_acronym(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 2 and all(c.isupper() for c in letters)


def _ways(name: str, place_words: frozenset[str]) -> Iterable[str]:
    """The full name, then the shorter forms that still are a name."""
    name = bare_name(name)
    yield name
    inner = _PARENTHESIS.findall(name)
    outer = _PARENTHESIS.sub(" ", name)
    if inner:
        yield outer
        yield from (text for text in inner if _is_acronym(text))
    parts = [part for part in _PART.split(outer) if part.strip()]
    if len(parts) > 1:
        yield from (part for part in parts if len(words_of(part)) > 1 or _is_acronym(part))
    first, _, rest = outer.partition(" ")
    if first.casefold() in _vocabulary()["kinds"] and rest and may_be_name(rest):
        yield rest
    *most, last = outer.split()
    if most and last.casefold() in place_words and len("".join(most)) >= 6:
        yield " ".join(most)


def _first_rows(table: Table) -> Iterable[Row]:
    """The rows under the word over the labels: up to a head, after which rows fill other columns (another table, taken for the same)."""
    columns: set[int] = set()
    headed = False
    for row in table.grid.rows:
        if not row.cells:
            headed = bool(columns)
        elif headed and not set(row.cells) <= columns:
            return
        else:
            columns |= set(row.cells)
            yield row


class InitiativeBook:
    """Names of initiatives: the catalogue's with their aliases, and those the document's own tables give."""

    def __init__(self, names: dict[str, str], places: frozenset[str] = frozenset()) -> None:
        """`names`: printed name to initiative_id, the surest first; `places`: words that only say where an initiative is."""
        self._names: list[_Name] = []
        self._codes: dict[tuple[str, ...], str] = {}
        shorter: dict[tuple[str, ...], set[str]] = {}
        printed: dict[tuple[str, ...], str] = {}
        for name, code in names.items():
            first, *others = _ways(name, places)
            self._codes.setdefault(words_of(first), code)
            printed.setdefault(words_of(first), first)
            for way in others:
                shorter.setdefault(words_of(way), set()).add(code)
                printed.setdefault(words_of(way), way)
        for words, codes in shorter.items():
            if len(codes) == 1 and words not in self._codes:  # a short form of two initiatives names neither
                self._codes[words] = next(iter(codes))
        for words, code in self._codes.items():
            if words and len("".join(words)) >= _SHORTEST - 1:
                long = len(words) == 1 and len(words[0]) >= _vocabulary()["plain_from"]
                self._names.append(_Name(words, code, printed[words][:1].isupper() and not long))
        self._names.sort(key=lambda name: (-len("".join(name.words)), name.words))

    @classmethod
    def of_document(cls, identity: Identity, finances: Sequence[FinanceRow], tables: Sequence[Table]) -> InitiativeBook:
        """The catalogue's initiatives that the association may have, and those of the document's cost tables and lists."""
        names = names_in(identity.association.association_id, identity.period_end)
        known = {words_of(name): code for name, code in names.items()}
        costs = [row for row in finances if row.section == "costs" and not row.is_total and not row.is_of_which and row.label_printed]
        for row in sorted(costs, key=lambda row: row.initiative_id is None):  # those under a head of initiatives are the surest
            label = bare_name(row.label_printed or "")
            if (row.initiative_id or row.line_item is None) and may_be_name(label):
                names.setdefault(label, known.get(words_of(label)) or row.initiative_id or slug(label))
        axis = re.compile(_vocabulary()["axis"])
        for table in tables:
            if axis.search(fold(table.grid.corner)):  # "Insats" over the labels: they are names
                for label in (bare_name(row.label) for row in _first_rows(table)):
                    if may_be_name(label):
                        names.setdefault(label, known.get(words_of(label)) or slug(label))
        own = words_of(identity.association.name) + words_of(identity.association_printed)
        return cls(names, frozenset(own))

    @property
    def is_empty(self) -> bool:
        """Whether no initiative is known."""
        return not self._names

    def find(self, text: str) -> Named | None:
        """The initiative a text names, the longest name first; None when it names none."""
        found = self.find_all(text)
        return max(found, key=lambda named: len(named.printed)) if found else None

    def find_all(self, text: str) -> list[Named]:
        """Every initiative a text names, in the order of the text; the words of a longer name give no shorter one."""
        marks = list(_WORD.finditer(text))
        words = [mark.group().casefold() for mark in marks]
        together = " ".join(words)
        taken: set[int] = set()
        found: list[tuple[int, Named]] = []
        for name in self._names:
            for start in range(len(words)) if name.words[0] in together else ():
                end = _match(words, start, name.words)
                if end is None or taken & set(range(start, end)):
                    continue
                printed = text[marks[start].start() : marks[end - 1].end()]
                if name.needs_capital and not (printed[0].isupper() or printed[0].isdigit()):
                    continue
                taken.update(range(start, end))
                found.append((start, Named(name.code, printed)))
        return [named for _, named in sorted(found, key=lambda pair: pair[0])]

    def is_name(self, label: str) -> Named | None:
        """The initiative whose name is the whole label, however it was broken over lines; None for any other label."""
        words = words_of(bare_name(label))
        together = "".join(words)
        for name in self._names:
            if name.words == words or (len(together) >= 8 and "".join(name.words) == together):
                return Named(name.code, bare_name(label))
        return None


def _match(words: Sequence[str], start: int, name: tuple[str, ...]) -> int | None:
    """Where the name that begins at `start` ends, its last word bent or not; None when it does not stand there."""
    end = start + len(name)
    if end > len(words) or tuple(words[start : end - 1]) != name[:-1]:
        return None
    last, wanted = words[end - 1], name[-1]
    if last == wanted:
        return end
    bent = len(wanted) >= 4 or (wanted.isdigit() is False and len(name) > 1)
    return end if bent and last.startswith(wanted) and _bent().fullmatch(last[len(wanted) :]) else None
