"""Random little worlds of participants and answers, printed as tables the way exports do, for attacks on the masking.

A world is a multiset of persons (its atoms); every printed cell is the number of persons that match it. Worlds differ in
which tables are printed, how small their numbers are, and whether halves of the year, shares or a second file are there.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

from tests.warehouse.fixture_facts import Archive
from tests.warehouse.fixture_people import LABELS, add_export, answer, count

Atom = tuple[str, ...]
HALVES = {"h1": (date(2022, 1, 1), date(2022, 6, 30)), "h2": (date(2022, 7, 1), date(2022, 12, 31))}
YEAR = (date(2022, 1, 1), date(2022, 12, 31))


@dataclass(frozen=True)
class Told:
    """One printed fact: which persons it counts (`where`), or their share of others (`among`) in percent."""

    fact_id: str
    where: dict[str, str]
    among: dict[str, str] | None = None


@dataclass
class World:
    """Persons by their attributes, and what is printed of them."""

    axes: dict[str, tuple[str, ...]]
    persons: Counter[Atom]
    told: list[Told] = field(default_factory=list)

    def atoms(self) -> list[Atom]:
        """Every combination of attributes, with or without persons."""
        return list(product(*self.axes.values()))

    def matches(self, atom: Atom, where: dict[str, str]) -> bool:
        """Whether a person with these attributes is counted; several values are joined by "+"."""
        return all(atom[list(self.axes).index(axis)] in value.split("+") for axis, value in where.items())

    def number(self, where: dict[str, str]) -> int:
        """How many persons are counted."""
        return sum(n for atom, n in self.persons.items() if self.matches(atom, where))


def _persons(rng: random.Random, axes: dict[str, tuple[str, ...]], total: int) -> Counter[Atom]:
    weights = [[rng.choice((0.2, 1, 1, 3, 8)) for _ in values] for values in axes.values()]
    drawn = [rng.choices(values, w, k=total) for values, w in zip(axes.values(), weights, strict=True)]
    return Counter(zip(*drawn, strict=True))


def _tables(rng: random.Random, axes: dict[str, tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Which attributes each printed table tells apart: some margins, some crossed, now and then three at once."""
    names = [name for name in axes if name != "half"]
    sizes = (1, 2, 3) if rng.random() < 0.25 else (1, 2)
    views = [view for size in sizes for view in _subsets(names, size)]
    chosen = rng.sample(views, k=min(len(views), rng.randint(1, 5)))
    margins = {(name,) for view in chosen for name in view} if rng.random() < 0.8 else set()
    return sorted({*chosen, *margins, ()})


def _subsets(names: list[str], size: int) -> Iterator[tuple[str, ...]]:
    for picks in product((False, True), repeat=len(names)):
        if sum(picks) == size:
            yield tuple(name for name, picked in zip(names, picks, strict=True) if picked)


def people_world(archive: Archive, rng: random.Random, name: str) -> World:
    """One association's participants of a year, in one or two workbooks."""
    axes: dict[str, tuple[str, ...]] = {
        "initiative_id": ("spar-a", "spar-b", "spar-c", "spar-d")[: rng.randint(2, 4)],
        "gender": ("women", "men", "nonbinary")[: rng.randint(2, 3)],
    }
    if rng.random() < 0.7:
        axes["age_band"] = ("16-24", "25-29", "30-49", "50-64")[: rng.randint(2, 4)]
    if rng.random() < 0.4:
        axes["exit_reason"] = ("work", "study", "illness", "other")[: rng.randint(2, 4)]
    halves = rng.random() < 0.2
    if halves:
        axes["half"] = tuple(HALVES)
    world = World(axes, _persons(rng, axes, rng.choice((12, 40, 90, 200, 400))))
    files = [f"{name}_1.xlsx", f"{name}_2.xlsx"][: rng.randint(1, 2)]
    for file_name in files:
        add_export(archive, file_name, name, 2022)
    measure = rng.choice(("participants", "started"))
    for view in _tables(rng, axes):
        for values in product(*(axes[axis] for axis in view)):
            for half in (None, *HALVES) if halves else (None,):
                where = dict(zip(view, values, strict=True))
                _tell(archive, rng, world, rng.choice(files), measure, where, half)
    return world


def _tell(
    archive: Archive, rng: random.Random, world: World, file_name: str, measure: str, where: dict[str, str], half: str | None
) -> None:
    counted = {**where, **({"half": half} if half else {})}
    start, end = HALVES[half] if half else YEAR
    told: dict[str, Any] = {**where, "measure": measure, "period_start": start, "period_end": end}
    number = world.number(counted)
    row = count(archive, file_name, None if number < 5 and rng.random() < 0.1 else number, **told)
    world.told.append(Told(row.fact_id, counted))
    if where and rng.random() < 0.2:
        among = {"half": half} if half else {}
        base = world.number(among)
        if base:
            share = round(100 * number / base, 1)
            row = count(archive, file_name, share, unit="percent", base_n=rng.choice((base, None)), **told)
            world.told.append(Told(row.fact_id, counted, among))


def survey_world(archive: Archive, rng: random.Random, name: str) -> World:
    """One association's answers to one question, by sex and initiative, with shares above a cut."""
    labels = LABELS[: rng.randint(3, 5)]
    axes: dict[str, tuple[str, ...]] = {"answer_label": labels, "gender": ("women", "men")}
    if rng.random() < 0.4:
        axes["initiative_id"] = ("spar-a", "spar-b", "spar-c")
    world = World(axes, _persons(rng, axes, rng.choice((15, 40, 90, 200))))
    file_name = f"{name}_nns.xlsx"
    add_export(archive, file_name, name, 2022, "indicator_report")
    groups = [dict(zip(view, values, strict=True)) for view in _tables(rng, {k: v for k, v in axes.items() if k != "answer_label"})
              for values in product(*(axes[axis] for axis in view))]  # fmt: skip
    shows_base, shows_shares, cut = rng.random() < 0.7, rng.random() < 0.5, rng.choice(labels[1:-1])
    for group in groups:
        answered = world.number(group)
        told: dict[str, Any] = {**group, "answered_n": answered if shows_base else None}
        if not answered:
            continue
        for order, label in enumerate(labels, start=1):
            where = {**group, "answer_label": label}
            n = world.number(where)
            row = answer(archive, file_name, "label_count", answer_label=label, answer_order=order, n=n, **told)
            world.told.append(Told(row.fact_id, where))
        if shows_shares:
            where = {**group, "answer_label": "+".join(labels[: labels.index(cut) + 1])}
            share = Decimal(str(round(100 * world.number(where) / answered, 1)))
            row = answer(archive, file_name, "positive_share", positive_from=cut, share=share, **told)
            world.told.append(Told(row.fact_id, where, group))
    return world
