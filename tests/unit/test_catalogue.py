"""The catalogue of associations: found by number or name, provisional when unknown, wrong files refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest import catalogue as room
from ingest.catalogue import catalogue, find_association, short_name
from ingest.source_files import SourceError


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A catalogue of two made-up associations."""
    monkeypatch.setattr(room, "FOLDER", tmp_path)
    catalogue.cache_clear()
    _write(tmp_path, "provbygden", aliases="[Finsam i Provbygden]", organisation_number="222000-1111")
    _write(tmp_path, "ovre_alen", name="Övre Ålens samordningsförbund", organisation_number="222000-2222")
    yield tmp_path
    catalogue.cache_clear()


def _write(folder: Path, stem: str, **keys: str) -> None:
    said = {"id": stem, "name": f"Samordningsförbundet {stem.title()}", **keys}
    (folder / f"{stem}.yml").write_text("".join(f"{key}: {value}\n" for key, value in said.items()), encoding="utf-8")


@pytest.mark.parametrize(
    ("printed", "number", "found"),
    [
        ("Samordningsförbundet Provbygden", None, "provbygden"), ("SAMORDNINGSFÖRBUNDET PROVBYGDEN", None, "provbygden"),
        ("Provbygdens samordningsförbund", None, "provbygden"), ("Finsam i Provbygden", None, "provbygden"),
        ("Övre Ålens Samordningsförbund", None, "ovre_alen"), ("Något helt annat", "222000-2222", "ovre_alen"),
        ("Något helt annat", "2220002222", "ovre_alen"),
    ],
)  # fmt: skip
def test_found_by_name_or_number(folder: Path, printed: str, number: str | None, found: str) -> None:
    association = find_association(printed, number)
    assert (association.association_id, association.is_provisional) == (found, False)


def test_an_unknown_association_is_provisional(folder: Path) -> None:
    association = find_association("Samordningsförbundet Nya Ängen", "222000-9999")
    assert association.association_id == "nya_angen"
    assert association.name == "Samordningsförbundet Nya Ängen"
    assert association.organisation_number == "222000-9999"
    assert association.is_provisional
    assert find_association("", None).association_id == "unknown"


def test_the_id_must_be_the_file_name(folder: Path) -> None:
    _write(folder, "fel", id="annat")
    with pytest.raises(SourceError, match=r"fel\.yml: id is 'annat'; it must be the file's name, 'fel'"):
        catalogue()


def test_one_number_for_two_names_both_files(folder: Path) -> None:
    _write(folder, "zeta", organisation_number="222000-1111")
    with pytest.raises(SourceError, match=r"zeta\.yml and provbygden\.yml have the same organisation number 222000-1111"):
        catalogue()


def test_short_names() -> None:
    assert short_name("Samordningsförbundet Provbygden") == "provbygden"
    assert short_name("Finsam i Provbygden") == "i provbygden"
    assert short_name("Samordningsförbundet") == "samordningsförbundet"


def test_the_real_catalogue_loads() -> None:
    entries = catalogue()
    assert entries
    assert all(entry.name for entry in entries)
    assert len({short_name(name) for entry in entries for name in {entry.name, *entry.aliases}}) >= len(entries)
    assert [find_association(entry.name, None).association_id for entry in entries] == [e.association_id for e in entries]
