"""The rows of one table to what they are: section path, line item, total or part, initiative, contributor.

Takes a `Table`; gives one `RowMeaning` a row. Amounts are looked at only to tell apart what words leave open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from ingest.lexicon import clean_label, fold, is_of_which_label, is_total_label, line_items, load, section_of, slug
from ingest.pdf.grid import Row
from ingest.tables import Table

_LEADING = re.compile(r"^\s*(?:[-–−•*·=+>➢]|\+/[-–−]|\(\s*[-+–−]\s*\)|\d{1,2}(?:\.\d{1,2})*\.?(?=\s))+\s*(?=\S)")


@dataclass(slots=True)
class RowMeaning:
    """What one row is."""

    row: Row
    label: str | None
    path: tuple[str, ...]
    section: str | None
    line_item: str | None
    is_total: bool
    is_of_which: bool
    explicit_total: bool
    initiative: str | None = None
    contributor: str | None = None


@cache
def _vocabulary() -> dict[str, Any]:
    raw: dict[str, Any] = load("sections")
    return raw


@cache
def _item_sections() -> dict[str, str]:
    vocabulary, items = _vocabulary(), line_items()
    found: dict[str, str] = {}
    for section, roots in vocabulary["item_sections"].items():
        for root in roots:
            found.setdefault(root, section)
            for code in items.below(root):
                found.setdefault(code, section)
    found.update(vocabulary["item_section_of"])
    return found


def _bare(label: str) -> str:
    return _LEADING.sub("", label)


class _Sections:
    """The heads above a row, kept while walking down a table."""

    def __init__(self, title_section: str | None) -> None:
        self.base = title_section
        self.heads: list[tuple[str, str | None, bool, float]] = []  # label, section, resets, indent
        self.ended: str | None = None  # the section that a sum has just ended: rows may still add to it

    def open(self, label: str, indent: float) -> None:
        section = section_of(label)
        self.ended = None
        if section and section.resets:
            self.heads = []
        else:
            while self.heads and not self.heads[-1][2] and self.heads[-1][3] >= indent - 3:
                self.heads.pop()
        code = section.code if section else self.current
        self.heads.append((label, code, bool(section and section.resets), indent))

    def close(self, section: str | None) -> None:
        """A sum ends its section, and what stands below it."""
        self.ended = section
        while self.heads and (not self.heads[-1][2] or self.heads[-1][1] == section):
            self.heads.pop()

    def close_inner(self) -> None:
        while self.heads and not self.heads[-1][2]:
            self.heads.pop()

    @property
    def current(self) -> str | None:
        return next((code for _, code, _, _ in reversed(self.heads) if code), self.base)

    @property
    def path(self) -> tuple[str, ...]:
        return tuple(label for label, *_ in self.heads)


def _candidate_sections(section: str | None) -> list[str | None]:
    return ["equity", "liabilities"] if section == "equity_and_liabilities" else [section]


def _match(label: str, statement: str | None, section: str | None) -> str | None:
    items = line_items()
    for candidate in _candidate_sections(section):
        for text in (label, _bare(label)):
            code = items.match(text, statement, candidate)
            if code in _vocabulary()["opening_as_income"] and re.search(_vocabulary()["closing_stock"], fold(text)):
                code = items.match(text, statement, None)
            if code:
                return code
    return None


def _unlabelled(section: str | None, seen: set[str]) -> str | None:
    vocabulary = _vocabulary()
    if section in {"equity_and_liabilities", "liabilities"} or (section == "equity" and "equity_closing" in seen):
        return str(vocabulary["closing_sum"])
    code = vocabulary["sum_items"].get(section)
    return str(code) if code else None


@cache
def _section_words() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(entry["pattern"]), entry["code"]) for entry in _vocabulary()["section_words"]]


def _section_by_word(label: str | None, table: Table) -> str | None:
    """The section that a word of an unknown label tells, in tables of income and costs."""
    if not label or table.statement in {"balance_sheet", "cash_flow", "balance_requirement"}:
        return None
    folded = fold(label)
    return next((code for pattern, code in _section_words() if pattern.search(folded)), None)


def _note_total(label: str | None, table: Table, code: str | None) -> str | None:
    """The sum of a note is the line that the note's title names, when its own label says no more than 'summa'."""
    title = table.heading.title if table.heading else ""
    named = _match(title, table.statement, table.title_section) or _match(title, "balance_sheet", table.title_section)
    bare = not label or not re.sub(_vocabulary()["bare_total"], "", fold(label)).strip()
    if not bare:
        return code
    return named or (code if table.title_section in {"income", "costs"} else None)


def read_rows(table: Table) -> list[RowMeaning]:
    """One meaning for each row that holds amounts, in printed order."""
    sections = _Sections(table.title_section)
    found: list[RowMeaning] = []
    seen: set[str] = set()
    items = line_items()
    initiative_heads = re.compile(_vocabulary()["initiative_heads"])
    for row in table.grid.rows:
        label = clean_label(row.label)
        if not row.cells:
            if label and (section_of(label) or not items.knows(label)):
                sections.open(label, row.indent)
            continue
        section = sections.current
        if label is None:
            code, explicit, of_which = _unlabelled(section, seen), True, False
        else:
            of_which = is_of_which_label(label)
            code = None if of_which else _match(label, table.statement, section or sections.ended)
            explicit = is_total_label(label)
        if explicit and table.statement == "note":
            code = _note_total(label, table, code)
        item = items.items.get(code or "")
        total = explicit or bool(item and item.total and table.statement not in item.part_in)
        own = _item_sections().get(code or "")
        by_word = _section_by_word(label, table) if own is None and section is None else None
        row_section = own or by_word or (section if section != "equity_and_liabilities" else "liabilities")
        if table.statement == "cash_flow":
            row_section = "cash_flow"
        meaning = RowMeaning(row, label, sections.path, row_section, code, total, of_which, explicit)
        if label and not total and not of_which:
            _name_parties(meaning, table, initiative_heads)
        found.append(meaning)
        if code:
            seen.add(code)
        _close_after(meaning, sections, table)
    settle_broad(found)
    return found


def _close_after(meaning: RowMeaning, sections: _Sections, table: Table) -> None:
    if not meaning.is_total or table.statement in {"cash_flow", "balance_requirement"}:
        return
    code = meaning.line_item
    if ended := _vocabulary()["sums_that_end"].get(code):
        sections.close(ended)
    elif meaning.section == "result" and table.statement != "balance_sheet":
        sections.heads = []
    elif meaning.explicit_total and code not in {"total_equity_and_liabilities"}:
        sections.close_inner()


def _name_parties(meaning: RowMeaning, table: Table, initiative_heads: re.Pattern[str]) -> None:
    """The contributor of an income row, and the initiative of a cost row the vocabulary does not know."""
    items, label = line_items(), meaning.label or ""
    if meaning.line_item and meaning.section == "income":
        if items.items[meaning.line_item].contributor_type in {"state", "region", "municipality", "esf"}:
            rest = re.sub(_vocabulary()["contributor_prefix"], "", fold(label))
            meaning.contributor = slug(re.sub(_vocabulary()["contributor_prefix"], "", rest)) or None
    elif meaning.line_item is None and meaning.section == "costs":
        heads = " ".join([*meaning.path[-1:], table.heading.title if table.heading and table.statement == "note" else ""])
        if initiative_heads.search(fold(heads)):
            meaning.initiative = slug(_bare(label))


def rematch(rows: list[RowMeaning], table: Table) -> None:
    """Look again at the rows no word has named, now that arithmetic has told their section."""
    heads = re.compile(_vocabulary()["initiative_heads"])
    taken = {row.line_item for row in rows}
    for meaning in rows:
        if meaning.line_item or meaning.is_of_which or not meaning.label or meaning.section is None:
            continue
        code = _match(meaning.label, table.statement, meaning.section)
        item = line_items().items.get(code or "")
        if item and not (item.total and item.code in taken):
            meaning.line_item = item.code
        if not meaning.is_total:
            _name_parties(meaning, table, heads)


def name_discovered(total: RowMeaning, parts: list[RowMeaning], table: Table) -> None:
    """The item of a sum that only arithmetic shows: that of its section, when it takes all the section's rows."""
    sections = {part.section for part in parts}
    if (
        len(sections) == 1
        and (section := sections.pop())
        and total.line_item is None
        and table.statement in {"income_statement", "budget_plan", "balance_sheet"}
    ):
        total.section = section
        code = _vocabulary()["sum_items"].get(section)
        total.line_item = code if section == "income" and not any(part.line_item == "opening_equity_as_income" for part in parts) else None


def settle_broad(rows: list[RowMeaning]) -> None:
    """'Övriga fordringar' is the whole of receivables only where no other receivable stands beside it."""
    for code, entry in _vocabulary()["broad_beside"].items():
        detail = any(row.line_item in entry["siblings"] for row in rows)
        for row in rows:
            if detail and row.line_item == code and not row.is_total and re.search(entry["pattern"], fold(row.label)):
                row.line_item = entry["becomes"]


def settle_twins(rows: list[RowMeaning], holds: dict[str, bool]) -> list[str]:
    """Where two rows of a table carry the same label meaning, give the earlier one its other name; returns the labels changed.

    `holds` says for each twin item whether arithmetic supports the other name.
    """
    changed = []
    for code, other in _vocabulary()["earlier_twin"].items():
        same = [r for r in rows if r.line_item == code]
        if len(same) >= 2 and holds.get(code) and not any(r.line_item == other for r in rows):
            same[0].line_item, same[0].is_total = other, False
            changed.append(same[0].label or "")
    return changed
