"""The list of initiatives: names that hold for some associations or years, and who goes on from whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import yaml

from ingest import initiative_catalogue
from ingest.initiative_catalogue import initiatives, names_in, read_initiatives
from ingest.lexicon import VocabularyError
from ingest.store import write_reference

LISTED = yaml.safe_load("""
- {id: stegvis, name: Stegvis, association: alboda, direction: individual}
- id: stegvis_2
  name: Nya Stegvis
  association: alboda
  predecessor: stegvis
  aliases:
    - Stegvis 2.0
    - {name: Stegvis, valid_from: 2023-05-01}
- id: bryggan
  name: Bryggan
  shared: true
  aliases: [{name: Bron, association: bjornvik}]
""")


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The list above in place of the project's own."""
    monkeypatch.setattr(initiative_catalogue, "load", lambda _: {"initiatives": LISTED})
    initiatives.cache_clear()
    yield
    initiatives.cache_clear()


@pytest.mark.usefixtures("listed")
def test_a_name_holds_for_its_association_and_its_years() -> None:
    assert names_in("bjornvik", date(2022, 12, 31)) == {"Bryggan": "bryggan", "Bron": "bryggan"}
    assert "Bron" not in names_in("alboda", date(2022, 12, 31))
    assert names_in("alboda", date(2022, 12, 31))["Stegvis 2.0"] == "stegvis_2"
    assert names_in("alboda", date(2024, 12, 31))["Stegvis"] == "stegvis", "the listed name of an initiative comes before an alias"


@pytest.mark.usefixtures("listed")
def test_the_reference_tables_tell_who_goes_on_from_whom(tmp_path: Path) -> None:
    write_reference(tmp_path)
    rows = {row["initiative_id"]: row for row in pq.read_table(tmp_path / "initiatives.parquet").to_pylist()}
    assert {code: row["predecessor_id"] for code, row in rows.items()} == {"stegvis": None, "stegvis_2": "stegvis", "bryggan": None}
    aliases = pq.read_table(tmp_path / "initiative_aliases.parquet").to_pylist()
    assert [(row["name"], row["association_id"], row["valid_from"]) for row in aliases] == [
        ("Stegvis 2.0", "alboda", None),
        ("Stegvis", "alboda", date(2023, 5, 1)),
        ("Bron", "bjornvik", None),
    ]


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"id": "a", "name": "A", "predecessor": "b"}, "predecessor 'b' is not listed"),
        ({"id": "a", "name": "A", "predecessor": "a"}, "goes on from itself"),
        ({"id": "a", "name": "A", "colour": "red"}, "unknown keys ['colour']"),
        ({"id": "a"}, "['name'] missing"),
        ({"id": "a", "name": "A", "direction": "up"}, "unknown direction 'up'"),
        ({"id": "a", "name": "A", "aliases": [{"name": "B", "since": 2020}]}, "unknown keys ['since']"),
        ({"id": "a", "name": "A", "aliases": [{"name": "B", "valid_from": "2020"}]}, "must be a date"),
    ],
)
def test_an_entry_that_is_not_understood_is_refused_by_its_id(entry: dict[str, Any], said: str) -> None:
    with pytest.raises(VocabularyError) as refusal:
        read_initiatives([entry])
    assert "initiatives.yml: a: " in str(refusal.value)
    assert said in str(refusal.value)


def test_the_projects_own_list_is_understood() -> None:
    assert initiatives()
