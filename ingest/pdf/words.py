"""Bytes of a PDF to pages of words with boxes.

The words come from pdfium's characters (`ingest.pdf.glyphs`), and from pdfplumber on a page where that path cannot be
trusted: pdfplumber is the reference that the other must agree with. Gives `Page` objects only; what the words mean
does not belong here. A document that cannot be opened, or has no text, is refused by name.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from ingest.contracts import Box, Refused

# Share of the font size that makes a gap between characters a gap between words, for producers that print no spaces.
GAP_RATIO = 0.18
# Points between the upper edges of characters of one word.
LINE_TOLERANCE = 2.0
# Points within which the same character printed twice is one character, made bold.
SAME_PLACE = 0.5
# Share by which the direction of text may leave the horizontal or the vertical.
_SKEW = 0.02
_MAX_PAGES = 500
# What the libraries let through from a damaged document.
_BROKEN = (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, AssertionError, OverflowError, EOFError)
# Where one word touches another: dots that lead from a label to its figure, and a head that is too wide for its column.
_SEAMS = re.compile(r"(?<=[^.·_…])(?=[.·_…]{4})|(?<=[.·_…]{4})(?=[^.·_…])|(?<=\b(?:19|20)\d\d)(?=[A-ZÅÄÖ][a-zåäö])")
_BOLD = ("bold", "black", "heavy", "semibold")
# Ligatures are their letters. A hyphen at which a line may end (U+00AD, and pdfium's own mark for it) shows as a
# hyphen where it is printed at all. Other control characters and "no character" show nothing.
_SHOWN = str.maketrans(
    {chr(code): None for code in range(32)}
    | {"\x02": "-", "\xad": "-", "\ufffe": None}
    | {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)


# Not frozen, nor is `Token`: a document has a hundred thousand of both, and frozen ones take three times as long to make.
@dataclass(slots=True, unsafe_hash=True)
class Word:
    """A run of characters without space. Box in points, top left origin, on the page turned to be read."""

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
    """One page as read: number from 1, size in points, words in no particular order.

    `turn` tells by how many degrees, clockwise, the page as displayed was turned for its text to run left to right.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    turn: int = 0
    derived: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)  # what was worked out of the words once

    @property
    def has_text(self) -> bool:
        """Whether the page holds any word; a picture of a page holds none."""
        return bool(self.words)

    def displayed(self, box: Box) -> Box:
        """The box on the page as displayed (points, top left origin), for a box on the page as read."""
        x0, top, x1, bottom = box
        if self.turn == 90:
            return top, self.width - x1, bottom, self.width - x0
        if self.turn == 180:
            return self.width - x1, self.height - bottom, self.width - x0, self.height - top
        if self.turn == 270:
            return self.height - bottom, x0, self.height - top, x1
        return box


def union(boxes: list[Box]) -> Box:
    """The smallest box around all."""
    if len(boxes) == 1:
        return boxes[0]
    x0, top, x1, bottom = zip(*boxes)  # noqa: B905 (all have four)
    return min(x0), min(top), max(x1), max(bottom)


def overprints(before: str, after: str, gap: float, size: float) -> bool:
    """Whether two texts on a line are no parts of one: printed over another, or too wide for their columns and without a space.

    `gap`: points from the end of the first to the beginning of the second, negative where they overlap.
    """
    if gap <= -size:
        return True
    if before[-1:].islower() and after[:1].isupper():
        return gap < 0.1 * size
    return before[-1:].isdigit() != after[:1].isdigit() and gap < -0.1 * size


def seams_of(text: str) -> list[int]:
    """Where a run of characters is to be parted though nothing is printed between: 'Summa......1 234', '2023Budget'."""
    return [match.start() for match in _SEAMS.finditer(text)]


def is_bold_font(name: str) -> bool:
    """Whether a font's name says that it is bold."""
    folded = name.casefold()
    return any(mark in folded for mark in _BOLD)


def turn_of(a: float, b: float, c: float, d: float) -> int | None:
    """Degrees, clockwise, that make text with this matrix level; None for text that runs aslant or is mirrored."""
    if min(abs(a), abs(b)) > _SKEW * max(abs(a), abs(b)) or a * d - b * c <= 0:
        return None
    if abs(a) > abs(b):
        return 0 if a > 0 else 180
    return 90 if b > 0 else 270


def reading_turn(weights: Mapping[int | None, int], shown: int) -> int:
    """The turn that makes more than half of the characters level, else the one the page is shown with."""
    turn = max(weights, key=lambda turn: weights[turn], default=None)
    return turn if turn is not None and 2 * weights[turn] > sum(weights.values()) else shown


def make_page(number: int, size: tuple[float, float], words: Iterable[Word], turn: int) -> Page:
    """A page of the words that show: those with a text, an extent, and their centre on the page."""
    width, height = size
    kept = []
    for word in words:
        if not (word.x1 > word.x0 and 0 <= (word.x0 + word.x1) / 2 <= width and 0 <= word.middle <= height):
            continue
        text = word.text if word.text.isascii() and word.text.isprintable() else word.text.translate(_SHOWN)
        if text and not text.isspace():
            kept.append(word if text == word.text else replace(word, text=text))
    return Page(number, width, height, tuple(kept), turn)


def _shown_part(page: Any) -> tuple[float, float, float, float]:
    """Left and upper edge of what pdfplumber's page shows, in pdfplumber's coordinates, then its width and height."""
    mx0, my0, mx1, my1 = _ordered(page.page_obj.mediabox)
    cx0, cy0, cx1, cy1 = _ordered(page.page_obj.cropbox or page.page_obj.mediabox)
    x0, y0, x1, y1 = max(mx0, cx0), max(my0, cy0), min(mx1, cx1), min(my1, cy1)
    if x0 >= x1 or y0 >= y1:
        x0, y0, x1, y1 = mx0, my0, mx1, my1
    left, top = {0: (x0 - mx0, my1 - y1), 90: (y0 - my0, x0 - mx0), 180: (mx1 - x1, y0 - my0), 270: (my1 - y1, mx1 - x1)}[page.rotation]
    width, height = (x1 - x0, y1 - y0) if page.rotation in {0, 180} else (y1 - y0, x1 - x0)
    return left + float(page.mediabox[0]), top + float(page.mediabox[1]), width, height


def _ordered(box: Any) -> Box:
    x0, y0, x1, y1 = map(float, box)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _turned(char: dict[str, Any], turn: int, left: float, above: float, width: float, height: float) -> dict[str, Any]:
    """A character of the page as displayed, on the page as read."""
    x0, x1, top, bottom = char["x0"] - left, char["x1"] - left, char["top"] - above, char["bottom"] - above
    if turn == 90:
        x0, top, x1, bottom = height - bottom, x0, height - top, x1
    elif turn == 180:
        x0, top, x1, bottom = width - x1, height - bottom, width - x0, height - top
    elif turn == 270:
        x0, top, x1, bottom = top, width - x1, bottom, width - x0
    size = char["size"] if turn == 0 else bottom - top
    return char | {"x0": x0, "x1": x1, "top": top, "bottom": bottom, "doctop": top, "size": size, "upright": True}


def read_by_reference(page: Any, number: int) -> Page:
    """One page of an open pdfplumber document."""
    from pdfplumber.utils.text import extract_words

    chars = page.dedupe_chars(tolerance=SAME_PLACE).chars
    turns = [turn_of(*char["matrix"][:4]) for char in chars]
    turn = reading_turn(Counter(turns), 0)
    left, above, width, height = _shown_part(page)
    level = [_turned(char, turn, left, above, width, height) for char, own in zip(chars, turns, strict=True) if own == turn]
    found = extract_words(
        level, x_tolerance_ratio=GAP_RATIO, y_tolerance=LINE_TOLERANCE, extra_attrs=["fontname", "size"], return_chars=True
    )
    words = (
        Word(
            text=text,
            x0=float(chars[0]["x0"]),
            top=float(w["top"]),
            x1=float(max(char["x1"] for char in chars)),
            bottom=float(w["bottom"]),
            size=float(w["size"]),
            bold=is_bold_font(w["fontname"]),
        )
        for w in found
        for text, chars in _apart(w["text"], w["chars"])
    )
    return make_page(number, (width, height) if turn in {0, 180} else (height, width), words, turn)


def _apart(text: str, chars: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """A word and its characters, or several where words touch."""
    seams = seams_of(text) if len(text) == len(chars) else []  # a ligature is one character and several letters
    return [(text[a:b], chars[a:b]) for a, b in pairwise([0, *seams, len(text)])] if seams else [(text, chars)]


@contextmanager
def _refusing(part: str) -> Iterator[None]:
    """What pdfplumber and pdfminer raise on a damaged part of a document becomes a refusal."""
    from pdfminer.psexceptions import PSException
    from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

    try:
        yield
    except (PdfminerException, MalformedPDFException, PSException, *_BROKEN) as error:
        raise Refused(
            "broken_pdf", f"{part} cannot be read ({type(error).__name__}): fetch the file again, or print it to PDF anew"
        ) from error


class _Reference:
    """The document opened by pdfplumber, when it is first needed; raises Refused with a reason code."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._pdf: Any = None

    def _open(self) -> Any:
        import pdfplumber
        from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
        from pdfplumber.utils.exceptions import PdfminerException

        if self._pdf is None:
            try:
                self._pdf = pdfplumber.open(io.BytesIO(self._data))
                len(self._pdf.pages)
            except PdfminerException as error:
                cause = error.args[0] if error.args else error
                if isinstance(cause, PDFEncryptionError | PDFPasswordIncorrect):
                    raise Refused("encrypted", "the file is protected by a password: ask the publisher for an open copy") from error
                raise Refused(
                    "broken_pdf", f"the file cannot be opened as a PDF, it may be cut short ({type(cause).__name__}): fetch it again"
                ) from error
        return self._pdf

    def count(self) -> int:
        """How many pages the document has."""
        with _refusing("the list of pages"):
            return len(self._open().pages)

    def page(self, number: int) -> Page:
        """A page by its number from 1."""
        with _refusing(f"page {number}"):
            page = self._open().pages[number - 1]
            try:
                return read_by_reference(page, number)
            finally:
                page.close()


class _Fast:
    """The document opened by pdfium, beside the depths of its fonts; raises ValueError when they see different documents."""

    def __init__(self, data: bytes) -> None:
        import pypdfium2

        from ingest.pdf.fonts import FontDepths

        self._depths = FontDepths(data)
        self._document = pypdfium2.PdfDocument(data)
        self.count = len(self._document)
        if self.count != len(self._depths):
            self.close()
            raise ValueError("the number of pages is in doubt")

    def page(self, number: int) -> Page:
        """A page by its number from 1."""
        from ingest.pdf.glyphs import read_page

        page = self._document[number - 1]
        try:
            return read_page(page, number, self._depths.on_page(number))
        finally:
            page.close()

    def close(self) -> None:
        """Close the document."""
        self._document.close()


def _opened(data: bytes) -> _Fast | None:
    """The fast path, when both libraries open the document; else the reference tells what is wrong with it."""
    import pypdfium2
    from pdfminer.psexceptions import PSException

    try:
        return _Fast(data)
    except (pypdfium2.PdfiumError, PSException, *_BROKEN):
        return None


def _read(fast: _Fast, reference: _Reference, number: int) -> Page:
    import pypdfium2
    from pdfminer.psexceptions import PSException

    from ingest.pdf.glyphs import NotTrusted

    try:
        return fast.page(number)
    except (NotTrusted, pypdfium2.PdfiumError, PSException, *_BROKEN):
        return reference.page(number)


def open_pages(data: bytes) -> Iterator[Page]:
    """Yield the pages of a PDF, one at a time, each closed after use; raises Refused with a reason code."""
    if not data:
        raise Refused("empty", "the file is empty (0 bytes): fetch it again")
    head = data[:1024].lstrip()
    if head[:1] == b"<" or b"<html" in head.lower():
        raise Refused("html_instead_of_pdf", "the file is a web page, not a PDF: fetch the document itself")
    if b"%PDF-" not in data[:1024]:
        raise Refused("not_a_pdf", "the file does not begin as a PDF does: fetch it again, or save the document as PDF")
    reference = _Reference(data)
    fast = _opened(data)
    try:
        count = fast.count if fast else reference.count()
        if not count:
            raise Refused("broken_pdf", "the file has no readable page, it may be cut short: fetch it again")
        if count > _MAX_PAGES:
            raise Refused("too_many_pages", f"the file has {count} pages; at most {_MAX_PAGES} are read: split it")
        for number in range(1, count + 1):
            yield _read(fast, reference, number) if fast else reference.page(number)
    finally:
        if fast:
            fast.close()


def read_pages(data: bytes) -> list[Page]:
    """All pages; refuses a document without text (a scan), naming what would be needed."""
    pages = list(open_pages(data))
    if sum(len(page.words) for page in pages) < 5 * len(pages):
        raise Refused("no_text", "the pages hold pictures only (a scan): ask the publisher for a copy with text")
    return pages
