"""Corrections that a person has reviewed: one CSV per association in `corrections/`, a line each, only ever appended to.

A line says which printed figure is meant (fact_id, and a place that a person can find), what is expected to stand there,
and what it should be, in the unit and with the sign of the print. A line without a corrected figure acknowledges what is
printed. The last line on a figure counts. Corrections change no fact: the warehouse applies them last, in a column of their own,
and only while the printed figure is the expected one.
"""

from __future__ import annotations

import csv
import hashlib
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from ingest.numerals import parse_numeral

DEFAULT_FOLDER = Path(__file__).parent / "corrections"


class CorrectionError(ValueError):
    """A line that cannot be understood: the message names file and line."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One line. `corrected` is a figure in the printed unit, None in a line that only acknowledges."""

    verdict_id: str
    fact_id: str
    document_id: str
    file_name: str
    place: str
    printed: str
    corrected: Decimal | None
    reason: str
    who: str
    when: date
    association_id: str = ""

    @property
    def correction_id(self) -> str:
        """The same for the same line, however often it is loaded."""
        key = "\x1f".join([self.fact_id, self.printed, str(self.corrected), self.reason, self.who, self.when.isoformat()])
        return "c" + hashlib.sha256(key.encode()).hexdigest()[:11]


_COLUMNS = [field.name for field in fields(Correction) if field.name != "association_id"]


def corrections_folder() -> Path:
    """Where corrections are kept: `ingest/corrections/`, or the folder that FINSAM_CORRECTIONS names."""
    named = os.environ.get("FINSAM_CORRECTIONS")
    return Path(named).expanduser().absolute() if named else DEFAULT_FOLDER


def load_corrections(folder: Path) -> tuple[Correction, ...]:
    """All lines of all associations, in file and line order; raises CorrectionError on one that is not understood."""
    return tuple(line for path in sorted(folder.glob("*.csv")) for line in _read(path))


def _read(path: Path) -> Iterable[Correction]:
    with path.open(encoding="utf-8", newline="") as stream:
        table = csv.DictReader(stream)
        if table.fieldnames != _COLUMNS:
            raise CorrectionError(f"{path.name}: the first line must be {','.join(_COLUMNS)}")
        for row in table:
            where = f"{path.name} line {table.line_num}"
            if None in row or None in row.values():
                raise CorrectionError(f"{where}: expected {len(_COLUMNS)} fields")
            if missing := [name for name in ("fact_id", "printed", "reason", "who", "when") if not row[name].strip()]:
                raise CorrectionError(f"{where}: {missing[0]} is empty")
            yield Correction(**_typed(row, where), association_id=path.stem)


def _typed(row: dict[str, str], where: str) -> dict[str, Any]:
    try:
        corrected = Decimal(row["corrected"]) if row["corrected"].strip() else None
        return row | {"corrected": corrected, "when": date.fromisoformat(row["when"])}
    except (InvalidOperation, ValueError) as problem:
        raise CorrectionError(f"{where}: corrected must be a number with a decimal point, when a date as 2025-03-31") from problem


def figure(text: str) -> Decimal:
    """A figure as a person writes it ("1 234 567", "-12,5"); raises CorrectionError when it is none."""
    try:
        return parse_numeral(text.strip()).value
    except ValueError as problem:
        raise CorrectionError(f"{text!r} is not a figure; write it as it should have been printed, as 1 234 567") from problem


def append_correction(correction: Correction, folder: Path) -> Path:
    """Add one line to the file of its association, made with its heading when it is the first; returns the file."""
    path = folder / f"{correction.association_id}.csv"
    folder.mkdir(parents=True, exist_ok=True)
    is_new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream, lineterminator="\n")
        if is_new:
            table.writerow(_COLUMNS)
        table.writerow([_text(getattr(correction, name)) for name in _COLUMNS])
    return path


def _text(value: object) -> str:
    """A field never breaks the file's one line per decision; hard spaces of a printed figure stay."""
    return "" if value is None else re.sub(r"[\r\n\t]+", " ", str(value)).strip(" ")


def in_force(corrections: Sequence[Correction]) -> dict[str, Correction]:
    """The last line on each figure that corrects it, by fact_id; a later acknowledgement takes a correction back."""
    last = {correction.fact_id: correction for correction in corrections}
    return {fact_id: correction for fact_id, correction in last.items() if correction.corrected is not None}


def write_corrections(corrections: Sequence[Correction], folder: Path) -> None:
    """Write corrections.parquet beside the facts, also when there is none: the door from here to the warehouse."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema(
        [(name, pa.string()) for name in ("correction_id", "association_id", "fact_id", "document_id", "file_name", "place", "printed")]
        + [("corrected", pa.decimal128(18, 3))]
        + [(name, pa.string()) for name in ("reason", "who")]
        + [("decided_on", pa.date32())]
    )
    rows = [
        {
            "correction_id": one.correction_id,
            "association_id": one.association_id,
            "fact_id": one.fact_id,
            "document_id": one.document_id,
            "file_name": one.file_name,
            "place": one.place,
            "printed": one.printed,
            "corrected": (one.corrected or Decimal(0)).quantize(Decimal("0.001")),
            "reason": one.reason,
            "who": one.who,
            "decided_on": one.when,
        }
        for one in sorted(in_force(corrections).values(), key=lambda one: one.fact_id)
    ]
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), folder / "corrections.parquet", compression="zstd")
