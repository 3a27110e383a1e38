"""The header block of an export: selections ("urval") as key and value, and the titles around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from ingest.exports.cells import Cell
from ingest.exports.words import explain
from ingest.lexicon import fold, load

_ALSO_ROWS = frozenset({"asked", "answered", "n"})


@dataclass(frozen=True, slots=True)
class Selection:
    """One selection: its code, the key and value as printed, and where the value stands."""

    code: str
    key: str
    value: str
    cell: Cell


@dataclass(slots=True)
class Selections:
    """What stands above and between the tables of a sheet, in reading order; a later value of a key replaces an earlier one."""

    chosen: dict[str, Selection] = field(default_factory=dict)
    titles: list[Cell] = field(default_factory=list)

    def value(self, code: str) -> str | None:
        """The value of a selection as printed."""
        found = self.chosen.get(code)
        return found.value if found else None

    def copy(self) -> Selections:
        """As things stand at this place of the sheet."""
        return Selections(dict(self.chosen), list(self.titles))


@cache
def _keys() -> dict[str, tuple[str, bool]]:
    found = {}
    for code, entry in load("exports")["selections"].items():
        for label in entry["labels"]:
            found[fold(str(label))] = (str(code), bool(entry.get("also_head")))
    return found


def selections_of(row: Sequence[Cell], next_row: Sequence[Cell]) -> list[Selection]:
    """The selections of a row: "Key: value" in a cell, or a key with its value in the next filled cell; none when it is no such row.

    `next_row` tells a selection from the head of a narrow table: below a head stands a label with a figure.
    """
    cells = [cell for cell in row if not cell.is_copy]
    if len(cells) > 2 and 2 * sum(explain(cell.text) is not None for cell in cells) > len(cells):
        return []  # the heads of a table, some of which also name selections
    found: list[Selection] = []
    index = 0
    while index < len(cells):
        own, ahead = cells[index], cells[index + 1] if index + 1 < len(cells) else None
        key, colon, value = own.text.partition(":")
        known = _keys().get(fold(key if colon else own.text))
        if known is None:
            return found
        if colon and value.strip():
            found.append(Selection(known[0], key.strip(), value.strip(), own))
            index += 1
        elif ahead is not None and (colon or not known[1] or (ahead.number is None and not _heads_figures(own, ahead, next_row))):
            found.append(Selection(known[0], key.strip(), ahead.text, ahead))
            index += 2
        elif ahead is None and colon:
            index += 1
        else:
            return found
    return found


def is_selection_always(row: Sequence[Cell]) -> bool:
    """Whether a row right below figures is a selection all the same: its key names nothing that rows of tables name."""
    key, colon, _ = row[0].text.partition(":")
    known = _keys().get(fold(key if colon else row[0].text))
    return known is not None and (bool(colon) or (not known[1] and known[0] not in _ALSO_ROWS))


def _heads_figures(key: Cell, value: Cell, below: Sequence[Cell]) -> bool:
    """Whether two cells side by side are heads of a label column and a column of figures."""
    if below and below[0].row != key.row + 1:
        return False
    figures = [cell for cell in below if cell.column == value.column and cell.number is not None]
    return explain(value.text) is not None and bool(figures) and any(cell.column == key.column for cell in below)
