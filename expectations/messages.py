"""The sentence of a verdict: which labels, both sides, how far apart, where on the page. Amounts in Swedish spacing.

The words are in `texts/<language>.yml`; here they are only put together.
"""

from __future__ import annotations

from decimal import Decimal

from expectations.residuals import Residual
from expectations.rules import Rule
from expectations.texts import Texts, load_texts

_NBSP = "\u00a0"
_PARTS_SHOWN = 3
_UNITS = {"percent": "%", "count": "", "days": "", "year": ""}
"""By what a residual's basis says of its figures; all others are money."""


def describe(rule: Rule, residual: Residual, *, violated: bool, doubt: str | None, language: str = "en") -> str:
    """One or two sentences, in English or Swedish (`sv`), for a person who has the report in front of them."""
    texts = load_texts(language)
    place = _place(residual, texts)
    if not residual.evaluable:
        reason = texts.phrase(residual.reason or "")
        return texts.sentence("not_evaluable", says=texts.of_rule(rule.rule_id, "says", rule.says), reason=reason, place=place)
    if rule.family == "unit":
        name = "unit_violated" if violated else "unit_holds"
        return texts.sentence(name, left=texts.label(residual.left_label or ""), right=texts.label(residual.right_label or ""), place=place)
    unit = _UNITS.get(residual.basis or "", "kr")
    left = _capital(_side(residual.left_label or texts.sentence("left_unnamed"), residual.left_value, unit, texts))
    right = _side(_shortened(residual.right_label or texts.sentence("right_unnamed"), texts), residual.right_value, unit, texts)
    tolerance = amount(residual.tolerance, unit)
    if not violated:
        within = texts.sentence("within", tolerance=tolerance) if residual.difference else ""
        return texts.sentence("holds", left=left, right=right, within=within, place=place)
    apart = amount(abs(residual.difference or Decimal(0)), unit)
    violation = "violated_exactly" if not residual.tolerance else "violated" if rule.tolerance.fixed != 0 else "violated_allowed"
    parts = [texts.sentence(violation, left=left, right=right, difference=apart, tolerance=tolerance), place]
    if residual.hint:
        hint = texts.phrase(residual.hint)
        parts.append(texts.sentence("hint", hint=f"{hint[:1].upper()}{hint[1:]}"))
    if doubt:
        parts.append(texts.sentence("doubt", doubt=texts.phrase(doubt)))
    return " ".join(parts)


def amount(value: Decimal | None, unit: str) -> str:
    """`1 234 567 kr` with hard spaces and a real minus; decimals, by comma, only where there are any."""
    if value is None:
        return "–"
    whole, _, decimals = f"{abs(value):,.3f}".partition(".")
    decimals = decimals.rstrip("0")
    digits = whole.replace(",", _NBSP) + (f",{decimals}" if decimals else "")
    return f"{'−' if value < 0 else ''}{digits}{_NBSP if unit else ''}{unit}"


def _side(label: str, value: Decimal | None, unit: str, texts: Texts) -> str:
    return texts.sentence("side", label=texts.label(label), amount=amount(value, unit))


def _place(residual: Residual, texts: Texts) -> str:
    parts = [texts.statement(residual.statement)]
    if residual.column_printed:
        parts.append(texts.sentence("column", column=residual.column_printed))
    if residual.page is not None:
        parts.append(texts.sentence("page", page=residual.page))
    return ", ".join(parts) + "."


def _shortened(label: str, texts: Texts) -> str:
    rows = label.split(" + ")
    if len(rows) <= _PARTS_SHOWN + 1:
        return label
    return texts.sentence("more_rows", rows=" + ".join(rows[:_PARTS_SHOWN]), count=len(rows) - _PARTS_SHOWN)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
