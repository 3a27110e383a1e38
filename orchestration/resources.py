"""The one resource of a run: where everything lies, how many workers read, and the locks while it goes."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from dagster import ConfigurableResource, InitResourceContext

from orchestration.lock import locks_of
from orchestration.places import PROJECT, Places
from orchestration.pool import default_workers
from orchestration.record import RunRecord, load_record


class Workplace(ConfigurableResource[Places]):
    """Places as settings. Empty means the default: `FILE.state`, the project's own dbt project, all cores."""

    archive: str
    warehouse: str
    state: str = ""
    dbt_project: str = ""
    workers: int = 0

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
        with locks_of(self.places()):
            yield self


def workplace_from_environment() -> Workplace:
    """What the schedule and the user interface work on, unless the run's configuration says otherwise."""
    return Workplace(
        archive=os.environ.get("FINSAM_ARCHIVE", str(PROJECT / "examples" / "archive")),
        warehouse=os.environ.get("FINSAM_WAREHOUSE", str(PROJECT / "warehouse" / "finsam.duckdb")),
        state=os.environ.get("FINSAM_STATE", ""),
        dbt_project=os.environ.get("FINSAM_DBT_PROJECT", ""),
    )
