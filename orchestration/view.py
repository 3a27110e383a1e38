"""What the reader sees in one document, as tables a person can hold against the page."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from orchestration.errors import FinsamError, NotFound

View = dict[str, Any]
"""`document`, `tables` (as `ingest.explain` sees them), `key_figures`, `unread`: plain data."""


def view(file: Path) -> View:
    """Read one document, remembering nothing; raises FinsamError when the reader refuses it."""
    from ingest.contracts import Refused
    from ingest.explain import explain

    if not file.is_file():
        raise NotFound(f"{file}: no such file")
    try:
        reading, tables = explain(file.read_bytes(), file.name)
    except Refused as refused:
        raise FinsamError(f"{file}: refused ({refused.reason_code}): {refused.message}") from refused
    return {
        "document": asdict(reading.document),
        "tables": [asdict(table) for table in tables],
        "key_figures": [asdict(row) for row in reading.key_figures],
        "unread": [asdict(row) for row in reading.unread],
    }


def show_view(seen: View, console: Console) -> None:
    """Print what was seen."""
    document = seen["document"]
    console.print(Text(document["title"] or "(no title)", style="bold"))
    period = f"{document['period_start']} – {document['period_end']}"
    about = [document["association_printed"], document["report_type"], period, f"{document['pages']} pages"]
    console.print(Text("; ".join(about)))
    for table in seen["tables"]:
        console.print()
        console.print(_as_grid(table))
        for note in [*table["notes"], *table["doubts"]]:
            console.print(Text(f"  note: {note}"))
    if seen["key_figures"]:
        console.print(Text("\nKey figures", style="bold"))
    for row in seen["key_figures"]:
        console.print(Text(f"  page {row['page']}: {row['label_printed']} | {row['column_printed']} | {row['amount_printed']}"))
    if seen["unread"]:
        console.print(Text("\nNumbers in tables, not understood", style="bold"))
    for row in seen["unread"]:
        console.print(Text(f"  page {row['page']}: {row['text']} ({row['reason']})"))


def _as_grid(table: View) -> Table:
    pages = ", ".join(str(page) for page in table["pages"])
    unit = f"{table['unit_used']} ({table['unit_printed'] or 'no unit'} printed)"
    title = f"{table['number']}. {table['title']}: {table['statement']}, page {pages}, {unit}, {table['sums']} sums"
    grid = Table(title=Text(title), title_justify="left", box=None, padding=(0, 2, 0, 0))
    grid.add_column("row", overflow="fold")
    for column in table["columns"]:
        head = "\n".join([column["head"], column["scenario"], column["period"].replace("..", " –\n")])
        grid.add_column(Text(head), justify="right")
    grid.add_column("line item", overflow="fold")
    for row in table["rows"]:
        cells = [Text(row["cells"].get(column["number"], "")) for column in table["columns"]]
        style = "bold" if row["role"] == "total" else "italic" if row["role"] == "of which" else ""
        grid.add_row(Text(row["label"], style=style), *cells, row["line_item"] or "–")
    return grid
