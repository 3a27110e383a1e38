"""Commands about where documents come from: `finsam fetch`, `finsam sources …`, `finsam archive …`."""

from __future__ import annotations

import os
import uuid
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from orchestration.cli_common import AsJson, clear_errors, err, fail, out, print_json

if TYPE_CHECKING:
    from ingest.fetch.pages import Night

sources_app = typer.Typer(
    help="The associations, and where they publish.",
    epilog="Example: finsam sources check exempelbygden",
    no_args_is_help=True,
    rich_markup_mode=None,
)
archive_app = typer.Typer(
    help="The documents kept, by the hash of their bytes.",
    epilog="Example: finsam archive verify --archive reports/",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Folder = Annotated[
    Path | None, typer.Option("--sources", help="Folder of source files. Default: those that come with finsam.", metavar="DIR")
]
Place = Annotated[
    str, typer.Option("--archive", envvar="FINSAM_ARCHIVE", help="Folder, or an fsspec address such as s3://…", metavar="PLACE")
]


def fetch(
    archive: Place,
    source: Annotated[list[str] | None, typer.Option("--source", help="Only this source; may be repeated.", metavar="ID")] = None,
    memory: Annotated[
        Path | None, typer.Option("--memory", help="What is remembered of sites. Default: PLACE.memory", metavar="DIR")
    ] = None,
    sources: Folder = None,
    unconfirmed: Annotated[bool, typer.Option("--unconfirmed", help="Also sources nobody has confirmed.")] = False,
    as_json: AsJson = False,
) -> None:
    """Ask the associations' sites for news and keep what is new; changes nothing else.

    One request at a time and site, conditional, and as robots.txt asks. Set FINSAM_CONTACT to a mail address or page, so
    that a site can reach you. Exits 0 also when a source failed: the others are fetched, and the ledger says which.
    """
    with clear_errors(archive):
        from ingest.archive import Archive
        from ingest.fetch.settings import CONTACT
        from orchestration.fetching import choose_sources, fetch_sources, ledger_rows
        from orchestration.fetching_shown import show_nights, tell_night
        from orchestration.ledger import append_to_ledger

        chosen = choose_sources(sources, source or [], also_unconfirmed=unconfirmed)
        if not chosen:
            fail("no confirmed source: name one with --source, or add --unconfirmed; see `finsam sources list`", 1)
        if memory is None and "://" in archive:
            fail(f"{archive}: give --memory a folder on this machine", 1)
        if not os.environ.get(CONTACT):
            err.print(f"{CONTACT} is not set: sites have no way to reach you", highlight=False, soft_wrap=True)
        place = memory or Path(f"{archive.rstrip('/')}.memory")

        def tell(night: Night) -> None:
            err.print(tell_night(night), highlight=False, markup=False, soft_wrap=True)

        now = datetime.now(UTC)
        nights = fetch_sources(chosen, Archive(archive), place, now, tell)
        append_to_ledger(ledger_rows(nights, str(uuid.uuid4()), now), place / "ledger")
        if as_json:
            print_json([asdict(night) for night in nights])
        else:
            show_nights(nights, out)


@sources_app.command("list", epilog="Example: finsam sources list")
def list_sources(sources: Folder = None, as_json: AsJson = False) -> None:
    """Every association in the catalogue, and what is known of where it publishes."""
    with clear_errors("sources"):
        from orchestration.fetching import choose_sources
        from orchestration.fetching_shown import show_sources

        found = choose_sources(sources, _all_ids(sources), also_unconfirmed=True)
        if as_json:
            print_json([source.model_dump(mode="json", exclude_defaults=True) for source in found])
        else:
            show_sources(found, out)


@sources_app.command("check", epilog="Example: finsam sources check exempelbygden")
def check_source(
    source_id: Annotated[str, typer.Argument(metavar="ID")],
    sources: Folder = None,
    preview: Annotated[bool, typer.Option("--preview/--no-preview", help="Read one report and show what it gives.")] = True,
    as_json: AsJson = False,
) -> None:
    """Ask a source's pages now and show the links found, kinds and years recognised, and what is missing. Keeps nothing."""
    with clear_errors(source_id):
        from orchestration.fetching import choose_sources, make_client
        from orchestration.fetching_shown import show_look
        from orchestration.source_check import look_at

        (source,) = choose_sources(sources, [source_id], also_unconfirmed=True)
        with make_client(source.allows_private_addresses) as client:
            look = look_at(source, client, preview=preview)
        if as_json:
            print_json(asdict(look))
        else:
            show_look(look, out)


@sources_app.command("add", epilog="Example: finsam sources add https://example.org/dokument --id exempelbygden")
def add_source(
    url: Annotated[str, typer.Argument(help="A page that lists documents.", metavar="URL")],
    source_id: Annotated[
        str | None, typer.Option("--id", help="Id of the association. Default: from the page's title.", metavar="ID")
    ] = None,
    private: Annotated[bool, typer.Option("--private", help="The page lies on an inner network.")] = False,
    write: Annotated[Path | None, typer.Option("--write", help="Write ID.yml into this folder.", metavar="DIR")] = None,
) -> None:
    """Draft a source file from a page that lists documents, for a person to complete. Prints it unless --write is given."""
    with clear_errors(url):
        from orchestration.fetching import make_client
        from orchestration.source_check import draft

        with make_client(private) as client:
            name, text = draft(url, source_id, client)
        if write is None:
            print(text, end="")  # noqa: T201
            return
        target = write / f"{name}.yml"
        if target.exists():
            fail(f"{target} is there already; nothing was written", 1)
        target.write_text(text, encoding="utf-8")
        err.print(f"written: {target}; look at every line, then run finsam sources check {name}", highlight=False, soft_wrap=True)


@archive_app.command("verify", epilog="Example: finsam archive verify --archive reports/")
def verify_archive(archive: Place) -> None:
    """Read every document of the archive and compare it with its hash. Exits 1 when one is missing or changed."""
    with clear_errors(archive):
        from ingest.archive import Archive, ArchiveBroken

        kept = Archive(archive)
        if not kept.is_there():
            fail(f"{archive}: no archive there", 1)
        try:
            problems = list(kept.verify())
        except ArchiveBroken as broken_manifest:
            fail(str(broken_manifest), 1)
        for problem in problems:
            err.print(problem, highlight=False, markup=False, soft_wrap=True)
        broken = [problem for problem in problems if "in no manifest" not in problem]
        documents = len({entry.sha256 for entry in kept.entries()})
        out.print(
            f"{documents} documents, {len(broken)} missing or changed, {len(problems) - len(broken)} not in the manifest", highlight=False
        )
        if broken:
            raise typer.Exit(1)


@archive_app.command("restore", epilog="Example: finsam archive restore --archive reports/ --from s3://copies/reports")
def restore_archive(
    archive: Place,
    copy: Annotated[str, typer.Option("--from", help="A copy of the archive: folder or fsspec address.", metavar="PLACE")],
) -> None:
    """Take from a copy what is missing or broken in the archive; into an empty place, copy the whole of it.

    Adds and mends, removes nothing. Every document is compared with its hash on the way. Exits 1 when the copy does not
    hold all that is missing either.
    """
    with clear_errors(archive):
        from ingest.archive import Archive, ArchiveBroken

        source = Archive(copy)
        if not source.is_there():
            fail(f"{copy}: no archive there", 1)
        try:
            done = Archive(archive).restore(source)
        except ArchiveBroken as problem:
            fail(str(problem), 1)
        for name in done.lost:
            err.print(f"{name}: the copy does not hold it either", highlight=False, markup=False, soft_wrap=True)
        out.print(
            f"{done.segments} manifest files and {done.objects} documents taken from the copy, {len(done.lost)} still missing",
            highlight=False,
        )
        if done.lost:
            raise typer.Exit(1)


@archive_app.command("forget", epilog='Example: finsam archive forget exempelbygden/lista.pdf --archive reports/ --why "holds names"')
def forget_document(
    document: Annotated[str, typer.Argument(help="Its name in the archive, or the sha256 of its bytes.", metavar="NAME")],
    archive: Place,
    why: Annotated[str, typer.Option("--why", help="Why it has to go; kept in the archive.", metavar="TEXT")],
) -> None:
    """Remove the bytes of one document for good, as data protection may demand; it is not taken in again.

    Nothing else ever removes anything. Do the same to copies of the archive, or restore them from this one.
    """
    with clear_errors(document):
        from ingest.archive import Archive

        kept = Archive(archive)
        found = {entry.sha256 for entry in kept.entries() if document in (entry.file_name, entry.sha256)}
        found |= {document} & kept.forgotten()
        if len(found) != 1:
            fail(f"{document}: {'no document' if not found else 'more than one document'} of that name in {archive}", 1)
        (sha256,) = found
        kept.forget(sha256, why=why, at=datetime.now(UTC).isoformat(timespec="seconds"))
        out.print(f"{sha256} is forgotten; run finsam refresh to take it out of the warehouse", highlight=False, soft_wrap=True)


def _all_ids(folder: Path | None) -> list[str]:
    from ingest.source_files import FOLDER

    return sorted(path.stem for path in (folder or FOLDER).glob("*.yml"))
