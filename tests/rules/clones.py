"""Clones of whole associations with single figures changed, made in Parquet so that a thousand of them are one build.

A clone holds every document of the association under ids of its own, so that rules between documents see it as they saw the
original. `Change` says what to change in one clone; `write_clones` writes the facts of all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa

_KEYED = {
    "documents": ("document_id",),
    "finances": ("document_id", "fact_id"),
    "sums": ("document_id", "total_fact_id", "part_fact_id"),
    "key_figures": ("document_id", "fact_id"),
    "unread": ("document_id",),
    "told_amounts": ("document_id", "fact_id"),
}
_EMPTY = ("participants", "goals", "goal_counts", "indicators", "corrections")
_CHANGES = pa.schema(
    [("clone", pa.string()), ("association_id", pa.string()), ("fact_id", pa.string()),
     ("amount", pa.decimal128(18, 2)), ("picture", pa.bool_())]
)  # fmt: skip


@dataclass(frozen=True)
class Change:
    """In the clone, the printed amount of a fact becomes `amount` (kronor); `picture` says that the whole document is a scan."""

    clone: str
    association_id: str
    fact_id: str
    amount: Decimal
    picture: bool = False


def write_clones(facts: Path, into: Path, changes: Sequence[Change]) -> None:
    """Write the doors of facts/ with one clone of the association for each `clone` named in the changes, and nothing else."""
    into.mkdir(parents=True, exist_ok=True)
    rows = [asdict(change) for change in changes]
    with duckdb.connect() as connection:
        connection.execute("set threads = 2")
        connection.register("listed", pa.Table.from_pylist(rows, schema=_CHANGES))
        connection.execute("create table changes as select * from listed")
        connection.execute("create table clones as select distinct clone, association_id from changes")
        connection.read_parquet(f"{facts}/documents.parquet").select("document_id, association_id").create("held")
        connection.read_parquet(f"{facts}/finances.parquet").select("fact_id, document_id").create("printed")
        connection.execute(
            "create table scans as select distinct clone, document_id from changes inner join printed using (fact_id) where picture"
        )
        for name, keys in _KEYED.items():
            swapped = [f"base.{key} || '~' || clones.clone as {key}" for key in keys]
            if name != "sums":
                swapped += ["'~' || clones.clone || '~' || base.file_name as file_name"]
            if name in ("documents", "finances", "key_figures", "told_amounts"):
                swapped += ["clones.clone as association_id"]
            extra = ""
            if name == "finances":
                swapped += [
                    "coalesce(changes.amount, base.amount_sek) as amount_sek",
                    """case when changes.amount is null then base.amount_natural_sek
                        when base.amount_natural_sek = -base.amount_sek and base.amount_sek <> 0 then -changes.amount
                        else changes.amount end as amount_natural_sek""",
                    "case when scans.clone is not null then 'ocr' else base.reading end as reading",
                ]
                extra = """left join changes on changes.clone = clones.clone and changes.fact_id = base.fact_id
                    left join scans on scans.clone = clones.clone and scans.document_id = base.document_id"""
            connection.read_parquet(f"{facts}/{name}.parquet").create_view("base", replace=True)
            cloned = f"""select base.* replace ({", ".join(swapped)}) from base
                inner join held on base.document_id = held.document_id
                inner join clones on held.association_id = clones.association_id {extra}"""  # noqa: S608 - names of our own columns
            connection.sql(cloned).write_parquet(f"{into}/{name}.parquet")
        for name in _EMPTY:
            connection.read_parquet(f"{facts}/{name}.parquet").limit(0).write_parquet(f"{into}/{name}.parquet")
