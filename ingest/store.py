"""Readings to Parquet and back to memory: the doors of `docs/architecture.md`, and the memo's JSON.

The same readings give the same bytes: rows are in reading order, files by name, and no clock is asked.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, get_type_hints

from ingest.catalogue import catalogue
from ingest.contracts import (
    DocumentReading,
    DocumentRow,
    FinanceRow,
    GoalCountRow,
    GoalRow,
    IndicatorRow,
    KeyFigureRow,
    ParticipantRow,
    SumRow,
    ToldAmountRow,
    UnreadRow,
)
from ingest.initiative_catalogue import initiatives
from ingest.lexicon import line_items

_PARTS: dict[str, type] = {
    "finances": FinanceRow,
    "sums": SumRow,
    "key_figures": KeyFigureRow,
    "unread": UnreadRow,
    "participants": ParticipantRow,
    "goals": GoalRow,
    "goal_counts": GoalCountRow,
    "indicators": IndicatorRow,
    "told_amounts": ToldAmountRow,
}
_SCALES = {"value": 3, "target_value": 3, "outcome_value": 3, "share": 4}


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def to_json(reading: DocumentReading) -> str:
    """The memo of one reading."""
    return json.dumps(asdict(reading), default=_plain, ensure_ascii=False, separators=(",", ":"))


def _revive(row_type: type, raw: dict[str, Any]) -> Any:
    hints = get_type_hints(row_type)
    values = {}
    for field in fields(row_type):
        value, hint = raw[field.name], str(hints[field.name])
        if value is not None and "Decimal" in hint:
            value = Decimal(value)
        elif value is not None and "date" in hint:
            value = date.fromisoformat(value)
        values[field.name] = value
    return row_type(**values)


def from_json(text: str) -> DocumentReading:
    """The reading of a memo; raises KeyError or ValueError when the memo is of another shape."""
    raw = json.loads(text)
    parts = {name: tuple(_revive(kind, row) for row in raw[name]) for name, kind in _PARTS.items()}
    return DocumentReading(document=_revive(DocumentRow, raw["document"]), **parts)


def _schema(row_type: type, with_file_name: int | None) -> Any:
    import pyarrow as pa

    hints = get_type_hints(row_type)
    columns = []
    for field in fields(row_type):
        hint = str(hints[field.name])
        if "Decimal" in hint:
            kind = pa.decimal128(18, _SCALES.get(field.name, 2))
        elif "date" in hint:
            kind = pa.date32()
        elif "bool" in hint:
            kind = pa.bool_()
        elif "float" in hint:
            kind = pa.float64()
        else:
            kind = pa.int32() if "int" in hint else pa.string()
        columns.append(pa.field(field.name, kind))
    if with_file_name is not None:
        columns.insert(with_file_name, pa.field("file_name", pa.string()))
    return pa.schema(columns)


def _write(path: Path, schema: Any, rows: Iterable[dict[str, Any]]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    scales = {f.name: Decimal(1).scaleb(-f.type.scale) for f in schema if pa.types.is_decimal(f.type)}
    ready = [{k: v.quantize(scales[k]) if k in scales and v is not None else v for k, v in row.items()} for row in rows]
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".building")
    pq.write_table(pa.Table.from_pylist(ready, schema=schema), beside, compression="zstd")
    beside.replace(path)


def write_facts(readings: Sequence[tuple[str, DocumentReading]], folder: Path) -> None:
    """Write documents, finances, sums, key_figures and unread as Parquet; `readings` are (file name, reading)."""
    ordered = sorted(readings, key=lambda pair: (pair[0], pair[1].document.document_id))
    _write(folder / "documents.parquet", _schema(DocumentRow, 1), ({**asdict(r.document), "file_name": name} for name, r in ordered))
    for part, kind in _PARTS.items():
        named = part != "sums"
        rows = ({**asdict(row), **({"file_name": name} if named else {})} for name, r in ordered for row in getattr(r, part))
        _write(folder / f"{part}.parquet", _schema(kind, 2 if named else None), rows)


def write_reference(folder: Path) -> None:
    """Write the vocabulary's tables: line items, their trees, the catalogue of associations, initiatives."""
    import pyarrow as pa

    items = line_items()
    text, whole, day, flag = pa.string(), pa.int32(), pa.date32(), pa.bool_()
    rows = []
    for item in items.items.values():
        parent, weight = items.parent(item.code)
        rows.append(
            {
                "line_item": item.code,
                "statement": item.statement,
                "label_sv": item.sv,
                "label_en": item.en,
                "parent": parent,
                "weight": weight,
                "normal_sign": item.sign,
                "cost_class": item.cost_class,
                "contributor_type": item.contributor_type,
            }
        )
    _write(
        folder / "line_items.parquet",
        pa.schema(
            [
                ("line_item", text),
                ("statement", text),
                ("label_sv", text),
                ("label_en", text),
                ("parent", text),
                ("weight", whole),
                ("normal_sign", whole),
                ("cost_class", text),
                ("contributor_type", text),
            ]
        ),
        rows,
    )
    trees = [
        {"form": form, "parent": total, "child": part, "weight": weight}
        for form, tree in items.trees.items()
        for total, parts in tree.items()
        for part, weight in parts.items()
    ]
    _write(folder / "line_item_trees.parquet", pa.schema([("form", text), ("parent", text), ("child", text), ("weight", whole)]), trees)
    _write(
        folder / "associations.parquet",
        pa.schema(
            [
                ("association_id", text),
                ("name", text),
                ("organisation_number", text),
                ("county", text),
                ("valid_from", day),
                ("valid_to", day),
                ("successor_id", text),
            ]
        ),
        [
            {
                "association_id": a.association_id,
                "name": a.name,
                "organisation_number": a.organisation_number,
                "county": a.county,
                "valid_from": a.valid_from,
                "valid_to": a.valid_to,
                "successor_id": a.successor_id,
            }
            for a in catalogue()
        ],
    )
    listed = initiatives()
    _write(
        folder / "initiatives.parquet",
        pa.schema(
            [
                ("initiative_id", text),
                ("name", text),
                ("association_id", text),
                ("is_shared", flag),
                ("direction", text),
                ("predecessor_id", text),
            ]
        ),
        [
            {
                "initiative_id": i.initiative_id,
                "name": i.name,
                "association_id": i.association_id,
                "is_shared": i.is_shared,
                "direction": i.direction,
                "predecessor_id": i.predecessor_id,
            }
            for i in listed
        ],
    )
    _write(
        folder / "initiative_aliases.parquet",
        pa.schema([("initiative_id", text), ("name", text), ("association_id", text), ("valid_from", day), ("valid_to", day)]),
        [
            {
                "initiative_id": entry.initiative_id,
                "name": alias.name,
                "association_id": alias.association_id or entry.association_id,
                "valid_from": alias.valid_from,
                "valid_to": alias.valid_to,
            }
            for entry in listed
            for alias in entry.aliases
        ],
    )
