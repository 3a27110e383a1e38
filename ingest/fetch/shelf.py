"""The archive during a night: what is on it by name, bytes and address, shared by the sources that are asked side by side."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from ingest.archive import Archive, Entry
from ingest.fetch.links import lasting


@dataclass(slots=True)
class Shelf:
    """An index over the archive, read once a night. Safe to share between threads."""

    archive: Archive
    forgotten: frozenset[str] = frozenset()  # hashes of bytes that may never come back
    _names: dict[str, str] = field(default_factory=dict)  # file name -> sha256
    _first_names: dict[str, str] = field(default_factory=dict)  # sha256 -> the first file name
    _standing: dict[tuple[str, str], list[Entry]] = field(default_factory=dict)  # (source, lasting address) -> versions
    _unnoted: dict[str, list[Entry]] = field(default_factory=dict)  # by source
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def of(cls, archive: Archive) -> Shelf:
        """The index of an archive as it is now; raises ArchiveBroken when its manifest cannot be read."""
        shelf = cls(archive, archive.forgotten())
        for entry in archive.entries():
            shelf._place(entry)
        return shelf

    def _place(self, entry: Entry) -> None:
        self._names.setdefault(entry.file_name, entry.sha256)
        self._first_names.setdefault(entry.sha256, entry.file_name)
        self._standing.setdefault((entry.source_id, lasting(entry.url)), []).append(entry)

    def name_of(self, sha256: str) -> str | None:
        """The name that bytes go by; None when they are not on the shelf."""
        with self._lock:
            return self._first_names.get(sha256)

    def versions_at(self, source_id: str, url: str) -> list[Entry]:
        """The documents that stood at an address of a source, oldest first."""
        with self._lock:
            return list(self._standing.get((source_id, lasting(url)), ()))

    def keep(self, make: Callable[[Callable[[str], bool]], Entry], sha256: str, data: bytes) -> tuple[str, bool]:
        """Keep bytes under a free name; returns it, and whether they are new. `make` is told which names are taken.

        Bytes that came in by another way meanwhile stand for both.
        """
        with self._lock:
            if name := self._first_names.get(sha256):
                return name, False
            entry = make(lambda name: name in self._names)
            self.archive.put(sha256, data)
            self._place(entry)
            self._unnoted.setdefault(entry.source_id, []).append(entry)
            return entry.file_name, True

    def stands_again(self, entry: Entry) -> None:
        """A version that stood at an address before stands there again: noted, its bytes are here."""
        with self._lock:
            self._place(entry)
            self._unnoted.setdefault(entry.source_id, []).append(entry)

    def note(self, source_id: str) -> None:
        """Write down what a source brought; until then its bytes are on the shelf without a word."""
        with self._lock:
            self.archive.note(self._unnoted.pop(source_id, []))
