"""The public tables as the contract lists them, and whether a warehouse file holds exactly these."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orchestration.places import PROJECT

CONTRACT = PROJECT / "ingest" / "contract.yml"
PUBLIC_SCHEMAS = ("marts", "quality")


@dataclass(frozen=True, slots=True)
class PublicTable:
    """One table readers may rely on: `name` with its schema, columns with DuckDB's types."""

    name: str
    columns: dict[str, str]


def load_contract(path: Path = CONTRACT) -> list[PublicTable]:
    """The tables of the contract, code lists as the text columns they are."""
    import yaml

    tables: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))["tables"]
    return [PublicTable(name, {column: _duckdb_type(said) for column, said in table["columns"].items()}) for name, table in tables.items()]


def _duckdb_type(said: str) -> str:
    return "VARCHAR" if said.startswith("{") else said.removesuffix(" null")


def what_is_missing(file: Path, tables: list[PublicTable]) -> list[str]:
    """Sentences on what the file lacks or should not hold; empty when it is complete. Opens it read-only."""
    import duckdb

    with duckdb.connect(str(file), read_only=True) as connection:
        columns = connection.execute(
            "select table_schema || '.' || table_name, column_name, data_type from information_schema.columns"
        ).fetchall()
        others = connection.execute(
            "select table_schema || '.' || table_name, table_type from information_schema.tables"
            " where table_type <> 'BASE TABLE' or table_schema not in ('marts', 'quality')"
        ).fetchall()
    there: dict[str, dict[str, str]] = {}
    for table, column, kind in columns:
        there.setdefault(table, {})[column] = kind
    problems = [f"{name} is a {kind.lower()} outside the public tables" for name, kind in others]
    for table in tables:
        if table.name not in there:
            problems.append(f"table {table.name} is missing")
            continue
        problems += [
            f"{table.name}.{column} is {there[table.name].get(column, 'missing')}, not {kind}"
            for column, kind in table.columns.items()
            if there[table.name].get(column) != kind
        ]
    return problems
