"""Fills the page templates in `pages/`: static HTML, every value escaped, words from `pages/texts/<language>.yml`."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from expectations.messages import amount
from expectations.texts import load_texts
from orchestration.findings import Figure, Found

_FOLDER = Path(__file__).parent / "pages"


@cache
def page_words(language: str) -> dict[str, Any]:
    """The words of the pages in a language; raises ValueError for one that there is none of."""
    load_texts(language)
    words: dict[str, Any] = yaml.safe_load((_FOLDER / "texts" / f"{language}.yml").read_text(encoding="utf-8"))
    return words


@cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def fill(template: str, language: str, **values: Any) -> str:
    """One page. Templates know `t` (words of pages), `w` (words of findings), `kr` and the values given."""
    from markupsafe import Markup

    words = page_words(language)
    style = Markup((_FOLDER / "style.css").read_text(encoding="utf-8"))  # noqa: S704 - our own file
    shared = {"t": words, "w": load_texts(language), "kr": kronor, "style": style, "language": language, "release_line": ""}
    return _environment().get_template(template).render(shared | values)


def kronor(value: Decimal | None) -> str:
    """An amount as Swedish readers write it, without its unit: `1 234 567`."""
    return amount(value, "").strip()


def name_of(found: Found, language: str) -> str:
    """The finding's document as people call it."""
    return document_name(found.document, language) if found.document else str(found.row["file_name"])


def document_name(document: dict[str, Any], language: str) -> str:
    """A document (a row of dim_document) as people call it: kind of report and period, and its file."""
    kind = page_words(language)["report_types"].get(document["report_type"], document["report_type"])
    start, end = document["period_start"], document["period_end"]
    whole = start is not None and (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)
    if start is not None and start.year == end.year and start.day == 1 and (end + timedelta(1)).day == 1 and not whole:
        months = page_words(language)["months"]
        return f"{kind} {months[start.month]}–{months[end.month]} {end.year} ({document['file_name']})"
    period = f"{start} – {end}" if not whole else str(end.year) if start.year == end.year else f"{start.year}–{end.year}"
    return f"{kind} {period} ({document['file_name']})"


def place_of(figure: Figure, language: str) -> str:
    """Where a figure stands, in words."""
    words = page_words(language)
    where = words["page"].format(page=figure.page) if figure.page else figure.cell
    return ", ".join(part for part in (figure.file_name, where, figure.label, figure.column) if part)
