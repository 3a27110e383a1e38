"""The text of a file that cannot be opened as what it says it is, for the door alone: a Word file, a web page named .xls.

Nothing is read into facts from it. What cannot be unpacked safely gives no text: it is refused and not kept either way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.contracts import Refused
from ingest.door import holds_identity_number, refusal
from ingest.exports.package import open_package, read_parts

_ZIP = b"PK\x03\x04"
_ENDS = re.compile(
    r"</(?:\w+:)?(?:p|row|tr|td|th|li|div|h\d|si|c|comment)>|<(?:\w+:)?(?:br|tab)\b[^>]*>|[\r\n\x00\x07\x0b\x0c]+", re.IGNORECASE
)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_MOST = 20 * 1024 * 1024


def refuse_loose_text(data: bytes) -> None:
    """Raise Refused (personal_data) when the text anywhere in the file holds a personal identity number."""
    for text in _texts(data):
        for line in _ENDS.split(text):
            if holds_identity_number(_TAG.sub("", line)):
                raise refusal("identity_number", "a personal identity number", "in a line of a file that is no workbook")


def _texts(data: bytes) -> Iterator[str]:
    if data.startswith(_ZIP):
        try:
            parts = read_parts(open_package(data))
        except Refused:
            return
        for part in parts.values():
            yield part.decode("utf-8", "replace")
        return
    head = data[:_MOST]
    yield head.decode("utf-8", "replace")
    if b"\x00" in head[:4096]:
        for start in (0, 1):  # two bytes a letter, wherever the text begins
            yield head[start:].decode("utf-16-le", "replace")
