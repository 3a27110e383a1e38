"""Words of printed lines to running text: hyphens at line ends undone, footnote marks taken away."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.contracts import Box
from ingest.pdf.lines import Line
from ingest.pdf.words import union

_AND = re.compile(r"(?:och|eller|samt|respektive|resp\.?)\b")
_MARKS = re.compile(r"(?<=[\wåäö”\".])\s?\*+(?=\s|[.,;:]|$)|(?<=\w)[¹²³⁴⁵⁶⁷⁸⁹]+")


def joined(parts: Sequence[str]) -> str:
    """Lines to one text; a word cut at a line's end is whole again, "barn- och ungdom" keeps its hyphen."""
    text = ""
    for part in (part.strip() for part in parts):
        if not part:
            continue
        last = text.rsplit(" ", 1)[-1]
        if text.endswith("-") and len(last) > 1 and part[:1].islower() and not _AND.match(part):
            keeps = re.fullmatch(r"[A-ZÅÄÖ0-9/&]+-", last)
            text = text + part if keeps else text[:-1] + part
        elif text.endswith("-") and len(last) > 1 and (part[:1].isupper() or part[:1].isdigit()) and last[:1].isupper():
            text += part
        else:
            text = f"{text} {part}" if text else part
    return text


def cleaned(text: str) -> str:
    """A text without footnote marks, single spaces."""
    return " ".join(_MARKS.sub("", text).split())


def places(lines: Sequence[Line]) -> list[tuple[int, Box]]:
    """Page and box of each line."""
    return [(line.page, line.box) for line in lines]


def around(boxes: Sequence[Box]) -> Box:
    """The box around all."""
    return union(list(boxes))
