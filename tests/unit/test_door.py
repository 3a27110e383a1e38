"""The door: personal data is refused whatever it is wrapped in, and what only looks like it passes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.contracts import Refused
from ingest.door import holds_identity_number, refuse_at_the_door, refuse_personal_data, without_signature_pages
from ingest.exports.read import open_sheets
from ingest.pdf.pages import read_all_pages
from tests.press.exports.books import Page, csv_bytes, workbook
from tests.press.exports.samples import SAMPLES
from tests.unit.pages import Text, cover, draw_pdf, table

# Numbers that the tax agency and textbooks use as examples; coordination numbers have 60 added to the day.
PERSON, LONG, OLD, COORDINATION = "811218-9876", "198112189876", "121212+1212", "811278-9873"
PEOPLE = [["Anna Exempel", "1981-12-18"], ["Bo Påhitt", "1979-03-02"], ["Cia Fabel", "1990-10-11"]]


def _sheet(*rows: Sequence[Any]) -> bytes:
    return workbook(Page("Blad1", [list(row) for row in rows]))


def _comment(text: str) -> bytes:
    return workbook(Page("Blad1", [["Period: 2022"], ["Ålder", "Antal"], ["16-19", 3]], comments={"B3": text}))


def _typed(number: int, number_format: str = "General") -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["Insats", "Kod"])
    book.active.append(["Steget", number])
    book.active.cell(2, 2).number_format = number_format
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _word_file(*runs: str) -> bytes:
    """A Word file of one paragraph; its text may be cut into runs anywhere."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>')
        text = "".join(f"<w:r><w:t>{run}</w:t></w:r>" for run in runs)
        package.writestr("word/document.xml", f'<w:document xmlns:w="x"><w:body><w:p>{text}</w:p></w:body></w:document>')
    return buffer.getvalue()


def _web_page(*cells: str) -> bytes:
    return f"<html><table><tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr></table></html>".encode()


REFUSED: dict[str, tuple[bytes, str]] = {
    "note.docx": (_word_file(f"Deltagaren {PERSON} har avslutat"), "identity_number"),
    "note-in-runs.docx": (_word_file("Deltagaren 81", "1218-98", "76 har avslutat"), "identity_number"),
    "word-file.xlsx": (_word_file(f"Deltagaren {PERSON} har avslutat"), "identity_number"),
    "web-page.xls": (_web_page("Steget", PERSON), "identity_number"),
    "name-of-a-sheet.xlsx": (workbook(Page(PERSON, [["Period: 2022"], ["Ålder", "Antal"], ["16-19", 3]])), "identity_number"),
    "free-text.csv": (csv_bytes([["Fråga", "Svar", "Kommentar"], ["1", "Delvis", "ringde 19811218-9876 i maj"]]), "identity_number"),
    "coordination-in-id.csv": (csv_bytes([["Id", "Antal"], ["198112789873", "1"], ["7", "2"]]), "identity_number"),
    "twelve-in-id.csv": (csv_bytes([["Id", "Insats"], ["198112189876", "Steget"]]), "identity_number"),
    "twelve-in-an-account.csv": (csv_bytes([["Konto", "Saldo"], ["198112189876", "12"]]), "identity_number"),
    "hyphen-in-an-account.csv": (csv_bytes([["Konto", "Saldo"], ["811218-9876", "12"]]), "identity_number"),
    "spaced.txt": (b"Anteckning\nAnna, personnummer 811218 9876, avslutad\n", "identity_number"),
    "surnames-born.csv": (
        csv_bytes([["Efternamn", "Födelsedatum"], ["Exempel", "1981-12-18"], ["Påhitt", "1979-03-02"]]),
        "name_and_birth_date",
    ),
    "born-and-post-code.csv": (
        csv_bytes([["Födelseår", "Postnummer", "Kön", "Insats"], ["1981", "33152", "K", "Steget"], ["1979", "33153", "M", "Älven"]]),
        "one_row_per_person",
    ),
    "initials.csv": (
        csv_bytes([["Initialer", "Kön", "Ålder", "Startdatum"], ["AE", "Kvinna", "34", "2022-01-03"], ["BP", "Man", "51", "2022-02-01"]]),
        "one_row_per_person",
    ),
    "person-before-after.csv": (
        csv_bytes(
            [
                ["Person", "Hemkommun", "Sysselsättning före", "Sysselsättning efter"],
                ["A", "Alboda", "Studier", "Arbete"],
                ["B", "Alboda", "Arbetssökande", "Arbete"],
            ]
        ),
        "one_row_per_person",
    ),
    "ten.csv": (csv_bytes([["Insats", "Kod"], ["Steget", PERSON]]), "identity_number"),
    "twelve.csv": (csv_bytes([["Insats", "Kod"], ["Steget", LONG]]), "identity_number"),
    "twelve-hyphen.csv": (csv_bytes([["Insats", "Kod"], ["Steget", "19811218-9876"]]), "identity_number"),
    "bare-ten.csv": (csv_bytes([["Insats", "Kod"], ["Steget", "8112189876"]]), "identity_number"),
    "old.csv": (csv_bytes([["Insats", "Kod"], ["Steget", OLD]]), "identity_number"),
    "coordination.xlsx": (_sheet(["Insats", "Kod"], ["Steget", COORDINATION]), "identity_number"),
    "space.xlsx": (_sheet(["Insats", "Kod"], ["Steget", "811218 9876"]), "identity_number"),
    "dash.xlsx": (_sheet(["Insats", "Kod"], ["Steget", "811218–9876"]), "identity_number"),
    "in-a-sentence.xlsx": (_sheet(["Anteckning"], [f"Samtal med deltagaren {PERSON} den 3 maj"]), "identity_number"),
    "number-cell.xlsx": (_typed(8112189876), "identity_number"),
    "number-cell-long.xlsx": (_typed(198112189876), "identity_number"),
    "lost-zero.xlsx": (_typed(101011237), "identity_number"),
    "reserve.csv": (csv_bytes([["Insats", "Kod"], ["Steget", "19900101-TF12"]]), "identity_number"),
    "comment.xlsx": (_comment(f"gäller {PERSON}"), "identity_number"),
    "formula.xlsx": (_sheet(["Insats", "Kod"], ["Steget", f'=IF(A1="x","{PERSON}","")']), "identity_number"),
    "hidden.xlsx": (
        workbook(Page("Data", [["Period: 2022"], ["Ålder", "Antal"], ["16-19", 3]]), Page("Dold", [["x"], [PERSON]], hidden=True)),
        "identity_number",
    ),
    "utf16.csv": (csv_bytes([["Insats", "Kod"], ["Steget", PERSON]], delimiter="\t", encoding="utf-16"), "identity_number"),
    "wrong-digit-in-its-column.csv": (csv_bytes([["Personnummer", "Insats"], ["811218-9870", "Steget"]]), "identity_column"),
    "names-born.xlsx": (_sheet(["Namn", "Födelsedatum"], *PEOPLE), "name_and_birth_date"),
    "names-born-later.csv": (
        csv_bytes([["Lista"], [], ["Insats", "Förnamn", "Född"], ["Steget", "Anna", "811218"]]),
        "name_and_birth_date",
    ),
    "names-born-across.csv": (
        csv_bytes([["Namn", "Anna", "Bo"], ["Födelsedatum", "1981", "1979"], ["Kön", "K", "M"]]),
        "name_and_birth_date",
    ),
    "one-row-each.csv": (
        csv_bytes([["Deltagar-ID", "Kön", "Startdatum"], ["A1", "Kvinna", "2022-01-03"], ["A2", "Man", "2022-02-01"]]),
        "one_row_per_person",
    ),
    "running-number.csv": (csv_bytes([["Deltagare", "Kön", "Ålder"], ["1", "Kvinna", "34"], ["2", "Man", "51"]]), "one_row_per_person"),
    "no-key.csv": (
        csv_bytes(
            [["Kön", "Ålder", "Startdatum", "Avslutsorsak"], ["Kvinna", "34", "2022-01-03", "Arbete"], ["Man", "51", "2022-02-01", "Flytt"]]
        ),
        "one_row_per_person",
    ),
    "names-and-support.xlsx": (
        _sheet(["Namn", "Kön", "Försörjning före"], ["Anna", "Kvinna", "Sjukpenning"], ["Bo", "Man", "Studier"]),
        "one_row_per_person",
    ),
    "signed-answers.csv": (
        csv_bytes([["Namn", "Q1", "Q2"], ["Anna", "Helt och hållet", "Delvis"], ["Bo", "Delvis", "Delvis"]]),
        "one_row_per_person",
    ),
    "answers-with-mail.csv": (
        csv_bytes([["Namn", "E-post", "Q1", "Q2"], ["Anna", "a@x.se", "Delvis", "Delvis"], ["Bo", "b@x.se", "Delvis", "Delvis"]]),
        "one_row_per_person",
    ),
    "answers-with-number.csv": (csv_bytes([["Q1", "Q2", "Kommentar"], ["Delvis", "Delvis", f"ring mig, {PERSON}"]]), "identity_number"),
    "report.pdf": (draw_pdf(cover("Årsredovisning 2022"), [Text(f"Deltagare {PERSON} har avslutat", 60, 100)]), "identity_number"),
    "list.pdf": (
        draw_pdf(
            cover("Deltagare 2022"), [Text(text, 60, 100 + 20 * i) for i, text in enumerate(["Namn Födelsedatum", *map(" ".join, PEOPLE)])]
        ),
        "name_and_birth_date",
    ),
}

HARMLESS: dict[str, bytes] = {
    **{name: make() for name, make in SAMPLES.items()},
    "organisation-number.csv": csv_bytes([["Förbund", "Org.nr"], ["Granliden", "222000-1834"], ["Älven", "222000-2568"]]),
    "members.csv": csv_bytes([["Medlem", "Organisationsnummer"], ["Alboda kommun", "212000-0605"], ["Regionen", "232100-0057"]]),
    "large-amounts.xlsx": _sheet(["Post", "Utfall"], ["Kansli", 8112189876], ["Revision", 811218.98], ["Steget", -198112189]),
    "land-lines.csv": csv_bytes([["Förbund", "Telefon"], ["Älven", "08-112 189 87"], ["Dalen", "+46 70 112 18 98"]]),
    "times.csv": csv_bytes([["Insats", "Från", "Till"], ["Steget", "20220103", "2022-12-31T16:00"]]),
    "registry.csv": csv_bytes(
        [["Dnr", "Rubrik"], ["2022/18-9876", "Årsredovisning"], ["FSG 2022-1218", "Plan"], ["2022:000189", "Protokoll"]]
    ),
    "giro.csv": csv_bytes(
        [["Leverantör", "Bankgiro", "Plusgiro"], ["Alboda", "5812-1898", "81 12 18-9"], ["Dalen", "8112189876", "4 55 66-7"]]
    ),
    "invoices.csv": csv_bytes([["Fakturanummer", "OCR", "Belopp"], ["8112189876", "8112189876", "12500"]]),
    "vouchers.csv": csv_bytes([["Verifikat", "Datum", "Belopp"], ["A-811218", "2022-12-18", "9876"], ["V 20221218", "2022-12-18", "100"]]),
    "home-towns.csv": csv_bytes([["Hemkommun", "Kön", "Antal deltagare"], ["Alboda", "Kvinnor", "12"], ["Alboda", "Män", "9"]]),
    "report.docx": _word_file("Årsredovisning 2022 för förbundet, org.nr 222000-1834"),
    "amounts.xls": _web_page("Steget", "811218", "9876"),
    "check-digit.csv": csv_bytes([["Insats", "Kod"], ["Steget", "811218-9870"], ["Älven", "811218-9871"]]),
    "no-such-day.csv": csv_bytes([["Insats", "Kod"], ["Steget", "811332-9878"]]),
    "amounts.csv": csv_bytes([["Insats", "Budget", "Utfall"], ["Steget", "8 112 189 876", "811 218"], ["Älven", "811218,98", "9 876"]]),
    "amount-columns.csv": csv_bytes([["Insats", "Budget", "Utfall"], ["Steget", "811218", "9876"]]),
    "dates.csv": csv_bytes([["Insats", "Start", "Slut"], ["Steget", "2022-01-03", "20221231"], ["Älven", "811218", "2022-12-31"]]),
    "time-stamp.csv": csv_bytes([["Uttag", "202406301238"], ["Körning", "20240630123804"]]),
    "phone.csv": csv_bytes([["Insats", "Telefon"], ["Steget", "070-123 45 67"], ["Älven", "tel 0701010003"]]),
    "case.csv": csv_bytes([["Ärende", "Dnr 811218-9876"], ["Ärende", "Dnr 2022:14"]]),
    "uuid.csv": csv_bytes([["Id"], ["3f2504e0-4f89-11d3-9a0c-198112189876"], ["abc198112189876"]]),
    "long-number.xlsx": _typed(1981121898761234),
    "fraction.csv": csv_bytes([["Andel"], ["0,8112189876"], ["12.198112189876"]]),
    "genders.csv": csv_bytes(
        [["Insats", "Kön", "Deltagare"], ["Steget", "Kvinna", "12"], ["Steget", "Man", "9"], ["Älven", "Kvinna", "14"]]
    ),
    "contacts.csv": csv_bytes([["Insats", "Kontaktperson", "Startdatum", "Antal deltagare"], ["Steget", "Anna", "2022-01-01", "12"]]),
    "ages.csv": csv_bytes([["Ålder", "Kön", "Antal"], ["16-19", "Kvinnor", "5"], ["16-19", "Män", "7"], ["20-24", "Kvinnor", "9"]]),
    "names-of-initiatives.xlsx": _sheet(
        ["Namn", "Startdatum", "Slutdatum", "Antal"], ["Steget", "2022-01-01", "2022-12-31", 12], ["Älven", "2022-01-01", None, 9]
    ),
    "selections.xlsx": _sheet(["Kön", "Alla"], ["Ålder", "Alla"], ["Insats", "Steget"], ["Period", "2022"]),
    "registered.csv": csv_bytes([["Mått", "Antal"], ["Registrerade med personnummer", "45"], ["Utan personnummer", "3"]]),
    "plain.pdf": draw_pdf(cover("Årsredovisning 2022"), table(("2022",), (("Medlemsbidrag", "1 000 000"), ("Övriga intäkter", "811 218")))),
    "signed.pdf": draw_pdf(
        cover("Årsredovisning 2022"),
        [Text("Signaturcertifikat", 60, 100), Text("Undertecknat med BankID", 60, 120), Text(f"Anna Exempel, {PERSON}", 60, 140)],
    ),
}


def test_the_set_is_large_enough() -> None:
    assert len(REFUSED) >= 30
    assert len(HARMLESS) >= 28


@pytest.mark.parametrize("name", REFUSED)
def test_personal_data_is_refused_by_rule_and_place(name: str) -> None:
    data, rule = REFUSED[name]
    with pytest.raises(Refused) as refusal:
        refuse_at_the_door(data, name)
    assert refusal.value.reason_code == "personal_data"
    message = refusal.value.message
    assert f"rule {rule}:" in message
    assert "column" in message or "line" in message or "sheet" in message or "comment" in message
    for secret in ("811218", "9876", "Anna", "Bo", "1981", "1212", "Steget"):
        assert secret not in message


@pytest.mark.parametrize("name", HARMLESS)
def test_harmless_files_pass(name: str) -> None:
    refuse_at_the_door(HARMLESS[name], name)


def test_a_file_that_cannot_be_opened_is_left_to_its_reading() -> None:
    refuse_at_the_door(b"%PDF-1.4 broken", "a.pdf")
    refuse_at_the_door(b"", "a.csv")
    with pytest.raises(Refused):
        open_sheets(b"", "a.csv")


def _check_digit(nine: str) -> str:
    total = sum(sum(divmod(int(digit) * (2 - index % 2), 10)) for index, digit in enumerate(nine))
    return str(-total % 10)


@given(
    born=st.dates(min_value=date(1900, 1, 1), max_value=date(2015, 12, 31)),
    serial=st.integers(0, 999),
    form=st.sampled_from(["{s}-{t}", "{s}{t}", "{c}{s}-{t}", "{c}{s}{t}", "{s}+{t}", "{c}{s}–{t}"]),
    coordination=st.booleans(),
    around=st.sampled_from([("", ""), ("nr ", "."), ("(", ")"), ("pnr:", ","), ("Anna, ", " kom")]),
)
def test_every_valid_number_is_seen_and_none_with_a_wrong_digit(
    born: Any, serial: int, form: str, coordination: bool, around: tuple[str, str]
) -> None:
    six = f"{born:%y%m}{born.day + 60 * coordination:02d}"
    nine = f"{six}{serial:03d}"
    digit = _check_digit(nine)
    right = form.format(c=f"{born.year // 100}", s=six, t=f"{serial:03d}{digit}")
    assert holds_identity_number(around[0] + right + around[1])
    wrong = form.format(c=f"{born.year // 100}", s=six, t=f"{serial:03d}{(int(digit) + 1) % 10}")
    assert not holds_identity_number(around[0] + wrong + around[1])


@given(amount=st.integers(0, 10**12), spaced=st.booleans())
def test_amounts_in_groups_are_no_numbers_of_people(amount: int, spaced: bool) -> None:
    text = f"{amount:,}".replace(",", " " if spaced else "\u00a0") + " kr"
    assert not holds_identity_number(f"Summa kostnader {text}")


def test_pages_of_signatures_are_left_out_and_no_others() -> None:
    read = read_all_pages(HARMLESS["signed.pdf"])
    assert [page.number for page in without_signature_pages(read.pages)] == [1]
    plain = read_all_pages(HARMLESS["plain.pdf"])
    assert len(without_signature_pages(plain.pages)) == len(plain.pages)


def test_a_signature_spares_only_what_stands_beside_it() -> None:
    signed = ["Underskriftssida", "Undertecknat med BankID", "Anna " + PERSON]
    refuse_personal_data([*["text"] * 20, *signed])
    with pytest.raises(Refused, match=r"line 1 of the text"):
        refuse_personal_data(["Deltagare " + PERSON, *["text"] * 20, *signed])
    with pytest.raises(Refused, match=r"line 24 of the text"):
        refuse_personal_data([*signed, *["text"] * 20, "Deltagare " + PERSON])


def test_the_name_of_a_signing_service_at_the_foot_of_every_page_spares_nothing() -> None:
    foot = "Signerat med e-tjänst 1234, dokument-id 0001"
    with pytest.raises(Refused, match="identity_number"):
        refuse_personal_data(["text", foot, "Deltagare " + PERSON, foot])
    page = draw_pdf([Text(text, 60, 100 + 20 * i) for i, text in enumerate(["Mål och resultat", "Digital signering används", foot])])
    assert len(without_signature_pages(read_all_pages(page).pages)) == 1
