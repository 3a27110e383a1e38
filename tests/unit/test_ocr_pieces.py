"""Pieces of a page, marks on it, years over a table and the cells of figures, each without the recognition program."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ingest.pdf.ocr_cells import Reading, cells_of, vote
from ingest.pdf.ocr_engine import RawWord
from ingest.pdf.ocr_fields import light_up
from ingest.pdf.ocr_layout import OcrWord, set_on_lines
from ingest.pdf.ocr_marks import grown, long_runs, regions, without_gaps, without_thin
from ingest.pdf.ocr_pieces import Cutter, Piece, pieces_of, read_again
from ingest.pdf.ocr_rulings import wipe_rulings
from ingest.pdf.ocr_text import grouped, looks_numeric, plain_figure
from ingest.pdf.ocr_years import settle_years

SCALE = 300 / 72


def word(text: str, x0: float, confidence: float = 95.0, *alternatives: str) -> OcrWord:
    return OcrWord(text, x0, 100, x0 + 5 * len(text), 110, 10, confidence, alternatives)


def test_marks_by_their_runs() -> None:
    row = np.array([[1, 1, 0, 1, 1, 1, 0, 0, 0, 1]], dtype=bool)
    assert long_runs(row, 3).astype(int).tolist() == [[0, 0, 0, 1, 1, 1, 0, 0, 0, 0]]
    assert without_gaps(row, 1).astype(int).tolist() == [[1, 1, 1, 1, 1, 1, 0, 0, 0, 1]]
    sheet = np.zeros((6, 8), dtype=bool)
    sheet[1:4, 1:5] = True
    sheet[3, 5:8] = True  # a thin arm
    assert without_thin(sheet, 3, 2).sum() == 12
    assert grown(sheet[1:2, 1:2], 1, 1).all()


def test_regions_hang_together_over_corners() -> None:
    sheet = np.zeros((5, 9), dtype=bool)
    sheet[0, 0] = sheet[1, 1] = sheet[2, 0] = True
    sheet[0:3, 5] = sheet[0:3, 7] = sheet[2, 5:8] = True  # two arms that meet below
    found = regions(sheet)
    assert [region.box for region in found] == [(0, 3, 0, 2), (0, 3, 5, 8)]
    assert [int(region.mask.sum()) for region in found] == [3, 7]


def test_pieces_at_unlike_heights_stay_apart_and_keep_their_rings() -> None:
    ink = np.zeros((400, 1200), dtype=bool)
    ink[100:130, 50:300] = True  # a head at half height between two lines beside it
    ink[88:96, 200:208] = True  # its ring
    ink[80:108, 600:700] = ink[125:153, 600:700] = True
    boxes = sorted((p.x0, p.top, p.x1, p.bottom) for p in pieces_of(ink, SCALE, 10))
    assert len(boxes) == 3
    assert boxes[0] == pytest.approx((50, 88, 300, 130), abs=2)


def test_only_what_was_not_read_whole_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    pieces = [Piece(0, 0, 100, 30), Piece(200, 0, 300, 30), Piece(200, 40, 300, 70)]
    asked: list[Piece] = []

    def read(self: Cutter, wanted: list[Piece]) -> list[list[RawWord]]:
        asked.extend(wanted)
        return [[RawWord("Budget", p.x0, p.top, p.x1, p.bottom, 93)] for p in wanted]

    monkeypatch.setattr(Cutter, "read", read)
    words = [RawWord("Utfall", 0, 2, 98, 28, 96), RawWord("Bu?lgel", 202, 10, 298, 62, 40)]
    cutter = Cutter(np.zeros((1, 1), dtype=np.uint8), 40, Path(), "page", "swe")
    assert [w.text for w in read_again(words, pieces, cutter)] == ["Utfall", "Budget", "Budget"]
    assert asked == pieces[1:]


def test_a_line_that_letters_touch_goes_whole() -> None:
    """Cells whose figures end at the rule of their column leave no specks of it behind."""
    sheet = np.full((600, 800), 250, dtype=np.uint8)
    sheet[50:550, 400:403] = 90
    for top in range(80, 500, 60):
        sheet[top : top + 30, 380:400] = 20  # a letter up to the line
    sheet[300:304, 380:430] = 20  # a stroke through it
    clean = wipe_rulings(sheet, SCALE)
    assert (clean[52:548, 400:403] < 200).sum() <= 4 * 3
    assert (clean[90:100, 382:396] == 20).all()


def test_a_low_field_is_lit_whole_and_bold_letters_between_rules_are_not() -> None:
    sheet = np.full((700, 1000), 250, dtype=np.uint8)
    sheet[100:142, 60:900] = 70  # ten points high
    for left in range(80, 400, 20):
        sheet[106:136, left : left + 9] = 245  # letters close to both edges
    sheet[300:308, 60:900] = sheet[360:368, 60:900] = 30  # two thick rules
    for left in range(80, 400, 20):
        sheet[320:345, left : left + 11] = 30
    lit = light_up(sheet, SCALE)
    assert lit[110:130, 600:880].min() > 230
    assert lit[110:130, 82:86].max() < 60
    assert lit[110:130, 91:98].min() > 200
    assert (lit[320:345] == sheet[320:345]).all()


def test_prose_beside_a_table_keeps_each_size() -> None:
    raw = [RawWord(text, x, 200, x + 20 * len(text), 200 + round(size * SCALE * 0.72), 95, (1, 1, 1))
           for text, x, size in (("Under", 100, 10), ("hela", 220, 10), ("2022", 900, 7), ("2021", 1100, 7))]  # fmt: skip
    assert {w.text: round(w.size) for w in set_on_lines(raw, SCALE)} == {"Under": 10, "hela": 10, "2022": 7, "2021": 7}


def test_the_one_year_that_breaks_the_run_and_is_hard_to_read_is_settled() -> None:
    line = [word("2021", 0), word("2020", 50), word("2013", 100, 94), word("2018", 150)]
    assert [w.text for w in settle_years([line]).values()] == ["2019"]
    settled = next(iter(settle_years([line]).values()))
    assert settled.alternatives == ("2013",)
    assert settled.confidence < 90
    clear = [word("2021", 0), word("2020", 50), word("2013", 100, 99), word("2018", 150)]
    two_digits = [word("2021", 0), word("2020", 50), word("2033", 100, 50), word("2018", 150)]
    assert settle_years([clear, two_digits, line[:3], []]) == {}


def test_a_nought_read_as_a_letter_is_a_cell_and_a_letter_beside_words_is_none() -> None:
    assert [[w.text for w in c.words] for c in cells_of([word("Räntor", 0), word("O", 100), word("12", 150)])] == [["O"], ["12"]]
    assert cells_of([word("Q", 0), word("rad", 30)]) == []
    assert cells_of([word("grupp", 0), word("D", 28)]) == []
    assert vote([Reading("Q", 30), Reading("", 0)]).figure == "0"


def test_a_minus_that_one_reading_saw_is_kept_and_not_sure() -> None:
    decision = vote([Reading("- 0,04", 48), Reading("0,04", 93), Reading("0,04", 90)])
    assert (plain_figure(decision.figure).replace(" ", ""), decision.others) == ("-0,04", ("0,04",))
    assert decision.confidence < 90


@pytest.mark.parametrize(("read_as", "figure"), [("20211231", "20211231"), ("20210101-", "20210101-"), ("202 1", "2021"),
                                                 ("3.932 000", "3 932 000"), ("2 021", "2 021"), ("20991399", "20 991 399")])  # fmt: skip
def test_days_run_together_stay_together(read_as: str, figure: str) -> None:
    assert looks_numeric(read_as)
    assert grouped(plain_figure(read_as)) == figure
