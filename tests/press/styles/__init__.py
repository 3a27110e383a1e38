"""Layout styles: each module draws a Document as one PDF with its own producer and its own look."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Protocol

from tests.press.document import Document


class Style(Protocol):
    """A layout: `look` holds the house's choices (page size, colours …)."""

    def __call__(self, made: Document, look: dict[str, object], target: Path) -> None: ...


STYLES = {
    "typst_grid": ("typst_grid", "render"),
    "typst_magazine": ("typst_magazine", "render"),
    "typst_wrapped": ("typst_wrapped", "render"),
    "typst_leaders": ("typst_leaders", "render"),
    "reportlab_typewriter": ("reportlab_typewriter", "render"),
    "reportlab_ledger": ("reportlab_ledger", "render"),
    "reportlab_turned": ("reportlab_turned", "render"),
    "writer_banded": ("writer", "banded"),
    "writer_plain": ("writer", "plain"),
    "writer_captions": ("writer", "captions"),
    "writer_tabs": ("writer", "tabs"),
    "calc_grid": ("calc", "grid"),
    "calc_sheet": ("calc", "sheet"),
}


def style(name: str) -> Style:
    """The layout called `name`; its producer is imported only when it is used."""
    if name not in STYLES:
        raise ValueError(f"no style called {name!r}; there are {', '.join(sorted(STYLES))}")
    module, function = STYLES[name]
    drawn: Style = getattr(import_module(f"tests.press.styles.{module}"), function)
    return drawn
