"""Pages that are pictures give the same words and figures as pages of text, and say how sure they are."""

from __future__ import annotations

import io
from functools import cache

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageFilter
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.contracts import DocumentReading, Refused
from ingest.pdf.lines import Line, lines_of
from ingest.pdf.ocr import OcrPage, ocr_pages
from ingest.pdf.ocr_cells import Reading, vote
from ingest.pdf.ocr_engine import RawWord
from ingest.pdf.ocr_fields import light_up
from ingest.pdf.ocr_image import Scan, find_skew
from ingest.pdf.ocr_layout import set_on_lines
from ingest.pdf.ocr_marks import ink_of
from ingest.pdf.ocr_rulings import wipe_rulings
from ingest.pdf.ocr_text import grouped, looks_numeric, plain_figure
from ingest.pdf.pages import pages_to_recognise, read_all_pages
from ingest.pdf.words import open_pages, union
from ingest.read import read_document
from tests.unit.pages import cover, draw_pdf, table

ROWS = (
    ("Bidrag från staten", "2 549 029", "2 562 796"),
    ("Bidrag från regionen", "1 274 515", "1 281 398"),
    ("Bidrag från kommunerna", "1 274 514", "1 281 398"),
    ("Summa intäkter", "5 098 058", "5 125 592"),
    ("Personalkostnader", "-3 917 406", "-3 866 120"),
    ("Övriga kostnader", "-1 829 312", "-1 916 119"),
    ("Summa kostnader", "-5 746 718", "-5 782 239"),
    ("Årets resultat", "-648 660", "-656 647"),
)
TEXT = draw_pdf(
    [*cover("Årsredovisning 2024"), *table(("Utfall 2024", "Utfall 2023"), ROWS)],
)


def scanned(data: bytes, *, dpi: int = 200, skew: float = 0.0, noise: float = 6.0, turn: int = 0, ruled: bool = False) -> bytes:
    """An image-only copy of a PDF: lines that fall by `skew` degrees to the right, grain, and JPEG."""
    random = np.random.default_rng(dpi)
    document = pypdfium2.PdfDocument(data)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=True)
    for page in document:
        width, height = page.get_size()
        sheet = page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
        if ruled:
            levels = np.asarray(sheet).copy()
            for y in np.arange(247, 247 + 16 * 9, 16):
                levels[round(y * dpi / 72), round(55 * dpi / 72) : round(430 * dpi / 72)] = 60
            for x in (55, 250, 340, 430):
                levels[round(231 * dpi / 72) : round(375 * dpi / 72), round(x * dpi / 72)] = 60
            sheet = Image.fromarray(levels)
        sheet = sheet.rotate(-skew, Image.Resampling.BICUBIC, fillcolor=255).rotate(-90 * turn, expand=True)
        levels = np.asarray(sheet.filter(ImageFilter.GaussianBlur(0.5)), dtype=np.float32) * 0.92 + 14
        levels += random.normal(0, noise, levels.shape)
        picture = io.BytesIO()
        Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8)).save(picture, "JPEG", quality=60)
        size = (height, width) if turn % 2 else (width, height)
        canvas.setPageSize(size)
        canvas.drawImage(ImageReader(picture), 0, 0, *size)
        canvas.showPage()
    document.close()
    canvas.save()
    return buffer.getvalue()


@cache
def read(skew: float, turn: int, ruled: bool) -> OcrPage:
    """The drawn page, scanned and recognised."""
    return ocr_pages(scanned(TEXT, skew=skew, turn=turn, ruled=ruled), [1])[1]


@cache
def whole(data: bytes) -> DocumentReading:
    """The reading of a document, made once."""
    return read_document(data, "provbygden.pdf")


def printed_rows(lines: list[Line]) -> list[tuple[str, ...]]:
    """Label and figures of the lines that hold two figures."""
    return [(line.label, *(token.text for token in line.cells)) for line in lines if len(line.cells) == 2 and line.label]


@pytest.mark.parametrize(("skew", "turn", "ruled"), [(0.0, 0, False), (0.9, 0, True), (-1.3, 0, False), (0.4, 1, False)])
def test_a_scan_gives_the_rows_that_were_printed(skew: float, turn: int, ruled: bool) -> None:
    assert printed_rows(lines_of(read(skew, turn, ruled).page)) == list(ROWS)


def test_the_skew_is_measured() -> None:
    assert [read(skew, 0, ruled).skew for skew, ruled in ((0.0, False), (0.9, True), (-1.3, False))] == pytest.approx(
        [0.0, 0.9, -1.3], abs=0.06
    )


@pytest.mark.parametrize(("skew", "turn"), [(-1.3, 0), (0.4, 1)])
def test_boxes_lead_back_to_the_page_as_displayed(skew: float, turn: int) -> None:
    """The ink in the box of a figure, on the scan as it came, is the figure's ink: the box is dark, its surroundings are not."""
    page = read(skew, turn, False)
    sheet = pypdfium2.PdfDocument(scanned(TEXT, skew=skew, turn=turn))[0]
    ink = ink_of(np.asarray(sheet.render(scale=4, grayscale=True).to_pil().convert("L")))
    for token in (token for line in lines_of(page.page) for token in line.cells):
        x0, top, x1, bottom = (round(4 * edge) for edge in page.displayed(token.box))
        inside, around = ink[top:bottom, x0:x1].sum(), ink[top - 8 : bottom + 8, x0 - 8 : x1 + 8].sum()
        assert inside > 0.98 * around > 0, token.text


def test_sizes_and_lines_are_those_of_a_text_page() -> None:
    drawn = next(iter(open_pages(TEXT)))
    want = {line.text: line for line in lines_of(drawn)}
    for line in lines_of(read(0.0, 0, False).page):
        if line.text in want:
            assert line.size == pytest.approx(want[line.text].size, rel=0.12)
            assert line.box == pytest.approx(want[line.text].box, abs=2.5)
    assert {line.text for line in lines_of(read(0.0, 0, False).page)} >= {" ".join(row) for row in ROWS}


def test_a_scanned_report_has_the_facts_of_the_printed_one() -> None:
    ocr, text = whole(scanned(TEXT, skew=0.6)), whole(TEXT)
    assert (ocr.document.is_scanned, text.document.is_scanned) == (True, False)
    assert {row.reading for row in ocr.finances} == {"ocr"}
    assert {row.reading for row in text.finances} == {"text"}

    def said(reading: DocumentReading) -> list[tuple[object, ...]]:
        return [(r.label_printed, r.scenario, r.period_end, r.amount_sek, r.amount_printed, r.line_item) for r in reading.finances]

    assert said(ocr) == said(text)
    assert len(ocr.finances) == 2 * len(ROWS)
    assert [row.doubt for row in ocr.finances] == [None] * len(ocr.finances)


def test_a_clearly_printed_error_survives_the_scan() -> None:
    """A sum that its author got wrong is read as printed and called a doubt, never put right."""
    rows = tuple((label, *("5 098 056" if cell == "5 098 058" else cell for cell in cells)) for label, *cells in ROWS)
    rows = tuple((label, *("5 746 118" if cell == "5 746 718" else cell for cell in cells)) for label, *cells in rows)
    rows = tuple((label, *("-5 746 118" if cell == "-5 746 718" else cell for cell in cells)) for label, *cells in rows)
    reading = whole(scanned(draw_pdf([*cover("Årsredovisning 2024"), *table(("Utfall 2024", "Utfall 2023"), rows)])))
    wrong = next(row for row in reading.finances if row.label_printed == "Summa kostnader" and row.period_end.year == 2024)
    assert wrong.amount_printed == "-5 746 118"
    assert wrong.doubt is not None
    assert "does not hold" in wrong.doubt
    assert not any(row.used_to_repair for row in reading.sums)


def test_only_pages_without_text_are_recognised() -> None:
    merged = pypdfium2.PdfDocument.new()
    for part in (TEXT, scanned(TEXT), draw_pdf([])):
        merged.import_pages(pypdfium2.PdfDocument(part))
    buffer = io.BytesIO()
    merged.save(buffer)
    data = buffer.getvalue()
    assert pages_to_recognise(data, list(open_pages(data))) == [2]
    pages = read_all_pages(data)
    assert (list(pages.recognised), pages.is_scanned, len(pages.pages)) == ([2], False, 3)
    assert printed_rows(lines_of(pages.pages[1])) == printed_rows(lines_of(pages.pages[0]))


def test_a_stamp_on_a_scan_does_not_make_it_text() -> None:
    """Signing services print a line of text on every scanned page."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=True)
    for stamp in ("", "Signerat 2025-03-01"):
        canvas.drawImage(ImageReader(Image.new("L", (400, 560), 240)), 0, 0, *A4)
        canvas.drawString(60, 20, stamp)
        canvas.showPage()
    canvas.save()
    data = buffer.getvalue()
    pages = list(open_pages(data))
    assert [page.has_text for page in pages] == [False, True]
    assert pages_to_recognise(data, pages) == [1]  # half the pages are text: the second may be a photograph with its caption
    assert pages_to_recognise(data, [pages[1]]) == [2]  # all of the document is a stamped picture


def test_without_the_program_the_packages_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.setenv("PATH", str(tmp_path_factory.mktemp("empty")))
    with pytest.raises(Refused) as refusal:
        read_document(scanned(TEXT), "scan.pdf")
    assert refusal.value.reason_code == "ocr_missing"
    assert "tesseract-ocr and tesseract-ocr-swe" in refusal.value.message
    assert read_document(TEXT, "text.pdf").finances


@pytest.mark.parametrize(
    ("read_as", "figure"),
    [("4 832 89B", "4 832 898"), ("l2 5O0", "12 500"), ("—648 660", "-648 660"), ("5125592", "5 125 592"), ("2090 281", "2 090 281"),
     ("-5944500", "-5 944 500"), ("2024", "2024"), ("2024-12-31", "2024-12-31"), ("12,5", "12,5"), ("(1 500)", "(1 500)"), ("65%", "65%"),
     ("'130 301", "130 301"), ("1 2 345", "12 345")],
)  # fmt: skip
def test_look_alikes_in_figures_are_set_right(read_as: str, figure: str) -> None:
    assert looks_numeric(read_as)
    assert grouped(plain_figure(read_as)) == figure


@pytest.mark.parametrize("word", ["BIS", "SO", "IL", "Bo", "Not", "kr.", "-", "§", "SE1", "Oslo"])
def test_words_are_no_figures(word: str) -> None:
    assert not looks_numeric(word)


def test_readings_that_agree_are_surer_than_either() -> None:
    both = vote([Reading("1 234", 90), Reading("1234", 80)])
    assert (both.figure, both.others) == ("1 234", ())
    assert both.confidence > 90
    split = vote([Reading("1 234", 90), Reading("1 284", 88)])
    assert (split.figure, split.others) == ("1 234", ("1 284",))
    assert split.confidence < 60
    third = vote([Reading("1 234", 90), Reading("1 284", 88), Reading("1 284", 70)])
    assert (third.figure, third.others) == ("1 284", ("1 234",))
    assert split.confidence < third.confidence < both.confidence
    assert vote([Reading("jr", 90), Reading("", 0)]).figure == ""


def test_ruling_lines_go_and_letters_stay() -> None:
    sheet = np.full((600, 800), 250, dtype=np.uint8)
    sheet[100:103, 50:700] = 40  # a line
    sheet[90:500, 60:62] = 90  # a thin grey one
    sheet[300:330, 200:204] = 20  # the stem of a letter
    sheet[300:330, 200:215] = np.where(np.arange(30)[:, None] < 4, 20, sheet[300:330, 200:215])
    sheet[400:460, 100:600] = 60  # a filled cell
    sheet[500:590, 100:700] = 170  # a tinted field with a word in it
    sheet[530:560, 300:305] = 20
    clean = wipe_rulings(sheet, 300 / 72)
    assert (clean[505:585, 105:295] == 170).all()
    assert (clean[530:560, 300:305] == 20).all()
    assert (clean[100:103, 100:700] > 240).all()
    assert (clean[110:390, 60:62] > 240).all()
    assert (clean[300:330, 200:204] == 20).all()
    assert (clean[405:455, 105:595] == 60).all()


def test_letters_on_dark_fields_come_out_dark() -> None:
    sheet = np.full((600, 900), 250, dtype=np.uint8)
    sheet[100:200, 50:850] = 70
    sheet[130:160, 200:206] = 245  # light letters
    sheet[130:160, 230:236] = 245
    sheet[300:330, 200:206] = 20  # dark letters on paper
    lit = light_up(sheet, 300 / 72)
    assert lit[110:190, 300:800].min() > 230
    assert lit[132:158, 201:205].max() < 60
    assert (lit[300:330, 200:206] == 20).all()


def test_a_blank_page_has_no_skew() -> None:
    assert find_skew(np.full((1000, 700), 250, dtype=np.uint8), 300 / 72) == 0.0


def test_the_way_back_from_a_turned_page() -> None:
    blank = np.zeros((1, 1), dtype=np.uint8)
    turned = Scan(blank, 1.0, 0.0, 1, 600.0, 800.0)
    assert turned.upright_size == (800.0, 600.0)
    # A quarter turn counter-clockwise brought the upper right corner of the page to the upper left.
    assert turned.displayed((0, 0, 10, 20)) == pytest.approx((580, 0, 600, 10))
    assert Scan(blank, 1.0, 0.0, 2, 600.0, 800.0).displayed((0, 0, 10, 20)) == pytest.approx((590, 780, 600, 800))


def test_words_of_one_line_share_size_and_height() -> None:
    raw = [
        RawWord("och", 100, 200, 130, 222, 95, (1, 1, 1)),  # no letter below the line
        RawWord("ägg", 140, 200, 180, 228, 95, (1, 1, 1)),
        RawWord("-", 190, 214, 196, 216, 95, (1, 1, 1)),
    ]
    words = set_on_lines(raw, 300 / 72)
    assert len({(word.top, word.bottom, word.size) for word in words}) == 1
    assert union([word.box for word in words])[0] == pytest.approx(24)
