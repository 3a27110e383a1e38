"""The labels of one axis of a block together: which facet they divide by, and what their unknown words are.

A label alone is often open ("Okänt", "Arbete", "Annat"); those beside it and the words above the axis settle it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.headers import find_years
from ingest.initiatives import Named, bare_name, may_be_name
from ingest.lexicon import fold, slug
from ingest.people.words import FACETS, LENGTHS, Said, inflow, pattern

_VAGUE = {"other", "unknown", "unknown_other"}
_ONLY_REASONS = {"illness", "own_request", "moved", "joint_mapping", "deceased", "misregistration"}
_OPEN_LISTS = {"exit_reason": "other", "support_type": "other_public", "occupation": "other", "education": "unknown"}
"""What a label is that stands among others of a facet and no list knows; it has a doubt."""
_SHORT = 5  # words of a label that may count something
_WEIGHTS = (3.0, 2.0, 1.0, 0.5)


@dataclass(slots=True)
class Sense:
    """What a label means on its axis."""

    said: Said
    facet: str | None = None
    code: str | None = None
    gender: str | None = None
    initiative: Named | None = None
    municipality: str | None = None
    referrer: str | None = None
    is_unknown: bool = False  # words that nothing explains
    may_count: bool = False  # they stand where the others of the axis say what is counted
    doubt: str | None = None
    is_empty: bool = False
    beside: Said | None = None  # the head of the counts that a column of bare shares goes with


def lend_to_shares(columns: Sequence[Sense]) -> None:
    """'Kvinnor | % | Män | %': a bare share goes with the counts to its left, where every column of counts has one."""
    bare = [_is_bare_share(sense.said) for sense in columns]
    pairs = [
        (left, right) for left, right, share, before in zip(columns, columns[1:], bare[1:], bare, strict=False) if share and not before
    ]
    if len(pairs) < 2 or len(pairs) != sum(bare) or 2 * len(pairs) != len(columns):
        return
    for left, right in pairs:
        said = left.said
        right.gender, right.initiative, right.municipality = left.gender, left.initiative, left.municipality
        right.facet, right.code, right.beside = left.facet, left.code, said
        right.said = replace(
            right.said, measure=said.measure, stock=said.stock, gender=said.gender, before_after=said.before_after,
            registration_type=said.registration_type, scenario=said.scenario, is_total=said.is_total,
        )  # fmt: skip


def lend_to_sides(columns: Sequence[Sense]) -> None:
    """'Deltagare | varav kvinnor | varav män | Avslutade | varav kvinnor | varav män': a gender goes with the counts to its left."""
    sides = [sense.gender for sense in columns if _is_bare_side(sense)]
    twice = len(set(sides)) < len(sides)
    whole: Sense | None = None
    for sense in columns:
        said = sense.said
        if not _is_bare_side(sense):
            if not _is_bare_share(said):
                whole = sense if (said.measure or find_years(said.text)) and not (sense.gender or said.is_other) else None
        elif whole and (twice or said.is_of_which):
            sense.beside = None if find_years(said.text) else whole.said
            sense.said = replace(said, measure=whole.said.measure, stock=whole.said.stock)


def _is_bare_side(sense: Sense) -> bool:
    """Whether a head is a gender, and nothing else."""
    said = sense.said
    told = said.measure or said.initiative or said.before_after or said.scenario or said.is_total or said.is_share or said.municipality
    return sense.gender in {"women", "men", "nonbinary", "unknown"} and not (told or sense.facet or sense.is_unknown)


def _is_bare_share(said: Said) -> bool:
    """Whether a head says that its column holds shares, and nothing else."""
    told = said.measure or said.gender or said.initiative or said.before_after or said.facets or said.rest or said.municipality
    return said.is_share and not told and not any(sign.isdigit() for sign in said.text)


def _is_part(said: Said) -> bool:
    """Whether a label names a part of those beside it, or where they went: 'varav arbete', 'till arbete'."""
    return said.is_of_which or bool(pattern("to_where").search(fold(said.text)))


def _specific(said: Said, facet: str) -> bool:
    return facet in said.facets and said.facets[facet] not in _VAGUE


def decide_facet(labels: Sequence[Said], above: Sequence[Said], has_states: bool) -> str | None:
    """The facet that the labels divide by, or None.

    `above`: the words over the axis, the nearest first; `has_states`: the table has a before or an after.
    """
    scores: dict[str, float] = {}
    genders = any(said.gender in {"women", "men"} for said in labels)
    for facet in FACETS:
        sure = sum(_specific(said, facet) and not said.initiative for said in labels)
        vague = sum(facet in said.facets and not _specific(said, facet) for said in labels)
        if not sure and not vague:
            continue
        weight = next((w for said, w in zip(above, _WEIGHTS, strict=False) if facet in said.topics), 0.0)
        told = any(said.measure in {"exits", "dropouts"} for said in [*above[:2], *labels])
        exits = any(said.measure in {"exits", "dropouts"} for said in labels if _specific(said, facet)) and facet == "exit_reason"
        if facet == "exit_reason" and not (weight or told or {said.facets.get(facet) for said in labels} & _ONLY_REASONS):
            continue  # names of initiatives speak of work and rehabilitation as well
        if (facet == "occupation" and not (weight or has_states)) or (facet in LENGTHS and not weight):
            continue
        exits = exits or (facet == "exit_reason" and told and any(_is_part(said) and _specific(said, facet) for said in labels))
        if sure >= 2 or (sure and (weight or exits)) or (vague and weight >= 2 and not genders):
            scores[facet] = sure + 0.2 * vague + weight + 0.5 * exits + (0.6 if facet == "occupation" and has_states else 0)
    if not scores:
        return None
    return max(scores, key=lambda facet: (scores[facet], -FACETS.index(facet)))


def read_axis(
    labels: Sequence[Said], above: Sequence[Said], *, has_states: bool, names: bool, divided: bool = False, referred: bool = False
) -> list[Sense]:
    """The senses of the labels of one axis.

    `names`: words that nothing else explains may be names of initiatives; `divided`: the other axis has a facet already;
    `referred`: the other axis names those who refer.
    """
    labels = _letters(_inflow(labels))
    facet = None if divided else decide_facet(labels, above, has_states)
    genders = sum(said.gender in {"women", "men"} for said in labels)
    referrers = not referred and any(pattern("referrer_axis").search(fold(said.text)) for said in above[:2])
    by_place = any(pattern("municipality_axis").search(fold(said.text)) for said in above[:3])
    by_name = any(len(said.text.split()) <= 3 and pattern("initiative_axis").search(fold(said.text)) for said in above[:1])
    municipal = (by_place and not by_name) or sum(bool(s.municipality) for s in labels) >= 2
    places = municipal and not any(s.initiative for s in labels)
    counting = _is_counting(labels)
    senses = []
    for said in labels:
        sense = Sense(said, gender=said.gender, initiative=said.initiative, municipality=said.municipality)
        sense.is_empty = not said.text.strip()
        counts = counting and bool(said.measure) and not said.is_of_which and said.facets.get(facet or "") in _VAGUE
        if facet and facet in said.facets and not counts and not (said.initiative and said.initiative.printed == bare_name(said.text)):
            sense.facet, sense.code = facet, said.facets[facet]
            sense.municipality = None
        elif genders and said.gender is None and said.gender_beside:
            sense.gender = said.gender_beside
        elif said.rest and not sense.initiative and not said.is_of_which and not said.is_other and not (said.is_total and not said.measure):
            if facet in _OPEN_LISTS and not said.measure and not said.gender and not referrers:
                sense.facet, sense.code, sense.doubt = facet, _OPEN_LISTS[facet], f"not in the list of {facet}: {said.text}"
            else:
                _name_rest(sense, referrers, places, names and not counting)
                if counting and sense.is_unknown and not said.measure and len(said.text.split()) <= _SHORT:
                    sense.may_count = True
        senses.append(sense)
    return senses


def name_sections(heads: Sequence[Sequence[Said]], labels: Sequence[set[str]]) -> dict[str, Said]:
    """Heads of groups of rows that are names: unknown words over the same labels again, or beside the names of others; text to sense."""
    nearest = [texts[0] for texts in heads if texts]
    unknown = [said for said in nearest if _is_bare_name(said)]
    same = all(any(own == other for m, other in enumerate(labels) if m != n) for n, own in enumerate(labels))
    if len(nearest) < 2 or not unknown or not (any(said.initiative for said in nearest) or (same and len(unknown) == len(nearest))):
        return {}
    return {said.text: replace(said, initiative=Named(slug(bare_name(said.text)), bare_name(said.text))) for said in unknown}


def _is_bare_name(said: Said) -> bool:
    told = said.initiative or said.measure or said.gender or said.is_total or said.is_other or said.before_after or said.topics
    return bool(said.rest) and not told and not said.municipality and may_be_name(said.text)


def are_referrers(labels: Sequence[Said]) -> bool:
    """Whether an axis names those who refer, several of them."""
    return sum(bool(pattern("referrers").search(fold(said.text))) for said in labels) >= 2


def _inflow(labels: Sequence[Said]) -> Sequence[Said]:
    """'Inskrivna' beside 'Utskrivna' are those who came in."""
    label, beside = inflow()
    if any(said.measure == "started" for said in labels) or not any(beside.search(fold(said.text)) for said in labels):
        return labels
    return [replace(said, measure="started", stock=None) if label.search(fold(said.text)) else said for said in labels]


def _letters(labels: Sequence[Said]) -> Sequence[Said]:
    """'Påbörjade K' beside 'Påbörjade M' are women and men."""
    texts = {fold(said.text): said for said in labels}
    women = [text for text in texts if text.endswith(" k") and f"{text[:-1]}m" in texts]
    genders = dict.fromkeys(women, "women") | {f"{text[:-1]}m": "men" for text in women}
    return [replace(said, gender=genders[text]) if (text := fold(said.text)) in genders and not said.gender else said for said in labels]


def _is_counting(labels: Sequence[Said]) -> bool:
    """Whether the labels of an axis say what is counted, so that an unknown one is no name: at least as many do as are unknown."""
    measured = {said.measure for said in labels if said.measure} - {None}
    unknown = sum(bool(said.rest) and not (said.measure or said.gender or said.is_total or said.is_other) for said in labels)
    return 2 <= len(measured) >= unknown and not any(said.initiative for said in labels)


def _names_more(said: Said) -> bool:
    """Whether a label that counts something also holds a name: a word with a capital that is not its first."""
    rest = set(said.rest.split())
    return any(word[:1].isupper() and fold(word) in rest for word in said.text.split()[1:])


def _name_rest(sense: Sense, referrers: bool, places: bool, names: bool) -> None:
    said = sense.said
    if referrers and not said.gender:
        sense.referrer, sense.municipality = said.text, None
    elif sense.municipality and slug(said.text).startswith(sense.municipality):
        return
    elif places and not said.measure and may_be_name(said.text):
        sense.municipality = sense.municipality or slug(said.text)
    elif names and may_be_name(said.text) and (not said.measure or _names_more(said)):
        name = bare_name(said.text)
        sense.initiative = Named(slug(name), name)
    else:
        sense.is_unknown = True
