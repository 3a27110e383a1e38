"""Looking at one source: what its pages link to today, what is missing, and a draft of a file for a new one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from ingest.fetch.client import PoliteClient
    from ingest.fetch.links import Link
    from ingest.source_schema import Source

_MISSING_BACK = 5


@dataclass(frozen=True, slots=True)
class Listed:
    """One document link. `kind` as the words say; `wanted_as` the publication that asks for it, None when none does."""

    text: str
    url: str
    kind: str | None
    year: int | None
    wanted_as: str | None


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen of a source today."""

    source_id: str
    listed: list[Listed] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)  # "annual_report 2023"
    problems: list[str] = field(default_factory=list)
    preview: dict[str, Any] | None = None


def look_at(source: Source, client: PoliteClient, *, preview: bool, today: date | None = None) -> Look:
    """Ask the pages of a source, keep nothing; `preview` also reads the newest wanted document."""
    from ingest.fetch.find import find_documents, kind_of, year_of
    from ingest.fetch.memory import Memory
    from ingest.fetch.pages import Night, distinct, links_of

    night = Night(source.id)
    published = links_of(source, client, Memory(), night)
    links = distinct(published)
    wanted = {found.link.url: found for found in find_documents(published)}
    listed = [
        Listed(link.text or link.file_name, link.url, kind_of(link), year_of(link), wanted[link.url].kind if link.url in wanted else None)
        for link in links
        if link.is_document or link.url in wanted
    ]
    problems = [row.message or row.reason_code or "" for row in night.outcomes if row.outcome == "failed"]
    shown = None
    newest = max((row for row in listed if row.wanted_as), key=lambda row: (row.year or 0, row.url), default=None)
    if preview and newest:
        shown = _preview(source, newest.url, client)
    return Look(source.id, listed, _missing(source, listed, today or date.today()), problems, shown)


def _missing(source: Source, listed: list[Listed], today: date) -> list[str]:
    """Expected documents of the last years that no link names, and that are due."""
    there = {(row.wanted_as, row.year) for row in listed}
    missing = []
    for publication in source.publishes:
        if publication.expected is None:
            continue
        month, day = (int(part) for part in publication.expected.due.split("-"))
        years = range(max(publication.since or 0, today.year - _MISSING_BACK), today.year + 2)
        for year in years:
            due = date(year + publication.expected.years_after, month, min(day, 28))
            if due <= today and (publication.kind, year) not in there:
                missing.append(f"{publication.kind} {year}")
    return missing


def _preview(source: Source, url: str, client: PoliteClient) -> dict[str, Any]:
    """What the reader makes of one document."""
    from ingest.contracts import Refused
    from ingest.fetch.pages import drop_of
    from ingest.fetch.problems import FetchProblem
    from ingest.read import read_document

    try:
        drop = None if url.startswith("http") else drop_of(source, url)
        answer = drop.get(url, None, largest=client.manners.largest_document) if drop else client.get(url)
        reading = read_document(answer.body, urlsplit(url).path.rsplit("/", 1)[-1])
    except (FetchProblem, Refused) as problem:
        return {"url": url, "problem": f"{problem.reason_code}: {problem.message}"}
    document = reading.document
    return {
        "url": url,
        "association": document.association_name,
        "kind": document.report_type,
        "period": f"{document.period_start} – {document.period_end}",
        "pages": document.pages,
        "amounts": len(reading.finances),
        "participants": len(reading.participants),
        "goals": len(reading.goals),
        "not understood": len(reading.unread),
    }


def draft(url: str, source_id: str | None, client: PoliteClient) -> tuple[str, str]:
    """(id, YAML) of a source file made from a page that lists documents."""
    from ingest.catalogue import short_name
    from ingest.fetch.find import kind_of
    from ingest.fetch.links import page_title, read_links
    from ingest.lexicon import slug

    answer = client.get(url, largest=client.manners.largest_page)
    links = [link for link in read_links(answer.body, answer.final_url, answer.charset) if link.is_document]
    title = page_title(answer.body, answer.charset)
    name = source_id or slug(short_name(title)) or slug(urlsplit(url).hostname or "ny")
    kinds = Counter(kind_of(link) for link in links)
    site = f"{urlsplit(url).scheme}://{urlsplit(url).netloc}"
    lines = [
        f"id: {name}",
        f"name: {_scalar(title or 'Samordningsförbundet …')}  # as the association prints it",
        '# organisation_number: "222000-0000"',
        "# county: … län",
        f"site: {_scalar(site)}",
        "basis: public_page",
        "is_confirmed: false  # true when `finsam sources check` shows the right documents",
        "publishes:",
    ]
    for kind in sorted(kind for kind in kinds if kind):
        words = _words_of([link for link in links if kind_of(link) == kind])
        lines += [
            f"  - kind: {kind}  # {kinds[kind]} found",
            "    at:",
            f"      listing: {_scalar(url)}",
            f"      title: [{', '.join(map(_scalar, words))}]",
        ]
    if not any(kinds):
        lines[-1] = f"publishes: []  # no link of {url} names a kind of report"
    if kinds[None]:
        lines.append(
            f"# {kinds[None]} more documents name no kind of report: "
            + "; ".join(link.text or link.file_name for link in links if not kind_of(link))[:300]
        )
    return name, "\n".join(lines) + "\n"


def _scalar(text: str) -> str:
    """A page's words as one YAML value: quoted where they would mean something else."""
    import yaml

    plain: str = yaml.safe_dump(" ".join(text.split()), allow_unicode=True, width=10_000, default_flow_style=True)
    return plain.removesuffix("...\n").strip()


def _words_of(links: list[Link]) -> list[str]:
    """The words that name the kind on these links, the most frequent first."""
    from ingest.lexicon import fold

    words = Counter(
        word for link in links for word in set(fold(link.text or link.file_name).split()) if len(word) > 5 and not word.isdigit()
    )
    most = max(words.values(), default=0)
    return [word for word, count in words.most_common(3) if 2 * count >= most] or ["…"]
