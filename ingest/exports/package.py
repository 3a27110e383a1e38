"""Whether a workbook's package may be opened at all: judged on the zip's own account, before a byte of it is unpacked.

A workbook is a zip of XML parts. One that unpacks to more than a report could be, or whose XML declares entities,
is built to exhaust its reader and is refused.
"""

from __future__ import annotations

import io
import re
import zipfile

from ingest.contracts import Refused

MAX_PARTS = 2_000
MAX_UNPACKED = 150 * 1024 * 1024
MAX_RATIO = 150  # of a part above a megabyte; sheets of repeated text reach about 40
MAX_WRITTEN_ROWS = 200_000
MAX_WRITTEN_CELLS = 500_000  # blank ones with a format of their own among them
MAX_MERGED = 200_000  # cells below merged ranges
_CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
_SMALL = 1024 * 1024
_OLD = b"\xd0\xcf\x11\xe0"
_DECLARES = tuple(word.encode(code) for word in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-8", "utf-16-le", "utf-16-be"))
_TEXT = re.compile(r"<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)</")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*["\']([A-Za-z]{1,3})(\d{1,7}):([A-Za-z]{1,3})(\d{1,7})["\']')
_NOTES = re.compile(r"xl/(?:comments|threadedcomments|drawings)[^ ]*\.xml$", re.IGNORECASE)


def open_package(data: bytes) -> zipfile.ZipFile:
    """The checked zip; raises Refused with the reason and what to do."""
    if not data:
        raise Refused("empty", "the file is empty (0 bytes): fetch it again")
    if data.startswith(_OLD):
        raise Refused(
            "unsupported_kind",
            "the workbook is of the old .xls kind or protected by a password: open it, remove the password, save it as .xlsx",
        )
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Refused("broken_workbook", "the file is no workbook, or cut short: fetch it again, or save it anew as .xlsx") from error
    parts = package.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise Refused("too_large", "the workbook unpacks to more than a report could hold: export aggregates only")
    for part in parts:
        if part.file_size > _SMALL and part.file_size > MAX_RATIO * max(part.compress_size, 1):
            raise Refused("unsafe_workbook", "a part of the workbook is packed as no report is: save it anew as .xlsx")
        if part.flag_bits & 1:
            raise Refused("encrypted", "the workbook is protected by a password: save an open copy")
    return package


def read_parts(package: zipfile.ZipFile) -> dict[str, bytes]:
    """The XML parts by name; raises Refused for one that is damaged or declares entities."""
    parts = {}
    for name in package.namelist():
        if not name.casefold().endswith((".xml", ".rels", ".vml")):
            continue
        try:
            parts[name] = package.read(name)
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, RuntimeError) as error:
            raise Refused("broken_workbook", f"part {name} of the workbook is damaged: fetch it again, or save it anew") from error
        except Exception as error:  # zlib.error and its kin have no common base
            raise Refused("broken_workbook", f"part {name} of the workbook cannot be unpacked: save it anew as .xlsx") from error
        if any(word in parts[name] for word in _DECLARES):
            raise Refused("unsafe_workbook", f"part {name} of the workbook declares XML entities: save it anew as .xlsx")
    return parts


def refuse_oversized(parts: dict[str, bytes]) -> None:
    """Raise Refused when a sheet holds more rows, cells or merged ground than any export: counted before a cell is made of it."""
    for name, data in parts.items():
        if "worksheets/" not in name:
            continue
        if data.count(b"<row") > MAX_WRITTEN_ROWS or len(_CELL.findall(data)) > MAX_WRITTEN_CELLS:
            raise Refused("too_large", f"part {name} has more rows or cells than a report could hold: export aggregates, or split it")
        if sum(map(_ground, _MERGED.finditer(data))) > MAX_MERGED:
            raise Refused("unsafe_workbook", f"part {name} merges whole rows or columns of the sheet: unmerge them, save it anew")


def _ground(found: re.Match[bytes]) -> int:
    first, top, last, bottom = found.groups()
    return (abs(_column(last) - _column(first)) + 1) * (abs(int(bottom) - int(top)) + 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def loose_texts(parts: dict[str, bytes]) -> list[str]:
    """Texts outside the cells: comments and text boxes, which the door must see too."""
    return [text for name, data in parts.items() if _NOTES.search(name) for text in _TEXT.findall(data.decode("utf-8", "replace"))]


def has_formulas(parts: dict[str, bytes]) -> bool:
    """Whether any sheet computes anything."""
    return any(b"<f>" in data or b"<f " in data or b"<f/>" in data for name, data in parts.items() if "worksheets/" in name)
