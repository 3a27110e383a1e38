"""An adversary who knows every published table and all of arithmetic cannot tell a withheld small count.

For each random world all published figures are equations (shares: inequalities within their rounding) over the unknown
numbers of persons with each combination of attributes. Linear programming then gives the least and the most a withheld
small count can be: everything from nothing to the threshold must stay possible.
"""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import linprog

from tests.warehouse.fixture_facts import Archive, build_archive, write_doors
from tests.warehouse.people_worlds import Told, World, people_world, survey_world
from tests.warehouse.warehouse import Warehouse, failed

THRESHOLD = 5
PEOPLE, SURVEYS = 60, 30


def _worlds(archive: Archive) -> list[World]:
    rng = random.Random(5)  # noqa: S311 (worlds must be the same in every run)
    people = [people_world(archive, rng, f"varld-{number}") for number in range(PEOPLE)]
    return people + [survey_world(archive, rng, f"enkat-{number}") for number in range(SURVEYS)]


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Warehouse, list[World]]:
    """Give the warehouse of all worlds, and the worlds."""
    archive = build_archive()
    worlds = _worlds(archive)
    root = tmp_path_factory.mktemp("attacked")
    built = Warehouse(root, write_doors(root, archive))
    statuses = built.build("--exclude", "tag:verdicts")
    assert not failed(statuses), failed(statuses)
    return built, worlds


Published = dict[str, float | None]


def _published(warehouse: Warehouse) -> tuple[Published, Published]:
    """Value of each published fact (null when withheld), and the base that stands beside it."""
    rows = warehouse.rows(
        """
        select fact_id, value, base_n from marts.fct_participants
        union all
        select fact_id, coalesce(n, share), answered_n from marts.fct_indicators
        """
    )
    values: Published = {fact: None if value is None else float(value) for fact, value, _ in rows}
    return values, {fact: None if base is None else float(base) for fact, _, base in rows}


class _Adversary:
    """What one world's published figures say, as a linear system over its atoms."""

    def __init__(self, world: World, values: Published, bases: Published) -> None:
        self.world, self.atoms = world, world.atoms()
        self.equal: list[np.ndarray] = []
        self.equal_to: list[float] = []
        self.most: list[np.ndarray] = []
        for told in world.told:
            value, base = values[told.fact_id], bases[told.fact_id]
            if value is not None and told.among is None:
                self._is(self.counts(told.where), value)
            if value is not None and told.among is not None:
                part, whole = self.counts(told.where), self.counts(told.among)
                self.most += [part - (value + 0.0501) / 100 * whole, (value - 0.0501) / 100 * whole - part]
            if base is not None:
                self._is(self.counts(_base_of(told)), base)

    def _is(self, row: np.ndarray, value: float) -> None:
        self.equal.append(row)
        self.equal_to.append(value)

    def counts(self, where: dict[str, str]) -> np.ndarray:
        """Which atoms a cell counts."""
        return np.array([float(self.world.matches(atom, where)) for atom in self.atoms])

    def bounds(self, where: dict[str, str]) -> tuple[float, float]:
        """The least and the most persons a cell can hold; at most twice the threshold is looked for."""
        cell = self.counts(where)
        found = []
        for sign in (1.0, -1.0):
            most = [*self.most, cell] if sign < 0 else self.most
            limits = [*np.zeros(len(self.most)), 2.0 * THRESHOLD] if sign < 0 else np.zeros(len(self.most))
            solved = linprog(
                sign * cell,
                A_ub=np.array(most) if len(most) else None,
                b_ub=limits if len(most) else None,
                A_eq=np.array(self.equal) if self.equal else None,
                b_eq=self.equal_to if self.equal else None,
                bounds=(0, None),
                method="highs",
            )
            assert solved.status in (0, 3), solved.message
            found.append(float("-inf") if solved.status == 3 else sign * float(solved.fun))
        return found[0], found[1]


def _base_of(told: Told) -> dict[str, str]:
    """The persons a fact's base counts: those its share is of; for an answer, all who answered."""
    if told.among is not None:
        return told.among
    return {axis: value for axis, value in told.where.items() if axis != "answer_label"}


def _leaks(worlds: list[World], values: Published, bases: Published) -> tuple[list[str], int]:
    leaks, attacked = [], 0
    for number, world in enumerate(worlds):
        adversary = _Adversary(world, values, bases)
        small = {tuple(sorted(told.where.items())) for told in world.told if world.number(told.where) < THRESHOLD}
        for where in sorted(small):
            attacked += 1
            least, most = adversary.bounds(dict(where))
            if least > 0.001 or most < THRESHOLD - 1 - 0.001:
                leaks.append(f"world {number}: {dict(where)} is {least:g} to {most:g}")
    return leaks, attacked


def test_no_small_count_is_published_and_none_can_be_told(attacked: tuple[Warehouse, list[World]]) -> None:
    warehouse, worlds = attacked
    values, bases = _published(warehouse)
    open_ones = [
        (told.where, values[told.fact_id])
        for world in worlds
        for told in world.told
        if told.among is None and world.number(told.where) < THRESHOLD and values[told.fact_id] is not None
    ]
    assert open_ones == []
    leaks, tried = _leaks(worlds, values, bases)
    assert tried > 300
    assert leaks == []


def test_the_adversary_breaks_masks_that_cover_small_counts_only(attacked: tuple[Warehouse, list[World]]) -> None:
    """The attack is no paper tiger: where nothing but the small counts is withheld, it finds many of them."""
    warehouse, worlds = attacked
    _, bases = _published(warehouse)
    naive: Published = {}
    for world in worlds:
        for told in world.told:
            number = world.number(told.where)
            naive[told.fact_id] = None if number < THRESHOLD or told.among is not None else float(number)
    leaks, tried = _leaks(worlds, naive, dict.fromkeys(bases))
    assert len(leaks) > tried / 4


def test_masking_leaves_most_of_what_is_not_small(attacked: tuple[Warehouse, list[World]]) -> None:
    warehouse, worlds = attacked
    values, _ = _published(warehouse)
    large = [told for world in worlds for told in world.told if world.number(told.where) >= THRESHOLD]
    kept = [told for told in large if values[told.fact_id] is not None]
    assert len(kept) > 0.25 * len(large)


def test_derived_marts_hold_nothing_that_is_withheld(attacked: tuple[Warehouse, list[World]]) -> None:
    warehouse, _ = attacked
    told = warehouse.rows(
        """
        select current.fact_id
        from marts.participants_current as current
        inner join marts.fct_participants as facts using (fact_id)
        where facts.is_masked and not current.is_summed and current.value is not null
        """
    )
    assert told == []
    assert warehouse.rows("select count(*) > 50 from marts.participants_current") == [(True,)]


def test_the_same_people_are_masked_alike_in_every_file(attacked: tuple[Warehouse, list[World]]) -> None:
    warehouse, worlds = attacked
    values, _ = _published(warehouse)
    for world in worlds:
        seen: dict[tuple[tuple[str, str], ...], set[bool]] = {}
        for told in world.told:
            if told.among is None:
                seen.setdefault(tuple(sorted(told.where.items())), set()).add(values[told.fact_id] is None)
        assert all(len(kinds) == 1 for kinds in seen.values())


def test_nothing_of_the_core_reaches_the_published_file(attacked: tuple[Warehouse, list[World]], tmp_path: Path) -> None:
    warehouse, _ = attacked
    masked = warehouse.rows(
        "select count(*) from marts.fct_participants where is_masked and (value is not null or amount_printed is not null "
        "or base_n is not null or context is not null)"
    )
    assert masked == [(0,)]
