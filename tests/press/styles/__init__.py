"""Layout styles: each module draws a Document as one PDF with its own producer and its own look."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from tests.press.document import Document


class Style(Protocol):
    """A layout: `look` holds the house's choices (page size, colours …)."""

    def __call__(self, made: Document, look: dict[str, object], target: Path) -> None: ...


def style(name: str) -> Style:
    """The layout called `name`; its producer is imported only when it is used."""
    if name == "typst_grid":
        from tests.press.styles.typst_grid import render

        return render
    if name == "reportlab_ledger":
        from tests.press.styles.reportlab_ledger import render as ledger

        return ledger
    if name in ("writer_banded", "writer_plain"):
        from tests.press.styles.writer import banded, plain

        return banded if name == "writer_banded" else plain
    raise ValueError(f"no style called {name!r}")
