"""Links on a listing page, with the words people see on them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

from lxml import etree, html

_TAIL = re.compile(
    r"[\s,;(]*\b(pdf|xlsx?|csv)?\b[\s,]*\d+([.,]\d+)?\s*(kb|mb|kbyte|mbyte)\b.*$"
    r"|[\s,;(]*öppnas i (nytt|ett nytt) fönster.*$"
    r"|[\s,;(]*\(?pdf\)?\s*$",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(r"\.(pdf|xlsx|xls|csv)$", re.IGNORECASE)
_DOWNLOAD = re.compile(r"/download/\d+\.[0-9a-f]+/", re.IGNORECASE)  # the platform Sitevision: the file's name follows
_DEEPEST = 200_000


@dataclass(frozen=True, slots=True)
class Link:
    """One link: absolute address without fragment, the words on it, and the file name its address ends with."""

    url: str
    text: str
    file_name: str
    is_document: bool


def read_links(body: bytes, url: str, charset: str | None = None) -> list[Link]:
    """Every link of a page in its order, each address once; a page that is no HTML has none."""
    try:
        root = html.fromstring(body, parser=html.HTMLParser(encoding=charset, huge_tree=False))
    except (etree.LxmlError, ValueError, LookupError):
        return []
    base = urljoin(url, str(next(iter(root.xpath("//base/@href")), "")))
    found: dict[str, Link] = {}
    for number, anchor in enumerate(root.iter("a", "area")):
        if number > _DEEPEST:
            break
        href = (anchor.get("href") or "").strip()
        address = _absolute(base, href)
        if not address:
            continue
        name = unquote(urlsplit(address).path.rsplit("/", 1)[-1])
        text = _text(anchor)
        kind = (anchor.get("type") or "").lower()
        is_document = bool(_DOCUMENT.search(name) or _DOWNLOAD.search(address) or kind == "application/pdf")
        known = found.get(address)
        if known is None or len(text) > len(known.text):
            found[address] = Link(address, text, name, is_document)
    return list(found.values())


def read_sitemap(body: bytes) -> list[Link]:
    """The addresses of an XML sitemap; no entity is resolved, no other file opened."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.LxmlError, ValueError):
        return []
    if root is None:
        return []
    found = []
    for place in root.iterfind(".//{*}loc"):
        address = _absolute("", (place.text or "").strip())
        if address:
            name = unquote(urlsplit(address).path.rsplit("/", 1)[-1])
            found.append(Link(address, "", name, bool(_DOCUMENT.search(name) or _DOWNLOAD.search(address))))
    return found


def _absolute(base: str, href: str) -> str | None:
    if not href or href.startswith(("#", "mailto:", "tel:", "javascript:", "data:")):
        return None
    try:
        parts = urlsplit(urljoin(base, href))
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", parts.query, ""))


def _text(anchor: html.HtmlElement) -> str:
    """The words on a link, without what a platform adds of size and window."""
    spoken = " ".join(" ".join(anchor.itertext()).split()) or anchor.get("aria-label") or anchor.get("title") or ""
    before = None
    while before != spoken:
        before, spoken = spoken, _TAIL.sub("", spoken).strip()
    return spoken
