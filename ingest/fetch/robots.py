"""What a site's robots.txt asks of us."""

from __future__ import annotations

from dataclasses import dataclass

from protego import Protego

from ingest.fetch.answers import Validators
from ingest.fetch.settings import user_agent

_LONGEST_DELAY = 30.0


@dataclass(frozen=True, slots=True)
class KeptRobots:
    """A robots.txt of an earlier night, and what lets the server say that it is unchanged."""

    validators: Validators
    body: str


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one site."""

    rules: Protego

    @classmethod
    def read(cls, body: bytes) -> Robots:
        """The rules of a robots.txt; nothing means everything is allowed."""
        return cls(Protego.parse(body.decode("utf-8-sig", "replace")))

    def allows(self, url: str) -> bool:
        """Whether we may read an address."""
        return bool(self.rules.can_fetch(url, user_agent()))

    @property
    def delay_s(self) -> float:
        """The pause between requests that the site asks for, within reason."""
        return min(float(self.rules.crawl_delay(user_agent()) or 0.0), _LONGEST_DELAY)
