"""An initiative that was registered anew under another name is followed over the change of systems."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ingest import initiative_catalogue
from ingest.initiative_catalogue import initiatives
from ingest.store import write_reference
from tests.warehouse.fixture_facts import build_archive, write_doors
from tests.warehouse.fixture_people import add_export, count
from tests.warehouse.test_docs import DOCS
from tests.warehouse.warehouse import Warehouse, failed

LISTED = [
    {"id": "stegvis", "name": "Stegvis", "association": "alfa"},
    {"id": "nya-stegvis", "name": "Nya Stegvis", "association": "alfa", "predecessor": "stegvis", "aliases": ["Stegvis 2.0"]},
]


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Two years in SUS, then one in its successor under the new name."""
    archive = build_archive()
    for year, code, printed, system, number in (
        (2021, "stegvis", "Stegvis", "sus", 30),
        (2022, "stegvis", "Stegvis", "sus", 34),
        (2023, "nya-stegvis", "Stegvis 2.0", "uppfoljning_finsam", 37),
    ):
        add_export(archive, f"insatser_{year}.xlsx", "alfa", year)
        told = {"initiative_id": code, "initiative_printed": printed, "source_system": system}
        count(archive, f"insatser_{year}.xlsx", number, **told)
    root = tmp_path_factory.mktemp("changed")
    variables = write_doors(root, archive)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(initiative_catalogue, "load", lambda _: {"initiatives": LISTED})
        initiatives.cache_clear()
        _keep(root / "reference", lambda: write_reference(root / "reference"))
    initiatives.cache_clear()
    built = Warehouse(root, variables)
    selection = ("+dim_initiative", "+initiative_names", "+participants_current", "--indirect-selection", "cautious")
    statuses = built.build("--select", *selection)
    assert not failed(statuses), failed(statuses)
    return built


def _keep(folder: Path, write: object) -> None:
    """Write the reference anew, and put back the fixture's tables that are not about initiatives."""
    kept = {path: path.read_bytes() for path in folder.glob("*.parquet") if "initiative" not in path.name}
    write()  # type: ignore[operator]
    for path, data in kept.items():
        path.write_bytes(data)


def test_the_link_and_the_names_are_published(changed: Warehouse) -> None:
    assert changed.rows("select initiative_id, predecessor_id, first_year, last_year from marts.dim_initiative order by 1 desc") == [
        ("stegvis", None, 2021, 2022),
        ("nya-stegvis", "stegvis", 2023, 2023),
    ]
    named = "select name, is_declared, documents from marts.initiative_names where initiative_id = 'nya-stegvis' order by 1"
    assert changed.rows(named) == [
        ("Nya Stegvis", True, 0),
        ("Stegvis 2.0", True, 1),
    ]


def test_the_question_in_the_papers_follows_an_initiative_over_the_change(changed: Warehouse) -> None:
    text = (DOCS / "questions.md").read_text(encoding="utf-8")
    (query,) = [found for found in re.findall(r"```sql\n(.*?)```", text, re.DOTALL) if "with recursive" in found]
    rows = [row for row in changed.rows(query) if row[0] == "Nya Stegvis"]
    assert [(year, printed, int(value)) for _, year, printed, value, _ in rows] == [
        (2021, "Stegvis", 30),
        (2022, "Stegvis", 34),
        (2023, "Nya Stegvis", 37),
    ]
    assert [system for *_, system in rows] == ["sus", "sus", "uppfoljning_finsam"]
