"""What a server or a store answers, and the small print of its headers."""

from __future__ import annotations

import email.utils
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import unquote, urljoin

import httpx

_PIECE = 65_536
_GZIP = 16 + zlib.MAX_WBITS


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said of the version we have: sent back, it answers 304 when nothing changed."""

    etag: str | None = None
    last_modified: str | None = None

    def __bool__(self) -> bool:
        return bool(self.etag or self.last_modified)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `body` is empty when `is_unchanged`."""

    url: str
    final_url: str
    is_unchanged: bool
    body: bytes
    content_type: str
    charset: str | None
    file_name: str | None  # as the server names it
    validators: Validators


def address(text: str, base: str = "") -> str | None:
    """A link made absolute, in one spelling and without fragment; None for what is no web address.

    One spelling: host in lower case and as IDNA, letters beyond ASCII percent-encoded, no default port.
    """
    try:
        url = httpx.URL(urljoin(base, re.sub(r"[\t\r\n]", "", text.strip())))
    except (httpx.InvalidURL, ValueError):
        return None
    if url.scheme not in ("http", "https") or not re.fullmatch(rb"[0-9A-Za-z._:-]+", url.raw_host):
        return None
    return str(url.copy_with(fragment=None, raw_path=url.raw_path))  # the path as it is, its %2F and %23 too


def retry_after(text: str | None) -> float | None:
    """Seconds from a Retry-After header: a number, or a date."""
    if not text:
        return None
    if re.fullmatch(r"\s*[0-9]{1,9}\s*", text):
        return float(text)
    try:
        at = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, (at.replace(tzinfo=at.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def name_in(header: str) -> str | None:
    """The file name of a Content-Disposition header, without any folder."""
    match = re.search(r"filename\*\s*=\s*\"?[\w-]*''([^;\"]+)", header) or re.search(r'filename\s*=\s*"?([^";]+)', header)
    return re.split(r"[/\\]", unquote(match[1]).strip())[-1][:200] or None if match else None


def unzipped(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """What gzip packed, never more at once than a piece, however much it swells; raises zlib.error for what is cut or no gzip."""
    inner = zlib.decompressobj(_GZIP)
    for piece in pieces:
        ahead = piece
        while ahead:
            if inner.eof:
                if not ahead.startswith(b"\x1f\x8b"):
                    break  # padding behind the last member
                inner = zlib.decompressobj(_GZIP)
            yield inner.decompress(ahead, _PIECE)
            ahead = inner.unused_data if inner.eof else inner.unconsumed_tail
    yield inner.flush()
    if not inner.eof:
        raise zlib.error("the packed answer ends before its end")
