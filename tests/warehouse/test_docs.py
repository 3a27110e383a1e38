"""The documents about the warehouse: the dictionary is fresh, and every query that is shown answers."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.warehouse.warehouse import PROJECT, Warehouse

DOCS = PROJECT.parent / "docs"
QUERIES = re.findall(r"```sql\n(.*?)```", (DOCS / "questions.md").read_text(encoding="utf-8"), re.DOTALL)
MAY_BE_EMPTY = re.compile("status_computed|exit_reason|rule_id = 'S18'")


def test_the_dictionary_is_fresh() -> None:
    rendered = "import contract_to_dictionary as made; print(made.render(), end='')"
    made = subprocess.run([sys.executable, "-c", rendered], cwd=PROJECT, capture_output=True, text=True, check=True, timeout=60)
    assert made.stdout == Path(DOCS / "data_dictionary.md").read_text(encoding="utf-8"), "run python dbt_project/contract_to_dictionary.py"


@pytest.mark.parametrize("query", QUERIES, ids=[str(number) for number in range(1, len(QUERIES) + 1)])
def test_every_query_of_the_questions_answers(published: Warehouse, query: str) -> None:
    rows = published.rows(query)
    assert rows or MAY_BE_EMPTY.search(query)
