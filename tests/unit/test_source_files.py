"""Source files: read strictly, wrong ones named with file, line and fix."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.source_files import SourceError, read_source, read_sources

GOOD = """\
id: provbygden
name: Samordningsförbundet Provbygden
organisation_number: "222000-1111"
publishes:
  - kind: annual_report
    at:
      listing: https://example.org/dokument
      title: [årsredovisning]
    since: 2015
    expected: {due: 04-15, years_after: 1}
"""


def _file(folder: Path, text: str, stem: str = "provbygden") -> Path:
    path = folder / f"{stem}.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_file_says_who_where_and_since_when(tmp_path: Path) -> None:
    source = read_source(_file(tmp_path, GOOD))
    (annual,) = source.publishes
    assert (annual.kind, annual.at.listing, annual.since) == ("annual_report", "https://example.org/dokument", 2015)
    assert annual.expected
    assert (annual.expected.due, annual.expected.years_after) == ("04-15", 1)
    assert not source.is_confirmed


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("since: 2015", "sinse: 2015", r":9: publishes\.0\.sinse: unknown key; allowed here are at, expected, kind, least_facts, since"),
        ("      listing", "      page: 3\n      listing", r":7: publishes\.0\.at\.page: unknown key; allowed here are folder, link"),
        ("annual_report", "arsredovisning", r":5: publishes\.0\.kind: Input should be 'annual_report'"),
        ("222000-1111", "2220001111", r":3: organisation_number: '2220001111' is no organisation number; write it as 222000-0000"),
        ("04-15", "15 april", r":10: publishes\.0\.expected\.due: '15 april' is no month and day; write it as 04-15"),
        ("https://example.org", "example.org", r":7: .*'example\.org/dokument' is no web address; it starts with https://"),
        ("title: [årsredovisning]", 'link: "(pdf"', r":8: .*'\(pdf' is no regular expression"),
        ("      listing", "      folder: drop\n      listing", r":6: .*name exactly one of listing, .* \(given: listing, folder\)"),
        ("name: Sam", "id: x\nname: Sam", r"provbygden\.yml: line 2: 'id' stands on line 1 already"),
        ("publishes:", "publishes: [", r":\d+: no valid YAML"),
        ("name: Samordningsförbundet Provbygden\n", "", r":1: name: missing; add it"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_named_with_line_and_fix(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in GOOD
    with pytest.raises(SourceError, match=told):
        read_source(_file(tmp_path, GOOD.replace(old, new)))


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "provbygden.yml"
    path.write_bytes(GOOD.encode("cp1252"))
    with pytest.raises(SourceError, match=r"provbygden\.yml: not UTF-8 text \(byte \d+\)"):
        read_source(path)


def test_on_and_no_are_words(tmp_path: Path) -> None:
    source = read_source(_file(tmp_path, GOOD + "is_confirmed: true\ncounty: no\nchecked_by_hand: {on: 2026-01-15, look_at: on}\n"))
    assert source.checked_by_hand
    assert (source.checked_by_hand.on.isoformat(), source.checked_by_hand.look_at, source.county) == ("2026-01-15", "on", "no")
    assert source.is_confirmed is True


@pytest.mark.parametrize("store", ["https://example.org/x", "hink/mapp", "simplecache::s3://x/y", "file:///etc", "s3://x::s3://y"])
def test_a_store_is_no_way_around_the_guard(tmp_path: Path, store: str) -> None:
    with pytest.raises(SourceError, match="store"):
        read_source(_file(tmp_path, GOOD.replace("listing: https://example.org/dokument", f"store: {store}")))


def test_a_successor_must_have_a_file(tmp_path: Path) -> None:
    _file(tmp_path, GOOD + "successor_id: nybygden\n")
    with pytest.raises(SourceError, match=r"successor_id is 'nybygden', and there is no nybygden\.yml"):
        read_sources(tmp_path)


def test_every_source_we_ship_is_right() -> None:
    sources = read_sources()
    assert len(sources) >= 40
    assert all(source.basis != "general_knowledge" or not source.publishes for source in sources)
    assert not [source.id for source in sources if source.is_confirmed and source.checked_by_hand is None]
