"""Where findings stand: what people decided of them, one line of JSON each, only ever appended to.

`state/review/<association>.jsonl` says who moved which finding to which state, when, and what was said. A finding is known by
its verdict_id, which is the same run after run, so a decision outlives every refresh; `like` lets it follow to the next version of
the document. The last line on a finding counts; an association's answer stays beside the finding whatever comes after it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from orchestration.errors import FinsamError
from orchestration.places import Places

STATES = ("open", "communicated", "answered", "acknowledged", "corrected", "closed")
SETTLED = frozenset({"corrected", "closed"})
"""States in which nothing is left to do: they are not counted as open."""
_NOBODY = "unknown"


@dataclass(frozen=True, slots=True)
class Decision:
    """One line: a person moved a finding to a state. `said` is the reason, or the association's answer."""

    verdict_id: str
    state: str
    who: str
    at: str  # UTC, ISO 8601
    said: str
    rule_id: str
    file_name: str
    like: str = ""  # what the finding of the document's next version has in common with this one


def decide(finding: dict[str, str], state: str, who: str, said: str, like: str = "") -> Decision:
    """A decision of now on a finding (a row of quality.verdicts)."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    return Decision(finding["verdict_id"], state, who, at, said, finding["rule_id"], finding["file_name"], like)


def append_decision(state: Path, association_id: str | None, decision: Decision) -> Path:
    """Add one decision to the file of its association; returns the file."""
    path = state / "review" / f"{association_id or _NOBODY}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(asdict(decision), ensure_ascii=False) + "\n")
    return path


def load_decisions(state: Path) -> dict[str, list[Decision]]:
    """All decisions by finding, oldest first. Raises FinsamError on a line that is none, naming it."""
    found: dict[str, list[Decision]] = {}
    for decision in _read_all(state / "review"):
        found.setdefault(decision.verdict_id, []).append(decision)
    return found


def _read_all(folder: Path) -> Iterable[Decision]:
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            try:
                decision = Decision(**json.loads(line))
            except (ValueError, TypeError) as problem:
                raise FinsamError(f"{path.name} line {number}: not a decision on a finding: {problem}") from problem
            if decision.state not in STATES:
                raise FinsamError(f"{path.name} line {number}: unknown state {decision.state!r}; known: {', '.join(STATES)}")
            yield decision


def decisions_of(places: Places) -> list[Path]:
    """Folders of what people decided: a warehouse built before a decision is not up to date after it."""
    from ingest.corrections import corrections_folder

    return [places.inside("review"), corrections_folder()]


def write_corrections_of(places: Places) -> None:
    """Put the reviewed corrections at the warehouse's door; raises FinsamError on a line that is not understood."""
    from ingest.corrections import CorrectionError, corrections_folder, load_corrections, write_corrections

    try:
        write_corrections(load_corrections(corrections_folder()), places.inside("facts"))
    except CorrectionError as problem:
        raise FinsamError(str(problem)) from problem
