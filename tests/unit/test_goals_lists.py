"""Goals as lists and sentences: those of a plan, and those judged in a report."""

from __future__ import annotations

from tests.unit.goals_paper import Entry, brief, page, read

PLAN = "plan_budget"


def _lines(*texts: str, top: float = 60.0) -> list[Entry]:
    """Lines of a page: "# …" a heading, "** …" bold, "  …" indented, "" a space."""
    entries: list[Entry] = []
    y = top
    for text in texts:
        if text.startswith("# "):
            entries.append((60, y + 8, text[2:], 14, True))
            y += 28
        elif text:
            indent = len(text) - len(text.lstrip())
            entries.append((60 + 6.0 * indent, y, text.strip().removeprefix("** "), 10, text.startswith("** ")))
            y += 13
        else:
            y += 9
    return entries


FILLER = ["# Inledning", "Förbundet arbetar tillsammans med sina parter under hela året med frågor om stöd."]


def test_numbered_goals_of_a_plan_with_measures() -> None:
    text = _lines(
        *FILLER,
        "# Mål för 2023",
        "1. Minst 75 % av deltagarna ska vara nöjda med stödet",
        "   Mått: fråga 3 i enkäten. Positivt svar från ”Delvis” och uppåt.",
        "2. Väntetiden ska vara högst fyra veckor",
        "",
        "# Organisation",
        "1. Styrelsen leder arbetet",
        "2. Kansliet förbereder mötena",
    )
    found = read(page(*text), kind=PLAN).rows
    assert [row.goal_text for row in found] == [
        "Minst 75 % av deltagarna ska vara nöjda med stödet",
        "Väntetiden ska vara högst fyra veckor",
    ]
    assert (found[0].survey_question, found[0].positive_from, found[0].status) == ("3", "Delvis", "not_assessed")
    assert (found[0].comparator, found[0].target_value, found[0].unit) == ("at_least", 75, "percent")
    assert (found[1].comparator, found[1].target_value, found[1].unit) == ("at_most", 4, "weeks")


def test_main_goals_with_letters_and_sub_goals_with_numbers() -> None:
    text = _lines(
        *FILLER,
        "# Målsättningar",
        "** A. Fler människor ska komma närmare arbete genom stöd",
        "",
        "1. Stödet ska ges i rätt tid",
        "2. Parterna ska planera tillsammans",
        "",
        "** B. Samverkan mellan parterna ska bli en vana i vardagen",
        "",
        "1. Alla chefer ska känna till förbundet",
    )
    found = read(page(*text), kind=PLAN).rows
    assert [(row.goal_no, row.parent_no, row.goal_level) for row in found] == [
        ("A", None, "main"),
        ("A1", "A", "sub"),
        ("A2", "A", "sub"),
        ("B", None, "main"),
        ("B1", "B", "sub"),
    ]


def test_a_list_of_means_is_not_a_list_of_goals() -> None:
    text = _lines(
        *FILLER,
        "# Mål",
        "• Fler ska få stöd i rätt tid",
        "",
        "För att nå målen arbetar förbundet med:",
        "• att bjuda in till möten",
        "• att sprida kunskap",
    )
    assert [row.goal_text for row in read(page(*text), kind=PLAN).rows] == ["Fler ska få stöd i rätt tid"]


def test_financial_goals_as_sentences() -> None:
    text = _lines(*FILLER, "# Finansiella mål", "Förbundet ska ha en ekonomi i balans. Förbundet får inte låna pengar. Läget är gott.")
    found = read(page(*text), kind=PLAN).rows
    assert [(row.goal_text, row.goal_level) for row in found] == [
        ("Förbundet ska ha en ekonomi i balans.", "financial"),
        ("Förbundet får inte låna pengar.", "financial"),
    ]


def test_one_sentence_on_all_financial_goals() -> None:
    text = _lines(*FILLER, "De finansiella målen för året är uppfyllda: kassan är god och inga lån har tagits.")
    found = read(page(*text)).rows
    assert [(row.goal_text, row.goal_level, row.status) for row in found] == [
        ("De finansiella målen för året är uppfyllda", "financial", "met")
    ]


def test_goals_of_an_initiative_judged_in_comments() -> None:
    text = _lines(
        *FILLER,
        "# Grönmossen",
        "# Måluppfyllelse",
        "1. Minst 70 % av deltagarna ska gå vidare",
        "Av deltagarna gick 3 av 4 vidare. Målet är uppfyllt.",
        "",
        "2. Ungdomar ska trivas bättre",
        "Målet går ej att mäta.",
        "",
        "3. Alla deltagare ska prova praktik",
        "Två provade. Målet är inte uppnått.",
        "",
        "# Ekonomi",
        "Kostnaderna blev lägre än budget.",
    )
    found = read(page(*text), names={"grönmossen": "gronmossen"}).rows
    assert [row.status for row in found] == ["met", "not_measurable", "not_met"]
    assert {(row.initiative_id, row.goal_level) for row in found} == {("gronmossen", "initiative")}
    assert (found[0].outcome_printed, found[0].outcome_value, found[0].status_computed) == ("3 av 4", 75, "met")
    assert (found[2].target_value, found[2].unit) == (100, "percent")


def test_named_goals_with_the_judgement_in_the_same_paragraph() -> None:
    text = _lines(
        *FILLER,
        "# Resultat",
        "Mål 1: Fler ska få stöd. Målet är delvis uppfyllt. En del återstår.",
        "",
        "Mål 2: Nya former ska prövas. Målet har inte nåtts.",
    )
    found = read(page(*text)).rows
    assert brief(found) == [("Fler ska få stöd.", "partly_met"), ("Nya former ska prövas.", "not_met")]
    assert [row.goal_no for row in found] == ["1", "2"]


def test_bold_goals_with_a_paragraph_each() -> None:
    text = _lines(
        *FILLER,
        "# Uppföljning av målen",
        "** Minst 20 arbetsgivare ska ta emot deltagare",
        "",
        "22 arbetsgivare tog emot någon. Målet är nått.",
        "",
        "** Parterna ska ha en gemensam rutin",
        "",
        "Rutinen är inte klar. Målet är inte uppfyllt.",
    )
    found = read(page(*text)).rows
    assert brief(found) == [("Minst 20 arbetsgivare ska ta emot deltagare", "met"), ("Parterna ska ha en gemensam rutin", "not_met")]
    assert (found[0].target_value, found[0].outcome_value, found[0].status_computed) == (20, 22, "met")


def test_one_sentence_judges_the_whole_list() -> None:
    text = _lines(
        *FILLER, "# Måluppfyllelse", "Samtliga mål bedöms uppfyllda under året:", "", "• Fler ska få stöd i tid", "• Nya former ska prövas"
    )
    found = read(page(*text)).rows
    assert [row.status for row in found] == ["met", "met"]
    assert all("all goals" in (row.reading_note or "") for row in found)


def test_prose_contents_and_decisions_are_not_goals() -> None:
    text = _lines(
        "# Innehåll",
        "1. Måluppfyllelse 4",
        "2. Ekonomi 6",
        "# Styrelsens beslut",
        "• Att godkänna planen",
        "• Att lägga rapporten till handlingarna",
        "# Målgrupp",
        "• Unga som står långt från arbete",
        "• Personer med behov av stöd",
        "# God ekonomisk hushållning, måluppfyllelse och ställning",
        "Styrelsen följer ekonomin löpande och ser till att medlen används väl.",
        "- Stöd och samverkan tog det mesta.",
    )
    assert read(page(*text)).rows == ()


def test_a_goal_printed_twice_is_one_row() -> None:
    text = _lines(
        *FILLER,
        "# Målsättningar",
        "A. Fler människor ska komma närmare arbete",
        "",
        "# Mätbara delmål och mått",
        "** A. Fler människor ska komma närmare arbete",
        "",
        "1. Stödet ska ges i tid",
    )
    assert [row.goal_no for row in read(page(*text), kind=PLAN).rows] == ["A", "A1"]


def test_a_comment_cut_by_the_page_keeps_its_judgement() -> None:
    first = page(*_lines(*FILLER, "# Måluppfyllelse", "➢ Fler ska få stöd i tid", "Arbetet har gått bra under hela året och", top=600))
    second = page(
        *_lines("många har hunnit få hjälp. Målet är uppfyllt.", "", "➢ Nya former ska prövas", "Det dröjde. Målet är ej uppfyllt."),
        number=2,
    )
    assert brief(read(first, second).rows) == [("Fler ska få stöd i tid", "met"), ("Nya former ska prövas", "not_met")]


def test_same_bytes_twice() -> None:
    text = _lines(*FILLER, "# Mål", "• Fler ska få stöd i tid", "• Nya former ska prövas")
    assert read(page(*text), kind=PLAN) == read(page(*text), kind=PLAN)


def test_labelled_lines_below_each_goal() -> None:
    text = _lines(
        *FILLER,
        "# Solrosen",
        "# Mål och resultat",
        "Mål: Minst 60 deltagare ska få stöd.",
        "Resultat: 64 deltagare fick stöd.",
        "Måluppfyllelse: Uppfyllt",
        "",
        "Mål: Hälften ska gå vidare till arbete.",
        "Resultat: 12 av 30 gick vidare.",
        "Måluppfyllelse: Ej uppfyllt",
    )
    found = read(page(*text), names={"solrosen": "solrosen"}).rows
    assert [(row.status, row.target_value, row.outcome_value, row.status_computed) for row in found] == [
        ("met", 60, 64, "met"),
        ("not_met", 50, 40, "not_met"),
    ]


def test_goals_stated_and_judged_in_one_sentence() -> None:
    said = ("Målet att minst 60 deltagare ska få stöd har uppnåtts.", "Målet att korta väntetiden till högst två veckor har inte nåtts.")
    assert brief(read(page(*_lines(*FILLER, "# Måluppfyllelse", *said))).rows) == [(said[0], "met"), (said[1], "not_met")]


def test_sub_goals_with_numbers_of_two_parts() -> None:
    text = _lines(
        *FILLER,
        "# Mål",
        "Mål 1 Fler ska nå arbete",
        "Delmål 1.1: Minst 40 procent ska gå till arbete",
        "Delmål 1.2: Minst 20 procent ska studera",
    )
    found = read(page(*text), kind=PLAN).rows
    assert [(row.goal_no, row.parent_no, row.goal_level) for row in found] == [
        ("1", None, "main"),
        ("1.1", "1", "sub"),
        ("1.2", "1", "sub"),
    ]
