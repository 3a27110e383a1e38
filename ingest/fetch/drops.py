"""Documents that lie in a folder or a store instead of on the web: drop folders, s3://, sftp://."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import fsspec

from ingest.fetch.answers import Answer, Validators
from ingest.fetch.links import Link, is_document_name
from ingest.fetch.problems import FetchProblem

_STILL_WRITTEN_S = 3.0
_VERSION_KEYS = ("ETag", "etag", "checksum", "mtime", "LastModified", "last_modified", "created")


@dataclass(frozen=True, slots=True)
class Drop:
    """A folder or store. Its documents' addresses begin with `prefix`."""

    place: str
    prefix: str
    fs: Any
    root: str

    @classmethod
    def of(cls, place: str) -> Drop:
        """The drop at a path or an fsspec address; raises FetchProblem when no such store is known or reachable."""
        where = place if "://" in place else str(Path(place).expanduser().absolute())
        try:
            fs, root = fsspec.core.url_to_fs(where)
        except (ImportError, ValueError, OSError) as error:
            raise FetchProblem("no_such_place", f"{place}: {error}") from error
        return cls(place, where.rstrip("/") if "://" in where else f"file://{where.rstrip('/')}", fs, str(root).rstrip("/"))

    def links(self) -> list[Link]:
        """The documents in it, subfolders too, in name order; raises FetchProblem when there is no such place."""
        try:
            if not self.fs.isdir(self.root):
                raise FetchProblem("no_such_place", f"{self.place}: there is no such folder")
            self.fs.invalidate_cache()
            paths = sorted(str(path) for path in self.fs.find(self.root))
        except FetchProblem:
            raise
        except Exception as error:  # a store's client raises what it likes
            raise FetchProblem("no_connection", f"{self.place}: {type(error).__name__}: {error}", may_pass=True) from error
        found = []
        for path in paths:
            below = PurePosixPath(path[len(self.root) :].lstrip("/"))
            hidden = any(part.startswith((".", "~$")) for part in below.parts)
            if not hidden and is_document_name(below.name) and self._stays_inside(path):
                found.append(Link(f"{self.prefix}/{below}", "", below.name, True))
        return found

    def _stays_inside(self, path: str) -> bool:
        """Whether a file of a folder on disk is no link that leads out of it."""
        return not self.prefix.startswith("file://") or Path(path).resolve().is_relative_to(Path(self.root).resolve())

    def get(self, url: str, validators: Validators | None, *, largest: int, clock: Callable[[], float] = time.time) -> Answer:
        """The bytes of one document, or the news that it is the one we have; raises FetchProblem."""
        path = f"{self.root}/{url[len(self.prefix) :].lstrip('/')}"
        try:
            before = self._version(path)
            info = self.fs.info(path)
            if int(info.get("size") or 0) > largest:
                raise FetchProblem("too_large", f"{url} is larger than {largest // 1_000_000} MB")
            unchanged = bool(validators) and validators == before
            if not unchanged and isinstance(info.get("mtime"), float) and 0 <= clock() - info["mtime"] < _STILL_WRITTEN_S:
                raise FetchProblem("file_changed", f"{url} was written a moment ago: it is taken at the next run", may_pass=True)
            body: bytes = b"" if unchanged else self.fs.cat_file(path)
            if not unchanged and self._version(path) != before:
                raise FetchProblem("file_changed", f"{url} changed while it was read", may_pass=True)
        except FetchProblem:
            raise
        except FileNotFoundError as error:
            raise FetchProblem("not_found", f"{url} is gone") from error
        except Exception as error:  # a store's client raises what it likes
            raise FetchProblem("no_connection", f"{url}: {type(error).__name__}: {error}", may_pass=True) from error
        return Answer(url, url, unchanged, body, "", None, PurePosixPath(path).name, before)

    def _version(self, path: str) -> Validators:
        self.fs.invalidate_cache()
        info = self.fs.info(path)
        told = [str(info[key]) for key in _VERSION_KEYS if info.get(key)]
        return Validators(f"{info.get('size')}-{'-'.join(told)}") if told else Validators()
