"""The review site: a list, one page per finding with pictures of both places, as files that open without a server."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from expectations.texts import load_texts
from orchestration.files import write_whole
from orchestration.findings import Found, load_findings
from orchestration.pages import fill, name_of, page_words, place_of
from orchestration.places import default_state
from orchestration.review_pictures import Picture, write_pictures
from orchestration.review_rules import rules_page
from orchestration.warehouse import opened, rows_of


def write_site(warehouse: Path, state: Path | None, folder: Path | None, language: str) -> Path:
    """Write the site of a published file (default: `site/` of the state folder); returns its first page.

    Pages of findings that are gone are removed; pictures that are there already are not drawn again.
    """
    file = warehouse.expanduser().absolute()
    home = state or default_state(file)
    site = folder or home / "site"
    findings = load_findings(file, home, language)
    line = release_line(file, language)
    pictures = write_pictures(file, home, findings, site / "pictures")
    for found in findings:
        page = _page(found, pictures.get(found.verdict_id, []), language, line, file)
        write_whole(site / "findings" / f"{found.verdict_id}.html", page)
    _sweep(site, findings, pictures)
    write_whole(site / "rules.html", rules_page(file, home, language, line))
    index = site / "index.html"
    write_whole(index, _list(findings, language, line))
    return index


def release_line(warehouse: Path, language: str) -> str:
    """Which release a page tells of."""
    with opened(warehouse) as connection:
        release = rows_of(connection, "select release_id, data_as_of from quality.release")[0]
    return str(page_words(language)["release"].format(release=release["release_id"], day=release["data_as_of"]))


def _page(found: Found, pictures: Sequence[Picture], language: str, line: str, warehouse: Path) -> str:
    shown = [
        {
            "name": picture.path.name,
            "file_name": picture.file_name,
            "page": picture.page,
            "figures": "; ".join(f"{figure.label} {figure.printed}".strip() for figure in picture.figures),
            "sides": [side for side in ("left", "right") if any(figure.side == side for figure in picture.figures)],
        }
        for picture in pictures
    ]
    return fill(
        "finding.html",
        language,
        one=found,
        pictures=shown,
        reason=_reason(found, language),
        release_line=line,
        name_of=lambda one: name_of(one, language),
        place_of=lambda figure: place_of(figure, language),
        commands=_commands(found, warehouse.name),
    )


def _reason(found: Found, language: str) -> str:
    """Why the cause is thought to be what it is, in general words."""
    cause = found.row["cause"] or "unknown"
    reasons: dict[str, str] = page_words(language)["cause_reasons"]
    if cause == "printed" and not found.has_values:
        return reasons["printed_unit"]
    return reasons[f"{cause}_suspect" if cause == "printed" and found.suspects and not found.is_withheld else cause]


def _commands(found: Found, warehouse: str) -> list[str]:
    short = found.verdict_id[:8]
    lines = [
        f'finsam review communicate {short} --said "…" --warehouse {warehouse}',
        f'finsam review answer {short} "…" --warehouse {warehouse}',
        f'finsam review acknowledge {short} --reason "…" --warehouse {warehouse}',
    ]
    if any(figure.amount is not None for figure in found.figures):
        fact = next(figure.fact_id for figure in found.figures if figure.amount is not None)[:8]
        lines.append(f'finsam review correct {short} --fact {fact} --value "…" --reason "…" --warehouse {warehouse}')
    return [*lines, f'finsam review close {short} --reason "…" --warehouse {warehouse}']


def _list(findings: Sequence[Found], language: str, line: str) -> str:
    words, texts = page_words(language), load_texts(language)
    still = [found for found in findings if found.is_open]
    counts = {outcome: sum(found.row["outcome"] == outcome for found in still) for outcome in ("fail", "warn")}
    summary = (
        words["none"] if not still else words["open_one"] if len(still) == 1 else words["open_count"].format(count=len(still), **counts)
    )
    filters: list[tuple[str, str, list[tuple[str, Any]]]] = [
        (
            "association",
            words["association"],
            _values(findings, lambda f: (f.row["association_id"] or "", f.document.get("association") or "")),
        ),
        ("rule", words["rule"], _values(findings, lambda f: (f.row["rule_id"], f"{f.row['rule_id']}: {f.rule['says']}"[:70]))),
        ("outcome", words["outcome"], _values(findings, lambda f: (f.row["outcome"], texts.outcomes[f.row["outcome"]]))),
        ("state", words["state"], _values(findings, lambda f: (f.state, texts.states[f.state]))),
    ]
    return fill(
        "list.html",
        language,
        findings=findings,
        summary=summary,
        filters=filters,
        release_line=line,
        name_of=lambda one: name_of(one, language),
    )


def _values(findings: Sequence[Found], of: Any) -> list[tuple[str, Any]]:
    """The values that occur, each once, in order."""
    return sorted({of(found) for found in findings})


def _sweep(site: Path, findings: Sequence[Found], pictures: dict[str, list[Picture]]) -> None:
    """Remove pages and pictures that no finding needs any more."""
    pages = {f"{found.verdict_id}.html" for found in findings}
    drawn = {picture.path.name for some in pictures.values() for picture in some}
    for folder, wanted in ((site / "findings", pages), (site / "pictures", drawn)):
        for old in folder.glob("*"):
            if old.name not in wanted:
                old.unlink()
