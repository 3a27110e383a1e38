"""One warehouse a session, built in both stages from the fixture's facts; tests that change facts build their own."""

from __future__ import annotations

import pytest

from tests.warehouse.fixture_facts import build_archive, write_doors
from tests.warehouse.fixture_people import add_people
from tests.warehouse.fixture_verdicts import write_verdicts
from tests.warehouse.warehouse import Warehouse, failed


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Give the warehouse after both stages; only read it."""
    root = tmp_path_factory.mktemp("warehouse")
    archive = build_archive()
    add_people(archive)
    built = Warehouse(root, write_doors(root, archive))
    first = built.build("--exclude", "tag:verdicts")
    assert not failed(first), failed(first)
    write_verdicts(built)
    second = built.build("--select", "tag:verdicts")
    assert not failed(second), failed(second)
    return built
