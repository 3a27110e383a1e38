"""The equations of a rule, read strictly from YAML into terms: a line item with a weight, on one side of an equation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_MISSING = object()


class RuleError(Exception):
    """A rule file that cannot be understood; the message names file, rule and key."""


@dataclass(frozen=True, slots=True)
class Term:
    """One line item of one side. `alternative_no` 0 is the left side, 1 and up are readings of the right side."""

    equation_no: int
    equation: str
    equation_scope: str
    equation_certain: str
    home_statements: tuple[str, ...]
    alternative_no: int
    alternative: str
    term_no: int
    line_item: str
    weight: int
    is_optional: bool
    may_flip: bool
    sum_all: bool
    at_date: str
    from_document: str
    statements: tuple[str, ...] | None


def take(entry: dict[str, Any], key: str, kind: type, where: str, default: Any = _MISSING) -> Any:
    """Remove and return `key`, which must be of `kind`; without a default a missing key is refused."""
    value = entry.pop(key, _MISSING)
    if value is _MISSING:
        if default is _MISSING:
            raise RuleError(f"{where}: {key} is missing")
        return default
    if not isinstance(value, kind):
        raise RuleError(f"{where}: {key} must be {kind.__name__}, found {value!r}")
    return value


def read_equations(entries: list[Any], where: str, statements: tuple[str, ...], scope: str, certain: str) -> tuple[Term, ...]:
    """Terms of all equations, in order. An equation may narrow the rule's statements, scope and certainty."""
    terms: list[Term] = []
    for equation_no, entry in enumerate(entries, start=1):
        rest = dict(entry)
        name = take(rest, "name", str, where)
        place = f"{where}: equation {name!r}"
        frame = (
            equation_no,
            name,
            take(rest, "scope", str, place, default=scope),
            take(rest, "certain", str, place, default=certain),
            tuple(take(rest, "statements", list, place, default=list(statements))),
        )
        left = rest.pop("left", None)
        alternatives = [("left", _as_list(left, place))]
        for reading in take(rest, "right", list, place):
            reading = dict(reading)
            alternatives.append((take(reading, "name", str, place), take(reading, "terms", list, place)))
            if reading:
                raise RuleError(f"{place}: unknown keys {sorted(reading)}")
        if rest or len(alternatives) < 2:
            raise RuleError(f"{place}: unknown keys {sorted(rest)}" if rest else f"{place}: nothing on the right")
        for alternative_no, (alternative, parts) in enumerate(alternatives):
            terms += [
                _read_term(part, place, (*frame, alternative_no, alternative, term_no)) for term_no, part in enumerate(parts, start=1)
            ]
    return tuple(terms)


def _as_list(left: Any, place: str) -> list[dict[str, Any]]:
    if isinstance(left, dict) and left:
        return [{"item": item, "weight": weight} for item, weight in left.items()]
    if isinstance(left, list) and left:
        return left
    raise RuleError(f"{place}: left must name at least one line item")


def _read_term(part: Any, place: str, frame: tuple[int, str, str, str, tuple[str, ...], int, str, int]) -> Term:
    rest = dict(part)
    item = take(rest, "item", str, place)
    statements = take(rest, "statements", list, place, default=None)
    term = Term(
        *frame,
        line_item=item,
        weight=take(rest, "weight", int, place),
        is_optional=take(rest, "optional", bool, place, default=False),
        may_flip=take(rest, "may_flip", bool, place, default=False),
        sum_all=take(rest, "all", bool, place, default=False),
        at_date=take(rest, "at", str, place, default="same"),
        from_document=take(rest, "from", str, place, default="document"),
        statements=None if statements is None else tuple(statements),
    )
    if rest:
        raise RuleError(f"{place}: {item}: unknown keys {sorted(rest)}")
    if term.at_date not in {"same", "previous_year_end"} or term.from_document not in {"document", "plan"}:
        raise RuleError(f"{place}: {item}: unknown date {term.at_date!r} or document {term.from_document!r}")
    if statements is None and (term.at_date != "same" or term.from_document != "document"):
        raise RuleError(f"{place}: {item}: a term that stands elsewhere names its statements")
    return term
