"""Bytes of a PDF to pages of words with boxes, by pdfplumber.

Gives `Page` objects only; what the words mean does not belong here. A document that cannot be opened, or has no
text, is refused by name.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ingest.contracts import Box, Refused

# Share of the font size that makes a gap between characters a gap between words, for producers that print no spaces.
_GAP_RATIO = 0.18
_MAX_PAGES = 500


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters without space. Box in points, top left origin, as displayed."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool

    @property
    def middle(self) -> float:
        """The height of the word's centre on the page."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Page:
    """One page: number from 1, size in points, words in no particular order."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]


def union(boxes: list[Box]) -> Box:
    """The smallest box around all."""
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))


def _words(page: Any) -> tuple[Word, ...]:
    found = page.dedupe_chars(tolerance=0.5).extract_words(
        x_tolerance_ratio=_GAP_RATIO, y_tolerance=2, extra_attrs=["fontname", "size"], keep_blank_chars=False
    )
    return tuple(
        Word(
            text=w["text"],
            x0=float(w["x0"]),
            top=float(w["top"]),
            x1=float(w["x1"]),
            bottom=float(w["bottom"]),
            size=float(w["size"]),
            bold=any(mark in w["fontname"].casefold() for mark in ("bold", "black", "heavy", "semibold")),
        )
        for w in found
        if w["upright"] and w["x1"] > w["x0"] and w["text"].strip()
    )


def open_pages(data: bytes) -> Iterator[Page]:
    """Yield the pages of a PDF, one at a time, each closed after use; raises Refused with a reason code."""
    if not data:
        raise Refused("empty", "the file is empty (0 bytes)")
    head = data[:1024].lstrip()
    if head[:1] == b"<" or b"<html" in head.lower():
        raise Refused("html_instead_of_pdf", "the file is a web page, not a PDF: fetch the document itself")
    if b"%PDF-" not in data[:1024]:
        raise Refused("not_a_pdf", "the file does not begin as a PDF does")
    import pdfplumber
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        pdf = pdfplumber.open(io.BytesIO(data))
        count = len(pdf.pages)
    except PdfminerException as error:
        cause = error.args[0] if error.args else error
        if isinstance(cause, PDFEncryptionError | PDFPasswordIncorrect):
            raise Refused("encrypted", "the file is protected by a password: ask the publisher for an open copy") from error
        raise Refused("broken_pdf", f"the file cannot be opened as a PDF, it may be cut short ({type(cause).__name__})") from error
    if not count:
        raise Refused("broken_pdf", "the file has no readable page, it may be cut short")
    if count > _MAX_PAGES:
        raise Refused("too_many_pages", f"the file has {count} pages; at most {_MAX_PAGES} are read")
    with pdf:
        for number, page in enumerate(pdf.pages, 1):
            try:
                yield Page(number, float(page.width), float(page.height), _words(page))
            finally:
                page.close()


def read_pages(data: bytes) -> list[Page]:
    """All pages; refuses a document without text (a scan), naming what would be needed."""
    pages: list[Page] = []
    try:
        pages.extend(open_pages(data))
    except Refused:
        raise
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, AssertionError, OverflowError, EOFError) as error:
        raise Refused("broken_pdf", f"page {len(pages) + 1} cannot be read ({type(error).__name__})") from error
    if sum(len(page.words) for page in pages) < 5 * len(pages):
        raise Refused("no_text", "the pages hold pictures only (a scan): text recognition is not part of this release")
    return pages
