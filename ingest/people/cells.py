"""Lines of a page to fragments: a label with the cells to its right, and texts without cells.

A cell of a participant table is a count, a share, a withheld count ("<5") or a dash. Money is none. Several tables
side by side, or a table beside running text, give several fragments on one line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache

from ingest.contracts import Box
from ingest.lexicon import fold, load
from ingest.numerals import find_numeral
from ingest.pdf.lines import Chunk, Line, Token
from ingest.pdf.words import union

_MOST = 60_000  # participants of one association; more are no persons
_PARENTHESES = re.compile(r"^\((.*)\)$")


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed value: a number of persons or a share; `value` None: withheld, or (is_dash) none."""

    text: str
    box: Box
    size: float
    value: Decimal | None
    is_percent: bool = False
    is_dash: bool = False
    is_suppressed: bool = False
    is_year: bool = False
    is_second: bool = False  # the second of a pair ("12/9")

    @property
    def middle(self) -> float:
        """Horizontal centre."""
        return (self.box[0] + self.box[2]) / 2


@dataclass(frozen=True)
class Piece(Chunk):
    """Some words at word distance, with their tokens for taking them apart."""

    @property
    def size(self) -> float:
        """The font size."""
        return self.tokens[0].size

    @property
    def bold(self) -> bool:
        """Whether it begins in bold."""
        return self.tokens[0].bold


@dataclass(slots=True)
class Fragment:
    """One row as printed: the texts left of the cells (the nearest last), and the cells."""

    page: int
    texts: list[Piece]
    cells: list[Cell]
    top: float
    bottom: float
    line: int  # index on the page
    extra: list[Piece] = field(default_factory=list)

    @property
    def label(self) -> Piece | None:
        """The text nearest to the cells."""
        return self.texts[-1] if self.texts else None

    @property
    def size(self) -> float:
        """The font size of the cells."""
        return self.cells[0].size


def joined(texts: Sequence[str]) -> str:
    """Lines of one text as one; a word broken by a hyphen becomes whole."""
    texts = [text + " " * (not text.endswith("/")) for text in texts]
    return re.sub(r"(\w)- (?=[a-zåäö])(?!(?:och|eller|samt|respektive)\b)", r"\1", "".join(texts)).strip()


def is_prose(label: str) -> bool:
    """Whether a label is a line of running text in which a number stands by itself."""
    words = label.split()
    return len(words) >= 7 and (". " in label or ", " in label or label[:1].islower() or label.endswith((",", ".")) or len(words) >= 14)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(load("participants")[name])


@cache
def _suppressed() -> re.Pattern[str]:
    return re.compile(load("participants")["suppressed"], re.IGNORECASE)


def _is_count(value: Decimal) -> bool:
    return value == value.to_integral_value() and 0 <= value <= _MOST


def read_cell(tokens: Sequence[Token]) -> Cell | None:
    """The cell that some tokens are, or None when they are none (text, money)."""
    text = " ".join(token.text for token in tokens)
    box, size = union([token.printed_box for token in tokens]), tokens[0].size
    if all(token.is_dash for token in tokens):
        return Cell(text, box, size, None, is_dash=True)
    if _suppressed().match(text):
        return Cell(text, box, size, None, is_suppressed=True)
    inner = _PARENTHESES.match(text)
    numeral = find_numeral(inner[1] if inner else text)
    if numeral is None or numeral.unit is not None or numeral.value < 0:
        return None
    if numeral.is_percent:
        return Cell(text, box, size, numeral.value, is_percent=True)
    if not _is_count(numeral.value):
        return Cell(text, box, size, numeral.value, is_percent=True) if numeral.decimals and numeral.value <= 100 else None
    return Cell(text, box, size, numeral.value, is_year=numeral.is_bare_year)


def cells_of(chunk: Chunk) -> list[Cell] | None:
    """The cells a chunk is made of, or None when some of it is anything else; worked out once for a chunk."""
    if "_cells_of_people" not in chunk.__dict__:
        chunk.__dict__["_cells_of_people"] = _cells_of(chunk)
    found: list[Cell] | None = chunk.__dict__["_cells_of_people"]
    return None if found is None else list(found)


def keep_cells(chunk: Chunk, cells: list[Cell] | None) -> None:
    """Settle the cells of a chunk by what stands above it."""
    chunk.__dict__["_cells_of_people"] = cells


def _cells_of(chunk: Chunk) -> list[Cell] | None:
    if chunk.text[:1].isalpha() and not _suppressed().match(chunk.text):
        return None
    whole = read_cell(chunk.tokens)
    if whole and (len(chunk.tokens) == 1 or whole.is_suppressed):
        return [whole]
    if len(chunk.tokens) == 2 and _pattern("count_units").match(fold(chunk.tokens[1].text)) and (counted := read_cell(chunk.tokens[:1])):
        return [replace(counted, text=chunk.text, box=union([token.printed_box for token in chunk.tokens]))]
    found: list[Cell] = []
    rest = list(chunk.tokens)
    while rest:
        if rest[0].text in {"<", "("} and len(rest) > 1:
            length = next((i for i, t in enumerate(rest, 1) if t.text.endswith(")")), 2) if rest[0].text == "(" else 2
        elif len(rest) > 1 and rest[0].text.startswith("(") and not rest[0].text.endswith(")") and rest[1].text.endswith(")"):
            length = 2
        else:
            length = 1
        cell = read_cell(rest[:length])
        if cell is None:
            return None
        found.append(cell)
        rest = rest[length:]
    return found


def cells_in(line: Line) -> list[list[Cell] | None]:
    """For each chunk of a line its cells, or None; counts with a minus are cells where a label is followed by nothing else.

    "Utskrivna −17 −9" tells people who left; "–24" among heads is an age.
    """
    found = [cells_of(chunk) for chunk in line.chunks]
    first = next((n for n, chunk in enumerate(line.chunks) if _signed(chunk)), 0)
    rest = [_signed(chunk) or (own if own and all(c.is_dash for c in own) else None) for chunk, own in zip(line.chunks, found, strict=True)]
    if first and line.chunks[0].text[:1].isalpha() and all(rest[first:]) and not any(found[:first]):
        return [*found[:first], *rest[first:]]
    return found


def _signed(chunk: Chunk) -> list[Cell] | None:
    """The counts with a minus that a chunk is made of, or None."""
    found: list[Cell] = []
    for token in chunk.tokens:
        value = token.numeral.value if token.numeral else None
        if value is None or value >= 0 or token.text.endswith("%") or not _is_count(-value):
            return None
        found.append(Cell(token.text, token.printed_box, token.size, value))
    return found


def fragments_of(line: Line, index: int) -> tuple[list[Fragment], list[Piece]]:
    """The rows that stand on one line, and the texts on it that belong to no cells."""
    fragments: list[Fragment] = []
    texts: list[Piece] = []
    for chunk, cells in zip(line.chunks, cells_in(line), strict=True):
        if cells is None and fragments and not texts and _pattern("no_count").match(fold(chunk.text)):
            cells = [Cell(chunk.text, union([token.printed_box for token in chunk.tokens]), chunk.tokens[0].size, None, is_dash=True)]
        if cells is None:
            texts.append(Piece(chunk.tokens))
        elif fragments and not texts:
            fragments[-1].cells.extend(cells)
        else:
            if not texts and len(cells) == 1 and cells[0].is_year and len(chunk.tokens) == 1 and line.chunks[0] is chunk:
                texts.append(Piece(chunk.tokens))  # a row for each year
                continue
            top = min(cell.box[1] for cell in cells)
            bottom = max(cell.box[3] for cell in cells)
            fragments.append(Fragment(line.page, texts, cells, top, bottom, index))
            texts = []
    return fragments, texts
