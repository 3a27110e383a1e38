"""The archive: every document ever fetched, by the sha256 of its bytes, and an append-only manifest of what came from where.

    objects/<2 hex>/<sha256>       the bytes; never overwritten, checked against their name whenever they are read
    manifest/<first line's at>-<digest>.jsonl   one file per writing, never changed: `Entry` per line
    forgotten/<sha256>.json        bytes that had to go because the law says so: when and why; nothing else is ever removed

Lies in a folder or in any store fsspec knows (s3://, sftp://, memory://). Two writers don't disturb each other.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import fsspec

_LOCAL = frozenset({"file", "local"})
_RENAMES = frozenset({*_LOCAL, "sftp", "ssh"})
"""Stores where a write that is cut off would leave half a file under its name."""


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

    def __post_init__(self) -> None:
        """A manifest that was tampered with must not lead out of the archive."""
        if not all(re.fullmatch(r"[0-9a-f]{64}", text) for text in (self.sha256, self.replaces) if text is not None):
            raise ValueError(f"{self.sha256[:80]!r} is no sha256")
        name = PurePosixPath(self.file_name)
        if name.is_absolute() or not name.parts or ".." in name.parts or "\0" in self.file_name:
            raise ValueError(f"{self.file_name[:80]!r} is no name below the archive")


class Archive:
    """An archive below a path or an fsspec address."""

    def __init__(self, place: str) -> None:
        self._fs, root = fsspec.core.url_to_fs(place)
        self._root = str(root).rstrip("/")
        self.place = place

    def is_there(self) -> bool:
        """Whether the place holds an archive (and is not just any folder)."""
        return bool(self._fs.isdir(f"{self._root}/manifest"))

    def entries(self) -> list[Entry]:
        """Everything ever noted and not forgotten, oldest first; raises ArchiveBroken for a line that cannot be read."""
        gone = self.forgotten()
        return [entry for entry in self._noted() if entry.sha256 not in gone]

    def _noted(self) -> list[Entry]:
        found: list[Entry] = []
        for path in sorted(self._files("manifest")):
            for number, line in enumerate(self._segment(path).decode("utf-8").splitlines(), 1):
                try:
                    found.append(Entry(**json.loads(line)))
                except (TypeError, ValueError) as error:
                    raise ArchiveBroken(f"{path}, line {number} is no entry ({error}): restore it from a copy of the archive") from error
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

    def holds(self, sha256: str) -> bool:
        """Whether there are bytes under this hash; `read` tells whether they are right."""
        return bool(self._fs.exists(self._object(sha256)))

    def put(self, sha256: str, data: bytes) -> None:
        """Keep bytes. Right ones that are there are left alone; wrong ones under this hash are nobody's, and replaced."""
        if hashlib.sha256(data).hexdigest() != sha256:
            raise ArchiveBroken(f"{sha256}: this hash is not that of the bytes")
        try:
            self.read(sha256)
        except ArchiveBroken:
            self._write(self._object(sha256), data)

    def note(self, entries: Sequence[Entry]) -> None:
        """Note documents whose bytes were put: a crash before this leaves bytes without a note, which harm nobody."""
        if entries:
            lines = "".join(json.dumps(asdict(entry), ensure_ascii=False, sort_keys=True) + "\n" for entry in entries).encode()
            stamp = re.sub(r"[^0-9A-Za-z.+-]", "", entries[0].at)
            path = f"{self._root}/manifest/{stamp}-{hashlib.sha256(lines).hexdigest()[:12]}.jsonl"
            if not self._fs.exists(path):
                self._write(path, lines)

    def forget(self, sha256: str, *, why: str, at: str) -> None:
        """Remove bytes for good: noted first, so that a crash in between is made good by forgetting again."""
        path = f"{self._root}/forgotten/{sha256}.json"
        if not self._fs.exists(path):
            self._write(path, json.dumps({"at": at, "why": why}, ensure_ascii=False).encode())
        if self.holds(sha256):
            self._fs.rm_file(self._object(sha256))

    def forgotten(self) -> frozenset[str]:
        """The hashes of bytes that were removed for good."""
        return frozenset(path.rsplit("/", 1)[-1].removesuffix(".json") for path in self._files("forgotten"))

    def verify(self) -> Iterator[str]:
        """What is wrong, sentence by sentence: objects missing or changed, and bytes no manifest knows."""
        known: set[str] = set()
        gone = self.forgotten()
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
            if name in gone:
                yield f"{path} was to be forgotten and is still there: run `finsam archive forget` again"
            elif name not in known:
                yield f"{path} is in no manifest; it may be left from a writing that was cut off, and is not used"

    def restore(self, copy: Archive) -> Restored:
        """Take from a copy what is missing or broken here: manifest files, then objects. Adds and mends, removes nothing
        but what either has forgotten.

        Into an empty place this copies the whole archive. What the copy does not hold either is named.
        """
        segments = 0
        for path in copy._files("manifest"):
            mine = f"{self._root}/manifest/{path.rsplit('/', 1)[-1]}"
            data = copy._segment(path)
            try:
                self._segment(mine)
            except ArchiveBroken:
                self._write(mine, data)
                segments += 1
        for path in copy._files("forgotten"):
            note = json.loads(copy._fs.cat_file(path))
            self.forget(path.rsplit("/", 1)[-1].removesuffix(".json"), why=str(note["why"]), at=str(note["at"]))
        mended, lost = 0, []
        for sha256, name in {entry.sha256: entry.file_name for entry in self.entries()}.items():
            try:
                self.read(sha256)
            except ArchiveBroken:
                try:
                    self.put(sha256, copy.read(sha256))
                    mended += 1
                except ArchiveBroken:
                    lost.append(name)
        return Restored(segments, mended, tuple(lost))

    def _segment(self, path: str) -> bytes:
        """One manifest file; raises ArchiveBroken when it is not what was written."""
        try:
            data: bytes = self._fs.cat_file(path)
        except OSError as error:
            raise ArchiveBroken(f"{path} cannot be read ({error}): restore it from a copy of the archive") from error
        if not path.endswith(f"-{hashlib.sha256(data).hexdigest()[:12]}.jsonl"):
            raise ArchiveBroken(f"{path} is not what was written: restore it from a copy of the archive")
        return data

    def _object(self, sha256: str) -> str:
        return f"{self._root}/objects/{sha256[:2]}/{sha256}"

    def _files(self, folder: str) -> list[str]:
        if not self._fs.isdir(f"{self._root}/{folder}"):
            return []
        self._fs.invalidate_cache()
        found: list[Any] = self._fs.find(f"{self._root}/{folder}")
        return [str(path) for path in found if not str(path).endswith(".part")]

    def _write(self, path: str, data: bytes) -> None:
        """Write whole or not at all: a file is renamed when it is on the disk, an object store takes it as one."""
        protocols = {self._fs.protocol} if isinstance(self._fs.protocol, str) else set(self._fs.protocol)
        self._fs.makedirs(path.rsplit("/", 1)[0], exist_ok=True)
        beside = f"{path}.{uuid.uuid4().hex[:8]}.part"
        if protocols & _LOCAL:
            with Path(beside).open("wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            Path(beside).replace(path)
        elif protocols & _RENAMES:
            self._fs.pipe_file(beside, data)
            self._fs.mv(beside, path)
        else:
            self._fs.pipe_file(path, data)


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: manifest files and objects taken from the copy, and documents the copy does not hold either."""

    segments: int
    objects: int
    lost: tuple[str, ...]
