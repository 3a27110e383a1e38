"""What is remembered of a source between nights: which pages and documents, and what lets a server say 'unchanged'."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from ingest.fetch.client import Validators
from ingest.fetch.links import Link


@dataclass(slots=True)
class KnownPage:
    """A listing page or sitemap, and the links it had."""

    validators: Validators
    links: list[Link]


@dataclass(slots=True)
class KnownDocument:
    """A document at an address: the version seen last. `versions` counts those that stood there."""

    validators: Validators
    sha256: str
    file_name: str
    versions: int = 1
    gone_since: str | None = None


@dataclass(slots=True)
class Memory:
    """Of one source. Deleting it costs requests, nothing else: the archive knows every byte."""

    pages: dict[str, KnownPage] = field(default_factory=dict)
    documents: dict[str, KnownDocument] = field(default_factory=dict)
    failed_nights: int = 0

    @classmethod
    def load(cls, path: Path) -> Memory:
        """The memory of earlier nights; an empty one when there is none, or it cannot be read."""
        try:
            raw = json.loads(path.read_text(encoding="utf-8"))
            return cls(
                pages={
                    url: KnownPage(Validators(**page["validators"]), [Link(**link) for link in page["links"]])
                    for url, page in raw["pages"].items()
                },
                documents={
                    url: KnownDocument(**{**known, "validators": Validators(**known["validators"])})
                    for url, known in raw["documents"].items()
                },
                failed_nights=int(raw["failed_nights"]),
            )
        except (OSError, ValueError, KeyError, TypeError):
            return cls()

    def save(self, path: Path) -> None:
        """Keep it, whole or not at all."""
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".building")
        beside.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")
        beside.replace(path)
