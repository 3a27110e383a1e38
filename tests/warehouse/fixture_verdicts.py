"""Verdicts as the rules would leave them: a finding that is open, a place where all is well, one on withheld counts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tests.warehouse.warehouse import Warehouse

_AMOUNT = pa.decimal128(18, 3)
_VERDICTS = pa.schema(
    [
        *[(name, pa.string()) for name in ("verdict_id", "rule_id", "outcome", "severity", "association_id")],
        *[(name, pa.string()) for name in ("document_id", "file_name", "statement")],
        ("table_no", pa.int32()),
        ("column_printed", pa.string()),
        ("period_end", pa.date32()),
        *[(name, _AMOUNT) for name in ("left_value", "right_value", "difference", "tolerance")],
        ("message", pa.string()),
        ("fact_ids", pa.list_(pa.string())),
        ("cause", pa.string()),
        ("state", pa.string()),
        ("suspect_fact_ids", pa.list_(pa.string())),
        ("expected_value", pa.decimal128(18, 3)),
    ]
)
_SIDES = pa.schema([(name, pa.string()) for name in ("verdict_id", "fact_id", "side")])


def write_verdicts(warehouse: Warehouse) -> None:
    """Write verdicts on the two totals of one income statement of the built warehouse."""
    totals = warehouse.rows(
        """
        select fact_id, document_id, file_name, column_printed, amount_sek
        from marts.fct_finances
        where file_name = 'alfa_ar_2024.pdf' and statement = 'income_statement' and column_no = 1
            and line_item in ('operating_income', 'total_costs')
        order by line_item
        """
    )
    verdicts = [
        {
            "verdict_id": f"v{number}", "rule_id": "F1", "outcome": outcome, "severity": "error",
            "association_id": "alfa", "document_id": document_id, "file_name": file_name,
            "statement": "income_statement", "table_no": 1, "column_printed": column_printed,
            "period_end": date(2024, 12, 31), "left_value": amount, "right_value": amount, "difference": Decimal(0),
            "tolerance": Decimal(2), "message": "The rows make the printed sum.", "fact_ids": [fact_id],
            "cause": None, "state": "open", "suspect_fact_ids": [], "expected_value": None,
        }
        for number, (outcome, (fact_id, document_id, file_name, column_printed, amount)) in enumerate(
            zip(("fail", "pass"), totals, strict=True), start=1
        )
    ]  # fmt: skip
    masked = warehouse.rows("select fact_id, document_id, file_name from marts.fct_participants where is_masked order by row_no limit 1")
    for fact_id, document_id, file_name in masked:
        verdicts.append(
            {
                **verdicts[0], "verdict_id": "v3", "rule_id": "S1", "outcome": "pass", "document_id": document_id,
                "file_name": file_name, "statement": "participants", "fact_ids": [fact_id], "left_value": Decimal(2),
                "right_value": Decimal(2), "message": "Two women and nine men make eleven.",
            }
        )  # fmt: skip
    totals += [(fact_id, *rest, None, None) for fact_id, *rest in masked]
    sides = [
        {"verdict_id": verdict["verdict_id"], "fact_id": fact_id, "side": "left"}
        for verdict, (fact_id, *_) in zip(verdicts, totals, strict=True)
    ]
    folder = Path(warehouse.variables["verdicts_dir"])
    pq.write_table(pa.Table.from_pylist(verdicts, schema=_VERDICTS), folder / "verdicts.parquet")
    pq.write_table(pa.Table.from_pylist(sides, schema=_SIDES), folder / "verdict_facts.parquet")
