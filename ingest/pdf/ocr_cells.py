"""The figures of a page read by two models, and a third time, cut out, where the two differ.

Readings that agree are trusted more than either; where none agree the likeliest is kept and the others are
remembered. Ink between the words of a line that both models passed over is read too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ingest.numerals import find_numeral
from ingest.pdf.ocr_engine import RawWord, recognise_figures, save
from ingest.pdf.ocr_image import Scan
from ingest.pdf.ocr_layout import OcrWord
from ingest.pdf.ocr_marks import Grey, Mask, ink_of
from ingest.pdf.ocr_text import digits_of, grouped, is_dash, is_date, looks_numeric, plain_figure
from ingest.pdf.ocr_years import settle_years

_GAP = 0.62  # in shares of the size: further apart, two figures are two cells
_YEAR_GAP = 0.5
# Behind a full stop or a colon a figure goes on only where no space stands; a stop may be the mark of thousands.
_CLOSED, _STOP_GAP = re.compile(r"\d[.,:;]$"), 0.22
_WORD_GAP = 0.9
_MARGIN = 0.22
_EM_PIXELS = 40.0
_BORDER = 14
_ALONE_AT_MOST = 75.0
_OUTVOTED_AT_MOST = 88.0
_DIFFERS_COSTS = 0.6
_LATE_AT_LEAST = 40.0
_SURE_OF_TEXT = 75.0
_NOUGHT = re.compile(r"[OoQD]{1,2}")
_DIGIT_AT_LEAST = 0.36  # in shares of the size
_SHORT, _UNSURE, _SURER = 2, 60.0, 15.0


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a cell, and the confidence of its least sure word."""

    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Decision:
    """What a cell says, how sure that is (0-100), and what else it was read as."""

    figure: str
    confidence: float
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """Neighbouring words that make one figure; or, without words, a place with ink that was passed over."""

    words: tuple[OcrWord, ...]
    x0: float
    top: float
    x1: float
    bottom: float
    size: float


def _lines(words: Sequence[OcrWord]) -> list[list[OcrWord]]:
    """Words that stand on the same line, left to right."""
    lines: list[list[OcrWord]] = []
    for word in sorted(words, key=lambda w: w.bottom):
        for line in reversed(lines[-3:]):
            if abs(line[-1].bottom - word.bottom) <= 0.3 * min(word.size, line[-1].size):
                line.append(word)
                break
        else:
            lines.append([word])
    return [sorted(line, key=lambda w: w.x0) for line in lines]


def _cell(words: Sequence[OcrWord]) -> Cell:
    return Cell(
        tuple(words),
        words[0].x0,
        min(w.top for w in words),
        max(w.x1 for w in words),
        max(w.bottom for w in words),
        max(w.size for w in words),
    )


def cells_of(line: Sequence[OcrWord]) -> list[Cell]:
    """The figures of a line: runs of numeric words at the distance of a thousands space, with the sign before them."""
    cells: list[list[OcrWord]] = []
    last: OcrWord | None = None
    for index, word in enumerate(line):
        numeric = (
            looks_numeric(word.text) or is_dash(word.text) or word.text.rstrip(".,:;") in {"(", ")", "%"} or _may_be_nought(line, index)
        )
        near = last is not None and word.x0 - last.x1 <= _GAP * max(word.size, last.size)
        if numeric and near and cells and cells[-1][-1] is last and _goes_on(cells[-1], word):
            cells[-1].append(word)
        elif numeric:
            cells.append([word])
        last = word
    return [_cell(words) for words in cells if any(looks_numeric(w.text) or _NOUGHT.fullmatch(w.text) for w in words)]


def _may_be_nought(line: Sequence[OcrWord], index: int) -> bool:
    """Whether a round letter stands alone behind other words, as the nought of a cell does."""
    word = line[index]
    if not index or not _NOUGHT.fullmatch(word.text) or (word.text == "D" and word.confidence > _SURE_OF_TEXT):
        return False
    after = line[index + 1].x0 - word.x1 if index + 1 < len(line) else word.size
    return min(word.x0 - line[index - 1].x1, after) >= word.size


def _fits(reading: Reading, cell: Cell) -> bool:
    """Whether a cell is wide enough for the digits that were read in it."""
    return sum(c.isdigit() for c in reading.text) * _DIGIT_AT_LEAST * cell.size <= cell.x1 - cell.x0


def _goes_on(words: Sequence[OcrWord], word: OcrWord) -> bool:
    """A year, a date or the end of a sentence takes no further group, unless it was a year only by chance; a dash joins nothing."""
    if _CLOSED.search(words[-1].text) and word.x0 - words[-1].x1 > _STOP_GAP * word.size:
        return False
    if len(words) == 1 and is_date(words[0].text) and re.fullmatch(r"\d{3}\)?", word.text):
        return word.x0 - words[0].x1 <= _YEAR_GAP * word.size
    return not any(is_date(w.text) for w in words) and not is_date(word.text) and not (is_dash(word.text) and looks_numeric(words[-1].text))


def _passed_over(line: Sequence[OcrWord], words: Sequence[OcrWord], scan: Scan, ink: Mask) -> list[Cell]:
    """Places on a line with ink where no word of the page stands."""
    size = float(np.median([w.size for w in line]))
    base = float(np.median([w.bottom for w in line])) - 0.22 * size
    rows = slice(max(0, round((base - 0.75 * size) * scan.scale)), max(0, round((base + 0.05 * size) * scan.scale)))
    band = ink[rows]
    if not band.size:
        return []
    columns = np.asarray(band.sum(axis=0) >= max(2, round(0.05 * size * scan.scale)))
    for word in words:
        if word.top < base and word.bottom > base - 0.5 * size:
            columns[max(0, round((word.x0 - 0.3 * size) * scan.scale)) : round((word.x1 + 0.3 * size) * scan.scale)] = False
    places = np.flatnonzero(columns)
    found = []
    for run in np.split(places, np.flatnonzero(np.diff(places) > _GAP * size * scan.scale) + 1):
        if len(run) >= max(2, round(0.06 * size * scan.scale)) and run[-1] - run[0] < 14 * size * scan.scale:
            x0, x1 = float(run[0]) / scan.scale, float(run[-1] + 1) / scan.scale
            found.append(Cell((), x0, base - 0.78 * size, x1, base + 0.22 * size, size))
    return found


def _cut(cell: Cell, scan: Scan) -> Grey:
    """The cell's picture, enlarged to the size that recognition likes best, on a rim of paper."""
    from PIL import Image, ImageFilter

    margin = _MARGIN * cell.size
    x0, x1 = (max(0, round(x * scan.scale)) for x in (cell.x0 - margin, cell.x1 + margin))
    top, bottom = (max(0, round(y * scan.scale)) for y in (cell.top - 0.1 * cell.size, cell.bottom + 0.05 * cell.size))
    part = scan.grey[top:bottom, x0:x1]
    if not part.size:
        return np.full((40, 40), 255, dtype=np.uint8)
    grow = _EM_PIXELS / (cell.size * scan.scale)
    size = (max(8, round(part.shape[1] * grow)), max(8, round(part.shape[0] * grow)))
    soft = Image.fromarray(part).filter(ImageFilter.GaussianBlur(1.0))
    return np.pad(np.asarray(soft.resize(size, Image.Resampling.LANCZOS)), _BORDER, constant_values=255)


def _text(words: Sequence[RawWord] | Sequence[OcrWord]) -> Reading:
    return Reading(" ".join(w.text for w in words), min((max(0.0, w.confidence) for w in words), default=0.0))


def _valid(reading: Reading) -> bool:
    figure = plain_figure(reading.text)
    return find_numeral(grouped(figure)) is not None or is_date(figure)


def _spaced(readings: Sequence[Reading]) -> str:
    """Of readings of the same digits the one whose spaces make it a figure."""
    return next((r.text for r in readings if " " in plain_figure(r.text) and _valid(r)), readings[0].text)


def vote(readings: Sequence[Reading]) -> Decision:
    """Settle what a cell says. Readings come in the order of trust; the third is asked for only when the first two differ."""
    telling = [r for r in readings if any(c.isdigit() for c in r.text) or _NOUGHT.fullmatch(r.text)]
    if not telling:
        return Decision("", 0.0, ())
    groups: dict[str, list[Reading]] = {}
    for reading in telling:
        groups.setdefault(digits_of(reading.text), []).append(reading)
    best = max(groups.values(), key=lambda same: (len(same) >= 2, _valid(same[0]), max(r.confidence for r in same)))
    if signed := groups.get("-" + digits_of(best[0].text)):
        best = signed + best  # a minus is lost more easily than seen where there is none
    doubt = 1.0
    for reading in best:
        doubt *= 1 - min(reading.confidence, 99.0) / 100
    confidence = 100 * (1 - doubt)
    if len(best) == 1:
        confidence = min(confidence, _ALONE_AT_MOST) if len(telling) == 1 else confidence * _DIFFERS_COSTS
    elif len(groups) > 1:
        confidence = min(confidence, _OUTVOTED_AT_MOST)
    digits = digits_of(best[0].text)
    others = tuple(dict.fromkeys(grouped(plain_figure(same[0].text)) for other, same in groups.items() if other != digits))
    return Decision(grouped(plain_figure(_spaced(groups[digits]))), confidence, others)


def _end(cell: Cell, readings: Sequence[Reading], words: Sequence[OcrWord]) -> str:
    """The stop or comma that no fewer readings see than miss behind a figure, where it stands in a sentence: in a table that is a speck."""
    marks = [r.text[-1] if r.text[-1:] in {".", ",", ":", ";"} else "" for r in readings if r.text]
    mark = max(marks, key=lambda m: (marks.count(m), m), default="")  # of as many readings with and without it, it is there
    return mark if mark and any(_in_sentence(cell, word) for word in words) else ""


def _in_sentence(cell: Cell, word: OcrWord) -> bool:
    """Whether a word of letters stands at word distance beside a figure."""
    apart = max(cell.x0 - word.x1, word.x0 - cell.x1)
    level = abs((cell.top + cell.bottom) / 2 - (word.top + word.bottom) / 2) < 0.4 * cell.size
    return level and -0.1 * cell.size < apart < _WORD_GAP * cell.size and sum(c.isalpha() for c in word.text) >= 2


def _set(cell: Cell, decision: Decision, end: str = "") -> list[OcrWord]:
    """The figure's groups as words, each at its share of the cell."""
    pieces = (decision.figure + end).split()
    widths = [sum(0.55 if c in "-.,()" else 1.0 for c in piece) for piece in pieces]
    unit = (cell.x1 - cell.x0) / max(1.0, sum(widths) + 0.5 * (len(pieces) - 1))
    words, x = [], cell.x0
    for piece, width in zip(pieces, widths, strict=True):
        words.append(OcrWord(piece, x, cell.top, x + width * unit, cell.bottom, cell.size, decision.confidence, decision.others))
        x += (width + 0.5) * unit
    return words


def _beside(cell: Cell, word: OcrWord) -> bool:
    """Whether a word stands where the cell stands."""
    shared = min(cell.x1, word.x1) - max(cell.x0, word.x0)
    level = abs((cell.top + cell.bottom) / 2 - (word.top + word.bottom) / 2) < 0.4 * cell.size
    return level and shared > 0.4 * min(cell.x1 - cell.x0, word.x1 - word.x0)


def _is_label(cell: Cell, words: Sequence[OcrWord]) -> bool:
    """Whether the first model sees text where the second sees a figure: a longer word, or one without digits that it is sure of."""
    room = 0.8 * cell.size
    if any(w.x0 < cell.x0 - room or w.x1 > cell.x1 + room for w in words):
        return True
    return any(w.text.isalpha() and len(w.text) >= 3 and w.confidence > _SURE_OF_TEXT for w in words)


def _pair(words: Sequence[OcrWord], figures: Sequence[OcrWord]) -> tuple[list[tuple[Cell, list[Reading]]], list[OcrWord]]:
    """The cells with their readings, the second model's first, and the words that are in no cell."""
    pairs: list[tuple[Cell, list[Reading]]] = []
    free = {id(word): word for word in words}
    for line in _lines(figures):
        for cell in cells_of(line):
            mine = sorted((w for w in free.values() if _beside(cell, w)), key=lambda w: w.x0)
            if _is_label(cell, mine):
                continue
            for word in mine:
                del free[id(word)]
            placed = Cell((), cell.x0, mine[0].top, cell.x1, mine[0].bottom, mine[0].size) if mine else cell
            pairs.append((placed, [_text(cell.words), *([_text(mine)] if mine else [])]))
    for line in _lines(list(free.values())):
        for cell in cells_of(line):
            pairs.append((cell, [_text(cell.words)]))
            for word in cell.words:
                free.pop(id(word), None)
    return pairs, [_surer(word, figures) for word in free.values()]


def _surer(word: OcrWord, figures: Sequence[OcrWord]) -> OcrWord:
    """A word of a letter or two that the first model hardly reads, as the second reads it if that is surer: mostly '%' and marks."""
    if len(word.text) > _SHORT or word.confidence > _UNSURE:
        return word
    same = [w for w in figures if _beside(_cell([word]), w) and abs(w.x0 - word.x0) + abs(w.x1 - word.x1) < word.size]
    best = max(same, key=lambda w: w.confidence, default=word)
    return replace(word, text=best.text, confidence=best.confidence) if best.confidence > word.confidence + _SURER else word


def read_figures(words: Sequence[OcrWord], figures: Sequence[OcrWord], scan: Scan, folder: Path, name: str) -> list[OcrWord]:
    """The words of a page, its figures settled between two models' words and, in doubt, a reading of the cell alone."""
    pairs, rest = _pair(words, figures)
    ink = ink_of(scan.grey)
    known = [*rest, *(OcrWord("0", c.x0, c.top, c.x1, c.bottom, c.size, 0) for c, _ in pairs)]
    late: list[tuple[Cell, list[Reading]]] = [(c, []) for line in _lines(known) for c in _passed_over(line, known, scan, ink)]
    open_cells = [(c, r) for c, r in pairs if len(r) < 2 or digits_of(r[0].text) != digits_of(r[1].text)] + late
    pictures = [save(_cut(cell, scan), folder / f"{name}_{index}.png", 300) for index, (cell, _) in enumerate(open_cells)]
    for (_, readings), again in zip(open_cells, recognise_figures(pictures, folder, name), strict=True):
        readings.append(_text(again))
    found = list(rest)
    for cell, readings in pairs:
        found.extend(_set(cell, vote([r for r in readings if _fits(r, cell)] or readings), _end(cell, readings, rest)))
    for cell, readings in late:
        decision = vote(readings)
        if find_numeral(decision.figure) and decision.confidence >= _LATE_AT_LEAST:
            found.extend(_set(cell, decision))
    years = settle_years(_lines(found))
    return [years.get(id(word), word) for word in found]
