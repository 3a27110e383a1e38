"""A small, arithmetically consistent set of facts, as the reader would leave it, written as the Parquet doors.

Two associations (`alfa` of the catalogue, `beta` known from its documents only), the years 2023 and 2024: annual
reports, an interim report and a plan each, and a scan of one annual report. Amounts are whole kronor. Everything
here is made up. `write_doors` is what tests call; `Archive` lets a test change the facts before writing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, get_type_hints

import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from expectations.rules import write_reference
from ingest import contracts
from ingest.contracts import (
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
from ingest.corrections import write_corrections

VOCABULARY = Path(contracts.__file__).parent / "vocabulary" / "line_items.yml"
_SCALES = {"value": 3, "target_value": 3, "outcome_value": 3, "share": 4}
_ARROW = {bool: pa.bool_(), int: pa.int32(), float: pa.float64(), str: pa.string(), date: pa.date32()}


@dataclass(frozen=True)
class Year:
    """What one association's books say of one year, in whole kronor; costs positive."""

    association_id: str
    year: int
    state: int
    region: int
    municipality: int
    initiatives: int
    office: int
    opening_equity: int
    liabilities: int

    @property
    def income(self) -> int:
        return self.state + self.region + self.municipality

    @property
    def costs(self) -> int:
        return self.initiatives + self.office

    @property
    def result(self) -> int:
        return self.income - self.costs

    @property
    def equity(self) -> int:
        return self.opening_equity + self.result

    @property
    def assets(self) -> int:
        return self.equity + self.liabilities


BOOKS = {
    ("alfa", 2022): Year("alfa", 2022, 2_000_000, 1_000_000, 1_000_000, 3_200_000, 700_000, 900_000, 500_000),
    ("alfa", 2023): Year("alfa", 2023, 2_100_000, 1_050_000, 1_050_000, 3_500_000, 750_000, 1_000_000, 600_000),
    ("alfa", 2024): Year("alfa", 2024, 2_200_000, 1_100_000, 1_100_000, 3_900_000, 760_000, 950_000, 650_000),
    ("beta", 2022): Year("beta", 2022, 3_000_000, 1_500_000, 1_500_000, 4_900_000, 900_000, 700_000, 300_000),
    ("beta", 2023): Year("beta", 2023, 3_100_000, 1_550_000, 1_550_000, 5_000_000, 950_000, 900_000, 350_000),
    ("beta", 2024): Year("beta", 2024, 3_200_000, 1_600_000, 1_600_000, 5_300_000, 980_000, 1_150_000, 400_000),
}


@dataclass
class Archive:
    """Every row the reader left, to be changed by a test before it is written."""

    documents: list[DocumentRow] = field(default_factory=list)
    file_names: dict[str, str] = field(default_factory=dict)
    finances: list[FinanceRow] = field(default_factory=list)
    sums: list[SumRow] = field(default_factory=list)
    key_figures: list[KeyFigureRow] = field(default_factory=list)
    unread: list[UnreadRow] = field(default_factory=list)
    participants: list[ParticipantRow] = field(default_factory=list)
    goals: list[GoalRow] = field(default_factory=list)
    goal_counts: list[GoalCountRow] = field(default_factory=list)
    indicators: list[IndicatorRow] = field(default_factory=list)
    told_amounts: list[ToldAmountRow] = field(default_factory=list)
    aliases: list[dict[str, Any]] = field(default_factory=list)

    def document(self, file_name: str) -> str:
        """Give the document_id of a file."""
        return next(key for key, name in self.file_names.items() if name == file_name)

    def change(self, file_name: str, line_item: str, **changes: Any) -> None:
        """Change every finance row of one line item of one document, actual figures of its own year only."""
        document_id = self.document(file_name)
        year = next(row.fiscal_year for row in self.documents if row.document_id == document_id)
        hits = [
            index
            for index, row in enumerate(self.finances)
            if (row.document_id, row.line_item, row.scenario, row.fiscal_year) == (document_id, line_item, "actual", year)
        ]
        if not hits:
            raise LookupError(f"{file_name} has no {line_item}")
        for index in hits:
            self.finances[index] = replace(self.finances[index], **changes)


@dataclass(frozen=True)
class _Column:
    """One amount column: what it is about and where its amounts come from."""

    printed: str
    scenario: str
    books: Year
    period_start: date
    period_end: date
    budget_version: str | None = None


_INCOME = [("contribution_state", "Staten", "state"), ("contribution_region", "Regionen", "region"),
           ("contribution_municipality", "Kommunerna", "municipality")]  # fmt: skip
_COSTS = [("initiatives_total", "Insatser", "initiatives"), ("office", "Kansli", "office")]
_FLOWS = [
    ("income", _INCOME, ("operating_income", "Summa intäkter", "income")),
    ("costs", _COSTS, ("total_costs", "Summa kostnader", "costs")),
    ("result", [], ("result", "Årets resultat", "result")),
]
_STOCKS = [
    ("assets", [("cash_and_bank", "Kassa och bank", "assets")], ("total_assets", "Summa tillgångar", "assets")),
    (
        "equity",
        [("equity_brought_forward", "Balanserat resultat", "opening_equity"), ("result", "Årets resultat", "result")],
        ("equity_closing", "Summa eget kapital", "equity"),
    ),
    ("liabilities", [("current_liabilities", "Kortfristiga skulder", "liabilities")], None),
]


def _fact_id(*parts: object) -> str:
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:24]


def _printed(amount: int) -> str:
    return f"{amount:,}".replace(",", " ")


def _add_table(archive: Archive, document: DocumentRow, table_no: int, statement: str, columns: Sequence[_Column], stock: bool) -> None:
    """Add one table: its sections' parts and totals, and how the parts make the totals."""
    for column_no, column in enumerate(columns, start=1):
        row_no = 0
        for section, parts, total in _STOCKS if stock else _FLOWS:
            made: list[str] = []
            for line_item, label, source in [*parts, *([total] if total else [])]:
                row_no += 1
                is_sum = total is not None and line_item == total[0]
                amount = Decimal(getattr(column.books, source))
                fact = FinanceRow(
                    fact_id=_fact_id(document.document_id, table_no, row_no, column_no),
                    document_id=document.document_id, association_id=document.association_id, page=table_no + 1,
                    x0=300.0 + 80 * column_no, top=100.0 + 14 * row_no, x1=350.0 + 80 * column_no,
                    bottom=110.0 + 14 * row_no, reading="ocr" if document.is_scanned else "text", reading_note=None,
                    doubt=None, period_type="instant" if stock else "year",
                    period_start=None if stock else column.period_start, period_end=column.period_end,
                    fiscal_year=column.period_end.year, statement=statement, table_no=table_no, row_no=row_no,
                    column_no=column_no, label_printed=label, label_path=section.title(), section=section,
                    line_item=line_item, initiative_id=None, contributor_id=None, is_total=is_sum or line_item == "result",
                    is_of_which=False, column_printed=column.printed, scenario=column.scenario,
                    budget_version=column.budget_version, deviation_of=None,
                    income_basis="operating" if line_item == "operating_income" else None,
                    amount_printed=_printed(int(amount)), unit_printed="SEK", unit_used="SEK", unit_multiple=1,
                    precision_sek=Decimal(1), amount_sek=amount.quantize(Decimal("0.01")),
                    amount_natural_sek=amount.quantize(Decimal("0.01")), note_ref=None, table_note=None,
                    table_title=None,
                )  # fmt: skip
                archive.finances.append(fact)
                if is_sum:
                    archive.sums.extend(SumRow(document.document_id, table_no, column_no, fact.fact_id, part, 1, False) for part in made)
                made.append(fact.fact_id)


def _add_document(archive: Archive, file_name: str, books: Year, report_type: str, **told: Any) -> DocumentRow:
    document_id = hashlib.sha256(file_name.encode()).hexdigest()
    document = DocumentRow(
        document_id=document_id, association_id=books.association_id,
        association_name=books.association_id.title(),
        association_printed=f"Samordningsförbundet {books.association_id.title()}",
        is_provisional=books.association_id == "beta", report_type=report_type, title=f"{report_type} {books.year}",
        registry_number=f"{books.year}:01", is_draft=False, period_start=date(books.year, 1, 1),
        period_end=date(books.year, 12, 31), fiscal_year=books.year, published_on=None, adopted_on=None, pages=8,
        is_scanned=False, source_url=None, reader_version="1",
    )  # fmt: skip
    document = replace(document, **told)
    archive.documents.append(document)
    archive.file_names[document_id] = file_name
    return document


def _whole_year(books: Year, scenario: str = "actual", version: str | None = None) -> _Column:
    return _Column(f"{scenario} {books.year}", scenario, books, date(books.year, 1, 1), date(books.year, 12, 31), version)


def _halved(books: Year) -> Year:
    """The first half of a year: half of every flow, and the balance that follows from it."""
    halves = {name: getattr(books, name) // 2 for name in ("state", "region", "municipality", "initiatives", "office")}
    return replace(books, **halves)


def build_archive() -> Archive:
    """Build the facts of both associations: annual report, its scan (alfa 2024 only), interim report and plan."""
    archive = Archive()
    for association in ("alfa", "beta"):
        for year in (2023, 2024):
            books, before = BOOKS[association, year], BOOKS[association, year - 1]
            annual = [_whole_year(books), _whole_year(before), _whole_year(books, "budget", "adopted")]
            renditions = [(f"{association}_ar_{year}.pdf", False)]
            if (association, year) == ("alfa", 2024):
                renditions.append((f"{association}_ar_{year}_scan.pdf", True))
            for file_name, is_scanned in renditions:
                document = _add_document(archive, file_name, books, "annual_report", is_scanned=is_scanned)
                _add_table(archive, document, 1, "income_statement", annual, stock=False)
                _add_table(archive, document, 2, "balance_sheet", annual[:2], stock=True)
                archive.key_figures.append(_equity_ratio(document, books))
        _add_interim(archive, BOOKS[association, 2024])
        _add_plan(archive, BOOKS[association, 2024])
    first = archive.documents[0]
    archive.unread.append(UnreadRow(first.document_id, 3, 10.0, 20.0, 30.0, 30.0, "17", "unknown_header"))
    return archive


def _add_interim(archive: Archive, books: Year) -> None:
    half = replace(_whole_year(_halved(books)), period_end=date(books.year, 6, 30))
    before = _whole_year(BOOKS[books.association_id, books.year - 1])
    document = _add_document(archive, f"{books.association_id}_dr_{books.year}.pdf", books, "interim_report", period_end=half.period_end)
    _add_table(archive, document, 1, "income_statement", [half, before], stock=False)
    _add_table(archive, document, 2, "balance_sheet", [half, before], stock=True)


def _add_plan(archive: Archive, books: Year) -> None:
    document = _add_document(archive, f"{books.association_id}_vp_{books.year}.pdf", books, "plan_budget")
    _add_table(archive, document, 1, "budget_plan", [_whole_year(books, "budget", "adopted")], stock=False)


def _equity_ratio(document: DocumentRow, books: Year) -> KeyFigureRow:
    percent = Decimal(round(100 * books.equity / books.assets))
    return KeyFigureRow(
        fact_id=_fact_id(document.document_id, "equity_ratio"), document_id=document.document_id,
        association_id=document.association_id, page=2, x0=400.0, top=90.0, x1=430.0, bottom=100.0, reading="text",
        reading_note=None, doubt=None, period_type="instant", period_start=None, period_end=document.period_end,
        fiscal_year=books.year, measure="equity_ratio", label_printed="Soliditet", column_printed=str(books.year),
        scenario="actual", amount_printed=f"{percent} %", value=percent.quantize(Decimal("0.001")), unit="percent",
        table_no=3,
    )  # fmt: skip


def _arrow_schema(row_type: type) -> pa.Schema:
    hints = get_type_hints(row_type)
    columns = []
    for column in fields(row_type):
        hint = hints[column.name]
        options = [option for option in getattr(hint, "__args__", (hint,)) if option is not type(None)]
        scale = _SCALES.get(column.name, 2)
        arrow = pa.decimal128(18, scale) if options[0] is Decimal else _ARROW[options[0]]
        columns.append((column.name, arrow))
    return pa.schema(columns)


def _write_rows(path: Path, row_type: type, rows: Iterable[Any], file_names: dict[str, str] | None = None) -> None:
    schema = _arrow_schema(row_type)
    records = [asdict(row) for row in rows]
    if file_names is not None:
        schema = schema.append(pa.field("file_name", pa.string()))
        records = [{**record, "file_name": file_names[record["document_id"]]} for record in records]
    pq.write_table(pa.Table.from_pylist(records, schema=schema), path)


def _write_text_table(path: Path, columns: Sequence[tuple[str, pa.DataType]], records: list[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(records, schema=pa.schema(columns)), path)


def _write_catalogue(folder: Path, aliases: list[dict[str, Any]]) -> None:
    items = yaml.safe_load(VOCABULARY.read_text(encoding="utf-8"))
    text, number = pa.string(), pa.int32()
    _write_text_table(
        folder / "line_items.parquet",
        [(name, text) for name in ("line_item", "statement", "label_sv", "label_en", "parent")]
        + [("weight", number), ("normal_sign", number), ("cost_class", text), ("contributor_type", text)],
        [
            {
                "line_item": code, "statement": item["statement"], "label_sv": item["sv"], "label_en": item["en"],
                "parent": None, "weight": 1, "normal_sign": item.get("sign", 1),
                "cost_class": item.get("cost_class"), "contributor_type": item.get("contributor_type"),
            }
            for code, item in items["items"].items()
        ],
    )  # fmt: skip
    _write_text_table(
        folder / "line_item_trees.parquet",
        [("form", text), ("parent", text), ("child", text), ("weight", number)],
        [
            {"form": form, "parent": parent, "child": child, "weight": weight}
            for form, tree in items["trees"].items()
            for parent, children in tree.items()
            for child, weight in children.items()
        ],
    )
    dated = [("valid_from", pa.date32()), ("valid_to", pa.date32()), ("successor_id", text)]
    _write_text_table(
        folder / "associations.parquet",
        [(name, text) for name in ("association_id", "name", "organisation_number", "county")] + dated,
        [{"association_id": "alfa", "name": "Alfa", "organisation_number": "222000-0001", "county": "Alfa län"}],
    )
    _write_text_table(
        folder / "initiatives.parquet",
        [("initiative_id", text), ("name", text), ("association_id", text), ("is_shared", pa.bool_()),
         ("direction", text), ("predecessor_id", text)],
        [{"initiative_id": "spar-ett", "name": "Spår ett", "association_id": "alfa", "is_shared": False,
          "direction": "individual"}],
    )  # fmt: skip
    _write_text_table(
        folder / "initiative_aliases.parquet",
        [(name, text) for name in ("initiative_id", "name", "association_id")] + dated[:2],
        aliases,
    )


def _write_ledger(folder: Path, archive: Archive) -> None:
    text = pa.string()
    at = datetime(2025, 5, 1, 2, 0, tzinfo=UTC).replace(tzinfo=None)
    names = ("run_id", "stage", "source_id", "file_name", "document_id", "outcome", "reason_code", "message")
    read = [
        {"run_id": "r1", "stage": "read", "file_name": archive.file_names[row.document_id],
         "document_id": row.document_id, "outcome": "ok", "at": at}
        for row in archive.documents
    ]  # fmt: skip
    refused = {"run_id": "r1", "stage": "read", "file_name": "broken.pdf", "outcome": "refused",
               "reason_code": "empty_file", "message": "The file is empty.", "at": at}  # fmt: skip
    _write_text_table(
        folder / "outcomes.parquet",
        [(name, text) for name in names] + [("at", pa.timestamp("us"))],
        [*read, refused],
    )
    _write_text_table(
        folder / "release.parquet",
        [("release_id", text), ("built_at", pa.timestamp("us")), ("data_as_of", pa.date32()),
         ("reader_version", text), ("contract_version", text)],
        [{"release_id": "2025-05-01", "built_at": at, "data_as_of": date(2025, 5, 1), "reader_version": "1",
          "contract_version": "1"}],
    )  # fmt: skip


def write_doors(root: Path, archive: Archive) -> dict[str, str]:
    """Write every door dbt reads below `root`; return dbt's variables for them."""
    facts = root / "facts"
    facts.mkdir(parents=True, exist_ok=True)
    _write_rows(facts / "documents.parquet", DocumentRow, archive.documents, archive.file_names)
    _write_rows(facts / "finances.parquet", FinanceRow, archive.finances, archive.file_names)
    _write_rows(facts / "sums.parquet", SumRow, archive.sums)
    _write_rows(facts / "key_figures.parquet", KeyFigureRow, archive.key_figures, archive.file_names)
    _write_rows(facts / "unread.parquet", UnreadRow, archive.unread, archive.file_names)
    _write_rows(facts / "participants.parquet", ParticipantRow, archive.participants, archive.file_names)
    _write_rows(facts / "goals.parquet", GoalRow, archive.goals, archive.file_names)
    _write_rows(facts / "goal_counts.parquet", GoalCountRow, archive.goal_counts, archive.file_names)
    _write_rows(facts / "indicators.parquet", IndicatorRow, archive.indicators, archive.file_names)
    _write_rows(facts / "told_amounts.parquet", ToldAmountRow, archive.told_amounts, archive.file_names)
    write_corrections([], facts)
    _write_catalogue(root / "reference", archive.aliases)
    write_reference(root / "reference")
    _write_ledger(root / "outcomes", archive)
    folders = ("facts", "reference", "outcomes", "residuals", "verdicts")
    for name in folders:
        (root / name).mkdir(exist_ok=True)
    return {f"{name}_dir": str(root / name) for name in folders}
