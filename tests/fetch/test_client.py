"""What the client does with answers that are not simply the document."""

from __future__ import annotations

import gzip
import shutil
import ssl
import subprocess
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from ingest.fetch.answers import Validators, retry_after
from ingest.fetch.client import PoliteClient
from ingest.fetch.guard import is_public
from ingest.fetch.problems import FetchProblem
from tests.fetch.site import Fault, Resource, Web, running_web, swelling
from tests.fetch.world import INNER, QUICK, Clock, client_of

HOST = "sajt.test"


def problem_of(client: PoliteClient, url: str) -> str:
    """The reason code an address fails with."""
    with pytest.raises(FetchProblem) as raised:
        client.get(url)
    return raised.value.reason_code


@pytest.mark.parametrize(
    ("faults", "least", "most"),
    [
        (["500", "500"], 5.0, 20.0),
        (["429 seconds"], 7.0, 9.5),
        (["429 date"], 15.0, 22.5),
        (["cut", "drop", "slow"], 10.0, 40.0),
    ],
)
def test_what_passes_is_tried_again_after_the_wait_asked_for(
    web: Web, client: PoliteClient, clock: Clock, faults: list[Fault], least: float, most: float
) -> None:
    web.put(HOST, "/a.pdf", Resource(b"%PDF-1", faults=[*faults]))
    assert client.get(web.url(HOST, "/a.pdf")).body == b"%PDF-1"
    assert len(web.asked(HOST)) == len(faults) + 1
    assert least <= clock.at <= most


def test_a_server_that_asks_for_an_hour_is_left_alone(web: Web, client: PoliteClient) -> None:
    web.put(HOST, "/a.pdf", Resource(b"%PDF-1", always="429 long"))
    web.put(HOST, "/b.pdf", Resource(b"%PDF-1"))
    assert problem_of(client, web.url(HOST, "/a.pdf")) == "asked_to_wait"
    assert problem_of(client, web.url(HOST, "/b.pdf")) == "host_left_alone"
    assert len(web.asked(HOST)) == 1


def test_a_host_that_never_answers_is_given_up(web: Web, client: PoliteClient) -> None:
    for n in range(8):
        web.put(HOST, f"/{n}.pdf", Resource(b"%PDF", always="drop"))
    codes = [problem_of(client, web.url(HOST, f"/{n}.pdf")) for n in range(8)]
    assert codes == ["cut_answer"] * QUICK.give_up_after + ["host_left_alone"] * (8 - QUICK.give_up_after)
    assert len(web.asked(HOST)) == QUICK.give_up_after * QUICK.tries


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("http://inner.test:{inner}/x", "private_address"),
        ("http://127.0.0.2:{inner}/x", "private_address"),
        ("http://[::1]:{inner}/x", "private_address"),
        ("file:///etc/passwd", "no_web_address"),
        ("http://anna:hemligt@sajt.test:{port}/b", "no_web_address"),
        ("http://[trasig", "no_web_address"),
        ("/a.pdf", "redirect_loop"),
    ],
)
def test_redirects_lead_nowhere_they_should_not(web: Web, client: PoliteClient, location: str, code: str) -> None:
    with running_web(INNER) as inner:
        web.put(HOST, "/a.pdf", Resource(location=location.format(inner=inner.port, port=web.port)))
        assert problem_of(client, web.url(HOST, "/a.pdf")) == code
        assert inner.log == []


def test_an_inner_address_that_is_meant_is_read(web: Web, clock: Clock) -> None:
    web.put(HOST, "/a.pdf", Resource(b"%PDF-1"))
    with PoliteClient(QUICK, allow_private=True, sleep=clock.sleep, clock=clock.now, resolver=lambda *_: ["127.0.0.1"]) as open_client:
        assert open_client.get(web.url(HOST, "/a.pdf")).body == b"%PDF-1"
    with PoliteClient(QUICK, sleep=clock.sleep, clock=clock.now, resolver=lambda *_: ["127.0.0.1"]) as closed:
        assert problem_of(closed, web.url(HOST, "/a.pdf")) == "private_address"


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True), ("2606:2800:220:1::1", True), ("10.1.2.3", False), ("169.254.169.254", False), ("100.64.0.1", False),
        ("::1", False), ("fe80::1%eth0", False), ("::ffff:10.0.0.1", False), ("2002:0a00:0001::", False), ("64:ff9b::a00:1", False),
        ("224.0.0.1", False), ("0.0.0.1", False), ("fd00::1", False),
    ],
)  # fmt: skip
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_robots_that_cannot_be_had_forbid_and_are_asked_for_once(web: Web, client: PoliteClient) -> None:
    web.put(HOST, "/robots.txt", Resource(always="500"))
    for n in range(3):
        web.put(HOST, f"/{n}.pdf", Resource(b"%PDF"))
        assert problem_of(client, web.url(HOST, f"/{n}.pdf")) == "robots_unreachable"
    assert len(web.asked(HOST, robots=True)) == QUICK.tries
    assert web.asked(HOST) == []


def test_robots_are_followed_where_they_moved_and_their_delay_is_kept(web: Web, client: PoliteClient, clock: Clock) -> None:
    web.put(HOST, "/robots.txt", Resource(location=web.url("annan.test", "/robotar")))
    web.put("annan.test", "/robotar", Resource(b"\xef\xbb\xbfUser-agent: *\nCrawl-delay: 9\nDisallow: /intern\n", "text/plain"))
    for path in ("/a.pdf", "/b.pdf", "/c.pdf", "/intern/d.pdf"):
        web.put(HOST, path, Resource(b"%PDF"))
    for path in ("/a.pdf", "/b.pdf", "/c.pdf"):
        client.get(web.url(HOST, path))
    assert problem_of(client, web.url(HOST, "/intern/d.pdf")) == "robots_forbids"
    assert clock.at >= 2 * 9


def test_a_page_that_says_not_found_for_robots_allows_everything(web: Web, client: PoliteClient) -> None:
    web.put(HOST, "/robots.txt", Resource(status=403))
    web.put(HOST, "/a.pdf", Resource(b"%PDF"))
    assert client.get(web.url(HOST, "/a.pdf")).body == b"%PDF"


def test_what_swells_is_stopped_on_the_way(web: Web, client: PoliteClient) -> None:
    web.put(HOST, "/bomb.pdf", Resource(swelling(100), encoding="gzip"))
    web.put(HOST, "/robots.txt", Resource(b""))
    tracemalloc.start()
    assert problem_of(client, web.url(HOST, "/bomb.pdf")) == "too_large"
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3 * QUICK.largest_document


def test_packed_answers(web: Web, client: PoliteClient) -> None:
    body = b"%PDF-" + bytes(range(256)) * 2000
    web.put(HOST, "/ok.pdf", Resource(gzip.compress(body[:9]) + gzip.compress(body[9:]) + b"\0\0", encoding="gzip"))
    web.put(HOST, "/cut.pdf", Resource(gzip.compress(body)[:-20], encoding="gzip"))
    web.put(HOST, "/twice.pdf", Resource(gzip.compress(gzip.compress(body)), encoding="gzip, gzip"))
    web.put(HOST, "/not.pdf", Resource(body, encoding="gzip"))
    assert client.get(web.url(HOST, "/ok.pdf")).body == body
    assert problem_of(client, web.url(HOST, "/cut.pdf")) == "cut_answer"
    assert problem_of(client, web.url(HOST, "/twice.pdf")) == "odd_answer"
    assert problem_of(client, web.url(HOST, "/not.pdf")) == "cut_answer"


def test_a_giant_is_not_downloaded_when_it_says_so(web: Web, client: PoliteClient) -> None:
    web.put(HOST, "/a.pdf", Resource(b"%PDF" + b"0" * QUICK.largest_document))
    assert problem_of(client, web.url(HOST, "/a.pdf")) == "too_large"


@pytest.mark.parametrize(
    ("status", "code"),
    [(404, "not_found"), (410, "not_found"), (403, "forbidden"), (418, "bad_request"), (206, "odd_answer"), (304, "odd_answer")],
)
def test_answers_that_are_no_document(web: Web, client: PoliteClient, status: int, code: str) -> None:
    web.put(HOST, "/a.pdf", Resource(b"", status=status))
    assert problem_of(client, web.url(HOST, "/a.pdf")) == code
    assert len(web.asked(HOST)) == 1


def test_a_host_sees_one_request_at_a_time(web: Web, clock: Clock) -> None:
    for n in range(12):
        web.put(HOST, f"/{n}.pdf", Resource(b"%PDF" + b"0" * 300_000))
    going, at_once = [], []
    with client_of(clock, replace(QUICK, read_s=5.0)) as client, ThreadPoolExecutor(8) as pool:
        ask = client._http.stream

        @contextmanager
        def watched(method: str, url: str, **more: Any) -> Iterator[httpx.Response]:
            going.append(url)
            try:
                with ask(method, url, **more) as response:
                    at_once.append(len(going))
                    yield response
            finally:
                going.remove(url)

        client._http.stream = watched  # type: ignore[method-assign,assignment]
        list(pool.map(lambda n: client.get(web.url(HOST, f"/{n}.pdf")), range(12)))
    assert at_once == [1] * 13
    assert len(web.asked(HOST, robots=True)) == 1
    assert clock.at >= 11 * QUICK.pause_s


def test_two_hosts_whose_robots_point_at_each_other_do_not_stop_the_night(web: Web, client: PoliteClient) -> None:
    for mine, other in (("a.test", "b.test"), ("b.test", "a.test")):
        web.put(mine, "/robots.txt", Resource(location=web.url(other, "/robots.txt")))
        web.put(mine, "/x.pdf", Resource(b"%PDF"))
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda host: client.get(web.url(host, "/x.pdf")).body, ("a.test", "b.test")))
    assert found == [b"%PDF"] * 2


def test_a_wait_asked_for_holds_for_everybody(web: Web, client: PoliteClient, clock: Clock) -> None:
    web.put(HOST, "/a.pdf", Resource(b"%PDF", faults=["429 seconds"]))
    web.put(HOST, "/b.pdf", Resource(b"%PDF"))
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda path: client.get(web.url(HOST, path)), ("/a.pdf", "/b.pdf")))
    assert clock.at >= 7


def test_hosts_with_other_letters_and_odd_spellings(web: Web, client: PoliteClient) -> None:
    web.put("xn--bygden-hua.test", "/%C3%85r%202022.pdf", Resource(b"%PDF"))
    assert client.get(f"http://Åbygden.test:{web.port}/År 2022.pdf#sida=2").body == b"%PDF"


@pytest.mark.parametrize("url", ["ftp://sajt.test/a.pdf", "http://", "http://[::1", "javascript:alert(1)", "/a.pdf", "http://a b/"])
def test_what_is_no_web_address(client: PoliteClient, url: str) -> None:
    assert problem_of(client, url) == "no_web_address"


def test_unchanged_is_only_believed_when_it_was_asked_for(web: Web, client: PoliteClient) -> None:
    at = web.put(HOST, "/a.pdf", Resource(b"%PDF-1"))
    assert client.get(web.url(HOST, "/a.pdf"), Validators(etag=at.etag)).is_unchanged
    assert not client.get(web.url(HOST, "/a.pdf"), Validators(etag='"annan"')).is_unchanged


def test_retry_after_in_all_its_spellings() -> None:
    assert retry_after("120") == 120.0
    assert retry_after("²") is None
    assert retry_after("snart") is None
    assert retry_after("Wed, 21 Oct 2015 07:28:00 -0000") == 0.0
    assert retry_after(None) is None


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
def test_a_certificate_nobody_vouches_for_is_told_as_such(client: PoliteClient, tmp_path: Path) -> None:
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"]
    subprocess.run([*made, "-subj", f"/CN={HOST}", "-keyout", "key.pem", "-out", "cert.pem"], cwd=tmp_path, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    with running_web(tls=context) as web:
        assert problem_of(client, f"https://{HOST}:{web.port}/a.pdf") == "bad_certificate"
        assert web.log == []
