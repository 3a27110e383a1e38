"""Where alerts arrive in tests: a real SMTP server and a real HTTP server on loopback, which keep what they get."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class Sinks:
    """What arrived, and how to have it arrive."""

    mails: list[EmailMessage] = field(default_factory=list)
    hooks: list[dict[str, Any]] = field(default_factory=list)
    status: int = 200  # what the webhook answers
    environment: dict[str, str] = field(default_factory=dict)

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:  # noqa: N802, ARG002 - as aiosmtpd calls it
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 OK"


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@contextmanager
def running_sinks() -> Iterator[Sinks]:
    """Both, for as long as the block runs."""
    sinks = Sinks()

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sinks.hooks.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(sinks.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    web = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    mail = Controller(sinks, hostname="127.0.0.1", port=free_port())
    mail.start()
    sinks.environment = {
        "FINSAM_SMTP_HOST": "127.0.0.1", "FINSAM_SMTP_PORT": str(mail.port), "FINSAM_SMTP_SECURITY": "none",
        "FINSAM_SMTP_TO": "drift@exempel.test, jour@exempel.test", "FINSAM_SMTP_FROM": "finsam@exempel.test",
        "FINSAM_WEBHOOK_URL": f"http://127.0.0.1:{web.server_address[1]}/hook?token=hemligt",
    }  # fmt: skip
    try:
        yield sinks
    finally:
        mail.stop()
        web.shutdown()
        web.server_close()
