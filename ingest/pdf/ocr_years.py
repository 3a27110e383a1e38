"""The years over a table as a check on each other: heads that run from year to year tell the one that was hard to read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.pdf.ocr_layout import OcrWord

_YEAR = re.compile(r"(?:19|20)\d\d")
_LEAST = 4  # years in a row that leave no doubt about how they run
_CLEAR, _SETTLED = 96.0, 85.0


def _digits_apart(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))


def _expected(years: Sequence[int]) -> tuple[int, int] | None:
    """Index and value of the one year that breaks a run of years, when all others keep it."""
    if len(years) < _LEAST:
        return None
    for step in (1, -1):
        starts = [year - step * index for index, year in enumerate(years)]
        usual = max(set(starts), key=starts.count)
        odd = [index for index, start in enumerate(starts) if start != usual]
        if len(odd) == 1:
            return odd[0], usual + step * odd[0]
    return None


def settle_years(lines: Sequence[Sequence[OcrWord]]) -> dict[int, OcrWord]:
    """By the identity of a word, what it says instead: the one hardly legible year of a line that differs by one digit from its run.

    A clearly printed year stays, whatever stands beside it. The other reading is remembered, and the word counts as unsure.
    """
    settled: dict[int, OcrWord] = {}
    for line in lines:
        years = [word for word in sorted(line, key=lambda w: w.x0) if _YEAR.fullmatch(word.text)]
        if any(after.x0 <= before.x1 for before, after in pairwise(years)) or not (found := _expected([int(w.text) for w in years])):
            continue
        word, text = years[found[0]], str(found[1])
        unclear = word.confidence < _CLEAR or text in word.alternatives
        if unclear and _digits_apart(word.text, text) == 1:
            settled[id(word)] = replace(word, text=text, confidence=min(word.confidence, _SETTLED), alternatives=(word.text,))
    return settled
