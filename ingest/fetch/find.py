"""Which links of a source's pages are documents it publishes, and of which kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.fetch.links import Link
from ingest.headers import find_years
from ingest.lexicon import fold, load
from ingest.source_schema import Publication


@dataclass(frozen=True, slots=True)
class Found:
    """A link taken for a document of a kind. `year` is what the words say; the reader decides for itself."""

    link: Link
    kind: str
    year: int | None


def kind_of(link: Link) -> str | None:
    """The kind of report that the words on a link name, else those of its file name; None when neither does."""
    for text in (link.text, re.sub(r"[-_.%]+", " ", link.file_name)):
        small = text.casefold()
        for entry in load("documents")["report_types"]:
            if re.search(entry["pattern"], small):
                code: str = entry["code"]
                return code
    return None


def year_of(link: Link) -> int | None:
    """The first year that the words on a link or its file name hold."""
    for text in (link.text, re.sub(r"[-_.%]+", " ", link.file_name)):
        years = find_years(text)
        if years:
            return years[0]
    return None


def find_documents(links: Sequence[Link], publications: Sequence[Publication]) -> list[Found]:
    """The links that are documents of these publications, each once, under the first publication that wants it."""
    found = []
    for link in links:
        wanted = next((p for p in publications if _wants(p, link)), None)
        if wanted:
            found.append(Found(link, wanted.kind, year_of(link)))
    return found


def _wants(publication: Publication, link: Link) -> bool:
    if not link.is_document and not publication.at.link:
        return False
    if publication.at.link and not re.search(publication.at.link, link.url):
        return False
    year = year_of(link)
    if publication.since and year and year < publication.since:
        return False
    kind = kind_of(link)
    if kind and kind != publication.kind and not publication.at.title:
        return False
    if not publication.at.title:
        return kind == publication.kind
    words = fold(f"{link.text} {re.sub(r'[-_.%]+', ' ', link.file_name)}")
    named = any(fold(title) in words for title in publication.at.title)
    return named and (kind is None or kind == publication.kind or publication.kind == "other")
