"""Whether a block of numbers is about participants: words that speak for it, counted, and words that rule it out.

The points and what is enough were set on reports whose every table is known; doubt gives nothing rather than something wrong.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.lexicon import fold
from ingest.people.cells import is_prose
from ingest.people.shapes import Block
from ingest.people.words import FACETS, LENGTHS, Said, pattern

ENOUGH = 3.0
CERTAIN = 4.5
"""Points that are asked of a block whose numbers were taken for money."""
_BIG = 3000  # a table of many such numbers is no table of participants


def evidence(
    block: Block, heads: Sequence[Said], rows: Sequence[Said], sections: dict[int, list[Said]],
    corner: Sequence[Said], captions: Sequence[Said], headings: Sequence[Said],
) -> float:  # fmt: skip
    """How much speaks for a block being about participants, in points; 0 when something rules it out."""
    cells = [cell for cell in block.cells if not cell.is_dash]
    titled = any(said.measure for said in [*corner, *captions, *headings[:1]])
    if len(cells) < 2 or (len(block.cells) < 3 and len(rows) < 2 and not titled):
        return 0.0
    if sum(is_prose(row.label) for row in block.rows) > 0.3 * len(block.rows):
        return 0.0
    if sum(cell.value is not None and cell.value >= _BIG for cell in cells) > 0.3 * len(cells):
        return 0.0
    inner = [said for texts in sections.values() for said in texts]
    axis = [*rows, *heads, *inner]
    others = sum(said.is_other for said in rows)
    if (
        others > 0.4 * len(rows)
        or any(said.is_other and not said.topics & set(LENGTHS) for said in corner)
        or sum(s.is_other for s in heads) > (0.7 if any(s.measure and not s.is_other for s in heads) else 0.5) * len(heads)
    ):
        return 0.0
    indicators = [said for said in rows if pattern("indicator").search(fold(said.text))]
    if any(said.scenario for said in heads) and 2 * len(indicators) >= len(rows) and 3 * sum(bool(s.rest) for s in indicators) >= len(rows):
        return 0.0  # goals with their measures
    genders = {said.gender for said in axis} & {"women", "men"}
    measured = sum(bool(said.measure) for said in axis)
    facets = max(
        (
            sum(said.facets.get(f) not in {None, "other", "unknown"} and not said.initiative for said in labels)
            for f in FACETS
            for labels in (rows, heads)
            if f not in LENGTHS or any(f in said.topics for said in [*corner, *captions, *headings[:1]])
        ),
        default=0,
    )
    names = sum(said.initiative is not None for said in axis)
    if (
        not genders
        and not names
        and facets < 2
        and not any(pattern("people").search(fold(s.text)) for s in [*axis, *corner, *captions, *headings])
    ):
        return 0.0
    near = [*corner, *captions]
    topical = any(said.topics for said in [*near, *headings[:1], *inner])
    listed = any(
        pattern(name).search(fold(said.text)) for said in corner for name in ("initiative_axis", "municipality_axis", "referrer_axis")
    )
    score = 1.5 * len(genders) + min(2.0, measured) + (2.5 if facets >= 4 else 1.5 if facets >= 2 else 0) + min(1.5, 0.75 * names)
    score += 2.0 if titled else 0.5 if any(said.measure for said in headings) else 0
    score += 0.5 if any(said.gender for said in captions) else 0
    score += 1.0 if len({said.measure for said in axis if said.measure} - {"participants"}) >= 2 else 0
    score += 1.0 if (listed or names) and all(said.measure or said.is_total or said.is_share for said in heads) else 0
    score += 0.5 if listed and titled else 0
    score += 0 if not topical or facets < 2 else 2.0 if facets >= 4 else 1.5
    score += 0.5 if facets >= 2 and any(cell.is_percent for cell in cells) else 0
    score += 0.5 if titled and (any(said.is_total for said in axis) or any(said.scenario for said in heads)) else 0
    score += 0.5 if any(said.measure for said in captions[:2]) else 0
    score += 1.0 if measured and sum(said.is_of_which and bool(said.facets) for said in rows) >= 2 else 0
    if not measured and not titled and not genders and not any(s.topics for s in near):
        return 0.0  # nobody is counted
    strangers = pattern("never_titles")
    told = next((n for n, said in enumerate(captions, 1) if (said.measure or said.topics) and said.measure != "respondents"), len(captions))
    nearest = [*corner, *captions[: min(2, told)], *(headings[:1] if told == len(captions) else [])]
    counted = any(said.measure for said in heads)  # "Deltagare och kostnader" over a column of people and one of money
    strange = any(strangers.search(fold(said.text)) and not (said.measure == "participants" and counted) for said in nearest)
    if strange and not (genders and measured >= 2):
        score -= 4
    unknown = sum(bool(said.rest) and not said.initiative and not said.facets and not said.measure and not said.gender for said in rows)
    if unknown > 0.6 * len(rows) and not (genders or measured or titled):
        score -= 1.5
    return score
