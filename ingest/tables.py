"""Regions to tables: parts on several pages joined, statement, title and section of each decided.

A `Table` is a grid with its place in the report. The decision leans on the heading and on the rows' own words;
a table that neither names gets no statement, and its numbers are kept as unread.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from ingest.headers import find_unit, read_header
from ingest.lexicon import clean_label, fold, is_total_label, line_items, load, section_of
from ingest.pdf.grid import Grid, build_grid
from ingest.pdf.kinds import Heading
from ingest.pdf.regions import Region

_EDGE = 8.0
_SIDE_BY_SIDE = 100.0  # points between the left edges of tables that stand side by side, at least
_SURELY_MONEY = 10_000


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
    doubt: str | None = None  # why the statement is not sure

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
def _leads(end: str) -> frozenset[str]:
    return frozenset(load("sections")[f"leads_{end}"])


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
        before = _before(joined, region) if region.continues and joined else None
        if before:
            dx = _shift(before, region)
            before.body.extend(line.moved(dx) if dx else line for line in region.body)
            continue
        joined.append(region)
    return joined


def _before(joined: Sequence[Region], region: Region) -> Region | None:
    """The table that a part without a heading goes on: the last one, or, of tables side by side, the one that stood there too."""
    last = joined[-1]
    if abs(_left_edge(region) - _left_edge(last)) <= _SIDE_BY_SIDE:
        return last if region.heading is last.heading and _goes_on(last, region) else None
    page = region.body[0].page
    there = (
        other
        for other in reversed(joined)
        if other.body[-1].page == page - 1 and abs(_left_edge(region) - _left_edge(other)) <= _EDGE and _same_columns(other, region)
    )
    above = next(there, None)
    if above and not _is_finished(above) and (not region.header or fold(_header_text(region)) == fold(_header_text(above))):
        return above
    return last if region.heading is last.heading and _goes_on(last, region) else None


def _is_finished(region: Region) -> bool:
    """Whether a table ends with a sum or a result: in columns of text, the table after it begins anew."""
    label = clean_label(next(line.label for line in reversed(region.body) if line.cells))
    statement = region.heading.statement if region.heading else None
    item = line_items().items.get(line_items().match(label, statement, None) or "")
    return is_total_label(label) or bool(item and item.total)


def _left_edge(region: Region) -> float:
    """Where the labels of a table begin."""
    return min((line.box[0] for line in region.body if line.label), default=region.body[0].box[0])


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
        label = clean_label(row.label)
        for statement, telling in _telling().items():
            code = items.match(label, statement, None) or items.match(label, statement, "income")
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


_NAMED_BY_HEADING = frozenset({"income_statement", "budget_plan", "operating_statement", "multi_year_overview"})


def _is_of_money(grid: Grid, captions: Sequence[str]) -> bool:
    """Whether columns of outcomes, budgets or years hold amounts, by a unit printed above them or by their size."""
    meanings = {index: read_header(column.text) for index, column in enumerate(grid.columns) if index != grid.note_column}
    amounts = {index for index, meaning in meanings.items() if meaning.kind == "amount"}
    if not any(meanings[i].scenario or meanings[i].year or meanings[i].end for i in amounts):
        return False
    figures = _figures(grid, amounts)
    return bool(figures) and (_says_unit(grid, captions) or _mostly_large(figures))


def _figures(grid: Grid, columns: Container[int]) -> list[Decimal]:
    """The figures of some columns without their signs, shares left out."""
    tokens = [token for row in grid.rows for index, token in row.cells.items() if index in columns]
    return [abs(token.numeral.value) for token in tokens if token.numeral and not token.numeral.is_percent]


def _mostly_large(figures: Sequence[Decimal]) -> bool:
    """Whether most figures are too large for anything but money."""
    return 2 * sum(value >= _SURELY_MONEY for value in figures) > len(figures)


def _says_unit(grid: Grid, captions: Sequence[str]) -> bool:
    return any(find_unit(text) for text in (*captions, grid.corner, *(column.text for column in grid.columns)))


def _is_balance_requirement(heading: Heading | None) -> bool:
    """Whether a note is the balance requirement by its title."""
    patterns = [entry["pattern"] for entry in load("headings")["statements"] if entry["code"] == "balance_requirement"]
    return bool(heading) and any(re.search(pattern, fold(heading.title if heading else "")) for pattern in patterns)


def _is_of_members(grid: Grid, heading: Heading | None, captions: Sequence[str]) -> bool:
    """Whether a table tells what the members pay: a column of contributions, and words for the members over the labels."""
    columns, over = load("headings")["contribution_columns"], load("headings")["of_members"]
    words = fold(" ".join([heading.title if heading else "", grid.corner, *captions[-2:]]))
    return any(re.search(columns, fold(column.text)) for column in grid.columns) and bool(re.search(over, words))


def _compares_with_budget(grid: Grid) -> bool:
    """Whether outcomes, or the costs of a year, stand beside a budget or what is left of it."""
    heads = [read_header(column.text) for index, column in enumerate(grid.columns) if index != grid.note_column]
    scenarios = {head.scenario or ("actual" if head.year else None) for head in heads if head.kind == "amount"}
    return "actual" in scenarios and bool(scenarios & {"budget", "deviation"})


def _counts_people(grid: Grid, captions: Sequence[str]) -> bool:
    """Whether the words over a table are about people, and nothing in it says money: no unit, no scenario, small whole figures."""
    heads = [column.text for column in grid.columns]
    if not re.search(load("headings")["of_people"], fold(" ".join([*captions[-4:], grid.corner, *heads]))):
        return False
    if any(find_unit(text) for text in (*captions, grid.corner, *heads)):
        return False
    numerals = [token.numeral for row in grid.rows for token in row.cells.values() if token.numeral and not token.numeral.is_percent]
    return all(0 <= numeral.value < _SURELY_MONEY and not numeral.decimals for numeral in numerals)


def decide_statement(
    grid: Grid, heading: Heading | None, report_type: str, captions: Sequence[str] = (), *, own_heading: bool = True
) -> str | None:
    """The statement a table is, or None when nothing tells that it is financial.

    `captions`: the lines right above the table. When its heading stands there too (`own_heading`), that of a statement is enough,
    whatever the rows are called.
    """
    votes = _content_votes(grid)
    named = heading.statement if heading else None
    if named is None and _counts_people(grid, captions):
        return None
    rows = [row for row in grid.rows if row.cells]
    if named == "note" and votes["balance_requirement"] and _is_balance_requirement(heading):
        return "balance_requirement"
    if named == "note":
        told = bool(
            heading and (heading.note or (heading.title and own_heading and _mostly_large(_figures(grid, range(len(grid.columns))))))
        )
        return "note" if told or (votes and max(votes.values()) >= 2) else None
    by_heading = not sum(votes.values()) and own_heading and bool(captions) and _is_of_money(grid, captions)
    if named in {"balance_sheet", "cash_flow", "balance_requirement"} and votes[named] == 0 and not by_heading:
        named = None
    if named in _NAMED_BY_HEADING and not sum(votes.values()) and not by_heading:
        named = None
    if named in _NAMED_BY_HEADING and not own_heading and sum(votes.values()) <= 2 and not _is_of_money(grid, captions):
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
        named = _by_words_around(grid, heading if own_heading else None, captions, report_type) or _by_content(
            grid, votes, len(rows), report_type
        )
    if named == "income_statement" and report_type == "plan_budget":
        return "budget_plan"
    return named


def _by_words_around(grid: Grid, heading: Heading | None, captions: Sequence[str], report_type: str) -> str | None:
    """The statement of a table of money whose rows need not be known: by its columns, its heading and the unit printed."""
    if not _is_of_money(grid, captions):
        return None
    is_plan = report_type == "plan_budget"
    if _is_of_members(grid, heading, captions):
        return "budget_plan" if is_plan else "note"
    if is_plan or _looks_like_overview(grid):
        return None
    if _compares_with_budget(grid):
        return "operating_statement" if max(_content_votes(grid).values(), default=0) < 2 else None
    if not _says_unit(grid, captions):
        return None
    section = title_section(heading.title) if heading and heading.statement is None else None
    return "note" if section in {"assets", "liabilities", "equity"} or (section and not sum(_content_votes(grid).values())) else None


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
    items = {line_items().match(clean_label(row.label), "income_statement", None) for row in grid.rows if row.cells}
    detailed = budgeted or votes["income_statement"] >= 3
    if votes["income_statement"] >= 2 and detailed and report_type == "annual_report" and not items & _leads("to"):
        return "operating_statement"
    if votes["income_statement"] >= 3:
        return "budget_plan" if report_type == "plan_budget" else "income_statement"
    if votes["income_statement"] == 2 and any(section_of(row.label) for row in grid.rows):
        return "note"
    return None


def _doubt(grid: Grid, region: Region, statement: str | None) -> str | None:
    """Why the statement is not sure: too little of the table is known for what its heading does not say, or the reverse."""
    if statement is None:
        return None
    known = max(_content_votes(grid).values(), default=0)
    named = region.heading.statement if region.heading else None
    if named is None or (region.continues and named != statement):
        return "no heading names the table, and few of its rows are known" if known <= 2 else None
    return "only the heading says what the table is: none of its rows is known" if not known and named != "note" else None


def build_tables(regions: Sequence[Region], report_type: str) -> list[Table]:
    """All tables of the document, numbered in reading order, the ones without a statement included."""
    knows = line_items().knows
    tables: list[Table] = []
    for number, region in enumerate(join_continued(regions), 1):
        grid = build_grid(region, knows)
        statement = decide_statement(grid, region.heading, report_type, region.captions, own_heading=not region.continues)
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
                doubt=_doubt(grid, region, statement),
            )
        )
    if report_type != "plan_budget" and not any(table.statement == "income_statement" for table in tables):
        _promote(tables)
    return tables


def _promote(tables: Sequence[Table]) -> None:
    """In a report without an income statement, a table that leads from income to a result is it, unless its heading says otherwise."""
    for table in tables:
        named = table.heading.statement if table.heading and table.own_heading else None
        if table.statement == "operating_statement" and named is None:
            items = {line_items().match(clean_label(row.label), "income_statement", None) for row in table.grid.rows if row.cells}
            if items & _leads("from") and items & (_leads("to") | {"total_costs"}):
                table.statement = "income_statement"
                return
