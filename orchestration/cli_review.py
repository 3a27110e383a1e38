"""`finsam review`: the findings, worst first, and what people decide of them."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Annotated

import typer

from orchestration.cli_common import AsJson, clear_errors, err, out, print_json

review_app = typer.Typer(help="List findings, show one, and record what was decided of it.", invoke_without_command=True)

Warehouse = Annotated[Path, typer.Option("--warehouse", help="The published DuckDB file.", metavar="FILE")]
State = Annotated[Path | None, typer.Option("--state", help="The state folder of the refresh. Default: FILE.state", metavar="DIR")]
Id = Annotated[str, typer.Argument(help="A verdict_id, or its beginning.", metavar="ID")]
Who = Annotated[str | None, typer.Option("--who", envvar="FINSAM_WHO", help="Who decides. Default: the name of the login.")]
Language = Annotated[str, typer.Option("--language", envvar="FINSAM_LANGUAGE", help="sv or en.")]
Fact = Annotated[str | None, typer.Option("--fact", help="The figure, by its fact_id or the beginning of it.", metavar="FACT_ID")]


@review_app.callback(epilog="Example: finsam review --warehouse warehouse/finsam.duckdb")
def findings(
    context: typer.Context,
    warehouse: Annotated[Path | None, typer.Option("--warehouse", help="The published DuckDB file.", metavar="FILE")] = None,
    state: State = None,
    every: Annotated[bool, typer.Option("--all", help="Also findings that are settled.")] = False,
    language: Language = "en",
    as_json: AsJson = False,
) -> None:
    """List the open findings, worst first.

    Further commands: show, communicate, answer, acknowledge, correct, close. What is decided is kept in the state folder and
    outlives every refresh; acknowledge and correct also write a line to the association's file of corrections.
    """
    if context.invoked_subcommand:
        return
    if warehouse is None:
        raise typer.BadParameter("give the published file with --warehouse FILE")
    with clear_errors(str(warehouse)):
        from orchestration.review import load, show_list, to_plain

        found = [one for one in load(warehouse, state, language) if every or one.is_open]
        if as_json:
            print_json([to_plain(one) for one in found])
        else:
            show_list(found, language, out)


@review_app.command(epilog="Example: finsam review show 3f9a1c --warehouse warehouse/finsam.duckdb --png pictures/")
def show(
    verdict_id: Id,
    warehouse: Warehouse,
    state: State = None,
    png: Annotated[Path | None, typer.Option("--png", help="Write the places on the pages here.", metavar="DIR")] = None,
    language: Language = "en",
    as_json: AsJson = False,
) -> None:
    """Show one finding: the sentence, both sides, the proposed cause, and what was decided; with --png the cut-outs."""
    with clear_errors(verdict_id):
        from orchestration.findings import find_finding
        from orchestration.review import load, show_finding, to_plain
        from orchestration.review_pictures import write_pictures

        found = find_finding(load(warehouse, state, language), verdict_id)
        if as_json:
            print_json(to_plain(found))
        else:
            show_finding(found, language, out)
        for picture in write_pictures(warehouse, state, [found], png).get(found.verdict_id, ()) if png else ():
            err.print(f"picture: {picture.path}", highlight=False, soft_wrap=True)


@review_app.command(epilog="Example: finsam review communicate 3f9a1c --warehouse FILE --said 'Mail to the office'")
def communicate(
    verdict_id: Id,
    warehouse: Warehouse,
    said: Annotated[str, typer.Option("--said", help="How and to whom.")] = "",
    who: Who = None,
    state: State = None,
) -> None:
    """Record that the association was told."""
    _decide(verdict_id, "communicated", said, who, warehouse, state)


@review_app.command(epilog="Example: finsam review answer 3f9a1c 'We printed the draft.' --warehouse FILE")
def answer(
    verdict_id: Id,
    reply: Annotated[str, typer.Argument(help="The association's answer, shown beside the finding.")],
    warehouse: Warehouse,
    who: Who = None,
    state: State = None,
) -> None:
    """Store the association's answer."""
    _decide(verdict_id, "answered", reply, who, warehouse, state)


@review_app.command(epilog="Example: finsam review close 3f9a1c --reason 'settled by mail' --warehouse FILE")
def close(
    verdict_id: Id,
    warehouse: Warehouse,
    reason: Annotated[str, typer.Option("--reason", help="Why nothing is left to do.")],
    who: Who = None,
    state: State = None,
) -> None:
    """Close a finding."""
    _decide(verdict_id, "closed", reason, who, warehouse, state)


@review_app.command(epilog="Example: finsam review acknowledge 3f9a1c --reason 'misprint, stands' --warehouse FILE")
def acknowledge(
    verdict_id: Id,
    warehouse: Warehouse,
    reason: Annotated[str, typer.Option("--reason", help="What was found out.")],
    fact: Fact = None,
    who: Who = None,
    state: State = None,
) -> None:
    """Acknowledge that the report says so: the figure stays as printed, and a line says why."""
    _on_figure(verdict_id, "acknowledged", None, reason, fact, who, warehouse, state)


@review_app.command(epilog="Example: finsam review correct 3f9a1c --value '1 646 108' --reason 'digits swapped' --warehouse FILE")
def correct(
    verdict_id: Id,
    warehouse: Warehouse,
    value: Annotated[str, typer.Option("--value", help="What should have been printed, in the same unit and with its sign.")],
    reason: Annotated[str, typer.Option("--reason", help="What shows it.")],
    fact: Fact = None,
    who: Who = None,
    state: State = None,
) -> None:
    """Correct one printed figure from the next refresh on, as long as it is printed so."""
    _on_figure(verdict_id, "corrected", value, reason, fact, who, warehouse, state)


@review_app.command(epilog="Example: finsam review site --warehouse warehouse/finsam.duckdb --site site/")
def site(
    warehouse: Warehouse,
    state: State = None,
    folder: Annotated[
        Path | None, typer.Option("--site", help="Where to write. Default: site/ of the state folder.", metavar="DIR")
    ] = None,
    language: Language = "sv",
) -> None:
    """Write the review pages anew: plain files that open in any browser, without a server."""
    with clear_errors(str(warehouse)):
        from orchestration.review_site import write_site

        page = write_site(warehouse, state, folder, language)
        err.print(f"site: {page}", highlight=False, soft_wrap=True)


def _decide(verdict_id: str, to: str, said: str, who: str | None, warehouse: Path, state: Path | None) -> None:
    with clear_errors(verdict_id):
        from orchestration.review import move

        file = move(verdict_id, to, said, who or getpass.getuser(), warehouse, state)
        err.print(f"{verdict_id}: {to}; noted in {file}", highlight=False, soft_wrap=True)


def _on_figure(
    verdict_id: str, to: str, value: str | None, reason: str, fact: str | None, who: str | None, warehouse: Path, state: Path | None
) -> None:
    with clear_errors(verdict_id):
        from orchestration.review import settle_figure

        file = settle_figure(verdict_id, to, value, reason, fact, who or getpass.getuser(), warehouse, state)
        err.print(f"{verdict_id}: {to}; one line in {file}; it counts from the next refresh", highlight=False, soft_wrap=True)


def rules(
    rule_id: Annotated[str | None, typer.Argument(help="One rule, as F3; all when left out.", metavar="RULE")] = None,
    warehouse: Annotated[Path, typer.Option("--warehouse", help="The published DuckDB file.", metavar="FILE")] = Path("-"),
    state: State = None,
    language: Language = "en",
    as_json: AsJson = False,
) -> None:
    """List the rules with what they rest on and how they came out; one rule with its history over releases.

    Without --warehouse only what the rules say is told.
    """
    with clear_errors(rule_id or "rules"):
        from orchestration.places import default_state
        from orchestration.review_rules import explain, show_rule, show_rules

        file = warehouse.expanduser().absolute()
        found = explain(file, state or default_state(file), language)
        if as_json:
            print_json([one for one in found if rule_id is None or one["rule_id"].lower() == rule_id.lower()])
        elif rule_id:
            show_rule(found, rule_id, out, language)
        else:
            show_rules(found, out, language)


def check(
    draft: Annotated[Path, typer.Argument(help="One report, as PDF.", metavar="DRAFT")],
    archive: Annotated[
        Path | None, typer.Option("--archive", help="Earlier reports and the plan, to hold it against.", metavar="DIR")
    ] = None,
    result: Annotated[Path | None, typer.Option("--out", help="The result. Default: DRAFT.html here.", metavar="FILE")] = None,
    memory: Annotated[Path | None, typer.Option("--state", help="State folder of a refresh: what it has read is not read again.")] = None,
    language: Annotated[str, typer.Option("--language", envvar="FINSAM_LANGUAGE", help="sv or en.")] = "sv",
) -> None:
    """Check a report before it is signed; nothing is published, nothing leaves this computer.

    Writes one HTML file of about two pages: how statements, notes and totals tie to each other, findings with their places on
    the page, goals against the plan, comparatives against last year's report when the archive has them.
    Exits 0 when nothing is certainly wrong, 2 when there are findings.
    """
    with clear_errors(str(draft)):
        from orchestration.check_draft import checked
        from orchestration.check_draft_told import write_check
        from orchestration.console import Told
        from orchestration.pages import page_words

        file = result or Path(f"{draft.stem}.html")
        with Told(err) as told, checked(draft, archive, memory / "memo" if memory else None, told, language) as (places, found):
            write_check(places, found, file, language)
        counts = {name: sum(one.row["outcome"] == name for one in found.verdicts) for name in ("pass", "fail", "warn", "not_evaluable")}
        said = page_words(language)["check_summary"]
        out.print(said.format(passed=counts["pass"], fail=counts["fail"], warn=counts["warn"], unjudged=counts["not_evaluable"]))
        out.print(f"result: {file}", highlight=False, soft_wrap=True)
    raise typer.Exit(2 if counts["fail"] else 0)
