"""One source's night: ask its pages and documents for news, keep what is new, say of every address what came of it.

Pure but for the client, the shelf and the memory given to it. A problem with one address is that address's outcome.
"""

from __future__ import annotations

from ingest.fetch.client import PoliteClient
from ingest.fetch.documents import Asking, Door
from ingest.fetch.find import find_documents
from ingest.fetch.links import lasting
from ingest.fetch.memory import Memory
from ingest.fetch.pages import Night, Outcome, links_of
from ingest.fetch.shelf import Shelf
from ingest.source_schema import Source


def spend_night(source: Source, client: PoliteClient, shelf: Shelf, memory: Memory, *, now: str, door: Door) -> Night:
    """Ask everything a source publishes. `now` is UTC, ISO 8601; `memory` is brought up to date, what is new is noted."""
    night = Night(source.id)
    asking = Asking(source, client, shelf, memory, night, door, now)
    try:
        wanted = {lasting(found.link.url): found for found in find_documents(links_of(source, client, memory, night))}
        later = set(memory.failed)  # what failed last time comes last: a host that breaks on it has answered for the rest
        for _, found in sorted(wanted.items(), key=lambda pair: pair[0] in later):
            night.outcomes.append(asking.document(found))
    finally:
        shelf.note(source.id)
    _note_unlisted(source, memory, night, set(wanted), now)
    memory.failed = [lasting(row.url) for row in night.outcomes if row.outcome == "failed"]
    memory.failed_nights = memory.failed_nights + 1 if night.has_failed else 0
    return night


def _note_unlisted(source: Source, memory: Memory, night: Night, wanted: set[str], now: str) -> None:
    """Tell, once, of documents that no page links to any more; of all at once only when the page says it too."""
    standing = {url: known for url, known in memory.documents.items() if known.gone_since is None and not known.refused}
    missing = {url: known for url, known in standing.items() if url not in wanted}
    if night.pages_failed or not missing:
        return
    on_pages = [url for url in standing if url.startswith("http")]  # what lay in a drop folder may be taken away
    if len(on_pages) > 1 and all(url in missing for url in on_pages):
        told = f"the pages of {source.id} link to none of the {len(on_pages)} documents they had: are they the pages they were?"
        night.pages_failed += 1
        night.outcomes.append(Outcome(source.id, source.id, source.id, None, "failed", "listing_lost_all", told))
        return
    for known in missing.values():
        known.gone_since = now
        told = "no page of the source links to it any more; what was fetched is kept"
        night.outcomes.append(Outcome(source.id, known.url, known.file_name, known.sha256, "unchanged", "no_longer_listed", told))
