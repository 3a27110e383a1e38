"""Which links of a publication's pages are documents it publishes, and of which kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
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


def _spoken(file_name: str) -> str:
    return re.sub(r"[-_.%+]+", " ", file_name)


def kind_of(link: Link) -> str | None:
    """The kind of report that the words on a link name, else those of its file name; None when neither does."""
    for text in (link.text, _spoken(link.file_name)):
        small = text.casefold()
        for entry in load("documents")["report_types"]:
            if re.search(entry["pattern"], small):
                code: str = entry["code"]
                return code
    return None


def year_of(link: Link) -> int | None:
    """The first year that the words on a link or its file name hold."""
    for text in (link.text, _spoken(link.file_name)):
        years = find_years(text)
        if years:
            return years[0]
    return None


def find_documents(published: Iterable[tuple[Publication, Sequence[Link]]]) -> list[Found]:
    """The links that are documents of their publication, each once, under the first publication that wants it."""
    found: dict[str, Found] = {}
    for publication, links in published:
        for link in links:
            if link.url not in found and _wants(publication, link):
                found[link.url] = Found(link, publication.kind, year_of(link))
    return list(found.values())


def _wants(publication: Publication, link: Link) -> bool:
    place = publication.at
    if place.urls:
        return True
    if place.link and not re.search(place.link, link.url):
        return False
    words = fold(f"{link.text} {_spoken(link.file_name)}")
    named = any(fold(title) in words for title in place.title)
    if place.title and not named:
        return False
    year = year_of(link)
    if publication.since and year and year < publication.since:
        return False
    if place.folder or place.store:
        return True
    if not link.is_document and not place.link:
        return False
    kind = kind_of(link)
    if kind is None:
        return named or bool(place.link)
    return kind == publication.kind or (publication.kind == "other" and named)
