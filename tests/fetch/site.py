"""A web of sites on loopback: a real HTTP/1.1 server that answers for many hosts, behaves badly on demand and notes every request."""

from __future__ import annotations

import email.utils
import gzip
import hashlib
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal

Fault = Literal["500", "429 seconds", "429 date", "429 long", "cut", "slow", "drop"]
_CHANGED = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Resource:
    """What stands at an address. `faults` are what the next requests get instead, one each; `always` is what all get."""

    body: bytes = b""
    content_type: str = "application/pdf"
    validators: Literal["etag", "date", "none"] = "etag"
    status: int = 200
    location: str | None = None
    encoding: str | None = None
    disposition: str | None = None
    faults: list[Fault] = field(default_factory=list)
    always: Fault | None = None
    version: int = 1

    @property
    def etag(self) -> str:
        """Of the bytes."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'

    @property
    def changed(self) -> str:
        """When the resource was last replaced."""
        return email.utils.format_datetime(_CHANGED + timedelta(hours=self.version), usegmt=True)

    def replace(self, body: bytes) -> None:
        """Put other bytes there."""
        self.body, self.version = body, self.version + 1


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as the server saw it."""

    host: str
    path: str
    status: int | str
    is_conditional: bool
    sent: int


@dataclass(slots=True)
class Web:
    """Hosts and what stands on them; `log` is every request since it was last cleared."""

    port: int = 0
    resources: dict[tuple[str, str], Resource] = field(default_factory=dict)
    log: list[Asked] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def url(self, host: str, path: str) -> str:
        """The address of something on a host."""
        return f"http://{host}:{self.port}{path}"

    def put(self, host: str, path: str, resource: Resource) -> Resource:
        """Let something stand at an address."""
        self.resources[host, path] = resource
        return resource

    def asked(self, host: str | None = None, *, robots: bool = False) -> list[Asked]:
        """The requests, those for robots.txt aside unless they are meant."""
        return [row for row in self.log if (host is None or row.host == host) and (row.path == "/robots.txt") == robots]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    web: Web

    def do_GET(self) -> None:
        """Answer one request."""
        host = (self.headers.get("Host") or "").rsplit(":", 1)[0]
        at = self.web.resources.get((host, self.path))
        with self.web.lock:
            fault = at.faults.pop(0) if at and at.faults else at.always if at else None
        if at is None:
            self._answer(host, 404, b"borta", {})
        elif fault:
            self._fail(host, at, fault)
        elif at.location:
            self._answer(host, at.status if at.status != 200 else 302, b"", {"Location": at.location})
        elif self._has_it(at):
            self._answer(host, 304, b"", self._validators(at))
        else:
            headers = {"Content-Type": at.content_type, **self._validators(at)}
            headers |= {"Content-Encoding": at.encoding} if at.encoding else {}
            headers |= {"Content-Disposition": at.disposition} if at.disposition else {}
            self._answer(host, at.status, at.body, headers)

    def _has_it(self, at: Resource) -> bool:
        if at.validators == "etag":
            return self.headers.get("If-None-Match") == at.etag
        return at.validators == "date" and self.headers.get("If-Modified-Since") == at.changed

    def _validators(self, at: Resource) -> dict[str, str]:
        return {"etag": {"ETag": at.etag}, "date": {"Last-Modified": at.changed}, "none": {}}[at.validators]

    def _fail(self, host: str, at: Resource, fault: Fault) -> None:
        if fault == "drop":
            self._note(host, "drop", 0)
            self.close_connection = True
        elif fault == "cut":
            self.send_response(200)
            self.send_header("Content-Length", str(len(at.body)))
            self.end_headers()
            self.wfile.write(at.body[: len(at.body) // 2])
            self.wfile.flush()
            self._note(host, "cut", len(at.body) // 2)
            self.close_connection = True
        elif fault == "slow":
            self._note(host, "slow", 0)
            time.sleep(1.0)
            self.close_connection = True
        elif fault == "500":
            self._answer(host, 500, b"sorry", {})
        else:
            later = email.utils.format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
            self._answer(host, 429, b"", {"Retry-After": {"429 seconds": "7", "429 date": later, "429 long": "3600"}[fault]})

    def _answer(self, host: str, status: int, body: bytes, headers: dict[str, str]) -> None:
        self._note(host, status, len(body))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if status != 304:
            self.wfile.write(body)
        self.wfile.flush()

    def _note(self, host: str, status: int | str, sent: int) -> None:
        conditional = bool(self.headers.get("If-None-Match") or self.headers.get("If-Modified-Since"))
        with self.web.lock:
            self.web.log.append(Asked(host, self.path, status, conditional, sent))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named by its base
        """Nothing on the console."""


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up on a huge file is no error here."""


@contextmanager
def running_web(address: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> Iterator[Web]:
    """A server on loopback for as long as the block runs."""
    web = Web()
    handler = type("Handler", (_Handler,), {"web": web})
    server = _Quiet((address, 0), handler)
    web.port = server.server_address[1]
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()


def swelling(megabytes: int) -> bytes:
    """A small gzip that unpacks to many megabytes."""
    return gzip.compress(b"%PDF-1.4\n" + b"\0" * (megabytes * 1_000_000), mtime=0)
