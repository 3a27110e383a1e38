"""Which words of a page picture are bold: by the width of their strokes, held against that of most words.

Headings and sums are often told by weight alone. Weight is settled for words that stand together, never for one word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import mean, median

import numpy as np

from ingest.pdf.ocr_layout import OcrWord
from ingest.pdf.ocr_marks import Mask

# In shares of the size of type: wider runs of ink are no strokes but bars; the gap that parts two texts of a line.
_STROKE, _APART = 0.3, 1.5
_SAME_LINE = 0.3
# By how much strokes are wider in bold type; regular words stay below 1.2.
_HEAVIER = 1.22
_TELLING = 3  # letters and digits without which a text says nothing of its weight
_ENOUGH = 250  # letters that tell the usual stroke of a page; below, the document's is taken


def stroke_of(ink: Mask) -> float:
    """The mean length of the runs of ink across a word, in pixels, bars left out; 0 without ink. `ink`: the word's part of the page."""
    edges = np.diff(np.pad(ink, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    runs = np.argwhere(edges == -1)[:, 1] - np.argwhere(edges == 1)[:, 1]
    runs = runs[runs <= _STROKE * max(1.0, len(ink))]
    return float(runs.mean()) if len(runs) else 0.0


def with_strokes(words: Sequence[OcrWord], ink: Mask, scale: float) -> list[OcrWord]:
    """The words with the width of their strokes in points; `scale`: pixels per point of the mask."""

    def measured(word: OcrWord) -> float:
        top, bottom, x0, x1 = (max(0, round(edge * scale)) for edge in (word.top, word.bottom, word.x0, word.x1))
        return stroke_of(ink[top:bottom, x0:x1]) / scale

    return [replace(word, stroke=measured(word)) for word in words]


def _letters(text: str) -> int:
    return sum(c.isalnum() for c in text)


def _usual(words: Sequence[OcrWord]) -> float:
    """The width of stroke of most letters in shares of their size; 0 when no word tells."""
    told = [word.stroke / word.size for word in words if word.stroke for _ in range(_letters(word.text))]
    return median(told) if told else 0.0


def _texts(words: Sequence[OcrWord]) -> Iterator[list[OcrWord]]:
    """Words that stand together on a line."""
    lines: list[list[OcrWord]] = []
    for word in sorted(words, key=lambda w: w.bottom):
        for line in reversed(lines[-4:]):
            if abs(line[-1].bottom - word.bottom) <= _SAME_LINE * min(word.size, line[-1].size):
                line.append(word)
                break
        else:
            lines.append([word])
    for line in lines:
        ordered = sorted(line, key=lambda w: w.x0)
        text = ordered[:1]
        for before, word in pairwise(ordered):
            if word.x0 - before.x1 > _APART * max(word.size, before.size):
                yield text
                text = []
            text.append(word)
        yield text


def with_weights(pages: Sequence[Sequence[OcrWord]]) -> list[list[OcrWord]]:
    """The words of each page, bold where the strokes of their text are clearly wider than usual."""
    of_all = _usual([word for words in pages for word in words])
    found = []
    for words in pages:
        usual = _usual(words) if sum(_letters(w.text) for w in words) >= _ENOUGH else of_all
        bold: set[int] = set()
        for text in _texts(words):
            strokes = [word.stroke / word.size for word in text for _ in range(_letters(word.text)) if word.stroke]
            if len(strokes) >= _TELLING and usual and mean(strokes) > _HEAVIER * usual:
                bold.update(id(word) for word in text)
        found.append([replace(word, bold=id(word) in bold) for word in words])
    return found
