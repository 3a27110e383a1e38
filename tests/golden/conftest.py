"""The sample documents, each read and opened at most once in a session."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pdfplumber
import pytest

from ingest.contracts import DocumentReading
from ingest.read import read_document
from tests.project import ROOT

FOLDERS = (
    (ROOT / "tests" / "frozen" / "reports", ROOT / "tests" / "frozen" / "golden"),
    (ROOT / "tests" / "frozen2" / "reports", ROOT / "tests" / "frozen2" / "golden"),
    (ROOT / "examples" / "archive", ROOT / "examples" / "golden"),
)
Chars = list[tuple[str, float, float]]


def samples() -> dict[str, tuple[Path, Path]]:
    """Every sample report by its stem, with its truth file; a scan states what the report it was made from states."""
    return {
        pdf.stem: (pdf, golden / f"{pdf.stem.removesuffix('_scanned')}.csv")
        for reports, golden in FOLDERS
        for pdf in sorted(reports.rglob("*.pdf"))
    }


@pytest.fixture(scope="session")
def reading() -> Callable[[str], DocumentReading]:
    """A function from a sample's stem to its reading."""

    @cache
    def read(stem: str) -> DocumentReading:
        path = samples()[stem][0]
        return read_document(path.read_bytes(), path.name)

    return read


@pytest.fixture(scope="session")
def chars() -> Callable[[str, int], Chars]:
    """A function from a sample's stem and a page number to the page's characters with their centres."""

    @cache
    def pages(stem: str) -> list[Chars]:
        with pdfplumber.open(samples()[stem][0]) as pdf:
            return [[(c["text"], (c["x0"] + c["x1"]) / 2, (c["top"] + c["bottom"]) / 2) for c in page.chars] for page in pdf.pages]

    return lambda stem, page: pages(stem)[page - 1]
