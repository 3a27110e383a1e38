"""What the press renders is what the reader reads: every amount of any drawn report is found, and placed.

Hypothesis makes every choice of the press (words, forms of tables, orders of columns, units, number styles, figures) and the
height of the page. FINSAM_EXAMPLES says how many reports are drawn per style.
"""

from __future__ import annotations

import os
import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st

from ingest.contracts import Refused
from ingest.read import read_document
from tests.press.compose import Composer
from tests.press.document import Document
from tests.press.draw import Drawer
from tests.press.invent import Inventor
from tests.press.locate import Place
from tests.press.match import Score, Stated, hold
from tests.press.styles import style as layout
from tests.press.truth import truth_rows

STYLES = ("ledger", "rotated", "turned", "typewriter")  # drawn in this process, in milliseconds
YEAR = 2023
EXAMPLES = settings(
    max_examples=int(os.environ.get("FINSAM_EXAMPLES", "15")),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


class Somewhere(dict[tuple[int, int], Place]):
    """The property asks what was read, not where."""

    def __missing__(self, key: tuple[int, int]) -> Place:
        return Place(1, [])


def drawn_report(style: str, drawn: random.Random, kind: int) -> tuple[Document, dict[str, object]]:
    """One report of an invented association, and its house; books that cannot be drawn are no example."""
    association = Inventor(style, drawn, [YEAR]).association(1)
    try:
        ledger = Drawer(association["figures"]).ledger()
    except ValueError:
        assume(False)
    house = association["house"]
    return Composer(association, house, ledger).report(association["reports"][kind]), house


def read(made: Document, house: dict[str, object], look: dict[str, object]) -> Score:
    """Render a report, read it, and hold what was read against what was rendered."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / f"{made.doc_id}.pdf"
        layout(str(house["style"]))(made, look, target)
        try:
            facts = read_document(target.read_bytes(), target.name).finances
        except Refused as error:
            note(str(error))
            facts = ()
    stated = [
        Stated(f.label_printed or "", f.column_printed, f.statement, f.scenario, f.period_start, f.period_end, f.amount_sek,
               f.amount_printed, f.page, (f.x0, f.top, f.x1, f.bottom), f.doubt)
        for f in facts
    ]  # fmt: skip
    return hold(truth_rows(made, Somewhere()), stated)


@pytest.mark.parametrize("style", STYLES)
@EXAMPLES
@given(
    drawn=st.randoms(use_true_random=False),
    kind=st.integers(0, 2),
    height=st.sampled_from([14, 18, 25]),
)
def test_what_was_rendered_is_what_was_read(style: str, drawn: random.Random, kind: int, height: int) -> None:
    made, house = drawn_report(style, drawn, kind)
    look = dict(house["look"])  # type: ignore[call-overload]
    if style == "ledger":
        look["page_cm"] = [look["page_cm"][0], height]  # tables break over pages of any height
    score = read(made, house, look)
    note("\n".join(m for m in score.misses if not m.startswith("not traced")))
    assert score.truth > 10
    assert (score.found, score.placed) == (score.truth, score.truth)
