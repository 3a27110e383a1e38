"""The sample exports of examples/archive: what the first sample association would draw for 2022, in step with its annual report.

python -m tests.press.exports.examples     # writes them anew
"""

from __future__ import annotations

from pathlib import Path

from tests.press.exports.books import Grid, Page, csv_bytes, workbook
from tests.press.exports.samples import NAME, head

FOLDER = Path(__file__).parents[3] / "examples" / "archive" / "granliden"
TEAM, FOREST, IPS = "Samverkansteam Granliden", "Skogsspåret", "Stöd till arbete – IPS"


def initiatives() -> bytes:
    """D: everybody who took part, also those without consent."""
    rows = [
        *head("SUS Insatsrapport", Uttagsdatum="2023-01-16"),
        ["Insats", "Inriktning", "Startdatum", "Planerade deltagare", "Kvinnor", "Män", "Totalt", "Med samtycke", "Anonyma"],
        [TEAM, "Individinriktad", "2018-01-15", 80, 45, 31, 76, 61, 15],
        [FOREST, "Individinriktad", "2020-03-01", 20, 7, 11, 18, 18, 0],
        [IPS, "Individinriktad", "2019-09-01", 40, 23, 20, 43, 36, 7],
        ["Totalt", None, None, 140, 75, 62, 137, 115, 22],
    ]
    return workbook(Page("Insatsrapport", rows))


def participants() -> bytes:
    """A and B on two sheets: those who ended and had consented."""
    support = [
        *head("SUS Deltagarrapport: försörjning före och efter insats", Insats="Alla insatser", Uttagsdatum="2023-01-16"),
        ["Försörjning", "Kvinnor", None, "Män", None, "Totalt", None],
        [None, "Före", "Efter", "Före", "Efter", "Före", "Efter"],
        ["Sjukpenning", 9, 5, 8, 5, 17, 10],
        ["Aktivitetsersättning", 5, 5, 6, 6, 11, 11],
        ["Försörjningsstöd", 13, 7, 11, 6, 24, 13],
        ["Aktivitetsstöd", "<5", 6, "<5", 5, 5, 11],
        ["Ingen offentlig försörjning", "<5", 7, "<5", 8, 7, 15],
    ]
    basics = [
        *head("SUS Deltagarrapport: uppgifter före insats", Insats="Alla insatser", Uttagsdatum="2023-01-16"),
        ["Utbildning"],
        ["Utbildningsnivå", "Kvinnor", "Män", "Totalt"],
        ["Ej slutförd grundskola", 5, 6, 11],
        ["Grundskola", 20, 19, 39],
        ["Gymnasium", 31, 20, 51],
        ["Eftergymnasial utbildning", 8, 6, 14],
        ["Totalt", 64, 51, 115],
        [],
        ["Ålder vid start"],
        ["Ålder", "Kvinnor", "Män", "Totalt"],
        ["16-24", 17, 15, 32],
        ["25-34", 21, 16, 37],
        ["35-49", 16, 13, 29],
        ["50-64", 10, 7, 17],
        ["Totalt", 64, 51, 115],
    ]
    merged = ("A9:A10", "B9:C9", "D9:E9", "F9:G9")
    return workbook(Page("Försörjning", support, merged), Page("Utbildning och ålder", basics))


def costs() -> bytes:
    """E: the same costs as in the notes of the annual report, as CSV."""
    rows: Grid = [
        *head("SUS Kostnadsrapport", "2022", Nivå="Detaljerad"),
        ["Medelstillgångar"],
        ["Finansiär", "Utfall"],
        ["Staten", "3 095 600"],
        ["Region Skogslän", "1 547 800"],
        ["Granköpings kommun", "804 856"],
        ["Enbacka kommun", "448 862"],
        ["Mossmarkens kommun", "294 082"],
        ["Summa medelstillgångar", "6 191 200"],
        [],
        ["Insatskostnader"],
        ["Insats", "Budget", "Utfall"],
        [TEAM, "2 595 000", "2 323 336"],
        [FOREST, "810 000", "754 075"],
        [IPS, "1 055 000", "1 083 793"],
        ["Gemensamma insatskostnader", "45 000", "41 434"],
        ["Verksamhetsutvecklare", "835 000", "758 060"],
        ["Kompetensutveckling", "160 000", "175 163"],
        ["Summa insatskostnader", "5 500 000", "5 135 861"],
        [],
        ["Administrativa kostnader"],
        ["Kostnadspost", "Budget", "Utfall"],
        ["Kansli", "560 000", "561 222"],
        ["Information", "25 000", "23 596"],
        ["Styrelse", "65 000", "69 988"],
        ["Ekonomihantering", "100 000", "108 367"],
        ["Revision", "60 000", "55 267"],
        ["Summa administrativa kostnader", "810 000", "818 440"],
    ]
    return csv_bytes(rows, encoding="cp1252", ragged=True)


def survey() -> bytes:
    """G: the survey of participants who ended, with counts and shares."""
    useful = "1. Jag har fått stöd som varit till stor nytta för mig"
    ready = "6. Jag känner mig mer redo att arbeta eller studera än före kontakten"
    rows: Grid = [
        ["NNS Indikatorer för finansiell samordning"],
        ["Förbund", NAME],
        ["Mätår", "2022"],
        ["Svarsgrupp", "Deltagare avslut"],
        ["Antal tillfrågade", "52"],
        [],
        ["Fråga", "Svarsalternativ", "Antal", "Andel"],
        [useful, "Helt och hållet", "19", "48 %"],
        [useful, "Till stor del", "11", "28 %"],
        [useful, "Delvis", "7", "18 %"],
        [useful, "Inte alls", "3", "8 %"],
        [useful, "Antal svar", "40"],
        [ready, "Helt och hållet", "9", "23 %"],
        [ready, "Till stor del", "12", "31 %"],
        [ready, "Delvis", "10", "26 %"],
        [ready, "I liten utsträckning", "5", "13 %"],
        [ready, "Inte alls", "3", "8 %"],
        [ready, "Antal svar", "39"],
    ]
    return csv_bytes(rows, encoding="utf-8-sig", ragged=True)


EXAMPLES = {
    "granliden_sus_insatser_2022.xlsx": initiatives,
    "granliden_sus_deltagare_2022.xlsx": participants,
    "granliden_sus_kostnader_2022.csv": costs,
    "granliden_nns_2022.csv": survey,
}

if __name__ == "__main__":
    for name, make in EXAMPLES.items():
        (FOLDER / name).write_bytes(make())
