"""The vocabulary: folding, matching, narrowing, and files that say what they may not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest import lexicon
from ingest.lexicon import VocabularyError, fold, is_of_which_label, is_total_label, line_items, load, section_of, slug


@pytest.mark.parametrize(
    ("printed", "folded"),
    [("Öres- och  kronutjämning ", "öres och kronutjämning"), ("SUMMA\u00a0KOSTNADER:", "summa kostnader"),
     ("Intäkter / tillgångar", "intäkter/tillgångar"), ("– varav lön", "varav lön"), (None, ""), ("***", "")],
)  # fmt: skip
def test_fold(printed: str | None, folded: str) -> None:
    assert fold(printed) == folded


@pytest.mark.parametrize(
    ("name", "slugged"), [("Södra Vätterbygden", "sodra_vatterbygden"), ("Östra Havsbandet!", "ostra_havsbandet"), ("--", "")]
)
def test_slug(name: str, slugged: str) -> None:
    assert slug(name) == slugged


@pytest.mark.parametrize(
    ("label", "statement", "section", "code"),
    [
        ("Årets resultat", "income_statement", None, "result"), ("ÅRETS RESULTAT", "balance_sheet", "equity", "result"),
        ("Summa intäkter", "income_statement", "income", "operating_income"),
        ("Verksamhetens kostnader", "income_statement", None, "total_costs"),
        ("Medlemsbidrag", "operating_statement", "income", "contributions"), ("Öres- och kronutjämning", "note", "income", "rounding"),
        ("Försäkringskassan", "note", "income", "contribution_state"), ("Granliden kommun", "note", "income", "contribution_municipality"),
        ("Ett ord som ingen känner", "income_statement", None, None), ("", "income_statement", None, None), (None, None, None, None),
    ],
)  # fmt: skip
def test_labels_are_matched(label: str | None, statement: str | None, section: str | None, code: str | None) -> None:
    assert line_items().match(label, statement, section) == code


def test_a_label_is_narrowed_by_its_place() -> None:
    items = line_items()
    assert items.match("Summa", "operating_statement", "income") == "operating_income"
    assert items.match("Summa", "operating_statement", "costs") == "total_costs"
    assert items.match("Resultat", "income_statement", None) == "operating_result"
    assert items.match("Resultat", "operating_statement", None) == "result"
    assert items.match("Balanserat resultat", "budget_plan", "income") == "opening_equity_as_income"


def test_who_pays_is_asked_among_income_only() -> None:
    assert line_items().match("Köpta tjänster av kommunen", "note", "costs") != "contribution_municipality"


def test_every_item_is_well_formed_and_every_label_leads_to_it() -> None:
    items = line_items()
    raw = load("line_items")["items"]
    assert set(raw) == set(items.items)
    for code, entry in raw.items():
        plain = [label for label in entry.get("labels", []) if isinstance(label, str)]
        assert all(items.knows(label) for label in plain), code
        assert items.items[code].sign in {1, -1}
        assert items.items[code].sv
        assert items.items[code].en


def test_no_plain_label_leads_to_two_items() -> None:
    seen: dict[str, str] = {}
    for code, entry in load("line_items")["items"].items():
        for label in entry.get("labels", []):
            if isinstance(label, str):
                assert seen.setdefault(fold(label), code) == code, label


def test_trees_lead_from_totals_to_their_parts() -> None:
    items = line_items()
    assert items.below("total_costs")
    assert "total_costs" not in items.below("total_costs")
    for tree in items.trees.values():
        for total, parts in tree.items():
            assert set(parts) <= items.below(total)
            assert set(parts.values()) <= {1, -1, 0}
    assert items.parent("nothing") == (None, 1)


@pytest.mark.parametrize(
    ("label", "code"), [("Verksamhetens intäkter", "income"), ("KOSTNADER", "costs"), ("Tillgångar", "assets"), ("Eget kapital", "equity")]
)
def test_sections(label: str, code: str) -> None:
    section = section_of(label)
    assert section is not None
    assert section.code == code


def test_roles_told_by_words() -> None:
    assert is_total_label("Summa kostnader")
    assert is_total_label("Delsumma")
    assert is_total_label("Intäkter totalt")
    assert not is_total_label("Personal")
    assert not is_total_label(None)
    assert is_of_which_label("- varav förbundschef 35% tjänst")
    assert is_of_which_label("Därav moms")
    assert not is_of_which_label("Varaktiga insatser")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty vocabulary folder in place of the real one."""
    monkeypatch.setattr(lexicon, "FOLDER", tmp_path)
    for cached in (load, line_items):
        cached.cache_clear()
    yield tmp_path
    for cached in (load, line_items):
        cached.cache_clear()


ITEM = "items:\n  a: {sv: A, en: A, statement: note, %s}\ntrees: {}\n"


def test_an_unknown_key_is_refused_by_file_and_entry(folder: Path) -> None:
    (folder / "line_items.yml").write_text(ITEM % "lable: [x]")
    with pytest.raises(VocabularyError, match=r"line_items\.yml: a: unknown key \['lable'\]; allowed are .*'labels'"):
        line_items()


def test_a_tree_of_unknown_items_is_refused(folder: Path) -> None:
    (folder / "line_items.yml").write_text((ITEM % "sign: 1").replace("trees: {}", "trees: {f: {a: {b: 1}}}"))
    with pytest.raises(VocabularyError, match=r"line_items\.yml: tree f: unknown item \['b'\]"):
        line_items()


def test_a_missing_or_broken_file_is_named(folder: Path) -> None:
    with pytest.raises(VocabularyError, match=r"headers\.yml"):
        load("headers")
    (folder / "headings.yml").write_text("a: [")
    with pytest.raises(VocabularyError, match=r"headings\.yml"):
        load("headings")
