"""The files of deploy/ name what is there: paths of the checkout, modules, settings that the code reads."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

import pytest
import yaml

from tests.project import ROOT, files_ending

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))


def unit(path: Path) -> configparser.SectionProxy:
    parsed = configparser.RawConfigParser(strict=False)
    parsed.optionxform = str  # type: ignore[assignment,method-assign]
    parsed.read(path, encoding="utf-8")
    return parsed["Service"]


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_units_write_in_the_state_folder_alone_and_as_their_own_user(path: Path) -> None:
    service = unit(path)
    assert service["User"] == "finsam"
    assert service["ProtectSystem"] == "strict"
    assert service["ReadWritePaths"] == "/var/lib/finsam"
    assert service["NoNewPrivileges"] == "true"
    program = Path(service["ExecStart"].split()[0]).name
    assert f'"{program}' not in service["ExecStart"]
    assert program in ("dagster-daemon", "dagster-webserver")
    assert (ROOT / ".venv" / "bin" / program).exists() or not (ROOT / ".venv").exists()


def test_the_webserver_is_not_open_to_the_network() -> None:
    assert "--host 127.0.0.1" in unit(DEPLOY / "systemd" / "finsam-webserver.service")["ExecStart"]
    compose = yaml.safe_load((DEPLOY / "compose.yml").read_text(encoding="utf-8"))
    ports = [port for service in compose["services"].values() for port in service.get("ports", [])]
    assert ports == ["127.0.0.1:3000:3000"]


def test_the_image_takes_what_is_there_and_installs_by_hash() -> None:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    copied = [name for line in re.findall(r"^COPY (.+)$", text, re.M) for name in line.split()[:-1]]
    assert copied
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert "--require-hashes" in text
    assert re.search(r"^USER finsam$", text, re.M)


def test_every_setting_in_the_example_is_one_that_the_code_reads() -> None:
    told = set(re.findall(r"^#?(FINSAM_\w+)=", (DEPLOY / "finsam.env.example").read_text(encoding="utf-8"), re.M))
    code = "".join((ROOT / path).read_text(encoding="utf-8") for path in files_ending(".py", under=("ingest", "orchestration")))
    assert len(told) > 8
    assert {name for name in told if name not in code} == set()


def test_no_secret_stands_in_these_files() -> None:
    for path in DEPLOY.rglob("*"):
        if path.is_file():
            assert not re.search(r"^\w*PASSWORD=\S", path.read_text(encoding="utf-8"), re.M), path
