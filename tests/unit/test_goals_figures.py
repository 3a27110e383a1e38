"""Targets in goals, and the figures of comments that answer them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ingest.goals.figures import computed, outcome_of, target_of


@pytest.mark.parametrize(
    ("text", "comparator", "value", "unit"),
    [
        ("80% eller fler ska vara nöjda", "at_least", "80", "percent"),
        ("Minst 70 procent ska gå vidare", "at_least", "70", "percent"),
        ("Väntetiden ska vara max 2 veckor", "at_most", "2", "weeks"),
        ("Kön ska vara kortare än två månader", "at_most", "2", "months"),
        ("Alla deltagare ska ha en plan", "at_least", "100", "percent"),
        ("Antalet ska öka till 12 ärenden", "at_least", "12", "count"),
        ("60 deltagare per år", "at_least", "60", "persons"),
        ("Hälften av deltagarna ska gå vidare", "at_least", "50", "percent"),
        ("Sjukdom ska vara orsak till högst 15 % av avsluten", "at_most", "15", "percent"),
        ("Kostnaden ska inte överstiga 500 tkr", "at_most", "500000", "SEK"),
        ("Minst 1 200 personer ska delta", "at_least", "1200", "persons"),
    ],
)
def test_targets(text: str, comparator: str, value: str, unit: str) -> None:
    target = target_of(text)
    assert target.figure is not None
    assert (target.comparator, target.figure.value, target.figure.unit) == (comparator, Decimal(value), unit)


@pytest.mark.parametrize(
    "text", ["Fler ska få stöd under 2024", "Deltagare i modul 2 ska trivas", "Stödet ska nå minst två av parterna", "Samverkan ska öka"]
)
def test_goals_without_a_figure(text: str) -> None:
    assert target_of(text).figure is None


@pytest.mark.parametrize(
    ("goal", "comment", "value", "status"),
    [
        ("Minst 80 % ska vara nöjda", "Enkäten gav 78% positiva svar.", "78", "not_met"),
        ("Minst 70 % ska bli klara", "3 av 4 blev klara.", "75", "met"),
        ("Antalet ska öka till 12 ärenden", "8 anmälningar kom in, mot 6 under 2022.", "8", "not_met"),
        ("Väntetiden ska vara högst 4 veckor", "Den var i snitt 3 veckor.", "3", "met"),
        ("Minst 75 % ska vara nöjda", "20 av 23 har svarat på enkäten.", None, None),
    ],
)
def test_outcomes(goal: str, comment: str, value: str | None, status: str | None) -> None:
    target = target_of(goal)
    figure = outcome_of(comment, target)
    assert (figure.value if figure else None) == (Decimal(value) if value else None)
    assert computed(target, figure.value if figure else None) == status
