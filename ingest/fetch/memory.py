"""What is remembered of a source between nights: which pages and documents, and what lets a server say 'unchanged'."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ingest.fetch.answers import Validators
from ingest.fetch.links import Link
from ingest.fetch.robots import KeptRobots

_MADE_OF = ("links.py", "sitemaps.py", "answers.py")


@dataclass(slots=True)
class KnownPage:
    """A listing page or sitemap, the links it had and the sitemaps it named."""

    validators: Validators
    links: list[Link]
    maps: list[str] = field(default_factory=list)


@dataclass(slots=True)
class KnownDocument:
    """A document at an address: what stands there now, by its bytes' hash.

    `refused` is reason code and message when those bytes were not kept, `refused_by` which door refused them.
    """

    url: str
    validators: Validators
    sha256: str
    file_name: str
    asked_at: str
    refused: tuple[str, str] | None = None
    refused_by: str = ""
    gone_since: str | None = None


@dataclass(slots=True)
class Memory:
    """Of one source. Deleting it costs requests, nothing else: the archive knows every byte."""

    pages: dict[str, KnownPage] = field(default_factory=dict)
    documents: dict[str, KnownDocument] = field(default_factory=dict)
    failed_nights: int = 0
    failed: list[str] = field(default_factory=list)  # addresses that failed last time: asked last

    @classmethod
    def load(cls, path: Path) -> Memory:
        """The memory of earlier nights; an empty one when there is none, or it cannot be read.

        Links that an earlier version of this code found on a page are forgotten: the page is read anew.
        """
        try:
            raw = json.loads(path.read_text(encoding="utf-8"))
            pages = raw["pages"] if raw["made_by"] == _made_by() else {}
            return cls(
                pages={url: _page(page) for url, page in pages.items()},
                documents={url: _document(known) for url, known in raw["documents"].items()},
                failed_nights=int(raw["failed_nights"]),
                failed=[str(url) for url in raw["failed"]],
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return cls()

    def save(self, path: Path) -> None:
        """Keep it, whole or not at all."""
        _write(path, {**asdict(self), "made_by": _made_by()})


def load_robots(path: Path) -> dict[str, KeptRobots]:
    """The robots.txt of earlier nights by site; none when they cannot be read."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return {origin: KeptRobots(Validators(**kept["validators"]), str(kept["body"])) for origin, kept in raw.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def save_robots(path: Path, kept: dict[str, KeptRobots]) -> None:
    """Keep them, whole or not at all."""
    _write(path, {origin: asdict(robots) for origin, robots in kept.items()})


def _page(raw: dict[str, Any]) -> KnownPage:
    return KnownPage(Validators(**raw["validators"]), [Link(**link) for link in raw["links"]], list(raw["maps"]))


def _document(raw: dict[str, Any]) -> KnownDocument:
    refused = (str(raw["refused"][0]), str(raw["refused"][1])) if raw["refused"] else None
    return KnownDocument(**{**raw, "validators": Validators(**raw["validators"]), "refused": refused})


@cache
def _made_by() -> str:
    """A digest of the code that finds links."""
    digest = hashlib.sha256()
    for name in _MADE_OF:
        digest.update(Path(__file__).with_name(name).read_bytes())
    return digest.hexdigest()[:12]


def _write(path: Path, plain: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".building")
    beside.write_text(json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")
    beside.replace(path)
