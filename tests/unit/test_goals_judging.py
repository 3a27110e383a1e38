"""What words say of a goal: negation and degree, in cells and in sentences, in heads and in headings."""

from __future__ import annotations

import pytest

from ingest.goals.words import cell_status, heading_kind, judgement, role_of

CELLS = {
    "met": (
        "Genomfört",
        "Genomförd!",
        "Ja!",
        "Ja, med råge",
        "Klart",
        "Klar",
        "Färdigt",
        "Slutfört",
        "Avslutat",
        "Infriat",
        "Verkställt",
        "Målet har infriats",
        "Målet infriades",
        "Vi nådde målet",
        "Vi klarade målet",
        "Målet har uppfyllts helt",
        "Fullt uppfyllt",
        "Helt och hållet uppnått",
        "Målet anses uppfyllt",
        "Styrelsen bedömer att målet är uppfyllt",
        "Målet bedöms som nått",
        "God måluppfyllelse",
        "Hög måluppfyllelse",
        "Full måluppfyllelse",
        "Målet överträffades",
        "Över målet",
        "I hamn",
        "4 av 4",
        "Tre av tre delmål nådda",
        "Ja - uppfyllt",
        "Uppnått under året",
        "Har uppnåtts",
        "Målet är redan uppnått",
    ),
    "partly_met": (
        "Till del",
        "Till viss del",
        "Till större delen",
        "I viss utsträckning",
        "Nästan uppnått",
        "Målet nästan uppnått",
        "Målet har delvis infriats",
        "Delvis genomfört",
        "Målet uppfyllt till viss del",
        "Styrelsen bedömer att målet delvis är nått",
        "Inte helt",
        "Inte fullt ut uppfyllt",
        "Målet är inte helt uppnått",
        "Ej helt genomfört",
        "I stort sett klart",
        "I princip uppfyllt",
        "Så gott som klart",
        "Halvvägs",
        "Pågår",
        "Påbörjat",
        "Pågår fortfarande",
        "Arbetet pågår",
        "På god väg",
        "Ja, delvis",
        "Nej, endast delvis",
        "Ja, till viss del",
        "Resultatet når nästan upp till målet",
        "3 av 4",
        "Två av fem delmål uppfyllda",
        "2/3",
        "Uppnått i huvudsak",
        "Till stora delar uppnått",
        "Nära målet",
        "Målet är ännu inte helt infriat",
        "Påbörjat men inte klart",
        "Delvis uppnått, arbetet fortsätter",
        "Bara delvis",
        "Uppfyllt i viss mån",
    ),
    "not_met": (
        "Nej, ej i år",
        "Nej!",
        "Inte ännu",
        "Ej ännu",
        "Inte i år",
        "Ej infriat",
        "Målet har inte infriats",
        "Målet infriades inte",
        "Vi nådde inte målet",
        "Målet nåddes ej",
        "Målet kunde inte nås",
        "Styrelsen bedömer att målet inte är uppfyllt",
        "Målet bedöms inte ha uppnåtts",
        "Inte klart",
        "Ej klar",
        "Ej påbörjat",
        "Inte påbörjad",
        "Har ännu inte påbörjats",
        "Missat",
        "Målet missades",
        "Misslyckat",
        "Under målet",
        "Låg måluppfyllelse",
        "Långt ifrån uppnått",
        "Inte alls uppnått",
        "0 av 3",
        "Icke uppnått",
        "Målet är inte nått",
        "Ej verkställt",
        "Ej slutfört",
        "Uppnåddes inte",
        "Når inte målet",
        "Målet klarades inte",
    ),
    "dropped": ("Inaktuellt", "Inte längre aktuellt", "Utgår", "Struket", "Målet har utgått", "Inställt", "Borttaget", "Ej aktuellt i år"),
    "not_measurable": ("Går inte att mäta", "Kan ej mätas", "Inte mätbart", "Underlag saknas", "Målet kunde inte mätas", "Har inte mätts"),
    "not_assessed": ("Ej bedömt", "Kan inte bedömas", "Bedöms senare", "Inte utvärderat", "Följs upp vid årets slut", "Ännu ej bedömt"),
}

SENTENCES = (
    ("Målet är nått eftersom parterna höll sina löften.", "met"),
    ("Vi klarade målet med god marginal.", "met"),
    ("Målet kunde tyvärr inte nås under pandemin.", "not_met"),
    ("Det ursprungliga målet har därmed bara delvis kunnat infrias.", "partly_met"),
    ("Målet är inte fullt ut uppfyllt.", "partly_met"),
    ("Resultatet ligger under målet.", "not_met"),
    ("Resultatet ligger över målnivån.", "met"),
    ("Förbundet har inte lyckats nå målet.", "not_met"),
    ("Förbundet har lyckats nå målet.", "met"),
    ("Målet är på god väg att nås.", "partly_met"),
    ("Utfallet är långt ifrån målet.", "not_met"),
    ("Målet är uppfyllt och inte en enda kö finns kvar.", "met"),
    ("Alla delmål är genomförda.", "met"),
    ("Arbetet med målet pågår.", "partly_met"),
    ("Målet får anses vara uppnått.", "met"),
    ("Målet bedöms inte vara möjligt att mäta.", "not_measurable"),
    ("Därmed nåddes målet inte i år.", "not_met"),
    ("Vi är nära att nå målet.", "partly_met"),
)

HEADS = (
    ("Nådde vi målet?", "status"),
    ("Hur gick det?", "status"),
    ("Utvärdering", "status"),
    ("Läge vid årets slut", "status"),
    ("Uppnåddes målet?", "status"),
    ("Lyckades vi?", "status"),
    ("Kom vi i mål?", "status"),
    ("Slutbedömning", "status"),
    ("Genomförandegrad", "status"),
    ("Blev målet nått?", "status"),
    ("Omdöme", "status"),
    ("Avstämning", "status"),
    ("Läget", "status"),
    ("Målets uppfyllelse", "status"),
    ("Har målet nåtts?", "status"),
    ("Vad vi lovade", "goal"),
    ("Ambition", "goal"),
    ("Mål för året", "goal"),
    ("Målsättning för 2024", "goal"),
    ("Vad ska uppnås", "goal"),
    ("Vad vi skulle göra", "goal"),
    ("Mål i verksamhetsplanen", "goal"),
    ("Hur det mättes", "measure"),
    ("Våra reflektioner", "comment"),
    ("Vad hände?", "comment"),
)

HEADINGS = (
    ("Delmål och utfall", "achieved"),
    ("Vad insatsen skulle nå", "goals"),
    ("Nådde vi målen?", "achieved"),
    ("Mål och utfall", "achieved"),
    ("Hur gick det med målen?", "achieved"),
    ("Våra ambitioner", "goals"),
    ("Vad vi ville uppnå", "goals"),
    ("Insatsens målsättning", "goals"),
    ("Ekonomi i balans", "financial"),
    ("Finansiell måluppfyllelse", "financial"),
    ("Verksamhetsplanens mål", "goals"),
    ("Avstämning av målen", "achieved"),
    ("Resultat mot uppsatta mål", "achieved"),
    ("Målen för året – så blev det", "achieved"),
    ("Uppföljning av verksamhetsplanens mål", "achieved"),
    ("Ekonomiska målsättningar", "financial"),
    ("Det här ska insatsen uppnå", "goals"),
    ("Målgrupp", None),
    ("Budget", None),
    ("Medlemmar och mandat", None),
    ("Målgrupp och syfte", None),
    ("Deltagarnas ålder", None),
)


@pytest.mark.parametrize(("text", "status"), [(text, status) for status, texts in CELLS.items() for text in texts])
def test_a_cell(text: str, status: str) -> None:
    found = cell_status(text)
    assert (found.status if found else None) == status


@pytest.mark.parametrize("text", ["Zonk", "Se bilaga 2", "Fler möten planeras", "72", "Ansvarig: kansliet", "Vi planerar för hösten"])
def test_a_cell_that_says_nothing_known(text: str) -> None:
    assert cell_status(text) is None


@pytest.mark.parametrize(("sentence", "status"), SENTENCES)
def test_a_sentence(sentence: str, status: str) -> None:
    found = judgement(sentence)
    assert (found.status if found else None) == status


@pytest.mark.parametrize(
    "sentence",
    [
        "Två av deltagarna blev klara med sina studier.",
        "Målet är att fler ska få arbete.",
        "För att nå målet krävs fler händer.",
        "Målgruppen är bred.",
    ],
)
def test_a_sentence_that_judges_nothing(sentence: str) -> None:
    assert judgement(sentence) is None


@pytest.mark.parametrize(("head", "role"), HEADS)
def test_a_head(head: str, role: str) -> None:
    assert role_of(head) == role


@pytest.mark.parametrize(("heading", "kind"), HEADINGS)
def test_a_heading(heading: str, kind: str | None) -> None:
    assert heading_kind(heading) == kind


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("Samtliga mål utom ett är uppfyllda.", "partly_met"),
        ("Målet har uppnåtts till 80 procent.", "partly_met"),
        ("Bara hälften av målen nåddes.", "partly_met"),
        ("Två av tre mål är uppfyllda.", "partly_met"),
        ("Måluppfyllelsen är god.", "met"),
        ("Måluppfyllelsen bedöms som hög.", "met"),
        ("Måluppfyllelsen är låg.", "not_met"),
        ("Målet är inte relevant längre.", "dropped"),
        ("Resultatet är i nivå med målet.", "met"),
        ("Eftersom 3 av 4 deltagare gick vidare är målet uppfyllt.", "met"),
        ("Målet bedöms kunna nås under året.", "met"),
        ("Målet kommer inte att nås.", "not_met"),
        ("Att målet inte nåddes beror på sjukdom.", "not_met"),
        ("Inget mål har missats.", "met"),
        ("Målet är svårt att nå.", None),
        ("Arbetet för att nå målet fortsätter.", None),
    ],
)
def test_degrees_and_levels_in_sentences(sentence: str, status: str | None) -> None:
    found = judgement(sentence)
    assert (found.status if found else None) == status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Till 80 %", "partly_met"),
        ("50 % uppfyllt", "partly_met"),
        ("100 % uppfyllt", "met"),
        ("Löpande", "partly_met"),
        ("Kvarstår", "not_met"),
        ("Oklart", "not_assessed"),
        ("Vilande", "dropped"),
        ("Ingen mätning gjord", "not_measurable"),
        ("Nästan helt", "partly_met"),
        ("Ja (delvis)", "partly_met"),
    ],
)
def test_degrees_in_cells(text: str, status: str) -> None:
    found = cell_status(text)
    assert (found.status if found else None) == status
