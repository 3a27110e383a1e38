"""Facts of any folder put through the rules without a run of the product: dbt's residuals, the judge's verdicts.

What the mutation test and the scores stand on. `judged_facts` builds a warehouse of its own from a folder of facts and
gives residuals and verdicts; nothing is published.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from expectations.judge import judge
from expectations.reference import write_rules
from expectations.residuals import Residual, read_residuals
from expectations.rules import FAMILIES, load_rules
from expectations.verdict import Verdict
from tests.warehouse.warehouse import Warehouse, failed


class RulesBroke(Exception):
    """Models that did not build; the message names them."""


@dataclass(frozen=True)
class Judged:
    """What the rules say of one folder of facts, and how long the warehouse and the judge took."""

    warehouse: Warehouse
    residuals: list[Residual]
    verdicts: list[Verdict]
    sql_seconds: float
    judge_seconds: float


def residuals_of(facts: Path, reference: Path, root: Path, families: Iterable[str] = ()) -> Warehouse:
    """Run the residuals' models over `facts`, those of some families or all, with the project's rules. Raises RulesBroke."""
    folders = {name: root / name for name in ("outcomes", "residuals", "verdicts")}
    folders["residuals"].mkdir(parents=True, exist_ok=True)
    write_rules(load_rules(), reference)
    variables = {f"{name}_dir": str(folder) for name, folder in {**folders, "facts": facts, "reference": reference}.items()}
    warehouse = Warehouse(root, variables)
    selection = [f"+{family}" for family in (*families, "cells")] if families else ["+path:models/residuals"]
    if broken := failed(warehouse.run("run", "--select", *selection)):
        raise RulesBroke(", ".join(f"{name}: {status}" for name, status in sorted(broken.items())))
    return warehouse


def judged_facts(facts: Path, reference: Path, root: Path) -> Judged:
    """Residuals and verdicts of `facts`, with Great Expectations."""
    started = time.perf_counter()
    warehouse = residuals_of(facts, reference, root)
    built = time.perf_counter()
    verdicts = judge(root / "residuals", {}, root / "data_docs")
    done = time.perf_counter()
    residuals = [residual for family in sorted(FAMILIES) for residual in read_residuals(root / "residuals", family)]
    return Judged(warehouse, residuals, verdicts, built - started, done - built)
