"""The catalogue of associations: one YAML per association in `sources/`, and finding one by a printed name.

Only who they are; where they publish is for `source_files.py` to check and for the fetcher to use.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from ingest.lexicon import fold, slug
from ingest.source_files import FOLDER as FOLDER
from ingest.source_files import read_plain, refuse_doubles

_GENERIC = re.compile(r"\b(samordningsförbund(et|ets)?|finsam|förbundet)\b")


@dataclass(frozen=True, slots=True)
class Association:
    """One association. Provisional: known by its printed name only, or catalogued from general knowledge and not verified."""

    association_id: str
    name: str
    aliases: tuple[str, ...] = ()
    organisation_number: str | None = None
    county: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    successor_id: str | None = None
    is_provisional: bool = False


def _load(path: Path) -> Association:
    raw = read_plain(path)
    return Association(
        association_id=raw["id"],
        name=raw.get("name", raw["id"]),
        aliases=tuple(raw.get("aliases") or ()),
        organisation_number=raw.get("organisation_number"),
        county=raw.get("county"),
        valid_from=raw.get("valid_from"),
        valid_to=raw.get("valid_to"),
        successor_id=raw.get("successor_id"),
        is_provisional=raw.get("basis") == "general_knowledge",
    )


@cache
def catalogue() -> tuple[Association, ...]:
    """Every association of `sources/`; raises SourceError for a wrong or doubled entry."""
    found = [_load(path) for path in sorted(FOLDER.glob("*.yml"))]
    refuse_doubles([(entry.association_id, entry.organisation_number, entry.successor_id) for entry in found])
    return tuple(found)


def short_name(printed: str) -> str:
    """The name without the words all associations share: 'Samordningsförbundet Exempelbygden' becomes 'exempelbygden'."""
    rest = _GENERIC.sub(" ", fold(printed))
    return re.sub(r"\s+", " ", rest).strip() or fold(printed)


def find_association(printed: str, organisation_number: str | None) -> Association:
    """The catalogue's entry by number or name, else a provisional one made of the printed name."""
    number = re.sub(r"\D", "", organisation_number or "")
    short = short_name(printed)
    for entry in catalogue():
        names = {short_name(name) for name in (entry.name, *entry.aliases)}
        if (number and number == re.sub(r"\D", "", entry.organisation_number or "")) or short in names or short in {n + "s" for n in names}:
            return entry
    return Association(association_id=slug(short) or "unknown", name=printed, organisation_number=organisation_number, is_provisional=True)
