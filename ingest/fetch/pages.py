"""The links on the pages, sitemaps and drops of a source, asked for as little as can be."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from ingest.fetch.answers import Validators, address
from ingest.fetch.client import PoliteClient
from ingest.fetch.drops import Drop
from ingest.fetch.links import Link, name_of, read_links
from ingest.fetch.memory import KnownPage, Memory
from ingest.fetch.problems import FetchProblem
from ingest.fetch.sitemaps import looks_like_sitemap, read_sitemap
from ingest.source_schema import Place, Publication, Source

State = Literal["ok", "unchanged", "refused", "failed"]
_MOST_PAGES = 40
_OF_ONE_ADDRESS = frozenset({"not_found", "forbidden", "robots_forbids", "no_web_address", "file_changed", "private_address"})
"""Problems of one document, which say nothing of the source."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one address. `file_name` is the archive's, or the address where nothing was kept."""

    source_id: str
    url: str
    file_name: str
    document_id: str | None
    outcome: State
    reason_code: str | None = None
    message: str | None = None


@dataclass(slots=True)
class Night:
    """The outcomes of one source, and what it cost its sites."""

    source_id: str
    outcomes: list[Outcome] = field(default_factory=list)
    pages_asked: int = 0
    pages_failed: int = 0
    documents_asked: int = 0
    downloaded: int = 0

    @property
    def has_failed(self) -> bool:
        """Whether the source could not be read: a page of it, or its documents for more than a reason of their own."""
        failed = [row for row in self.outcomes if row.outcome == "failed"]
        nothing_came = bool(failed) and all(row.outcome == "failed" for row in self.outcomes)
        return bool(self.pages_failed) or nothing_came or any(row.reason_code not in _OF_ONE_ADDRESS for row in failed)


def links_of(source: Source, client: PoliteClient, memory: Memory, night: Night) -> list[tuple[Publication, list[Link]]]:
    """What each publication of a source links to. A page that several share is asked for once."""
    asked: dict[str, KnownPage] = {}
    found: dict[tuple[str, str], list[Link]] = {}

    def page(url: str) -> KnownPage:
        if url not in asked:
            asked[url] = _page(url, client, memory, night)
        return asked[url]

    given = []
    for publication in source.publishes:
        at = publication.at
        key = (at.listing or at.sitemap or at.folder or at.store or "", at.pages or "")
        if at.urls:
            given.append((publication, [Link(url, "", name_of(url), True) for one in at.urls if (url := address(one))]))
            continue
        if key not in found:
            found[key] = _dropped(at, night) if at.folder or at.store else _all_links(key[0], key[1], page, night)
        given.append((publication, found[key]))
    if not night.pages_failed:  # pages that nothing leads to any more
        memory.pages = {url: known for url, known in memory.pages.items() if url in asked}
    return given


def _dropped(at: Place, night: Night) -> list[Link]:
    place = at.folder or at.store or ""
    night.pages_asked += 1
    try:
        return Drop.of(place).links()
    except FetchProblem as problem:
        _fail(night, place, problem.reason_code, problem.message)
        return []


def drop_of(source: Source, url: str) -> Drop | None:
    """The drop folder or store an address of this source lies in; None for the web."""
    for publication in source.publishes:
        place = publication.at.folder or publication.at.store
        if place and (drop := Drop.of(place)) and url.startswith(f"{drop.prefix}/"):
            return drop
    return None


def _all_links(start: str, pages: str, page: Callable[[str], KnownPage], night: Night) -> list[Link]:
    """The links of a listing or sitemap and of the pages it leads on to, on the same site."""
    first = address(start) or start
    links: dict[str, Link] = {}
    ahead, seen = [first], {first}
    while ahead:
        url = ahead.pop(0)
        known = page(url)
        for link in known.links:
            links.setdefault(link.url, link)
        onward = [*known.maps, *(link.url for link in known.links if pages and not link.is_document and re.search(pages, link.url))]
        for other in onward:
            if other not in seen and urlsplit(other).netloc == urlsplit(first).netloc:
                seen.add(other)
                ahead += [other] if len(seen) <= _MOST_PAGES else []
    if len(seen) > _MOST_PAGES:
        told = f"{start} leads to {len(seen)} pages, of which {_MOST_PAGES} were read: make its 'pages' pattern narrower"
        _fail(night, start, "too_many_pages", told)
    return list(links.values())


def _page(url: str, client: PoliteClient, memory: Memory, night: Night) -> KnownPage:
    """A page's links, those it had when it cannot be read or suddenly has none."""
    known = memory.pages.get(url)
    before = known or KnownPage(Validators(), [])
    night.pages_asked += 1
    try:
        answer = client.get(url, known.validators if known else None, largest=client.manners.largest_page)
    except FetchProblem as problem:
        _fail(night, url, problem.reason_code, problem.message)
        return before
    if answer.is_unchanged:
        return before
    if looks_like_sitemap(answer.body):
        sitemap = read_sitemap(answer.body, answer.final_url, client.manners.largest_page)
        links, maps = sitemap.links, sitemap.maps
    else:
        links, maps = read_links(answer.body, answer.final_url, answer.charset), []
    if not links and not maps:
        _fail(night, url, "empty_listing", f"{url} holds no links: is it the page it was?")
        return before
    memory.pages[url] = KnownPage(answer.validators, links, maps)
    return memory.pages[url]


def _fail(night: Night, url: str, reason_code: str, message: str) -> None:
    night.pages_failed += 1
    night.outcomes.append(Outcome(night.source_id, url, url, None, "failed", reason_code, message))


def distinct(published: Sequence[tuple[Publication, list[Link]]]) -> list[Link]:
    """Every link once."""
    return list({link.url: link for _, links in published for link in links}.values())
