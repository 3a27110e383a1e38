"""How fetching and sources are shown to a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from ingest.fetch.pages import Night
    from ingest.source_schema import Source
    from orchestration.source_check import Look


def tell_night(night: Night) -> str:
    """One line on one source."""
    failed = sum(row.outcome == "failed" for row in night.outcomes)
    new = sum(row.outcome == "ok" for row in night.outcomes)
    return f"{night.source_id}: {night.pages_asked} pages, {night.documents_asked} documents asked for, {new} new" + (
        f", {failed} failed" if failed else ""
    )


def show_nights(nights: Sequence[Night], console: Console) -> None:
    """What is new, and what could not be had."""
    for night in nights:
        for row in night.outcomes:
            if row.outcome == "ok":
                console.print(Text(f"new      {row.file_name}"), soft_wrap=True)
            elif row.outcome in ("failed", "refused"):
                console.print(Text(f"{row.outcome:<8} {row.source_id}: {row.reason_code}: {row.message}", style="yellow"), soft_wrap=True)
    total = [row.outcome for night in nights for row in night.outcomes]
    console.print(
        f"{len(nights)} sources: {total.count('ok')} new documents, {total.count('unchanged')} unchanged, "
        f"{total.count('refused')} refused, {total.count('failed')} failed",
        highlight=False,
    )


def show_sources(sources: Sequence[Source], console: Console) -> None:
    """The catalogue as a table."""
    grid = Table(box=None, padding=(0, 2, 0, 0))
    for head in ("id", "name", "county", "publishes", "confirmed"):
        grid.add_column(head, overflow="fold")
    for source in sources:
        kinds = ", ".join(dict.fromkeys(publication.kind for publication in source.publishes)) or "–"
        grid.add_row(source.id, source.name, source.county or "–", kinds, "yes" if source.is_confirmed else "no")
    console.print(grid)
    console.print(f"{len(sources)} associations, {sum(source.is_confirmed for source in sources)} with confirmed pages", highlight=False)


def show_look(look: Look, console: Console) -> None:
    """What a source's pages hold today."""
    for problem in look.problems:
        console.print(Text(f"problem  {problem}", style="yellow"), soft_wrap=True)
    grid = Table(box=None, padding=(0, 2, 0, 0))
    for head in ("taken as", "year", "link"):
        grid.add_column(head, overflow="fold")
    for row in sorted(look.listed, key=lambda row: (row.wanted_as is None, row.wanted_as or "", -(row.year or 0))):
        kind = row.wanted_as or (f"(not wanted: {row.kind})" if row.kind else "(kind not told)")
        grid.add_row(kind, str(row.year or "–"), f"{row.text}\n{row.url}")
    console.print(grid)
    if look.missing:
        console.print(Text(f"missing  {', '.join(look.missing)}", style="yellow"), soft_wrap=True)
    if look.preview:
        console.print(
            Text("one of them, as it reads: " + ", ".join(f"{key} {value}" for key, value in look.preview.items())), soft_wrap=True
        )
    wanted = sum(row.wanted_as is not None for row in look.listed)
    console.print(f"{look.source_id}: {wanted} documents wanted of {len(look.listed)} linked, {len(look.missing)} missing", highlight=False)
