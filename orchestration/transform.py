"""Runs dbt inside this process and lets go of every file it opened.

The stock integration starts dbt twice as its own process; here its runner is called directly, which costs the
imports once. dbt keeps its DuckDB environment in a class attribute after the run: it is closed here, because
the file it holds is about to be moved.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from orchestration.places import Places

_GOOD = frozenset({"success", "pass", "warn", "no-op"})


@dataclass(frozen=True, slots=True)
class NodeResult:
    """How one model or test went."""

    name: str
    kind: str  # model, test, unit_test, …
    status: str  # as dbt says: success, pass, fail, error, skipped, warn
    message: str | None
    seconds: float
    model: str | None  # the model itself, or the one a test is about
    layer: str | None  # the model folder it lies in: staging, core, residuals, marts, quality

    @property
    def is_good(self) -> bool:
        """Whether it stands in nobody's way."""
        return self.status in _GOOD

    @property
    def is_cause(self) -> bool:
        """Whether it failed by itself, not for what went wrong before it."""
        return not self.is_good and self.status != "skipped"

    @property
    def sentence(self) -> str:
        """One line that names what failed and what dbt said."""
        said = " ".join((self.message or self.status).split())
        verb = "failed" if self.status == "fail" else "broke"
        return f"dbt {self.kind.replace('_', ' ')} {self.name} {verb}: {said}"


class DbtBroke(Exception):
    """dbt could not even start building: the project does not parse, or a setting is wrong."""


def build(places: Places, selection: Sequence[str]) -> list[NodeResult]:
    """Run `dbt build` with this selection; raises DbtBroke when nothing could be built."""
    from dbt.cli.main import dbtRunner

    folders = ("facts", "reference", "outcomes", "residuals", "verdicts")
    command = ["build", *selection, "--quiet", "--no-use-colors", "--log-level", "none", "--no-version-check"]
    command += ["--project-dir", str(places.dbt_project), "--profiles-dir", str(places.dbt_project)]
    command += ["--target-path", str(places.inside("dbt", "target")), "--log-path", str(places.inside("dbt", "logs"))]
    command += ["--vars", json.dumps({f"{name}_dir": str(places.inside(name)) for name in folders})]
    with _environment(places):
        outcome = dbtRunner().invoke(command)
    if outcome.result is None or not hasattr(outcome.result, "results"):
        said = " ".join(str(outcome.exception or "no result").split())
        raise DbtBroke(f"dbt could not build {places.dbt_project.name}: {said}")
    return [_result(result) for result in outcome.result.results]


def _result(result: object) -> NodeResult:
    node = result.node  # type: ignore[attr-defined]
    kind = str(node.resource_type)
    about = node.name if kind == "model" else _attached(node)
    return NodeResult(
        name=node.name,
        kind=kind,
        status=str(result.status),  # type: ignore[attr-defined]
        message=result.message,  # type: ignore[attr-defined]
        seconds=round(result.execution_time, 3),  # type: ignore[attr-defined]
        model=about,
        layer=node.fqn[1] if kind == "model" and len(node.fqn) > 2 else None,
    )


def _attached(node: object) -> str | None:
    """The model a test is about: the one it is declared on, else the first it reads."""
    unique_id = getattr(node, "attached_node", None) or next(iter(getattr(node.depends_on, "nodes", [])), None)  # type: ignore[attr-defined]
    return str(unique_id).rsplit(".", 1)[-1] if unique_id else None


@contextmanager
def _environment(places: Places) -> Iterator[None]:
    """dbt's settings for the block; afterwards its files are closed and the environment is as before."""
    mine = {
        "FINSAM_WORK_DB": str(places.inside("work.duckdb")),
        "FINSAM_PUBLISHED_DB": str(places.building),
    }
    before = {name: os.environ.get(name) for name in mine}
    os.environ.update(mine)
    try:
        yield
    finally:
        _let_go()
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _let_go() -> None:
    from dbt.adapters import factory
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager as Manager

    factory.cleanup_connections()  # type: ignore[no-untyped-call]
    factory.reset_adapters()  # type: ignore[no-untyped-call]
    # Private, and the only way: dbt's own close_all_connections forgets the environment without closing it.
    environment: Any = getattr(Manager, "_ENV")  # noqa: B009
    if environment is not None:
        environment.close()
        Manager._ENV = None
