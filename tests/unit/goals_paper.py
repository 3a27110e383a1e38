"""Made-up pages for the tests of goals: words put at exact places, with bold where it is wanted, and coloured areas."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ingest.catalogue import Association
from ingest.contracts import Box, GoalRow
from ingest.goals.read import Goals, read_goals
from ingest.identity import Identity
from ingest.initiatives import InitiativeBook
from ingest.pdf.fills import Fill
from ingest.pdf.words import Page, Word

Entry = tuple[float, float, str] | tuple[float, float, str, float] | tuple[float, float, str, float, bool]


def words(x: float, y: float, text: str, size: float = 10.0, bold: bool = False) -> list[Word]:
    """The words of one text, left edge at x, upper edge at y."""
    found, at = [], x
    for part in text.split(" "):
        width = 0.5 * size * len(part)
        if part:
            found.append(Word(part, at, y, at + width, y + size, size, bold))
        at += width + 0.28 * size
    return found


def page(*entries: Entry, number: int = 1, fills: Sequence[tuple[Box, tuple[int, int, int]]] = ()) -> Page:
    """A page of texts (x, y, text, size, bold)."""
    made = Page(number, 595.0, 842.0, tuple(word for entry in entries for word in words(*entry)))
    made.derived["fills"] = tuple(Fill(box, rgb, is_text=False) for box, rgb in fills)
    return made


def rows_at(
    top: float, columns: Sequence[float], *rows: Sequence[str], pitch: float = 13.0, gap: float = 8.0, size: float = 10.0
) -> list[Entry]:
    """The texts of a table; a cell with line breaks takes several lines, rows stand `gap` further apart than lines."""
    entries: list[Entry] = []
    y = top
    for row in rows:
        for x, cell in zip(columns, row, strict=True):
            entries += [(x, y + i * pitch, text, size) for i, text in enumerate(cell.split("\n")) if text]
        y += pitch * max(cell.count("\n") + 1 for cell in row) + gap
    return entries


def read(*pages: Page, kind: str = "annual_report", names: dict[str, str] | None = None) -> Goals:
    """The goals of some pages."""
    identity = Identity(
        association=Association("provbygden", "Samordningsförbundet Provbygden"),
        association_printed="Provbygden",
        report_type=kind,
        title=None,
        registry_number=None,
        is_draft=False,
        period_start=date(2023, 1, 1),
        period_end=date(2023, 12, 31),
        fiscal_year=2023,
        adopted_on=None,
    )
    return read_goals(pages, (), identity, "f" * 64, InitiativeBook(names or {}))


def brief(rows: Sequence[GoalRow]) -> list[tuple[str, str]]:
    """Text and status of each goal."""
    return [(row.goal_text, row.status) for row in rows]
