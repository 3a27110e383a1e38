"""Swedish printed numerals: one printed token to a number, or a named refusal.

Takes text only; where the token stands is the business of `pdf/`. Real thousands groups are demanded, so that a
note number is never glued to an amount.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

DASHES = "-–−—‒‐‑"
DASH_CELLS = frozenset(DASHES)
_SIGN = f"[{DASHES}+]"
_SUFFIX = r"(?:(?P<suffix>kr|tkr|kkr|mkr|mnkr|msek|tsek|sek|milj|:-|%|st|procent)\.?)?"
_NUMERAL = re.compile(
    rf"(?P<open>\()?\s*(?P<sign>{_SIGN})?\s*(?P<open2>\()?"
    r"(?P<whole>[0-9]{1,3}(?: [0-9]{3})+|[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,3}(?:'[0-9]{3})+|[0-9]+)"
    r"(?:(?P<point>[,.])(?P<decimals>[0-9]{1,3}))?"
    rf"(?P<close>\))?\s*(?P<late>[-–−])?\s*{_SUFFIX}(?P<close2>\))?(?P<mark>\s*(?:\*+|\d\)))?",
    re.IGNORECASE,
)
_UNIT_OF_SUFFIX = {
    "kr": "SEK",
    "sek": "SEK",
    ":-": "SEK",
    "tkr": "TSEK",
    "kkr": "TSEK",
    "tsek": "TSEK",
    "mkr": "MSEK",
    "mnkr": "MSEK",
    "msek": "MSEK",
    "milj": "MSEK",
}


class UnreadableAmount(ValueError):
    """The text is not one Swedish numeral."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """A printed number: value with printed sign, number of decimals, unit or percent when a suffix says so."""

    value: Decimal
    decimals: int
    unit: str | None = None
    is_percent: bool = False
    is_bare_year: bool = False  # four digits without a group: may be a year


def normalise_spaces(text: str) -> str:
    """Every kind of space becomes one ordinary space; ends are trimmed."""
    return " ".join(text.split())


def parse_numeral(printed: str) -> Numeral:
    """Read one printed numeral; raises UnreadableAmount for anything else (a dash and a blank included)."""
    text = normalise_spaces(printed)
    match = _NUMERAL.fullmatch(text)
    if not match or ((match["open"] or match["open2"]) and not (match["close"] or match["close2"])):
        raise UnreadableAmount(f"not an amount: {printed!r}")
    if not (match["open"] or match["open2"]) and (match["close"] or match["close2"]):
        raise UnreadableAmount(f"a parenthesis too many: {printed!r}")
    whole, decimals = match["whole"], match["decimals"] or ""
    if match["point"] == "." and len(decimals) == 3:
        raise UnreadableAmount(f"a point before three digits is neither group nor decimal: {printed!r}")
    if (match["point"] == "." and "." in whole) or (whole[0] == "0" and len(whole) > 1):
        raise UnreadableAmount(f"no thousands groups: {printed!r}")
    value = Decimal(re.sub(r"\D", "", whole) + ("." + decimals if decimals else ""))
    negative = (match["sign"] or "") in DASH_CELLS or bool(match["late"]) or bool(match["open"] or match["open2"])
    suffix = (match["suffix"] or "").casefold()
    bare_year = whole.isdigit() and len(whole) == 4 and 1990 <= int(whole) <= 2069 and not decimals and not match["sign"] and not suffix
    return Numeral(
        value=-value if negative else value,
        decimals=len(decimals),
        unit=_UNIT_OF_SUFFIX.get(suffix),
        is_percent=suffix in {"%", "procent"},
        is_bare_year=bare_year,
    )


@lru_cache(maxsize=32_768)
def find_numeral(printed: str) -> Numeral | None:
    """As `parse_numeral`, or None."""
    try:
        return parse_numeral(printed)
    except UnreadableAmount:
        return None
