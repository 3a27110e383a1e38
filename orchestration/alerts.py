"""Alerts: to the log always, by mail and to a webhook when the environment names them. An alert never raises.

FINSAM_SMTP_HOST, _PORT, _FROM, _TO (several with commas), _USER, _PASSWORD, _SECURITY (starttls, tls or none);
FINSAM_WEBHOOK_URL takes a POST of JSON: {"kind", "subject", "text", "details"}. FINSAM_LANGUAGE is `sv` or `en`.
"""

from __future__ import annotations

import os
import smtplib
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Protocol

from orchestration.after_run import language
from orchestration.alert_texts import Detail, written

_PATIENCE_S = 15.0
_DEFAULT_PORT = {"starttls": 587, "tls": 465, "none": 25}


class Log(Protocol):
    """Where alerts are always told: a logger, Dagster's or Python's."""

    def warning(self, msg: str, /) -> None:
        """Tell one thing."""


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing somebody must know. `details` are plain data for machines."""

    kind: str
    subject: str
    text: str
    details: Sequence[Detail]


def send(kind: str, details: Sequence[Detail], log: Log, environment: Mapping[str, str] | None = None) -> list[str]:
    """Tell it everywhere; returns the channels that took it. What a channel breaks is told in the log and nowhere else."""
    settings = os.environ if environment is None else environment
    try:
        subject, text = written(kind, details, settings.get("FINSAM_LANGUAGE") or language())
    except Exception as problem:  # a text that cannot be written must not keep the alert from being sent
        subject, text = kind, f"{list(details)!r} ({type(problem).__name__}: {problem})"
    alert = Alert(kind, " ".join(subject.split()), text, details)
    took = []
    for name, channel in (("log", _to_log), ("mail", _by_mail), ("webhook", _to_webhook)):
        try:
            if channel(alert, settings, log):
                took.append(name)
        except Exception as problem:
            _quietly(
                log, f"alert {alert.subject!r} could not be sent by {name}: {type(problem).__name__}: {_secretless(problem, settings)}"
            )
    return took


def _quietly(log: Log, text: str) -> None:
    try:
        log.warning(text)
    except Exception:
        return


def _secretless(problem: Exception, settings: Mapping[str, str]) -> str:
    told = str(problem)
    for name in ("FINSAM_SMTP_PASSWORD", "FINSAM_WEBHOOK_URL"):
        if secret := settings.get(name):
            told = told.replace(secret, f"${name}")
    return told


def _to_log(alert: Alert, settings: Mapping[str, str], log: Log) -> bool:  # noqa: ARG001
    log.warning(f"{alert.subject}\n{alert.text}")
    return True


def _by_mail(alert: Alert, settings: Mapping[str, str], log: Log) -> bool:  # noqa: ARG001
    host, to = settings.get("FINSAM_SMTP_HOST"), settings.get("FINSAM_SMTP_TO")
    if not host or not to:
        return False
    mail = EmailMessage()
    mail["Subject"], mail["To"] = f"Finsam: {alert.subject}", to
    mail["From"] = settings.get("FINSAM_SMTP_FROM") or settings.get("FINSAM_SMTP_USER") or to.split(",")[0].strip()
    mail["Date"], mail["Message-ID"] = formatdate(localtime=True), make_msgid(domain="finsam.invalid")
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(alert.text)
    user, security = settings.get("FINSAM_SMTP_USER"), settings.get("FINSAM_SMTP_SECURITY") or "starttls"
    port = int(settings.get("FINSAM_SMTP_PORT") or _DEFAULT_PORT[security])
    with _connection(host, port, security) as server:
        if user:
            server.login(user, settings.get("FINSAM_SMTP_PASSWORD", ""))
        server.send_message(mail)
    return True


def _connection(host: str, port: int, security: str) -> smtplib.SMTP:
    if security == "tls":
        return smtplib.SMTP_SSL(host, port, timeout=_PATIENCE_S, context=ssl.create_default_context())
    server = smtplib.SMTP(host, port, timeout=_PATIENCE_S)
    if security == "starttls":
        try:
            server.starttls(context=ssl.create_default_context())
        except Exception:
            server.close()
            raise
    return server


def _to_webhook(alert: Alert, settings: Mapping[str, str], log: Log) -> bool:  # noqa: ARG001
    address = settings.get("FINSAM_WEBHOOK_URL")
    if not address:
        return False
    import httpx

    plain = {"kind": alert.kind, "subject": alert.subject, "text": alert.text, "details": [dict(one) for one in alert.details]}
    httpx.post(address, json=plain, timeout=_PATIENCE_S).raise_for_status()
    return True
