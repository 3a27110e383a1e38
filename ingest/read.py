"""One document: bytes in, a `DocumentReading` out. The pure function that everything else calls, in any process."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath

from ingest.contracts import DocumentReading

# Objects made between two searches for unreachable ones. What a reading makes lives until its end, and the usual searches,
# one for every few hundred objects, take a sixth of the time to find nothing.
_SELDOM = 100_000
_SHEETS = frozenset({".xlsx", ".xlsm", ".xls", ".csv", ".tsv", ".txt"})


def read_document(data: bytes, file_name: str) -> DocumentReading:
    """Read one report as PDF, or one export as workbook, CSV or PDF; raises Refused when it cannot become facts.

    `file_name` is only used to tell the kind of bytes that do not tell it themselves, and to name a document that
    names no association itself.
    """
    with _seldom_collected():
        return _read(data, file_name)


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """The garbage collector runs seldom inside, and as before afterwards."""
    before = gc.get_threshold()
    gc.set_threshold(_SELDOM, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _read(data: bytes, file_name: str) -> DocumentReading:
    if PurePosixPath(file_name).suffix.lower() in _SHEETS and not data.lstrip()[:5].startswith(b"%PDF"):
        from ingest.exports.read import read_export

        return read_export(data, file_name)
    from ingest.report import read_report

    return read_report(data, file_name)
