"""What one step leaves for the next, as JSON in `run/` of the state folder.

Files rather than values in memory: the same steps then work when an executor runs them as several processes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

from orchestration.files import write_whole

Row = TypeVar("Row")


def leave(folder: Path, name: str, rows: Sequence[Any]) -> None:
    """Leave rows (dataclasses of plain values) under a name, replacing the last run's; paths may hold bytes that are no UTF-8."""
    write_whole(folder / f"{name}.json", json.dumps([asdict(row) for row in rows]))


def take(folder: Path, name: str, kind: type[Row]) -> list[Row]:
    """Take the rows left under a name."""
    return [kind(**row) for row in json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))]
