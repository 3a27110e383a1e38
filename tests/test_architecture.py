"""The shape of the house, held by tests: who may import whom, what an import may cost, how long a file may be.

The lists of exceptions below may only shrink.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
import unicodedata
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts.check_yaml import find_faults
from tests.project import ROOMS, ROOT, files, files_ending, imports_of, text_of

# What each room must not import, with the one door that stays open where there is one.
CLOSED = {
    "ingest": {"expectations", "orchestration", "tests", "scripts", "dagster", "dbt", "great_expectations", "duckdb"},
    "expectations": {"ingest", "orchestration", "tests", "scripts", "dagster", "dbt", "duckdb"},
    "orchestration": {"tests", "scripts"},
}
DOORS = {"expectations": "ingest.contracts"}

# Seconds of import each; wanted only when there is something to do.
ONLY_INSIDE_FUNCTIONS = {"dbt", "great_expectations", "dagster_dbt"}
NOT_ON_START = {"dagster", "dbt", "great_expectations", "pandas", "pdfplumber", "pdfminer", "scipy", "altair"}
DEFINITIONS_MAY = {"dagster"}

# Opens the finished file once more, to checkpoint it before the swap; all other connections only read.
WRITES_DUCKDB = {Path("orchestration/publish.py")}

LONGEST = 400
NAMED_BY_THEIR_TOOL = {".pre-commit-config.yaml", "dagster.yaml", "workspace.yaml"}
TELEMETRY_OFF = {
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    "GX_ANALYTICS_ENABLED": "false",
    "DAGSTER_DISABLE_TELEMETRY": "yes",
    "DO_NOT_TRACK": "1",
}

MACHINE_PATH = re.compile(r"(?<![\w.}/])/(?:work|root|tmp|opt|mnt|home|Users)/\w")
# Where the papers of deployment tell a reader to put the project.
INSTALLED = re.compile(r"/opt/finsam\b")
PACKAGE_HOST = re.compile(r"\b(?:pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|crates\.io|proxy\.golang\.org)\b|/simple/?\b")


def _within(name: str, module: str) -> bool:
    return name == module or name.startswith(module + ".")


@pytest.mark.parametrize("room", ROOMS)
def test_arrows_point_one_way(room: str) -> None:
    modules = files_ending(".py", under=(room,))
    assert modules, f"{room} has no modules"
    wrong = [
        f"{path}:{line} imports {name}"
        for path in modules
        for name, line in imports_of(path)
        if any(_within(name, closed) for closed in CLOSED[room]) and not _within(name, DOORS.get(room, room))
    ]
    assert not wrong, "\n".join(wrong)


def test_heavy_imports_stand_inside_functions() -> None:
    wrong = [
        f"{path}:{line} imports {name} when loaded"
        for path in files_ending(".py", under=ROOMS)
        for name, line in imports_of(path, on_load_only=True)
        if any(_within(name, heavy) for heavy in ONLY_INSIDE_FUNCTIONS)
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("module", "may"), [("orchestration.cli", set()), ("orchestration.definitions", DEFINITIONS_MAY)])
def test_import_stays_cheap(module: str, may: set[str]) -> None:
    shown = _python(f"import sys, {module}; print(*sorted(sys.modules), sep='\\n')")
    loaded = {name.split(".")[0] for name in shown.split()}
    assert module.split(".")[0] in loaded
    assert not (NOT_ON_START - may) & loaded


def test_telemetry_is_off_wherever_a_run_starts() -> None:
    for starter in ("Makefile", ".ci/run"):
        text = (ROOT / starter).read_text(encoding="utf-8")
        missing = [name for name, value in TELEMETRY_OFF.items() if not re.search(rf"{name}\s*:?=\s*{value}\b", text)]
        assert not missing, f"{starter} leaves {missing} to the tools"


@pytest.mark.parametrize("module", ["orchestration.cli", "orchestration.definitions"])
def test_the_code_turns_telemetry_off_by_itself(module: str) -> None:
    names = [name for name in TELEMETRY_OFF if name != "DO_NOT_TRACK"]
    shown = _python(f"import os, {module}; print([os.environ.get(name) for name in {names!r}])")
    assert ast.literal_eval(shown) == [TELEMETRY_OFF[name] for name in names]


def test_only_dbt_writes_the_warehouse() -> None:
    wrong = []
    for path in files_ending(".py", under=ROOMS):
        if path in WRITES_DUCKDB:
            continue
        for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "duckdb.connect":
                options = {option.arg: ast.unparse(option.value) for option in node.keywords}
                target = ast.unparse(node.args[0]) if node.args else options.get("database", "':memory:'")
                if options.get("read_only") != "True" and target != "':memory:'":
                    wrong.append(f"{path}:{node.lineno} opens {target} to write")
    assert not wrong, "\n".join(wrong)


def test_files_stay_short() -> None:
    long = {str(p): n for p in files_ending(".py", ".sql") if (n := len((text_of(p) or "").splitlines())) > LONGEST}
    assert not long


def test_yaml_files_are_yml_and_parse_strictly() -> None:
    assert not [str(p) for p in files_ending(".yaml") if p.name not in NAMED_BY_THEIR_TOOL]
    assert not find_faults(ROOT / path for path in files_ending(".yml", ".yaml"))


def test_a_repeated_key_is_a_fault(tmp_path: Path) -> None:
    file = tmp_path / "twice.yml"
    file.write_text("first: 1\nsecond: {a: 1, a: 2}\n", encoding="utf-8")
    assert "'a'" in " ".join(find_faults([file]))


def test_text_names_no_machine_and_no_package_host() -> None:
    wrong = []
    for path in files():
        for number, line in enumerate((text_of(path) or "").splitlines(), start=1):
            installed = INSTALLED.sub("", line) if path.parts[0] == "deploy" or path.name == "deployment.md" else line
            found = MACHINE_PATH.search(installed) or PACKAGE_HOST.search(line)
            if found and path != Path(__file__).relative_to(ROOT):
                wrong.append(f"{path}:{number} says {found.group()!r}")
    assert not wrong, "\n".join(wrong)


def test_locks_hold_hashes_and_meet_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [text for group in (project["dependencies"], *project["optional-dependencies"].values()) for text in group]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = dict(re.findall(r"^([A-Za-z0-9._-]+)==([^\s;]+)", lock, flags=re.MULTILINE))
    for text in wanted:
        requirement = Requirement(text)
        assert pinned.get(canonicalize_name(requirement.name), "0") in requirement.specifier, f"run make lock: {text}"
    bootstrap = (ROOT / "bootstrap.lock").read_text(encoding="utf-8")
    for name, entry in _entries(bootstrap) + _entries(lock):
        assert "--hash=sha256:" in entry, f"{name} has no hash"
    assert set(_entries(bootstrap)) <= {(name, entry.split("    # via")[0]) for name, entry in _entries(lock)}


def test_code_names_no_association_and_no_document() -> None:
    names = _association_names()
    assert names
    documents = {path.stem for path in files_ending(".pdf")}
    sealed = re.compile(r"\b[0-9a-f]{64}\b")
    wrong = []
    for path in files_ending(".py", ".sql", under=(*ROOMS, "dbt_project")):
        text = text_of(path) or ""
        folded = _fold(text)
        wrong += [f"{path} names {name}" for name in names if re.search(rf"\b{re.escape(name)}\b", folded)]
        wrong += [f"{path} names the document {stem}" for stem in documents if stem in text]
        wrong += [f"{path} names a file by its hash" for _ in sealed.findall(text)]
    assert not wrong, "\n".join(wrong)


def _python(code: str) -> str:
    """What a fresh interpreter prints for this code, with none of our switches in its environment."""
    clean = {name: value for name, value in os.environ.items() if name not in TELEMETRY_OFF}
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=clean, capture_output=True, text=True, check=True).stdout


def _entries(lock: str) -> list[tuple[str, str]]:
    """(name, everything the lock says of it) for each pinned package."""
    starts = [*re.finditer(r"^[A-Za-z0-9._-]+==", lock, flags=re.MULTILINE)]
    ends = [*(start.start() for start in starts[1:]), len(lock)]
    return [(start.group()[:-2], lock[start.start() : end]) for start, end in zip(starts, ends, strict=True)]


# Names that are words of ours as well: a rule's family, and the time zone of the schedule.
ORDINARY = {"consensus", "stockholm"}


def _association_names() -> set[str]:
    """Ids, names and aliases of catalogue and samples, folded; of names also the word that tells them apart."""
    names: set[str] = set()
    for path in files_ending(".yml", under=("ingest", "examples", "tests")):
        if path.parts[:2] not in {("ingest", "sources"), ("examples", "reports"), ("tests", "frozen")}:
            continue
        source = yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))
        printed = [_fold(name) for name in (source["name"], *source.get("aliases", ()))]
        names |= {*printed, _fold(source.get("id") or source["slug"])}
        names |= {word for name in printed for word in name.split() if len(word) > 6 and "samordning" not in word}
    return names - ORDINARY


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
