"""Amounts of money told in sentences to rows.

What is told of an initiative, a project or a party is left out: only what is the association's own ties to its statements.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.contracts import ToldAmountRow
from ingest.facts import fact_id
from ingest.identity import Identity
from ingest.initiatives import InitiativeBook
from ingest.pdf.lines import Token
from ingest.pdf.prose import Paragraph, Sentence, paragraphs_of
from ingest.pdf.words import Page
from ingest.periods import period_type
from ingest.told_money.clauses import ToldAmount, told_amounts
from ingest.told_money.when import scenario_of, span_of
from ingest.told_money.words import UNIT_MULTIPLES, money_words

_LONGEST = 2000  # letters: more without a stop is no sentence


class _Scope:
    """Whose money a paragraph speaks of: an initiative's or a project's once it or a heading above has named one."""

    def __init__(self, paragraph: Paragraph, book: InitiativeBook) -> None:
        self.book = book
        self.named = any(book.find(heading) for heading in paragraph.headings)
        self.of_parts = any(money_words().aside.search(heading.lower()) for heading in paragraph.headings)

    def is_associations(self, told: ToldAmount, printed: str) -> bool:
        """Whether an amount of a sentence is the association's own, as far as the text before it tells."""
        if told.item in money_words().stocks:
            return True
        if self.named or self.book.find(printed[: told.start]) is not None:
            return False
        return not self.of_parts or told.item in money_words().whole

    def goes_on(self, printed: str) -> None:
        """The sentence has been read: what it names holds for those behind it."""
        self.named = self.named or bool(money_words().aside_before.search(printed.lower())) or self.book.find(printed) is not None


def _unnamed(identity: Identity, printed: str) -> str:
    """A sentence in small letters, the association's own name in it left blank: what it does is told as of "förbundet"."""
    low = printed.lower()
    for name in sorted({identity.association_printed.lower(), identity.association.name.lower()}, key=len, reverse=True):
        pattern = re.compile(rf"(?<!\w){re.escape(name)}s?(?!\w)")
        low = pattern.sub(lambda found: " " * len(found[0]), low) if name else low
    return low


def _row(paragraph: Paragraph, sentence: Sentence, told: ToldAmount, identity: Identity, document_id: str) -> ToldAmountRow | None:
    is_stock = told.item in money_words().stocks
    scenario = scenario_of(told, identity, is_stock=is_stock)
    span = span_of(told, scenario, identity, is_stock=is_stock) if scenario else None
    start, end = sentence.start + told.start, sentence.start + told.end
    if scenario is None or span is None or not paragraph.pieces_of(start, end):
        return None
    page, box = paragraph.place_of(start, end)
    like = paragraph.pieces_of(start, end)[0].token
    token = Token(paragraph.text[start:end], box, like.size, like.bold, None)
    return ToldAmountRow(
        fact_id=fact_id(document_id, page, token),
        document_id=document_id,
        association_id=identity.association.association_id,
        page=page,
        x0=box[0],
        top=box[1],
        x1=box[2],
        bottom=box[3],
        reading="text",
        reading_note=None,
        doubt=None,
        period_type="instant" if is_stock else period_type(span.start, span.end),
        period_start=None if is_stock else span.start,
        period_end=span.end,
        fiscal_year=identity.fiscal_year,
        line_item="equity_closing" if told.item == "equity_opening" else told.item,
        label_printed=told.label,
        scenario=scenario,
        deviation_of=told.deviation_of,
        is_about=told.is_about,
        amount_printed=token.text,
        unit_printed=told.unit,
        unit_multiple=UNIT_MULTIPLES[told.unit],
        precision_sek=told.precision,
        amount_natural_sek=told.value,
        context=sentence.text,
    )


def read_told_money(pages: Sequence[Page], identity: Identity, document_id: str, book: InitiativeBook) -> tuple[ToldAmountRow, ...]:
    """The amounts that the running text of a document tells of the association's economy, in reading order."""
    words = money_words()
    rows: dict[str, ToldAmountRow] = {}
    for paragraph in paragraphs_of(pages):
        low = paragraph.text.lower()
        if len(low) != len(paragraph.text) or not words.amount.search(low):
            continue
        scope = _Scope(paragraph, book)
        for sentence in paragraph.sentences():
            printed = paragraph.text[sentence.start : sentence.end]
            for told in told_amounts(_unnamed(identity, printed)) if len(printed) <= _LONGEST else ():
                row = _row(paragraph, sentence, told, identity, document_id) if scope.is_associations(told, printed) else None
                if row is not None:
                    rows.setdefault(row.fact_id, row)
            scope.goes_on(printed)
    return tuple(rows.values())
