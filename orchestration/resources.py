"""The one resource of a run: where everything lies, how many workers read, and the locks while it goes."""

import os
import time
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from dagster import ConfigurableResource, InitResourceContext

from orchestration.errors import RefreshRunning
from orchestration.lock import locks_of
from orchestration.places import PROJECT, Places
from orchestration.pool import default_workers
from orchestration.record import RunRecord, load_record

_LOOK_AGAIN_S = 2.0
_PATIENCE_S = 3600


class Workplace(ConfigurableResource[Places]):
    """Places as settings. Empty means the default: `FILE.state`, the project's own dbt project, all cores."""

    archive: str
    warehouse: str
    state: str = ""
    dbt_project: str = ""
    workers: int = 0
    patience_s: int = 0  # how long to wait for a refresh that somebody else has started

    def places(self) -> Places:
        """The places these settings name."""
        return Places.of(
            Path(self.archive),
            Path(self.warehouse),
            Path(self.state) if self.state else None,
            Path(self.dbt_project) if self.dbt_project else None,
        )

    def worker_count(self) -> int:
        """How many documents may be read at once."""
        return self.workers or default_workers()

    def record_of(self, run_id: str) -> RunRecord:
        """The record of this run, a new one when the run begins."""
        places = self.places()
        return load_record(places.inside("runs"), run_id) or RunRecord(
            run_id=run_id,
            started_at=datetime.now(UTC).isoformat(timespec="milliseconds"),
            archive=str(places.archive),
            warehouse=str(places.warehouse),
        )

    @contextmanager
    def yield_for_execution(self, context: InitResourceContext) -> Generator["Workplace", None, None]:  # type: ignore[override]  # noqa: ARG002
        """Hold the locks of warehouse and state folder for as long as the run uses them."""
        with _patiently(self.places(), self.patience_s):
            yield self


@contextmanager
def _patiently(places: Places, patience_s: float) -> Iterator[None]:
    """Hold the locks for the block; raises RefreshRunning when another has one of them for longer than this."""
    end = time.monotonic() + patience_s
    with ExitStack() as stack:
        while True:
            try:
                stack.enter_context(locks_of(places))
                break
            except RefreshRunning:
                if time.monotonic() >= end:
                    raise
                time.sleep(_LOOK_AGAIN_S)
        yield


def workplace_from_environment() -> Workplace:
    """What the schedule and the user interface work on, unless the run's configuration says otherwise."""
    return Workplace(
        archive=os.environ.get("FINSAM_ARCHIVE", str(PROJECT / "examples" / "archive")),
        warehouse=os.environ.get("FINSAM_WAREHOUSE", str(PROJECT / "warehouse" / "finsam.duckdb")),
        state=os.environ.get("FINSAM_STATE", ""),
        dbt_project=os.environ.get("FINSAM_DBT_PROJECT", ""),
        patience_s=int(os.environ.get("FINSAM_LOCK_PATIENCE_S") or _PATIENCE_S),
    )
