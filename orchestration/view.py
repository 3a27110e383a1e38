"""What the reader sees in one document, as tables a person can hold against the page, and as pictures of its pages."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from orchestration.errors import FinsamError, NotFound

if TYPE_CHECKING:
    from ingest.contracts import DocumentReading, HasPlace
    from ingest.explain import SeenTable

View = dict[str, Any]
"""`document`, `tables` (as `ingest.explain` sees them), `key_figures`, `unread`: plain data."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One document as it was read: its bytes, its facts, its tables."""

    data: bytes
    reading: DocumentReading
    tables: list[SeenTable]


def look_at(file: Path) -> Seen:
    """Read one document, remembering nothing; raises FinsamError when the reader refuses it."""
    from ingest.contracts import Refused
    from ingest.explain import explain

    if not file.is_file():
        raise NotFound(f"{file}: no such file")
    try:
        data = file.read_bytes()
        return Seen(data, *explain(data, file.name))
    except Refused as refused:
        raise FinsamError(f"{file}: refused ({refused.reason_code}): {refused.message}") from refused


def view(seen: Seen) -> View:
    """What was seen, as plain data."""
    return {
        "document": asdict(seen.reading.document),
        "tables": [asdict(table) for table in seen.tables],
        "key_figures": [asdict(row) for row in seen.reading.key_figures],
        "unread": [asdict(row) for row in seen.reading.unread],
    }


def write_pictures(seen: Seen, page: int | None, out: Path) -> list[Path]:
    """Write one page, or every page that has a table, as PNG; returns the files: OUT, or OUT-<page> when several."""
    from ingest.pdf.picture import page_picture

    reading = seen.reading
    rows: tuple[HasPlace, ...] = (
        *reading.finances,
        *reading.key_figures,
        *reading.participants,
        *reading.goals,
        *reading.indicators,
        *reading.unread,
    )
    pages = [page] if page else sorted({row.page for row in rows if row.page is not None})
    if not pages:
        raise NotFound("no page of the document has a table; name one with --page")
    if not 1 <= pages[0] <= reading.document.pages:
        raise NotFound(f"the document has {reading.document.pages} pages, there is no page {page}")
    out = out.with_suffix(".png")
    files = {number: out.with_name(f"{out.stem}-{number}.png") if len(pages) > 1 else out for number in pages}
    out.parent.mkdir(parents=True, exist_ok=True)
    for number, target in files.items():
        page_picture(seen.data, number, reading, target)
    return list(files.values())


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
