"""The models of the dbt project as a listing: names, places, and what each reads.

Read from the SQL files, because Dagster needs the graph whenever the code location loads and importing dbt, or
parsing the project with it, costs seconds. dbt remains the one that builds; a test compares this listing with
dbt's own manifest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

_REF = re.compile(r"""ref\(\s*['"]([\w.]+)['"]\s*\)""")
_EPHEMERAL = re.compile(r"""materialized\s*=\s*['"]ephemeral['"]""")
_SOURCE = re.compile(r"""source\(\s*['"](\w+)['"]\s*,""")


@dataclass(frozen=True, slots=True)
class Model:
    """One model. Key: name."""

    name: str
    layer: str  # staging, core, residuals, marts, quality
    path: str  # below the project
    refs: frozenset[str]
    sources: frozenset[str]


def list_models(project: Path) -> list[Model]:
    """All models that are built, each after those it reads; empty when there is no project.

    An ephemeral model is only text inside those that read it: they read what it reads.
    """
    models: dict[str, Model] = {}
    passing: dict[str, Model] = {}
    for path in sorted((project / "models").rglob("*.sql")):
        text = path.read_text(encoding="utf-8")
        (passing if _EPHEMERAL.search(text) else models)[path.stem] = _model(path, project, text)
    models = {name: _through(model, passing) for name, model in models.items()}
    order = TopologicalSorter({name: sorted(model.refs & models.keys()) for name, model in models.items()})
    return [models[name] for name in order.static_order()]


def _through(model: Model, passing: dict[str, Model]) -> Model:
    while found := model.refs & passing.keys():
        inner = [passing[name] for name in found]
        refs = (model.refs - found).union(*(one.refs for one in inner))
        model = replace(model, refs=refs, sources=model.sources.union(*(one.sources for one in inner)))
    return model


def _model(path: Path, project: Path, text: str) -> Model:
    below = path.relative_to(project / "models")
    return Model(
        name=path.stem,
        layer=below.parts[0] if len(below.parts) > 1 else "models",
        path=path.relative_to(project).as_posix(),
        refs=frozenset(_REF.findall(text)) - {path.stem},
        sources=frozenset(_SOURCE.findall(text)),
    )


def models_with_tests(project: Path) -> frozenset[str]:
    """Names of the models whose data dbt tests, declared on the model or a column.

    Unit tests are not among them: they test the SQL, and a refresh has no use for them.
    """
    import yaml

    tested: set[str] = set()
    for path in sorted((project / "models").rglob("*.yml")):
        declared: dict[str, list[dict[str, Any]]] = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        for model in declared.get("models", []):
            if "data_tests" in model or any("data_tests" in column for column in model.get("columns", [])):
                tested.add(model["name"])
    return frozenset(tested)


def after_verdicts(models: list[Model]) -> frozenset[str]:
    """Names of the models that can be built only when the verdicts are there."""
    found = {model.name for model in models if "verdicts" in model.sources}
    while more := {model.name for model in models if model.refs & found} - found:
        found |= more
    return frozenset(found)
