"""A small world of their own for tests: an archive folder, a warehouse file, and the command as a person runs it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from orchestration.places import PROJECT, Places

SAMPLES = PROJECT / "examples" / "archive"
QUIET = {"DAGSTER_DISABLE_TELEMETRY": "yes", "DBT_SEND_ANONYMOUS_USAGE_STATS": "false", "GX_ANALYTICS_ENABLED": "false"}


def sample_reports(count: int) -> list[Path]:
    """The smallest sample reports of the first association: the quickest to read."""
    first = min(path for path in SAMPLES.iterdir() if path.is_dir())
    return sorted(first.glob("*.pdf"), key=lambda path: path.stat().st_size)[:count]


def make_world(root: Path, reports: list[Path]) -> Places:
    """Places in a folder of their own, with these reports in the archive."""
    archive = root / "archive"
    archive.mkdir(parents=True)
    for report in reports:
        shutil.copy(report, archive)
    return Places.of(archive, root / "warehouse.duckdb")


def run_finsam(*arguments: object) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "orchestration.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=PROJECT,
        env=os.environ | QUIET,
        timeout=180,
        check=False,
    )


def refresh_arguments(places: Places) -> list[object]:
    """The arguments of `finsam refresh` for these places."""
    return ["refresh", "--archive", places.archive, "--warehouse", places.warehouse, "--json"]


def rows(places: Places, query: str) -> list[dict[str, object]]:
    """The rows of a query on the published file, asked in another process as every reader does."""
    script = (
        "import duckdb, json, sys\n"
        "cursor = duckdb.connect(sys.argv[1], read_only=True).execute(sys.argv[2])\n"
        "names = [column[0] for column in cursor.description]\n"
        "print(json.dumps([dict(zip(names, row)) for row in cursor.fetchall()], default=str))\n"
    )
    told = subprocess.run([sys.executable, "-c", script, str(places.warehouse), query], capture_output=True, text=True, check=True)
    found: list[dict[str, object]] = json.loads(told.stdout)
    return found
