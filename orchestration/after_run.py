"""What a run leaves for people when it ends: the review site, the morning report, the history of the rules.

None of it may undo or hold up a publication: what breaks here is told as progress and costs a page, not the warehouse.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from orchestration.errors import FinsamError
from orchestration.handover import take
from orchestration.judging import Judgement
from orchestration.places import Places
from orchestration.progress import progress

_SILENT = "FINSAM_NO_PAGES"


def language() -> str:
    """The language of pages: Swedish unless FINSAM_LANGUAGE says otherwise."""
    return os.environ.get("FINSAM_LANGUAGE") or "sv"


def site_folder() -> Path | None:
    """Where the site is written when FINSAM_SITE names a folder; else `site/` of the state folder."""
    named = os.environ.get("FINSAM_SITE")
    return Path(named).expanduser().absolute() if named else None


def tell_published(places: Places, release_id: str, not_read: Sequence[dict[str, Any]]) -> None:
    """Pages, morning report and history of a release that was just put in front of readers."""

    def write() -> None:
        from orchestration.morning_told import tell_release
        from orchestration.review_rules import note_history
        from orchestration.review_site import write_site

        note_history(places.warehouse, places.state)
        tell_release(places, _release_before(places, release_id), release_id, not_read, language())
        write_site(places.warehouse, places.state, site_folder(), language())

    _carefully("writing the review pages", write)


def tell_held(places: Places, reasons: Sequence[str]) -> None:
    """The morning report of a run that the gate stopped; called while the half-built file is still there."""

    def write() -> None:
        from orchestration.morning_told import tell_held as tell

        broken = [one for one in take(places.inside("run"), "judgements", Judgement) if one.blocks_publication]
        tell(places, _release_before(places, None), _each_rule_once(broken), reasons, _not_read(places), language())

    _carefully("writing the morning report", write)


def _each_rule_once(broken: list[Judgement]) -> list[Judgement]:
    return list({one.rule_id: one for one in broken}.values())


def _release_before(places: Places, release_id: str | None) -> Path | None:
    """The kept file of the latest release that is not this one."""
    kept = [path for path in sorted(places.inside("releases").glob("*.duckdb")) if path.stem != release_id]
    return kept[-1] if kept else None


def _not_read(places: Places) -> list[dict[str, Any]]:
    import pyarrow.parquet as pq

    rows = pq.read_table(places.inside("outcomes", "outcomes.parquet")).to_pylist()
    return [row for row in rows if row["outcome"] in ("refused", "failed")]


@contextmanager
def without_pages() -> Iterator[None]:
    """Runs in the block write no pages: nobody will read those of a check."""
    before = os.environ.get(_SILENT)
    os.environ[_SILENT] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_SILENT]


def _carefully(step: str, write: Callable[[], None]) -> None:
    if os.environ.get(_SILENT):
        return
    progress().step(step)
    try:
        write()
    except (FinsamError, OSError, ValueError, KeyError, TypeError, LookupError, ArithmeticError, ImportError, RuntimeError) as problem:
        progress().step(f"{step} broke: {type(problem).__name__}: {problem}")
