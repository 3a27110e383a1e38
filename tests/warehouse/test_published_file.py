"""The published file by itself: tables only, nothing outside, closed, in a format that older clients open."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb

from tests.warehouse.warehouse import Warehouse


def test_it_holds_tables_only_in_two_schemas(published: Warehouse) -> None:
    kinds = published.rows("select distinct table_schema, table_type from information_schema.tables order by 1")
    assert kinds == [("marts", "BASE TABLE"), ("quality", "BASE TABLE")]
    assert published.rows("select view_name from duckdb_views() where not internal") == []


def test_it_answers_without_the_doors_and_under_another_name(published: Warehouse, tmp_path: Path) -> None:
    alone = tmp_path / "renamed.duckdb"
    shutil.copy(published.published, alone)
    with duckdb.connect(str(alone), read_only=True) as connection:
        connection.execute("set enable_external_access = false")
        tables = connection.execute("select table_schema, table_name from information_schema.tables").fetchall()
        counts = {
            table: connection.execute(f'select count(*) from {schema}."{table}"').fetchall()[0][0]  # noqa: S608
            for schema, table in tables
        }
    assert counts["fct_finances"] == 252
    assert counts["dim_document"] == 11
    assert (counts["fct_participants"], counts["fct_goals"], counts["fct_indicators"]) == (19, 6, 7)


def test_it_is_written_for_clients_of_1_4(published: Warehouse) -> None:
    [(tags,)] = published.rows("select tags from duckdb_databases() where database_name = current_database()")
    assert tags["storage_version"] == "v1.4.0+"


def test_both_files_are_closed_after_a_build(published: Warehouse) -> None:
    assert not published.published.with_suffix(".duckdb.wal").exists()
    assert not published.work.with_suffix(".duckdb.wal").exists()
    opened = "import duckdb, sys; [duckdb.connect(path).close() for path in sys.argv[1:]]"
    subprocess.run(
        [sys.executable, "-c", opened, str(published.work), str(published.published)],
        check=True,
        timeout=60,
        env={**os.environ},
    )


def test_the_release_counts_documents_facts_and_open_findings(published: Warehouse) -> None:
    assert published.rows("select release_id, documents, facts, findings_open from quality.release") == [("2025-05-01", 11, 289, 1)]


def test_the_ledger_keeps_the_refused_and_its_times_in_utc(published: Warehouse) -> None:
    [(at, reason)] = published.rows("""select "at", reason_code from quality.outcomes where outcome = 'refused'""")
    assert (at.isoformat(), reason) == ("2025-05-01T02:00:00", "empty_file")
