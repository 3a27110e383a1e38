"""Readers that query without pause while releases are swapped in: none fails, each sees whole releases only."""

from __future__ import annotations

from pathlib import Path

import duckdb

from benchmarks.load import load


def test_readers_never_fail_while_releases_are_published(tmp_path: Path) -> None:
    source = tmp_path / "source.duckdb"
    with duckdb.connect(str(source)) as connection:
        connection.execute("create schema marts; create schema quality")
        connection.execute("create table marts.dim_document as select range as document_id, repeat('x', 1000) as title from range(2000)")
        connection.execute("create table quality.release as select '' as release_id, 0 as documents")
    told = load(tmp_path, source, publications=5, readers=3, least_reads=500)
    assert told["failures"] == 0, told["examples"]
    assert int(str(told["reads"])) >= 200
    assert int(str(told["most_releases_seen_by_one"])) >= 2
