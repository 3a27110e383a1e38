"""The rules as typed data: loads `rules/*.yml` strictly and writes them as Parquet for the warehouse.

Takes the YAML files beside this module, gives `Rule`s and two reference tables. What a family does with a rule is SQL
in the warehouse; what a difference means is `judge`. An unknown key, family or code, or a missing example, is refused
with the file and the rule named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import yaml

from expectations.rule_terms import RuleError, Term, read_equations, take

Severity = Literal["error", "warn", "info"]
Scope = Literal["table", "document", "other"]

FAMILIES = frozenset(
    {"identity", "table_sum", "consensus", "note", "deviation", "unit", "restatement", "ratio", "money_told"}
    | {"split", "carry", "plan_row", "bound", "document", "change", "per_head"}
    | {"people_sum", "people_share", "people_told", "people_again", "people_told_share", "people_bound", "people_guard"}
    | {"people_flow", "people_names", "people_sources", "export_costs", "indicator_answers", "indicator_guard"}
    | {"goal_count", "goal_plan", "goal_met"}
)
CONFIRMING_FAMILIES = frozenset(
    {"identity", "table_sum", "consensus", "note", "deviation", "restatement", "carry", "plan_row", "money_told"}
)
_CERTAIN = {
    "always",
    "never",
    "most_columns_hold",
    "a_column_holds",
    "with_financial_items",
    "other_row_holds",
    "majority",
    "same_item",
    "against_annual_report",
    "unless_both_hold",
}
_FOLDER = Path(__file__).parent / "rules"
_FIGURE_KEYS = {"statement", "column", "row", "item", "measure", "amount", "precision", "scenario", "unit_printed"}
_DOCUMENT_KEYS = {"document", "report_type", "year", "title", "adopted", "draft", "corrected_from"}
_PEOPLE_KEYS = {"people", "initiative", "gender", "age_band", "exit_reason", "support_type", "before_after", "registration_type"}
_PLACE_KEYS = {"found_in", "context", "source_system", "column_no", "unit", "from", "to"}
_GOAL_KEYS = {"goal", "goals_told", "status", "target", "outcome"}
_SURVEY_KEYS = {"question", "label", "order", "n", "answered", "asked", "scale", "positive_from", "share", "group"}
_EXAMPLE_KEYS = _FIGURE_KEYS | _DOCUMENT_KEYS | _PEOPLE_KEYS | _PLACE_KEYS | _GOAL_KEYS | _SURVEY_KEYS
_EXAMPLE_KEYS |= {"told", "about", "against", "is", "sums_to", "note", "note_ref", "section", "label", "version", "placed"}
_ID = re.compile(r"[FSIGD][1-9]\d*")


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far two sides may differ; in kronor, in last printed digits, or fixed in the unit of the figures."""

    name: str
    fine_floor: Decimal | None = None
    fine_per_term: Decimal | None = None
    coarse_per_term: Decimal | None = None
    coarse_at_most: Decimal | None = None
    fixed: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it says, where it applies, how strictly, and one example of each outcome."""

    rule_id: str
    says: str
    family: str
    severity: Severity
    scope: Scope
    tolerance: Tolerance
    certain: str
    basis: str
    look_at: str
    passing: tuple[dict[str, Any], ...]
    failing: tuple[dict[str, Any], ...]
    statements: tuple[str, ...] = ()
    scenarios: tuple[str, ...] = ()
    report_types: tuple[str, ...] | None = None
    doubt_if_unknown_rows: bool = False
    doubtful_share: Decimal | None = None
    parameters: dict[str, Any] = field(default_factory=dict)
    terms: tuple[Term, ...] = ()


def load_rules(folder: Path | None = None) -> tuple[Rule, ...]:
    """All rules of `folder` (default: the project's own), by id. Raises RuleError on anything not understood."""
    folder = folder or _FOLDER
    tolerances = _read_tolerances(folder / "_tolerances.yml")
    rules: dict[str, Rule] = {}
    for path in sorted(folder.glob("[!_]*.yml")):
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
        if not isinstance(entries, list):
            raise RuleError(f"{path.name}: expected a list of rules")
        for entry in entries:
            rule = _read_rule(entry, path.name, tolerances)
            if rule.rule_id in rules:
                raise RuleError(f"{path.name}: rule {rule.rule_id}: the id is taken by another rule")
            rules[rule.rule_id] = rule
    if not rules:
        raise RuleError(f"{folder.name}: no rules found")
    return tuple(rules[key] for key in sorted(rules, key=lambda rule_id: (rule_id[0], int(rule_id[1:]))))


def _read_tolerances(path: Path) -> dict[str, Tolerance]:
    found = {}
    for name, entry in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        where = f"{path.name}: {name}"
        entry = dict(entry)
        fine = dict(take(entry, "fine", dict, where, default={}))
        coarse = dict(take(entry, "coarse", dict, where, default={}))
        fixed = entry.pop("fixed", None)
        found[name] = Tolerance(
            name,
            _decimal(fine.pop("floor", None)),
            _decimal(fine.pop("per_term", None)),
            _decimal(coarse.pop("per_term", None)),
            _decimal(coarse.pop("at_most", None)),
            _decimal(fixed),
        )
        if left := [*entry, *fine, *coarse]:
            raise RuleError(f"{where}: unknown keys {left}")
    return found


def _decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _read_rule(entry: object, file_name: str, tolerances: dict[str, Tolerance]) -> Rule:
    if not isinstance(entry, dict):
        raise RuleError(f"{file_name}: a rule is a mapping, found {entry!r}")
    rest = dict(entry)
    rule_id = take(rest, "id", str, file_name)
    where = f"{file_name}: rule {rule_id}"
    if not _ID.fullmatch(rule_id):
        raise RuleError(f"{where}: an id is a letter of F, S, I, G, D and a number")
    family = _one_of(take(rest, "family", str, where), FAMILIES, "family", where)
    tolerance = _one_of(take(rest, "tolerance", str, where), frozenset(tolerances), "tolerance", where)
    examples = take(rest, "examples", dict, where)
    if set(examples) != {"pass", "fail"} or not all(examples.values()):
        raise RuleError(f"{where}: examples need one `pass` and one `fail`")
    for row in [*examples["pass"], *examples["fail"]]:
        if unknown := sorted(set(row) - _EXAMPLE_KEYS):
            raise RuleError(f"{where}: examples: unknown keys {unknown}")
    statements = tuple(take(rest, "statements", list, where, default=[]))
    scope = _one_of(take(rest, "scope", str, where), frozenset({"table", "document", "other"}), "scope", where)
    certain = _one_of(take(rest, "certain", str, where), frozenset(_CERTAIN), "certain", where)
    report_types = take(rest, "report_types", list, where, default=None)
    terms: tuple[Term, ...] = ()
    if family == "identity":
        terms = read_equations(take(rest, "equations", list, where), where, statements, scope, certain)
    rule = Rule(
        rule_id=rule_id,
        says=take(rest, "says", str, where),
        family=family,
        severity=_one_of(take(rest, "severity", str, where), frozenset({"error", "warn", "info"}), "severity", where),  # type: ignore[arg-type]
        scope=scope,  # type: ignore[arg-type]
        tolerance=tolerances[tolerance],
        certain=certain,
        basis=take(rest, "basis", str, where),
        look_at=take(rest, "look_at", str, where),
        passing=tuple(examples["pass"]),
        failing=tuple(examples["fail"]),
        statements=statements,
        scenarios=tuple(take(rest, "scenarios", list, where, default=[])),
        report_types=None if report_types is None else tuple(report_types),
        doubt_if_unknown_rows=take(rest, "doubt_if_unknown_rows", bool, where, default=False),
        doubtful_share=_decimal(take(rest, "doubtful_share", float, where, default=None)),
        parameters=take(rest, "parameters", dict, where, default={}),
        terms=terms,
    )
    if rest:
        raise RuleError(f"{where}: unknown keys {sorted(rest)}")
    return rule


def _one_of(value: str, allowed: frozenset[str], what: str, where: str) -> str:
    if value not in allowed:
        raise RuleError(f"{where}: unknown {what} {value!r}; known: {', '.join(sorted(allowed))}")
    return value


def write_reference(folder: Path) -> None:
    """Write rules.parquet and rule_terms.parquet into `folder` (created), same rules, same bytes."""
    from expectations.reference import write_rules

    write_rules(load_rules(), folder)
