"""Files that cannot become facts are refused by name, never half read."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.contracts import Refused
from ingest.pdf.words import read_pages
from ingest.read import read_document
from tests.unit.pages import cover, draw_pdf, table

GOOD = draw_pdf(cover("Årsredovisning 2022"), table(("2022",), (("Medlemsbidrag", "1 000 000"), ("Övriga intäkter", "100 000"))))


def _scan() -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=True)
    canvas.drawImage(ImageReader(Image.new("RGB", (200, 300), "grey")), 0, 0, *A4)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _locked() -> bytes:
    return draw_pdf(cover("Årsredovisning 2022"), encrypt=StandardEncryption("secret", "owner", canPrint=0))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><html><body>404</body></html>", "html_instead_of_pdf"),
        (b"\n  <html>moved</html>", "html_instead_of_pdf"),
        (b"PK\x03\x04 a workbook", "not_a_pdf"),
        (b"plain words", "not_a_pdf"),
        (b"%PDF-1.4\n", "broken_pdf"),
        (GOOD[: len(GOOD) // 2], "broken_pdf"),
        (GOOD[:200], "broken_pdf"),
        (_locked(), "encrypted"),
        (_scan(), "no_text"),
    ],
    ids=["empty", "html", "html-late", "zip", "text", "head-only", "half", "start", "password", "scan"],
)
def test_reason_codes(data: bytes, reason: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_document(data, "report.pdf")
    assert refusal.value.reason_code == reason
    assert len(refusal.value.message) > 20
    assert str(refusal.value) == refusal.value.message


def test_the_good_file_is_read() -> None:
    assert len(read_pages(GOOD)) == 2
    assert len(read_document(GOOD, "report.pdf").finances) == 2


def test_a_file_with_an_owner_password_only_can_be_read() -> None:
    data = draw_pdf(cover("Årsredovisning 2022", "Provbygden", "med fler ord"), encrypt=StandardEncryption("", "owner", canPrint=0))
    assert "Årsredovisning" in {word.text for word in read_pages(data)[0].words}


@pytest.mark.parametrize("cut", range(0, len(GOOD), max(1, len(GOOD) // 25)))
def test_a_file_cut_anywhere_is_read_or_refused(cut: int) -> None:
    """A download that was interrupted may never end the run with another error."""
    reason = None
    try:
        read_document(GOOD[:cut], "report.pdf")
    except Refused as refusal:
        reason = refusal.reason_code
    assert reason in {None, "empty", "broken_pdf", "not_a_pdf", "no_text", "no_period"}
