"""Large figures in a row with their names below them, as the first page of a report may show them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.unit.pages import LEFT, Text
from tests.unit.test_people import people

_Tile = tuple[str, str, str]
_PLAIN: list[_Tile] = [("96", "deltagare", "participants"), ("41", "nya deltagare", "started"), ("38", "avslutade", "exits")]
_GENDERS: list[_Tile] = [("54", "kvinnor", "participants"), ("42", "män", "participants"), ("96", "deltagare totalt", "participants")]
_ENDS: list[_Tile] = [*_PLAIN, ("12", "till arbete", "exits")]


def _drawn(tiles: list[_Tile], large: float = 20.0, small: float = 9.0) -> list[Text]:
    texts = [Text("Året i siffror", LEFT, 190, 12)]
    for number, (figure, name, _) in enumerate(tiles):
        middle = LEFT + 60 + 120 * number
        texts += [Text(figure, middle, 230, large, "centre"), Text(name, middle, 230 + 1.9 * small, small, "centre")]
    return texts


@pytest.mark.parametrize("tiles", [_PLAIN, _GENDERS, _ENDS], ids=["flow", "genders", "ends"])
def test_names_below_large_figures(tiles: list[_Tile]) -> None:
    found = [(row.value, row.label_printed, row.measure) for row in people(_drawn(tiles))]
    assert found == [(Decimal(figure), name, measure) for figure, name, measure in tiles]


def test_words_of_the_same_size_below_a_row_of_figures_are_no_names() -> None:
    assert people(_drawn(_PLAIN, large=9.0)) == []


def test_a_figure_without_a_name_leaves_the_row_unread() -> None:
    assert people([text for text in _drawn(_PLAIN) if text.text != "avslutade"]) == []
