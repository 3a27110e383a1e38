"""The words of a page by pdfium are the words by pdfplumber, on the project's reports and on pages drawn to be difficult."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pdfplumber
import pypdfium2
import pytest
import reportlab
from PIL import ImageOps
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from ingest.contracts import Box, Refused
from ingest.pdf.fonts import FontDepths
from ingest.pdf.glyphs import NotTrusted, read_page
from ingest.pdf.words import Page, Word, open_pages, read_by_reference, read_pages

ROOT = Path(__file__).parents[2]
# Limit of the fast path: pdfium leaves out thin spaces between groups of digits in some spreadsheet prints ("14468" for "14 468"), so
# that words are other words there; the amounts are the same. Such prints stand in the other samples.
REPORTS = sorted(path for folder in ("examples/archive", "tests/frozen", "tests/frozen2") for path in (ROOT / folder).rglob("*.pdf"))
# Points: ink that reaches over the end of a word, or kerning before the space, are told otherwise by pdfium; and it holds
# widths in whole thousandths of the size, which adds up along a line.
ALONG, PER_CHARACTER, ACROSS = 0.5, 0.001, 0.1

FONT = "Glyphs"
pdfmetrics.registerFont(TTFont(FONT, Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"))

Draw = Callable[[Canvas], object]


@contextmanager
def fast_pages(data: bytes) -> Iterator[list[Page]]:
    depths, document = FontDepths(data), pypdfium2.PdfDocument(data)
    try:
        yield [read_page(document[i], i + 1, depths.on_page(i + 1)) for i in range(len(document))]
    finally:
        document.close()


def fast(data: bytes) -> list[Page]:
    with fast_pages(data) as pages:
        return pages


def reference(data: bytes) -> list[Page]:
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return [read_by_reference(page, number) for number, page in enumerate(pdf.pages, 1)]


def pdf(*pages: Draw, size: tuple[float, float] = (400, 600)) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size, invariant=True, pageCompression=0)
    for draw in pages:
        canvas.setFont(FONT, 10)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def saved(document: pypdfium2.PdfDocument) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def texts(page: Page) -> list[str]:
    return [w.text for w in sorted(page.words, key=lambda w: (round(w.top), w.x0))]


def only(data: bytes) -> list[str]:
    return texts(fast(data)[0])


def assert_same(found: Page, expected: Page) -> None:
    assert (found.turn, found.has_text) == (expected.turn, expected.has_text)
    assert (found.width, found.height) == pytest.approx((expected.width, expected.height), abs=0.01)
    assert sorted(w.text for w in found.words) == sorted(w.text for w in expected.words)
    for word in found.words:
        other = min((w for w in expected.words if w.text == word.text), key=lambda w: abs(w.x0 - word.x0) + abs(w.top - word.top))
        before = sum(len(w.text) + 1 for w in expected.words if abs(w.top - other.top) < 1 and w.x0 < other.x1)
        along = ALONG + before * PER_CHARACTER * word.size
        assert (word.x0, word.x1) == pytest.approx((other.x0, other.x1), abs=along), word
        assert (word.top, word.bottom) == pytest.approx((other.top, other.bottom), abs=ACROSS), word
        assert word.size == pytest.approx(other.size, rel=0.03)
        assert word.bold == other.bold, word


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_a_report_has_the_same_words_both_ways(path: Path) -> None:
    data = path.read_bytes()
    depths, document = FontDepths(data), pypdfium2.PdfDocument(data)
    trusted = 0
    for number, expected in enumerate(reference(data), 1):
        try:
            found = read_page(document[number - 1], number, depths.on_page(number))
        except NotTrusted:
            continue  # the reference path reads such a page
        assert_same(found, expected)
        trusted += 1
    assert 2 * trusted >= len(document)
    document.close()


def test_the_reports_are_there() -> None:
    assert len(REPORTS) >= 20


def row(canvas: Canvas) -> None:
    canvas.drawString(60, 500, "Årets resultat")
    canvas.drawRightString(300, 500, "−4 832 898")


def narrowed(canvas: Canvas) -> object:
    text = canvas.beginText(60, 500)
    text.setHorizScale(70)
    text.textOut("Summa kostnader")
    return text


DIFFICULT: dict[str, tuple[Draw, list[str]]] = {
    "plain": (row, ["Årets", "resultat", "−4", "832", "898"]),
    "no-break space": (lambda c: c.drawString(60, 500, "4\xa0832\xa0898 kr"), ["4", "832", "898", "kr"]),
    "ligatures": (lambda c: c.drawString(60, 500, "ﬁnansiell inﬂation"), ["finansiell", "inflation"]),
    "soft hyphen that shows": (lambda c: c.drawString(60, 500, "2023\xad12\xad31"), ["2023-12-31"]),
    "hyphen at the end of a line": (
        lambda c: (c.drawString(60, 500, "Samordnings-"), c.drawString(60, 488, "förbundet")),
        ["Samordnings-", "förbundet"],
    ),
    "narrow letters": (lambda c: c.drawString(60, 500, "illfjällsjojk j j"), ["illfjällsjojk", "j", "j"]),
    "raised mark": (
        lambda c: (c.drawString(60, 500, "Bidrag"), c.setFont(FONT, 5), c.drawString(60 + c.stringWidth("Bidrag", FONT, 10), 505, "2")),
        ["2", "Bidrag"],
    ),
    "a line that steps down": (
        lambda c: [
            c.drawString(x, y, text) for x, y, text in ((60, 500, "12"), (60 + c.stringWidth("12", FONT, 10), 497, "34"), (200, 498.5, "5"))
        ],
        ["12", "5", "34"],
    ),
    "stretched spaces": (lambda c: c.drawString(60, 500, "Bidrag från staten", wordSpace=6), ["Bidrag", "från", "staten"]),
    "spaced letters": (lambda c: c.drawString(60, 500, "BUDGET", charSpace=1), ["BUDGET"]),
    "narrowed": (lambda c: c.drawText(narrowed(c)), ["Summa", "kostnader"]),
}


@pytest.mark.parametrize("name", DIFFICULT)
def test_a_difficult_line_has_the_same_words_both_ways(name: str) -> None:
    draw, expected = DIFFICULT[name]
    data = pdf(draw)
    assert only(data) == expected
    assert_same(fast(data)[0], reference(data)[0])


@pytest.mark.parametrize("aside", [0.0, 0.3])
@pytest.mark.parametrize("rows", [1, 12])
def test_what_is_printed_twice_to_be_bold_is_read_once(aside: float, rows: int) -> None:
    def draw(canvas: Canvas) -> None:
        for copy in range(2):
            for line in range(rows):
                canvas.drawString(60 + copy * aside, 500 - 12 * line, f"Summa {line} 1 000")

    data = pdf(draw)
    assert sorted(only(data)) == sorted(word for line in range(rows) for word in ("Summa", str(line), "1", "000"))
    assert_same(fast(data)[0], reference(data)[0])


def test_a_figure_that_stands_in_two_columns_is_read_twice() -> None:
    assert only(pdf(lambda c: (c.drawString(60, 500, "111"), c.drawString(90, 500, "111")))) == ["111", "111"]


def test_the_size_is_the_size_as_printed() -> None:
    def scaled(canvas: Canvas) -> None:
        canvas.scale(2, 2)
        canvas.drawString(30, 250, "Stor")

    data = pdf(scaled)
    assert [w.size for w in fast(data)[0].words] == pytest.approx([20.0])
    assert_same(fast(data)[0], reference(data)[0])


def test_bold_is_told_by_the_font() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 10)
        canvas.drawString(60, 500, "Summa")
        canvas.setFont("Helvetica", 10)
        canvas.drawString(100, 500, "Bidrag")

    data = pdf(draw)
    assert {w.text: w.bold for w in fast(data)[0].words} == {"Summa": True, "Bidrag": False}
    assert_same(fast(data)[0], reference(data)[0])


def test_text_in_a_form_with_fonts_of_its_own_is_read() -> None:
    source, document = pypdfium2.PdfDocument(pdf(row)), pypdfium2.PdfDocument.new()
    page = document.new_page(400, 600)
    page.insert_obj(source.page_as_xobject(0, document).as_pageobject())
    page.gen_content()
    data = saved(document)
    assert only(data) == ["Årets", "resultat", "−4", "832", "898"]
    assert_same(fast(data)[0], reference(data)[0])


def test_a_page_without_text_is_recognised() -> None:
    data = pdf(lambda c: c.rect(50, 50, 100, 100, fill=1), row)
    assert [page.has_text for page in open_pages(data)] == [False, True]


def test_a_font_without_names_for_its_characters_goes_to_the_reference() -> None:
    data = pdf(row).replace(b"/ToUnicode", b"/ToNothing")
    with pytest.raises(NotTrusted):
        fast(data)
    assert list(open_pages(data)) == reference(data)


def apart(gap: float) -> Draw:
    return lambda c: (c.drawString(60, 500, "10"), c.drawString(60 + c.stringWidth("10", FONT, 10) + gap, 500, "000"))


def kerned(gap: float) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        text = canvas.beginText(60, 500)
        text.textOut("10")
        text._code.append(f"[(10) {-100 * gap} (000)] TJ")
        canvas.drawText(text)

    return draw


@pytest.mark.parametrize("draw", [apart(1.7), kerned(1.7)], ids=["two pieces", "one piece"])
def test_a_narrow_gap_that_may_be_a_space_goes_to_the_reference(draw: Draw) -> None:
    data = pdf(draw)
    with pytest.raises(NotTrusted, match="narrow gap"):
        fast(data)
    assert list(open_pages(data)) == reference(data)


@pytest.mark.parametrize("gap", [0, 0.5, 1.0, 1.9, 3, 6])
@pytest.mark.parametrize("piece", [apart, kerned])
def test_a_gap_parts_words_by_its_width(piece: Callable[[float], Draw], gap: float) -> None:
    data = pdf(piece(gap))
    assert_same(fast(data)[0], reference(data)[0])


def lettered(canvas: Canvas, degrees: int) -> None:
    """Five lines that run in a direction (degrees, counter-clockwise) over the middle of the page."""
    canvas.translate(200, 300)
    canvas.rotate(degrees)
    for line in range(5):
        canvas.drawString(-80, 60 - 20 * line, f"Rad {line} Bidrag 4 832 898")


@pytest.mark.parametrize("shown", [0, 90, 180, 270])
@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_turned_pages_are_read_level(shown: int, degrees: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(shown)
        lettered(canvas, degrees)

    data = pdf(draw)
    page = fast(data)[0]
    assert page.turn == (degrees - shown) % 360
    assert texts(page)[:6] == ["Rad", "0", "Bidrag", "4", "832", "898"]
    assert {round(w.size, 2) for w in page.words} == {10.0}
    assert_same(page, reference(data)[0])


def cut(data: bytes, crop: Box | None, moved: Box | None) -> bytes:
    document = pypdfium2.PdfDocument(data)
    for page in document:
        if moved:
            page.set_mediabox(*moved)
        if crop:
            page.set_cropbox(*crop)
    return saved(document)


def ink(data: bytes) -> Box:
    """What a viewer shows in black, in points."""
    image = pypdfium2.PdfDocument(data)[0].render(scale=4).to_pil().convert("L")
    found = ImageOps.invert(image).getbbox()
    assert found
    x0, top, x1, bottom = (edge / 4 for edge in found)
    return x0, top, x1, bottom


def displayed(page: Page, word: Word) -> Box:
    return page.displayed((word.x0, word.top, word.x1, word.bottom))


@pytest.mark.parametrize("read", [fast, reference], ids=["pdfium", "pdfplumber"])
@pytest.mark.parametrize(
    "frame", [(None, None), ((30, 20, 350, 590), None), (None, (-50, -20, 400, 600)), ((30, 20, 350, 590), (10, 5, 380, 599))]
)
@pytest.mark.parametrize("shown", [0, 90, 180, 270])
@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_box_lies_where_a_viewer_shows_the_word(
    read: Callable[[bytes], list[Page]], frame: tuple[Box | None, Box | None], shown: int, degrees: int
) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(shown)
        canvas.translate(150, 250)
        canvas.rotate(degrees)
        canvas.drawString(0, 0, "HXH")

    data = cut(pdf(draw), *frame)
    page = read(data)[0]
    (word,) = page.words
    x0, top, x1, bottom = displayed(page, word)
    ink_x0, ink_top, ink_x1, ink_bottom = ink(data)
    assert x0 - 0.5 <= ink_x0 < ink_x1 <= x1 + 0.5
    assert top - 0.5 <= ink_top < ink_bottom <= bottom + 0.5
    assert (x1 - x0) * (bottom - top) < 2.5 * (ink_x1 - ink_x0) * (ink_bottom - ink_top)


def test_what_the_page_does_not_show_is_not_read() -> None:
    data = cut(pdf(lambda c: (c.drawString(60, 500, "Synlig"), c.drawString(60, 590, "Utanför"))), (0, 0, 400, 550), None)
    assert only(data) == texts(reference(data)[0]) == ["Synlig"]


@pytest.mark.parametrize("degrees", [45, 90, 180])
def test_a_few_turned_characters_are_left_out(degrees: int) -> None:
    def draw(canvas: Canvas) -> None:
        row(canvas)
        canvas.translate(20, 300)
        canvas.rotate(degrees)
        canvas.drawString(0, 0, "UTKAST")

    data = pdf(draw)
    assert only(data) == texts(reference(data)[0]) == ["Årets", "resultat", "−4", "832", "898"]


def test_mirrored_text_is_left_out() -> None:
    def draw(canvas: Canvas) -> None:
        row(canvas)
        canvas.scale(1, -1)
        canvas.drawString(60, -300, "Spegel")

    data = pdf(draw)
    assert only(data) == texts(reference(data)[0]) == ["Årets", "resultat", "−4", "832", "898"]


def test_a_damaged_page_is_refused_by_name() -> None:
    whole = pdf(row, row)
    damaged = whole.replace(b"/MediaBox [ 0 0", b"/MediaBox [ /a 0", 1)
    assert damaged != whole
    with pytest.raises(Refused) as refused:
        read_pages(damaged)
    assert refused.value.reason_code == "broken_pdf"
