"""A table that was drawn is read back cell for cell, with its boxes and its printed mistakes."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from decimal import Decimal

import pdfplumber
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ingest.contracts import FinanceRow
from ingest.numerals import normalise_spaces, parse_numeral
from ingest.read import read_document
from tests.property.tables import DASH, HEADS, Printed, printed_tables
from tests.unit.pages import WIDTH

# Drawing decides what fits the page, so many drafts are thrown away; no example is slow by itself.
FILTERED = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
Rows = dict[str, dict[str, str]]


def _expected(printed: Printed) -> Rows:
    return {
        " ".join(lines): {
            HEADS[head]: normalise_spaces(token) for head, token in zip(printed.heads, tokens, strict=True) if token and token != DASH
        }
        for lines, _, tokens in printed.rows
    }


def _got(facts: tuple[FinanceRow, ...]) -> Rows:
    rows: Rows = {}
    for fact in facts:
        rows.setdefault(fact.label_printed or "", {})[fact.column_printed] = fact.amount_printed
    return rows


def _fits(printed: Printed) -> bool:
    return printed.edges[-1] < WIDTH - 30


def _within_limits(printed: Printed) -> bool:
    """Leaves out what the reader is known not to read; each line is one limit."""
    return (
        # Heads in the left 30 % of the page are taken for amounts ("2022") or headings ("Not 2022", "Budget 2022").
        printed.first_head > 0.3 * WIDTH
        # The second line of the last row's label is lost when the amounts stand on its first line.
        and (printed.cells_on_last_line or len(printed.rows[-1][0]) == 1)
    )


def _digits_in_boxes(data: bytes, facts: tuple[FinanceRow, ...]) -> list[tuple[str, str]]:
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        chars = pdf.pages[1].chars
    found = []
    for fact in facts:
        inside = "".join(
            c["text"] for c in chars
            if fact.x0 <= (c["x0"] + c["x1"]) / 2 <= fact.x1 and fact.top <= (c["top"] + c["bottom"]) / 2 <= fact.bottom
        )  # fmt: skip
        found.append((re.sub(r"\D", "", inside), re.sub(r"\D", "", fact.amount_printed)))
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=FILTERED)
@given(printed_tables())
def test_cells_are_read_in_their_own_column(printed: Printed) -> None:
    assume(_fits(printed) and _within_limits(printed))
    data = printed.draw()
    facts = read_document(data, "provbygden.pdf").finances
    assert _got(facts) == _expected(printed)
    assert all(inside == token for inside, token in _digits_in_boxes(data, facts))
    numbers = {fact.column_printed: fact.column_no for fact in facts}
    in_order = [numbers[HEADS[head]] for head in printed.heads if HEADS[head] in numbers]
    assert in_order == sorted(set(in_order))


@settings(max_examples=30, deadline=None, suppress_health_check=FILTERED)
@given(printed_tables())
def test_note_numbers_are_never_part_of_an_amount(printed: Printed) -> None:
    assume(_fits(printed) and _within_limits(printed) and printed.has_notes)
    facts = read_document(printed.draw(), "provbygden.pdf").finances
    notes = {" ".join(lines): note for lines, note, _ in printed.rows}
    assert {f.label_printed: f.note_ref for f in facts} == notes


@settings(max_examples=40, deadline=None, suppress_health_check=FILTERED)
@given(printed_tables(), st.data())
def test_a_wrong_digit_survives(printed: Printed, data: st.DataObject) -> None:
    """A sum that was printed wrong is read as printed, in the amount and in the token, and its parts stay the same."""
    column = data.draw(st.integers(0, len(printed.heads) - 1))
    wrong_by = data.draw(st.sampled_from((1, 9, 10, 900, 1_000, -10, -1_000)))
    parts = [parse_numeral(t[column]).value for _, _, t in printed.rows if t[column] not in (None, DASH)]
    printed_sum = printed.style.print(sum(parts, Decimal(0)) + wrong_by)
    tokens = tuple(printed_sum if c == column else None for c in range(len(printed.heads)))
    summed = replace(printed, rows=(*printed.rows, (("Summa kostnader",), None, tokens)))
    assume(_fits(summed) and _within_limits(summed) and not parse_numeral(printed_sum).is_bare_year)
    facts = read_document(summed.draw(), "provbygden.pdf").finances
    assert _got(facts) == _expected(summed)
    assert [f.amount_sek for f in facts if f.label_printed == "Summa kostnader"] == [sum(parts, Decimal(0)) + wrong_by]
