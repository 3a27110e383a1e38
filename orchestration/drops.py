"""Whether anything lies in a drop folder that did not lie there before: by name and content, not by the time of a file."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from orchestration.files import digest_of_texts, sha256_of

STILL_WRITTEN_S = 10.0
"""A file younger than this may not be whole yet."""
Seen = Mapping[str, tuple[int, int, str]]


class StillWritten(Exception):
    """A file is being written: look again later."""


@dataclass(frozen=True, slots=True)
class DropState:
    """What the last look saw: size, time in ns and sha256 of each file by path, and how many times something was asked for."""

    files: Seen
    asked: int = 0

    @property
    def digest(self) -> str:
        """Of names and contents, whatever their times."""
        return digest_of_texts(text for path, (_, _, sha) in sorted(self.files.items()) for text in (path, sha))

    def to_cursor(self) -> str:
        """As a sensor keeps it."""
        return json.dumps({"asked": self.asked, "files": self.files}, ensure_ascii=False, sort_keys=True)


def from_cursor(cursor: str | None) -> DropState:
    """The state of the last look; nothing seen when there was none, or it cannot be read."""
    try:
        raw = json.loads(cursor or "{}")
        return DropState({path: (int(one[0]), int(one[1]), str(one[2])) for path, one in raw["files"].items()}, int(raw["asked"]))
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        return DropState({})


def look(folders: Iterable[Path], before: DropState, now: float | None = None) -> DropState:
    """What lies there now; only files of another size or time are opened. Raises StillWritten when one may not be whole."""
    at = time.time() if now is None else now
    found: dict[str, tuple[int, int, str]] = {}
    for folder in folders:
        for path in _files(folder):
            try:
                info = path.stat()
                if 0 <= at - info.st_mtime < STILL_WRITTEN_S:
                    raise StillWritten(f"{path.name} was written a moment ago")
                known = before.files.get(str(path))
                same = known is not None and known[:2] == (info.st_size, info.st_mtime_ns)
                found[str(path)] = known if known and same else (info.st_size, info.st_mtime_ns, sha256_of(path))
            except FileNotFoundError:
                continue
            except OSError:  # may not be read: the refresh says so in the ledger
                found[str(path)] = (-1, -1, "")
    return DropState(found, before.asked)


def has_news(before: DropState, after: DropState) -> bool:
    """Whether a file is new or has other content. A file that was taken away is no news."""
    known = {(path, sha) for path, (_, _, sha) in before.files.items()}
    return any((path, sha) not in known for path, (_, _, sha) in after.files.items())


def _files(folder: Path) -> Iterator[Path]:
    for place, names, files in os.walk(folder):
        hidden = Path(place) == folder and {"objects", "manifest"} <= set(names)  # an archive, filled by the fetcher
        names[:] = sorted(name for name in names if not name.startswith(".") and not (hidden and name in ("objects", "manifest")))
        for name in sorted(files):
            path = Path(place, name)
            if not name.startswith((".", "~$")) and path.is_file():
                yield path
