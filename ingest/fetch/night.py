"""One source's night: ask its pages and documents for news, keep what is new, say of every address what came of it.

Pure but for the client, the archive and the memory given to it. A problem with one address is that address's outcome.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Literal
from urllib.parse import urlsplit

from ingest.archive import Archive, Entry
from ingest.contracts import Refused
from ingest.fetch.client import Answer, PoliteClient
from ingest.fetch.find import Found, find_documents
from ingest.fetch.links import Link, read_links, read_sitemap
from ingest.fetch.memory import KnownDocument, KnownPage, Memory
from ingest.fetch.problems import FetchProblem
from ingest.source_schema import Publication, Source

State = Literal["ok", "unchanged", "refused", "failed"]
Door = Callable[[bytes, str], None]
"""Raises `Refused` for bytes that may not be kept."""

_MOST_PAGES = 40
_MAGIC = {b"%PDF": ".pdf", b"PK\x03\x04": ".xlsx"}


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
    """The outcomes of one source, and whether its pages could be read at all."""

    source_id: str
    outcomes: list[Outcome] = field(default_factory=list)
    pages_asked: int = 0
    documents_asked: int = 0
    downloaded: int = 0

    @property
    def has_failed(self) -> bool:
        """Whether something should have been read and could not be."""
        return any(row.outcome == "failed" for row in self.outcomes)


def spend_night(source: Source, client: PoliteClient, archive: Archive, memory: Memory, *, now: str, door: Door) -> Night:
    """Ask everything a source publishes. `now` is UTC, ISO 8601; `memory` is brought up to date."""
    night = Night(source.id)
    taken = {entry.file_name: entry.sha256 for entry in archive.entries()}
    names = {sha: name for name, sha in reversed(taken.items())}
    wanted = _wanted(source, client, memory, night)
    for url, found in wanted.items():
        night.outcomes.append(_document(source, found, client, archive, memory, night, taken, names, now=now, door=door))
        if (known := memory.documents.get(url)) and known.gone_since:
            known.gone_since = None
    asked_all = not any(row.outcome == "failed" and row.document_id is None and row.file_name == row.url for row in night.outcomes)
    for url, known in memory.documents.items():
        if asked_all and url not in wanted and known.gone_since is None:
            known.gone_since = now
            told = "no page of the source links to it any more; what was fetched is kept"
            night.outcomes.append(Outcome(source.id, url, known.file_name, known.sha256, "unchanged", "no_longer_listed", told))
    memory.failed_nights = memory.failed_nights + 1 if night.has_failed else 0
    return night


def _wanted(source: Source, client: PoliteClient, memory: Memory, night: Night) -> dict[str, Found]:
    """The documents that the source's pages link to today, by address."""
    by_place: dict[tuple[str, str], list[Publication]] = {}
    wanted: dict[str, Found] = {}
    for publication in source.publishes:
        place = publication.at
        for url in place.urls:
            wanted.setdefault(url, Found(Link(url, "", PurePosixPath(urlsplit(url).path).name, True), publication.kind, None))
        if start := place.listing or place.sitemap:
            by_place.setdefault((start, place.pages or ""), []).append(publication)
    for (start, pages), publications in by_place.items():
        for link in _all_links(start, pages, client, memory, night):
            for found in find_documents([link], publications):
                wanted.setdefault(link.url, found)
    return wanted


def _all_links(start: str, pages: str, client: PoliteClient, memory: Memory, night: Night) -> list[Link]:
    """The links of a listing and of the pages it leads on to, on the same site."""
    links: dict[str, Link] = {}
    ahead, seen = [start], {start}
    while ahead:
        url = ahead.pop(0)
        for link in _page(url, client, memory, night):
            links.setdefault(link.url, link)
            on_site = urlsplit(link.url).netloc == urlsplit(start).netloc
            if (
                pages
                and on_site
                and not link.is_document
                and link.url not in seen
                and len(seen) < _MOST_PAGES
                and re.search(pages, link.url)
            ):
                seen.add(link.url)
                ahead.append(link.url)
    return list(links.values())


def _page(url: str, client: PoliteClient, memory: Memory, night: Night) -> list[Link]:
    known = memory.pages.get(url)
    night.pages_asked += 1
    try:
        answer = client.get(url, known.validators if known else None, largest=client.manners.largest_page)
    except FetchProblem as problem:
        night.outcomes.append(Outcome(night.source_id, url, url, None, "failed", problem.reason_code, problem.message))
        return known.links if known else []
    if answer.is_unchanged and known:
        return known.links
    is_map = answer.body.lstrip()[:5] == b"<?xml" and b"<html" not in answer.body[:2000].lower()
    links = read_sitemap(answer.body) if is_map else read_links(answer.body, answer.final_url)
    memory.pages[url] = KnownPage(answer.validators, links)
    if not links:
        told = f"{url} holds no links: is it the page it was?"
        night.outcomes.append(Outcome(night.source_id, url, url, None, "failed", "empty_listing", told))
    return links


def _document(
    source: Source,
    found: Found,
    client: PoliteClient,
    archive: Archive,
    memory: Memory,
    night: Night,
    taken: dict[str, str],
    names: dict[str, str],
    *,
    now: str,
    door: Door,
) -> Outcome:
    url = found.link.url
    known = memory.documents.get(url)
    night.documents_asked += 1
    try:
        answer = client.get(url, known.validators if known else None)
        if not answer.is_unchanged:
            night.downloaded += 1
    except FetchProblem as problem:
        name = known.file_name if known else url
        return Outcome(source.id, url, name, known.sha256 if known else None, "failed", problem.reason_code, problem.message)
    if answer.is_unchanged and known:
        return Outcome(source.id, url, known.file_name, known.sha256, "unchanged")
    sha256 = hashlib.sha256(answer.body).hexdigest()
    if known and sha256 == known.sha256:
        known.validators = answer.validators
        return Outcome(source.id, url, known.file_name, sha256, "unchanged")
    try:
        suffix = _kind_of_bytes(answer, found)
        name = names.get(sha256) or _free_name(source.id, found, answer, suffix, taken, known)
        if sha256 not in names:
            door(answer.body, name)
    except Refused as refusal:
        return Outcome(source.id, url, url, None, "refused", refusal.reason_code, refusal.message)
    memory.documents[url] = KnownDocument(answer.validators, sha256, name, known.versions + 1 if known else 1)
    if sha256 in names:
        return Outcome(source.id, url, name, sha256, "unchanged", "duplicate", f"the same bytes as {name}, which stands for both")
    entry = Entry(name, sha256, len(answer.body), source.id, url, found.kind, found.link.text, now, known.sha256 if known else None)
    archive.add([(entry, answer.body)])
    taken[name], names[sha256] = sha256, name
    told = f"a new version of {known.file_name}" if known else None
    return Outcome(source.id, url, name, sha256, "ok", "new_version" if known else None, told)


def _kind_of_bytes(answer: Answer, found: Found) -> str:
    """The suffix of what came; raises Refused for a page where a document was promised."""
    if not answer.body:
        raise Refused("empty", f"{answer.final_url} answers with nothing")
    start = answer.body[:1024].lstrip()
    for magic, suffix in _MAGIC.items():
        if start.startswith(magic):
            return suffix
    if start[:1] == b"<" or answer.content_type == "text/html":
        raise Refused("html_instead_of_document", f"{answer.final_url} is a web page, not the document its link promises")
    suffix = PurePosixPath(found.link.file_name).suffix.lower()
    if suffix in (".csv", ".xls"):
        return suffix
    raise Refused("not_a_document", f"{answer.final_url} is neither PDF, workbook nor CSV ({answer.content_type or 'no type given'})")


def _free_name(source_id: str, found: Found, answer: Answer, suffix: str, taken: dict[str, str], known: KnownDocument | None) -> str:
    """<source>/<name>: the server's name or the address's, made safe; a number where another document has it already."""
    if known:
        stem = re.sub(r"\.v\d+$", "", PurePosixPath(known.file_name).with_suffix("").as_posix())
        return _first_free(lambda n: f"{stem}.v{n}{suffix}", known.versions + 1, taken)
    raw = PurePosixPath(
        found.link.file_name if PurePosixPath(found.link.file_name).suffix else answer.file_name or found.link.file_name
    ).stem
    stem = re.sub(r"[^\w.() -]+", "_", raw or found.link.text)[:120].strip(" ._-") or found.kind
    return _first_free(lambda n: f"{source_id}/{stem}{f' ({n})' if n > 1 else ''}{suffix}", 1, taken)


def _first_free(named: Callable[[int], str], start: int, taken: dict[str, str]) -> str:
    number = start
    while named(number) in taken:
        number += 1
    return named(number)
