"""Puts a finished, judged warehouse in front of readers, or refuses and says why.

The file is built beside the published one, in the same folder, and swapped in by a rename: a reader that holds
the old file open goes on undisturbed, a new connection sees the new release, nobody sees a half-built one.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from orchestration.contract import PublicTable, what_is_missing
from orchestration.errors import NotPublishable
from orchestration.files import sha256_of, write_whole
from orchestration.places import Places
from orchestration.record import Finding

KEEP_RELEASES = 5
_WORST_FIRST = {"error": 0, "fail": 1, "warn": 2}


@dataclass(frozen=True, slots=True)
class Release:
    """One published warehouse: what it was made from, what it holds, what it found."""

    release_id: str
    built_at: str
    warehouse: str
    fingerprint: str  # of everything the file was made from; equal fingerprints need no new build
    sha256: str
    rows: dict[str, int]
    rules: dict[str, int]
    findings: list[Finding]
    unread: int

    @property
    def documents(self) -> int:
        """Documents whose facts are in it."""
        return self.rows["marts.dim_document"]

    @property
    def facts(self) -> int:
        """Rows of all fact tables."""
        return sum(count for name, count in self.rows.items() if name.startswith("marts.fct_"))


def check_complete(building: Path, tables: list[PublicTable], documents: int) -> None:
    """Raise NotPublishable when the built file is not the whole warehouse of these documents."""
    import duckdb

    if not building.is_file():
        raise NotPublishable("not published: dbt left no warehouse file")
    with duckdb.connect(str(building)) as connection:
        connection.execute("checkpoint")
    if building.with_name(building.name + ".wal").exists():
        raise NotPublishable("not published: the built warehouse has changes that are not in its file yet")
    if problems := what_is_missing(building, tables):
        raise NotPublishable(f"not published: {problems[0]}" + _and_more(problems))
    with duckdb.connect(str(building), read_only=True) as connection:
        found = _count(connection, "marts.dim_document")
    if found != documents:
        raise NotPublishable(f"not published: {documents} documents were read, the warehouse holds {found}")


def describe(building: Path, tables: list[PublicTable], *, release_id: str, built_at: str, warehouse: Path, fingerprint: str) -> Release:
    """What a built warehouse holds."""
    import duckdb

    with duckdb.connect(str(building), read_only=True) as connection:
        rows = {table.name: _count(connection, table.name) for table in tables}
        rules = dict(connection.execute("select outcome, count(*) from quality.verdicts group by 1").fetchall())
        findings = connection.execute(
            "select rule_id, outcome, file_name, message from quality.verdicts"
            " where outcome in ('error', 'fail', 'warn') order by rule_id, file_name, verdict_id"
        ).fetchall()
    return Release(
        release_id=release_id,
        built_at=built_at,
        warehouse=str(warehouse),
        fingerprint=fingerprint,
        sha256=sha256_of(building),
        rows=rows,
        rules=rules,
        findings=sorted((Finding(*row) for row in findings), key=lambda found: _WORST_FIRST[found.outcome]),
        unread=rows["quality.unread"],
    )


def _count(connection: object, table: str) -> int:
    (count,) = connection.execute(f"select count(*) from {table}").fetchone()  # type: ignore[attr-defined]  # noqa: S608
    return int(count)


def _and_more(problems: Sequence[str]) -> str:
    return f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""


def swap(places: Places, release: Release, keep: int = KEEP_RELEASES) -> None:
    """Put the built file in front of readers and keep it among the releases.

    Killed at any line, the old file or the new one stands whole, and the next run completes what is missing.
    """
    releases = places.inside("releases")
    releases.mkdir(parents=True, exist_ok=True)
    _copy_whole(places.building, releases / f"{release.release_id}.duckdb")
    note = json.dumps(asdict(release), ensure_ascii=False, indent=1)
    write_whole(releases / f"{release.release_id}.json", note)
    _to_disk(places.building)
    os.replace(places.building, places.warehouse)
    _to_disk(places.warehouse.parent)
    # Last: killed before this line, the next run sees a file it does not know and builds anew.
    write_whole(releases / "current", release.release_id)
    _forget_old(releases, release.release_id, keep)


def _copy_whole(source: Path, target: Path) -> None:
    beside = target.with_suffix(".copying")
    try:
        shutil.copyfile(source, beside)
        os.replace(beside, target)
    finally:
        beside.unlink(missing_ok=True)


def _forget_old(releases: Path, current: str, keep: int) -> None:
    """Remove all but the last releases, and what a killed run left half-made.

    The current one stays whatever its name says: a clock that was set back gives it an older name than the one before.
    """
    old = sorted(note.stem for note in releases.glob("*.json") if note.stem != current)
    kept = {current, *(old[1 - keep :] if keep > 1 else [])}
    for file in (*releases.glob("*.json"), *releases.glob("*.duckdb")):
        if file.stem not in kept:
            file.unlink(missing_ok=True)
    for left in releases.glob("*.copying"):
        left.unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def clear_building(places: Places) -> None:
    """Remove what a run that was killed left beside the warehouse."""
    for left in (places.building, places.building.with_name(places.building.name + ".wal")):
        left.unlink(missing_ok=True)


def current_release(places: Places) -> Release | None:
    """The release in front of readers, None when the file is not there or not one of ours."""
    try:
        release_id = places.inside("releases", "current").read_text(encoding="utf-8")
        data = json.loads(places.inside("releases", f"{release_id}.json").read_text(encoding="utf-8"))
        release = Release(**data | {"findings": [Finding(**finding) for finding in data["findings"]]})
        return release if sha256_of(places.warehouse) == release.sha256 else None
    except (FileNotFoundError, ValueError, TypeError, KeyError):  # not there, or not as we write it: built anew
        return None


def documents_released(places: Places) -> frozenset[str]:
    """Ids of the documents in the last release that was completed; none when there is none, or it cannot be read.

    A file that was swapped in by a run that was killed before it said so does not count: that release is made anew.
    """
    import duckdb

    try:
        release_id = places.inside("releases", "current").read_text(encoding="utf-8")
        with duckdb.connect(str(places.inside("releases", f"{release_id}.duckdb")), read_only=True) as connection:
            return frozenset(found for (found,) in connection.execute("select document_id from marts.dim_document").fetchall())
    except (OSError, ValueError, duckdb.Error):
        return frozenset()
