"""One document: bytes in, a `DocumentReading` out. The pure function that everything else calls, in any process."""

from __future__ import annotations

from pathlib import PurePosixPath

from ingest.contracts import DocumentReading

_SHEETS = frozenset({".xlsx", ".xlsm", ".xls", ".csv", ".tsv", ".txt"})


def read_document(data: bytes, file_name: str) -> DocumentReading:
    """Read one report as PDF, or one export as workbook, CSV or PDF; raises Refused when it cannot become facts.

    `file_name` is only used to tell the kind of bytes that do not tell it themselves, and to name a document that
    names no association itself.
    """
    if PurePosixPath(file_name).suffix.lower() in _SHEETS and not data.lstrip()[:5].startswith(b"%PDF"):
        from ingest.exports.read import read_export

        return read_export(data, file_name)
    from ingest.report import read_report

    return read_report(data, file_name)
