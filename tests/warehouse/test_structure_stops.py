"""Broken structure fails the build: a code nobody lists, a key said twice, a reference to nothing, a missing value."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.warehouse.fixture_facts import Archive, build_archive, write_doors
from tests.warehouse.warehouse import Warehouse, failed


def _unlisted_code(archive: Archive) -> None:
    archive.finances[0] = replace(archive.finances[0], unit_used="EUR")


def _key_said_twice(archive: Archive) -> None:
    archive.finances.append(archive.finances[0])


def _unknown_line_item(archive: Archive) -> None:
    archive.finances[0] = replace(archive.finances[0], line_item="never_heard_of")


def _missing_value(archive: Archive) -> None:
    nothing: Any = None
    archive.finances[0] = replace(archive.finances[0], amount_printed=nothing)


@pytest.mark.parametrize(
    ("break_facts", "node", "status"),
    [
        (_unlisted_code, "codes_of_fct_finances", "fail"),
        (_key_said_twice, "key_of_fct_finances", "fail"),
        (_unknown_line_item, "line_item_of_fct_finances_is_known", "fail"),
        (_missing_value, "fct_finances", "error"),
    ],
)
def test_broken_structure_fails_the_build(tmp_path: Path, break_facts: Any, node: str, status: str) -> None:
    archive = build_archive()
    break_facts(archive)
    warehouse = Warehouse(tmp_path, write_doors(tmp_path, archive))
    models = ("+fct_finances", "+dim_document", "+dim_association", "+dim_initiative", "+dim_line_item")
    statuses = warehouse.build("--select", *models, "--indirect-selection", "cautious")
    assert failed(statuses)[node] == status
