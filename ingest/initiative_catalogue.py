"""The initiatives that `vocabulary/initiatives.yml` lists: who they are, under which names, and which one each goes on from.

A name may belong to one association only, or to some years only: a shared initiative is called differently in two associations,
and a name that was given up can come to mean another initiative later.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from ingest.lexicon import VocabularyError, load

_KEYS = frozenset({"id", "name", "association", "shared", "direction", "predecessor", "aliases"})
_ALIAS_KEYS = frozenset({"name", "association", "valid_from", "valid_to"})
_DIRECTIONS = frozenset({"individual", "structural", "unknown"})


@dataclass(frozen=True, slots=True)
class Alias:
    """A further name: everywhere and always, or of one association, from one day and to another (both included)."""

    name: str
    association_id: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    def holds(self, association_id: str, on: date | None) -> bool:
        """Whether the association calls the initiative so on that day; without a day the years do not matter."""
        if self.association_id not in (None, association_id):
            return False
        return on is None or ((self.valid_from or on) <= on <= (self.valid_to or on))


@dataclass(frozen=True, slots=True)
class Initiative:
    """One listed initiative. `predecessor_id`: the one it goes on from, as when it was registered anew in another system."""

    initiative_id: str
    name: str
    association_id: str | None
    is_shared: bool
    direction: str
    predecessor_id: str | None
    aliases: tuple[Alias, ...]


@cache
def initiatives() -> tuple[Initiative, ...]:
    """Every listed initiative; raises VocabularyError with the entry's id for one that cannot be understood."""
    return read_initiatives(load("initiatives")["initiatives"])


def read_initiatives(entries: list[dict[str, Any]]) -> tuple[Initiative, ...]:
    """The entries as initiatives. An unknown key, a repeated id or a predecessor that is not listed is refused."""
    found = tuple(_read(entry) for entry in entries)
    ids = [entry.initiative_id for entry in found]
    before = {entry.initiative_id: entry.predecessor_id for entry in found}
    for entry in found:
        if ids.count(entry.initiative_id) > 1:
            raise _wrong(entry.initiative_id, "the id is listed twice")
        seen, at = {entry.initiative_id}, entry.predecessor_id
        while at is not None:
            if at not in before:
                raise _wrong(entry.initiative_id, f"its predecessor {at!r} is not listed")
            if at in seen:
                raise _wrong(entry.initiative_id, "it goes on from itself")
            seen.add(at)
            at = before[at]
    return found


def names_in(association_id: str, on: date | None) -> dict[str, str]:
    """Name to initiative_id of those that an association may have on a day, the listed name first."""
    names: dict[str, str] = {}
    for entry in initiatives():
        if entry.association_id in (None, association_id):
            for name in (entry.name, *(alias.name for alias in entry.aliases if alias.holds(association_id, on))):
                names.setdefault(name, entry.initiative_id)
    return names


def _read(entry: dict[str, Any]) -> Initiative:
    code = str(entry.get("id", "without an id"))
    if unknown := set(entry) - _KEYS:
        raise _wrong(code, f"unknown keys {sorted(unknown)}; known: {', '.join(sorted(_KEYS))}")
    if missing := {"id", "name"} - set(entry):
        raise _wrong(code, f"{sorted(missing)} missing")
    if entry.get("direction", "unknown") not in _DIRECTIONS:
        raise _wrong(code, f"unknown direction {entry['direction']!r}; known: {', '.join(sorted(_DIRECTIONS))}")
    return Initiative(
        initiative_id=code,
        name=str(entry["name"]),
        association_id=entry.get("association"),
        is_shared=bool(entry.get("shared", False)),
        direction=entry.get("direction", "unknown"),
        predecessor_id=entry.get("predecessor"),
        aliases=tuple(_alias(code, said) for said in entry.get("aliases") or ()),
    )


def _alias(code: str, said: str | dict[str, Any]) -> Alias:
    told: dict[str, Any] = {"name": said} if isinstance(said, str) else dict(said)
    if unknown := set(told) - _ALIAS_KEYS:
        raise _wrong(code, f"alias with unknown keys {sorted(unknown)}; known: {', '.join(sorted(_ALIAS_KEYS))}")
    if "name" not in told:
        raise _wrong(code, "an alias without a name")
    for key in ("valid_from", "valid_to"):
        if told.get(key) is not None and not isinstance(told[key], date):
            raise _wrong(code, f"{key} of {told['name']!r} must be a date such as 2023-05-01, found {told[key]!r}")
    return Alias(str(told["name"]), told.get("association"), told.get("valid_from"), told.get("valid_to"))


def _wrong(code: str, why: str) -> VocabularyError:
    return VocabularyError(f"initiatives.yml: {code}: {why}")
