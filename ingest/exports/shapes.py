"""The declared shapes of tables (`shapes/*.yml`), and which of them a block has."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ingest.exports.blocks import Block
from ingest.exports.cells import Cell
from ingest.exports.survey_words import answers_of, question_of
from ingest.exports.words import category_in, dimension_of_labels, dimension_of_title, explain
from ingest.lexicon import VocabularyError, fold, load

FOLDER = Path(__file__).parent / "shapes"
_KEYS = {"id", "letter", "order", "writes", "report_type", "title", "not_title", "needs", "unknown_heads", "sets", "by_source"}
_NEEDS = {"columns", "any_column", "rows", "rows_from", "selection", "question_columns"}


@dataclass(frozen=True, slots=True)
class Shape:
    """One declared shape; see `shapes/README.md` for what the keys mean."""

    id: str
    letter: str
    order: int
    writes: str
    report_type: str
    needs: Mapping[str, Any]
    sets: Mapping[str, str] = field(default_factory=dict)
    by_source: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    title: str | None = None
    not_title: str | None = None
    unknown_heads: str | None = None


@cache
def shapes() -> tuple[Shape, ...]:
    """All shapes, the ones to be tried first first; raises VocabularyError for a key that is not known."""
    found = []
    for path in sorted(FOLDER.glob("*.yml")):
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        if unknown := (set(raw) - _KEYS) | (set(raw["needs"]) - _NEEDS):
            raise VocabularyError(f"{path.name}: unknown key {sorted(unknown)}; the keys are told in shapes/README.md")
        found.append(Shape(**raw))
    return tuple(sorted(found, key=lambda shape: shape.order))


_BESIDE = frozenset({"figures", "known", "question_no", "gender", "municipality", "association"})


@dataclass(frozen=True, slots=True)
class Fit:
    """A block with its shape, and the dimension its row labels are of ("tell": made of head words; None: no dimension)."""

    shape: Shape
    dimension: str | None


def label_cells(block: Block, row: list[Cell]) -> list[Cell]:
    """The cells of a row that name it: those in columns of labels, the first column before all."""
    first = min(block.columns)
    heads = {number: column.told or {} for number, column in block.columns.items()}
    beside = {number for number, told in heads.items() if told and told.get("role", "figures") in _BESIDE}
    found = [cell for cell in row if cell.number is None and cell.problem is None and cell.column not in beside]
    named = [cell for cell in found if cell.column == first or heads.get(cell.column)]
    return named or [cell for cell in row if cell.column == first]


def labels(block: Block) -> list[str]:
    """The labels of all rows."""
    return [" ".join(cell.text for cell in label_cells(block, row)) for row in block.rows]


def texts_above(block: Block) -> str:
    """Titles, selections and the corner of the block as one folded text."""
    above = block.above
    parts = [cell.text for cell in above.titles] + [f"{s.key} {s.value}" for s in above.chosen.values()] + [block.corner]
    return " ".join(fold(part) for part in (*parts, block.sheet.name))


def _tells(block: Block, need: str) -> bool:
    key, _, value = need.partition("=")
    heads = [column.told for column in block.columns.values() if column.told is not None]
    return any(key in told and (not value or told[key] == value) for told in heads)


def fit(block: Block) -> Fit | None:
    """The first shape a block fits, or None."""
    above = texts_above(block)
    for shape in shapes():
        if (shape.title and not re.search(shape.title, above)) or (shape.not_title and re.search(shape.not_title, above)):
            continue
        needs = shape.needs
        if "question_columns" in needs or not all(_tells(block, need) for need in needs.get("columns", ())):
            continue
        if "any_column" in needs and not any(_tells(block, need) for need in needs["any_column"]):
            continue
        if "selection" in needs and block.above.value(needs["selection"]) is None:
            continue
        if "rows_from" in needs and not _rows_from(block, needs["rows_from"]):
            continue
        dimension = _dimension(block, list(needs.get("rows", ())))
        if "rows" in needs and dimension is None:
            continue
        return Fit(shape, dimension)
    return None


def _rows_from(block: Block, source: str) -> bool:
    """Whether rows (or columns) are answers of a scale, or rows are questions."""
    said = [cell.text for row in block.rows for cell in row if cell.number is None]
    if source == "answers":
        across = sum("answer" in (column.told or {}) for column in block.columns.values())
        return across >= 2 or sum(bool(answers_of(text)) for text in said) >= max(2, len(block.rows) // 3)
    asked = sum(question_of(label).is_known for label in labels(block))
    return block.with_role("question") is not None or (asked >= 2 and asked >= len(block.rows) / 2)


def _dimension(block: Block, allowed: list[str]) -> str | None:
    """The dimension of the rows: the one the corner or the nearest title names when it knows any label, else the one that knows most."""
    said = [label for label in labels(block) if label and "is_total" not in (explain(label) or {})]
    told = "tell" in allowed and any("measure" in (explain(label) or {}) or "gender" in (explain(label) or {}) for label in said)
    named = [name for name in allowed if name in load("exports")["dimensions"]]
    for text in (block.corner, *(cell.text for cell in reversed(block.above.titles)), block.sheet.name):
        dimension = dimension_of_title(text)
        if dimension in named and any(category_in(label, dimension) for label in said):
            return dimension
    best = dimension_of_labels(said, named)
    known = sum(category_in(label, best) is not None for label in said) if best else 0
    return best if best and 2 * known >= len(said) else "tell" if told else None
