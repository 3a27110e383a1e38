"""XML sitemaps: addresses of pages and documents, and of further sitemaps."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from lxml import etree

from ingest.fetch.answers import address, unzipped
from ingest.fetch.links import Link, is_document_address, name_of


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What a sitemap names: further sitemaps, or pages and documents."""

    maps: list[str]
    links: list[Link]


def looks_like_sitemap(body: bytes) -> bool:
    """Whether bytes are a sitemap, packed or not, rather than a page."""
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:2000].lower()
    return body.startswith(b"\x1f\x8b") or ((b"<urlset" in start or b"<sitemapindex" in start) and b"<html" not in start)


def read_sitemap(body: bytes, url: str, largest: int) -> Sitemap:
    """The addresses of a sitemap; no entity is resolved, no other file opened; one that can't be read names nothing."""
    if body.startswith(b"\x1f\x8b"):
        body = _unpacked(body, largest)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.LxmlError, ValueError):
        return Sitemap([], [])
    said = (" ".join((place.text or "").split()) for place in root.iterfind(".//{*}loc"))
    found = dict.fromkeys(at for text in said if text and (at := address(text, url)))
    if etree.QName(root).localname == "sitemapindex":
        return Sitemap(list(found), [])
    return Sitemap([], [Link(at, "", name_of(at), is_document_address(at)) for at in found])


def _unpacked(body: bytes, largest: int) -> bytes:
    whole = bytearray()
    try:
        for piece in unzipped([body]):
            whole += piece
            if len(whole) > largest:
                return b""
    except zlib.error:
        return b""
    return bytes(whole)
