"""How likely one printed number is a slip of another: of a typist, or of a machine that reads pictures of digits."""

from __future__ import annotations

from decimal import Decimal

_ALIKE = frozenset(frozenset(pair) for pair in ("08", "38", "17", "56", "68", "06", "14", "27", "35", "49", "89"))
"""Digits that readers of pictures take for one another."""


def slip(wrong: Decimal, right: Decimal, unit: Decimal) -> str | None:
    """Which single slip turns `right` into `wrong`, both in kronor printed in `unit`; None when it takes more than one."""
    if wrong == right:
        return None
    if wrong == -right:
        return "sign"
    if (wrong < 0) != (right < 0) and wrong and right:
        return None
    one, other = _printed(wrong, unit), _printed(right, unit)
    if len(one) == len(other):
        differ = [n for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        if len(differ) == 1:
            return "digit"
        if len(differ) == 2 and differ[1] == differ[0] + 1 and one[differ[0]] == other[differ[1]] and one[differ[1]] == other[differ[0]]:
            return "transposed"
        return "thousand" if abs(wrong - right) == 1000 * unit or abs(wrong - right) == 1000 else None
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    if len(longer) == len(shorter) + 1 and any(longer[:n] + longer[n + 1 :] == shorter for n in range(len(longer))):
        return "length"
    return None


def misread(wrong: Decimal, right: Decimal, unit: Decimal) -> bool:
    """Whether a reader of pictures may have seen `wrong` where `right` is printed."""
    kind = slip(wrong, right, unit)
    if kind in {"sign", "length"}:
        return True
    if kind != "digit":
        return False
    ((a, b),) = ((a, b) for a, b in zip(_printed(wrong, unit), _printed(right, unit), strict=True) if a != b)
    return frozenset((a, b)) in _ALIKE


def _printed(value: Decimal, unit: Decimal) -> str:
    return str(int((abs(value) / unit).to_integral_value())) if unit else str(abs(value))
