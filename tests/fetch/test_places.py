"""The other places documents lie in: sitemaps, further pages, single addresses, drop folders, stores; and what may not be kept."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from ingest.fetch.pages import Night
from ingest.source_schema import Source
from tests.fetch.paper import pdf
from tests.fetch.site import Resource, Web
from tests.fetch.world import Fetcher
from tests.press.exports.books import csv_bytes
from tests.press.exports.samples import SAMPLES

HOST = "sajt.test"
ANNUAL = "annual_report"


def source(*publishes: dict[str, object], name: str = "provbygden") -> Source:
    """A source that publishes these."""
    return Source.model_validate({"id": name, "name": name, "publishes": publishes})


def told(night: Night) -> list[tuple[str, str, str | None]]:
    """Outcomes in short."""
    return [(row.file_name, row.outcome, row.reason_code) for row in night.outcomes]


def page(web: Web, path: str, *links: str, host: str = HOST) -> str:
    """A listing page; its address."""
    web.put(host, path, Resource("".join(links).encode(), "text/html; charset=utf-8"))
    return web.url(host, path)


def link(path: str, text: str) -> str:
    """One link on a page."""
    return f'<p><a href="{path}">{text}</a></p>'


@pytest.fixture
def store() -> Iterator[str]:
    """A store in memory."""
    fs = fsspec.filesystem("memory")
    fs.rm("/provhink", recursive=True) if fs.exists("/provhink") else None
    fs.makedirs("/provhink/sub")
    yield "memory://provhink"
    fs.rm("/provhink", recursive=True)


def test_pages_lead_on_to_pages_but_not_off_the_site_nor_without_end(web: Web, fetcher: Fetcher) -> None:
    for n in range(1, 4):
        web.put(HOST, f"/ar{n}.pdf", Resource(pdf(f"Årsredovisning {n}")))
    web.put("annan.test", "/dokument", Resource(b"<a href=x.pdf>x</a>", "text/html"))
    start = page(
        web,
        "/dokument?sida=1",
        link("/ar1.pdf", "Årsredovisning 2020"),
        link("?sida=2", "2"),
        link(web.url("annan.test", "/dokument?sida=9"), "9"),
    )
    page(web, "/dokument?sida=2", link("/ar2.pdf", "Årsredovisning 2021"), link("?sida=1", "1"), link("?sida=3", "3"))
    page(web, "/dokument?sida=3", link("/ar3.pdf", "Årsredovisning 2022"), link("?sida=2", "2"))
    night = fetcher.night([source({"kind": ANNUAL, "at": {"listing": start, "pages": r"\?sida=\d+"}})])["provbygden"]
    assert sorted(told(night)) == [(f"provbygden/ar{n}.pdf", "ok", None) for n in (1, 2, 3)]
    assert web.asked("annan.test") == []
    web.log.clear()
    page(web, "/evig?sida=1", *(link(f"?sida={n}", str(n)) for n in range(200)))
    for n in range(200):
        page(web, f"/evig?sida={n}", *(link(f"?sida={m}", str(m)) for m in range(200)))
    at = {"listing": web.url(HOST, "/evig?sida=1"), "pages": r"\?sida=\d+"}
    night = fetcher.night([source({"kind": ANNUAL, "at": at}, name="evig")])["evig"]
    assert told(night) == [(web.url(HOST, "/evig?sida=1"), "failed", "too_many_pages")]
    assert len(web.asked(HOST)) == 40


def test_a_sitemap_index_leads_to_maps_documents_and_pages(web: Web, fetcher: Fetcher) -> None:
    ns = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    locs = f"<url><loc>{web.url(HOST, '/Arsredovisning-2022.pdf')}</loc></url><url><loc>{web.url(HOST, '/rapporter')}</loc></url>"
    web.put(
        HOST,
        "/sitemap.xml",
        Resource(f"<sitemapindex {ns}><sitemap><loc>{web.url(HOST, '/a.xml')}</loc></sitemap></sitemapindex>".encode()),
    )
    web.put(HOST, "/a.xml", Resource(f'<?xml version="1.0"?><urlset {ns}>{locs}</urlset>'.encode(), "text/xml"))
    web.put(HOST, "/Arsredovisning-2022.pdf", Resource(pdf("1")))
    web.put(HOST, "/x1.pdf", Resource(pdf("2")))
    page(web, "/rapporter", link("x1.pdf", "Årsredovisning 2023"))
    at = {"sitemap": web.url(HOST, "/sitemap.xml"), "pages": "/rapporter", "title": ["arsredovisning", "årsredovisning"]}
    sources = [source({"kind": ANNUAL, "at": at})]
    assert {name for name, *_ in told(fetcher.night(sources)["provbygden"])} == {"provbygden/Arsredovisning-2022.pdf", "provbygden/x1.pdf"}
    web.log.clear()
    fetcher.night(sources)
    assert [(row.status, row.is_conditional) for row in web.asked(HOST)] == [(304, True)] * 5


def test_single_addresses(web: Web, fetcher: Fetcher) -> None:
    web.put(HOST, "/hamta?id=7", Resource(pdf("x"), disposition="attachment; filename*=UTF-8''%C3%85r%202022.pdf"))
    at = {"urls": [web.url(HOST, "/hamta?id=7"), web.url(HOST, "/borta.pdf")]}
    night = fetcher.night([source({"kind": ANNUAL, "at": at})])["provbygden"]
    assert told(night) == [("provbygden/År 2022.pdf", "ok", None), (web.url(HOST, "/borta.pdf"), "failed", "not_found")]
    assert not night.has_failed


def test_drop_folder_and_store(web: Web, fetcher: Fetcher, store: str, tmp_path: Path) -> None:
    drop = tmp_path / "drop"
    (drop / "2023").mkdir(parents=True)
    outside = tmp_path / "hemligt.pdf"
    outside.write_bytes(pdf("utanför"))
    (drop / "lank.pdf").symlink_to(outside)
    for name, data in {
        "2023/Uppföljning.pdf": pdf("a"),
        "flow.csv": SAMPLES["c_flow.csv"](),
        ".dold.pdf": pdf("b"),
        "not.txt": b"x",
    }.items():
        (drop / name).write_bytes(data)
    fsspec.filesystem("memory").pipe("/provhink/sub/ar#1 100%.pdf", pdf("c"))
    for path in drop.rglob("*.*"):
        os.utime(path, (1_700_000_000, 1_700_000_000), follow_symlinks=False)
    sources = [source({"kind": "participant_statistics", "at": {"folder": str(drop)}}, {"kind": ANNUAL, "at": {"store": store}})]
    first = fetcher.night(sources)["provbygden"]
    assert sorted(told(first)) == [
        ("provbygden/Uppföljning.pdf", "ok", None), ("provbygden/ar_1 100.pdf", "ok", None), ("provbygden/flow.csv", "ok", None),
    ]  # fmt: skip
    assert [row.outcome for row in fetcher.night(sources)["provbygden"].outcomes] == ["unchanged"] * 3
    assert fetcher.night(sources)["provbygden"].downloaded == 0
    (drop / "2023/Uppföljning.pdf").write_bytes(pdf("a, rättad"))
    assert ("provbygden/Uppföljning.pdf", "failed", "file_changed") in told(fetcher.night(sources)["provbygden"])  # may still be written
    os.utime(drop / "2023/Uppföljning.pdf", (1_700_000_100, 1_700_000_100))
    again = told(fetcher.night(sources)["provbygden"])
    assert ("provbygden/Uppföljning.v2.pdf", "ok", "new_version") in again
    for path in list(drop.rglob("*.*")):
        path.unlink()
    night = fetcher.night(sources)["provbygden"]
    assert [row.reason_code for row in night.outcomes if row.reason_code] == ["no_longer_listed"] * 2
    assert not night.has_failed


def test_a_drop_folder_that_is_not_there_has_failed(fetcher: Fetcher, tmp_path: Path) -> None:
    night = fetcher.night([source({"kind": ANNUAL, "at": {"folder": str(tmp_path / "borta")}})])["provbygden"]
    assert [row.reason_code for row in night.outcomes] == ["no_such_place"]
    assert night.has_failed


def test_what_may_not_be_kept_leaves_no_byte(web: Web, fetcher: Fetcher) -> None:
    respondents = next(make() for name, make in SAMPLES.items() if name.startswith("h_"))
    files = {
        "enkat.csv": (respondents, "respondent_rows"),
        "lista.csv": (csv_bytes([["Insats", "Kod"], ["Steget", "811218-9876"]]), "personal_data"),
        "okand.csv": (csv_bytes([["Aaa", "Bbb"], ["Hemlig text", "1"]]), "unknown_layout"),
        "gammal.xls": (b"\xd0\xcf\x11\xe0" + b"0" * 600, "unsupported_kind"),
        "brev.xlsx": (b"PK\x03\x04" + b"0" * 600, "not_a_document"),
        "tom.pdf": (b"", "empty"),
        "bild.pdf": (b"\x89PNG\r\n", "not_a_document"),
    }
    for name, (body, _) in files.items():
        web.put(HOST, f"/{name}", Resource(body, "application/octet-stream"))
    at = {"urls": [web.url(HOST, f"/{name}") for name in files]}
    sources = [source({"kind": "indicator_report", "at": at})]
    night = fetcher.night(sources)["provbygden"]
    assert [(row.outcome, row.reason_code) for row in night.outcomes] == [("refused", code) for _, code in files.values()]
    assert fetcher.archive.entries() == []
    kept = b"".join(path.read_bytes() for path in fetcher.root.rglob("*") if path.is_file())
    assert b"Hemlig" not in kept
    assert b"811218" not in kept
    web.log.clear()
    assert [row.outcome for row in fetcher.night(sources)["provbygden"].outcomes] == ["refused"] * len(files)
    assert {row.status for row in web.asked(HOST)} == {304}
    fetcher.door = type(fetcher.door)(lambda *_: None, "2")  # another door: what it lets in is fetched again
    assert [row.file_name for row in fetcher.night(sources)["provbygden"].outcomes if row.outcome == "ok"] == [
        "provbygden/enkat.csv", "provbygden/lista.csv", "provbygden/okand.csv",
    ]  # fmt: skip


def test_the_same_bytes_from_many_sources_at_once_are_one_document(web: Web, fetcher: Fetcher) -> None:
    body = pdf("Gemensam årsredovisning")
    sources = []
    for n in range(8):
        web.put(f"s{n}.test", "/ar.pdf", Resource(body))
        sources.append(source({"kind": ANNUAL, "at": {"urls": [web.url(f"s{n}.test", "/ar.pdf")]}}, name=f"s{n}"))
    outcomes = [row for night in fetcher.night(sources).values() for row in night.outcomes]
    assert sorted(row.outcome for row in outcomes) == ["ok"] + ["unchanged"] * 7
    assert len({row.file_name for row in outcomes}) == 1
    assert len(fetcher.archive.entries()) == 1


def test_two_documents_of_one_name_have_two(web: Web, fetcher: Fetcher) -> None:
    for path in ("/a/ar.pdf", "/b/ar.pdf", "/c/%2e%2e%2f%2e%2e%2fetc%2far.pdf"):
        web.put(HOST, path, Resource(pdf(path)))
    start = page(web, "/", *(link(path, "Årsredovisning") for path in ("/a/ar.pdf", "/b/ar.pdf", "/c/%2e%2e%2f%2e%2e%2fetc%2far.pdf")))
    night = fetcher.night([source({"kind": ANNUAL, "at": {"listing": start}})])["provbygden"]
    assert [row.file_name for row in night.outcomes] == ["provbygden/ar.pdf", "provbygden/ar (2).pdf", "provbygden/ar (3).pdf"]


def test_a_server_that_cannot_say_unchanged_is_asked_once_a_week(web: Web, fetcher: Fetcher) -> None:
    at = web.put(HOST, "/ar.pdf", Resource(pdf("1"), validators="none"))
    sources = [source({"kind": ANNUAL, "at": {"urls": [web.url(HOST, "/ar.pdf")]}})]
    for night in range(16):
        if night == 9:
            at.replace(pdf("2"))
        fetcher.night(sources)
    assert len(web.asked(HOST)) == 3
    assert [entry.file_name for entry in fetcher.archive.entries()] == ["provbygden/ar.pdf", "provbygden/ar.v2.pdf"]


def test_a_listing_that_loses_all_its_documents_has_failed(web: Web, fetcher: Fetcher) -> None:
    for n in (1, 2):
        web.put(HOST, f"/{n}.pdf", Resource(pdf(str(n))))
    start = page(web, "/", link("/1.pdf", "Årsredovisning 2021"), link("/2.pdf", "Årsredovisning 2022"))
    sources = [source({"kind": ANNUAL, "at": {"listing": start}})]
    fetcher.night(sources)
    before = web.resources[HOST, "/"].body
    web.resources[HOST, "/"].replace(b"<a href='/start'>Ny webbplats</a>")
    for _ in range(2):
        night = fetcher.night(sources)["provbygden"]
        assert [row.reason_code for row in night.outcomes] == ["listing_lost_all"]
        assert night.has_failed
    web.resources[HOST, "/"].replace(before)
    assert [row.outcome for row in fetcher.night(sources)["provbygden"].outcomes] == ["unchanged", "unchanged"]


def test_what_failed_last_night_comes_last(web: Web, fetcher: Fetcher) -> None:
    names = [f"/{n}.pdf" for n in range(9)]
    for n, name in enumerate(names):
        web.put(HOST, name, Resource(pdf(name), always="drop" if n < 5 else None))
    sources = [source({"kind": ANNUAL, "at": {"urls": [web.url(HOST, name) for name in names]}})]
    first = fetcher.night(sources)["provbygden"]
    assert [row.reason_code for row in first.outcomes] == ["cut_answer"] * 5 + ["host_left_alone"] * 4
    for name in names[5:]:
        web.resources[HOST, name].always = None
    fetcher.night(sources)
    web.resources[HOST, names[0]].always = None
    outcomes = {row.url: row.outcome for row in fetcher.night(sources)["provbygden"].outcomes}
    assert outcomes[web.url(HOST, names[0])] == "ok"


def test_a_night_that_is_stopped_before_it_was_noted_is_made_good(web: Web, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in (1, 2):
        web.put(HOST, f"/{n}.pdf", Resource(pdf(str(n))))
    sources = [source({"kind": ANNUAL, "at": {"urls": [web.url(HOST, f"/{n}.pdf") for n in (1, 2)]}})]

    def stop(*_: object) -> None:
        raise OSError("no space left on device")

    with monkeypatch.context() as stopped:
        stopped.setattr("ingest.archive.Archive.note", stop)
        night = fetcher.night(sources)["provbygden"]
    assert [row.reason_code for row in night.outcomes] == ["fetcher_error"]
    assert night.has_failed
    assert fetcher.archive.entries() == []
    assert [row.outcome for row in fetcher.night(sources)["provbygden"].outcomes] == ["ok", "ok"]
    assert list(fetcher.archive.verify()) == []
    assert len(fetcher.archive.entries()) == 2


def test_what_was_forgotten_does_not_come_in_again(web: Web, fetcher: Fetcher) -> None:
    web.put(HOST, "/ar.pdf", Resource(pdf("1")))
    sources = [source({"kind": ANNUAL, "at": {"urls": [web.url(HOST, "/ar.pdf")]}})]
    fetcher.night(sources)
    fetcher.archive.forget(fetcher.archive.entries()[0].sha256, why="namn", at="2026-02-02T00:00:00+00:00")
    for _ in range(2):
        assert [row.reason_code for row in fetcher.night(sources)["provbygden"].outcomes] == ["forgotten"]
    assert fetcher.archive.entries() == []
    assert [row.status for row in web.asked(HOST)] == [200, 200, 304]


def test_an_address_that_names_no_document_is_named_by_its_words(web: Web, fetcher: Fetcher) -> None:
    web.put(HOST, "/getfile.aspx?id=7", Resource(pdf("1")))
    start = page(web, "/Dokument.aspx", link("/getfile.aspx?id=7", "Årsredovisning 2022: slutlig"))
    at = {"listing": start, "link": r"getfile\.aspx\?id="}
    night = fetcher.night([source({"kind": ANNUAL, "at": at})])["provbygden"]
    assert told(night) == [("provbygden/Årsredovisning 2022_ slutlig.pdf", "ok", None)]
