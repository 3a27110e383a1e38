"""Whose an export is, what period it is of and which system drew it: said by its titles and selections alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.catalogue import Association, find_association
from ingest.contracts import Refused
from ingest.exports.blocks import Block
from ingest.exports.selections import Selection, Selections
from ingest.exports.words import means_everything
from ingest.lexicon import fold, load


@dataclass(frozen=True, slots=True)
class Owner:
    """The association of a file; `is_country` when it is about all of them."""

    association: Association
    printed: str
    is_country: bool = False


def texts_of(blocks: Sequence[Block], loose: Sequence[Selections] = ()) -> list[str]:
    """Every title and selection of a file, once, from the top."""
    found: dict[str, None] = {}
    for above in (*(block.above for block in blocks), *loose):
        for cell in above.titles:
            found.setdefault(cell.text)
        for selection in above.chosen.values():
            found.setdefault(f"{selection.key}: {selection.value}")
    return list(found)


def refuse_other_forms(selections: Iterable[Selection], titles: Iterable[str], sheet: str) -> None:
    """Raise Refused for another form of cooperation than Finsam."""
    words = load("exports")
    for selection in selections:
        folded = fold(selection.value)
        if selection.code == "cooperation_form" and not re.search(words["own_form"], folded) and not means_everything(selection.value):
            raise _other(f"sheet {sheet}, cell {selection.cell.ref}: {selection.key} is {selection.value!r}")
    for title in titles:
        if re.search(words["other_form"], fold(title)) and not re.search(words["own_form"], fold(title)):
            raise _other(f"sheet {sheet}: the title says {title[:80]!r}")


def _other(place: str) -> Refused:
    return Refused("other_cooperation_form", f"{place}; only Finsam is taken: draw the report again with samverkansform Finsam")


def _names(text: str) -> list[str]:
    """Names of associations in a text, as documents print them."""
    words = load("documents")
    not_names = {fold(word) for word in words["not_name"]}
    found = []
    for pattern in words["association"]:
        for match in re.finditer(pattern, text):
            parts = match["name"].split()
            while parts and fold(parts[0]) in not_names and fold(parts[0]) != "finsam":
                parts.pop(0)
            while parts and fold(parts[-1]) in not_names:
                parts.pop()
            if [part for part in parts if fold(part) not in {"samordningsförbund", "finsam"}]:
                found.append(" ".join(parts))
    return found


def names_in(texts: Iterable[str]) -> list[str]:
    """Names of associations in titles and selections; the name of a system or a form of cooperation is none."""
    other = load("exports")["not_owner"]
    return [name for text in texts if not re.search(other, fold(text)) for name in _names(text)]


def find_owner(blocks: Sequence[Block], loose: Sequence[Selections], fallback: str) -> Owner:
    """The association by selection, organisation number, printed name or publisher; else by the name of the file."""
    texts = texts_of(blocks, loose)
    whole = " \n ".join(texts)
    number = re.search(load("documents")["organisation_number"], whole)
    no = number["no"] if number else None
    country = False
    for above in (*(block.above for block in blocks), *loose):
        printed = above.value("association")
        if printed and means_everything(printed):
            country = True
        elif printed:
            return Owner(find_association(printed, no), printed)
    names = names_in(texts)
    if names and not country:
        return Owner(find_association(names[0], no), names[0])
    if no and not find_association("", no).is_provisional:
        known = find_association("", no)
        return Owner(known, known.name)
    for publisher in load("exports")["publishers"]:
        if re.search(publisher["pattern"], fold(whole)):
            own = Association(publisher["id"], publisher["name"], is_provisional=True)
            return Owner(own, publisher["name"], is_country=True)
    return Owner(find_association(fallback, None), fallback, is_country=country)


def source_of(texts: Sequence[str]) -> str:
    """The system that drew the export."""
    folded = fold(" ".join(texts))
    words = load("exports")
    return next((str(e["code"]) for e in words["sources"] if re.search(e["pattern"], folded)), str(words["default_source"]))
