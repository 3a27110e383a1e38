"""What was read before: one file per document and reader version, a reading or a refusal.

A crash or a timeout may be the machine's: the next run tries again, and only the third in a row is remembered, so
that one file cannot cost every night its full time. A refusal that says something of this machine and nothing of the
document is never remembered.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from orchestration.files import write_whole

_REFUSED = '{"refused":'
_OF_THE_MACHINE = frozenset({"ocr_missing"})
"""Reason codes that installing a package mends."""
TRIES = 3
"""Runs in which a document may fail before its failure is taken for its own."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a document did not become facts: a code for counting, a sentence for a person."""

    reason_code: str
    message: str


def memo_file(folder: Path, sha256: str, reader_version: str) -> Path:
    """The memo of one document as one version of the reader saw it."""
    return folder / f"{sha256}-{reader_version}.json"


def is_remembered(memo: Path) -> bool:
    """Whether the document needs no reading."""
    return memo.is_file()


def remember_refusal(memo: Path, refusal: Refusal) -> None:
    """Keep a refusal, if the same bytes would be refused again: they are then refused without being opened."""
    if refusal.reason_code in _OF_THE_MACHINE:
        return
    write_whole(memo, _REFUSED + json.dumps(asdict(refusal), ensure_ascii=False) + "}")


def remember_failure(memo: Path, refusal: Refusal) -> None:
    """Count a reading that failed; the last of `TRIES` is kept as a refusal, until the reader's version changes."""
    tries = memo.with_suffix(".tries")
    failed = int(tries.stat().st_size) + 1 if tries.is_file() else 1
    if failed < TRIES:
        write_whole(tries, "." * failed)
        return
    remember_refusal(
        memo, Refusal(refusal.reason_code, f"{refusal.message} (so in {TRIES} runs: not tried again until the reader changes)")
    )
    tries.unlink(missing_ok=True)


def recall_refusal(memo: Path) -> Refusal | None:
    """The refusal kept in a memo, None when the memo holds a reading."""
    with memo.open(encoding="utf-8") as stream:
        if stream.read(len(_REFUSED)) != _REFUSED:
            return None
    return Refusal(**json.loads(memo.read_text(encoding="utf-8"))["refused"])


def remember_reading(memo: Path, text: str) -> None:
    """Keep a reading as `ingest.store.to_json` wrote it."""
    write_whole(memo, text)
