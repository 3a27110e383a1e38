"""The door for sheets of cells: identity numbers in any cell, lists of people by the heads of their columns.

A refusal names the rule, the sheet's number and the column, never what a cell holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from ingest.door import column_words, holds_identity_number, refusal
from ingest.exports.cells import Cell, Sheet, letters
from ingest.exports.survey_words import question_of_column
from ingest.lexicon import fold, load

_TELLING = ("identity", "name", "birth_date", "person_id", "attribute")
_LOOKS_LIKE_NUMBER = re.compile(r"(?:19|20)?\d{6}\s?[-–+]?\s?\w{4}|\d{8,12}")
_SAMPLE = 300
_IDS_FROM = 100_000
_BARE = 10  # figures of a personal identity number without its century

_Rows = list[list[Cell]]


def refuse_people(sheets: Iterable[Sheet], loose: Sequence[str]) -> None:
    """Raise Refused when any sheet (hidden ones too) holds people rather than counts, or a comment names a person's number."""
    if any(holds_identity_number(text) for text in loose):
        raise refusal("identity_number", "a personal identity number", "in a comment, a text box or a formula")
    for sheet in sheets:
        if holds_identity_number(sheet.name):
            raise refusal("identity_number", "a personal identity number", f"the name of sheet {sheet.number}")
        rows = sheet.rows()
        heads: dict[int, str] = {}
        for row in rows:
            for cell in row:
                if cell.is_copy:
                    continue
                if any(letter.isalpha() for letter in cell.text):
                    heads[cell.column] = fold(cell.text)
                if _is_number(cell) and not _is_other_number(cell, heads.get(cell.column)):
                    raise refusal("identity_number", "a personal identity number", _place(sheet, cell.column, None))
        _refuse_lists(sheet, rows)
        turned = [Cell(c.text, c.column, c.row, c.number) for row in rows[:60] for c in row if c.column <= _SAMPLE]
        by_row: dict[int, list[Cell]] = {}
        for cell in sorted(turned, key=lambda c: (c.row, c.column)):
            by_row.setdefault(cell.row, []).append(cell)
        _refuse_lists(sheet, list(by_row.values())[:1], list(by_row.values())[1:])


def _is_number(cell: Cell) -> bool:
    if holds_identity_number(cell.text, whole=True):
        return True
    # A zero in front is lost where a spreadsheet takes the digits for a number.
    return cell.number is not None and cell.text.isdigit() and len(cell.text) == 9 and holds_identity_number("0" + cell.text, whole=True)


def _is_other_number(cell: Cell, head: str | None) -> bool:
    """Whether bare figures stand under a head of amounts, invoices or accounts: those with a hyphen, or a century, do not."""
    return cell.number is not None and len(cell.text) <= _BARE and cell.text.isdigit() and head in column_words()["other_number"]


def _place(sheet: Sheet, column: int, head: str | None) -> str:
    named = f', "{head}"' if head else ""
    return f"sheet {sheet.number}, column {letters(column)}{named}"


def _refuse_lists(sheet: Sheet, heads: _Rows, below: _Rows | None = None) -> None:
    words = column_words()
    telling = frozenset().union(*(words[kind] for kind in _TELLING))
    seen: set[tuple[tuple[int, str], ...]] = set()  # a label repeated down a long column is looked at once
    for index, row in enumerate(heads):
        said = tuple((cell.column, word) for cell in row if (word := fold(cell.text)) in telling)
        if not said or said in seen:
            continue
        seen.add(said)
        body = below if below is not None else heads[index + 1 : index + 1 + _SAMPLE]
        broken = person_rule(row, [{c.column: c for c in line if not c.is_copy} for line in body])
        if broken:
            rule, column = broken
            head = next((cell.text for cell in row if cell.column == column), None)
            what = "people, one in each row" if rule == "one_row_per_person" else "columns that name people"
            raise refusal(rule, what, _place(sheet, column, head) if below is None else f"sheet {sheet.number}")


def person_rule(head: Sequence[Cell], body: Sequence[dict[int, Cell]]) -> tuple[str, int] | None:
    """The rule that a table breaks, with the column that breaks it; None for a harmless table."""
    kinds: dict[str, list[int]] = {}
    for cell in head:
        for kind, words in column_words().items():
            if fold(cell.text) in words:
                kinds.setdefault(kind, []).append(cell.column)
    rows = [row for row in body if len(row) > 1]
    for column in kinds.get("identity", []):
        if any(_LOOKS_LIKE_NUMBER.fullmatch(row[column].text) for row in rows if column in row):
            return "identity_column", column
    for name in kinds.get("name", []):
        for born in kinds.get("birth_date", []):
            if any(name in row and born in row for row in rows):
                return "name_and_birth_date", born
    return _one_row_each(kinds, rows, sum(question_of_column(cell.text) is not None for cell in head) >= 2)


def _one_row_each(kinds: dict[str, list[int]], rows: list[dict[int, Cell]], answers: bool) -> tuple[str, int] | None:
    rules = load("door")["person_rows"]
    if len(rows) < rules["rows"]:
        return None
    named = kinds.get("name", [])
    counts = [*kinds.get("count", []), *(c for c in kinds.get("person_id", []) if _counts(rows, c))]
    attributes = kinds.get("attribute", [])
    if named and (answers or kinds.get("contact")) and not counts:
        return "one_row_per_person", named[0]
    if counts or (answers and not named):
        return None
    keyed = [c for c in (*named, *kinds.get("birth_date", []), *kinds.get("person_id", [])) if _tells_apart(rows, c)]
    gendered = [c for c in attributes if _is_gender(rows, c, rules["genders"])]
    if keyed and (gendered or len(attributes) >= rules["attributes"]):
        return "one_row_per_person", keyed[0]
    return ("one_row_per_person", gendered[0]) if gendered and len(attributes) >= rules["attributes"] else None


def _counts(rows: list[dict[int, Cell]], column: int) -> bool:
    """Whether a column that could number people counts them: small figures that are no running number."""
    numbers = [row[column].number for row in rows if column in row]
    if not numbers or any(number is None for number in numbers):
        return False
    plain = [int(number) for number in numbers if number is not None]
    running = len(plain) > 1 and all(b - a == 1 for a, b in pairwise(plain))
    return not running and max(plain) < _IDS_FROM


def _is_gender(rows: list[dict[int, Cell]], column: int, words: Sequence[str]) -> bool:
    said = [fold(row[column].text) for row in rows if column in row]
    return bool(said) and all(word in words for word in said)


def _tells_apart(rows: list[dict[int, Cell]], column: int) -> bool:
    """Whether a column tells rows apart, as a person's name or number does and a category does not."""
    said = [row[column].text for row in rows if column in row]
    return len(said) > 1 and len(set(said)) >= 0.6 * len(said)
