"""Hashes of files and folders, and writing a file whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG})
"""Errors that say something of the disk and nothing of what was to be written."""
_LEAST_ROOM = 1 << 20
_LEFT_OUT = frozenset({"__pycache__", "target", "logs", "dbt_packages", ".user.yml"})


def sha256_of(path: Path) -> str:
    """The sha256 of a file's bytes, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def digest_of_texts(texts: Iterable[str]) -> str:
    """One sha256 over a sequence of texts; their borders count."""
    total = hashlib.sha256()
    for text in texts:
        data = text.encode("utf-8", "surrogateescape")
        total.update(len(data).to_bytes(8, "big") + data)
    return total.hexdigest()


def digest_of_tree(folder: Path) -> str:
    """One sha256 over names and bytes of all files below a folder, what tools leave behind aside."""
    files = sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not _LEFT_OUT.intersection(path.relative_to(folder).parts) and path.suffix != ".pyc"
    )
    return digest_of_texts(text for path in files for text in (path.relative_to(folder).as_posix(), sha256_of(path)))


def write_whole(path: Path, data: bytes | str) -> None:
    """Write beside, then swap: a run that is killed here, or a machine that loses its power, leaves the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name[:200]}.writing")
    try:
        with beside.open("wb") as stream:
            stream.write(data.encode("utf-8") if isinstance(data, str) else data)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(beside, path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def is_full(folder: Path) -> bool:
    """Whether the disk below a folder has no room left for work."""
    there = next(place for place in (folder, *folder.parents) if place.exists())
    return shutil.disk_usage(there).free < _LEAST_ROOM
