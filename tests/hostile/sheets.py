"""Hostile workbooks and CSV files, by the name of what is wrong with them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/>'
    "</Types>"
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="{kind}" Target="{target}"/></Relationships>'
)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_BOOK = (
    f'<?xml version="1.0"?><workbook xmlns="{_MAIN}" xmlns:r="{_RELATION}">'
    '<sheets><sheet name="Blad1" sheetId="1" r:id="rId1"/></sheets></workbook>'
)


def workbook(rows: str, more: Mapping[str, bytes] | None = None, *, head: str = '<?xml version="1.0"?>', tail: str = "") -> bytes:
    """An .xlsx with one sheet of these rows, written by hand."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", _RELS.format(kind=_RELATION + "/officeDocument", target="xl/workbook.xml"))
        package.writestr("xl/workbook.xml", _BOOK)
        package.writestr("xl/_rels/workbook.xml.rels", _RELS.format(kind=_RELATION + "/worksheet", target="worksheets/sheet1.xml"))
        package.writestr("xl/worksheets/sheet1.xml", f'{head}<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData>{tail}</worksheet>')
        for name, data in (more or {}).items():
            package.writestr(name, data)
    return out.getvalue()


def _cell(ref: str, text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return f'<c r="{ref}" t="inlineStr"><is><t>{text}</t></is></c>'


_FORMULAS = ('=HYPERLINK("http://192.0.2.1","x")', "+1+1", "-2+3", "@SUM(A1)", "\t=1+1")


def _formulas() -> bytes:
    rows = "".join(f'<row r="{n}">{_cell(f"A{n}", text)}<c r="B{n}"><v>{n}</v></c></row>' for n, text in enumerate(_FORMULAS, 1))
    computed = '<row r="9"><c r="A9"><f>WEBSERVICE("http://192.0.2.1/")</f></c></row>'
    return workbook(rows + computed)


def _entities() -> bytes:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<?xml version="1.0"?><!DOCTYPE worksheet [<!ENTITY l0 "lol">{levels}]>'
    return workbook('<row r="1"><c r="A1" t="inlineStr"><is><t>&l9;</t></is></c></row>', head=head)


def _outside_entity() -> bytes:
    head = '<?xml version="1.0"?><!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return workbook('<row r="1"><c r="A1" t="inlineStr"><is><t>&x;</t></is></c></row>', head=head)


def _zip_of_zips() -> bytes:
    inner = workbook("", {"xl/media/a.bin": b"\0" * 50_000_000})
    return workbook("", {f"xl/media/{n}.zip": inner for n in range(50)})


CSVS: dict[str, Callable[[], bytes]] = {
    "empty_csv": lambda: b"",
    "null_bytes": lambda: b"Kommun;Antal\x00\r\nVidk\xe4rr;4\r\n",
    "pdf_as_csv": lambda: b"%PDF-1.4\n1 0 obj\nendobj\n",
    "html_as_csv": lambda: b"<html><table><tr><td>1</td></tr></table></html>",
    "utf16_without_mark": lambda: "Kommun;Antal\r\nVidkärr;4\r\n".encode("utf-16-le"),
    "undecodable": lambda: b"\x81\x8d\x8f\x90\x9d;\xff\xfe\x00;1\n" * 50,
    "two_encodings": lambda: "Kommun;Antal år\n".encode() + "Vidkärr;4\n".encode("cp1252"),
    "ragged": lambda: "".join(";".join(["x"] * (n % 40)) + "\n" for n in range(500)).encode(),
    "long_line": lambda: b"a" * 20_000_000,
    "many_fields": lambda: b";" * 5_000_000,
    "many_rows": lambda: b"a;1\n" * 1_500_000,
    "open_quote": lambda: b'Kommun;Antal\n"Vidk' + b"a;1\n" * 100_000,
    "formulas_csv": lambda: "\n".join(f'"{text}";{n}' for n, text in enumerate(_FORMULAS)).encode(),
    "hard_digits": lambda: ("1" * 5_000 + ";" + "9" * 90_000 + "\n").encode() * 20,
}
WORKBOOKS: dict[str, Callable[[], bytes]] = {
    "noise_xlsx": lambda: b"PK\x03\x04 not a workbook",
    "csv_as_xlsx": lambda: b"Kommun;Antal\nVidkarr;4\n",
    "formulas_xlsx": _formulas,
    "zip_bomb": lambda: workbook("", {"xl/media/a.xml": b"\0" * 400_000_000}),
    "zip_of_zips": _zip_of_zips,
    "entity_bomb": _entities,
    "outside_entity": _outside_entity,
    "million_rows": lambda: workbook("".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 1_000_001))),
    "far_cell": lambda: workbook(f'<row r="1048576">{_cell("XFD1048576", "x")}</row>'),
    "merged": lambda: workbook(
        f'<row r="1">{_cell("A1", "Kommun")}</row>', tail='<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    ),
    "climbing_names": lambda: workbook("", {"../../../../tmp/evil.xml": b"<a/>"}),
    "odd_numbers": lambda: workbook('<row r="1"><c r="A1"><v>1e999</v></c><c r="B1"><v>nan</v></c><c r="C1"><v>1e308</v></c></row>'),
    "deep_xml": lambda: workbook("<a>" * 200_000 + "</a>" * 200_000),
}
