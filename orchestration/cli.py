"""The command `finsam`. Imports nothing heavy: each command imports what it needs when it runs."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import Annotated

import typer

from orchestration import cli_common
from orchestration.cli_common import AsJson, clear_errors, err, out, print_json
from orchestration.cli_review import check, review_app, rules
from orchestration.cli_sources import archive_app, fetch, sources_app
from orchestration.places import Places, default_state
from orchestration.spreadsheet import export

app = typer.Typer(
    help="A checked, traceable data warehouse of the Swedish coordinating associations.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
Archive = Annotated[Path, typer.Option("--archive", help="Folder of reports; subfolders are read too.", metavar="DIR")]
Warehouse = Annotated[Path, typer.Option("--warehouse", help="The published DuckDB file.", metavar="FILE")]
State = Annotated[Path | None, typer.Option("--state", help="Memory, kept bytes, releases. Default: FILE.state", metavar="DIR")]
DbtProject = Annotated[Path | None, typer.Option("--dbt-project", envvar="FINSAM_DBT_PROJECT", hidden=True)]


app.command(epilog="Example: finsam fetch --archive reports/ --source finsam_exempel")(fetch)
app.add_typer(sources_app, name="sources")
app.add_typer(archive_app, name="archive")
app.add_typer(review_app, name="review")
app.command(epilog="Example: finsam rules F3 --warehouse warehouse/finsam.duckdb")(rules)
app.command(epilog="Example: finsam check draft.pdf --archive reports/ --out result.html")(check)
app.command(epilog="Example: finsam export --warehouse warehouse/finsam.duckdb --out csv/")(export)


def main() -> None:
    """Entry point of the command."""
    app()


@app.callback(invoke_without_command=True)
def options(
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks.")] = False,
) -> None:
    """A checked, traceable data warehouse of the Swedish coordinating associations."""
    cli_common.debug = debug
    if version:
        from importlib.metadata import version as installed

        print(f"finsam {installed('finsam-warehouse')}")  # noqa: T201
        raise typer.Exit


@app.command(
    epilog="Example: finsam refresh --archive examples/archive --warehouse warehouse/finsam.duckdb",
)
def refresh(
    archive: Archive,
    warehouse: Warehouse,
    state: State = None,
    workers: Annotated[int, typer.Option("--workers", min=0, help="Documents read at once. 0: one per core.")] = 0,
    as_json: AsJson = False,
    dbt_project: DbtProject = None,
) -> None:
    """Make FILE hold exactly what DIR holds: read, check, publish.

    Documents read before are not read again. A document that cannot be read is one row of the ledger and stops
    nothing. Exits 0 when the warehouse is up to date, else 1 with one line that says why; the old file then stays.
    """
    with clear_errors(str(archive)):
        from orchestration.console import Told
        from orchestration.refresh import refresh as run
        from orchestration.summary import show

        places = Places.of(archive, warehouse, state, dbt_project)
        with Told(err) as told:
            record = run(places, workers, told)
        if as_json:
            print_json(record.to_dict())
        else:
            show(record, out)


@app.command(epilog="Example: finsam status --warehouse warehouse/finsam.duckdb")
def status(warehouse: Warehouse, state: State = None, as_json: AsJson = False) -> None:
    """Say what is in front of readers now, and how the last run went."""
    with clear_errors(str(warehouse)):
        from orchestration.status import find_status, show_status

        found = find_status(Places.of(Path(), warehouse, state))
        if as_json:
            print_json(found)
        else:
            show_status(found, out)


@app.command(epilog="Example: finsam trace 3f9a1c --warehouse warehouse/finsam.duckdb --png place.png")
def trace(
    fact_id: Annotated[str, typer.Argument(help="A fact_id of any marts.fct_ table, or its beginning.", metavar="FACT_ID")],
    warehouse: Warehouse,
    png: Annotated[Path | None, typer.Option("--png", help="Write the place on the page here.", metavar="OUT")] = None,
    state: State = None,
    as_json: AsJson = False,
) -> None:
    """Show the road of one number: document, page, box, token, row, column, period, and the rules through it."""
    with clear_errors(fact_id):
        from orchestration.trace import cut_out_picture, find_road, show_road

        file = warehouse.expanduser().absolute()
        road = find_road(file, fact_id)
        if as_json:
            print_json(road)
        else:
            show_road(road, out)
        if png:
            cut_out_picture(road, state or default_state(file), png)
            err.print(f"picture: {png}", highlight=False, soft_wrap=True)


@app.command(epilog="Example: finsam read examples/archive/report.pdf --png seen.png --page 12")
def read(
    file: Annotated[Path, typer.Argument(help="One PDF report.", metavar="FILE")],
    png: Annotated[Path | None, typer.Option("--png", help="Draw what was seen; OUT-<page>.png when several pages.", metavar="OUT")] = None,
    page: Annotated[int | None, typer.Option("--page", min=1, help="The page to draw. Default: all that have a table.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show what the reader sees in one document: tables, headers, rows, doubts, numbers not understood.

    In pictures, tables are framed in blue, figures in green, doubted ones in amber, those not understood in red.
    """
    with clear_errors(str(file)):
        from orchestration.view import look_at, show_view, view, write_pictures

        seen = look_at(file)
        if as_json:
            print_json(view(seen))
        else:
            show_view(view(seen), out)
        for picture in write_pictures(seen, page, png) if png else ():
            err.print(f"picture: {picture}", highlight=False, soft_wrap=True)


@app.command(epilog="Example: finsam suggest --archive examples/archive")
def suggest(
    files: Annotated[list[Path] | None, typer.Argument(help="PDF reports.", metavar="FILE…", show_default=False)] = None,
    archive: Annotated[Path | None, typer.Option("--archive", help="Folder of reports; subfolders too.", metavar="DIR")] = None,
    as_json: AsJson = False,
) -> None:
    """List row labels that the vocabulary does not know, with known ones like them, for a person to add.

    Nothing is added and nothing is guessed: a label without a line item is published as printed.
    """
    with clear_errors(str(archive or "suggest")):
        from orchestration.console import Told
        from orchestration.suggest import choose_files, find_candidates, show_candidates

        chosen = choose_files(archive, files or [])
        with Told(err) as told:
            done = count(1)
            found = find_candidates(chosen, lambda one: told.document(next(done), len(chosen), f"{one.file_name}: {one.state}"))
        if as_json:
            print_json(found)
        else:
            show_candidates(found, out)


@app.command(epilog="Example: finsam dev --archive examples/archive --warehouse warehouse/finsam.duckdb")
def dev(
    archive: Archive,
    warehouse: Warehouse,
    state: State = None,
    port: Annotated[int, typer.Option("--port", help="Where the user interface answers.")] = 3000,
    dbt_project: DbtProject = None,
) -> None:
    """Start Dagster's user interface, schedule and daemon over these folders."""
    with clear_errors(str(warehouse)):
        from orchestration.refresh import start_user_interface

        start_user_interface(Places.of(archive, warehouse, state, dbt_project), port)


if __name__ == "__main__":
    main()
