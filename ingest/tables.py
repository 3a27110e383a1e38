"""Regions to tables: parts on several pages joined, statement, title and section of each decided.

A `Table` is a grid with its place in the report. The decision leans on the heading and on the rows' own words;
a table that neither names gets no statement, and its numbers are kept as unread.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from ingest.headers import read_header
from ingest.lexicon import fold, line_items, load, section_of
from ingest.pdf.grid import Grid, build_grid
from ingest.pdf.kinds import Heading
from ingest.pdf.regions import Region

_EDGE = 8.0
_RESULTS = {"result", "operating_result", "result_after_financial_items"}


@dataclass(slots=True)
class Table:
    """One table of the report, ready to be interpreted."""

    number: int
    statement: str | None
    heading: Heading | None
    captions: list[str]
    grid: Grid
    title_section: str | None
    own_heading: bool = True  # the heading stands right above, and is not that of an earlier table

    @property
    def title(self) -> str | None:
        """The heading as printed."""
        return self.heading.printed if self.heading else None

    @property
    def note(self) -> str | None:
        """The number of the note, when the table is one."""
        return self.heading.note if self.heading and self.statement == "note" else None


@cache
def _telling() -> dict[str, frozenset[str]]:
    raw: dict[str, list[str]] = load("sections")["telling_items"]
    return {statement: frozenset(items) for statement, items in raw.items()}


@cache
def _title_sections() -> list[tuple[re.Pattern[str], str]]:
    entries: list[dict[str, Any]] = load("headings")["title_sections"]
    return [(re.compile(e["pattern"]), e["code"]) for e in entries]


def title_section(title: str) -> str | None:
    """The section that the title of a note or table gives its rows."""
    folded = fold(title)
    return next((code for pattern, code in _title_sections() if pattern.search(folded)), None)


def _right_edges(region: Region) -> list[float]:
    return sorted({round(cell.box[2], 0) for line in region.body for cell in line.cells if cell.numeral})


def _same_columns(before: Region, after: Region) -> bool:
    edges = _right_edges(before)
    return all(any(abs(edge - other) <= _EDGE for other in edges) for edge in _right_edges(after))


def _header_text(region: Region) -> str:
    return " | ".join(line.text for line in region.header)


def join_continued(regions: Sequence[Region]) -> list[Region]:
    """Tables that go on without a heading, with the head repeated or left out, become one again."""
    joined: list[Region] = []
    for region in regions:
        last = joined[-1] if joined else None
        if last and region.continues and region.heading is last.heading and _goes_on(last, region):
            dx = _shift(last, region)
            last.body.extend(line.moved(dx) if dx else line for line in region.body)
            continue
        joined.append(region)
    return joined


def _shift(before: Region, after: Region) -> float:
    """How far the part on the next page or in the next text column is to be moved to stand under the first one's heads."""
    if not before.header or not after.header or _same_columns(before, after):
        return 0.0
    return before.header[-1].box[2] - after.header[-1].box[2]


def _goes_on(before: Region, after: Region) -> bool:
    new_page = after.body[0].page != before.body[-1].page
    if after.header:
        return new_page and bool(before.header) and fold(_header_text(after)) == fold(_header_text(before)) and not after.captions[1:]
    first = next(line.label for line in after.body if line.cells)
    return _same_columns(before, after) and (not after.captions or line_items().knows(first))


def _content_votes(grid: Grid) -> Counter[str]:
    items = line_items()
    votes: Counter[str] = Counter()
    for row in grid.rows:
        if not row.cells:
            continue
        for statement, telling in _telling().items():
            code = items.match(row.label, statement, None) or items.match(row.label, statement, "income")
            votes[statement] += code in telling
    return votes


def _looks_like_overview(grid: Grid) -> bool:
    years = [read_header(column.text).year for i, column in enumerate(grid.columns) if i != grid.note_column]
    plain = [not read_header(column.text).scenario or read_header(column.text).scenario == "actual" for column in grid.columns]
    return len([y for y in years if y]) >= 3 and len(set(years)) == len(years) and all(plain)


def _has_key_figure(grid: Grid) -> bool:
    """Whether the equity ratio is among the rows: only overviews print it beside amounts."""
    patterns = [re.compile(entry["pattern"]) for entry in load("sections")["key_figures"] if entry["stock"]]
    return any(pattern.search(fold(row.label)) for row in grid.rows if row.cells for pattern in patterns)


def decide_statement(grid: Grid, heading: Heading | None, report_type: str) -> str | None:
    """The statement a table is, or None when nothing tells that it is financial."""
    votes = _content_votes(grid)
    named = heading.statement if heading else None
    rows = [row for row in grid.rows if row.cells]
    if named == "note":
        return "note" if (heading and heading.note) or (votes and max(votes.values()) >= 2) else None
    if named in {"balance_sheet", "cash_flow", "balance_requirement"} and votes[named] == 0:
        named = None
    if named in {"income_statement", "budget_plan", "operating_statement", "multi_year_overview"} and not sum(votes.values()):
        named = None
    if (
        named not in {"balance_sheet", "cash_flow", "balance_requirement"}
        and 2 <= votes["balance_requirement"] >= votes["balance_sheet"]
        and len(rows) <= 12
    ):
        return "balance_requirement"
    if named == "multi_year_overview" and any(read_header(c.text).scenario in {"budget", "deviation", "forecast"} for c in grid.columns):
        named = None
    strongest = max(("balance_sheet", "cash_flow", "balance_requirement"), key=lambda s: votes[s])
    if named in {None, "income_statement", "budget_plan"} and votes[strongest] >= 3 and votes[strongest] > votes["income_statement"]:
        return strongest
    if named is None:
        named = _by_content(grid, votes, len(rows), report_type)
    if named == "income_statement" and report_type == "plan_budget":
        return "budget_plan"
    return named


def _by_content(grid: Grid, votes: Counter[str], rows: int, report_type: str) -> str | None:
    if votes["cash_flow"] >= 2 and votes["cash_flow"] >= votes["balance_sheet"]:
        return "cash_flow"
    if (
        votes["balance_requirement"] >= 1
        and votes["balance_requirement"] + votes["income_statement"] >= 2
        and rows <= 12
        and votes["income_statement"] <= 2
    ):
        return "balance_requirement"
    measured = any(read_header(column.text).scenario == "deviation" for column in grid.columns)
    if votes["operating_statement"] or (measured and report_type == "annual_report" and votes["income_statement"] >= 2):
        return "operating_statement"
    if (votes["income_statement"] >= 2 or _has_key_figure(grid)) and _looks_like_overview(grid) and report_type != "plan_budget":
        return "multi_year_overview"
    budgeted = any(read_header(column.text).scenario == "budget" for column in grid.columns)
    items = {line_items().match(row.label, "income_statement", None) for row in grid.rows if row.cells}
    detailed = budgeted or votes["income_statement"] >= 3
    if votes["income_statement"] >= 2 and detailed and report_type == "annual_report" and not items & _RESULTS:
        return "operating_statement"
    if votes["income_statement"] >= 3:
        return "budget_plan" if report_type == "plan_budget" else "income_statement"
    if votes["income_statement"] == 2 and any(section_of(row.label) for row in grid.rows):
        return "note"
    return None


def build_tables(regions: Sequence[Region], report_type: str) -> list[Table]:
    """All tables of the document, numbered in reading order, the ones without a statement included."""
    knows = line_items().knows
    tables: list[Table] = []
    for number, region in enumerate(join_continued(regions), 1):
        grid = build_grid(region, knows)
        statement = decide_statement(grid, region.heading, report_type)
        title = " ".join([region.heading.title] if region.heading else [])
        tables.append(
            Table(
                number=number,
                statement=statement,
                heading=region.heading,
                captions=region.captions,
                grid=grid,
                title_section=title_section(title) if statement == "note" else None,
                own_heading=not region.continues,
            )
        )
    return tables
