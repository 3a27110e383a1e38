"""Sentences wrap between words and never inside an amount, however narrow the window."""

from __future__ import annotations

from decimal import Decimal
from io import StringIO

import pytest
from rich.console import Console

from expectations.messages import amount
from orchestration.console import Sentence

AMOUNTS = [amount(Decimal(7402835), "kr"), amount(Decimal(-518359), "kr"), amount(Decimal(42), "%")]
SENTENCE = f"Verksamhetens intäkter is {AMOUNTS[0]}, but Medlemsavgift is {AMOUNTS[1]}, which is {AMOUNTS[2]} of it."


@pytest.mark.parametrize("width", [16, 24, 30, 41, 200])
def test_an_amount_stays_on_one_line(width: int) -> None:
    printed_on = StringIO()
    console = Console(width=width, file=printed_on)
    console.print(Sentence(SENTENCE))
    lines = [line.rstrip() for line in printed_on.getvalue().splitlines()]
    assert max(map(len, lines)) <= width
    assert " ".join(lines) == SENTENCE
    assert all(any(printed in line for line in lines) for printed in AMOUNTS)
