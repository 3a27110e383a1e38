"""Corrections as lines of CSV: what is written is read back, the last line counts, and a bad line is named."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from ingest.corrections import Correction, CorrectionError, append_correction, figure, in_force, load_corrections, write_corrections


def correction(corrected: str | None, reason: str = "siffrorna är omkastade", printed: str = "1\u00a0646 106") -> Correction:
    return Correction(
        verdict_id="v1",
        fact_id="f1",
        document_id="d1",
        file_name="a/b.pdf",
        place="a/b.pdf, page 3, Kostnader, Utfall",
        printed=printed,
        corrected=None if corrected is None else Decimal(corrected),
        reason=reason,
        who="Eva",
        when=date(2026, 3, 31),
        association_id="alfa",
    )


def test_a_line_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    line = correction("-1646108.5", 'med "citat", komma\noch rad')
    append_correction(line, tmp_path)
    [again] = load_corrections(tmp_path)
    assert again.corrected == Decimal("-1646108.5")
    assert again.printed == line.printed
    assert again.reason == 'med "citat", komma och rad'
    assert len((tmp_path / "alfa.csv").read_text(encoding="utf-8").splitlines()) == 2


def test_a_later_acknowledgement_takes_a_correction_back(tmp_path: Path) -> None:
    for corrected in ("5", "7"):
        append_correction(correction(corrected), tmp_path)
    assert in_force(load_corrections(tmp_path))["f1"].corrected == 7
    append_correction(correction(None), tmp_path)
    assert in_force(load_corrections(tmp_path)) == {}


def test_the_door_is_there_without_any_correction(tmp_path: Path) -> None:
    write_corrections([], tmp_path)
    assert pq.read_table(tmp_path / "corrections.parquet").num_rows == 0


@pytest.mark.parametrize(
    ("change", "named"), [(("1646108", "en miljon"), "corrected"), (("2026-03-31", "31 mars"), "when"), (("Eva", ""), "who")]
)
def test_a_bad_line_is_named(tmp_path: Path, change: tuple[str, str], named: str) -> None:
    file = append_correction(correction("1646108"), tmp_path)
    file.write_text(file.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    with pytest.raises(CorrectionError, match=rf"alfa.csv line 2: .*{named}"):
        load_corrections(tmp_path)


def test_a_figure_is_written_as_people_write_it() -> None:
    assert figure("1 646 108") == 1646108
    assert figure("-12,5") == Decimal("-12.5")
    with pytest.raises(CorrectionError, match="not a figure"):
        figure("många")
