"""Hashes of files and folders, and writing a file whole or not at all."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

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
    """Write beside, then swap: a run that is killed here leaves the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.writing")
    beside.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    os.replace(beside, path)
