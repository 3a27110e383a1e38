"""Reads a published warehouse file for the commands: read-only, never while writing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestration.errors import FinsamError, NotFound

if TYPE_CHECKING:
    import duckdb


@contextmanager
def opened(warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published file, opened read-only for the block; raises FinsamError when it is none."""
    import duckdb

    if not warehouse.is_file():
        raise NotFound(f"{warehouse}: no such warehouse; make it with `finsam refresh --archive DIR --warehouse FILE`")
    try:
        connection = duckdb.connect(str(warehouse), read_only=True)
    except duckdb.Error as problem:
        said = str(problem).splitlines()[0]
        raise FinsamError(f"{warehouse}: not a warehouse this program can open: {said}") from problem
    with connection:
        yield connection


def rows_of(connection: duckdb.DuckDBPyConnection, query: str, values: list[Any] | None = None) -> list[dict[str, Any]]:
    """The rows of a query as dictionaries by column name."""
    cursor = connection.execute(query, values or [])
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
