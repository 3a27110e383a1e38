"""A dash that says 'nothing' in a narrow column is no minus sign of the next figure; a minus a little way off still is."""

from __future__ import annotations

from ingest.contracts import FinanceRow
from ingest.read import read_document
from tests.unit.pages import Text, cover, draw_pdf, table

ROWS = (
    ("Driftbidrag", "8 904 000", "8 904 000", "–", "8 819 200"),
    ("Övriga intäkter", "37 072", "40 000", "-2 928", "36 530"),
    ("Summa intäkter", "8 941 072", "8 944 000", "-2 928", "8 855 730"),
    ("Kansli", "1 976 216", "2 095 000", "118 784", "1 983 692"),
    ("Summa kostnader", "1 976 216", "2 095 000", "118 784", "1 983 692"),
)
HEADS = ("Utfall 2023", "Budget 2023", "Avvikelse", "Utfall 2022")


def amounts(body: list[Text]) -> dict[tuple[str | None, str], FinanceRow]:
    read = read_document(draw_pdf([*cover("Årsredovisning 2023"), *body]), "a.pdf")
    return {(row.label_printed, row.column_printed): row for row in read.finances}


def test_a_dash_at_the_end_of_its_own_column_is_no_sign() -> None:
    # The last column begins two thirds of a letter's height behind the dash.
    found = amounts(table(HEADS, ROWS, heading="Driftredovisning 2023", size=8, edges=(330, 390, 437, 483)))
    assert found["Driftbidrag", "Utfall 2022"].amount_sek == 8_819_200
    assert ("Driftbidrag", "Avvikelse") not in found


def test_a_minus_with_a_space_is_a_sign() -> None:
    rows = [(label, *(token.replace("-2 928", "- 2 928") for token in tokens)) for label, *tokens in ROWS]
    found = amounts(table(HEADS, rows, heading="Driftredovisning 2023", size=8, edges=(330, 390, 437, 483)))
    assert found["Övriga intäkter", "Avvikelse"].amount_sek == -2_928
