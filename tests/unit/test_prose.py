"""Pages to paragraphs: what belongs together, what stands above, and where each character is printed."""

from __future__ import annotations

from ingest.pdf.prose import Paragraph, paragraphs_of
from tests.unit.prose_pages import Set, page_of, wrapped

_FILLER = wrapped("Detta stycke finns för att visa hur stor den löpande texten är och hur långa raderna brukar vara på sidan.", 700)


def _texts(paragraphs: list[Paragraph]) -> list[str]:
    return [paragraph.text for paragraph in paragraphs if not paragraph.text.startswith("Detta stycke")]


def test_lines_join_to_a_paragraph_and_its_sentences() -> None:
    page = page_of(wrapped("Under året deltog 24 personer i insatsen. Av dem var 14 kvinnor. Det är fler än året innan.", 100, letters=40))
    (paragraph,) = paragraphs_of([page])
    assert [sentence.text for sentence in paragraph.sentences()] == [
        "Under året deltog 24 personer i insatsen.",
        "Av dem var 14 kvinnor.",
        "Det är fler än året innan.",
    ]


def test_abbreviations_and_dates_end_no_sentence() -> None:
    text = "Stödet gavs bl.a. Arbetsförmedlingen och ca. 12 deltagare t.ex. Anna. Totalt antal platser är 15. Fyren startade då."
    (paragraph,) = paragraphs_of([page_of(wrapped(text, 100))])
    assert [sentence.text for sentence in paragraph.sentences()] == [
        "Stödet gavs bl.a. Arbetsförmedlingen och ca. 12 deltagare t.ex. Anna.",
        "Totalt antal platser är 15.",
        "Fyren startade då.",
    ]


def test_hyphens_at_line_ends_go_but_those_of_names_and_pairs_stay() -> None:
    lines = [
        "Samordningsförbundet ger stöd till del-",
        "tagare i individ- och grupp- och IT-",
        "spåret samt i ung- och arbetsmarknads-",
        "enheter.",
    ]
    (paragraph,) = paragraphs_of([page_of([Set(line, 100 + 13 * index) for index, line in enumerate(lines)])])
    assert paragraph.text == (
        "Samordningsförbundet ger stöd till deltagare i individ- och grupp- och IT-spåret samt i ung- och arbetsmarknadsenheter."
    )


def test_a_span_is_placed_on_its_token_and_a_part_of_a_token_on_its_share() -> None:
    (paragraph,) = paragraphs_of([page_of([Set("Totalt deltog 117 personer (61+56) i årets alla insatser.", 100)])])
    start = paragraph.text.index("117")
    page, box = paragraph.place_of(start, start + 3)
    assert (page, box) == (1, paragraph.pieces_of(start, start + 3)[0].token.printed_box)
    token = paragraph.pieces_of(paragraph.text.index("61"), paragraph.text.index("61") + 1)[0].token.printed_box
    part = paragraph.text.index("56")
    _, inner = paragraph.place_of(part, part + 2)
    assert token[0] < inner[0] < inner[2] < token[2]


def test_a_sentence_goes_on_over_the_page_without_head_foot_and_page_number() -> None:
    def page(number: int, body: list[Set]) -> list[Set]:
        return [Set("Samordningsförbundet Provbygden", 30), *body, Set(f"Sida {number}", 810)]

    first = wrapped("Insatsen har under året gett stöd till totalt 56 män och", 740)
    second = wrapped("51 kvinnor, vilket är fler än året innan för alla kommuner.", 80)
    third = wrapped("Här står ett tredje stycke som inte hör ihop med de andra två.", 80)
    pages = [page_of(page(n, body), n) for n, body in enumerate([first, second, third], 1)]
    joined, last = paragraphs_of(pages)
    assert joined.text.startswith("Insatsen har")
    assert joined.text.endswith("alla kommuner.")
    assert [number for number, _ in joined.boxes()] == [1, 2]
    assert joined.place_of(joined.text.index("51"), joined.text.index("51") + 2)[0] == 2
    assert last.page == 3


def test_headings_stand_above_by_size_and_weight() -> None:
    page = page_of(
        [
            Set("Årsberättelse", 60, size=20),
            *wrapped("Ett inledande stycke som berättar om hela förbundet och om året som gick.", 100),
            Set("Fyren", 150, size=14),
            Set("Resultat", 175, bold=True),
            *wrapped("Under året deltog tolv personer i Fyren och sju av dem gick till arbete.", 192),
            Set("Stegen", 240, size=14),
            *wrapped("Under året deltog nio personer i Stegen och två av dem gick till studier.", 262),
        ]
    )
    assert [paragraph.headings for paragraph in paragraphs_of([page])] == [
        ("Årsberättelse",),
        ("Årsberättelse", "Fyren", "Resultat"),
        ("Årsberättelse", "Stegen"),
    ]


def test_two_columns_are_read_one_after_the_other() -> None:
    left = wrapped("Vänster spalt berättar om insatsen. " * 8, 100, x=60, letters=36)
    right = wrapped("Höger spalt berättar om ekonomin i. " * 8, 104, x=320, letters=36)
    text = " ".join(paragraph.text for paragraph in paragraphs_of([page_of([*left, *right])]))
    assert text.index("Höger") > text.rindex("Vänster")


def test_items_of_lists_are_paragraphs_of_their_own_without_their_bullets() -> None:
    page = page_of(
        [
            *_FILLER,
            Set("Avslut under året:", 100),
            Set("• Arbete: 12 deltagare", 113, x=80),
            Set("• Studier: 4 deltagare som alla läser på", 126, x=80),
            Set("folkhögskola i länet", 139, x=88),
            Set("1. Första punkten i en numrerad lista.", 165),
            Set("2. Andra punkten i en numrerad lista.", 178),
        ]
    )
    found = [p for p in paragraphs_of([page]) if not p.text.startswith("Detta stycke")]
    assert [(p.marker, p.text) for p in found] == [
        (None, "Avslut under året:"),
        ("•", "Arbete: 12 deltagare"),
        ("•", "Studier: 4 deltagare som alla läser på folkhögskola i länet"),
        ("1.", "Första punkten i en numrerad lista."),
        ("2.", "Andra punkten i en numrerad lista."),
    ]


def test_a_wrapped_number_is_no_list_number() -> None:
    page = page_of(
        [
            *_FILLER,
            Set("Det fanns under hela året ett antal platser och de var totalt", 100),
            Set("15. Fyren hade tio och Stegen hade fem av dem alla.", 113),
        ]
    )
    assert _texts(paragraphs_of([page])) == [
        "Det fanns under hela året ett antal platser och de var totalt 15. Fyren hade tio och Stegen hade fem av dem alla."
    ]


def test_rows_of_tables_and_contents_are_no_paragraphs() -> None:
    rows = [("Kvinnor", 120, ("12", "17")), ("Män", 133, ("9", "11")), ("Totalt", 146, ("21", "28"))]
    cells = [Set(text, top, x=300 + 80 * index) for _, top, values in rows for index, text in enumerate(values)]
    contents = [Set("Inledning ............................ 3", 300), Set("Ekonomi .............................. 7", 313)]
    page = page_of([*_FILLER, *(Set(label, top) for label, top, _ in rows), *cells, *contents])
    assert _texts(paragraphs_of([page])) == []


def test_text_beside_a_table_is_read_without_the_table() -> None:
    left = ["Insatsen gav under året stöd till", "totalt 56 män och 51 kvinnor, i", "steg 2 ovan. Det är fler än förut."]
    table = [("Män", "8", "56"), ("Kvinnor", "10", "51"), ("Alla", "18", "107")]
    lines = [Set(text, 100 + 13 * index) for index, text in enumerate(left)]
    for index, row in enumerate(table):
        lines += [Set(text, 100 + 13 * index, x=350 + 70 * place) for place, text in enumerate(row)]
    assert _texts(paragraphs_of([page_of([*_FILLER, *lines])])) == [" ".join(left)]


def test_the_same_pages_give_the_same_paragraphs() -> None:
    pages = [page_of([*_FILLER, Set("Fyren", 80, bold=True), *wrapped("Under året deltog tolv personer i Fyren.", 100)])]
    assert paragraphs_of(pages) == paragraphs_of(pages)


def test_a_line_of_text_below_a_list_of_contents_may_end_in_a_number_that_is_no_page() -> None:
    contents = [Set("Innehåll", 60, size=14), Set("Inledning 2", 90), Set("Ekonomi 7", 103)]
    lines = [
        "Ännu ett år har gått och mycket har hänt i de tre kommunerna.",
        "Totalt fick 131 personer stöd jämfört med 118",
        "året innan.",
    ]
    page = page_of([*contents, *(Set(text, 200 + 13 * index) for index, text in enumerate(lines)), *_FILLER])
    assert _texts(paragraphs_of([page])) == [" ".join(lines)]
