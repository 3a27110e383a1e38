"""The contract is written once: dbt's schema files and the built file say what contract.yml says."""

from __future__ import annotations

import importlib.util
import re
import sys
from types import ModuleType

import duckdb
import pytest
import yaml

from tests.warehouse.warehouse import PROJECT, Warehouse


def _load_generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("contract_to_schema", PROJECT / "contract_to_schema.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


generator = _load_generator()
CONTRACT = {table.name: table for table in generator.load_contract()}
PUBLIC = {table.name: table for table in generator.public_tables(generator.load_contract(), generator.load_descriptions())}


@pytest.mark.parametrize("schema", generator.SCHEMAS)
def test_schema_files_are_fresh(schema: str) -> None:
    written = generator.schema_path(schema).read_text(encoding="utf-8")
    assert written == generator.render(schema), "run python dbt_project/contract_to_schema.py"


@pytest.mark.parametrize(
    ("spec", "data_type", "nullable", "codes"),
    [
        ("VARCHAR", "VARCHAR", False, ()),
        ("DECIMAL(18,2) null", "DECIMAL(18,2)", True, ()),
        ("{SEK, TSEK, MSEK} null", "VARCHAR", True, ("SEK", "TSEK", "MSEK")),
        ("{left, right}", "VARCHAR", False, ("left", "right")),
        ("VARCHAR[]", "VARCHAR[]", False, ()),
    ],
)
def test_column_specs_are_understood(spec: str, data_type: str, nullable: bool, codes: tuple[str, ...]) -> None:
    assert generator.parse_column("c", spec) == generator.Column("c", data_type, nullable, codes)


def test_merged_columns_keep_the_order_they_are_written_in() -> None:
    names = [column.name for column in CONTRACT["marts.fct_finances"].columns]
    assert names[0] == "document_id"
    assert names.index("evidence_url") < names.index("period_type") < names.index("fact_id")
    assert len(names) == 43


def test_the_built_file_has_the_public_tables_and_no_other(published: Warehouse) -> None:
    built = published.rows("select table_schema || '.' || table_name from information_schema.tables")
    assert {name for (name,) in built} == set(PUBLIC)


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_the_built_file_has_the_contracts_columns(published: Warehouse, name: str) -> None:
    built = published.rows(
        """
        select column_name, data_type, is_nullable
        from duckdb_columns()
        where schema_name || '.' || table_name = ?
        order by column_index
        """,
        [name],
    )
    assert built == [(column.name, column.data_type, column.nullable) for column in PUBLIC[name].columns]


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_every_description_states_the_grain_first_and_reaches_the_file(published: Warehouse, name: str) -> None:
    [(table_comment,)] = published.rows("select comment from duckdb_tables() where schema_name || '.' || table_name = ?", [name])
    assert re.match(r"One row(,| per )", table_comment)
    silent = published.rows(
        "select column_name from duckdb_columns() where schema_name || '.' || table_name = ? and comment is null",
        [name],
    )
    assert silent == []


def test_no_description_is_of_a_column_that_no_table_has() -> None:
    told = set(generator.load_descriptions()["columns"])
    assert told - {column.name for table in PUBLIC.values() for column in table.columns} == set()


def test_every_code_list_and_key_of_the_contract_is_a_test() -> None:
    for schema in generator.SCHEMAS:
        loaded = yaml.safe_load(generator.schema_path(schema).read_text(encoding="utf-8"))
        for model in loaded["models"]:
            table = CONTRACT.get(f"{schema}.{model['name']}")
            if table is None:
                continue
            tests = {kind: spec["arguments"] for test in model.get("data_tests", []) for kind, spec in test.items()}
            lists = {column.name: list(column.codes) for column in table.columns if column.codes}
            tested = tests.get("accepted_codes", {}).get("code_lists", {})
            assert {name: tested.get(name) for name in lists} == lists
            assert tests.get("unique_key", {"columns": []})["columns"] == list(table.key)


def test_an_undescribed_column_is_refused() -> None:
    table = generator.Table("marts.dim_association", (), (generator.Column("never_told", "VARCHAR", True, ()),))
    with pytest.raises(ValueError, match="never_told"):
        generator.build_model(table, generator.load_descriptions())


def test_not_null_is_enforced_by_the_file_itself(published: Warehouse) -> None:
    copy = duckdb.connect()
    copy.execute(f"attach '{published.published}' as source (read_only)")
    [(statement,)] = copy.execute(
        "select sql from duckdb_tables() where database_name = 'source' and table_name = 'dim_association'"
    ).fetchall()
    assert "association_id VARCHAR NOT NULL" in statement
    copy.close()
