"""What is measured on a page picture: sizes, weights, levels, leaders, and where a figure ends. No recognition program needed."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ingest.pdf import ocr_cells
from ingest.pdf.fills import fills_of
from ingest.pdf.ocr import OcrPage, _tight
from ingest.pdf.ocr_blobs import as_words, blobs_of, wipe_blobs
from ingest.pdf.ocr_engine import RawWord
from ingest.pdf.ocr_fills import fills_in, note_picture_fills
from ingest.pdf.ocr_image import Scan, clear_levels
from ingest.pdf.ocr_layout import OcrWord, _parts, set_on_lines
from ingest.pdf.ocr_leaders import leaders, wipe_leaders
from ingest.pdf.ocr_marks import ink_of, levels
from ingest.pdf.ocr_sizes import even_sizes
from ingest.pdf.ocr_weight import stroke_of, with_strokes, with_weights

SCALE = 300 / 72


def line(text: str, bottom: float, size: float, stroke: float = 0.1) -> list[OcrWord]:
    """Words of one line, at the distance of words; `stroke` in shares of the size."""
    words, x = [], 60.0
    for part in text.split():
        words.append(OcrWord(part, x, bottom - size, x + 0.5 * size * len(part), bottom, size, 96, stroke=stroke * size))
        x = words[-1].x1 + 0.3 * size
    return words


def sizes(lines: list[list[OcrWord]]) -> list[float]:
    """The size of each line once they are evened."""
    evened = {(w.text, w.bottom): w.size for w in even_sizes([[w for words in lines for w in words]], [SCALE])[0]}
    return [evened[words[0].text, words[0].bottom] for words in lines]


PROSE = [line("Styrelsen har sammanträtt sju gånger under det gångna året", 100 + 14 * i, 10.7) for i in range(6)]


def test_a_size_goes_to_the_nearest_of_the_sizes_in_use() -> None:
    table = [line(f"Rad {i} 120 130", 300 + 11 * i, 8.0 if i != 3 else 8.7) for i in range(8)]
    assert sizes([*PROSE, *table])[6:] == [8.0] * 8


def test_two_sizes_a_point_apart_are_two_when_many_letters_have_each() -> None:
    table = [line(f"Insatsens kostnader {i} 120 130", 300 + 14 * i, 9.7) for i in range(8)]
    assert sizes([*PROSE, *table]) == [10.7] * 6 + [9.7] * 8


def test_a_row_that_fits_no_size_well_has_the_size_of_its_neighbours() -> None:
    table = [line(f"Insatsens kostnader {i} 120 130", 300 + 14 * i, 8.4 if i == 2 else 9.7) for i in range(8)]
    small = [line("Källa: förbundets egen uppföljning av insatserna under året", 600 + 10 * i, 8.0) for i in range(4)]
    assert sizes([*PROSE, *table, *small])[6:14] == [9.7] * 8


def test_a_heading_close_above_a_table_keeps_its_size() -> None:
    table = [line(f"Insatsens kostnader {i} 120 130", 300 + 14 * i, 9.7) for i in range(8)]
    heading = line("Kostnader per insats", 284, 10.8)
    assert sizes([*PROSE, heading, *table])[6] == 10.7


def test_no_pages_have_no_sizes() -> None:
    assert even_sizes([], []) == []
    assert even_sizes([[]], [SCALE]) == [[]]


def raw(text: str, x: float, size: float) -> RawWord:
    return RawWord(text, x, 200, x + 20 * len(text), 200 + round(size * SCALE * 0.72), 95, (1, 1, 1))


def test_a_line_parts_where_sizes_change_and_short_words_follow_the_one_before() -> None:
    words = [raw("Under", 100, 10), raw("hela", 210, 10), raw("2022", 900, 7), raw("1", 1150, 10), raw("2021", 1300, 7)]
    parts = _parts(words, SCALE, 10.0)
    assert [[w.text for w in part] for part in parts] == [["Under", "hela"], ["2022", "1", "2021"]]


def test_a_line_of_one_size_is_one_part() -> None:
    words = [raw("Under", 100, 10), raw("hela", 900, 10)]
    assert [[w.text for w in part] for part in _parts(words, SCALE, 10.0)] == [["Under", "hela"]]


@pytest.mark.parametrize(("paper", "ink"), [(255, 0), (235, 40), (210, 90)])
def test_levels_are_those_of_paper_and_ink(paper: int, ink: int) -> None:
    sheet = np.full((900, 900), paper, dtype=np.uint8)
    sheet[100:200, 100:500] = ink
    assert levels(sheet) == (paper, ink)
    cleared = clear_levels(sheet)
    assert [cleared[0, 0], cleared[150, 150]] == [255, 0]
    assert [ink_of(sheet)[0, 0], ink_of(sheet)[150, 150]] == [False, True]


def test_the_levels_of_a_blank_page_leave_it_blank() -> None:
    grain = np.random.default_rng(1).normal(240, 5, (600, 600)).clip(0, 255).astype(np.uint8)
    assert ink_of(grain).mean() < 0.001


def letters(sheet: np.ndarray, x: int, bottom: int, stem: int, count: int = 6) -> None:
    """Stems of letters: a word in the given weight."""
    for i in range(count):
        sheet[bottom - 30 : bottom, x + 20 * i : x + 20 * i + stem] = 0


def test_the_stroke_of_a_word_is_that_of_its_stems() -> None:
    sheet = np.full((60, 200), 255, dtype=np.uint8)
    letters(sheet, 10, 50, 4)
    sheet[20:23, 10:120] = 0  # a bar through all letters is no stem
    assert stroke_of(ink_of(sheet)) == pytest.approx(4, abs=0.1)
    assert stroke_of(np.zeros((10, 10), dtype=np.bool_)) == 0.0


def test_words_measured_on_the_page_tell_their_weight() -> None:
    sheet = np.full((1000, 1000), 255, dtype=np.uint8)
    words = []
    for row in range(12):
        letters(sheet, 100, 100 + 60 * row, 7 if row == 4 else 4)
        top, bottom = (100 + 60 * row - 32) / SCALE, (100 + 60 * row + 8) / SCALE
        words.append(OcrWord("insats", 98 / SCALE, top, 225 / SCALE, bottom, bottom - top, 96))
    found = with_weights([with_strokes(words, ink_of(sheet), SCALE)])[0]
    assert [word.bold for word in found] == [row == 4 for row in range(12)]


def test_weight_is_settled_for_texts_and_never_for_one_word() -> None:
    heading = line("Kostnader per insats", 284, 10, 0.14)
    first, *rest = line("Ett av målen nåddes redan före sommaren", 300, 10)
    mixed = [replace(first, stroke=1.4), *rest]
    found = with_weights([[w for words in PROSE for w in words] + heading + mixed])[0]
    bold = {w.text for w in found if w.bold}
    assert bold == {"Kostnader", "per", "insats"}


def test_a_page_says_which_words_are_bold() -> None:
    scan = Scan(np.zeros((0, 0), dtype=np.uint8), SCALE, 0.0, 0, 595.0, 842.0)
    heavy, light = OcrWord("Summa", 60, 90, 90, 100, 10, 96, bold=True), OcrWord("kansli", 60, 110, 90, 120, 10, 96)
    assert [word.bold for word in OcrPage(1, scan, (heavy, light)).page.words] == [True, False]


def test_leaders_go_and_letters_stay() -> None:
    sheet = np.full((600, 1500), 255, dtype=np.uint8)
    letters(sheet, 100, 200, 4)
    for i in range(40):
        sheet[196:200, 240 + 13 * i : 244 + 13 * i] = 0
    letters(sheet, 800, 200, 4)
    for i in range(3):  # an ellipsis
        sheet[296:300, 240 + 13 * i : 244 + 13 * i] = 0
    assert [len(row) for row in leaders(ink_of(sheet), SCALE)] == [40]
    clean = wipe_leaders(sheet, SCALE)
    assert (clean[:, 240:790][:250] == 255).all()
    assert (clean[:, :225] == sheet[:, :225]).all()
    assert (clean[:, 795:] == sheet[:, 795:]).all()
    assert (clean[290:] == sheet[290:]).all()


def test_a_page_without_leaders_is_left_as_it_is() -> None:
    sheet = np.full((600, 600), 255, dtype=np.uint8)
    letters(sheet, 100, 200, 4)
    assert wipe_leaders(sheet, SCALE) is sheet


@pytest.mark.parametrize(
    ("first", "second", "apart"),
    [("2024.", "41", True), ("77.", "179", True), ("2024:", "241", True), ("12", "345", False), ("12.", "345", False)],
)
def test_a_figure_ends_with_its_sentence(first: str, second: str, apart: bool) -> None:
    gap = 3.0 if apart or "." not in first else 1.0  # a mark of thousands has no space behind it
    x1 = 60.0 + 5 * len(first)
    words = [OcrWord(first, 60, 90, x1, 100, 10, 96), OcrWord(second, x1 + gap, 90, x1 + gap + 5 * len(second), 100, 10, 96)]
    assert len(ocr_cells.cells_of(words)) == (2 if apart else 1)


def test_a_stop_is_kept_in_a_sentence_and_not_in_a_table(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    scan = Scan(np.full((1000, 2000), 255, dtype=np.uint8), SCALE, 0.0, 0, 480.0, 240.0)
    monkeypatch.setattr(ocr_cells, "recognise_figures", lambda pictures, *_: [[] for _ in pictures])
    told = [*line("var totalt", 100, 10), OcrWord("334.", 112, 90, 128, 100, 10, 96)]
    cell = [*line("Kansli", 140, 10), OcrWord("334.", 200, 130, 216, 140, 10, 96)]
    found = ocr_cells.read_figures([*told, *cell], [*told, *cell], scan, tmp_path, "p")
    assert {(w.text, w.bottom) for w in found if "334" in w.text} == {("334.", 100), ("334", 140)}


def disc(sheet: np.ndarray, x: float, y: float, radius: float, colour: int | tuple[int, int, int]) -> None:
    """A filled circle."""
    rows, columns = np.ogrid[: sheet.shape[0], : sheet.shape[1]]
    sheet[(columns - x) ** 2 + (rows - y) ** 2 <= radius**2] = colour


def test_solid_marks_are_found_and_letters_are_not() -> None:
    sheet = np.full((1200, 1500), 250, dtype=np.uint8)
    letters(sheet, 100, 200, 5)
    disc(sheet, 900, 190, 22, 30)
    disc(sheet, 900, 290, 22, 205)  # a light colour
    disc(sheet, 300, 500, 14, 30)  # the dot of a large letter
    sheet[520:640, 284:316] = 30
    sheet[700:760, 100:1200] = 30  # a field
    found = blobs_of(sheet, SCALE)
    assert len(found) == 2
    assert found[0] == pytest.approx((878 / SCALE, 168 / SCALE, 922 / SCALE, 212 / SCALE), abs=1.5)
    clean = wipe_blobs(sheet, SCALE, found)
    assert (clean[150:320, 860:940] >= 240).all()
    assert (clean[400:, :] == sheet[400:, :]).all()
    mark = as_words(found, 10.0)[0]
    assert (mark.text, mark.size) == ("●", 10.0)
    assert mark.top < 190 / SCALE < mark.bottom


def test_coloured_areas_of_a_picture_are_told_with_one_shade_for_one_colour() -> None:
    picture = np.full((200, 300, 3), 255.0)
    disc(picture, 50, 50, 6, (40, 150, 40))
    disc(picture, 50, 90, 6, (52, 140, 49))  # the same green, printed a little otherwise
    disc(picture, 50, 130, 6, (240, 215, 60))
    picture[150:152, 10:290] = (200, 0, 0)  # a rule
    picture[160:180, 100:200] = (120, 120, 120)
    fills = fills_in(picture)
    assert [fill.rgb for fill in fills] == [(40, 150, 40), (40, 150, 40), (240, 215, 60)]
    assert fills[0].box == pytest.approx((44, 44, 57, 57), abs=1)


def test_a_recognised_page_has_the_colours_of_its_picture() -> None:
    sheet = np.full((1100, 850, 3), 255, dtype=np.uint8)
    disc(sheet, 425, 300, 20, (200, 30, 30))
    out = io.BytesIO()
    Image.fromarray(sheet).save(out, "PDF", resolution=100)
    scan = Scan(np.zeros((0, 0), dtype=np.uint8), SCALE, 0.0, 0, 612.0, 792.0)
    recognised = OcrPage(1, scan, ())
    page = recognised.page
    assert fills_of(page) == ()
    note_picture_fills(out.getvalue(), [page], {1: recognised})
    (fill,) = fills_of(page)
    assert fill.box == pytest.approx((425 * 0.72 - 15, 300 * 0.72 - 15, 425 * 0.72 + 15, 300 * 0.72 + 15), abs=2)
    assert fill.rgb[0] > 180
    assert max(fill.rgb[1:]) < 60


def test_a_comma_reaches_less_far_below_the_line_than_a_g() -> None:
    comma, deep = (RawWord("000" + mark, 100, 200, 160, 200 + round((0.72 + below) * 10 * SCALE), 95, (1, 1, 1))
                   for mark, below in ((",", 0.14), ("g", 0.21)))  # fmt: skip
    assert [round(set_on_lines([word], SCALE)[0].size) for word in (comma, deep)] == [10, 10]


def test_a_capital_that_goes_below_the_line_does_not_make_its_word_large() -> None:
    ink = np.zeros((100, 300), dtype=np.bool_)
    ink[20:50, 10:20] = True  # the J, below the line
    ink[20:42, 40:44] = True
    ink[28:42, 50:54] = True
    read = RawWord("Jan-dec", 8, 15, 60, 55, 95)
    assert (_tight(read, ink).top, _tight(read, ink).bottom) == (20, 42)
    assert _tight(RawWord("J", 8, 15, 60, 55, 95), ink).bottom == 50
