"""Initiatives that only the text names: a chapter whose heading its own sentences use as the name of an activity."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.initiatives import InitiativeBook, Named, may_be_name
from ingest.lexicon import slug
from ingest.pdf.prose import Paragraph
from ingest.told.places import Places
from ingest.told.vocabulary import told

_NUMBERING = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})*\.?|[A-Z]\.)\s+")
_WORDS = 7  # a longer heading is a sentence, not a name


def bare_heading(heading: str) -> str:
    """A heading without its number."""
    return _NUMBERING.sub("", heading).strip(" .:")


def chapter_names(paragraphs: Sequence[Paragraph], book: InitiativeBook, places: Places) -> dict[str, Named]:
    """Heading to initiative, for headings that the book does not know and the text below speaks of as "i Namnet".

    The name must be printed the same way, with its capital; places and words that name no initiative are left out.
    """
    below: dict[str, list[str]] = {}
    for paragraph in paragraphs:
        if paragraph.headings:
            below.setdefault(paragraph.headings[-1], []).append(paragraph.text)
    found: dict[str, Named] = {}
    used = re.compile(told()["name_before"])
    for heading, texts in below.items():
        name = bare_heading(heading)
        if not may_be_name(name) or len(name.split()) > _WORDS or book.find(heading) or places.municipality(f"i {name}"):
            continue
        pattern = re.compile(rf"(?:{used.pattern})\s+{re.escape(name)}(?!\w)")
        if any(pattern.search(text) for text in texts):
            found[heading] = Named(slug(name), name)
    return found
