"""Listing pages as the three platforms write them, from the documents that are to be on them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from urllib.parse import quote

from tests.fetch.site import Resource, Web


@dataclass(slots=True)
class Paper:
    """A document on a listing: the words people see, the name in the address, the bytes."""

    title: str
    name: str
    body: bytes
    epoch: int = 1_600_000_000_000
    listed: bool = True
    path: str = ""  # where it stands, when not where the platform puts it


@dataclass(slots=True)
class Forening:
    """One association's site."""

    name: str
    style: str
    papers: list[Paper] = field(default_factory=list)
    is_rebuilding: bool = False

    @property
    def host(self) -> str:
        """Its name in the simulated web."""
        return f"{self.name}.test"

    @property
    def listing(self) -> str:
        """The path of its listing page."""
        return {"sitevision": "/om-oss/dokument.html", "wordpress": "/dokument/", "aspx": "/Dokument.aspx"}[self.style]

    def path_of(self, paper: Paper) -> str:
        """Where a document stands."""
        if paper.path:
            return paper.path
        if self.style == "sitevision":
            code = hashlib.sha256(f"{self.name}{paper.name}".encode()).hexdigest()[:12]
            return f"/download/18.{code}/{paper.epoch}/{quote(paper.name)}"
        return f"/wp-content/uploads/2024/03/{quote(paper.name)}" if self.style == "wordpress" else f"/getfile/{quote(paper.name)}"

    def publish(self, web: Web) -> None:
        """Put the listing and every document that is not there yet on the web; a listing that says the same is left alone."""
        body = self._page(web).encode("cp1252" if self.style == "aspx" else "utf-8")
        page = web.resources.get((self.host, self.listing))
        if page is None:
            kind = "text/html" if self.style == "aspx" else "text/html; charset=utf-8"
            web.put(self.host, self.listing, Resource(body, kind, validators="date" if self.style == "wordpress" else "etag"))
            web.put(self.host, "/robots.txt", Resource(b"User-agent: *\nDisallow: /privat/\n", "text/plain"))
        elif page.body != body:
            page.replace(body)
        for paper in self.papers:
            at = web.resources.get((self.host, self.path_of(paper)))
            if at is None:
                web.put(self.host, self.path_of(paper), Resource(paper.body, validators="date" if self.style == "aspx" else "etag"))

    def _page(self, web: Web) -> str:
        if self.is_rebuilding:
            return "<html><body>Vi bygger om</body></html>"
        links = "\n".join(self._link(web, paper) for paper in self.papers if paper.listed)
        noise = (
            '<a href="mailto:kansli@example.org">Kansli</a> <a href="#topp">Upp</a> <a href="JavaScript:void(0)">Meny</a>'
            ' <a href="https://[trasig/x.pdf">Trasig</a> <a href="/kontakt">Kontakt</a>'
        )
        body = f"<h1>Dokument – {self.name}</h1>{noise}<ul>{links}</ul>"
        return f"<!DOCTYPE html><html><head><title>{self.name}</title></head><body>{body}</body></html>"

    def _link(self, web: Web, paper: Paper) -> str:
        path = self.path_of(paper)
        if self.style == "sitevision":
            return f'<li><a href="{path}#page=1">{paper.title}<span> Pdf, 678.6 kB, öppnas i nytt fönster.</span></a></li>'
        if self.style == "wordpress":
            return f'<li>{paper.title} <a href="{web.url(self.host, path)}">Ladda ner</a></li>'
        return f'<li><a href="..{path}" title="öppnas">{paper.title} (pdf)</a></li>'
