"""Random financial tables: what is printed where, as a PDF and as the plain truth it must be read back as."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from hypothesis import strategies as st

from tests.property.styles import STYLES, Style, amounts
from tests.unit.pages import LEFT, Text, cover, draw_pdf, width_of

# Labels of single lines and of two; the words mean nothing to the vocabulary or a cost, on purpose.
SHORT = (
    "Personal", "Lokaler", "Resor", "Porto", "Telefoni", "Utbildning", "Konsulter", "Möten", "Tryckning", "Material",
    "Försäkring", "Annonser", "Bankavgifter", "Studiebesök", "Inventarier", "Programvara", "Arvoden", "Handledning",
)  # fmt: skip
DASH = "–"
LONG = (
    ("Kostnader för gemensam handledning och", "kompetenshöjande åtgärder"),
    ("Ersättning till samverkande parter för", "utlånad personal under året"),
    ("Köpta tjänster från andra huvudmän i", "länets södra delar"),
)
# Heads of columns as printed, line by line, and as they must be read.
HEADS = {
    ("2022",): "2022",
    ("2021",): "2021",
    ("Budget 2022",): "Budget 2022",
    ("Budget", "2021"): "Budget 2021",
    ("Utfall", "2020-12-31"): "Utfall 2020-12-31",
    ("Helårs-", "prognos 2022"): "Helårsprognos 2022",
    ("Avvikelse",): "Avvikelse",
    ("2020",): "2020",
    ("2019",): "2019",
    ("2018",): "2018",
}
# Heads so narrow that the columns stand close: an amount must not be glued to the one beside it.
NARROW = tuple(sorted(head for head in HEADS if len(head) == 1 and len(head[0]) == 4))


@dataclass(frozen=True, slots=True)
class Printed:
    """One table: heads, rows (label lines, note number, one token or None per column) and how it is set."""

    heads: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[tuple[str, ...], str | None, tuple[str | None, ...]], ...]
    style: Style
    size: float
    gap: float
    align: str
    cells_on_last_line: bool
    has_notes: bool
    shift: float  # how far the columns stand from the labels, beside the least

    @property
    def edges(self) -> list[float]:
        """The right edge (or the middle) of every column."""
        widths = [
            max([width_of(line, self.size) for line in self.heads[c]]
                + [width_of(row[2][c], self.size) for row in self.rows if row[2][c]])
            for c in range(len(self.heads))
        ]  # fmt: skip
        labels = max(width_of(line, self.size) for row in self.rows for line in row[0])
        x = LEFT + labels + 20 + (40 if self.has_notes else 0) + self.shift
        edges = []
        for width in widths:
            x += width + self.gap
            edges.append(x if self.align == "right" else x - width / 2)
        return edges

    @property
    def note_edge(self) -> float:
        """The right edge of the column of note numbers."""
        return LEFT + max(width_of(line, self.size) for row in self.rows for line in row[0]) + 30 + self.shift

    @property
    def first_head(self) -> float:
        """The left edge of the first head of a column."""
        if self.has_notes:
            return self.note_edge - width_of("Not", self.size)
        width = max(width_of(line, self.size) for line in self.heads[0])
        return self.edges[0] - width / (1 if self.align == "right" else 2)

    def draw(self) -> bytes:
        """The table as the second page of a PDF."""
        edges = self.edges
        texts = [Text("Resultaträkning", LEFT, 80, self.size + 4)]
        y = 110.0
        deepest = max(map(len, self.heads))
        for lines, edge in zip(self.heads, edges, strict=True):
            for i, line in enumerate(reversed(lines)):
                texts.append(Text(line, edge, y + 1.2 * self.size * (deepest - 1 - i), self.size, self.align))
        y += 1.2 * self.size * (deepest - 1)
        if self.has_notes:
            texts.append(Text("Not", self.note_edge, y, self.size, "right"))
        for lines, note, tokens in self.rows:
            first = y + 1.7 * self.size
            for i, line in enumerate(lines):
                y = first + 1.2 * self.size * i
                texts.append(Text(line, LEFT, y, self.size))
            at = y if self.cells_on_last_line else first
            if note:
                texts.append(Text(note, self.note_edge, at, self.size, "right"))
            texts += [Text(t, e, at, self.size, self.align) for t, e in zip(tokens, edges, strict=True) if t]
        return draw_pdf(cover("Årsredovisning 2022"), texts)


@st.composite
def printed_tables(draw: st.DrawFn) -> Printed:
    """Any table of 3 to 9 rows and 1 to 4 columns that fits a page; every row holds at least one amount."""
    columns = draw(st.integers(1, 5))
    heads = tuple(draw(st.permutations(draw(st.sampled_from((NARROW, tuple(sorted(HEADS)))))))[:columns])
    style = draw(st.sampled_from(STYLES))
    labels: list[tuple[str, ...]] = [(label,) for label in draw(st.permutations(SHORT))[: draw(st.integers(3, 9))]]
    if draw(st.booleans()):
        labels.insert(draw(st.integers(1, len(labels))), draw(st.sampled_from(LONG)))
    has_notes = draw(st.booleans())
    rows = []
    # A table is only taken for a financial one when the vocabulary knows some of its rows.
    labels = [("Medlemsbidrag",), ("Övriga intäkter",), *labels]
    for label in labels:
        cells = draw(st.lists(st.none() | st.just(DASH) | amounts(), min_size=columns, max_size=columns).filter(any_given))
        note = str(draw(st.integers(1, 12))) if has_notes and draw(st.booleans()) else None
        rows.append((label, note, tuple(v if v in (None, DASH) else style.print(v) for v in cells)))
    return Printed(
        heads=heads, rows=tuple(rows), style=style, size=draw(st.sampled_from((7.0, 8.5, 10.0, 11.0))),
        gap=draw(st.sampled_from((10.0, 14.0, 20.0, 32.0))), align=draw(st.sampled_from(("right", "right", "centre"))),
        cells_on_last_line=draw(st.booleans()), has_notes=has_notes, shift=draw(st.sampled_from((0.0, 60.0, 120.0))),
    )  # fmt: skip


def any_given(cells: list[Decimal | str | None]) -> bool:
    """Whether a row holds an amount at all."""
    return any(isinstance(cell, Decimal) for cell in cells)
