"""PDF bytes written by hand, so that every part of them can be wrong."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

A4 = b"[0 0 595 842]"
_REPORT = (
    "Samordningsförbundet Vidkärr",
    "Årsredovisning 2022",
    "Resultaträkning (kr)",
    "                        2022-12-31   2021-12-31",
    "Medlemsbidrag            4 000 000    3 900 000",
    "Personalkostnader       -2 500 000   -2 400 000",
    "Verksamhetskostnader    -1 000 000   -1 100 000",
    "Årets resultat             500 000      400 000",
)


class Raw:
    """Objects of a PDF in the order they are added; numbers begin at 1."""

    def __init__(self) -> None:
        self.objects: list[bytes] = []

    def add(self, body: bytes) -> int:
        """Add an object, return its number."""
        self.objects.append(body)
        return len(self.objects)

    def stream(self, data: bytes, extra: bytes = b"", *, packed: bool = False) -> int:
        """Add a stream, return its number."""
        if packed:
            data, extra = zlib.compress(data, 9), extra + b" /Filter /FlateDecode"
        return self.add(b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(data), extra, data))

    def bytes_(self, root: int, *, trailer: bytes = b"", offset: int = 0) -> bytes:
        """The file; `offset` puts every entry of its table of contents that many bytes wrong."""
        out = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
        places = []
        for number, body in enumerate(self.objects, 1):
            places.append(len(out) + offset)
            out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
        start = len(out) + offset
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(self.objects) + 1)
        out += b"".join(b"%010d 00000 n \n" % place for place in places)
        return bytes(out) + b"trailer\n<< /Size %d /Root %d 0 R %b >>\nstartxref\n%d\n%%%%EOF\n" % (
            len(self.objects) + 1, root, trailer, start,
        )  # fmt: skip


def lines(texts: Sequence[str] = _REPORT, *, before: bytes = b"", size: float = 10) -> bytes:
    """A page's content: lines of text from the top, columns at fixed places."""
    out = [b"BT", before]
    for number, text in enumerate(texts):
        shown = text.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        out.append(b"/F1 %g Tf 1 0 0 1 60 %g Tm (%b) Tj" % (size, 780 - 2 * size * number, shown))
    return b"\n".join([*out, b"ET"])


FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>"


def document(
    *contents: bytes,
    box: bytes = A4,
    page: bytes = b"",
    catalogue: bytes = b"",
    font: bytes = FONT,
    resources: bytes = b"",
    more: Sequence[bytes] = (),
    offset: int = 0,
) -> bytes:
    """A document of pages with one font F1; objects in `more` get the numbers from 4 on."""
    raw = Raw()
    raw.add(b"")
    raw.add(b"")
    raw.add(font)
    for body in more:
        raw.add(body)
    pages = []
    for content in contents or (lines(),):
        body = raw.stream(content)
        pages.append(
            raw.add(
                b"<< /Type /Page /Parent 2 0 R /MediaBox %b /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> %b >> %b >>"
                % (box, body, resources, page)
            )
        )
    raw.objects[0] = b"<< /Type /Catalog /Pages 2 0 R %b >>" % catalogue
    raw.objects[1] = b"<< /Type /Pages /Kids [%b] /Count %d >>" % (b" ".join(b"%d 0 R" % one for one in pages), len(pages))
    return raw.bytes_(1, offset=offset)
