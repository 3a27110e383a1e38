"""Pages of running text made of plain lines, for tests of prose and of what is told in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.pdf.words import Page, Word

WIDTH, HEIGHT = 595.0, 842.0
_LETTER = 0.5  # width of a letter, in shares of the font size


@dataclass(frozen=True)
class Set:
    """One line as set: its text from `x` on, at `top`, in a size, bold or not."""

    text: str
    top: float
    x: float = 70.0
    size: float = 10.0
    bold: bool = False


def words_of_line(line: Set) -> list[Word]:
    """The words of a line, a letter's width apart."""
    words, x = [], line.x
    for text in line.text.split():
        end = x + _LETTER * line.size * len(text)
        words.append(Word(text, x, line.top, end, line.top + line.size, line.size, line.bold))
        x = end + 0.3 * line.size
    return words


def page_of(lines: Sequence[Set], number: int = 1) -> Page:
    """A page that holds the lines."""
    return Page(number, WIDTH, HEIGHT, tuple(word for line in lines for word in words_of_line(line)))


def wrapped(text: str, top: float, *, x: float = 70.0, letters: int = 80, size: float = 10.0) -> list[Set]:
    """A paragraph set in lines of so many letters, 1.3 sizes apart."""
    lines: list[str] = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > letters:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return [Set(line, top + index * 1.3 * size, x, size) for index, line in enumerate(lines)]
