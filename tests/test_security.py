"""What the project leans on, and what it never does: no shell, no secret in a file, no package that nothing uses."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
ROOMS = ("ingest", "expectations", "orchestration")
MODULE_OF = {
    "pyyaml": "yaml",
    "pillow": "PIL",
    "ruamel-yaml": "ruamel",
    "python-docx": "docx",
    "odfpy": "odf",
    "great-expectations": "great_expectations",
}
USED_OTHERWISE = {
    "aiosmtpd": "the mail server that tests of alerts start",
    "dagster-webserver": "`finsam dev` starts it",
    "dbt-core": "imported as dbt",
    "dbt-duckdb": "the adapter that dbt loads",
    "defusedxml": "openpyxl takes it when it is there",
    "dagster-postgres": "named in dagster.yaml of a deployment",
    "mypy": "a command",
    "pre-commit": "a command",
    "pytest-xdist": "a plug-in of pytest",
    "ruff": "a command",
    "sqlfluff": "a command",
    "types-pyyaml": "types for mypy",
}


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PROJECT.rglob("*.py")):
        name = path.relative_to(PROJECT).as_posix()
        if not name.startswith((".", "build/")):
            yield name, ast.parse(path.read_text(encoding="utf-8"))


def test_every_package_asked_for_is_used() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    asked = {re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", wish)[0]).lower() for group in groups for wish in group}
    imported: set[str] = set()
    for _, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                imported.add(node.module.split(".")[0])
    unused = {name for name in asked - USED_OTHERWISE.keys() if MODULE_OF.get(name, name.replace("-", "_")) not in imported}
    assert unused == set()


def test_no_shell_is_started_and_nothing_is_run_that_data_brought() -> None:
    found = []
    for name, tree in trees():
        if not name.startswith(ROOMS):
            continue
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            shell = any(word.arg == "shell" for word in node.keywords)
            if shell or called in {"os.system", "os.popen", "eval", "exec", "pickle.load", "pickle.loads", "subprocess.getoutput"}:
                found.append(f"{name}:{node.lineno} {called}")
    assert found == []


def test_every_package_is_pinned_by_its_hashes() -> None:
    for lock in ("requirements.lock", "bootstrap.lock"):
        text = (PROJECT / lock).read_text(encoding="utf-8")
        entries = re.split(r"\n(?=[A-Za-z0-9])", re.sub(r"(?m)^\s*#.*\n", "", text).strip())
        assert [entry.split("\n")[0] for entry in entries if "--hash=sha256:" not in entry or "==" not in entry] == []


def test_the_list_of_licences_is_current() -> None:
    done = subprocess.run([sys.executable, str(PROJECT / "scripts" / "licences"), "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("kind", ["password", "secret", "token", "api_key"])
def test_no_secret_stands_in_a_file(kind: str) -> None:
    given = re.compile(rf"(?i)\b\w*{kind}\w*\s*[:=]\s*[\"'][^\"'{{}}$\s]{{6,}}[\"']")
    files = [
        path
        for room in (*ROOMS, "dbt_project", "scripts")
        for path in (PROJECT / room).rglob("*")
        if path.suffix in {".py", ".yml", ".toml"}
    ]
    found = [f"{path.relative_to(PROJECT)}: {match[0]}" for path in files for match in given.finditer(path.read_text(encoding="utf-8"))]
    assert found == []
