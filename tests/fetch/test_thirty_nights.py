"""Twelve associations on three platforms, thirty nights of everything sites do: archive and ledger end exactly right."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ingest.fetch.pages import Night
from tests.fetch.paper import pdf
from tests.fetch.site import Asked, Resource, Web, running_web, swelling
from tests.fetch.styles import Forening, Paper
from tests.fetch.world import INNER, Fetcher, source_of

NIGHTS = 30
QUIET = (2, 28, 29, 30)
Told = tuple[int, str, str, str | None, str]  # night, source, outcome, reason code, the end of the address
PERSONAL = "811218-9876"  # the tax agency's example of a personal identity number


@dataclass
class Expected:
    """What must be there in the end, written down as the nights go by."""

    archive: dict[str, str] = field(default_factory=dict)  # file name -> sha256
    replaces: dict[str, str] = field(default_factory=dict)  # file name -> sha256 of the version before
    told: list[Told] = field(default_factory=list)


@dataclass
class Story:
    """The sites, what happens to them, and what that must lead to."""

    web: Web
    inner: Web
    sites: list[Forening] = field(default_factory=list)
    expected: Expected = field(default_factory=Expected)

    def paper(self, n: int, title: str, *, name: str = "", text: str = "", path: str = "", body: bytes | None = None) -> Paper:
        """A new document on the listing of site n."""
        site = self.sites[n]
        stem = title.replace("å", "a").replace(" ", "-")
        one = Paper(title, name or f"{stem}.pdf", body if body is not None else pdf(site.name, title, text), path=path)
        site.papers.append(one)
        return one

    def resource(self, n: int, paper: Paper) -> Resource:
        """What stands at its address."""
        site = self.sites[n]
        site.publish(self.web)
        return self.web.resources[site.host, site.path_of(paper)]

    def kept(self, night: int, n: int, paper: Paper, *, body: bytes | None = None, version: int = 1, before: bytes = b"") -> None:
        """The document must be in the archive, and the ledger must say so."""
        site = self.sites[n]
        stem = paper.name.removesuffix(".pdf")
        name = f"{site.name}/{stem}{f'.v{version}' if version > 1 else ''}.pdf"
        self.expected.archive[name] = hashlib.sha256(body or paper.body).hexdigest()
        if version > 1:
            self.expected.replaces[name] = hashlib.sha256(before).hexdigest()
        self.say(night, n, "ok", "new_version" if version > 1 else None, site.path_of(paper))

    def say(self, night: int, n: int, outcome: str, code: str | None, where: str) -> None:
        """The ledger must hold this."""
        self.expected.told.append((night, self.sites[n].name, outcome, code, where))

    def every_night_from(self, first: int, n: int, outcome: str, code: str, where: str, last: int = NIGHTS) -> None:
        """The ledger must hold this for every night of a span."""
        for night in range(first, last + 1):
            self.say(night, n, outcome, code, where)

    def begin(self) -> None:
        """Twelve sites with four reports each, and minutes nobody asked for."""
        for n in range(12):
            self.sites.append(Forening(f"forbund{n:02}", ("sitevision", "wordpress", "aspx")[n % 3]))
            for title in ("Årsredovisning 2021", "Årsredovisning 2022", "Delårsrapport 2023", "Verksamhetsplan med budget 2024"):
                self.kept(1, n, self.paper(n, title))
            self.paper(n, "Protokoll styrelsemöte 2023")

    def night(self, night: int) -> None:
        """What happens to the sites before this night."""
        happens = getattr(self, f"night_{night}", None)
        if happens:
            happens(night)
        for site in self.sites:
            site.publish(self.web)

    def night_3(self, night: int) -> None:
        """Site 0 publishes a report; site 1 replaces one under its address."""
        self.kept(night, 0, self.paper(0, "Årsredovisning 2023"))
        paper = self.sites[1].papers[0]
        new = pdf("rättad", paper.title)
        self.resource(1, paper).replace(new)
        self.kept(night, 1, paper, body=new, version=2, before=paper.body)

    def night_5(self, night: int) -> None:
        """Site 2's listing answers 500 all night; site 3's platform gives a replaced document a new time in its address."""
        self.web.resources[self.sites[2].host, self.sites[2].listing].faults = ["500"] * 4
        self.say(night, 2, "failed", "server_error", self.sites[2].listing)
        paper = self.sites[3].papers[1]
        old, paper.body, paper.epoch = paper.body, pdf("rättad", paper.title), paper.epoch + 77
        self.kept(night, 3, paper, version=2, before=old)

    def night_7(self, night: int) -> None:
        """Site 4 asks to wait, in seconds and by a date, and is waited for; site 5 has a report under a second name."""
        paper = self.paper(4, "Årsredovisning 2023")
        self.resource(4, paper).faults = ["429 seconds", "429 date"]
        self.kept(night, 4, paper)
        twin = self.paper(5, "Årsredovisning 2022 i kopia", body=self.sites[5].papers[1].body)
        self.say(night, 5, "unchanged", "duplicate", self.sites[5].path_of(twin))

    def night_9(self, night: int) -> None:
        """Site 6 takes a report down; site 7's server cuts an answer off, once."""
        gone = self.sites[6].papers[0]
        gone.listed = False
        self.say(night, 6, "unchanged", "no_longer_listed", self.sites[6].path_of(gone))
        paper = self.paper(7, "Delårsrapport 2024")
        self.resource(7, paper).faults = ["cut", "slow", "drop"]
        self.kept(night, 7, paper)

    def night_11(self, night: int) -> None:
        """Site 8 promises a report and gives a web page; site 9 links to what robots.txt forbids."""
        paper = self.paper(8, "Årsredovisning 2023", body=b"<!doctype html><html>Logga in</html>")
        self.resource(8, paper).content_type = "text/html"
        self.every_night_from(night, 8, "refused", "html_instead_of_document", self.sites[8].path_of(paper))
        self.paper(9, "Årsredovisning 2019", path="/privat/ar2019.pdf")
        self.every_night_from(night, 9, "failed", "robots_forbids", "/privat/ar2019.pdf")

    def night_13(self, night: int) -> None:
        """Site 10 redirects in a circle and onward without end; site 11 leads into an inner network."""
        self.paper(10, "Årsredovisning 2018", path="/a.pdf")
        self.web.put("forbund10.test", "/a.pdf", Resource(location="/b.pdf", status=301))
        self.web.put("forbund10.test", "/b.pdf", Resource(location="/a.pdf"))
        self.every_night_from(night, 10, "failed", "redirect_loop", "/a.pdf")
        self.paper(11, "Årsredovisning 2017", path="/inat.pdf")
        self.web.put("forbund11.test", "/inat.pdf", Resource(location=f"http://inner.test:{self.inner.port}/hemligt.pdf"))
        self.every_night_from(night, 11, "failed", "private_address", "/inat.pdf")

    def night_15(self, night: int) -> None:
        """Site 0 asks for an hour: it is left alone until the next night, what was not asked for is said."""
        paper = self.paper(0, "Revisionsberättelse 2023")
        self.resource(0, paper).faults = ["429 long"]
        self.say(night, 0, "failed", "asked_to_wait", self.sites[0].path_of(paper))
        self.kept(night + 1, 0, paper)

    def night_17(self, night: int) -> None:
        """Site 1 publishes a list of persons; site 2 a bomb and a giant."""
        paper = self.paper(1, "Delårsrapport 2021", text=f"Deltagare {PERSONAL}")
        self.every_night_from(night, 1, "refused", "personal_data", self.sites[1].path_of(paper))
        bomb = self.paper(2, "Årsredovisning 2015", body=swelling(50))
        self.resource(2, bomb).encoding = "gzip"
        self.every_night_from(night, 2, "refused", "too_large", self.sites[2].path_of(bomb))
        giant = self.paper(2, "Årsredovisning 2016", body=b"%PDF-" + b"0" * 3_000_000)
        self.every_night_from(night, 2, "refused", "too_large", self.sites[2].path_of(giant))

    def night_19(self, night: int) -> None:
        """Site 3 links to a report it has removed; site 4's listing is empty for a night."""
        paper = self.sites[3].papers[0]
        self.resource(3, paper).status = 410
        self.resource(3, paper).validators = "none"
        self.say(night, 3, "unchanged", "gone", self.sites[3].path_of(paper))
        self.sites[4].is_rebuilding = True
        self.say(night, 4, "failed", "empty_listing", self.sites[4].listing)

    def night_20(self, night: int) -> None:
        """Site 4 is back; site 1 puts the first version of its report back."""
        self.sites[4].is_rebuilding = False
        paper = self.sites[1].papers[0]
        self.resource(1, paper).replace(paper.body)
        self.say(night, 1, "unchanged", "earlier_version", self.sites[1].path_of(paper))
        first, second = (f"forbund01/{paper.name.removesuffix('.pdf')}{end}" for end in (".pdf", ".v2.pdf"))
        self.expected.replaces[first] = self.expected.archive[second]

    def night_21(self, night: int) -> None:
        """Site 6 moves a report twice; site 7 is down for three nights."""
        paper = self.paper(6, "Årsredovisning 2023", path="/ar2023.pdf")
        self.web.put("forbund06.test", "/ar2023.pdf", Resource(location=self.web.url("arkiv.test", "/1"), status=301))
        self.web.put("arkiv.test", "/1", Resource(location="/2/ar2023.pdf", status=308))
        self.web.put("arkiv.test", "/2/ar2023.pdf", Resource(paper.body))
        paper.name = "ar2023.pdf"
        self.kept(night, 6, paper)
        for (host, _), resource in self.web.resources.items():
            resource.always = "drop" if host == "forbund07.test" else resource.always
        wanted = [self.sites[7].path_of(paper) for paper in self.sites[7].papers if "Protokoll" not in paper.title]
        for where in (self.sites[7].listing, *wanted):
            self.every_night_from(night, 7, "failed", "robots_unreachable", where, last=night + 2)

    def night_24(self, _: int) -> None:
        """Site 7 is up again."""
        for (host, _path), resource in self.web.resources.items():
            resource.always = None if host == "forbund07.test" else resource.always


def _told(night: int, made: Night) -> Iterator[Told]:
    for row in made.outcomes:
        if row.outcome != "unchanged" or row.reason_code:
            yield (night, row.source_id, row.outcome, row.reason_code, "/" + row.url.split("/", 3)[3])


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Story, Fetcher, list[Told], dict[int, list[Asked]], list[int]]]:
    """The thirty nights: the story, the fetcher, what was told, what was asked, and how often site 7 has failed running."""
    root = tmp_path_factory.mktemp("nights")
    with running_web() as web, running_web(INNER) as inner:
        story, fetcher = Story(web, inner), Fetcher(root)
        story.begin()
        sources = [source_of(web, site) for site in story.sites]
        told: list[Told] = []
        asked: dict[int, list[Asked]] = {}
        down = []
        for night in range(1, NIGHTS + 1):
            story.night(night)
            web.log.clear()
            for made in fetcher.night(sources).values():
                told.extend(_told(night, made))
            asked[night] = list(web.log)
            down.append((root / "memory" / "forbund07.json").read_text(encoding="utf-8").count('"failed_nights": 3'))
        yield story, fetcher, told, asked, down


Lived = tuple[Story, Fetcher, list[Told], dict[int, list[Asked]], list[int]]


def test_the_archive_ends_exactly_right(lived: Lived) -> None:
    story, fetcher, *_ = lived
    entries = fetcher.archive.entries()
    assert {entry.file_name: entry.sha256 for entry in entries} == story.expected.archive
    assert {entry.file_name: entry.replaces for entry in entries if entry.replaces} == story.expected.replaces
    assert len(entries) == len(story.expected.archive) + 1  # one came back and was noted again
    assert list(fetcher.archive.verify()) == []


def test_the_ledger_ends_exactly_right(lived: Lived) -> None:
    story, _, told, *_ = lived
    assert set(told) - set(story.expected.told) == set()
    assert set(story.expected.told) - set(told) == set()
    assert len(told) == len(story.expected.told)


@pytest.mark.parametrize("night", QUIET)
def test_a_night_without_change_asks_once_for_everything_and_downloads_nothing(lived: Lived, night: int) -> None:
    story, _, _, asked, _ = lived
    given_up = {"/privat/ar2019.pdf", "/a.pdf", "/b.pdf", "/inat.pdf"}
    removed = story.sites[3].path_of(story.sites[3].papers[0])
    known = [row for row in asked[night] if row.path not in given_up | {"/1"} and (row.host, row.path) != ("forbund03.test", removed)]
    known = [row for row in known if (row.host, row.path) != ("forbund06.test", "/ar2023.pdf")]  # redirects on to what is asked for
    wanted = {(site.host, "/robots.txt") for site in story.sites} | {(site.host, site.listing) for site in story.sites}
    assert len({(row.host, row.path) for row in known}) == len(known)
    assert wanted <= {(row.host, row.path) for row in known}
    elsewhere = [row for row in known if (row.host, row.path) != ("arkiv.test", "/robots.txt")]  # that host has none
    assert [row for row in elsewhere if (row.status, row.is_conditional, row.sent) != (304, True, 0)] == []
    if night == 2:
        assert len(asked[night]) == 12 * (1 + 1 + 4)


def test_what_is_inside_was_never_asked(lived: Lived) -> None:
    story, _, _, asked, _ = lived
    assert story.inner.log == []
    assert not [row for rows in asked.values() for row in rows if row.path.startswith("/privat/")]
    assert not [row for rows in asked.values() for row in rows if "Protokoll" in row.path]


def test_nothing_of_a_refused_file_is_left(lived: Lived) -> None:
    _, fetcher, *_ = lived
    for path in fetcher.root.rglob("*"):
        assert path.is_dir() or PERSONAL.encode() not in path.read_bytes()


def test_three_failed_nights_are_counted(lived: Lived) -> None:
    *_, down = lived
    assert [night for night, three in enumerate(down, 1) if three] == [23]


def test_hosts_were_given_pauses(lived: Lived) -> None:
    _, fetcher, _, asked, _ = lived
    busiest = max(sum(row.host == "forbund00.test" for row in rows) for rows in asked.values())
    assert busiest >= 6
    assert fetcher.clock.at > NIGHTS * 5 * 1.0


def test_a_document_seen_again_after_the_memory_is_lost_is_no_new_one(lived: Lived, tmp_path: Path) -> None:
    story, fetcher, *_ = lived
    before = fetcher.archive.entries()
    for path in (fetcher.root / "memory").iterdir():
        path.rename(tmp_path / path.name)
    story.sites[11].papers[1].body = pdf("rättad efter minnesförlusten")
    story.resource(11, story.sites[11].papers[1]).replace(story.sites[11].papers[1].body)
    made = fetcher.night([source_of(story.web, site) for site in story.sites])
    assert [row.reason_code for night in made.values() for row in night.outcomes if row.outcome == "ok"] == ["new_version"]
    (new,) = [entry for entry in fetcher.archive.entries() if entry not in before]
    assert new.file_name == "forbund11/Årsredovisning-2022.v2.pdf"
    assert new.replaces == story.expected.archive["forbund11/Årsredovisning-2022.pdf"]
