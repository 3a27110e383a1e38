"""Every way a Swedish report prints an amount."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from hypothesis import strategies as st

SPACES = (" ", "\u00a0", "\u2009", "\u202f")
MINUS = ("-", "–", "−", "- ", "– ", "− ", "()")


@dataclass(frozen=True, slots=True)
class Style:
    """How thousands are grouped, a negative is marked, and how many decimals are printed."""

    group: str
    minus: str
    decimals: int = 0
    suffix: str = ""

    def print(self, value: Decimal) -> str:
        """The printed token of a value; it is rounded to no other number of decimals than the style's."""
        whole, _, rest = f"{abs(value):.{self.decimals}f}".partition(".")
        grouped = f"{int(whole):,}".replace(",", self.group)
        text = grouped + (f",{rest}" if rest else "") + self.suffix
        if value >= 0:
            return text
        return f"({text})" if self.minus == "()" else f"{self.minus}{text}"


# What stands in tables that are drawn: the font of the tests has no thin space.
STYLES = tuple(Style(group, minus) for group, minus in product((" ", "\u00a0", ".", ""), MINUS))


def amounts() -> st.SearchStrategy[Decimal]:
    """Whole amounts of every length, small ones and zero included; no four digits that could be a year."""
    sizes = st.one_of(st.integers(0, 999), st.integers(2_100, 99_999), st.integers(100_000, 99_999_999))
    return st.builds(lambda size, sign: Decimal(size * sign), sizes, st.sampled_from((1, 1, -1)))
