"""What is in front of readers now, and how the last run went."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from orchestration.places import Places
from orchestration.publish import current_release
from orchestration.record import load_latest
from orchestration.warehouse import opened, rows_of

Status = dict[str, Any]
"""`release` (quality.release), `rules` (places by outcome), `not_read` (ledger), `is_ours`, `last_run`, `releases`."""


def find_status(places: Places) -> Status:
    """The published release as its own file tells it, and what the state folder remembers."""
    with opened(places.warehouse) as connection:
        release = rows_of(connection, "select * from quality.release")[0]
        rules = connection.execute("select outcome, count(*) from quality.verdicts group by 1 order by 1").fetchall()
        not_read = rows_of(
            connection,
            "select file_name, outcome, reason_code, message from quality.outcomes"
            " where outcome in ('refused', 'failed') order by file_name",
        )
    last = load_latest(places.inside("runs"))
    return {
        "warehouse": str(places.warehouse),
        "release": release,
        "rules": dict(rules),
        "not_read": not_read,
        "is_ours": current_release(places) is not None,
        "last_run": last.to_dict() if last else None,
        "releases": sorted((path.stem for path in _kept(places.inside("releases"))), reverse=True),
    }


def _kept(releases: Path) -> list[Path]:
    return list(releases.glob("*.duckdb"))


def show_status(status: Status, console: Console) -> None:
    """Print the status for a person."""
    release, last = status["release"], status["last_run"]
    grid = Table.grid(padding=(0, 2))
    holds = f"{release['documents']} documents, {release['facts']} facts, {release['findings_open']} open findings"
    not_read = ", ".join(f"{row['file_name']} ({row['reason_code']})" for row in status["not_read"])
    rows = [
        ("Warehouse", status["warehouse"]),
        ("Release", f"{release['release_id']}, built {release['built_at']} UTC"),
        ("Holds", holds),
        ("Rules", ", ".join(f"{count} {outcome}" for outcome, count in status["rules"].items()) or "none ran"),
        ("Not read", not_read or "nothing"),
        ("Kept releases", str(len(status["releases"]))),
    ]
    if not status["is_ours"]:
        rows.append(("Note", "the state folder does not know this file; the next refresh builds it anew"))
    if last:
        why = f": {last['problem']}" if last["problem"] else ""
        rows.append(("Last run", f"{last['started_at']}: {last['ending']}{why}"))
    for name, value in rows:
        grid.add_row(Text(name, style="bold"), Text(value))
    console.print(grid)
