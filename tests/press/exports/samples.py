"""Sample exports of every shape, for one invented association; the truth beside them is written by hand in tests/exports/golden."""

from __future__ import annotations

from tests.press.exports.books import Grid, Page, csv_bytes, workbook

NAME = "Samordningsförbundet Granliden"


def head(title: str, period: str = "2022-01-01 - 2022-12-31", **more: str) -> Grid:
    """A header block with selections, as SUS prints them."""
    rows = [[title], [], ["Samverkansform", "Finsam"], ["Period", period], ["Förbund", NAME]]
    return [*rows, *([key.replace("_", " "), value] for key, value in more.items()), []]


def before_after() -> bytes:
    """A: merged heads, three genders' blocks side by side."""
    rows = [
        *head("SUS Deltagarrapport: försörjning före och efter insats", Insats="Alla insatser"),
        ["Försörjning", "Kvinnor", None, None, None, "Män", None, None, None],
        [None, "Före", None, "Efter", None, "Före", None, "Efter", None],
        [None, "Antal", "%", "Antal", "%", "Antal", "%", "Antal", "%"],
        ["Sjukpenning", 12, 0.3, 8, 0.2, 10, 0.25, 6, 0.15],
        ["Aktivitetsersättning", 6, 0.15, 6, 0.15, 9, 0.225, 9, 0.225],
        ["Försörjningsstöd", 18, 0.45, 10, 0.25, 16, 0.4, 11, 0.275],
        ["Ingen offentlig försörjning", 4, 0.1, 16, 0.4, 5, 0.125, 14, 0.35],
        ["Totalt", 40, 1.0, 40, 1.0, 40, 1.0, 40, 1.0],
    ]
    merged = ("B8:E8", "F8:I8", "B9:C9", "D9:E9", "F9:G9", "H9:I9", "A8:A10")
    return workbook(Page("Försörjning", rows, merged, percent=(3, 5, 7, 9)))


def distribution() -> bytes:
    """B: several sections on one sheet, each a distribution with a suppressed count."""
    rows = [
        *head("SUS Deltagarrapport"),
        ["Högsta utbildning"],
        ["Utbildning", "Kvinnor", "Män", "Totalt"],
        ["Ej slutförd grundskola", 5, "<5", 8],
        ["Grundskola", 14, 17, 31],
        ["Gymnasium", 16, 15, 31],
        ["Eftergymnasial utbildning", 5, 5, 10],
        [],
        ["Ålder"],
        ["Ålder", "Kvinnor", "Män", "Totalt"],
        ["16-19 år", 3, 4, 7],
        ["20-24", 12, 13, 25],
        ["25-29", 25, 23, 48],
        [],
        ["Tid i offentlig försörjning före insats"],
        ["Tid", "Kvinnor", "Män", "Totalt"],
        ["Upp till 1 år", 20, 22, 42],
        ["1-3 år", 20, 18, 38],
        [],
        ["Avslutsanledning"],
        ["Avslutsanledning", "Kvinnor", "Män", "Totalt"],
        ["Arbete eller utbildning", 14, 12, 26],
        ["Sjukdom", 6, 5, 11],
        ["Felregistrering", 1, 0, 1],
    ]
    return workbook(Page("Fördelning", rows))


def flow() -> bytes:
    """C: one support before chosen in the header."""
    rows = [
        *head("SUS Standardrapport deltagare", Försörjning_före="Sjukpenning"),
        ["Försörjning efter", "Kvinnor", "Män", "Totalt"],
        ["Sjukpenning", 5, 4, 9],
        ["Försörjningsstöd", 2, 1, 3],
        ["Ingen offentlig försörjning", 6, 6, 12],
    ]
    return csv_bytes(rows, encoding="cp1252")


def initiatives() -> bytes:
    """D: one row per initiative, chosen columns."""
    rows = [
        *head("Uppföljning Finsam - Insatsrapport", "2023-01-01 - 2023-12-31"),
        ["Insats", "Inriktning", "Startdatum", "Planerade deltagare", "Deltagare med samtycke", "Anonyma", "Antal deltagare"],
        ["Steget vidare", "Individinriktad", "2021-02-01", 40, 31, 6, 37],
        ["Mötesplats Älven", "Individinriktad", "2023-04-01", 25, 18, "<5", 20],
        ["Totalt", None, None, 65, 49, None, 57],
    ]
    return workbook(Page("Insatsrapport", rows))


def costs() -> bytes:
    """E: four sections below each other."""
    rows = [
        *head("SUS Kostnadsrapport", "2022", Nivå="Summerad"),
        ["Medelstillgångar"],
        ["Finansiär", "Budget", "Utfall"],
        ["Staten", 2000000, 2000000],
        ["Region", 1000000, 1000000],
        ["Kommuner", 1000000, 1000000],
        ["Summa medelstillgångar", 4000000, 4000000],
        [],
        ["Insatskostnader"],
        ["Insats", "Budget", "Utfall"],
        ["Steget vidare", 1800000, 1750500],
        ["Mötesplats Älven", 900000, 912300],
        ["Summa insatskostnader", 2700000, 2662800],
        [],
        ["Administrativa kostnader"],
        ["Kostnadspost", "Budget", "Utfall"],
        ["Kansli", 600000, 590000],
        ["Revision", 50000, 48000],
        ["Summa administrativa kostnader", 650000, 638000],
        [],
        ["Sammanställning"],
        ["Post", "Budget", "Utfall"],
        ["Medelstillgångar", 4000000, 4000000],
        ["Administrativa kostnader", 650000, 638000],
        ["Insatskostnader", 2700000, 2662800],
        ["Återstår", 650000, 699200],
    ]
    return workbook(Page("Kostnader", rows))


def local() -> bytes:
    """F: a local table, initiatives in columns."""
    rows = [
        [NAME],
        ["Deltagare i insatser 2022"],
        [],
        [None, "Steget vidare", "Mötesplats Älven", "Totalt"],
        ["Deltagande kvinnor", 20, 10, 30],
        ["Deltagande män", 17, 10, 27],
        ["Avslutade kvinnor", 8, 4, 12],
        ["Avslutade män", 7, 5, 12],
        ["Arbete eller utbildning", 9, 5, 14],
        ["Fortsatt arbetsrehab", 4, 3, 7],
        ["Sjukdom", 2, 1, 3],
    ]
    return csv_bytes(rows, encoding="utf-8-sig", ragged=True)


def frequencies() -> bytes:
    """G: question by answer, merged question cells."""
    rows = [
        ["NNS Indikatorer för finansiell samordning"],
        [],
        ["Förbund", NAME],
        ["Mätår", "2022"],
        ["Svarsgrupp", "Deltagare avslut"],
        ["Antal tillfrågade", 30],
        [],
        ["Fråga", "Svarsalternativ", "Antal", "%"],
        ["1. Stödet har varit till stor nytta för mig", "Helt och hållet", 12, 0.5],
        [None, "Till stor del", 6, 0.25],
        [None, "Delvis", 4, 0.17],
        [None, "Inte alls", 2, 0.08],
        [None, "Antal svar", 24, None],
        ["4. Jag har haft en person eller ett team att vända mig till", "Ja", 20, 0.83],
        [None, "Nej", 4, 0.17],
        [None, "Antal svar", 24, None],
    ]
    return workbook(Page("Avslut", rows, ("A9:A13", "A14:A16"), percent=(4,)))


def respondents() -> bytes:
    """H: one answer sheet per row, with a free text."""
    scale = ("Helt och hållet", "Till stor del", "Delvis", "Inte alls")
    rows = [
        ["Enkät NNS indikatorer", None, None, None, None, None],
        ["Förbund:", NAME, None, None, None, None],
        ["Mätår:", "2023", None, None, None, None],
        ["Svars-ID", "Kön", "Grupp", "Q1", "Q6 Jag känner mig mer redo att arbeta eller studera", "Kommentar"],
        *(
            [
                n,
                "Kvinna" if n % 2 else "Man",
                "Deltagare avslut",
                scale[n % 4],
                scale[n % 3] if n != 7 else None,
                "en åsikt" if n == 3 else None,
            ]
            for n in range(1, 13)
        ),
    ]
    return csv_bytes(rows, delimiter="\t", encoding="utf-16")


def benchmark() -> bytes:
    """I: question by year, share of positive answers in the country."""
    rows = [
        ["NNS indikatorrapport: andel positiva svar (från Till stor del) i hela landet"],
        ["Svarsgrupp: Deltagare avslut"],
        [],
        ["Indikator", "2020", "2021", "2022"],
        ["1. Stort stöd", "71 %", "72 %", "74 %"],
        ["6. Redo att arbeta", "48 %", "51 %", "50 %"],
    ]
    return csv_bytes(rows, delimiter=";", encoding="utf-8")


SAMPLES = {
    "a_before_after.xlsx": before_after,
    "b_distribution.xlsx": distribution,
    "c_flow.csv": flow,
    "d_initiatives.xlsx": initiatives,
    "e_costs.xlsx": costs,
    "f_local.csv": local,
    "g_frequencies.xlsx": frequencies,
    "h_respondents.csv": respondents,
    "i_benchmark.csv": benchmark,
}
