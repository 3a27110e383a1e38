"""Build the warehouse in process, as a run does: dbt's runner, two files, nothing left open afterwards."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import duckdb

PROJECT = Path(__file__).resolve().parents[2] / "dbt_project"


@dataclass(frozen=True)
class Warehouse:
    """Where one test warehouse lives and what dbt reads."""

    root: Path
    variables: Mapping[str, Any]

    @property
    def work(self) -> Path:
        return self.root / "work.duckdb"

    @property
    def published(self) -> Path:
        return self.root / "published.duckdb"

    def build(self, *selection: str) -> dict[str, str]:
        """Run `dbt build` with this selection; return the status of every node by its name."""
        return self.run("build", *selection)

    def run(self, command: str, *arguments: str) -> dict[str, str]:
        """Run one dbt command in process; return the status of every node by its name."""
        from dbt.cli.main import dbtRunner

        invocation = [
            command, "--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT), "--quiet",
            "--target-path", str(self.root / "target"), "--log-path", str(self.root / "logs"),
            "--vars", json.dumps(dict(self.variables)), *arguments,
        ]  # fmt: skip
        paths = {"FINSAM_WORK_DB": str(self.work), "FINSAM_PUBLISHED_DB": str(self.published)}
        try:
            with mock.patch.dict(os.environ, paths):
                outcome = dbtRunner().invoke(invocation)
        finally:
            _close_connections()
        if outcome.exception is not None:
            raise outcome.exception
        return {result.node.name: str(result.status) for result in getattr(outcome.result, "results", [])}

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Query the published file, read-only."""
        with duckdb.connect(str(self.published), read_only=True) as connection:
            return connection.execute(sql, list(parameters)).fetchall()


def _close_connections() -> None:
    """Close what dbt keeps for its next invocation, so that the files can be moved and opened otherwise."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    environment: Any = vars(DuckDBConnectionManager)["_ENV"]
    if environment is not None:
        environment.close()
        DuckDBConnectionManager._ENV = None


def failed(statuses: Mapping[str, str]) -> dict[str, str]:
    """Give the nodes that neither succeeded nor passed."""
    return {name: status for name, status in statuses.items() if status not in {"success", "pass", "no-op"}}
