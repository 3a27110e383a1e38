"""All pages of a document, whichever way each has to be read: from its text or, where it has none, from its picture."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from ingest.contracts import Box, Refused
from ingest.pdf.words import Page, open_pages, read_pages

if TYPE_CHECKING:
    from ingest.pdf.ocr import OcrPage

# On a scanned document, a page with fewer words than this over a picture holds a stamp or a signature, not its text.
_STAMP = 15
_PICTURE = 0.5
_LEAST_PICTURE = 0.05
_DRAWN_LETTERS = 40
_MOST_PIXELS = 150_000_000  # of one picture: A3 at 600 dpi has 70 million
_MOST_DRAWN = 20_000  # objects looked at on a page


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages in order, and those of them that were recognised from pictures, by number."""

    pages: list[Page]
    recognised: dict[int, OcrPage]

    @property
    def is_scanned(self) -> bool:
        """Whether most pages are pictures."""
        return 2 * len(self.recognised) > len(self.pages)

    def displayed(self, page: int, box: Box) -> Box:
        """A box on a page as read to the page as displayed."""
        return self.recognised[page].displayed(box) if page in self.recognised else self.pages[page - 1].displayed(box)


def _picture_share(page: Any) -> tuple[float, int]:
    """Which share of a page its largest picture covers, and how many shapes are drawn on it."""
    import pypdfium2.raw as pdfium

    width, height = page.get_size()
    share, drawn = 0.0, 0
    for item in islice(page.get_objects(max_depth=3), _MOST_DRAWN):
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            _refuse_huge(item)
            left, bottom, right, top = item.get_bounds()
            share = max(share, (right - left) * (top - bottom) / (width * height))
        elif item.type == pdfium.FPDF_PAGEOBJ_PATH:
            drawn += 1
    return share, drawn


def _refuse_huge(picture: Any) -> None:
    """Raise Refused for a picture that would fill the memory: its size is told before it is unpacked."""
    across, down = picture.get_px_size()
    if across * down > _MOST_PIXELS:
        raise Refused("too_large", f"a picture has {across} by {down} pixels: scan the document anew at 300 dpi")


def pages_to_recognise(data: bytes, pages: Sequence[Page]) -> list[int]:
    """Numbers of the pages whose text stands in pictures (or in drawn letters); blank pages are none."""
    import pypdfium2

    without = [page for page in pages if not page.has_text]
    few = [page for page in pages if page.has_text and len(page.words) < _STAMP] if 2 * len(without) > len(pages) else []
    if not without and pages and sum(len(page.words) for page in pages) < _STAMP * len(pages):
        few = [page for page in pages if len(page.words) < _STAMP]  # every page of the scan is stamped
    if not without and not few:
        return []
    found = []
    document = pypdfium2.PdfDocument(io.BytesIO(data))
    try:
        for page in [*without, *few]:
            sheet = document[page.number - 1]
            share, drawn = _picture_share(sheet)
            sheet.close()
            if share >= _PICTURE or (not page.has_text and (share >= _LEAST_PICTURE or drawn >= _DRAWN_LETTERS)):
                found.append(page.number)
    finally:
        document.close()
    return sorted(found)


def _recognise(data: bytes, numbers: Sequence[int]) -> dict[int, OcrPage]:
    from ingest.pdf.ocr import ocr_pages  # numpy and Pillow, which a document of text does without

    return ocr_pages(data, numbers)


def read_all_pages(data: bytes) -> Pages:
    """Every page as words with boxes; raises Refused, also when pages are pictures and recognition is not installed."""
    try:
        pages = read_pages(data)
    except Refused as refusal:
        if refusal.reason_code != "no_text":
            raise
        pages = list(open_pages(data))
    numbers = pages_to_recognise(data, pages)
    recognised = _recognise(data, numbers) if numbers else {}
    pages = [recognised[page.number].page if page.number in recognised else page for page in pages]
    if sum(len(page.words) for page in pages) < 5 * len(pages):
        raise Refused("no_text", "the pages hold no text that can be read, neither as text nor as pictures of text: scan it anew")
    return Pages(pages, recognised)
