"""Dagster's own settings for a state folder: where runs and events are kept, how many at once, how long ticks are kept."""

from __future__ import annotations

import json
import os
from pathlib import Path

from orchestration.files import write_whole
from orchestration.places import Places

POSTGRES = "FINSAM_DAGSTER_POSTGRES_URL"

_ALWAYS = """\
# Written by finsam, and anew at every start: settings of your own are overwritten.
telemetry:
  enabled: false
nux:
  enabled: false
# Capturing a step's output starts two processes per step; ours tell what they did in their metadata.
compute_logs:
  module: dagster._core.storage.noop_compute_log_manager
  class: NoOpComputeLogManager
# A run waits in the queue while another holds one of its pools: writers of the warehouse never overlap.
concurrency:
  pools:
    default_limit: 1
    granularity: run
  runs:
    max_concurrent_runs: 4
# After downtime the last missed night is made up for, once: it finds everything the others would have found.
scheduler:
  module: dagster.core.scheduler
  class: DagsterDaemonScheduler
  config:
    max_catchup_runs: 1
# A run whose process died is ended as failed, so that it is told and frees its pool.
run_monitoring:
  enabled: true
  start_timeout_seconds: 300
  poll_interval_seconds: 60
retention:
  schedule:
    purge_after_days: 90
  sensor:
    purge_after_days:
      skipped: 7
      failure: 30
      success: 90
"""
_SQLITE = """\
# One file for the events of all runs: half as many writes as one per run and an index.
event_log_storage:
  module: dagster._core.storage.event_log
  class: ConsolidatedSqliteEventLogStorage
  config:
    base_dir: {home}
"""
_POSTGRES = """\
storage:
  postgres:
    postgres_url:
      env: {variable}
"""


def settings_of(home: Path, *, postgres: bool) -> str:
    """The text of dagster.yaml. The address of the server, with its password, stays in the environment."""
    if postgres:
        return _ALWAYS + _POSTGRES.format(variable=POSTGRES)
    return _ALWAYS + _SQLITE.format(home=json.dumps(str(home), ensure_ascii=False))


def prepare_home(places: Places) -> Path:
    """The Dagster folder of these places, with its settings."""
    home = places.inside("dagster")
    settings = home / "dagster.yaml"
    text = settings_of(home, postgres=bool(os.environ.get(POSTGRES)))
    if not settings.is_file() or settings.read_text(encoding="utf-8") != text:
        write_whole(settings, text)
    return home


def main() -> None:
    """Write the settings for the places the environment names, and print the folder: what a service does before it starts."""
    from orchestration.resources import workplace_from_environment

    print(prepare_home(workplace_from_environment().places()))  # noqa: T201


if __name__ == "__main__":
    main()
