"""What an interim report says of goals that the year has not decided yet: how it is expected to go is no status."""

from __future__ import annotations

import re

from ingest.goals.drafts import Draft
from ingest.goals.grading import is_weak
from ingest.goals.words import Judged, pattern, small

_DECIDED = {"met", "partly_met", "not_met"}


def _is_expected(draft: Draft, printed: str) -> bool:
    said = small(printed)
    if re.search(pattern("already"), said) and not re.search(pattern("expected"), said):
        return False
    return draft.forecast or bool(re.search(pattern("expected"), said)) or is_weak(said)


def not_yet(draft: Draft) -> None:
    """Make a goal of an interim report that is only expected to be met, or only under way, one that is not assessed yet."""
    judged = draft.judged
    if judged is None or judged.status not in _DECIDED or not _is_expected(draft, judged.printed):
        return
    draft.judged = Judged("not_assessed", judged.printed)
    draft.note = "; ".join(filter(None, (draft.note, "what is expected or under way, not yet what is")))
