"""Which side of a difference is suspect, when one side already fails inside its own table.

A figure that breaks the sums of its own table breaks every comparison with it. The finding belongs to that table; the
other statement, which is in order, is only warned about. Takes residuals and the ids of violated places, gives doubts.
"""

from __future__ import annotations

from collections.abc import Iterable

from expectations.residuals import Residual

Place = tuple[str, str]
"""rule_id, place."""


def find_doubts(residuals: Iterable[Residual], violated: set[Place]) -> dict[Place, str]:
    """Doubts of violated places whose right side fails in its own table, and whose left side does not."""
    residuals = list(residuals)
    suspects: dict[str, str] = {}
    for residual in residuals:
        key = (residual.rule_id, residual.place)
        if residual.scope == "table" and key in violated and residual.doubt is None:
            for fact_id in (*residual.left_fact_ids, *residual.right_fact_ids):
                suspects.setdefault(fact_id, residual.rule_id)
    doubts = {}
    for residual in residuals:
        key = (residual.rule_id, residual.place)
        if residual.scope == "table" or key not in violated:
            continue
        right = next((suspects[fact_id] for fact_id in residual.right_fact_ids if fact_id in suspects), None)
        if right is not None and not any(fact_id in suspects for fact_id in residual.left_fact_ids):
            doubts[key] = f"the figure it is held against breaks rule {right} in its own table"
    return doubts
