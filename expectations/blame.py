"""Which side of a difference is suspect, when one side already fails inside its own table.

A figure that breaks the sums of its own table breaks every comparison with it. The finding belongs to that table; the
other statement, which is in order, is only warned about. Takes residuals and the ids of violated places, gives doubts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from expectations.residuals import Residual
from expectations.rules import Rule

Place = tuple[str, str]
"""rule_id, place."""


def find_doubts(residuals: Iterable[Residual], violated: set[Place], rules: Mapping[str, Rule]) -> dict[Place, str]:
    """Doubts of violated places whose right side fails in its own table, and whose left side does not.

    A rule that is certain `unless_both_hold` compares figures of two columns: when they hold in their own, neither is misprinted.
    """
    residuals = list(residuals)
    suspects: dict[str, str] = {}
    sound: set[str] = set()
    for residual in residuals:
        key = (residual.rule_id, residual.place)
        if residual.scope == "table" and residual.evaluable and key not in violated:
            sound.update(residual.left_fact_ids, residual.right_fact_ids)
        compares_columns = rules[residual.rule_id].certain == "unless_both_hold"
        if residual.scope == "table" and key in violated and residual.doubt is None and not compares_columns:
            for fact_id in (*residual.left_fact_ids, *residual.right_fact_ids):
                suspects.setdefault(fact_id, residual.rule_id)
    doubts = {}
    for residual in residuals:
        key = (residual.rule_id, residual.place)
        if key in violated and rules[residual.rule_id].certain == "unless_both_hold":
            facts = {*residual.left_fact_ids, *residual.right_fact_ids}
            if facts & sound and not facts & set(suspects):
                doubts[key] = "the figures hold in their own columns"
        if residual.scope == "table" or key not in violated:
            continue
        right = next((suspects[fact_id] for fact_id in residual.right_fact_ids if fact_id in suspects), None)
        if right is not None and not any(fact_id in suspects for fact_id in residual.left_fact_ids):
            doubts[key] = f"the figure it is held against breaks rule {right} in its own table"
    return doubts
