"""Small facts for rules: compact rows in, the Parquet doors of facts/ and reference/ out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_type_hints

import pyarrow as pa
import pyarrow.parquet as pq

from ingest.contracts import DocumentRow, FinanceRow, KeyFigureRow, SumRow, UnreadRow
from ingest.corrections import Correction

_STOCK_ITEMS = {
    "receivables", "cash_and_bank", "total_assets", "total_current_assets", "equity_brought_forward", "equity_closing",
    "current_liabilities", "total_equity_and_liabilities", "cash_closing", "equity_ceiling",
}  # fmt: skip
_UNITS = {1: "SEK", 1000: "TSEK", 1_000_000: "MSEK"}
_ARROW = {str: pa.string(), bool: pa.bool_(), int: pa.int32(), float: pa.float64(), date: pa.date32()}


def schema_of(row_type: type, *, thousandths: frozenset[str] = frozenset()) -> pa.Schema:
    """The door's columns: the row type's, and file_name where a reader adds it."""
    fields = []
    for name, hint in get_type_hints(row_type).items():
        kind = next((t for t in getattr(hint, "__args__", (hint,)) if t is not type(None)), hint)
        scale = 3 if name in thousandths else 2
        fields.append((name, pa.decimal128(18, scale) if kind is Decimal else _ARROW[kind]))
    if row_type is DocumentRow:
        fields.insert(1, ("file_name", pa.string()))
    elif row_type is not SumRow:
        fields.append(("file_name", pa.string()))
    return pa.schema(fields)


def finance(document_id: str, row: dict[str, Any], no: int) -> dict[str, Any]:
    """One printed amount from {statement, column, item, amount, …}; the rest takes ordinary values."""
    statement, item = row["statement"], row["item"]
    column = str(row["column"])
    last = date.fromisoformat(column) if len(column) == 10 else date(int(column), 12, 31)
    scenario = row.get("scenario", "actual")
    is_stock = statement == "balance_sheet" or item in _STOCK_ITEMS
    precision = row.get("precision", 1)  # what the last printed digit is worth, in kronor: 100000 in "5,2" million
    multiple = next(unit for unit in _UNITS if precision <= unit)
    amount = Decimal(str(row["amount"]))
    printed = Decimal(str(row.get("printed", row["amount"])))
    tables = [
        "income_statement",
        "balance_sheet",
        "cash_flow",
        "operating_statement",
        "multi_year_overview",
        "note",
        "budget_plan",
        "balance_requirement",
    ]
    values: dict[str, Any] = dict.fromkeys(get_type_hints(FinanceRow))
    values |= {
        "fact_id": f"{document_id}-{no}", "document_id": document_id, "association_id": row.get("association", "exempel"),
        "page": tables.index(statement) + 1, "x0": 1.0 if row.get("placed", True) else None,
        "top": float(no), "x1": 2.0, "bottom": no + 1.0, "reading": "text",
        "period_type": "instant" if is_stock else "year", "period_start": None if is_stock else date(last.year, 1, 1),
        "period_end": last, "fiscal_year": last.year, "statement": statement,
        "table_no": row.get("table", tables.index(statement) + 1 + (10 * int(row.get("note", 0)))), "row_no": row.get("row", no),
        "column_no": row.get("column_no", {"actual": 0, "budget": 50, "deviation": 70}.get(scenario, 90) + last.year % 40),
        "label_printed": row.get("label", (item or "").replace("_", " ")), "label_path": "", "section": row.get("section"),
        "budget_version": row.get("version"),
        "line_item": item, "initiative_id": row.get("initiative"), "contributor_id": row.get("contributor"),
        "is_total": row.get("is") == "total" or row.get("is_step", False), "is_of_which": False,
        "column_printed": f"{scenario} {column}", "scenario": scenario,
        "deviation_of": "budget" if scenario == "deviation" else None,
        "amount_printed": str(printed), "unit_printed": row.get("unit_printed", _UNITS[multiple]), "unit_used": _UNITS[multiple],
        "unit_multiple": multiple, "precision_sek": Decimal(precision), "amount_sek": printed, "amount_natural_sek": amount,
        "note_ref": row.get("note_ref"), "table_note": row.get("note"), "file_name": f"{document_id}.pdf",
    }  # fmt: skip
    return values


def correction(fact: dict[str, Any], expected: str) -> Correction:
    """A reviewed line on a printed amount, which it expects to be `expected`."""
    return Correction(
        verdict_id="", fact_id=fact["fact_id"], document_id=fact["document_id"], file_name=fact["file_name"], place="page 1",
        printed=expected, corrected=Decimal(1), reason="delarna", who="Eva", when=date(2025, 3, 1), association_id=fact["association_id"],
    )  # fmt: skip


def key_figure(document_id: str, row: dict[str, Any], no: int) -> dict[str, Any]:
    """One printed figure that is not money from {column, measure, amount}."""
    last = date(int(row["column"]), 12, 31)
    values: dict[str, Any] = dict.fromkeys(get_type_hints(KeyFigureRow))
    return values | {
        "fact_id": f"{document_id}-{no}", "document_id": document_id, "association_id": row.get("association", "exempel"),
        "page": 5, "x0": 1.0, "top": 1.0, "x1": 2.0, "bottom": 2.0, "reading": "text", "period_type": "instant",
        "period_end": last, "fiscal_year": last.year, "measure": row["measure"], "label_printed": "Soliditet",
        "column_printed": str(row["column"]), "scenario": "actual", "amount_printed": f"{row['amount']}",
        "value": Decimal(str(row["amount"])), "unit": "percent",
        "table_no": 5, "file_name": f"{document_id}.pdf",
    }  # fmt: skip


def document(
    document_id: str,
    *,
    association: str = "exempel",
    report_type: str = "annual_report",
    year: int = 2024,
    told: Mapping[str, Any] = MappingProxyType({}),
) -> dict[str, Any]:
    """One document of a kind about a year; `told` says its title, its day of adoption and whether it is a draft."""
    values: dict[str, Any] = dict.fromkeys(get_type_hints(DocumentRow))
    return values | {
        "document_id": document_id, "file_name": f"{document_id}.pdf", "association_id": association,
        "association_name": association.title(), "association_printed": association.title(), "is_provisional": True,
        "report_type": report_type, "is_draft": bool(told.get("draft")), "title": told.get("title"),
        "registry_number": told.get("registry"),
        "adopted_on": date.fromisoformat(str(told["adopted"])) if "adopted" in told else None,
        "period_start": date(year, 1, 1), "period_end": date(year, 12, 31),
        "fiscal_year": year, "pages": 1, "is_scanned": False, "reader_version": "test",
    }  # fmt: skip


def sums_of(document_id: str, rows: Iterable[dict[str, Any]], facts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Parts and totals marked `sums_to: total` and `is: total`, column by column."""
    marked = list(zip(rows, facts, strict=True))
    return [
        {"document_id": document_id, "table_no": part["table_no"], "column_no": part["column_no"], "total_fact_id": total["fact_id"],
         "part_fact_id": part["fact_id"], "weight": row.get("weight", 1), "used_to_repair": row.get("used_to_repair", False)}
        for total_row, total in marked
        if total_row.get("is") == "total"
        for row, part in marked
        if row.get("sums_to") == "total" and part["column_no"] == total["column_no"] and part["table_no"] == total["table_no"]
    ]  # fmt: skip


def write_facts(
    folder: Path,
    documents: list[dict[str, Any]],
    finances: list[dict[str, Any]],
    sums: list[dict[str, Any]],
    key_figures: list[dict[str, Any]],
) -> None:
    """The five Parquet files of facts/."""
    folder.mkdir(parents=True, exist_ok=True)
    doors = {
        "documents": (DocumentRow, documents), "finances": (FinanceRow, finances), "sums": (SumRow, sums),
        "key_figures": (KeyFigureRow, key_figures), "unread": (UnreadRow, []),
    }  # fmt: skip
    for name, (row_type, rows) in doors.items():
        schema = schema_of(row_type, thousandths=frozenset({"value"}))
        pq.write_table(pa.Table.from_pylist(rows, schema=schema), folder / f"{name}.parquet")


def write_vocabulary(folder: Path) -> None:
    """Reference tables that the warehouse reads beside the rules; empty is enough for the rules."""
    folder.mkdir(parents=True, exist_ok=True)
    columns = {
        "line_items": "line_item statement label_sv label_en parent weight:int normal_sign:int cost_class contributor_type",
        "line_item_trees": "form parent child weight:int",
        "associations": "association_id name organisation_number county valid_from:date valid_to:date successor_id",
        "initiatives": "initiative_id name association_id is_shared:bool direction predecessor_id",
    }
    kinds = {"int": pa.int32(), "date": pa.date32(), "bool": pa.bool_(), "": pa.string()}
    for name, listed in columns.items():
        fields = [(part.split(":")[0], kinds[part.partition(":")[2]]) for part in listed.split()]
        pq.write_table(pa.Table.from_pylist([], schema=pa.schema(fields)), folder / f"{name}.parquet")
