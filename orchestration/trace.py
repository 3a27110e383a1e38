"""The road of one number: from the published fact back to the box on the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from orchestration.archive import kept_at
from orchestration.console import Sentence
from orchestration.errors import FinsamError, NotFound
from orchestration.warehouse import opened, rows_of

_FACT_TABLES = {
    "marts.fct_finances": "fact_id",
    "marts.fct_key_figures": "fact_id",
    "marts.fct_participants": "fact_id",
    "marts.fct_goals": "goal_fact_id",
    "marts.fct_indicators": "fact_id",
    "marts.told_amounts": "fact_id",
}

Road = dict[str, Any]
"""`table`, `fact`, `document`, `verdicts`, `restatements`: each as the published file holds it."""


def find_road(warehouse: Path, fact_id: str) -> Road:
    """Everything the published file knows of one fact; the beginning of its id is enough when no other begins so."""
    with opened(warehouse) as connection:
        found: list[tuple[str, dict[str, Any]]] = []
        for table, key in _FACT_TABLES.items():
            query = f"select * from {table} where starts_with({key}, ?) order by {key} limit 3"  # noqa: S608
            found += [(table, row) for row in rows_of(connection, query, [fact_id])]
        whole = [(table, row) for table, row in found if row[_FACT_TABLES[table]] == fact_id]
        table, fact = _only(whole or found, fact_id, warehouse)
        own = fact[_FACT_TABLES[table]]
        documents = rows_of(connection, "select * from marts.dim_document where document_id = ?", [fact["document_id"]])
        verdicts = rows_of(
            connection,
            "select v.rule_id, v.outcome, v.severity, f.side, v.left_value, v.right_value, v.difference, v.tolerance,"
            " v.file_name, v.message from quality.verdict_facts f join quality.verdicts v using (verdict_id)"
            " where f.fact_id = ? order by list_position(['error', 'fail', 'warn', 'pass', 'not_evaluable'], v.outcome),"
            " v.rule_id, v.verdict_id",
            [own],
        )
        restated = rows_of(connection, "select * from quality.restatements where ? in (earlier_fact_id, later_fact_id)", [own])
    return {
        "table": table,
        "fact": fact,
        "document": documents[0] if documents else None,
        "verdicts": verdicts,
        "restatements": restated,
    }


def _only(found: list[tuple[str, dict[str, Any]]], fact_id: str, warehouse: Path) -> tuple[str, dict[str, Any]]:
    if not found:
        raise NotFound(f"{fact_id}: no such fact in {warehouse}; fact_id is a column of every marts.fct_ table")
    if len(found) > 1:
        some = ", ".join(str(row[_FACT_TABLES[table]]) for table, row in found[:3])
        raise NotFound(f"{fact_id}: several facts begin so ({some}, …); give more of the id")
    return found[0]


def cut_out_picture(road: Road, state: Path, out: Path) -> None:
    """Write the part of the page where the figure stands, with its box drawn, as PNG."""
    fact = road["fact"]
    if fact["page"] is None:
        raise FinsamError(f"{fact['file_name']}: the figure stands in a sheet, there is no page to picture")
    kept = kept_at(state / "archive", fact["document_id"])
    if not kept.is_file():
        raise NotFound(f"{fact['file_name']}: its bytes are not in {state}; give the --state folder of the refresh")
    from ingest.pdf.picture import cut_out

    out.parent.mkdir(parents=True, exist_ok=True)
    cut_out(kept.read_bytes(), fact["page"], (fact["x0"], fact["top"], fact["x1"], fact["bottom"]), out)


def show_road(road: Road, console: Console) -> None:
    """Print the road for a person."""
    fact, document = road["fact"], road["document"] or {}
    grid = Table.grid(padding=(0, 2))
    for name, value in [*_place(fact, document), *_meaning(fact)]:
        if value not in (None, ""):
            grid.add_row(Text(name, style="bold"), Text(str(value)))
    console.print(grid)
    if road["verdicts"]:
        console.print(Text("\nRules through this figure", style="bold"))
        _show_verdicts(road["verdicts"], console)
    if road["restatements"]:
        console.print(Text("\nSaid differently elsewhere", style="bold"))
        _show_restatements(road["restatements"], console)


def _place(fact: Road, document: Road) -> list[tuple[str, Any]]:
    box = " ".join(f"{fact[side]:.1f}" for side in ("x0", "top", "x1", "bottom") if fact[side] is not None)
    return [
        ("Fact", fact.get("fact_id") or fact.get("goal_fact_id")),
        ("File", fact["file_name"]),
        ("Document", fact["document_id"]),
        ("Title", document.get("title")),
        ("Association", fact.get("association_id")),
        ("Place", f"page {fact['page']}, box {box}" if fact["page"] else f"{fact['sheet']}!{fact['cell']}"),
        ("Printed", fact.get("amount_printed")),
        ("Read as", fact["reading"]),
        ("Reading note", fact["reading_note"]),
        ("Doubt", fact["doubt"]),
    ]


def _meaning(fact: Road) -> list[tuple[str, Any]]:
    window = f"{fact['period_start']} – {fact['period_end']}" if fact["period_start"] else f"at {fact['period_end']}"
    lines = [
        ("Row", " / ".join(filter(None, [fact.get("label_path"), fact.get("label_printed")]))),
        ("Line item", fact.get("line_item") or fact.get("measure")),
        ("Column", fact.get("column_printed")),
        ("Scenario", fact.get("scenario")),
        ("Period", f"{window} ({fact['period_type']}, fiscal year {fact['fiscal_year']})"),
    ]
    if "amount_sek" in fact:
        return lines + _money(fact)
    told = fact.get("amount_natural_sek")
    value = fact.get("value") if told is None else f"{told:,} kr".replace(",", " ")
    return [*lines, ("Value", value), ("Unit", fact.get("unit") or fact.get("unit_printed"))]


def _money(fact: Road) -> list[tuple[str, Any]]:
    confirmed = f"{fact['confirmations_table']} in the table, {fact['confirmations_document']} in the document"
    return [
        ("Statement", f"{fact['statement']}, table {fact['table_no']}, row {fact['row_no']}"),
        ("Unit", f"{fact['unit_used']} (printed: {fact['unit_printed'] or 'nothing'})"),
        ("Amount", f"{fact['amount_sek']:,} kr".replace(",", " ")),
        ("Correction", fact["correction_id"]),
        ("Confirmed", f"{confirmed}, {fact['confirmations_other']} by other documents"),
    ]


def _show_verdicts(verdicts: list[Road], console: Console) -> None:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for verdict in verdicts:
        table.add_row(verdict["outcome"], verdict["rule_id"], f"{verdict['side']} side", Sentence(verdict["message"]))
    console.print(table)


def _show_restatements(restatements: list[Road], console: Console) -> None:
    for row in restatements:
        said = f"{row['earlier_sek']} kr, later {row['later_sek']} kr ({row['kind']})"
        console.print(Text(f"{row['period_end']} {row['scenario']}: {said}"))
