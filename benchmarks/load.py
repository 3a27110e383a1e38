"""Publishes again and again under readers that query without pause: `python -m benchmarks.load WAREHOUSE [--publications 20]`.

Half of the readers open the file, query and close it each time; half keep a connection open and open a new one when a
release has come. Every read must succeed and see one whole release: the number of documents that the release tells of.
Each publication is the real swap of a copy of WAREHOUSE with another number of documents in it. Ends with 1 when a read
failed, or when there were fewer reads than asked for.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from orchestration.places import Places
from orchestration.publish import Release, swap

_READER = """
import duckdb, json, os, sys
file, stop, keeps_open = sys.argv[1], sys.argv[2], sys.argv[3] == "keep"
reads, failures, seen, connection, opened = 0, [], set(), None, None
while not os.path.exists(stop):
    try:
        inode = os.stat(file).st_ino
        if connection is None or inode != opened:
            if connection is not None:
                connection.close()
            connection, opened = duckdb.connect(file, read_only=True), inode
        [(release, told)] = connection.execute("select release_id, documents from quality.release").fetchall()
        [(found,)] = connection.execute("select count(*) from marts.dim_document").fetchall()
        if told != found:
            failures.append(f"{release}: {told} documents told, {found} found")
        seen.add(release)
        if not keeps_open:
            connection.close()
            connection = None
    except Exception as problem:
        failures.append(f"{type(problem).__name__}: {problem}")
        connection = None
    reads += 1
print(json.dumps({"reads": reads, "failures": len(failures), "examples": failures[:3], "releases": len(seen)}))
"""


def _publish(places: Places, source: Path, number: int) -> None:
    """Build a copy of the warehouse with its own release and number of documents, and swap it in."""
    shutil.copyfile(source, places.building)
    with duckdb.connect(str(places.building)) as connection:
        kept = f"select document_id from marts.dim_document order by 1 limit {1 + number % 2}"  # noqa: S608
        connection.execute(f"delete from marts.dim_document where document_id not in ({kept})")  # noqa: S608
        [(documents,)] = connection.execute("select count(*) from marts.dim_document").fetchall()
        connection.execute("update quality.release set release_id = ?, documents = ?", [f"r{number:04}", documents])
        connection.execute("checkpoint")
    sha256 = hashlib.sha256(places.building.read_bytes()).hexdigest()
    swap(places, Release(f"r{number:04}", "", str(places.warehouse), str(number), sha256, {}, {}, [], 0))


def load(folder: Path, source: Path, publications: int, readers: int, least_reads: int, patience_s: float = 300) -> dict[str, object]:
    """Publish under readers; reads, failures and the releases that were seen, once there were reads enough."""
    places = Places.of(folder / "archive", folder / "warehouse.duckdb")
    _publish(places, source, 0)
    stop = folder / "stop"
    crew = [
        subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", _READER, str(places.warehouse), str(stop), "keep" if number % 2 else "close"],
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(readers)
    ]
    start = time.monotonic()
    pause = min(1.0, least_reads / 1000 / max(publications, 1))
    for number in range(1, publications + 1):
        time.sleep(pause)
        _publish(places, source, number)
    # Short reads take a few milliseconds each: what is still missing is made up for under the last release.
    time.sleep(min(patience_s, max(1.0, least_reads / (readers * 100) - (time.monotonic() - start))))
    stop.touch()
    told = [json.loads(reader.communicate(timeout=60)[0]) for reader in crew]
    return {
        "publications": publications,
        "readers": readers,
        "reads": sum(one["reads"] for one in told),
        "failures": sum(one["failures"] for one in told),
        "examples": [example for one in told for example in one["examples"]][:5],
        "most_releases_seen_by_one": max(one["releases"] for one in told),
        "seconds": round(time.monotonic() - start, 1),
    }


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("warehouse", type=Path, help="a published warehouse; it is only copied")
    parser.add_argument("--publications", type=int, default=20)
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--reads", type=int, default=10_000, help="fewer in all is a failure")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="finsam_load_") as folder:
        told = load(Path(folder), given.warehouse, given.publications, given.readers, given.reads)
    print(json.dumps(told, indent=1))  # noqa: T201
    return 1 if told["failures"] or int(str(told["reads"])) < given.reads else 0


if __name__ == "__main__":
    sys.exit(main())
