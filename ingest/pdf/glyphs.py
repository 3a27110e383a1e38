"""The words of a page by pdfium: the fast path, several times as fast as pdfplumber's.

Gives the same words as the reference path in `ingest.pdf.words`, or raises `NotTrusted` when something on the page
makes that doubtful; then the reference path reads the page. What the words mean does not belong here.

pdfium is called without releasing the interpreter lock: it may not be called from two threads.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from ctypes import POINTER, PYFUNCTYPE, c_char_p, c_double, c_float, c_int, c_size_t, c_uint, c_ushort, c_void_p, cast
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, compress, count, groupby, islice, pairwise, product, repeat
from operator import itemgetter, ne, sub
from typing import Any, NamedTuple

from ingest.contracts import Box
from ingest.pdf.fonts import plain_name
from ingest.pdf.words import (
    GAP_RATIO,
    LINE_TOLERANCE,
    SAME_PLACE,
    Page,
    Word,
    is_bold_font,
    make_page,
    overprints,
    reading_turn,
    seams_of,
    turn_of,
)

# pdfium leaves out printed spaces and makes up its own where a gap looks like one. Where the gap is narrow (share of the
# font size) only the printed space itself tells a gap between words from kerning.
_KERNING = 0.1
_SURROGATES = range(0xD800, 0xE000)
_HYPHEN = 0xFFFE


class NotTrusted(Exception):
    """The page holds something this path may read otherwise than the reference path does."""


class _Calls(NamedTuple):
    """The functions of pdfium used here, with plain integers for handles and addresses: they run in `map` without Python code."""

    text: Callable[[int, int, int, Any], int]
    unicode: Callable[[int, int], int]
    map_error: Callable[[int, int], int]
    loose_box: Callable[[int, int, int], int]
    origin: Callable[[int, int, int, int], int]
    matrix: Callable[[int, int, Any], int]
    text_object: Callable[[int, int], int | None]
    font: Callable[[int], int | None]
    font_size: Callable[[int, Any], int]
    font_name: Callable[[int, Any, int], int]


@cache
def _pdfium() -> _Calls:
    import pypdfium2.raw as raw

    def call(name: str, result: Any, *arguments: Any) -> Any:
        return PYFUNCTYPE(result, *arguments)(cast(getattr(raw, name), c_void_p).value or 0)

    numbers = POINTER(c_float)
    return _Calls(
        text=call("FPDFText_GetText", c_int, c_void_p, c_int, c_int, POINTER(c_ushort)),
        unicode=call("FPDFText_GetUnicode", c_uint, c_void_p, c_int),
        map_error=call("FPDFText_HasUnicodeMapError", c_int, c_void_p, c_int),
        loose_box=call("FPDFText_GetLooseCharBox", c_int, c_void_p, c_int, c_void_p),
        origin=call("FPDFText_GetCharOrigin", c_int, c_void_p, c_int, c_void_p, c_void_p),
        matrix=call("FPDFText_GetMatrix", c_int, c_void_p, c_int, numbers),
        text_object=call("FPDFText_GetTextObject", c_void_p, c_void_p, c_int),
        font=call("FPDFTextObj_GetFont", c_void_p, c_void_p),
        font_size=call("FPDFTextObj_GetFontSize", c_int, c_void_p, numbers),
        font_name=call("FPDFFont_GetBaseFontName", c_size_t, c_void_p, c_char_p, c_size_t),
    )


@dataclass(slots=True)
class _Font:
    """Name, depth below the baseline as a share of the size (zero or negative), and the characters known to be mapped."""

    name: str
    depth: float
    mapped: set[int] = field(default_factory=set)


class _Run(NamedTuple):
    """Neighbouring characters of one text object: they share font, size, baseline and the turn that makes them level."""

    first: int
    last: int
    font: _Font
    size: float
    turn: int | None
    origin: tuple[float, float]
    spaced: bool = False


# One character in the frame of reading: left, right, text (None for a space that pdfium made up), top, bottom.
_Char = tuple[float, float, str | None, float, float]
_LEFT, _RIGHT, _TOP, _BOTTOM = map(itemgetter, (0, 1, 3, 4))
_FIRST = itemgetter(0)
_WORD = re.compile(r"\S+")


def _font(handle: int, depths: Mapping[str, float]) -> _Font:
    buffer = ctypes.create_string_buffer(256)
    _pdfium().font_name(handle, buffer, 256)
    name = plain_name(buffer.value.decode("utf-8", "replace"))
    if name not in depths:
        raise NotTrusted("a font whose depth is unknown")
    return _Font(name, depths[name])


class _TextPage:
    """The characters of one page as pdfium tells them, in user space."""

    def __init__(self, handle: int, count: int, depths: Mapping[str, float]) -> None:
        calls = _pdfium()
        self.handle = handle
        self.depths = depths
        indexes = range(count)
        self.codes = self._all_codes(count)
        # Left, top, right, bottom of each: from the point of writing to the next one, or to the ink where that reaches further.
        self.boxes = (c_float * (4 * count))()
        at = ctypes.addressof(self.boxes)
        boxed = sum(map(calls.loose_box, repeat(handle), indexes, range(at, at + 16 * count, 16)))
        self.origins = (c_double * (2 * count))()
        at = ctypes.addressof(self.origins)
        placed = sum(map(calls.origin, repeat(handle), indexes, range(at, at + 16 * count, 16), range(at + 8, at + 8 + 16 * count, 16)))
        if boxed < count or placed < count:
            raise NotTrusted("a character without a place")
        self.objects = list(map(calls.text_object, repeat(handle), indexes))
        self.fonts: dict[int, _Font] = {}

    def _all_codes(self, count: int) -> list[int]:
        """The characters in Unicode: all at once, and one by one where pdfium's text does not hold one code for each."""
        text = (c_ushort * (count + 1))()
        told = _pdfium().text(self.handle, 0, count, text)
        codes = text[:count]
        highest = max(codes, default=0)
        if told != count + 1 or (highest >= _SURROGATES[0] and any(map(_SURROGATES.__contains__, codes))):
            return list(map(_pdfium().unicode, repeat(self.handle), range(count)))
        if highest >= _HYPHEN:  # another code in the text than for the character by itself
            return [_pdfium().unicode(self.handle, index) if code == _HYPHEN else code for index, code in enumerate(codes)]
        return codes

    def runs(self) -> list[_Run]:
        """The runs in the order of the page's content; raises NotTrusted."""
        calls = _pdfium()
        found: list[_Run] = []
        matrix, size = (c_float * 6)(), c_float()
        changes = compress(count(1), map(ne, self.objects, islice(self.objects, 1, None)))
        for first, last in pairwise((0, *changes, len(self.objects)) if self.objects else ()):
            text_object = self.objects[first]
            if not text_object:
                if found and 32 in self.codes[first:last]:
                    found[-1] = found[-1]._replace(spaced=True)
                continue
            calls.matrix(self.handle, first, matrix)
            calls.font_size(text_object, size)
            handle = calls.font(text_object) or 0
            if handle not in self.fonts:
                self.fonts[handle] = _font(handle, self.depths)
            font = self.fonts[handle]
            self._check(font, first, last)
            scaled = abs(size.value) * math.hypot(matrix[2], matrix[3])
            origin = self.origins[2 * first], self.origins[2 * first + 1]
            found.append(_Run(first, last, font, scaled, turn_of(*matrix[:4]), origin))
        return found

    def _check(self, font: _Font, first: int, last: int) -> None:
        new = set(self.codes[first:last]) - font.mapped
        if any(_pdfium().map_error(self.handle, self.codes.index(code, first, last)) for code in new):
            raise NotTrusted("a character without a name in Unicode")
        font.mapped |= new


class _View:
    """The page turned to be read: the part of user space that shows, the turn (degrees clockwise), the characters' edges."""

    def __init__(self, page: _TextPage, crop: Box, turn: int) -> None:
        x0, y0, x1, y1 = self.crop = crop
        self.turn = turn
        self.size = (x1 - x0, y1 - y0) if turn in {0, 180} else (y1 - y0, x1 - x0)
        axis, right, sign, zero = {0: (0, 2, 1, -x0), 90: (1, 1, 1, -y0), 180: (0, 0, -1, x1), 270: (1, 3, -1, y1)}[turn]
        starts = list(memoryview(page.origins).cast("B").cast("d")[axis::2])
        ends = list(memoryview(page.boxes).cast("B").cast("f")[right::4])
        moved = bool(zero) or sign < 0
        self.starts = [sign * edge + zero for edge in starts] if moved else starts
        self.ends = [sign * edge + zero for edge in ends] if moved else ends
        self.texts = "".join(map(chr, page.codes))

    def edges(self, run: _Run) -> tuple[list[float], list[float]]:
        """Left and right edges of a run's characters. One that is not the last ends where the next begins, however far its ink reaches."""
        first, last = run.first, run.last
        starts = self.starts[first:last]
        return starts, [*map(min, self.ends[first : last - 1], starts[1:]), self.ends[last - 1]]

    def text(self, run: _Run) -> str:
        """The characters of a run."""
        return self.texts[run.first : run.last]

    def height(self, run: _Run) -> tuple[float, float]:
        """Upper and lower edge of a run: from the depth of its font up by its size."""
        x0, y0, x1, y1 = self.crop
        x, y = run.origin
        bottom = {0: y1 - y, 90: x - x0, 180: y - y0, 270: x1 - x}[self.turn] - run.font.depth * run.size
        return bottom - run.size, bottom

    def characters(self, run: _Run) -> list[_Char]:
        """The characters of a run, with the space after it that pdfium may have made up."""
        starts, ends = self.edges(run)
        top, bottom = self.height(run)
        chars: list[_Char] = list(zip(starts, ends, self.text(run), repeat(top), repeat(bottom), strict=False))
        if run.spaced:
            chars.append((ends[-1], ends[-1], None, top, bottom))
        return chars


def _without_copies(runs: list[_Run], view: _View) -> list[_Run]:
    """Bold by printing twice: the second copy of a run at the same place is dropped."""
    # By text, font, size and square of the page: leader dots are thousands of runs that are alike.
    seen: dict[tuple[str, str, float], dict[tuple[int, int], list[_Run]]] = {}
    kept: list[_Run] = []
    for run in runs:
        x, y = math.floor(run.origin[0] / SAME_PLACE), math.floor(run.origin[1] / SAME_PLACE)
        alike = seen.setdefault((view.text(run), run.font.name, run.size), {})
        near = (other for at in product((x - 1, x, x + 1), (y - 1, y, y + 1)) for other in alike.get(at, ())) if alike else ()
        if all(math.dist(run.origin, other.origin) > SAME_PLACE for other in near):
            alike.setdefault((x, y), []).append(run)
            kept.append(run)
    return kept


def _lines(runs: Iterable[_Run], view: _View) -> Iterator[list[_Run]]:
    """Runs of one height, from the top."""
    line: list[_Run] = []
    height = 0.0
    for top, run in sorted(((view.height(run)[0], run) for run in runs), key=_FIRST):
        if line and top - height > LINE_TOLERANCE:
            yield line
            line = []
        line.append(run)
        height = top
    yield line


def _words_of_run(run: _Run, view: _View, size: float) -> list[tuple[str, float, float]] | None:
    """Text, left and right edge of the words of a run; None when gaps or their order must be looked at one by one."""
    widest = GAP_RATIO * size
    starts, ends = view.edges(run)
    text = view.text(run)
    if seams_of(text):
        return None
    even = max(map(sub, starts[1:], ends), default=0.0) <= widest and starts == sorted(starts)
    found: list[tuple[str, float, float]] = []
    for match in _WORD.finditer(text):
        a, b = match.span()
        if found and starts[a] - found[-1][2] <= widest:
            return None
        if not even and b - a > 1 and (max(map(sub, starts[a + 1 : b], ends[a : b - 1])) > widest or starts[a:b] != sorted(starts[a:b])):
            return None
        found.append((match[0], starts[a], max(ends[a:b])))
    return found


def _words_of_line(line: list[_Char], size: float) -> Iterator[list[_Char]]:
    word: list[_Char] = []
    end = height = 0.0
    made_up = False
    for char in sorted(line, key=_LEFT):
        left, right, text, top, _ = char
        if text is None or (text == " " and right <= left):  # a space without width is made up too
            made_up = True
            continue
        if word:
            gap = (left - end) / size
            if made_up and _KERNING < gap <= GAP_RATIO:
                raise NotTrusted("a narrow gap that may be a printed space")
            if gap > GAP_RATIO or text.isspace() or abs(top - height) > LINE_TOLERANCE:
                yield word
                word = []
        made_up = False
        if not text.isspace():
            word.append(char)
            end, height = right, top
    if word:
        yield word


def _apart(word: list[_Char]) -> Iterator[tuple[str, list[_Char]]]:
    """A word's text and characters, or those of several where words touch."""
    text = "".join([char[2] or "" for char in word])
    seams = seams_of(text) if len(text) == len(word) else []
    if not seams:
        yield text, word
        return
    for a, b in pairwise([0, *seams, len(text)]):
        yield text[a:b], word[a:b]


def _layers(line: list[_Run], view: _View) -> list[list[_Run]]:
    """The runs of a line; where one is printed over another, or right behind it (heads too wide for their columns), in layers."""
    layers: list[tuple[float, str, list[_Run]]] = []
    for starts, ends, run in sorted(((*view.edges(run), run) for run in line), key=_FIRST):
        text = view.text(run)
        for at, (end, last, layer) in enumerate(layers):
            if not overprints(last, text, starts[0] - end, run.size):
                layers[at] = max(end, *ends), text[-1:], [*layer, run]
                break
        else:
            layers.append((max(ends), text[-1:], [run]))
    return [layer for *_, layer in layers]


def _words(runs: list[_Run], view: _View) -> Iterator[Word]:
    """The words of the runs. A word ends where font or size change, as it does on the reference path."""
    for (name, size), stretch in groupby(runs, key=lambda run: (run.font.name, round(run.size, 3))):
        if not size:
            continue
        bold = is_bold_font(name)
        for line in _lines(stretch, view):
            whole = _words_of_run(line[0], view, size) if len(line) == 1 else None
            if whole is not None:
                top, bottom = view.height(line[0])
                for text, x0, x1 in whole:
                    yield Word(text, x0, top, x1, bottom, size, bold)
                continue
            for word in chain.from_iterable(
                _words_of_line(list(chain.from_iterable(map(view.characters, layer))), size) for layer in _layers(line, view)
            ):
                for text, part in _apart(word):
                    yield Word(text, part[0][0], min(map(_TOP, part)), max(map(_RIGHT, part)), max(map(_BOTTOM, part)), size, bold)


def read_page(page: Any, number: int, depths: Mapping[str, float]) -> Page:
    """One page of an open pypdfium2 document; `depths` as told by `FontDepths.on_page`. Raises NotTrusted."""
    text = page.get_textpage()
    try:
        chars = _TextPage(cast(text.raw, c_void_p).value or 0, text.count_chars(), depths)
        runs = chars.runs()
        shown = int(page.get_rotation())
        weights = Counter[int | None]()
        for run in runs:
            weights[run.turn] += run.last - run.first
        turn = reading_turn(weights, shown)
        view = _View(chars, page.get_bbox(), turn)
        level = _without_copies([run for run in runs if run.turn == turn], view)
        return make_page(number, view.size, _words(level, view), (turn - shown) % 360)
    finally:
        text.close()
