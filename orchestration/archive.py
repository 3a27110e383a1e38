"""The drop folder or archive that is read, and the bytes kept from it.

Every file is known by the sha256 of its bytes. What was read stays in `archive/` of the state folder, so that a figure can
be shown on its page after the file has left the drop folder; nothing there is overwritten. Bytes are kept once the reader has
let them through the door: until then they lie in `incoming/`, and those of a file with personal data are never kept.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from orchestration.errors import NothingToRead
from orchestration.files import sha256_of, write_whole
from orchestration.from_archive import is_store_address, open_archive, place_of, standing_entries

READ = frozenset({".pdf", ".xlsx", ".xlsm", ".csv", ".tsv"})
SAVE_AS = {
    ".xls": "an old workbook: open it and save it as .xlsx",
    ".xlsb": "a binary workbook: open it and save it as .xlsx",
    ".ods": "an OpenDocument sheet: open it and save it as .xlsx",
}
"""Kinds that are not read, and what to do with them."""
KNOWN = READ | frozenset(SAVE_AS)


@dataclass(frozen=True, slots=True)
class Dropped:
    """One file of the drop folder. Key: file_name (below the folder, with forward slashes)."""

    file_name: str
    sha256: str | None  # None when the file could not be opened: `problem` says why
    size: int
    is_new: bool  # its bytes were never seen before
    problem: str | None = None
    source: str = ""  # where its bytes lie in the drop folder
    source_id: str = "drop_folder"  # of an archive: which source brought it
    place: str = ""  # the archive its bytes lie in, when it is one
    source_url: str | None = None
    replaces: str | None = None  # sha256 of the version that stood at its address before


def list_files(archive: Path) -> list[Path]:
    """Files of kinds we know below the folder, in name order; no hidden ones, no links that lead out of it."""
    if not archive.is_dir():
        raise NothingToRead(f"{archive}: no such folder; give --archive a folder that holds reports")
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


def has_documents(archive: Path) -> bool:
    """Whether there is anything to look at; raises FinsamError when there is no such place."""
    kept = open_archive(archive)
    return bool(kept and standing_entries(kept)) or (not is_store_address(archive) and bool(list_files(archive)))


def keep(archive: Path, store: Path) -> list[Dropped]:
    """Every file of the folder or archive by its hash, and whether its bytes are kept; `admit` keeps those that are new.

    Files that were put into an archive's folder by hand are taken too.
    """
    clear_incoming(store)
    noted = _noted(archive, store)
    if is_store_address(archive):
        return noted
    taken = {file.file_name for file in noted}
    loose = [_look_at(path, file_name(path, archive), store) for path in list_files(archive)]
    apart = [replace(file, file_name=f"~/{file.file_name}") if file.file_name in taken else file for file in loose]
    return sorted([*noted, *apart], key=lambda file: file.file_name)


def _noted(archive: Path, store: Path) -> list[Dropped]:
    """What an archive's manifest names; its bytes are checked when they are read."""
    kept = open_archive(archive)
    return [
        Dropped(
            entry.file_name,
            entry.sha256,
            entry.size,
            is_new=not kept_at(store, entry.sha256).exists(),
            source_id=entry.source_id,
            place=place_of(archive),
            source_url=entry.url if entry.url.startswith("http") else None,
            replaces=entry.replaces,
        )
        for entry in (standing_entries(kept) if kept else ())
    ]


def _look_at(path: Path, name: str, store: Path) -> Dropped:
    try:
        sha256 = sha256_of(path)
        size = path.stat().st_size
    except OSError as problem:
        return Dropped(name, None, 0, is_new=False, problem=problem.strerror or str(problem))
    return Dropped(name, sha256, size, is_new=not kept_at(store, sha256).exists(), source=str(path))


class FileChanged(Exception):
    """The file in the drop folder or archive is no longer the one that was looked at."""


def stage(file: Dropped, store: Path) -> Path:
    """Where the bytes of a file can be read: kept from before, or copied to `incoming/`; raises FileChanged, OSError."""
    sha256 = file.sha256 or ""
    kept = kept_at(store, sha256)
    if kept.exists():
        return kept
    data = _from_archive(file) if file.place else Path(file.source).read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise FileChanged(file.file_name)
    staged = _incoming(store) / sha256
    write_whole(staged, data)
    return staged


def _from_archive(file: Dropped) -> bytes:
    from ingest.archive import Archive, ArchiveBroken

    try:
        return Archive(file.place).read(file.sha256 or "")
    except ArchiveBroken as problem:
        raise FileChanged(str(problem)) from problem


def admit(file: Dropped, store: Path) -> None:
    """Keep the bytes of a file that was let in, and note it in the manifest; one kept before is left as it is."""
    sha256 = file.sha256 or ""
    kept = kept_at(store, sha256)
    if kept.exists():
        return
    staged = stage(file, store)
    kept.parent.mkdir(parents=True, exist_ok=True)
    os.replace(staged, kept)
    note = {"file_name": file.file_name, "sha256": sha256, "size": file.size, "seen_at": datetime.now(UTC).isoformat()}
    with (store / "manifest.jsonl").open("a", encoding="utf-8") as manifest:
        manifest.write(json.dumps(note, ensure_ascii=False) + "\n")


def turn_away(file: Dropped, store: Path) -> None:
    """Leave no byte of a file: neither staged nor kept by an earlier reader that did not know it for what it is."""
    for path in (_incoming(store) / (file.sha256 or "-"), kept_at(store, file.sha256 or "-")):
        path.unlink(missing_ok=True)


def clear_incoming(store: Path) -> None:
    """Remove what a run that was stopped has left in `incoming/`."""
    shutil.rmtree(_incoming(store), ignore_errors=True)


def _incoming(store: Path) -> Path:
    return store / "incoming"
