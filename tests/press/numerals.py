"""Number styles: how a house prints an amount."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

SCALE = {"SEK": Decimal(1), "TSEK": Decimal(1000), "MSEK": Decimal(1_000_000)}


@dataclass(frozen=True)
class Numerals:
    """Thousands separator, minus (a prefix, or "()" for parentheses), nil, decimals of millions and kronor, suffix."""

    thousands: str = "\u00a0"
    minus: str = "-"
    nil: str = "0"
    decimals: int = 2
    blank: str = ""
    ore: int = 0
    suffix: str = ""

    def amount(self, value: Decimal | None, unit: str) -> tuple[Decimal | None, str]:
        """(the value in the printed unit, the token). A blank or a dash gives no value."""
        if value is None:
            return None, self.blank
        places = {"MSEK": self.decimals, "SEK": self.ore}.get(unit, 0)
        scaled = (value / SCALE[unit]).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        if scaled == 0:
            scaled = abs(scaled)
            if self.nil != "0":
                return None, self.nil
        return scaled, self.token(scaled)

    def token(self, value: Decimal) -> str:
        """The printed form of a number that is already in its unit."""
        text = f"{abs(value):,f}".replace(",", "\0").replace(".", ",").replace("\0", self.thousands)
        if value < 0:
            text = f"({text})" if self.minus == "()" else self.minus + text
        return text + self.suffix
