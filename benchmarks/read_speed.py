"""How fast a document is read: pages a second of this project, of pdfplumber's and of camelot's table extraction.

    python benchmarks/read_speed.py FILE_OR_FOLDER ... [--rounds 3] [--joined PAGES]

All read the same files, one after the other, each in a process of its own on one core. Pages a second are counted in
processor seconds (children included), the best of the rounds, imports not counted. The peak is the largest memory the
process ever held, imports included. camelot is left out where it is not installed.

With --joined the pages of all files are joined, again and again, to one document of so many pages: what a long report
costs in memory. The table on standard output is Markdown.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import os
import resource
import sys
import tempfile
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

Read = Callable[[Path], None]


class Measured(NamedTuple):
    """Processor seconds of the fastest round, and the peak of memory in MB."""

    seconds: float
    peak: float


def _finsam() -> Read:
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from ingest.contracts import Refused
    from ingest.read import read_document

    def read(path: Path) -> None:
        try:
            read_document(path.read_bytes(), path.name)
        except Refused as refused:
            sys.stderr.write(f"{path.name} is refused: {refused}\n")

    return read


def _pdfplumber() -> Read:
    import pdfplumber

    def read(path: Path) -> None:
        with pdfplumber.open(path) as pdf:
            for page in pdf.pages:
                page.extract_tables()
                page.close()

    return read


def _camelot(flavor: str) -> Read:
    import camelot

    return lambda path: camelot.read_pdf(str(path), pages="all", flavor=flavor, suppress_stdout=True)


def _network() -> Read:
    return _camelot("network")


def _stream() -> Read:
    return _camelot("stream")


def _processor_seconds() -> float:
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))


def _measure(make: Callable[[], Read], files: Sequence[Path], rounds: int) -> Measured:
    """In a process of its own: read all files, round after round."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    read = make()
    seconds = []
    for _ in range(rounds):
        started = _processor_seconds()
        for path in files:
            read(path)
        seconds.append(_processor_seconds() - started)
    return Measured(min(seconds), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _joined(files: Sequence[Path], pages: int, folder: Path) -> Path:
    """One document of so many pages out of the pages of the files."""
    import pypdfium2

    whole = pypdfium2.PdfDocument.new()
    for path in cycle(files):
        part = pypdfium2.PdfDocument(path)
        whole.import_pages(part, list(range(min(len(part), pages - len(whole)))))
        part.close()
        if len(whole) == pages:
            break
    buffer = io.BytesIO()
    whole.save(buffer)
    out = folder / "joined.pdf"
    out.write_bytes(buffer.getvalue())
    return out


def _count(files: Sequence[Path]) -> int:
    import pypdfium2

    return sum(len(pypdfium2.PdfDocument(path)) for path in files)


def _found(places: Sequence[Path]) -> list[Path]:
    return [path for place in places for path in (sorted(place.rglob("*.pdf")) if place.is_dir() else [place])]


def _table(pages: int, results: dict[str, Measured]) -> str:
    own = next(iter(results.values()))
    lines = ["| reader | pages a second | this project is | peak MB |", "| --- | --- | --- | --- |"]
    for name, (seconds, peak) in results.items():
        lines.append(f"| {name} | {pages / seconds:.1f} | {seconds / own.seconds:.1f} × | {peak:.0f} |")
    return "\n".join(lines)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--joined", type=int, metavar="PAGES")
    options = parser.parse_args()
    readers: dict[str, Callable[[], Read]] = {"finsam read_document": _finsam, "pdfplumber extract_tables": _pdfplumber}
    if find_spec("camelot"):
        readers |= {"camelot stream": _stream, "camelot network": _network}
    with tempfile.TemporaryDirectory() as folder:
        files = _found(options.files)
        if options.joined:
            files = [_joined(files, options.joined, Path(folder))]
        results = {}
        for name, make in readers.items():
            # A fresh process for each, so that the peaks are their own.
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                results[name] = pool.apply(_measure, (make, files, options.rounds))
        pages = _count(files)
    sys.stdout.write(f"{pages} pages in {len(files)} files, one core, best of {options.rounds} rounds\n\n{_table(pages, results)}\n")


if __name__ == "__main__":
    main()
