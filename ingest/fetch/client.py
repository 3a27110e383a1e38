"""Polite HTTP: one request at a time and host, conditional, retried with patience, limited in size, time and redirects."""

from __future__ import annotations

import email.utils
import random
import re
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from urllib.parse import unquote, urljoin, urlsplit

import httpx
import tenacity

from ingest.fetch.guard import Resolver, guarded_transport, resolve
from ingest.fetch.problems import FetchProblem
from ingest.fetch.robots import Robots
from ingest.fetch.settings import Manners, user_agent

_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said of the version we have: sent back, it answers 304 when nothing changed."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `body` is empty when `is_unchanged`."""

    url: str
    final_url: str
    is_unchanged: bool
    body: bytes
    content_type: str
    file_name: str | None  # as the server names it
    validators: Validators


@dataclass(slots=True)
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    next_at: float = 0.0


class PoliteClient:
    """Fetches addresses. Use as a context manager; safe to share between threads: a host sees one request at a time."""

    def __init__(
        self,
        manners: Manners | None = None,
        *,
        allow_private: bool = False,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        resolver: Resolver = resolve,
        verify: ssl.SSLContext | bool = True,
    ) -> None:
        self.manners = manners or Manners()
        self._sleep, self._clock = sleep, clock
        self._hosts: dict[str, _Host] = {}
        self._robots: dict[str, Robots] = {}
        self._guard = threading.Lock()
        self._http = httpx.Client(
            transport=guarded_transport(allow_private=allow_private, verify=verify, resolver=resolver),
            headers={"User-Agent": user_agent(), "Accept-Language": "sv, en;q=0.5"},
            timeout=httpx.Timeout(self.manners.read_s, connect=self.manners.connect_s),
            trust_env=False,
        )

    def __enter__(self) -> PoliteClient:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._http.close()

    def get(self, url: str, validators: Validators | None = None, *, largest: int | None = None) -> Answer:
        """The bytes behind an address, or the news that nothing changed; raises FetchProblem with the reason otherwise."""
        wait = tenacity.wait_exponential_jitter(initial=self.manners.first_wait_s, max=self.manners.longest_wait_s)

        def waiting(state: tenacity.RetryCallState) -> float:
            problem = state.outcome.exception() if state.outcome else None
            asked = problem.wait_s if isinstance(problem, FetchProblem) else None
            return asked + random.random() if asked is not None else wait(state)  # noqa: S311 - jitter, no secret

        retrying = tenacity.Retrying(
            sleep=self._sleep,
            wait=waiting,
            stop=tenacity.stop_after_attempt(self.manners.tries),
            retry=tenacity.retry_if_exception(lambda error: isinstance(error, FetchProblem) and error.may_pass),
            reraise=True,
        )
        return retrying(self._follow, url, validators, largest or self.manners.largest_document)

    def _follow(self, url: str, validators: Validators | None, largest: int) -> Answer:
        """One try: the address and where it redirects to, each checked on its own."""
        seen, at = [url], url
        while True:
            self._allow(at)
            answer = self._ask(at, validators, largest)
            if isinstance(answer, Answer):
                return Answer(url, *_fields(answer)[1:])
            at = urljoin(at, answer)
            if at in seen or len(seen) > self.manners.redirects:
                way = "in a circle" if at in seen else f"more than {self.manners.redirects} times"
                raise FetchProblem("redirect_loop", f"{url} redirects {way}")
            seen.append(at)

    def _allow(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise FetchProblem("no_web_address", f"{url[:200]} is no http or https address")
        if parts.username or parts.password:
            raise FetchProblem("no_web_address", f"an address of {parts.hostname} holds a user name; none is sent")
        origin = f"{parts.scheme}://{parts.netloc}"
        if not self._rules(origin).allows(url):
            raise FetchProblem("robots_forbids", f"{origin}/robots.txt asks robots not to read {parts.path}")

    def _rules(self, origin: str) -> Robots:
        with self._guard:
            known = self._robots.get(origin)
        if known is None:
            try:
                answer = self._ask(f"{origin}/robots.txt", None, 600_000)
                known = Robots.read(answer.body if isinstance(answer, Answer) else b"")
            except FetchProblem as problem:
                if problem.reason_code not in ("not_found", "forbidden", "bad_request"):
                    raise
                known = Robots.read(b"")  # no rules: everything may be read
            with self._guard:
                self._robots[origin] = known
        return known

    def _ask(self, url: str, validators: Validators | None, largest: int) -> Answer | str:
        """One request; the address it redirects to when it does."""
        origin = f"{urlsplit(url).scheme}://{urlsplit(url).netloc}"
        with self._guard:
            host = self._hosts.setdefault(urlsplit(url).netloc, _Host())
            robots = self._robots.get(origin)
        with host.lock:
            if (ahead := host.next_at - self._clock()) > 0:
                self._sleep(ahead)
            try:
                return self._stream(url, validators, largest)
            except httpx.HTTPError as error:
                raise _told(url, error) from error
            except httpx.InvalidURL as error:
                raise FetchProblem("no_web_address", f"{url[:200]}: {error}") from error
            finally:
                host.next_at = self._clock() + max(self.manners.pause_s, robots.delay_s if robots else 0.0)

    def _stream(self, url: str, validators: Validators | None, largest: int) -> Answer | str:
        headers = {}
        if validators and validators.etag:
            headers["If-None-Match"] = validators.etag
        if validators and validators.last_modified:
            headers["If-Modified-Since"] = validators.last_modified
        until = self._clock() + self.manners.whole_s
        with self._http.stream("GET", url, headers=headers) as response:
            if response.has_redirect_location:
                return response.headers["Location"]
            if response.status_code != 304:
                self._judge(url, response)
            body = bytearray()
            if response.status_code != 304:
                for piece in response.iter_bytes(65_536):
                    body += piece
                    if len(body) > largest:
                        raise FetchProblem("too_large", f"{url} is larger than {largest // 1_000_000} MB")
                    if self._clock() > until:
                        raise FetchProblem("too_slow", f"{url} was not whole after {self.manners.whole_s:.0f} s", may_pass=True)
            return Answer(
                url=url,
                final_url=str(response.url),
                is_unchanged=response.status_code == 304,
                body=bytes(body),
                content_type=response.headers.get("Content-Type", "").split(";")[0].strip().lower(),
                file_name=_named(response.headers.get("Content-Disposition", "")),
                validators=Validators(response.headers.get("ETag"), response.headers.get("Last-Modified")),
            )

    def _judge(self, url: str, response: httpx.Response) -> None:
        status = response.status_code
        if status in _PASSING:
            asked = _retry_after(response.headers.get("Retry-After"))
            if asked is not None and asked > self.manners.longest_wait_s:
                raise FetchProblem("asked_to_wait", f"{url} answers {status} and asks for {asked:.0f} s: left alone until the next run")
            raise FetchProblem(
                "server_error" if status >= 500 else "too_many_requests", f"{url} answers {status}", may_pass=True, wait_s=asked
            )
        if status in (404, 410):
            raise FetchProblem("not_found", f"{url} answers {status}: the page is gone")
        if status in (401, 403, 451):
            raise FetchProblem("forbidden", f"{url} answers {status}: not for the public")
        if status >= 400:
            raise FetchProblem("bad_request", f"{url} answers {status}")
        if status != 200:
            raise FetchProblem("odd_answer", f"{url} answers {status}, which is neither the document nor a redirect")


def _fields(answer: Answer) -> tuple[str, str, bool, bytes, str, str | None, Validators]:
    return (answer.url, answer.final_url, answer.is_unchanged, answer.body, answer.content_type, answer.file_name, answer.validators)


def _retry_after(text: str | None) -> float | None:
    """Seconds from a Retry-After header: a number, or a date."""
    if not text:
        return None
    if text.strip().isdigit():
        return float(text)
    try:
        at = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, (at - datetime.now(UTC)).total_seconds())


def _named(header: str) -> str | None:
    """The file name of a Content-Disposition header, without any folder."""
    match = re.search(r"filename\*\s*=\s*[\w-]*''([^;]+)", header) or re.search(r'filename\s*=\s*"?([^";]+)', header)
    return re.split(r"[/\\]", unquote(match[1]).strip())[-1][:200] or None if match else None


def _told(url: str, error: httpx.HTTPError) -> FetchProblem:
    if isinstance(error, httpx.TimeoutException):
        return FetchProblem("timeout", f"{url} did not answer in time", may_pass=True)
    if isinstance(error, httpx.RemoteProtocolError):
        return FetchProblem("cut_answer", f"{url}: the answer was cut off ({error})", may_pass=True)
    if isinstance(error, httpx.DecodingError):
        return FetchProblem("odd_answer", f"{url}: the answer is not packed as it says ({error})")
    if isinstance(error, httpx.ConnectError) and "CERTIFICATE" in str(error).upper():
        return FetchProblem("bad_certificate", f"{url}: the site's certificate is not valid ({error})")
    return FetchProblem("no_connection", f"{url}: {type(error).__name__}: {error}", may_pass=True)
