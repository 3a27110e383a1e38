"""Pages to paragraphs and sentences of running text, each with the tokens and boxes behind its characters.

A paragraph's text is read over line ends (hyphenation undone), columns and pages. Above it stands the path of its
headings. Rows of tables, heads, feet and contents are no paragraphs.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.contracts import Box
from ingest.pdf.lines import Token
from ingest.pdf.segments import MARKER, Segment, segments_of
from ingest.pdf.words import Page, union

_ENUMERATED = re.compile(r"\(?\d{1,2}[.)]|\(?[a-z]\)")
_DASHES = {"-", "–", "—", "o"}
_SIGNED = re.compile(r"[-–—−]\s+(?=\d)")
_LABELLED = re.compile(r"[^.:]{3,90}:\s*\d{1,4}(?:,\d{1,2})?(?: ?%)?(?: \w+)?")
_BOXED = re.compile(r"[A-ZÅÄÖ][^.:,;]{2,40}:\s*[\wåäö]")  # a line of a fact box: "Bemanning: två coacher"
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2})*\.?\s+[A-ZÅÄÖ]")
_ENDS = re.compile(r"[.!?:;…][\"”’)\]]*$")
_STOPS = re.compile(
    r"[.!?…][\"”’)\]]*\s+(?=[\"”“(\[]?[A-ZÅÄÖ0-9])"
    # a scan may lose the stop: behind a figure or a bracket, a large letter of a word that is no name begins a sentence
    r"|(?<=[0-9)])\s+(?=(?:En|Ett|Det|De|Den|Detta|Dessa|Under|Av|Totalt|Resultatet|Vid|Andra|Flera|Vi|Samtliga|Övriga)\s+[a-zåäö])"
)
_SHORT = re.compile(
    r"(?:^|[\s(])(?:bl\.?\s?a|t\.?\s?ex|p\.?\s?g\.?\s?a|d\.?\s?v\.?\s?s|dvs|f\.?\s?n|fr\.?\s?o\.?\s?m|t\.?\s?o\.?\s?m|s\.?\s?k|"
    r"ca|c:a|cirka|resp|inkl|exkl|kl|nr|kap|tel|jfr|ev|max|min|jan|feb|mar|apr|aug|sept?|okt|nov|dec|[A-ZÅÄÖ])\.?$",
    re.IGNORECASE,
)
_ONLY_NUMBER = re.compile(r"\s*\(?\d{1,2}(?:\.\d{1,2})*")
_KEEPS_HYPHEN = re.compile(r"(?:[A-ZÅÄÖ0-9/&]+|.*[-–])$")
_AND = {"och", "eller", "samt", "respektive", "resp", "resp."}
_HEADING_WORDS = 14
_WEAK_HEADING_WORDS = 8


@dataclass(slots=True)
class Piece:
    """The characters of a paragraph that one token gave: text[start:end]."""

    start: int
    end: int
    page: int
    token: Token


@dataclass(frozen=True, slots=True)
class Sentence:
    """Characters start to end of a paragraph's text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text that belongs together: a paragraph, or one item of a list.

    `page` is that of its first line; `headings` the texts of the headings above, the highest first; `marker` the bullet
    or number that the text itself no longer holds.
    """

    page: int
    lines: tuple[Segment, ...]
    text: str
    headings: tuple[str, ...]
    marker: str | None
    pieces: tuple[Piece, ...]

    @property
    def box(self) -> Box:
        """The box around its lines on its first page."""
        return union([line.box for line in self.lines if line.page == self.page])

    def boxes(self) -> list[tuple[int, Box]]:
        """Page and box of the paragraph on every page it stands on."""
        pages = sorted({line.page for line in self.lines})
        return [(page, union([line.box for line in self.lines if line.page == page])) for page in pages]

    def pieces_of(self, start: int, end: int) -> tuple[Piece, ...]:
        """The pieces that characters start to end touch."""
        first = max(0, bisect_right(self.pieces, start, key=lambda piece: piece.start) - 1)
        found = []
        for piece in self.pieces[first:]:
            if piece.start >= end:
                break
            if piece.end > start:
                found.append(piece)
        return tuple(found)

    def place_of(self, start: int, end: int) -> tuple[int, Box]:
        """Page and box (points) of characters start to end, on the page where they begin.

        A part of a token that holds other letters or digits too has that part's share of the token's width.
        """
        pieces = self.pieces_of(start, end)
        boxes = [_part_box(self.text, piece, start, end) for piece in pieces if piece.page == pieces[0].page]
        return pieces[0].page, union(boxes)

    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences, in order."""
        found, start = [], 0
        for stop in _STOPS.finditer(self.text):
            begun = self.text[start : stop.start()]
            if self.text[stop.start()] == "." and (_SHORT.search(begun) or _ONLY_NUMBER.fullmatch(begun)):
                continue
            found.append(Sentence(start, stop.end(), self.text[start : stop.end()].strip()))
            start = stop.end()
        if self.text[start:].strip():
            found.append(Sentence(start, len(self.text), self.text[start:].strip()))
        return tuple(found)


def _part_box(text: str, piece: Piece, start: int, end: int) -> Box:
    x0, top, x1, bottom = piece.token.printed_box
    first, last = max(start, piece.start), min(end, piece.end)
    outside = text[piece.start : first] + text[last : piece.end]
    if not any(c.isalnum() for c in outside):
        return piece.token.printed_box
    width = (x1 - x0) / max(1, piece.end - piece.start)
    return x0 + width * (first - piece.start), top, x0 + width * (last - piece.start), bottom


def body_size(segments: Sequence[Segment]) -> float:
    """The font size that most of the document's letters have."""
    sizes: Counter[float] = Counter()
    for segment in segments:
        sizes[round(segment.size, 1)] += len(segment.text)
    return max(sizes, key=lambda size: (sizes[size], -size), default=10.0)


def _marked(segments: Sequence[Segment]) -> list[Segment]:
    """The segments with their bullets and list numbers; a number is one only where it counts on, so that none in a sentence is."""
    marked, last = [], 0
    for segment in segments:
        first = segment.tokens[0].text
        marker = first[0] if _SIGNED.match(first) else first if len(segment.tokens) > 1 and MARKER.fullmatch(first) else None
        if marker and (number := re.search(r"\d+", marker)):
            if int(number[0]) not in {1, last + 1}:
                marker = None
            else:
                last = int(number[0])
        marked.append(replace(segment, marker=marker) if marker else segment)
    return marked


def _starts_item(segment: Segment, previous: Segment | None) -> bool:
    marker = segment.marker
    if marker is None:
        return False
    if previous is None or (marker not in _DASHES and not _ENUMERATED.fullmatch(marker)):
        return True
    inside = abs(previous.box[0] - segment.box[0]) <= 2 and not _ENDS.search(previous.text)
    return not inside or previous.marker is not None


def _follows(block: Sequence[Segment], segment: Segment) -> bool:
    """Whether a segment goes on the block of lines above it."""
    last = block[-1]
    if (
        last.frame != segment.frame
        or abs(last.size - segment.size) > 0.08 * last.size
        or (last.bold != segment.bold and not _mixed(last, segment))
    ):
        return False
    gap = segment.box[1] - last.box[3]
    usual = block[-1].box[1] - block[-2].box[3] if len(block) > 1 else 0.75 * segment.size
    if not -0.5 * segment.size < gap <= max(usual + 0.35 * segment.size, 0.15 * segment.size):
        return False
    hanging = len(block) == 1 and block[0].marker is not None
    shift = segment.box[0] - (
        last.box[0] if len(block) > 1 or not hanging else block[0].tokens[1 if len(block[0].tokens) > 1 else 0].box[0]
    )
    if hanging and abs(segment.box[0] - last.box[0]) <= 3:
        shift = 0.0
    tolerance = 3.5 * segment.size if len(block) == 1 else 1.2 * segment.size
    return abs(shift) <= tolerance and not _starts_item(segment, last)


def _mixed(last: Segment, segment: Segment) -> bool:
    """Bold words inside running text: the line before is unfinished and the next begins small."""
    return not _ENDS.search(last.text) and segment.text[:1].islower()


def _blocks(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Lines that stand together, each block in its own column."""
    done: list[list[Segment]] = []
    open_: list[list[Segment]] = []
    for segment in segments:
        open_ = [block for block in open_ if block[-1].frame == segment.frame and segment.box[1] - block[-1].box[3] < 3 * segment.size]
        fitting = [block for block in open_ if _follows(block, segment)]
        if fitting:
            min(fitting, key=lambda block: abs(block[-1].box[0] - segment.box[0])).append(segment)
            continue
        block = [segment]
        open_ = [o for o in open_ if o[-1].box[2] < segment.box[0] or o[-1].box[0] > segment.box[2]]
        open_.append(block)
        done.append(block)
    return done


def _items(block: list[Segment]) -> Iterator[list[Segment]]:
    """The block cut after lines that end early: the first word of the next, beginning large, would have found room."""
    right = max(segment.box[2] for segment in block)
    start = 0
    for index in range(1, len(block)):
        above, below = block[index - 1], block[index]
        room = right - above.box[2] - (below.tokens[0].box[2] - below.tokens[0].box[0])
        listed = bool(
            _LABELLED.fullmatch(above.text) or (not _ENDS.search(above.text) and _BOXED.match(above.text) and _BOXED.match(below.text))
        )
        if (room > 1.2 * below.size or listed) and below.text[:1].isupper() and (_ENDS.search(above.text) or above.text[-1:] != ","):
            yield block[start:index]
            start = index
    yield block[start:]


def _is_table(block: Sequence[Segment]) -> bool:
    """Labels of rows: most lines stand before cells and are short."""
    rows = sum(segment.before_cells for segment in block)
    words = sum(len(segment.tokens) for segment in block)
    return 2 * rows > len(block) and words < 8 * len(block)


def _heading_level(block: Sequence[Segment], body: float) -> tuple[float, int] | None:
    """How high a heading stands (type size, then bold), or None for text."""
    text = " ".join(segment.text for segment in block)
    words = text.split()
    if len(words) > _HEADING_WORDS or len(block) > 3 or not any(c.isalpha() for c in text):
        return None
    first = next(c for c in text if c.isalpha())
    if (text.endswith((".", ",", ";")) and not _NUMBERED.match(text)) or first.islower() or block[0].before_cells:
        return None
    size, bold = round(block[0].size, 1), block[0].bold
    if size > 1.08 * body or (bold and size > 0.9 * body):
        return size, int(bold)
    marker = block[0].marker
    plain = marker is None or _NUMBERED.match(text)
    if plain and len(block) == 1 and len(words) <= _WEAK_HEADING_WORDS and not _ENDS.search(text) and abs(size - body) < 0.1 * body:
        return size, -1
    return None


def _text(lines: Sequence[Segment], marker: str | None) -> tuple[str, tuple[Piece, ...]]:
    """The running text of the lines, without the marker, and the token behind each part of it."""
    text = ""
    pieces: list[Piece] = []
    for number, line in enumerate(lines):
        for index, token in enumerate(line.tokens):
            own = token.text
            if number == index == 0 and marker:
                own = _SIGNED.sub("", own) if own != marker else ""
            if not own:
                continue
            if index == 0 and number and text.endswith(("-", "\u2010", "\u00ad")) and own[:1].islower() and own not in _AND:
                word = text.rsplit(" ", 1)[-1][:-1]
                if word and not _KEEPS_HYPHEN.match(word):
                    text = text[:-1]
                    pieces[-1] = Piece(pieces[-1].start, pieces[-1].end - 1, pieces[-1].page, pieces[-1].token)
            elif text:
                text += " "
            pieces.append(Piece(len(text), len(text) + len(own), line.page, token))
            text += own
    return text, tuple(pieces)


def _goes_on(before: Sequence[Segment], block: Sequence[Segment]) -> bool:
    """Whether a block goes on a paragraph that a page or column end cut, or a picture beside it."""
    last, first = before[-1], block[0]
    if abs(last.size - first.size) > 0.08 * last.size or _ENDS.search(last.text) or first.marker or len(last.tokens) < 4:
        return False
    return first.text[:1].islower() or (last.frame != first.frame and first.text[:1].isdigit() and len(first.tokens) > 4)


def paragraphs_of(pages: Sequence[Page]) -> list[Paragraph]:
    """The paragraphs of a document in reading order, each with the path of headings above it."""
    segments = _marked(segments_of(pages))
    body = body_size(segments)
    path: list[tuple[tuple[float, int], str]] = []
    found: list[tuple[list[Segment], tuple[str, ...]]] = []
    blocks = [block for block in _blocks(segments) if not _is_table(block)]
    levels = [_heading_level(block, body) for block in blocks]
    parts = [(part, level) for block, level in zip(blocks, levels, strict=True) for part in ([block] if level else _items(block))]
    for block, level in parts:
        if level is not None:
            text = _text(block, None)[0]
            while path and path[-1][0] <= level:
                path.pop()
            path.append((level, text))
            if level[1] >= 0:
                continue
        recent = found[-1] if found else None
        if recent and level is None and _goes_on(recent[0], block):
            recent[0].extend(block)
            continue
        headings = tuple(text for own, text in path if level is None or own != level)
        found.append((list(block), headings))
    paragraphs = []
    for lines, headings in found:
        marker = lines[0].marker
        text, pieces = _text(lines, marker)
        if pieces:
            paragraphs.append(Paragraph(lines[0].page, tuple(lines), text, headings, marker, pieces))
    return paragraphs
