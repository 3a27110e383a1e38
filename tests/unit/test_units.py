"""The unit of a table: what it says, what ties to other tables prove, and what is said when the two differ."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from ingest.contracts import FinanceRow
from ingest.read import read_document
from ingest.units import Signature, UnitEvidence, decide_units, document_unit
from tests.unit.pages import cover, draw_pdf, table

KRONOR: Signature = {
    ("operating_income", "2022actual"): {Decimal(5_098_000)}, ("total_costs", "2022actual"): {Decimal(4_997_138)},
    ("result", "2022actual"): {Decimal(118_144)},
}  # fmt: skip
THOUSANDS: Signature = {key: {(value / 1000).quantize(Decimal(1)) for value in values} for key, values in KRONOR.items()}


def _says(unit: str | None, signature: Signature) -> UnitEvidence:
    return UnitEvidence(unit, signature, max(value for values in signature.values() for value in values), False)


def test_a_table_that_says_nothing_holds_kronor() -> None:
    (decision,) = decide_units([_says(None, KRONOR)], None)
    assert (decision.printed, decision.used) == (None, "SEK")
    assert decision.note


def test_the_printed_unit_is_believed_when_nothing_speaks_against_it() -> None:
    (decision,) = decide_units([_says("TSEK", THOUSANDS)], None)
    assert (decision.printed, decision.used, decision.note) == ("TSEK", "TSEK", None)


def test_a_wrong_label_gives_way_to_ties_and_is_kept_as_printed() -> None:
    right, also_right, wrong = decide_units([_says("SEK", KRONOR), _says(None, KRONOR), _says("TSEK", KRONOR)], None)
    assert also_right.used == "SEK"
    assert (right.printed, right.used) == ("SEK", "SEK")
    assert (wrong.printed, wrong.used) == ("TSEK", "SEK")
    assert "SEK" in (wrong.note or "")
    assert "TSEK" in (wrong.note or "")


def test_a_mislabelled_table_does_not_mislead_those_that_tie_to_it() -> None:
    unlabelled: Signature = {key: KRONOR[key] for key in list(KRONOR)[:2]}
    decisions = decide_units([_says("SEK", KRONOR), _says("TSEK", KRONOR), _says(None, unlabelled)], None)
    assert [d.used for d in decisions] == ["SEK", "SEK", "SEK"]


def test_a_table_without_a_label_is_settled_by_ties() -> None:
    decisions = decide_units([_says("SEK", KRONOR), _says(None, THOUSANDS)], None)
    assert [d.used for d in decisions] == ["SEK", "TSEK"]
    assert decisions[1].note


def test_a_sentence_sets_the_unit_of_every_table() -> None:
    (decision,) = decide_units([_says(None, THOUSANDS)], "TSEK")
    assert (decision.printed, decision.used) == (None, "TSEK")


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("Samtliga belopp anges i tkr om inget annat anges", "TSEK"),
        ("Alla siffror i mnkr", "MSEK"),
        ("Kostnaden blev 500 tkr lägre", None),
        ("", None),
    ],
)
def test_sentences_that_set_the_unit(line: str, unit: str | None) -> None:
    assert document_unit([line]) == unit


ROWS = (("Medlemsbidrag", "5 098", "4 900"), ("Övriga intäkter", "130", "(20)"), ("Summa intäkter", "5 228", "4 880"))
IN_KRONOR = (
    ("Medlemsbidrag", "5 098 000", "4 900 000"),
    ("Övriga intäkter", "130 000", "(20)"),
    ("Summa intäkter", "5 228 000", "4 899 980"),
)
IN_MILLIONS = (("Medlemsbidrag", "509", "490"), ("Övriga intäkter", "13", "(20)"), ("Summa intäkter", "522", "470"))


def _facts(corner: str, rows: Sequence[tuple[str, ...]] = ROWS) -> dict[str, FinanceRow]:
    data = draw_pdf(cover("Årsredovisning 2022"), table(("2022", "2021"), rows, corner=corner))
    return {f"{f.label_printed} {f.column_printed}": f for f in read_document(data, "x.pdf").finances}


@pytest.mark.parametrize(
    ("corner", "unit", "multiple", "rows"),
    [
        ("Belopp i tkr", "TSEK", 1_000, ROWS),
        ("Tkr", "TSEK", 1_000, ROWS),
        ("Mnkr", "MSEK", 1_000_000, IN_MILLIONS),
        ("Belopp i kr", "SEK", 1, IN_KRONOR),
    ],
)
def test_amounts_are_kronor_whatever_is_printed(corner: str, unit: str, multiple: int, rows: Sequence[tuple[str, ...]]) -> None:
    facts = _facts(corner, rows)
    fact = facts["Övriga intäkter 2021"]
    assert (fact.unit_printed, fact.unit_used, fact.unit_multiple) == (unit, unit, multiple)
    assert fact.amount_printed == "(20)"
    assert fact.amount_sek == -20 * multiple
    assert fact.precision_sek == multiple


@pytest.mark.parametrize(
    ("said", "largest", "is_whole", "used"),
    [
        ("SEK", 9_250, True, "TSEK"),  # a budget of nine thousand kronor
        ("TSEK", 6_405_000, False, "SEK"),  # initiatives for six thousand millions
        ("TSEK", 8, True, "MSEK"),
        ("SEK", 9_250, False, "SEK"),  # a note may be as small
        ("TSEK", 6_405, True, "TSEK"),
        ("MSEK", 9, True, "MSEK"),
    ],
)
def test_a_unit_that_no_economy_can_have_gives_way(said: str, largest: int, is_whole: bool, used: str) -> None:
    (decision,) = decide_units([UnitEvidence(said, {}, Decimal(largest), False, is_whole)], None)
    assert (decision.printed, decision.used) == (said, used)
    assert bool(decision.doubt) == (said != used)


def test_a_table_far_above_the_statements_of_its_report_holds_kronor() -> None:
    statements = [UnitEvidence("SEK", {}, Decimal(largest), False, is_whole=True) for largest in (8_232_000, 3_193_931)]
    decided = decide_units([*statements, UnitEvidence("TSEK", {}, Decimal(760_000), False)], None)
    assert [decision.used for decision in decided] == ["SEK", "SEK", "SEK"]
