"""Links of pages and sitemaps as platforms write them."""

from __future__ import annotations

import gzip

import pytest

from ingest.fetch.find import find_documents, kind_of, year_of
from ingest.fetch.links import Link, lasting, read_links
from ingest.fetch.sitemaps import looks_like_sitemap, read_sitemap
from ingest.source_schema import Publication
from tests.fetch.site import swelling

PAGE = "https://www.sajt.test/om-oss/dokument.html"


def links_in(html: str, charset: str | None = None, encoding: str = "utf-8") -> list[Link]:
    """The links of a page's body."""
    return read_links(f"<html><body>{html}</body></html>".encode(encoding), PAGE, charset)


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("ar.pdf", "https://www.sajt.test/om-oss/ar.pdf"),
        ("/ar.pdf#page=3", "https://www.sajt.test/ar.pdf"),
        ("../ar.pdf?v=2&amp;x=%20", "https://www.sajt.test/ar.pdf?v=2&x=%20"),
        ("//CDN.Sajt.test:443/År 1.pdf", "https://cdn.sajt.test/%C3%85r%201.pdf"),
        ("http://åbygden.test/a.pdf", "http://xn--bygden-hua.test/a.pdf"),
        ("/a%2Fb%23c%3Fd.pdf", "https://www.sajt.test/a%2Fb%23c%3Fd.pdf"),
        ("http://sajt.test", "http://sajt.test/"),
        (" /ar\n.pdf ", "https://www.sajt.test/ar.pdf"),
        ("?open.12.18f=true", "https://www.sajt.test/om-oss/dokument.html?open.12.18f=true"),
    ],
)
def test_addresses_are_made_absolute_in_one_spelling(href: str, url: str) -> None:
    assert [link.url for link in links_in(f'<a href="{href}">Årsredovisning</a>')] == [url]


@pytest.mark.parametrize(
    "href", ["#topp", "mailto:a@b.se", "TEL:1", "JavaScript:x()", "data:text/html,x", "http://[x", "", "ftp://a/b.pdf"]
)
def test_what_leads_nowhere_is_left_out(href: str) -> None:
    assert links_in(f'<a href="{href}">x</a>') == []


def test_a_base_counts() -> None:
    body = b'<html><head><base href="/arkiv/"></head><body><a href="a.pdf">x</a></body></html>'
    assert [link.url for link in read_links(body, PAGE)] == ["https://www.sajt.test/arkiv/a.pdf"]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('<a href="a.pdf">Årsredovisning 2022<span> Pdf, 678.6 kB, öppnas i nytt fönster.</span></a>', "Årsredovisning 2022"),
        ('<a href="a.pdf">Årsredovisning 2022 (pdf)</a>', "Årsredovisning 2022"),
        ('<a href="a.pdf">Årsredovisning 2022 (PDF, 1,2 MB)</a>', "Årsredovisning 2022"),
        ('<li>Årsredovisning 2022 <a href="a.pdf">Ladda ner</a></li>', "Årsredovisning 2022 Ladda ner"),
        ('<tr><td>Årsredovisning 2022</td><td><a href="a.pdf"><img src="x"></a></td></tr>', "Årsredovisning 2022"),
        ('<p>Årsredovisning 2022: <a href="a.pdf">läs mer »</a></p>', "Årsredovisning 2022: läs mer »"),
        ('<a href="a.pdf" aria-label="Årsredovisning 2022"><svg></svg></a>', "Årsredovisning 2022"),
        ('<a href="a.pdf">x</a><a href="a.pdf">Årsredovisning 2022</a>', "Årsredovisning 2022"),
    ],
)
def test_the_words_people_see(html: str, text: str) -> None:
    html = f"<table>{html}</table>" if html.startswith("<tr") else html
    assert [link.text for link in links_in(html)] == [text]


@pytest.mark.parametrize(
    ("encoding", "charset"),
    [("utf-8", None), ("utf-8", "iso-8859-1"), ("cp1252", None), ("iso-8859-1", "iso-8859-1"), ("utf-16", None), ("cp1252", "x-okänd")],
)
def test_encodings_told_wrongly_or_not_at_all(encoding: str, charset: str | None) -> None:
    (link,) = links_in('<a href="a.pdf">Årsredovisning och delårsrapport</a>', charset, encoding)
    assert link.text == "Årsredovisning och delårsrapport"


@pytest.mark.parametrize("body", [b"", b"\0\0\0", b"%PDF-1.4", b"<", b'{"a": 1}', b"<html" * 5000])
def test_what_is_no_page_has_no_links(body: bytes) -> None:
    assert read_links(body, PAGE) == []


def test_a_replaced_document_of_sitevision_keeps_its_place() -> None:
    old, new = (f"https://x.test/download/18.2f6e/{epoch}/ar.pdf" for epoch in (1600000000000, 1700000000000))
    assert lasting(old) == lasting(new) != lasting(new.replace("2f6e", "2f6f"))


def test_sitemaps_and_their_indexes() -> None:
    ns = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    index = f'<?xml version="1.0"?><sitemapindex {ns}><sitemap><loc> https://x.test/a.xml.gz </loc></sitemap></sitemapindex>'.encode()
    pages = f"<urlset {ns}><url><loc>https://x.test/ar.pdf</loc></url><url><loc>https://x.test/om</loc></url></urlset>".encode()
    assert looks_like_sitemap(index)
    assert looks_like_sitemap(gzip.compress(pages))
    assert not looks_like_sitemap(b'<?xml version="1.0"?><!DOCTYPE html><html><urlset></html>')
    assert read_sitemap(index, PAGE, 1000).maps == ["https://x.test/a.xml.gz"]
    assert [link.is_document for link in read_sitemap(gzip.compress(pages), PAGE, 1000).links] == [True, False]
    assert read_sitemap(swelling(5), PAGE, 1_000_000).links == []
    assert read_sitemap(b"<urlset><loc>", PAGE, 1000).links == []
    bomb = b'<!DOCTYPE x [<!ENTITY a "https://x.test/a.pdf"><!ENTITY f SYSTEM "file:///etc/passwd">]><urlset><loc>&f;</loc></urlset>'
    assert read_sitemap(bomb, PAGE, 1000).links == []


def test_kind_and_year_from_words_or_name() -> None:
    assert kind_of(Link("https://x/a.pdf", "Delårsrapport per 31 augusti", "a.pdf", True)) == "interim_report"
    assert kind_of(Link("https://x/a.pdf", "Läs här", "arsredovisning-2021.pdf", True)) in ("annual_report", None)
    assert year_of(Link("https://x/a.pdf", "Läs här", "ar_2021.pdf", True)) == 2021


def test_which_links_a_publication_wants() -> None:
    def wanted(found: Link, **at: object) -> bool:
        place = {"listing": "https://x.test/", **at}
        return bool(find_documents([(Publication.model_validate({"kind": "annual_report", "at": place, "since": 2015}), [found])]))

    report = Link("https://x.test/1.pdf", "Årsredovisning 2020", "1.pdf", True)
    assert wanted(report)
    assert wanted(report, title=["årsredovisning"])
    assert not wanted(report, title=["bokslut"])
    assert not wanted(Link("https://x.test/1.pdf", "Årsredovisning 2012", "1.pdf", True))
    assert not wanted(Link("https://x.test/1.pdf", "Delårsrapport 2020", "1.pdf", True), title=["2020"])
    assert not wanted(Link("https://x.test/arsredovisning", "Årsredovisning 2020", "arsredovisning", False))
    assert wanted(Link("https://x.test/getfile.aspx?id=7", "Handling 7", "getfile.aspx", False), link=r"getfile\.aspx\?id=")
