"""What a sentence tells of the people it counts beside what they did: their ages, and what they lived on before and after."""

from __future__ import annotations

import re
from functools import cache

from ingest.lexicon import fold, load
from ingest.people.words import age_band
from ingest.told.words import words

_AGES = re.compile(
    r"(?<![\d–-])\d{2} ?(?:[–-]|och|till) ?\d{2} ?-?år(?![\wåäö])(?! (?:19|20)\d\d)"
    r"|inte (?:ännu )?fyllt (?P<not_yet>\d{2}) år|(?:under|över|yngre än|äldre än|fyllt) \d{2} år"
    r"|\d{2} år (?:och|eller) (?:äldre|yngre|uppåt)"
)
_UNSURE = {"unknown", "other_public", "none_public"}  # too wide, or an outcome of its own
_NEAR = 6  # words on either side of a number among which what they lived on must stand


def age_of(text: str) -> str | None:
    """The age band that words in small letters name: "16-24", "<30", "50-"; None for none or several."""
    bands = {f"<{match['not_yet']}" if match["not_yet"] else age_band(fold(match[0])) for match in _AGES.finditer(text)}
    return bands.pop() if len(bands) == 1 else None


@cache
def _supports() -> tuple[tuple[str, re.Pattern[str]], ...]:
    codes = load("participants")["facets"]["support_type"]["codes"]
    return tuple((entry["code"], re.compile(entry["pattern"])) for entry in codes if entry["code"] not in _UNSURE)


def moment_of(text: str) -> str | None:
    """before or after: whether words in small letters speak of the time before the initiative or after it."""
    for code in ("before", "after"):
        if words().named(f"moment_{code}").search(text):
            return code
    return None


def support_of(before: str, behind: str) -> str | None:
    """The kind of support that the words next to a number name, as the participants' tables code it."""
    near = fold(" ".join([*before.split()[-_NEAR:], "#", *behind.split()[:_NEAR]]))
    return next((code for code, pattern in _supports() if pattern.search(near)), None)
