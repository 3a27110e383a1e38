"""Load `vocabulary/*.yml` and match printed words against it.

Matching is exact on the folded text, then by declared pattern, in the order of the files. An unknown word is
returned as None, never guessed. Nothing here knows of pages or tables.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

# The safe loader written in C, where PyYAML was built with it: seven times as fast.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_REMEMBERED = 32_768  # labels: tables repeat theirs, over pages and over documents
FOLDER = Path(__file__).parent / "vocabulary"
_NOT_WORD = re.compile(r"[^0-9a-zåäöéü%/]+")
_SLASH = re.compile(r"\s*/\s*")


class VocabularyError(ValueError):
    """A vocabulary file says something it may not; the message names file and entry."""


@lru_cache(maxsize=32_768)
def fold(text: str | None) -> str:
    """Case, punctuation, dashes and spacing away: 'Öres- och  kronutjämning ' becomes 'öres och kronutjämning'."""
    return _SLASH.sub("/", _NOT_WORD.sub(" ", (text or "").casefold())).strip()


_MARKS = re.compile(r"\s*(?:\*+\)?|\(\*+\)|\b\d\)|[¹²³⁴⁵]+)$")


def clean_label(printed: str) -> str | None:
    """The label without footnote marks; None when nothing is left."""
    return _MARKS.sub("", printed).strip(" :") or None


_UNIT_TAIL = re.compile(r"\s(?:i |belopp i )?(?:tkr|kkr|kr|mnkr|mkr|kronor|tusental kronor|tusentals kronor)$")


def without_unit(folded: str) -> str:
    """A folded label without a unit at its end: 'intäkter tkr' becomes 'intäkter'."""
    return _UNIT_TAIL.sub("", folded)


def unit_of_label(label: str) -> str | None:
    """The words of a unit at the end of a row's label, set apart: 'mnkr' in 'Intäkter, mnkr' and 'Intäkter (mnkr)'."""
    match = re.search(r"(?:,\s*|\()(tkr|kkr|mnkr|mkr)\)?$", label.strip(), re.IGNORECASE)
    return match[1].casefold() if match else None


def slug(text: str) -> str:
    """An identifier from a printed name: 'Östra Åbygden' becomes 'ostra_abygden'."""
    plain = fold(text).translate(str.maketrans("åäöéü", "aaoeu"))
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")


@cache
def load(name: str) -> Any:
    """One vocabulary file as plain data; raises VocabularyError when it is missing or no valid YAML."""
    path = FOLDER / f"{name}.yml"
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 (safe, both ways)
    except (OSError, yaml.YAMLError) as error:
        raise VocabularyError(f"{path.name}: {error}") from error


@dataclass(frozen=True, slots=True)
class LineItem:
    """One line item of `line_items.yml`."""

    code: str
    sv: str
    en: str
    statement: str
    sign: int
    total: bool
    part_in: frozenset[str]
    basis: str | None
    cost_class: str | None
    contributor_type: str | None


@dataclass(frozen=True, slots=True)
class _Label:
    code: str
    statements: frozenset[str]
    sections: frozenset[str]
    pattern: re.Pattern[str] | None = None

    def fits(self, statement: str | None, section: str | None) -> bool:
        return (not self.statements or statement in self.statements) and (not self.sections or section in self.sections)

    @property
    def narrowness(self) -> int:
        return bool(self.statements) + 2 * bool(self.sections)


@dataclass(slots=True)
class LineItems:
    """All line items with their labels and trees."""

    items: dict[str, LineItem] = field(default_factory=dict)
    trees: dict[str, dict[str, dict[str, int]]] = field(default_factory=dict)
    _exact: dict[str, list[_Label]] = field(default_factory=dict)
    _patterns: list[_Label] = field(default_factory=list)
    _matched: dict[tuple[str, str | None, str | None], str | None] = field(default_factory=dict)
    _known: dict[str, bool] = field(default_factory=dict)

    def match(self, label: str | None, statement: str | None, section: str | None) -> str | None:
        """The code of a printed label in its place, or None when the vocabulary does not know it."""
        asked = (without_unit(fold(label)), statement, section)
        if asked not in self._matched:
            if len(self._matched) > _REMEMBERED:
                self._matched.clear()
            self._matched[asked] = self._match(*asked)
        return self._matched[asked]

    def _match(self, folded: str, statement: str | None, section: str | None) -> str | None:
        exact = [entry for entry in self._exact.get(folded, []) if entry.fits(statement, section)]
        if exact:
            return max(exact, key=lambda entry: entry.narrowness).code
        for entry in self._patterns:
            if entry.pattern and entry.fits(statement, section) and entry.pattern.search(folded):
                return entry.code
        return None

    def labels(self) -> dict[str, str]:
        """Every exact folded label with the code it means first."""
        return {label: entries[0].code for label, entries in self._exact.items()}

    def knows(self, label: str | None) -> bool:
        """Whether any statement or section gives this very label a meaning; patterns count when they fix its beginning."""
        folded = fold(label)
        if folded not in self._known:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            self._known[folded] = self._knows(folded)
        return self._known[folded]

    def _knows(self, folded: str) -> bool:
        anchored = (entry.pattern for entry in self._patterns if entry.pattern and entry.pattern.pattern.startswith("^"))
        return folded in self._exact or any(pattern.search(folded) for pattern in anchored)

    def parent(self, code: str) -> tuple[str | None, int]:
        """The first tree's parent of an item, with its weight."""
        for tree in self.trees.values():
            for parent, parts in tree.items():
                if code in parts:
                    return parent, parts[code]
        return None, 1

    def below(self, root: str) -> frozenset[str]:
        """Every item below a total, in any tree."""
        found: set[str] = set()
        todo = [root]
        while todo:
            code = todo.pop()
            for tree in self.trees.values():
                for part in tree.get(code, {}):
                    if part not in found:
                        found.add(part)
                        todo.append(part)
        return frozenset(found)


def _as_set(value: object) -> frozenset[str]:
    if value is None:
        return frozenset()
    return frozenset(value if isinstance(value, list) else [str(value)])


@cache
def line_items() -> LineItems:
    """The line items; raises VocabularyError for unknown keys, items or parts."""
    raw = load("line_items")
    known = {"sv", "en", "statement", "sign", "total", "part_in", "basis", "cost_class", "contributor_type", "labels", "patterns"}
    result = LineItems(trees=raw["trees"])
    for code, entry in raw["items"].items():
        if unknown := set(entry) - known:
            raise VocabularyError(f"line_items.yml: {code}: unknown key {sorted(unknown)}; allowed are {sorted(known)}")
        result.items[code] = LineItem(
            code=code,
            sv=entry["sv"],
            en=entry["en"],
            statement=entry["statement"],
            sign=entry.get("sign", 1),
            total=entry.get("total", False),
            part_in=_as_set(entry.get("part_in")),
            basis=entry.get("basis"),
            cost_class=entry.get("cost_class"),
            contributor_type=entry.get("contributor_type"),
        )
        for label in entry.get("labels", []):
            where: Mapping[str, Any] = label if isinstance(label, dict) else {"label": label}
            result._exact.setdefault(fold(str(where["label"])), []).append(
                _Label(code, _as_set(where.get("statement")), _as_set(where.get("section")))
            )
        for pattern in entry.get("patterns", []):
            where = pattern if isinstance(pattern, dict) else {"pattern": pattern}
            # Who pays is only a question among income rows: 'kommun' in a cost row is another matter.
            sections = _as_set(where.get("section")) or (frozenset({"income"}) if "contributor_type" in entry else frozenset())
            result._patterns.append(_Label(code, _as_set(where.get("statement")), sections, re.compile(str(where["pattern"]))))
    for form, tree in result.trees.items():
        for total, parts in tree.items():
            if missing := ({total} | set(parts)) - set(result.items):
                raise VocabularyError(f"line_items.yml: tree {form}: unknown item {sorted(missing)}")
    return result


@cache
def vocabulary_words() -> frozenset[str]:
    """Every word of every known label: what a word broken over two lines is recognised by."""
    return frozenset(word for label in line_items().labels() for word in label.split())


@dataclass(frozen=True, slots=True)
class Section:
    """A head inside a table: its code, and whether it replaces the sections above it."""

    code: str
    resets: bool


@cache
def _sections() -> list[tuple[re.Pattern[str], Section]]:
    return [(re.compile(e["pattern"]), Section(e["code"], e["resets"])) for e in load("sections")["sections"]]


@lru_cache(maxsize=_REMEMBERED)
def section_of(label: str) -> Section | None:
    """The section a row without amounts opens, or None."""
    folded = without_unit(fold(label))
    return next((section for pattern, section in _sections() if pattern.search(folded)), None)


@cache
def _row_pattern(name: str) -> re.Pattern[str]:
    return re.compile(load("sections")[name])


@lru_cache(maxsize=_REMEMBERED)
def is_total_label(label: str | None) -> bool:
    """Whether a label says it is a sum."""
    return bool(_row_pattern("total").search(fold(label)))


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A row that holds no money: its measure, unit, and whether it is a stock."""

    measure: str
    unit: str
    stock: bool


@cache
def _key_figures() -> list[tuple[re.Pattern[str], KeyFigure]]:
    return [(re.compile(e["pattern"]), KeyFigure(e["measure"], e["unit"], e["stock"])) for e in load("sections")["key_figures"]]


@lru_cache(maxsize=_REMEMBERED)
def key_figure_of(label: str | None) -> KeyFigure | None:
    """What a row measures when it is not money, or None."""
    folded = fold(label)
    return next((figure for pattern, figure in _key_figures() if pattern.search(folded)), None)


def is_of_which_label(label: str | None) -> bool:
    """Whether a label says it is part of another row ('varav')."""
    return bool(_row_pattern("of_which").search((label or "").casefold()))
