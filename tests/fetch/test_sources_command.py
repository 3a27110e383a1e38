"""A draft of a source from any page is a file that can be read; where an association publishes is no part of a reading."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.fetch.client import PoliteClient
from ingest.source_files import read_source
from orchestration.source_check import draft, look_at
from tests.fetch.paper import pdf
from tests.fetch.site import Resource, Web
from tests.project import ROOT

HOST = "sajt.test"


@pytest.mark.parametrize("title", ["Samordningsförbundet Provbygden", "# [Dokument]: 'alla' {år}\nid: annan", "on", ""])
def test_a_draft_is_a_source(web: Web, client: PoliteClient, tmp_path: Path, title: str) -> None:
    links = "".join(f'<p><a href="/{n}.pdf">Årsredovisning 20{n}: "slutlig"</a></p>' for n in (20, 21, 22))
    web.put(HOST, "/dokument", Resource(f"<h1>{title}</h1>{links}<a href='/x.pdf'>Bilaga</a>".encode(), "text/html"))
    web.put(HOST, "/22.pdf", Resource(pdf("Ingenting")))
    name, text = draft(web.url(HOST, "/dokument"), "provbygden", client)
    path = tmp_path / f"{name}.yml"
    path.write_text(text, encoding="utf-8")
    source = read_source(path)
    assert [publication.kind for publication in source.publishes] == ["annual_report"]
    assert not source.is_confirmed
    look = look_at(source, client, preview=True)
    assert [(row.wanted_as, row.year) for row in look.listed] == [
        ("annual_report", 2020),
        ("annual_report", 2021),
        ("annual_report", 2022),
        (None, None),
    ]
    assert look.preview
    assert look.problems == []


def test_where_an_association_publishes_is_no_part_of_a_reading(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "ingest", tmp_path / "ingest", ignore=shutil.ignore_patterns("__pycache__"))

    def version() -> str:
        command = [sys.executable, "-c", "from ingest.identity import reader_version; print(reader_version())"]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout

    before = version()
    source = min((tmp_path / "ingest" / "sources").glob("*.yml"))
    text = source.read_text(encoding="utf-8")
    source.write_text(text + "note: en ny lista\n", encoding="utf-8")
    (tmp_path / "ingest" / "fetch" / "night.py").write_text("", encoding="utf-8")
    assert version() == before
    source.write_text(text.replace("name: ", "name: Nya ", 1), encoding="utf-8")
    assert version() != before
