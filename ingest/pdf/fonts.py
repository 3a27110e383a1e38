"""How deep the fonts of a page reach below the baseline, as the document itself declares it.

pdfium tells a guess where a document declares nothing, as office programs often do; the boxes of words would then
stand elsewhere than by pdfplumber. Nothing else about fonts belongs here.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

_SUBSET_TAG = re.compile(r"^[A-Z]{6}\+")


def plain_name(name: str) -> str:
    """A font's name without the tag of six letters that marks a subset."""
    return _SUBSET_TAG.sub("", name)


class FontDepths:
    """The depths of the fonts of one document, page by page. Raises pdfminer's errors on a document it cannot open."""

    def __init__(self, data: bytes) -> None:
        from pdfminer.pdfdocument import PDFDocument
        from pdfminer.pdfpage import PDFPage
        from pdfminer.pdfparser import PDFParser

        self._pages: list[Any] = list(PDFPage.create_pages(PDFDocument(PDFParser(io.BytesIO(data)))))
        self._known: dict[int, tuple[str, float]] = {}

    def __len__(self) -> int:
        """How many pages the document has."""
        return len(self._pages)

    def on_page(self, number: int) -> dict[str, float]:
        """Share of the size, zero or negative, by plain name, of the fonts on a page; fonts of one name that differ are left out."""
        found: dict[str, set[float]] = {}
        for name, depth in self._fonts(self._pages[number - 1].resources, 0):
            found.setdefault(name, set()).add(depth)
        return {name: depths.pop() for name, depths in found.items() if len(depths) == 1}

    def _fonts(self, resources: Any, level: int) -> Iterator[tuple[str, float]]:
        from pdfminer.pdftypes import PDFStream, resolve1
        from pdfminer.psparser import literal_name

        held = resolve1(resources) or {}
        for reference in (resolve1(held.get("Font")) or {}).values():
            key = getattr(reference, "objid", id(reference))
            if key not in self._known:
                self._known[key] = _depth(resolve1(reference))
            yield self._known[key]
        for reference in (resolve1(held.get("XObject")) or {}).values() if level < 3 else ():
            form = resolve1(reference)
            if isinstance(form, PDFStream) and literal_name(form.get("Subtype")) == "Form" and "Resources" in form:
                yield from self._fonts(form["Resources"], level + 1)


def _depth(font: dict[str, Any]) -> tuple[str, float]:
    from pdfminer.pdftypes import num_value, resolve1
    from pdfminer.psparser import PSLiteral, literal_name

    name = plain_name(literal_name(resolve1(font.get("BaseFont"))) if "BaseFont" in font else "")
    if "DescendantFonts" in font:
        # A composite font of this kind is named after its one descendant and the way its codes are mapped; pdfium tells the first.
        mapping = resolve1(font.get("Encoding"))
        name = name.removesuffix(f"-{literal_name(mapping)}") if isinstance(mapping, PSLiteral) else name
        font = resolve1(resolve1(font["DescendantFonts"])[0])
    else:
        from pdfminer.fontmetrics import FONT_METRICS

        if name in FONT_METRICS:
            return name, float(str(FONT_METRICS[name][0]["Descent"])) / 1000
    descriptor = resolve1(font.get("FontDescriptor")) or {}
    return name, -abs(float(num_value(descriptor.get("Descent", 0)))) / 1000
