"""Polite HTTP: one request at a time and host, conditional, retried with patience, limited in size, time and redirects."""

from __future__ import annotations

import random
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from types import TracebackType
from urllib.parse import urlsplit

import httpx
import tenacity

from ingest.fetch.answers import Answer, Validators, address, name_in, retry_after, unzipped
from ingest.fetch.guard import Judge, Resolver, guarded_transport, is_public, resolve
from ingest.fetch.problems import FetchProblem
from ingest.fetch.robots import KeptRobots, Robots
from ingest.fetch.settings import Manners, user_agent

_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_TROUBLE = frozenset({"timeout", "no_connection", "no_such_host", "cut_answer", "too_slow", "server_error", "too_many_requests"})
"""Problems that are the host's rather than the address's."""
_NO_RULES = frozenset({"not_found", "forbidden", "bad_request", "redirect_loop", "odd_answer"})
"""Answers that mean a site has no robots.txt: everything may be read."""


@dataclass(slots=True)
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    robots_lock: threading.Lock = field(default_factory=threading.Lock)  # its own: a robots.txt may redirect to another host
    next_at: float = 0.0
    robots: dict[str, Robots | FetchProblem] = field(default_factory=dict)
    in_trouble: int = 0  # addresses in a row that had no answer
    asked_to_wait: bool = False


class PoliteClient:
    """Fetches addresses. Use as a context manager; safe to share between threads: a host sees one request at a time.

    `kept_robots` may be given the robots.txt of earlier nights: they are asked for conditionally, and brought up to date.
    """

    def __init__(
        self,
        manners: Manners | None = None,
        *,
        allow_private: bool = False,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        resolver: Resolver = resolve,
        is_open: Judge = is_public,
        verify: ssl.SSLContext | bool = True,
    ) -> None:
        self.manners = manners or Manners()
        self.kept_robots: dict[str, KeptRobots] = {}
        self._sleep, self._clock = sleep, clock
        self._hosts: dict[str, _Host] = {}
        self._guard = threading.Lock()
        self._http = httpx.Client(
            transport=guarded_transport(allow_private=allow_private, verify=verify, resolver=resolver, is_open=is_open),
            headers={"User-Agent": user_agent(), "Accept-Language": "sv, en;q=0.5", "Accept-Encoding": "gzip"},
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
        start = address(url)
        if start is None:
            raise FetchProblem("no_web_address", f"{url[:200]} is no http or https address")
        host = self._host(start)
        try:
            answer = self._patiently(self._follow, start, validators, largest or self.manners.largest_document)
        except FetchProblem as problem:
            if problem.reason_code in _TROUBLE:
                host.in_trouble += 1
            raise
        host.in_trouble = 0
        return replace(answer, url=url)

    def _patiently(self, ask: Callable[..., Answer], *arguments: object) -> Answer:
        """Try, and try again what may pass: as long after as the server asks, else ever later."""
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
        return retrying(ask, *arguments)

    def _follow(self, url: str, validators: Validators | None, largest: int, *, as_robot: bool = True) -> Answer:
        """One try: the address and where it redirects to, each checked on its own."""
        seen, at = [url], url
        while True:
            self._allow(at, as_robot=as_robot)
            answer = self._ask(at, validators, largest)
            if isinstance(answer, Answer):
                return answer
            onward = address(answer, at)
            if onward is None:
                raise FetchProblem("no_web_address", f"{at} redirects to {answer[:200]}, which is no http or https address")
            if onward in seen or len(seen) > self.manners.redirects:
                way = "in a circle" if onward in seen else f"more than {self.manners.redirects} times"
                raise FetchProblem("redirect_loop", f"{url} redirects {way}")
            seen.append(onward)
            at = onward

    def _allow(self, url: str, *, as_robot: bool) -> None:
        parts = urlsplit(url)
        if parts.username or parts.password:
            raise FetchProblem("no_web_address", f"an address of {parts.hostname} holds a user name; none is sent")
        host = self._host(url)
        if host.asked_to_wait or host.in_trouble >= self.manners.give_up_after:
            why = "asks to wait" if host.asked_to_wait else f"did not answer {host.in_trouble} times running"
            raise FetchProblem("host_left_alone", f"{url} was not asked for: {parts.hostname} {why} and is left alone until the next run")
        origin = f"{parts.scheme}://{parts.netloc}"
        if as_robot and not self._rules(origin, host).allows(url):
            raise FetchProblem("robots_forbids", f"{origin}/robots.txt asks robots not to read {parts.path}")

    def _host(self, url: str) -> _Host:
        with self._guard:
            return self._hosts.setdefault(urlsplit(url).netloc, _Host())

    def _rules(self, origin: str, host: _Host) -> Robots:
        """What the robots.txt of a site asks, asked for once a run; raises FetchProblem when it cannot be had."""
        with host.robots_lock:
            if origin not in host.robots:
                host.robots[origin] = self._ask_rules(origin)
            known = host.robots[origin]
        if isinstance(known, FetchProblem):
            raise FetchProblem(known.reason_code, known.message)
        return known

    def _ask_rules(self, origin: str) -> Robots | FetchProblem:
        url, kept = f"{origin}/robots.txt", self.kept_robots.get(origin)

        def ask(validators: Validators | None) -> Answer:
            return self._follow(url, validators, self.manners.largest_robots, as_robot=False)

        try:
            answer = self._patiently(ask, kept.validators if kept else None)
        except FetchProblem as problem:
            if problem.reason_code in _NO_RULES:
                return Robots.read(b"")
            if problem.reason_code in _TROUBLE:
                return FetchProblem("robots_unreachable", f"{problem.message}; without its robots.txt a site is not read")
            return problem
        if answer.is_unchanged and kept:
            return Robots.read(kept.body.encode())
        self.kept_robots[origin] = KeptRobots(answer.validators, answer.body.decode("utf-8", "replace"))
        return Robots.read(answer.body)

    def _ask(self, url: str, validators: Validators | None, largest: int) -> Answer | str:
        """One request; the address it redirects to when it does."""
        host, asked = self._host(url), 0.0
        with host.lock:
            if (ahead := host.next_at - self._clock()) > 0:
                self._sleep(ahead)
            try:
                return self._stream(url, validators, largest)
            except httpx.HTTPError as error:
                raise _told(url, error) from error
            except zlib.error as error:
                raise FetchProblem("cut_answer", f"{url}: the answer is not packed as it says ({error})", may_pass=True) from error
            except httpx.InvalidURL as error:
                raise FetchProblem("no_web_address", f"{url[:200]}: {error}") from error
            except FetchProblem as problem:
                host.asked_to_wait |= problem.reason_code == "asked_to_wait"
                asked = problem.wait_s or 0.0  # of everybody, not only of who asked for this address
                raise
            finally:
                rules = host.robots.get(f"{urlsplit(url).scheme}://{urlsplit(url).netloc}")
                delay = rules.delay_s if isinstance(rules, Robots) else 0.0
                host.next_at = self._clock() + max(self.manners.pause_s, delay, asked)

    def _stream(self, url: str, validators: Validators | None, largest: int) -> Answer | str:
        headers = {}
        if validators and validators.etag:
            headers["If-None-Match"] = validators.etag
        if validators and validators.last_modified:
            headers["If-Modified-Since"] = validators.last_modified
        with self._http.stream("GET", url, headers=headers) as response:
            if response.has_redirect_location:
                return response.headers["Location"]
            is_unchanged = response.status_code == 304 and bool(validators)
            if is_unchanged:
                response.read()  # nothing; the connection is free for the next request
            else:
                _judge(url, response, self.manners)
            return Answer(
                url=url,
                final_url=str(response.url),
                is_unchanged=is_unchanged,
                body=b"" if is_unchanged else self._body(url, response, largest),
                content_type=response.headers.get("Content-Type", "").split(";")[0].strip().lower(),
                charset=response.charset_encoding,
                file_name=name_in(response.headers.get("Content-Disposition", "")),
                validators=Validators(response.headers.get("ETag"), response.headers.get("Last-Modified")),
            )

    def _body(self, url: str, response: httpx.Response, largest: int) -> bytes:
        """The answer's bytes, unpacked piece by piece: what swells is stopped on the way."""
        packing = response.headers.get("Content-Encoding", "").strip().lower()
        if packing not in ("", "identity", "gzip", "x-gzip"):
            raise FetchProblem("odd_answer", f"{url} is packed as {packing[:40]}, which was not asked for")
        told = response.headers.get("Content-Length", "")
        if told.isdecimal() and int(told) > largest:
            raise FetchProblem("too_large", f"{url} is larger than {largest // 1_000_000} MB")
        until = self._clock() + self.manners.whole_s
        body = bytearray()
        for piece in _pieces(response.iter_raw(65_536), packed="gzip" in packing):
            body += piece
            if len(body) > largest:
                raise FetchProblem("too_large", f"{url} is larger than {largest // 1_000_000} MB")
            if self._clock() > until:
                raise FetchProblem("too_slow", f"{url} was not whole after {self.manners.whole_s:.0f} s", may_pass=True)
        return bytes(body)


def _pieces(raw: Iterable[bytes], *, packed: bool) -> Iterable[bytes]:
    return unzipped(raw) if packed else raw


def _judge(url: str, response: httpx.Response, manners: Manners) -> None:
    """Raise FetchProblem for every answer that is not the document."""
    status = response.status_code
    if status in _PASSING:
        asked = retry_after(response.headers.get("Retry-After"))
        if asked is not None and asked > manners.longest_wait_s:
            raise FetchProblem("asked_to_wait", f"{url} answers {status} and asks for {asked:.0f} s: left alone until the next run")
        raise FetchProblem("server_error" if status >= 500 else "too_many_requests", f"{url} answers {status}", may_pass=True, wait_s=asked)
    if status in (404, 410):
        raise FetchProblem("not_found", f"{url} answers {status}: the page is gone")
    if status in (401, 403, 451):
        raise FetchProblem("forbidden", f"{url} answers {status}: not for the public")
    if status >= 400:
        raise FetchProblem("bad_request", f"{url} answers {status}")
    if status != 200:
        raise FetchProblem("odd_answer", f"{url} answers {status}, which is neither the document nor a redirect")


def _told(url: str, error: httpx.HTTPError) -> FetchProblem:
    if isinstance(error, httpx.TimeoutException):
        return FetchProblem("timeout", f"{url} did not answer in time", may_pass=True)
    if isinstance(error, httpx.RemoteProtocolError | httpx.ReadError):
        return FetchProblem("cut_answer", f"{url}: the answer was cut off ({error})", may_pass=True)
    if isinstance(error, httpx.ConnectError) and "CERTIFICATE" in str(error).upper():
        return FetchProblem("bad_certificate", f"{url}: the site's certificate is not valid ({error})")
    return FetchProblem("no_connection", f"{url}: {type(error).__name__}: {error}", may_pass=True)
