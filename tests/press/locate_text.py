"""Finds where the figures of a paragraph are printed: the paragraph's letters and digits are looked up in the order in which
the page holds its characters, and the figure is the part of them that it is of the text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pdfplumber

from tests.press.document import Claim, Document, Para
from tests.press.locate import Box

Mark = tuple[int, Box]  # page from 1, box of the character


@dataclass(frozen=True)
class Stand:
    """Where a figure stands: page from 1 and the box around its characters."""

    page: int
    box: Box


def folded(text: str) -> str:
    """Letters and digits in lower case, ligatures taken apart."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


class Script:
    """All characters of a file as one string, page after page, each with its place."""

    def __init__(self, path: Path):
        self.text, self.marks = "", list[Mark]()
        with pdfplumber.open(path) as pdf:
            for number, page in enumerate(pdf.pages, 1):
                for char in page.chars:
                    self.add(number, char)
        self.at = 0

    def add(self, page: int, char: dict[str, Any]) -> None:
        for letter in folded(char["text"]):
            self.text += letter
            self.marks.append((page, (char["x0"], char["top"], char["x1"], char["bottom"])))

    def find(self, wanted: str, after: int) -> int:
        """Where the text begins, from `after` on, else from the beginning; -1 when it stands nowhere in one piece."""
        at = self.text.find(wanted, after)
        return at if at >= 0 else self.text.find(wanted)


def paragraphs(made: Document) -> Iterator[tuple[int, Para]]:
    for number, block in enumerate(made.blocks):
        if isinstance(block, Para) and block.claims:
            yield number, block


def locate_claims(made: Document, path: Path) -> dict[tuple[int, int], Stand]:
    """(block number, claim number) → place. A paragraph parted by a page's foot is looked up sentence by sentence; a figure
    whose words stand nowhere is an error."""
    if not any(True for _ in paragraphs(made)):
        return {}
    script, found, at = Script(path), dict[tuple[int, int], Stand](), 0
    for number, para in paragraphs(made):
        for claim_no, claim in enumerate(para.claims):
            place = spot(script, para.text, claim, at)
            if place is None:
                raise ValueError(f"{made.doc_id}: {claim.label!r} stands nowhere")
            first, last = place
            at = first if claim_no == 0 else at
            found[number, claim_no] = around(script, first, last)
    return found


def spot(script: Script, text: str, claim: Claim, after: int) -> tuple[int, int] | None:
    """(first, last) character of the figure, found with as much of its paragraph around it as stands in one piece."""
    token = folded(claim.printed)
    for reach in (len(text), 90, 45, 22):
        start, end = max(0, claim.at - reach), min(len(text), claim.at + len(claim.printed) + reach)
        for left, right in ((start, end), (start, claim.at + len(claim.printed)), (claim.at, end)):
            around_it = folded(text[left:right])
            at = script.find(around_it, after)
            if at >= 0:
                first = at + len(folded(text[left : claim.at]))
                return first, first + len(token) - 1
    return None


def around(script: Script, first: int, last: int) -> Stand:
    marks = script.marks[first : last + 1]
    page = marks[0][0]
    boxes = [box for number, box in marks if number == page]
    return Stand(page, (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)))
