"""An archive (`manifest/` and `objects/`, local or in any store) as the place a refresh reads, beside plain drop folders.

A document goes by the archive's name for it; where it was found and which version it replaces come from the manifest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from ingest.archive import Archive, Entry
    from ingest.contracts import DocumentReading

_STORE = re.compile(r"([a-z][a-z0-9+]+):/+(?=[^/])")


class Origin(Protocol):
    """What is known of where a document came from."""

    @property
    def sha256(self) -> str | None:
        """Of its bytes."""

    @property
    def source_url(self) -> str | None:
        """Where it was found on the web."""

    @property
    def replaces(self) -> str | None:
        """sha256 of the version that stood there before."""


def is_store_address(path: Path) -> bool:
    """Whether a path is an fsspec address: `s3://bucket/reports`, of which a Path keeps one slash."""
    return bool(_STORE.match(str(path)))


def place_of(path: Path) -> str:
    """The path or fsspec address as fsspec takes it."""
    return _STORE.sub(r"\1://", str(path), count=1)


def open_archive(path: Path) -> Archive | None:
    """The archive at a place; None for a plain folder. Raises FinsamError for a store that can't be reached or holds none."""
    from orchestration.errors import FinsamError, NothingToRead

    if not is_store_address(path) and not ((path / "manifest").is_dir() and (path / "objects").is_dir()):
        return None
    from ingest.archive import Archive

    try:
        archive = Archive(place_of(path))
        is_there = archive.is_there()
    except Exception as problem:  # a store's client raises what it likes
        raise FinsamError(f"{place_of(path)} cannot be reached: {type(problem).__name__}: {problem}") from problem
    if not is_there:
        raise NothingToRead(f"{place_of(path)}: no archive there; fill it with `finsam fetch` or `finsam archive restore`")
    return archive


def standing_entries(archive: Archive) -> list[Entry]:
    """One entry per name, in name order, each saying what it replaced last; raises FinsamError for a broken manifest."""
    from dataclasses import replace

    from ingest.archive import ArchiveBroken
    from orchestration.errors import FinsamError

    try:
        entries = archive.entries()
    except ArchiveBroken as problem:
        raise FinsamError(str(problem)) from problem
    before = chain_of(entries)
    named: dict[str, Entry] = {}
    for entry in entries:
        name = entry.file_name
        if name in named and named[name].sha256 != entry.sha256:  # two writers at once: both stay
            name = f"{name}~{entry.sha256[:8]}"
        named[name] = replace(entry, file_name=name, replaces=before.get(entry.sha256))
    return [named[name] for name in sorted(named)]


def chain_of(entries: Iterable[Entry]) -> dict[str, str | None]:
    """What each version replaced, by sha256. A version that came back stands last, and those after it close the gap."""
    before: dict[str, str | None] = {}
    for entry in entries:
        if entry.replaces is None:
            before.setdefault(entry.sha256, None)
            continue
        at: str | None = entry.replaces
        while at is not None and before.get(at) != entry.sha256:
            at = before.get(at)
        if at is not None:
            before[at] = before.get(entry.sha256)
        before[entry.sha256] = entry.replaces
    return before


def with_origins(readings: Sequence[tuple[str, DocumentReading]], origins: Iterable[Origin]) -> list[tuple[str, DocumentReading]]:
    """The readings with address and predecessor filled in; a predecessor that could not be read is passed over."""
    from dataclasses import replace

    known: dict[str, Origin] = {}
    for origin in origins:
        known.setdefault(origin.sha256 or "", origin)
    there = {reading.document.document_id for _, reading in readings}
    return [
        (
            name,
            replace(
                reading,
                document=replace(
                    reading.document,
                    source_url=known[reading.document.document_id].source_url,
                    replaces_document_id=_predecessor(reading.document.document_id, known, there),
                ),
            )
            if reading.document.document_id in known
            else reading,
        )
        for name, reading in readings
    ]


def _predecessor(sha256: str, known: Mapping[str, Origin], there: set[str]) -> str | None:
    seen = {sha256}
    at = known[sha256].replaces
    while at is not None and at not in there:
        if at in seen or at not in known:
            return None
        seen.add(at)
        at = known[at].replaces
    return at if at != sha256 else None
