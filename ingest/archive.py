"""The archive: every document ever fetched, by the sha256 of its bytes, and an append-only manifest of what came from where.

    objects/<2 hex>/<sha256>       the bytes; never overwritten, checked against their name whenever they are read
    manifest/<first line's at>-<digest>.jsonl   one file per writing, never changed: `Entry` per line

Lies in a folder or in any store fsspec knows (s3://, sftp://, memory://). Two writers don't disturb each other.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import fsspec


class ArchiveBroken(Exception):
    """The archive does not hold what its manifest says; the message names the object."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One document as it was found once. `file_name` is unique in the archive; `at` is UTC, ISO 8601."""

    file_name: str  # <source_id>/<name>, with .v2 before the suffix for the second version under one address
    sha256: str
    size: int
    source_id: str
    url: str
    kind: str  # what the link called it; the reader decides for itself
    title: str  # the words on the link
    at: str
    replaces: str | None = None  # sha256 of the version that stood at the address before


class Archive:
    """An archive below a path or an fsspec address."""

    def __init__(self, place: str) -> None:
        self._fs, self._root = fsspec.core.url_to_fs(place)
        self.place = place

    def is_there(self) -> bool:
        """Whether the place holds an archive (and is not just any folder)."""
        return bool(self._fs.isdir(f"{self._root}/manifest"))

    def entries(self) -> list[Entry]:
        """Everything ever noted, oldest first; raises ArchiveBroken for a line that cannot be read."""
        found: list[Entry] = []
        for path in sorted(self._files("manifest")):
            for number, line in enumerate(self._fs.cat_file(path).decode("utf-8").splitlines(), 1):
                try:
                    found.append(Entry(**json.loads(line)))
                except (TypeError, ValueError) as error:
                    raise ArchiveBroken(f"{path}, line {number} is no entry: {error}") from error
        return found

    def read(self, sha256: str) -> bytes:
        """The bytes with this hash; raises ArchiveBroken when they are missing or not what they were."""
        try:
            data: bytes = self._fs.cat_file(self._object(sha256))
        except OSError as error:
            raise ArchiveBroken(f"{self._object(sha256)} is missing: restore it from a copy of the archive") from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise ArchiveBroken(f"{self._object(sha256)} does not hold the bytes it is named after: restore it from a copy of the archive")
        return data

    def add(self, documents: Sequence[tuple[Entry, bytes]]) -> None:
        """Keep documents, then note them: what a crash leaves behind is bytes without a note, which harm nobody."""
        for entry, data in documents:
            if hashlib.sha256(data).hexdigest() != entry.sha256:
                raise ArchiveBroken(f"{entry.file_name}: its hash is not that of its bytes")
            self._write_new(self._object(entry.sha256), data)
        if documents:
            lines = "".join(json.dumps(asdict(entry), ensure_ascii=False, sort_keys=True) + "\n" for entry, _ in documents).encode()
            stamp = documents[0][0].at.replace(":", "")
            self._write_new(f"{self._root}/manifest/{stamp}-{hashlib.sha256(lines).hexdigest()[:12]}.jsonl", lines)

    def verify(self) -> Iterator[str]:
        """What is wrong, sentence by sentence: objects missing or changed, and bytes no manifest knows."""
        known: set[str] = set()
        for entry in self.entries():
            if entry.sha256 in known:
                continue
            known.add(entry.sha256)
            try:
                self.read(entry.sha256)
            except ArchiveBroken as problem:
                yield f"{entry.file_name}: {problem}"
        for path in self._files("objects"):
            name = path.rsplit("/", 1)[-1]
            if name not in known:
                yield f"{path} is in no manifest; it may be left from a writing that was cut off, and is not used"

    def _object(self, sha256: str) -> str:
        return f"{self._root}/objects/{sha256[:2]}/{sha256}"

    def _files(self, folder: str) -> Iterable[str]:
        if not self._fs.isdir(f"{self._root}/{folder}"):
            return []
        found: list[Any] = self._fs.find(f"{self._root}/{folder}")
        return [str(path) for path in found if not str(path).endswith(".part")]

    def _write_new(self, path: str, data: bytes) -> None:
        """Write what is not there yet, whole or not at all."""
        if self._fs.exists(path) and self._fs.size(path) == len(data):
            return
        self._fs.makedirs(path.rsplit("/", 1)[0], exist_ok=True)
        beside = f"{path}.part"
        self._fs.pipe_file(beside, data)
        self._fs.mv(beside, path)
