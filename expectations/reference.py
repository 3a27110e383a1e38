"""The rules as two Parquet tables, the only form in which the warehouse knows them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from expectations.rules import CONFIRMING_FAMILIES

if TYPE_CHECKING:
    from expectations.rules import Rule

_NUMBER = pa.decimal128(18, 3)
_NAMES = pa.list_(pa.string())

_RULES = pa.schema(
    [
        ("rule_id", pa.string()),
        ("says", pa.string()),
        ("family", pa.string()),
        ("severity", pa.string()),
        ("scope", pa.string()),
        ("certain", pa.string()),
        ("statements", _NAMES),
        ("scenarios", _NAMES),
        ("report_types", _NAMES),
        ("doubt_if_unknown_rows", pa.bool_()),
        ("doubtful_share", _NUMBER),
        ("confirms", pa.bool_()),
        ("parameters", pa.string()),
        ("tolerance_fine_floor", _NUMBER),
        ("tolerance_fine_per_term", _NUMBER),
        ("tolerance_coarse_per_term", _NUMBER),
        ("tolerance_coarse_at_most", _NUMBER),
        ("tolerance_fixed", _NUMBER),
        ("basis", pa.string()),
        ("look_at", pa.string()),
    ]
)

_TERMS = pa.schema(
    [
        ("rule_id", pa.string()),
        ("equation_no", pa.int32()),
        ("equation", pa.string()),
        ("equation_scope", pa.string()),
        ("equation_certain", pa.string()),
        ("home_statements", _NAMES),
        ("alternative_no", pa.int32()),
        ("alternative", pa.string()),
        ("term_no", pa.int32()),
        ("line_item", pa.string()),
        ("weight", pa.int32()),
        ("is_optional", pa.bool_()),
        ("may_flip", pa.bool_()),
        ("sum_all", pa.bool_()),
        ("at_date", pa.string()),
        ("from_document", pa.string()),
        ("statements", _NAMES),
    ]
)


def write_rules(rules: tuple[Rule, ...], folder: Path) -> None:
    """Write rules.parquet (one row per rule) and rule_terms.parquet (one row per term) into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [
        {
            "rule_id": rule.rule_id,
            "says": rule.says,
            "family": rule.family,
            "severity": rule.severity,
            "scope": rule.scope,
            "certain": rule.certain,
            "statements": rule.statements,
            "scenarios": rule.scenarios,
            "report_types": rule.report_types,
            "doubt_if_unknown_rows": rule.doubt_if_unknown_rows,
            "doubtful_share": rule.doubtful_share,
            "confirms": rule.family in CONFIRMING_FAMILIES,
            "parameters": json.dumps(rule.parameters, ensure_ascii=False, sort_keys=True),
            "tolerance_fine_floor": rule.tolerance.fine_floor,
            "tolerance_fine_per_term": rule.tolerance.fine_per_term,
            "tolerance_coarse_per_term": rule.tolerance.coarse_per_term,
            "tolerance_coarse_at_most": rule.tolerance.coarse_at_most,
            "tolerance_fixed": rule.tolerance.fixed,
            "basis": rule.basis,
            "look_at": rule.look_at,
        }
        for rule in rules
    ]
    terms = [{"rule_id": rule.rule_id, **{name: getattr(term, name) for name in _TERMS.names[1:]}} for rule in rules for term in rule.terms]
    pq.write_table(pa.Table.from_pylist(rows, schema=_RULES), folder / "rules.parquet")
    pq.write_table(pa.Table.from_pylist(terms, schema=_TERMS), folder / "rule_terms.parquet")
