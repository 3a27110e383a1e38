"""What general table extractors get of a report: structure only, no meaning.

A truth cell counts when one of an extractor's rows holds its label and, as one cell, exactly its printed number.
"""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pdfplumber

from tests.press.match import SCALE, Truth

Rows = Iterator[list[str]]


def pdfplumber_tables(pdf: Path) -> Rows:
    """pdfplumber's extract_tables with its default settings: tables with rules."""
    with pdfplumber.open(pdf) as opened:
        for page in opened.pages:
            for table in page.extract_tables():
                yield from ([c or "" for c in row] for row in table)
            page.close()


def pdftotext_layout(pdf: Path) -> Rows:
    """pdftotext -layout (Debian package poppler-utils), lines cut where two blanks stand."""
    told = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    for line in told.splitlines():
        cells = [c for c in re.split(r"\s{2,}", line.strip()) if c]
        if cells:
            yield cells


def camelot_network(pdf: Path) -> Rows:
    """camelot's network flavour, where camelot is installed."""
    import camelot  # type: ignore[import-not-found, unused-ignore]

    for table in camelot.read_pdf(str(pdf), pages="all", flavor="network", suppress_stdout=True):
        yield from ([str(c) for c in row] for row in table.df.values.tolist())


PEERS: dict[str, Callable[[Path], Rows]] = {"pdfplumber": pdfplumber_tables}
if shutil.which("pdftotext"):
    PEERS["pdftotext"] = pdftotext_layout
if importlib.util.find_spec("camelot"):
    PEERS["camelot"] = camelot_network


def number(text: str) -> str:
    """A cell without its blanks and with one kind of minus."""
    text = unicodedata.normalize("NFKC", text).replace("−", "-").replace("–", "-")
    return re.sub(r"\s+", "", text).casefold()


def words(text: str) -> str:
    return re.sub(r"[^0-9a-zåäö]+", " ", unicodedata.normalize("NFKC", text).casefold()).strip()


def structure(job: tuple[str, Path, list[Truth]]) -> tuple[int, int]:
    """(cells found, cells) of one document by one extractor; one that fails finds nothing."""
    name, pdf, truth = job
    cells = [t for t in truth if t["kind"] == "finance" and t["unit"] in SCALE and re.search(r"\d", t["printed"])]
    labels: dict[str, list[str]] = defaultdict(list)
    try:
        for row in PEERS[name](pdf):
            label = words(" ".join(row))
            for cell in row:
                for piece in {cell, *cell.split("\n")}:
                    labels[number(piece)].append(label)
    except Exception:  # whatever a peer fails with, it is a score of nothing
        return 0, len(cells)
    return sum(1 for t in cells if any(has(row, t) for row in labels[number(t["printed"])])), len(cells)


def has(row: str, cell: Truth) -> bool:
    """Whether a row holds the cell's label, its beginning, or its head where the table was turned."""
    label, head = words(cell["row_label"]), words(cell["column_label"])
    return label in row or (len(label) > 12 and label[:12] in row) or bool(head and head in row)
