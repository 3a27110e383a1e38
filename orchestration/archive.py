"""The drop folder and the bytes kept from it.

Every file is known by the sha256 of its bytes. What was once seen stays in `archive/` of the state folder, so
that a figure can be shown on its page after the file has left the drop folder; nothing there is overwritten.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from orchestration.errors import NothingToRead
from orchestration.files import write_whole

READ = frozenset({".pdf"})
KNOWN = READ | {".xlsx", ".xls", ".csv"}


@dataclass(frozen=True, slots=True)
class Dropped:
    """One file of the drop folder. Key: file_name (below the folder, with forward slashes)."""

    file_name: str
    sha256: str | None  # None when the file could not be opened: `problem` says why
    size: int
    is_new: bool  # its bytes were never seen before
    problem: str | None = None


def list_files(archive: Path) -> list[Path]:
    """Files of kinds we know below the folder, in name order; no hidden ones, no links that lead out of it."""
    if not archive.is_dir():
        raise NothingToRead(f"{archive}: no such folder; give --archive a folder that holds PDF reports")
    files = [path for path in _walk(archive) if path.suffix.lower() in KNOWN and _stays_inside(path, archive)]
    return sorted(files, key=lambda path: file_name(path, archive))


def _walk(archive: Path) -> Iterator[Path]:
    for folder, names, files in os.walk(archive):
        names[:] = sorted(name for name in names if not name.startswith("."))
        yield from (Path(folder, name) for name in files if not name.startswith("."))


def _stays_inside(path: Path, archive: Path) -> bool:
    return path.is_file() and path.resolve().is_relative_to(archive.resolve())


def file_name(path: Path, archive: Path) -> str:
    """The name a document goes by: its path below the folder; bytes that are no UTF-8 are made visible."""
    return os.fsencode(path.relative_to(archive).as_posix()).decode("utf-8", "backslashreplace")


def kept_at(store: Path, sha256: str) -> Path:
    """Where the bytes with this hash are kept."""
    return store / sha256[:2] / sha256


def keep(archive: Path, store: Path) -> list[Dropped]:
    """Copy what is new into the store and note it in its manifest; returns every file of the folder."""
    return [_keep_one(path, file_name(path, archive), store) for path in list_files(archive)]


def _keep_one(path: Path, name: str, store: Path) -> Dropped:
    try:
        data = path.read_bytes()
    except OSError as problem:
        return Dropped(name, None, 0, is_new=False, problem=problem.strerror or str(problem))
    sha256 = hashlib.sha256(data).hexdigest()
    kept = kept_at(store, sha256)
    if kept.exists():
        return Dropped(name, sha256, len(data), is_new=False)
    write_whole(kept, data)
    note = {"file_name": name, "sha256": sha256, "size": len(data), "seen_at": datetime.now(UTC).isoformat()}
    with (store / "manifest.jsonl").open("a", encoding="utf-8") as manifest:
        manifest.write(json.dumps(note, ensure_ascii=False) + "\n")
    return Dropped(name, sha256, len(data), is_new=True)
