"""The SQL by itself: dbt's unit tests, and the style every model keeps."""

from __future__ import annotations

import re
import subprocess
import sys

from tests.warehouse.warehouse import PROJECT, Warehouse, failed

MODELS = sorted(path for path in (PROJECT / "models").rglob("*.sql"))


def test_dbt_unit_tests_pass(published: Warehouse) -> None:
    switched_on = Warehouse(published.root, {**published.variables, "with_unit_tests": True})
    statuses = switched_on.run("test", "--select", "test_type:unit")
    assert len(statuses) >= 6
    assert not failed(statuses), failed(statuses)


def test_every_model_states_its_grain_first() -> None:
    silent = [path.name for path in MODELS if not path.read_text(encoding="utf-8").startswith("-- grain: ")]
    assert silent == []


def test_no_model_uses_the_short_filter_that_other_engines_refuse() -> None:
    short = re.compile(r"\bfilter\s*\((?!\s*where\b)", re.IGNORECASE)
    assert [path.name for path in MODELS if short.search(path.read_text(encoding="utf-8"))] == []


def test_models_pass_the_linter() -> None:
    linted = subprocess.run(
        [sys.executable, "-m", "sqlfluff", "lint", "--disable-progress-bar", "models"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert linted.returncode == 0, linted.stdout
