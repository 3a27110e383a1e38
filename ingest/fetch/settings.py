"""How the fetcher behaves towards sites."""

from __future__ import annotations

import os
from dataclasses import dataclass

from ingest import __version__

CONTACT = "FINSAM_CONTACT"


def user_agent() -> str:
    """Who is asking, with a way to reach them: a mail address or page from the environment variable FINSAM_CONTACT."""
    contact = os.environ.get(CONTACT, "").strip().replace("\r", "").replace("\n", "")
    return f"FinsamWarehouse/{__version__} (reads published reports once a night{'; ' + contact if contact else ''})"


@dataclass(frozen=True, slots=True)
class Manners:
    """Times in seconds, sizes in bytes. The defaults suit small sites run by few people."""

    pause_s: float = 1.0  # between two requests to one host
    connect_s: float = 15.0
    read_s: float = 60.0
    whole_s: float = 300.0  # for one document, tries and waiting not counted
    tries: int = 4
    first_wait_s: float = 2.0  # doubled at each further try, with jitter
    longest_wait_s: float = 120.0  # a server that asks for more is left alone until the next night
    redirects: int = 5
    give_up_after: int = 5  # addresses of a host without an answer, one after the other
    days_without_validators: int = 7  # a document whose server can't say "unchanged" is downloaded again this seldom
    largest_robots: int = 600_000
    largest_page: int = 8_000_000
    largest_document: int = 80_000_000
