"""The sentence of a verdict: which labels, both sides, how far apart, where on the page. Amounts in Swedish spacing."""

from __future__ import annotations

from decimal import Decimal

from expectations.residuals import Residual
from expectations.rules import Rule

_NBSP = "\u00a0"
_PARTS_SHOWN = 3


def describe(rule: Rule, residual: Residual, *, violated: bool, doubt: str | None) -> str:
    """One or two sentences for a person who has the report in front of them."""
    place = _place(residual)
    if not residual.evaluable:
        return f"{rule.says} It could not be judged: {residual.reason}. {place}"
    if rule.family == "unit":
        verb = "but its figures are in" if violated else "and its figures are in"
        return f"The table states {residual.left_label}, {verb} {residual.right_label}. {place}"
    unit = "%" if residual.basis == "percent" else "kr"
    left = f"{residual.left_label or 'The figure'} is {amount(residual.left_value, unit)}"
    right = f"{_shortened(residual.right_label or 'the other side')} is {amount(residual.right_value, unit)}"
    if not violated:
        apart = "" if not residual.difference else f" (within {amount(residual.tolerance, unit)})"
        return f"{left} and {right}{apart}. {place}"
    parts = [
        f"{left}, but {right}: {amount(abs(residual.difference or Decimal(0)), unit)} apart,"
        f" more than the {amount(residual.tolerance, unit)} that rounding explains.",
        place,
    ]
    if residual.hint:
        parts.append(f"{residual.hint[:1].upper()}{residual.hint[1:]}.")
    if doubt:
        parts.append(f"A warning only, since {doubt}.")
    return " ".join(parts)


def amount(value: Decimal | None, unit: str) -> str:
    """`1 234 567 kr` with hard spaces and a real minus; decimals, by comma, only where there are any."""
    if value is None:
        return "–"
    whole, _, decimals = f"{abs(value):,.3f}".partition(".")
    decimals = decimals.rstrip("0")
    digits = whole.replace(",", _NBSP) + (f",{decimals}" if decimals else "")
    return f"{'−' if value < 0 else ''}{digits}{_NBSP}{unit}"


def _place(residual: Residual) -> str:
    parts = [residual.statement.replace("_", " ").capitalize()]
    if residual.column_printed:
        parts.append(f'column "{residual.column_printed}"')
    if residual.page is not None:
        parts.append(f"page {residual.page}")
    return ", ".join(parts) + "."


def _shortened(label: str) -> str:
    rows = label.split(" + ")
    if len(rows) <= _PARTS_SHOWN + 1:
        return label
    return " + ".join(rows[:_PARTS_SHOWN]) + f" and {len(rows) - _PARTS_SHOWN} more rows"
