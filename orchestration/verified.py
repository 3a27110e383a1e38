"""How many published amounts an identity bears out, and whether fewer are than in the release before, on the same documents."""

from __future__ import annotations

import os
from pathlib import Path

ACCEPT = "FINSAM_ACCEPT_LESS_VERIFIED"
_DROP = 0.01
_SHARES = "select document_id, facts, verified from marts.verified_share where level = 'document'"


def verified_share(warehouse: Path) -> float | None:
    """Share of the amounts of all documents that an identity bears out; None when the file does not tell."""
    shares = _shares(warehouse)
    facts = sum(held for held, _ in shares.values())
    return sum(verified for _, verified in shares.values()) / facts if facts else None


def verified_drop(building: Path, published: Path) -> str | None:
    """Why the built file may not take the published one's place: fewer amounts of the same documents are borne out, and a smaller share.

    Documents that are new, with however few identities, say nothing. None when there is no drop, or when it is accepted.
    """
    now, before = _shares(building), _shares(published)
    same = now.keys() & before.keys()
    held = [sum(now[one][n] for one in same) for n in (0, 1)]
    held_before = [sum(before[one][n] for one in same) for n in (0, 1)]
    if not held[0] or not held_before[0] or os.environ.get(ACCEPT):
        return None
    share, share_before = held[1] / held[0], held_before[1] / held_before[0]
    if held[1] >= held_before[1] or share_before - share <= _DROP:
        return None
    return (
        f"of the {len(same)} documents that the last release holds too, {share:.1%} of the amounts are borne out by an identity,"
        f" and {share_before:.1%} were; look at marts.verified_share, or set {ACCEPT}=1 when this is meant"
    )


def _shares(warehouse: Path) -> dict[str, tuple[int, int]]:
    """Amounts and borne out amounts of each document; nothing when the file is missing, damaged or has no such table."""
    import duckdb

    if not warehouse.is_file():
        return {}
    try:
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            return {document: (facts, verified) for document, facts, verified in connection.execute(_SHARES).fetchall()}
    except duckdb.Error:  # a damaged or foreign file says nothing, and may not keep a whole one from taking its place
        return {}
