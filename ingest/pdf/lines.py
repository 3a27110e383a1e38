"""Words of a page to lines of tokens and chunks.

A token is a word, or the several words of one printed numeral ("4 832 898", "– 15 270", "154.858kr"). A chunk is a
run of tokens at word distance: on a table row every cell is a chunk of its own, in prose the whole line is one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from ingest.contracts import Box
from ingest.numerals import DASH_CELLS, Numeral, find_numeral, normalise_spaces
from ingest.once import once
from ingest.pdf.words import Page, Word, overprints, union


@dataclass(frozen=True, slots=True)
class Gaps:
    """How far apart words may stand, in shares of the font size, to belong to one numeral, or to one text.

    A printed space is 0.2-0.35 of the size; justified prose stretches it; cells stand further apart. In typewriter
    faces a space is as wide as a letter.
    """

    digit: float = 0.5
    chunk: float = 0.85
    sign: float = 0.75


_TYPEWRITER_SPREAD = 0.04
_TELLING_WORDS = 6
_SAME_EDGE = 0.6
_EDGES_THAT_TELL = 3

_START = re.compile(r"^[(]?[-–−‒+]?[(]?\d{1,3}$")
_GROUP = re.compile(r"^\d{3}(,\d+)?[)]?[-−–]?(kr|tkr|mkr|mnkr|%|:-)?[*]?$", re.IGNORECASE)
_MORE = re.compile(r"^\d{3}$")
_SIGN = re.compile(r"^[(]?[-–−‒+]$|^[(]$")
_AFTER_SIGN = re.compile(r"^\d[\d.,']*[)]?(kr|tkr|mkr|mnkr|%)?[*]?$", re.IGNORECASE)
_SUFFIX = re.compile(r"^(kr|tkr|kkr|mkr|mnkr|%|procent|:-)\.?[)]?$", re.IGNORECASE)
_RULE = re.compile(r"[-–—=_]{3,}")
_RULED = frozenset("-–—=_")
_INITIAL_GAP = 0.12  # of the size of the letters that follow
_LEADER = re.compile(r"[.·_]{3,}$|…+\.*$|^[.·_…]{2,}")
_DOTS = frozenset(".·_…")
_MARK = re.compile(r"^[\d*)(,]{1,4}$")


@dataclass(slots=True, unsafe_hash=True)
class Token:
    """One word or one printed numeral, with its box and the numeral when it is one."""

    text: str
    box: Box
    size: float
    bold: bool
    numeral: Numeral | None
    place: Box | None = None  # where it is printed, when `box` was moved to line up with the rest of its table

    @property
    def printed_box(self) -> Box:
        """The box on the page."""
        return self.place or self.box

    @property
    def is_dash(self) -> bool:
        """A lone dash: printed as 'nothing'."""
        return self.text in DASH_CELLS


# Without slots: what is asked of a line again and again (its text, its box) is worked out once.
@dataclass(frozen=True)
class Chunk:
    """Tokens at word distance."""

    tokens: tuple[Token, ...]

    @once
    def text(self) -> str:
        """The tokens with single spaces."""
        return " ".join([token.text for token in self.tokens])

    @once
    def box(self) -> Box:
        """The box around all tokens."""
        return union([token.box for token in self.tokens])

    @once
    def is_cells(self) -> bool:
        """Whether the chunk is nothing but numerals and lone dashes: cells of a table."""
        return all(token.numeral or token.is_dash for token in self.tokens)


@dataclass(frozen=True)
class Line:
    """One printed line of a page, left to right."""

    page: int
    chunks: tuple[Chunk, ...]
    has_leader: bool = False  # dots led from the label to the figure; they are no part of either

    def moved(self, dx: float) -> Line:
        """The same line further right or left; its tokens remember where they are printed."""
        return Line(
            self.page,
            tuple(
                Chunk(tuple(replace(t, box=(t.box[0] + dx, t.box[1], t.box[2] + dx, t.box[3]), place=t.printed_box) for t in chunk.tokens))
                for chunk in self.chunks
            ),
            self.has_leader,
        )

    @once
    def text(self) -> str:
        """The whole line with single spaces."""
        return " ".join([chunk.text for chunk in self.chunks])

    @once
    def box(self) -> Box:
        """The box around the line."""
        return union([chunk.box for chunk in self.chunks])

    @once
    def size(self) -> float:
        """The font size of most of the line."""
        sizes = [token.size for chunk in self.chunks for token in chunk.tokens]
        return sizes[0] if min(sizes) == max(sizes) else median(sizes)

    @once
    def bold(self) -> bool:
        """Whether the line starts in bold."""
        return self.chunks[0].tokens[0].bold

    @once
    def letters(self) -> int:
        """How many characters its words have."""
        return sum([len(token.text) for chunk in self.chunks for token in chunk.tokens])

    @once
    def bold_letters(self) -> int:
        """How many of them are bold."""
        return sum([len(token.text) for chunk in self.chunks for token in chunk.tokens if token.bold])

    @once
    def cells(self) -> tuple[Token, ...]:
        """The tokens of all chunks that are nothing but numerals and dashes; a bullet or list number before text is none."""
        first_text = next((index for index, chunk in enumerate(self.chunks) if not chunk.is_cells), 0)
        return tuple(token for chunk in self.chunks[first_text:] if chunk.is_cells for token in chunk.tokens)

    @once
    def label(self) -> str:
        """The text before the first cell; empty for a line of cells only."""
        words: list[str] = []
        cells = set(map(id, self.cells))
        for chunk in self.chunks:
            if any(id(token) in cells for token in chunk.tokens):
                break
            words.append(chunk.text)
        return " ".join(words)


def _rows_of_words(words: Sequence[Word]) -> list[list[Word]]:
    """Words that share a height, top to bottom. A raised footnote mark stays with its line."""
    rows: list[list[Word]] = []
    tallest: list[Word] = []  # of each row
    for word in sorted(words, key=lambda w: ((w.top + w.bottom) / 2, w.x0)):
        middle, size = (word.top + word.bottom) / 2, word.size
        for at in range(len(rows) - 1, max(len(rows) - 5, -1), -1):
            high = tallest[at]
            raised = size < 0.8 * high.size and high.top - 0.35 * high.size <= middle <= high.bottom
            if abs(middle - high.middle) <= 0.3 * max(size, high.size) or (raised and _MARK.match(word.text)):
                rows[at].append(word)
                if size > high.size:
                    tallest[at] = word
                break
        else:
            rows.append([word])
            tallest.append(word)
    return [_with_initials(sorted(row, key=lambda w: w.x0)) for row in _with_marks_below(rows)]


def _with_initials(row: list[Word]) -> list[Word]:
    """A word whose first letter is set larger than the rest ("R" and "äkenskaper") is one word, of the size of the rest."""
    if not any(len(word.text) == 1 and word.text.isupper() for word in row[:-1]):
        return row
    joined: list[Word] = []
    for word in row:
        first = joined[-1] if joined else None
        if (
            first
            and len(first.text) == 1
            and first.text.isupper()
            and word.text[:1].islower()
            and first.size > 1.05 * word.size
            and word.x0 - first.x1 < _INITIAL_GAP * word.size
        ):
            joined[-1] = replace(word, text=first.text + word.text, x0=first.x0)
        else:
            joined.append(word)
    return joined


def _with_marks_below(rows: list[list[Word]]) -> list[list[Word]]:
    """A raised mark that came before the words of its own line joins them."""
    joined: list[list[Word]] = []
    for row in reversed(rows):
        below = joined[-1] if joined else None
        if below and all(_MARK.match(word.text) for word in row):
            tallest = max(below, key=lambda w: w.size)
            if all(w.size < 0.8 * tallest.size and w.bottom > tallest.top - 0.1 * tallest.size for w in row):
                below.extend(row)
                continue
        joined.append(row)
    return joined[::-1]


def _without_marks(row: list[Word]) -> list[Word]:
    """Footnote marks (small and raised digits or stars, close to a word) are no part of a label or an amount."""
    sizes = [word.size for word in row]
    if min(sizes) > 0.8 * max(sizes):
        return row
    usual = median(sizes)
    full = [word for word in row if word.size >= 0.9 * usual]
    base = max(full, key=lambda w: w.bottom, default=row[0])
    return [word for word in row if not (_is_small_mark(word, usual, base) and any(_is_beside(word, other, usual) for other in full))]


def _is_small_mark(word: Word, usual: float, base: Word) -> bool:
    return word.size <= 0.8 * usual and bool(_MARK.match(word.text)) and word.bottom < base.bottom - 0.05 * usual


def _is_beside(word: Word, other: Word, usual: float) -> bool:
    return max(word.x0 - other.x1, other.x0 - word.x1) <= 0.8 * usual


def _without_leader(row: list[Word]) -> tuple[list[Word], bool]:
    """The words without the dots between a label and its figure, and whether there were any."""
    if not any(word.text[-1:] in _DOTS or word.text[:1] in _DOTS for word in row):
        return row, False
    dots = sum(word.text.count(".") + 3 * word.text.count("…") + word.text.count("_") for word in row if _LEADER.search(word.text))
    single = sum(word.text in {".", "·", "_"} for word in row)
    if dots < 3 and single < 3:
        return row, False
    told = [(word, _LEADER.sub("", word.text)) for word in row]
    kept = [replace(word, text=text) if text != word.text else word for word, text in told if text and text not in {".", "·", "_"}]
    return kept, True


def gaps_of(page: Page) -> Gaps:
    """The gaps of a page: wider when its words show that every letter has the same width."""
    widths = sorted((w.x1 - w.x0) / len(w.text) / w.size for w in page.words if len(w.text) >= 4 and w.text.isalpha() and w.size)
    if len(widths) < _TELLING_WORDS:
        return Gaps()
    low, middle, high = (widths[int(share * (len(widths) - 1))] for share in (0.1, 0.5, 0.9))
    if high - low > _TYPEWRITER_SPREAD * middle:
        return Gaps()
    return Gaps(digit=1.3 * middle, chunk=1.6 * middle, sign=1.3 * middle)


def _extends(current: list[Word], word: Word, gaps: Gaps) -> bool:
    """Whether the word goes on the numeral that the current words begin."""
    last = current[-1]
    gap, size = word.x0 - last.x1, max(word.size, last.size)
    text = "".join(w.text for w in current)
    if (len(current) == 1 and _SIGN.match(text)) or text in {"(-", "(–", "(−", "-(", "–("}:
        return gap <= gaps.sign * size and bool(_AFTER_SIGN.match(word.text))
    if _SUFFIX.match(word.text) and find_numeral(" ".join(w.text for w in current)):
        return gap <= gaps.chunk * size
    if word.text == ")" and text.startswith("("):
        return gap <= gaps.digit * size
    if gap > gaps.digit * size or not _GROUP.match(word.text):
        return False
    digits = [w for w in current if any(c.isdigit() for c in w.text)]
    start_ok = bool(_START.match(digits[0].text)) if digits else False
    return start_ok and all(_MORE.match(w.text) for w in digits[1:])


def _token(words: list[Word]) -> Token:
    first = words[0]
    text = normalise_spaces(first.text if len(words) == 1 else " ".join([word.text for word in words]))
    box = union([(w.x0, w.top, w.x1, w.bottom) for w in words])
    return Token(text, box, first.size, first.bold, None if text[:1].isalpha() else find_numeral(text))


def _ends_a_column(sign: Word, word: Word, row_ends: Sequence[float], gaps: Gaps) -> bool:
    """Whether a dash stands further from the next figure than a space, and just where figures of other lines end: it says 'nothing'."""
    apart = word.x0 - sign.x1 > gaps.digit * max(word.size, sign.size)
    return apart and sum(abs(end - sign.x1) < _SAME_EDGE for end in row_ends) >= _EDGES_THAT_TELL


def _tokens(row: list[Word], gaps: Gaps, row_ends: Sequence[float]) -> list[Token]:
    tokens: list[Token] = []
    current: list[Word] = []
    for word in row:
        # No numeral begins with a letter.
        begun = bool(current) and not current[0].text[:1].isalpha()
        alone = begun and len(current) == 1 and _SIGN.match(current[0].text) and _ends_a_column(current[0], word, row_ends, gaps)
        if begun and not alone and _extends(current, word, gaps):
            current.append(word)
            continue
        if current:
            tokens.append(_token(current))
        current = [word]
    if current:
        tokens.append(_token(current))
    return tokens


def _chunks(tokens: list[Token], gaps: Gaps) -> tuple[Chunk, ...]:
    chunks: list[list[Token]] = []
    for token in tokens:
        gap = token.box[0] - chunks[-1][-1].box[2] if chunks else 0.0
        near = bool(chunks) and gap <= gaps.chunk * max(token.size, chunks[-1][-1].size)
        if near and not overprints(chunks[-1][-1].text, token.text, gap, token.size):
            chunks[-1].append(token)
        else:
            chunks.append([token])
    return tuple([Chunk(tuple(chunk)) for chunk in chunks])


def lines_of(page: Page, words: Sequence[Word] | None = None) -> list[Line]:
    """The lines of a page, or of some of its words, top to bottom."""
    if words is None:
        if "lines" not in page.derived:
            page.derived["lines"] = tuple(lines_of(page, page.words))
        return list(page.derived["lines"])
    printed = [word for word in words if word.text[:1] not in _RULED or not _RULE.fullmatch(word.text)]
    rows = [_without_leader(_without_marks(row)) for row in _rows_of_words(printed)]
    gaps = page.derived.setdefault("gaps", gaps_of(page))
    row_ends = [word.x1 for word in page.words if word.text[-1:].isdigit()]
    return [Line(page.number, _chunks(_tokens(row, gaps, row_ends), gaps), has_leader) for row, has_leader in rows if row]
