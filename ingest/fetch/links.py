"""Links on a listing page, with the words people see on them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from lxml import etree, html

from ingest.fetch.answers import address

_TAIL = re.compile(
    r"[\s,;(]*\b(pdf|xlsx?|csv)?\b[\s,]*\d+([.,]\d+)?\s*(kb|mb|kbyte|mbyte)\b.*$"
    r"|[\s,;(]*öppnas i (nytt|ett nytt) fönster.*$"
    r"|[\s,;(]*\(?pdf\)?\s*$",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(r"\.(pdf|xlsx|xlsm|xls|csv|tsv)$", re.IGNORECASE)
_DOWNLOAD = re.compile(r"/download/\d+\.[0-9a-f]+/", re.IGNORECASE)  # the platform Sitevision: the file's name follows
_SITEVISION = re.compile(r"(/download/\d+\.[0-9a-f]+/)\d+/", re.IGNORECASE)
_MOST_LINKS = 200_000
_SAYS_NOTHING = re.compile(
    r"(klicka )?(här|ladda (ner|ned|hem)( (filen|dokumentet|rapporten|pdf))?|hämta|läs( mer| här| rapporten)?|öppna|visa|till dokumentet|"
    r"pdf|download|dokument|fil|länk)?[\s.…»>:]*",
    re.IGNORECASE,
)
_LONGEST_SURROUNDING = 200


@dataclass(frozen=True, slots=True)
class Link:
    """One link: absolute address without fragment, the words on it, and the file name its address ends with."""

    url: str
    text: str
    file_name: str
    is_document: bool


def read_links(body: bytes, url: str, charset: str | None = None) -> list[Link]:
    """Every link of a page in its order, each address once; a page that is no HTML has none."""
    root = _parsed(body, charset)
    if root is None:
        return []
    base = next((at for href in root.xpath("//base/@href") if (at := address(str(href), url))), url)
    found: dict[str, Link] = {}
    for number, anchor in enumerate(root.iter("a", "area")):
        if number > _MOST_LINKS:
            break
        href = (anchor.get("href") or "").strip()
        at = address(href, base) if href and not href.startswith("#") else None
        if not at:
            continue
        text = _text(anchor)
        is_document = is_document_address(at) or (anchor.get("type") or "").lower() == "application/pdf"
        known = found.get(at)
        if known is None or len(text) > len(known.text):
            found[at] = Link(at, text, name_of(at), is_document)
    return list(found.values())


def name_of(url: str) -> str:
    """The file name that an address ends with."""
    return unquote(urlsplit(url).path.rsplit("/", 1)[-1])


def is_document_address(url: str) -> bool:
    """Whether an address looks like a document's rather than a page's."""
    return is_document_name(name_of(url)) or bool(_DOWNLOAD.search(url))


def is_document_name(file_name: str) -> bool:
    """Whether a file name ends as those of documents do."""
    return bool(_DOCUMENT.search(file_name))


def lasting(url: str) -> str:
    """An address without what the platform changes in it when the document behind is replaced: Sitevision's time of upload."""
    return _SITEVISION.sub(r"\1", url)


def page_title(body: bytes, charset: str | None = None) -> str:
    """The first heading of a page, else its title; empty when it has none."""
    root = _parsed(body, charset)
    if root is None:
        return ""
    spoken = [" ".join(node.itertext()) for path in ("//h1", "//title") for node in root.xpath(path)]
    return next((" ".join(text.split()) for text in spoken if text.strip()), "")


def _parsed(body: bytes, charset: str | None) -> html.HtmlElement | None:
    """The page's tree, in the encoding it is in: UTF-8 wherever that is possible, else what is told, else what Windows wrote.

    Servers and pages often tell an encoding that their text is not in; text that is valid UTF-8 with letters beyond ASCII is.
    """
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        charset = "utf-16"
    elif _is_utf8(body):
        charset = "utf-8"
    elif charset is None and b"charset" not in body[:2000].lower():
        charset = "cp1252"
    for encoding in (charset, "cp1252"):
        try:
            return html.fromstring(body, parser=html.HTMLParser(encoding=encoding, huge_tree=False))
        except LookupError:  # an encoding nobody knows
            continue
        except (etree.LxmlError, ValueError):
            return None
    return None


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _text(anchor: html.HtmlElement) -> str:
    """The words on a link without what a platform adds of size and window; those around it when it only says "download"."""
    spoken = " ".join(" ".join(anchor.itertext()).split())
    spoken = _without_tail(spoken or anchor.get("aria-label") or anchor.get("title") or "")
    if not _SAYS_NOTHING.fullmatch(spoken):
        return spoken
    around = next(anchor.iterancestors("li", "tr", "p", "dd", "figure", "article"), None)
    whole = " ".join(" ".join(around.itertext()).split()) if around is not None else ""
    return _without_tail(whole) if len(whole) <= _LONGEST_SURROUNDING and whole else spoken


def _without_tail(spoken: str) -> str:
    before = None
    while before != spoken:
        before, spoken = spoken, _TAIL.sub("", spoken).strip()
    return spoken
