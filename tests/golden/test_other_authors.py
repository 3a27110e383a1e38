"""Reports that other authors wrote without sight of the reader: what has been reached on them is not lost again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.press.match import Score
from tests.press.match_people import PEOPLE, Tally
from tests.press.score import cases, read

TESTS = Path(__file__).parents[1]
FLOORS = {
    # found and right of what was read, of all documents together
    "frozen5": {"finance": (1, 0.995), "participants": (0.98, 0.97), "text": (0.97, 0.97), "goals": (0.98, 0.98)},
    "frozen6": {"finance": (0.998, 0.998), "participants": (0.99, 0.96), "text": (0.95, 0.97), "goals": (0.98, 0.98)},
    "frozen7": {"finance": (0.995, 0.99), "participants": (0.97, 0.98), "text": (0.68, 0.88), "goals": (0.97, 0.97)},
    "frozen8": {"finance": (0.998, 0.998), "participants": (0.99, 0.98), "text": (0.97, 0.97), "goals": (0.98, 0.98)},
    "frozen9": {"finance": (0.998, 0.998), "participants": (0.99, 0.98), "text": (0.97, 0.97), "goals": (0.98, 0.98)},
    "frozen10": {"finance": (0.998, 0.998), "participants": (0.99, 0.98), "text": (0.95, 0.97), "goals": (0.98, 0.98)},
    "frozen11": {"finance": (0.998, 0.998), "participants": (0.99, 0.98), "text": (0.8, 0.97), "goals": (0.9, 0.98)},
    "frozen12": {"finance": (0.998, 0.998), "participants": (0.95, 0.98), "text": (0.88, 0.95), "goals": (0.98, 0.98)},
}
PLACED = {"frozen5": 0.97, "frozen7": 0.98}
"""Amounts in the right statement, scenario and period, where they are fewer than 99.8 %.

The truth of frozen5 dates the result in a balance sheet as a flow."""


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_what_was_reached_on_reports_of_other_authors_is_kept(name: str) -> None:
    money, people = Score(), {kind: Tally() for kind in PEOPLE}
    for case in cases(TESTS / name):
        score, tallies = read(case)
        money.add(score)
        for kind, tally in tallies.items():
            people[kind].add(tally)
    reached = {"finance": (money.found / money.truth, money.right / money.facts)}
    reached |= {kind: (tally.found / tally.truth, tally.right / max(tally.rows, 1)) for kind, tally in people.items()}
    lost = {kind: reached[kind] for kind, (found, right) in FLOORS[name].items() if reached[kind][0] < found or reached[kind][1] < right}
    assert not lost
    assert money.placed / money.truth >= PLACED.get(name, 0.998)
    assert not money.wrong
