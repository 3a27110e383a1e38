"""All examples of all rules, and the roundings and errors of known reports, judged in one warehouse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from expectations.rules import load_rules
from expectations.verdict import Verdict
from tests.rules.examples import Archive, build, judged

CASES: dict[str, list[dict[str, Any]]] = yaml.safe_load((Path(__file__).parent / "cases.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> list[Verdict]:
    """What the rules say of their own examples (`F3-pass`, `F3-fail`) and of the cases of cases.yml."""
    archive = Archive()
    for rule in load_rules():
        archive.add(f"{rule.rule_id}-pass", rule.passing)
        archive.add(f"{rule.rule_id}-fail", rule.failing)
    for name, case in CASES.items():
        archive.add(name, case)
    return judged(build(tmp_path_factory.mktemp("rules"), archive))
