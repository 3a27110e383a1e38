"""Goal tables of a document: heads found, bodies cut into rows, tables joined over pages. `table_rows.py` reads the rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.contracts import Box
from ingest.goals.colours import colour_at, legend_of_colours, status_by_legend
from ingest.goals.columns import columns_of
from ingest.goals.drafts import Place
from ingest.goals.flow import is_edge_line, marker_in
from ingest.goals.grid import Body, GridRow, body_below, segmentations
from ingest.goals.guess import settled_by_content, with_numbers, with_status, with_targets
from ingest.goals.heads import Head, guess_at, head_at
from ingest.goals.words import (
    bare,
    cell_status,
    count_status_words,
    heading_kind,
    judgement,
    leading_status,
    legend_of,
    status_word,
    symbol_statuses,
)
from ingest.pdf.lines import Line, lines_of
from ingest.pdf.words import Page, union

_BARE_FIGURE = re.compile(r"[-–−(]?\s?\d[\d ., ]*\)?(?: ?t?kr)?")
_DASH = re.compile(r"[-–—−]")


@dataclass(slots=True)
class GoalTable:
    """One goal table: its head, its rows over all its pages, and every box it takes."""

    head: Head
    page: int
    box: Box
    rows: list[GridRow] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    last_page: int = 0
    to_bottom: bool = False  # its last line is the last text of its page
    edges: list[float] = field(default_factory=list)
    legend: dict[str, str] = field(default_factory=dict)  # what symbols mean, as printed beside the table
    size: float = 0.0  # font size of its rows
    coloured: bool = False  # colours stand in its column of statuses

    def column(self, role: str) -> int | None:
        """The first column with a role."""
        return self.head.roles.index(role) if role in self.head.roles else None

    def judges(self, text: str) -> bool:
        """Whether a cell is a status: a symbol of the legend, or words that judge."""
        return text in self.legend or cell_status(text) is not None

    def cell(self, row: GridRow, role: str) -> str:
        """The text a row has in the columns of a role, joined."""
        return " ".join(row.text(i) for i, own in enumerate(self.head.roles) if own == role and row.cells[i]).strip()


def only_goal(table: GoalTable, row: GridRow) -> bool:
    """Whether a row has a text in the goals' column and nothing else."""
    goal = table.column("goal")
    return row.colour is None and not any(cell for i, cell in enumerate(row.cells) if i != goal)


def _is_band(table: GoalTable, row: GridRow) -> bool:
    """Whether a row with nothing but a text is a heading inside the table: bold, or with a number of its own."""
    if not only_goal(table, row):
        return False
    marker = marker_in(table.cell(row, "goal"))
    return row.bold or (marker is not None and marker.number is not None and len(row.boxes) == 1)


def _score(table: GoalTable, rows: Sequence[GridRow], cut_above: bool) -> float:
    """How much a way of cutting looks like rows of goals: one status and one goal each, begun with a capital letter."""
    status, score = table.column("status"), 0.0
    judged = status is not None and any(row.cells[status] and not _DASH.fullmatch(row.text(status)) for row in rows)
    last = max((i for i, row in enumerate(rows) if judged and status is not None and row.cells[status]), default=len(rows))
    for index, row in enumerate(rows):
        goal = table.cell(row, "goal")
        if cut_above and index == 0 and (not goal or goal[:1].islower()) and not (status is not None and row.cells[status]):
            continue  # the rest of a row of the page before
        if index > last:  # below the table, as it seems, unless it goes on in mid-sentence
            score -= 1.0 * (not row.spanning and (goal[:1].islower() or any(row.text(i)[:1].islower() for i in range(len(row.cells)))))
            continue
        if row.spanning or _is_band(table, row):
            continue
        small_start = goal[:1].islower()
        if judged and status is not None:
            text = row.text(status)
            count = (1 if text in table.legend else count_status_words(text) or 1) if text else 0
            if count > 1:
                score -= 2 * (count - 1)
            elif not goal or (count == 0 and not table.coloured):
                score -= 1.0
            elif count == 0:
                score += 0.6
            else:
                score += 1.0 if table.judges(text) or _DASH.fullmatch(text) else 0.6
            score -= 1.5 * small_start
        else:
            others = [row.text(i) for i in range(len(row.cells)) if i != table.column("goal") and row.cells[i]]
            score += -1.0 if not goal else -1.5 if small_start else 1.0 if others else 0.0
            score -= 0.5 * sum(text[:1].islower() and len(text.split()) > 2 for text in others)
    return score


def _begins(body: Body, table: GoalTable, index: int) -> bool:
    """Whether a line starts a row: a number in its column, or a status that does not go on the one above."""

    def text(at: int, role: str) -> str:
        column = table.column(role)
        return " ".join(t.text for c in body.lines[at].chunks for t in c.tokens if body.column_of(t) == column)

    if table.column("number") is not None:
        return bool(text(index, "number"))
    if not text(index, "goal"):
        return False
    if "tick" in table.head.roles:
        return any(table.head.roles[body.column_of(t)] == "tick" for c in body.lines[index].chunks for t in c.tokens)
    own = text(index, "status")
    above = next((found for at in range(index - 1, -1, -1) if (found := text(at, "status"))), "")
    return bool(own) and not own[:1].islower() and (table.judges(own) or status_word(f"{above} {own}") is None)


def _rows(table: GoalTable, body: Body, cut_above: bool = False) -> list[GridRow]:
    best: list[GridRow] = []
    best_score = float("-inf")
    for rows, uneven in segmentations(body, lambda index: _begins(body, table, index)):
        if (score := _score(table, rows, cut_above) - 0.3 * uneven) > best_score + 1e-9:
            best, best_score = rows, score
    return best


def _trimmed(table: GoalTable, rows: list[GridRow]) -> list[GridRow]:
    """The rows without what stands below the table: rows that have nothing but a text, or no known status at all."""
    status = table.column("status")
    if status is not None:
        rows = _before_other_figures(table, rows, status)
    known = [
        i
        for i, row in enumerate(rows)
        if row.colour or (status is not None and row.cells[status] and _known_status(table, row.text(status)))
    ]
    if known and status is not None:
        last = known[-1]
        while (
            last + 1 < len(rows)
            and (rows[last + 1].cells[status] or table.cell(rows[last + 1], "comment"))
            and len(known) < 0.6 * (last + 1)
        ):
            last += 1
        return rows[: last + 1]
    while rows and only_goal(table, rows[-1]):
        rows = rows[:-1]
    return rows


def _before_other_figures(table: GoalTable, rows: list[GridRow], status: int) -> list[GridRow]:
    """The rows down to the first whose status is a bare figure, or no known one after nothing but known ones."""
    known = 0
    for index, row in enumerate(rows):
        text = row.text(status)
        if not text:
            continue
        if not _known_status(table, text) and (_BARE_FIGURE.fullmatch(text) or known >= 2):
            following = [own for later in rows[index + 1 : index + 3] if (own := later.text(status))]
            if not known or (all(_BARE_FIGURE.fullmatch(own) or not _known_status(table, own) for own in following) and following):
                return rows[:index]
        known += _known_status(table, text)
    return rows


def _known_status(table: GoalTable, text: str) -> bool:
    return bool(table.judges(text) or _DASH.fullmatch(text) or text == "+" or judgement(text, subject_needed=False) or leading_status(text))


def _ends(lines: Sequence[Line], index: int) -> bool:
    line = lines[index]
    return head_at(lines, index) is not None or (len(line.chunks) == 1 and line.bold and heading_kind(line.text) is not None)


def _head_and_body(lines: Sequence[Line], index: int) -> tuple[Head, Body] | None:
    """The head on a line and the lines under it; where heads are unknown, told by what stands below."""
    if head := head_at(lines, index):
        body = body_below(lines, head, index + head.count, lambda i: _ends(lines, i))
        legend, told = _legend(lines, index, head, body), with_targets(with_numbers(head, body), body)
        if "status" in told.roles:
            told = with_status(told, body, legend)
        elif "tick" not in told.roles:
            told = settled_by_content(told, body, legend) or told
        return told, replace(body, head=told)
    if guess := guess_at(lines, index):
        probe = replace(guess, cells=tuple(replace(cell, role="goal") if i == 0 else cell for i, cell in enumerate(guess.cells)))
        body = body_below(lines, probe, index + guess.count, lambda i: _ends(lines, i))
        if found := settled_by_content(guess, body, _legend(lines, index, guess, body)):
            return found, replace(body, head=found)
    return None


def _legend(lines: Sequence[Line], index: int, head: Head, body: Body) -> dict[str, str]:
    """What the lines before the head, on line `index`, and those below it say of symbols."""
    return legend_of([line.text for line in (*lines[max(0, index - 6) : index], *_with_below(lines, index + head.count, body))])


def _with_below(lines: Sequence[Line], start: int, body: Body) -> Sequence[Line]:
    """The lines of a body, from line `start` on, and those below it: a legend may look like one more row."""
    return lines[start : start + len(body.lines) + 6]


def _tables_in(lines: Sequence[Line]) -> list[tuple[GoalTable, Body, int]]:
    found: list[tuple[GoalTable, Body, int]] = []
    index = 0
    while index < len(lines):
        under = _head_and_body(lines, index)
        if under is None:
            index += 1
            continue
        head, body = under
        start = index + head.count
        table = GoalTable(head, lines[index].page, union([cell.box for cell in head.cells]))
        table.legend = _legend(lines, index, head, body)
        table.edges, table.size = body.edges, body.lines[0].size if body.lines else 0.0
        found.append((table, body, index))
        index = start + len(body.lines)
    return found


def _coloured(table: GoalTable, rows: list[GridRow], page: Page) -> list[GridRow]:
    """The rows with the colours of their cells for a status that hold no word."""
    column = table.column("status")
    if column is None:
        return rows
    legend = legend_of_colours(page) if any(not row.cells[column] for row in rows) else {}
    edges = [float("-inf"), *table.edges, float("inf")]
    for row in rows:
        if not any(c.isalpha() for c in row.text(column)):
            whole = union(row.boxes)
            area = edges[column], whole[1], edges[column + 1], whole[3]
            row.shown = status_by_legend(page, area, legend)
            row.colour = "as in the legend" if row.shown else colour_at(page, area)
    return rows


def _finish(table: GoalTable, body: Body, page: Page, last_of_page: bool) -> None:
    column, edges = table.column("status"), [float("-inf"), *table.edges, float("inf")]
    if column is not None and body.lines:
        area = edges[column], body.lines[0].box[1], edges[column + 1], body.lines[-1].box[3]
        table.coloured = colour_at(page, area) is not None
    rows = _coloured(table, _rows(table, body), page)
    table.to_bottom, table.last_page = last_of_page, table.page
    kept = rows if table.to_bottom else _trimmed(table, rows)
    table.rows.extend(kept)
    table.places.extend((row.page, box) for row in kept for box in row.boxes)


def _goes_over(table: GoalTable, lines: Sequence[Line]) -> Body | None:
    """The rows that go on at the top of the next page without a head."""
    if not lines or (table.size and abs(lines[0].size - table.size) > 0.08 * table.size):
        return None
    lefts = [min(cell.box[0], edge) for cell, edge in zip(table.head.cells, [table.head.cells[0].box[0], *table.edges], strict=True)]
    if not any(abs(lines[0].box[0] - left) <= 3 for left in lefts):
        return None
    body = body_below(lines, table.head, 0, lambda i: _ends(lines, i))
    if table.rows:
        body.edges = table.edges
    table.edges = body.edges
    status = table.column("status")
    if status is not None:
        with_status = [i for i, line in enumerate(body.lines) if any(body.column_of(t) == status for c in line.chunks for t in c.tokens)]
        fragment = body.lines[:1] if body.lines and body.lines[0].text[:1].islower() else []
        if not with_status and not any(row.colour for row in table.rows):
            body.lines = fragment
    return body if body.lines else None


def goal_tables(pages: Sequence[Page]) -> list[GoalTable]:
    """The goal tables of a document, those on several pages as one."""
    found: list[GoalTable] = []
    for page in pages:
        whole = [line for line in lines_of(page) if not is_edge_line(line, page, pages)]
        before = found[-1] if found and found[-1].to_bottom and found[-1].last_page == page.number - 1 else None
        own: list[GoalTable] = []
        for table, body in _best_ways(page, pages, whole):
            if found and _headed_alike(found[-1], table) and found[-1].last_page == page.number - 1:
                body = _as_before(found[-1], table, body)
            lowest = body.lines[-1].box[3] if body.lines else table.box[3]
            _finish(table, body, page, lowest >= whole[-1].box[3] - 1)
            table.places.extend((page.number, cell.box) for cell in table.head.cells)
            if table.rows or table.to_bottom:
                own.append(table)
        own.sort(key=lambda table: table.box[1])
        if before is not None:
            _continue(before, own, whole, page)
        found.extend(table for table in own if table.rows or table.to_bottom)
    for table in found:
        table.rows = _trimmed(table, table.rows)
    return [table for table in found if table.rows]


def _headed_alike(before: GoalTable, table: GoalTable) -> bool:
    return [bare(cell.text) for cell in before.head.cells] == [bare(cell.text) for cell in table.head.cells]


def _as_before(before: GoalTable, table: GoalTable, body: Body) -> Body:
    """The body of a table that goes on with its head printed again: columns and symbols mean what they meant on the page before."""
    cells = tuple(replace(cell, role=own.role) for cell, own in zip(table.head.cells, before.head.cells, strict=True))
    table.head = replace(table.head, cells=cells)
    symbols: dict[str, str] = {}
    if (status := before.column("status")) is not None:
        symbols = symbol_statuses([row.text(status) for row in before.rows if row.cells[status]])
    table.legend = {**symbols, **before.legend, **table.legend}
    return replace(body, head=table.head)


def _over_both(box: Box, page: Page) -> bool:
    """Whether a head reaches over both halves of a page: its table stands in no column of text."""
    return box[0] < 0.35 * page.width and box[2] > 0.55 * page.width


def _best_ways(page: Page, pages: Sequence[Page], whole: Sequence[Line]) -> list[tuple[GoalTable, Body]]:
    """The tables of a page, read over its whole width or within a column of text, whichever sees more heads."""
    frames = columns_of(page)
    ways = [[line for line in frame if not is_edge_line(line, page, pages)] for frame in frames] if len(frames) > 1 else []
    candidates = [(table, body) for lines in (*ways, list(whole)) for table, body, _ in _tables_in(lines)]
    kept: list[tuple[GoalTable, Body]] = []
    for table, body in candidates:
        rival = next((i for i, (other, _) in enumerate(kept) if _overlap(table.box, other.box)), None)
        if rival is None:
            kept.append((table, body))
        elif len(table.head.cells) > len(kept[rival][0].head.cells) or _over_both(kept[rival][0].box, page):
            kept[rival] = table, body
    return kept


def _continue(before: GoalTable, own: list[GoalTable], lines: Sequence[Line], page: Page) -> None:
    """A row cut by the page's end, and rows that go on with the head printed again or not at all."""
    if own and own[0].head.roles == before.head.roles and sum(line.box[3] < own[0].box[1] for line in lines) <= 1:
        if not before.rows or not own[0].rows:
            return
        first = own[0].rows[0]
        status = before.column("status")
        goal = before.cell(first, "goal")
        if (status is None or not first.cells[status]) and (not goal or goal[:1].islower()) and not first.spanning:
            _append(before.rows[-1], first)
            own[0].rows = own[0].rows[1:]
        return
    stop = own[0].box[1] if own else float("inf")
    body = _goes_over(before, [line for line in lines if line.box[3] < stop])
    if body is None:
        return
    before.legend = {**legend_of([line.text for line in _with_below(lines, 0, body)]), **before.legend}
    rows = _coloured(before, _rows(before, body, cut_above=True), page)
    status = before.column("status")
    if rows and before.rows and status is not None and not rows[0].cells[status] and before.rows[-1].cells[status]:
        _append(before.rows[-1], rows[0])
        before.places.extend((rows[0].page, box) for box in rows[0].boxes)
        rows = rows[1:]
    before.rows.extend(rows)
    before.places.extend((row.page, box) for row in rows for box in row.boxes)
    before.to_bottom, before.last_page = bool(rows) and body.lines[-1].box[3] >= lines[-1].box[3] - 1, lines[0].page


def _append(row: GridRow, more: GridRow) -> None:
    for column, cell in enumerate(more.cells):
        row.cells[column].extend(cell)


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
