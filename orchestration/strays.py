"""What lies in a drop folder and is no document: every entry a person put there gets its answer in the ledger.

The drop folder is looked through twice: for documents (`orchestration.archive`), and here for all else, so that nothing
is passed over in silence. Hidden files are left alone: programs put those there.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from orchestration.archive import KNOWN, Dropped, file_name, keep
from orchestration.memo import Refusal

LARGEST = 256 * 1024 * 1024
"""Bytes of the largest file that is opened; the largest real report, a scan, has about 60 million."""
_WHY = {
    "link_outside": "a link that leads out of the folder or nowhere: put the document itself there",
    "not_a_file": "a folder, pipe or device under the name of a document: remove it, or put the document itself there",
    "unsupported_kind": "neither PDF, workbook (.xlsx) nor CSV: save it as one of these, or keep it elsewhere",
}

_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp"})
_JOINER = "\u200d"  # inside some emoji


def why_not(file: Dropped) -> Refusal:
    """Why an entry without a hash is not read."""
    for code, sentence in _WHY.items():
        if file.problem == sentence:
            return Refusal(code, sentence)
    return Refusal("unreadable", f"the file could not be opened ({file.problem}): see to it that finsam may read it")


def too_large(file: Dropped) -> Refusal | None:
    """The refusal of a file too large to be opened."""
    if file.size <= LARGEST:
        return None
    return Refusal("too_large", f"the file has {file.size >> 20} MB, at most {LARGEST >> 20} are read: save it smaller, or split it")


def look_through(archive: Path, store: Path) -> list[Dropped]:
    """Everything in the drop folder, documents and strays, in name order; nothing when there is no document among it."""
    documents = keep(archive, store)
    if not documents or _is_store(archive):
        return documents
    known = {file.source for file in documents}
    return _named_apart([*documents, *(stray for stray in _strays(archive) if stray.source not in known)])


def _is_store(archive: Path) -> bool:
    """Whether the folder is a content-addressed archive, whose files are its own affair."""
    return (archive / "manifest").is_dir() and (archive / "objects").is_dir()


def _strays(archive: Path) -> Iterator[Dropped]:
    inside = archive.resolve()
    for folder, names, files in os.walk(archive):
        names[:] = sorted(name for name in names if not name.startswith("."))
        for name in [*names, *sorted(name for name in files if not name.startswith("."))]:
            path = Path(folder, name)
            if code := _kind(path, inside):
                yield Dropped(file_name(path, archive), None, 0, is_new=False, problem=_WHY[code], source=str(path))


def _kind(path: Path, inside: Path) -> str | None:
    """The reason code of an entry that is no document; None for a plain folder, which is walked, and for a file of ours."""
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode):
        try:
            target = path.resolve(strict=True)
        except (OSError, RuntimeError):
            return "link_outside"
        if not target.is_relative_to(inside):
            return "link_outside"
        mode = target.stat().st_mode
    if stat.S_ISDIR(mode):
        return "not_a_file" if path.suffix.lower() in KNOWN else None
    if not stat.S_ISREG(mode):
        return "not_a_file"
    return "unsupported_kind" if path.suffix.lower() not in KNOWN else None


def _named_apart(files: Sequence[Dropped]) -> list[Dropped]:
    """The files under names that can be shown on one line and are each their own."""
    taken: set[str] = set()
    named = []
    for file in sorted(files, key=lambda file: file.file_name):
        name = shown = _visible(file.file_name)
        count = 1
        while shown in taken:
            count += 1
            path = PurePosixPath(name)
            shown = str(path.with_name(f"{path.stem}~{count}{path.suffix}"))
        taken.add(shown)
        named.append(replace(file, file_name=shown))
    return sorted(named, key=lambda file: file.file_name)


def _visible(name: str) -> str:
    """The name with marks that end lines, hide or turn text made visible, as \\x0a."""
    return "".join(_escaped(char) if unicodedata.category(char) in _UNSEEN and char != _JOINER else char for char in name)


def _escaped(char: str) -> str:
    return f"\\x{ord(char):02x}" if ord(char) < 256 else f"\\u{ord(char):04x}"
