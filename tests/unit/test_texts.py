"""The catalogue of messages: both languages hold the same words, and every rule speaks Swedish."""

from __future__ import annotations

import string

import pytest

from expectations.rules import load_rules
from expectations.texts import load_texts
from orchestration.pages import page_words
from orchestration.review_store import STATES


def names_in(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_both_languages_have_the_same_sentences_with_the_same_parts() -> None:
    swedish, english = load_texts("sv"), load_texts("en")
    assert swedish.sentences.keys() == english.sentences.keys()
    for name, template in english.sentences.items():
        assert names_in(swedish.sentences[name]) == names_in(template), name
    assert set(STATES) == swedish.states.keys() == english.states.keys()
    assert swedish.statements.keys() == english.statements.keys()
    assert swedish.causes.keys() == english.causes.keys()


def test_both_languages_have_the_same_page_words() -> None:
    swedish, english = page_words("sv"), page_words("en")
    assert swedish.keys() == english.keys()
    for name, words in english.items():
        if isinstance(words, dict):
            assert swedish[name].keys() == words.keys(), name
        else:
            assert names_in(swedish[name]) == names_in(words), name


def test_every_rule_speaks_swedish() -> None:
    texts = load_texts("sv")
    assert not [rule.rule_id for rule in load_rules() if not texts.rules.get(rule.rule_id, {}).get("says")]


def test_a_phrase_with_a_changing_part_is_put_into_swedish_with_its_part() -> None:
    told = load_texts("sv").phrase("the reading is uncertain: read by OCR, and the sum 'Summa intäkter' does not hold in this column")
    assert told.startswith("läsningen är osäker: ")
    assert "Summa intäkter" in told
    assert load_texts("sv").phrase("a clause nobody has put into Swedish") == "a clause nobody has put into Swedish"


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="sv, en"):
        load_texts("fi")
