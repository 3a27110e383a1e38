"""Where counted people come from: municipalities and associations that the document itself names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.catalogue import catalogue, short_name
from ingest.identity import Identity
from ingest.lexicon import fold, load, slug
from ingest.told.words import words

_NAME = r"[A-ZÅÄÖ][a-zåäöé]+(?:[ -][A-ZÅÄÖ][a-zåäöé]+)?"
_ONE = re.compile(rf"({_NAME})s? kommun(?:en|s|område\w*)?\b")
_ASSOCIATION = re.compile(rf"[Ss]amordningsförbundet ({_NAME}(?: {_NAME})?)|({_NAME})s? [Ss]amordningsförbund(?:et)?\b")
_NO_NAME = {"per", "varje", "respektive", "egen", "annan", "samma", "denna", "vår", "berörd", "alla", "region", "i"}


@dataclass(frozen=True, slots=True)
class Places:
    """Names as they may stand in a sentence (folded, without a final s), each with its identifier."""

    municipalities: dict[str, str]
    others: tuple[str, ...]

    @classmethod
    def of_document(cls, texts: Iterable[str], identity: Identity) -> Places:
        """The municipalities and the other associations that a document's paragraphs name, and those of the catalogue."""
        towns = {_stem(name): slug(name) for name in load("municipalities")["names"]}
        others: set[str] = {short_name(entry.name) for entry in catalogue()}
        own = {short_name(identity.association.name), short_name(identity.association_printed)}
        for text in texts:
            for match in _ONE.finditer(text):
                if _stem(match[1]) not in _NO_NAME:
                    towns.setdefault(_stem(match[1]), slug(_stem(match[1])))
            for match in _ASSOCIATION.finditer(text):
                others.add(fold(match[1] or match[2]))
        plain = {_stem(name) for name in others} - {_stem(name) for name in own} - set(towns)
        return cls(towns, tuple(sorted((name for name in plain if len(name) > 3), key=len, reverse=True)))

    def municipality(self, text: str) -> str | None:
        """The first municipality that stands as a place: behind "i" or "från", or at the head of the words."""
        for match in re.finditer(
            rf"(?:(?<![\w])(?:[Ii]|[Ff]rån|[Ff]öljt av|[Ii]nom|[Hh]os|[Ff]ör)\s+|(?:^|:)[\s,;:]*(?:och |samt |medan )?)({_NAME})", text
        ):
            for name in (match[1], match[1].split()[0]):
                if _stem(name) in self.municipalities:
                    return self.municipalities[_stem(name)]
        return None

    def municipalities_in(self, text: str) -> list[str]:
        """Every municipality that the words name, in order, wherever it stands."""
        names = (self.municipalities.get(_stem(match[0])) for match in re.finditer(_NAME, text))
        return list(dict.fromkeys(name for name in names if name))

    def area(self, text: str) -> str | None:
        """own, all (the county), other_association, or None when the words name no area."""
        if words().named("area_own").search(text.casefold()):
            return "own"
        folded = f" {fold(text)} "
        if words().named("area_all").search(text.casefold()):
            return "all"
        if any(f" {name} " in folded or f" {name}s " in folded for name in self.others):
            return "other_association"
        return None


def _stem(name: str) -> str:
    """A name without a genitive s: "Gislaveds" and "Gislaved" are one."""
    folded = fold(name)
    return folded[:-1] if folded.endswith("s") and len(folded) > 4 else folded
