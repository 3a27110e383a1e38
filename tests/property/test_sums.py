"""Sums of tables: every printed total finds its parts, whatever the tree, and no amount is ever changed."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ingest.structure import SumLine, find_sums

MANY = settings(max_examples=150, deadline=None)
ONE = Decimal(1)


@dataclass
class Tree:
    """Rows in printed order, and of every total the indexes of its parts."""

    rows: list[SumLine] = field(default_factory=list)
    parts: dict[int, set[int]] = field(default_factory=dict)

    def add(self, amounts: dict[int, Decimal], section: str, *, of: list[int] | None = None) -> int:
        """Append a part, or the total of the rows `of`; gives its index."""
        index = len(self.rows)
        self.rows.append(SumLine(
            index=index, amounts=amounts, is_total=of is not None, is_result=False, is_of_which=False, is_stock_aside=False,
            section="costs", path=section, explicit=of is not None,
        ))  # fmt: skip
        if of is not None:
            self.parts[index] = set(of)
        return index

    def total(self, of: list[int], section: str, columns: int) -> int:
        """Append the right total of some rows."""
        given_in = {c: [v for i in of if (v := self.rows[i].amounts.get(c)) is not None] for c in range(columns)}
        return self.add({c: sum(values, Decimal(0)) for c, values in given_in.items() if values}, section, of=of)


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    """One to four sections of two to six rows, each summed, and a grand total over the sums and a few loose rows."""
    columns = draw(st.integers(1, 4))
    # Distinct powers in the amounts make every right sum the only right one: what is tested is the search, not luck.
    base = draw(st.integers(1_000, 9_000))
    tree = Tree()
    count = 0
    tops: list[int] = []
    for s in range(draw(st.integers(1, 4))):
        leaves = []
        for _ in range(draw(st.integers(2, 6))):
            count += 1
            amounts = {c: Decimal(base + 37 * count * count + 1_009 * c * count + c) for c in range(columns)}
            # Limit of the reader: a row without an amount in any column of a sum may be counted among its parts.
            # Here, the first column is always filled.
            amounts.pop(draw(st.integers(1, 3 * columns)), None)
            leaves.append(tree.add(amounts, f"section {s}"))
        tops.append(tree.total(leaves, f"section {s}", columns))
    if len(tops) > 1:
        tree.total(tops, "", columns)
    return tree


@MANY
@given(trees())
def test_every_total_finds_its_parts(tree: Tree) -> None:
    before = deepcopy(tree.rows)
    found = {s.total: s for s in find_sums(tree.rows, ONE)}
    assert tree.rows == before
    assert {total: {part for part, _ in s.parts} for total, s in found.items()} == tree.parts
    assert all(weight == 1 for s in found.values() for _, weight in s.parts)
    assert all(s.holds == s.columns for s in found.values())


@MANY
@given(trees(), st.sampled_from((100, -100, 1_000, 9_000)), st.data())
def test_a_wrong_total_keeps_its_parts_and_its_amount(tree: Tree, wrong_by: int, data: st.DataObject) -> None:
    total = data.draw(st.sampled_from(sorted(tree.parts)))
    column = data.draw(st.sampled_from(sorted(tree.rows[total].amounts)))
    # Limit of the reader: with blank cells, a shorter run that has no amount in the wrong column may be preferred.
    assume(all(len(row.amounts) == len(tree.rows[0].amounts) for row in tree.rows))
    # Limit of the reader: in a single column, a sum that misses by more than a third of itself is linked to no parts, and
    # one that misses by about what the section before holds is given that section too.
    miss = abs(wrong_by)
    assume(len(tree.rows[total].amounts) > 1 or (miss <= 1_000 and 4 * miss < tree.rows[total].amounts[column]))
    tree.rows[total].amounts[column] += wrong_by
    before = deepcopy(tree.rows)
    found = {s.total: s for s in find_sums(tree.rows, ONE)}
    assert tree.rows == before
    assert {part for part, _ in found[total].parts} == tree.parts[total]
    assert found[total].holds == found[total].columns - 1


@MANY
@given(trees(), st.data())
def test_of_which_rows_are_never_summed(tree: Tree, data: st.DataObject) -> None:
    leaf = data.draw(st.sampled_from([row.index for row in tree.rows if not row.is_total]))
    aside = deepcopy(tree.rows[leaf])
    aside.index, aside.is_of_which = len(tree.rows), True
    rows = [*tree.rows[: leaf + 1], aside, *tree.rows[leaf + 1 :]]
    found = {s.total: {part for part, _ in s.parts} for s in find_sums(rows, ONE)}
    assert found == tree.parts
