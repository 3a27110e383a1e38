"""The catalogue of associations: one YAML per association in `sources/`, and finding one by a printed name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ingest.lexicon import fold, slug

FOLDER = Path(__file__).parent / "sources"
_KEYS = {"id", "name", "aliases", "organisation_number", "county", "valid_from", "valid_to", "successor_id"}
_GENERIC = re.compile(r"\b(samordningsförbund(et|ets)?|finsam|förbundet)\b")


class CatalogueError(ValueError):
    """A source file says something it may not; the message names file and fix."""


@dataclass(frozen=True, slots=True)
class Association:
    """One association. Provisional: not in the catalogue, known by its printed name only."""

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
    raw: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    if unknown := set(raw) - _KEYS:
        raise CatalogueError(f"{path.name}: unknown key {sorted(unknown)}; allowed are {sorted(_KEYS)}")
    if raw.get("id") != path.stem:
        raise CatalogueError(f"{path.name}: id is {raw.get('id')!r}; it must be the file's name, {path.stem!r}")
    return Association(
        association_id=raw["id"],
        name=raw["name"],
        aliases=tuple(raw.get("aliases") or ()),
        organisation_number=raw.get("organisation_number"),
        county=raw.get("county"),
        valid_from=raw.get("valid_from"),
        valid_to=raw.get("valid_to"),
        successor_id=raw.get("successor_id"),
    )


@cache
def catalogue() -> tuple[Association, ...]:
    """Every association of `sources/`; raises CatalogueError for a wrong or doubled entry."""
    found = [_load(path) for path in sorted(FOLDER.glob("*.yml"))]
    seen: dict[str, str] = {}
    for entry in found:
        number = entry.organisation_number
        if number and number in seen:
            raise CatalogueError(f"{entry.association_id}.yml and {seen[number]}.yml have the same organisation number {number}")
        if number:
            seen[number] = entry.association_id
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
