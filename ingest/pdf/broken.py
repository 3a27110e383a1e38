"""Amounts that a cell too narrow for them has broken inside a group of digits: '3 821 58' over '5'.

They are whole again only where every figure of the lower line ends one of the upper line that is no number as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.numerals import find_numeral, normalise_spaces
from ingest.pdf.lines import Chunk, Line, Token
from ingest.pdf.words import union

_CUT_SHORT = re.compile(r"[-–−+(]? ?\d{1,3}(?: \d{3})* \d{1,2}")
_SAME_EDGE = 2.5
_LEADING = 0.6  # of the font size: how far below the lower line may begin


def with_amounts_whole(lines: Sequence[Line]) -> list[Line]:
    """The lines of a page or column, with amounts broken inside a group of digits put together on the line they begin on."""
    found: list[Line] = []
    for line in lines:
        whole = _joined(found[-1], line) if found else None
        if whole:
            found[-1] = whole
        else:
            found.append(line)
    return found


def _joined(upper: Line, lower: Line) -> Line | None:
    ends = [token for chunk in lower.chunks for token in chunk.tokens]
    if not all(token.text.isdigit() and len(token.text) <= 2 for token in ends):
        return None
    if upper.page != lower.page or not -0.2 * upper.size <= lower.box[1] - upper.box[3] <= _LEADING * upper.size:
        return None
    chunks = list(upper.chunks)
    for end in ends:
        at = next((i for i, chunk in enumerate(chunks) if abs(chunk.box[2] - end.box[2]) < _SAME_EDGE), None)
        if at is None or not _CUT_SHORT.fullmatch(normalise_spaces(chunks[at].text)):
            return None
        text = chunks[at].text + end.text
        numeral = find_numeral(text)
        if numeral is None:
            return None
        first: Token = chunks[at].tokens[0]
        chunks[at] = Chunk((replace(first, text=text, box=union([chunks[at].box, end.box]), numeral=numeral),))
    return Line(upper.page, tuple(chunks), upper.has_leader)
