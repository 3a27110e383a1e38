"""What the marts say of the fixture's books, and what they say when documents disagree."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.warehouse.fixture_facts import BOOKS, build_archive, write_doors
from tests.warehouse.fixture_people import add_people
from tests.warehouse.warehouse import Warehouse, failed


@pytest.fixture(scope="module")
def disputed(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Give a warehouse where documents disagree about 2023 and one initiative is not in the catalogue."""
    archive = build_archive()
    # The annual report of 2024 restates alfa's costs of 2023 by one krona; the interim report says another thing.
    for index, row in enumerate(archive.finances):
        of_2023 = (row.fiscal_year, row.line_item, row.scenario) == (2023, "total_costs", "actual")
        name = archive.file_names[row.document_id]
        if of_2023 and name == "alfa_ar_2024.pdf":
            archive.finances[index] = replace(row, amount_natural_sek=Decimal(4_250_001), amount_sek=Decimal(4_250_001))
        if of_2023 and name == "alfa_dr_2024.pdf":
            archive.finances[index] = replace(row, amount_natural_sek=Decimal(9_999_999), amount_sek=Decimal(9_999_999))
        if of_2023 and name == "alfa_ar_2024_scan.pdf":
            archive.finances[index] = replace(row, amount_natural_sek=Decimal(1), amount_sek=Decimal(1))
    archive.change("beta_ar_2024.pdf", "initiatives_total", initiative_id="nytt-spar", label_printed="Nytt spår")
    # The parts of beta's costs no longer make the printed total, by far: a row was misread or is missing.
    archive.change("beta_ar_2024.pdf", "office", amount_natural_sek=Decimal(1), amount_sek=Decimal(1))
    archive.change("beta_ar_2023.pdf", "office", doubt="two readings")
    root = tmp_path_factory.mktemp("disputed")
    built = Warehouse(root, write_doors(root, archive))
    statuses = built.build("--exclude", "tag:verdicts")
    assert not failed(statuses), failed(statuses)
    return built


@pytest.mark.parametrize(("association", "year"), sorted(BOOKS))
def test_association_year_says_what_the_books_say(published: Warehouse, association: str, year: int) -> None:
    books = BOOKS[association, year]
    [row] = published.rows(
        """
        select contributions_sek, operating_income_sek, costs_sek, result_sek, equity_sek, total_assets_sek
        from marts.association_year where association_id = ? and fiscal_year = ?
        """,
        [association, year],
    )
    assert row == (books.income, books.income, books.costs, books.result, books.equity, books.assets)


def test_equity_ratio_is_computed_to_three_decimals(published: Warehouse) -> None:
    # alfa 2024: 690 000 of 1 340 000
    assert published.rows(
        "select value, status from marts.key_figures_long "
        "where indicator = 'equity_ratio' and association_id = 'alfa' and fiscal_year = 2024"
    ) == [(Decimal("51.493"), "computed")]


def test_current_finances_sum_to_the_books_without_totals_or_renditions(published: Warehouse) -> None:
    sums = published.rows(
        """
        select association_id, fiscal_year, section, sum(amount_natural_sek)
        from marts.finances_current where scenario = 'actual' and section in ('income', 'costs', 'equity')
        group by all
        """
    )
    expected = {
        (association, year, section): Decimal(getattr(books, section))
        for (association, year), books in BOOKS.items()
        for section in ("income", "costs", "equity")
    }
    assert {(association, year, section): total for association, year, section, total in sums} == expected


def test_no_row_is_summed_beside_its_own_parts(published: Warehouse) -> None:
    sums = published.work.parent / "facts" / "sums.parquet"
    both = published.rows(
        f"select count(*) from read_parquet('{sums}') "  # noqa: S608
        "where total_fact_id in (select fact_id from marts.finances_current)"
    )
    assert both == [(0,)]
    assert published.rows("select count(*) from marts.finances_current where ties_to_total = false") == [(0,)]


def test_a_half_year_is_not_current_once_the_year_is(published: Warehouse) -> None:
    assert published.rows("select count(*) from marts.finances_current where extract(month from period_end) = 6") == [(0,)]
    assert published.rows("select count(*) > 0 from marts.fct_finances where extract(month from period_end) = 6") == [(True,)]


def test_the_budget_comes_from_the_plan(published: Warehouse) -> None:
    assert published.rows(
        "select distinct file_name from marts.finances_current where scenario = 'budget' and fiscal_year = 2024 order by file_name"
    ) == [("alfa_vp_2024.pdf",), ("beta_vp_2024.pdf",)]


def test_of_two_renditions_the_text_is_preferred_and_both_are_kept(published: Warehouse) -> None:
    assert published.rows(
        "select file_name, is_preferred, count(distinct report_id) over () from marts.dim_document "
        "where file_name like 'alfa_ar_2024%' order by file_name"
    ) == [("alfa_ar_2024.pdf", True, 1), ("alfa_ar_2024_scan.pdf", False, 1)]
    assert published.rows("select count(*) from marts.fct_finances where file_name = 'alfa_ar_2024_scan.pdf'") == [(36,)]


def test_an_association_known_from_documents_only_is_provisional(published: Warehouse) -> None:
    assert published.rows("select association_id, name, is_provisional from marts.dim_association order by 1") == [
        ("alfa", "Alfa", False),
        ("beta", "Beta", True),
    ]


def test_coverage_tells_the_missing_plan_from_the_interim_report_nobody_owes(published: Warehouse) -> None:
    assert published.rows(
        "select fiscal_year, report_type, is_expected, is_present, documents, reports from marts.coverage "
        "where association_id = 'alfa' order by 1, 2"
    ) == [
        (2023, "annual_report", True, True, 1, 1),
        (2023, "participant_statistics", False, True, 1, 1),
        (2023, "plan_budget", True, False, 0, 0),
        (2024, "annual_report", True, True, 2, 1),
        (2024, "indicator_report", False, True, 1, 1),
        (2024, "interim_report", False, True, 1, 1),
        (2024, "plan_budget", True, True, 1, 1),
    ]


def test_a_sum_that_holds_confirms_the_facts_it_runs_through(published: Warehouse) -> None:
    assert published.rows(
        "select line_item, confirmations_table > 0 from marts.fct_finances "
        "where file_name = 'alfa_ar_2024.pdf' and column_no = 1 and line_item in ('office', 'total_costs') order by 1"
    ) == [("office", True), ("total_costs", True)]


def test_agreeing_documents_and_renditions_raise_no_restatement(published: Warehouse) -> None:
    assert published.rows("select * from quality.restatements") == []


def test_the_later_annual_report_is_current_and_the_interim_comparative_is_not(disputed: Warehouse) -> None:
    assert disputed.rows("select costs_sek from marts.association_year where association_id = 'alfa' and fiscal_year = 2023") == [
        (Decimal("4250001.00"),)
    ]


def test_restatements_name_both_documents_and_hold_annual_reports_against_each_other(disputed: Warehouse) -> None:
    rows = disputed.rows(
        """
        select earlier.file_name, later.file_name, earlier_sek, later_sek, kind, label = label_sv
        from quality.restatements
        inner join marts.dim_document as earlier on earlier_document_id = earlier.document_id
        inner join marts.dim_document as later on later_document_id = later.document_id
        inner join marts.dim_line_item using (line_item)
        order by later.period_end
        """
    )
    assert rows == [
        ("alfa_ar_2023.pdf", "alfa_dr_2024.pdf", 4_250_000, 9_999_999, "unknown", True),
        ("alfa_ar_2023.pdf", "alfa_ar_2024.pdf", 4_250_000, 4_250_001, "rounding", True),
    ]


def test_a_section_whose_parts_miss_its_total_is_left_out_of_the_sums_and_its_total_stands(disputed: Warehouse) -> None:
    sections = disputed.rows(
        "select distinct section from marts.finances_current "
        "where association_id = 'beta' and fiscal_year = 2024 and scenario = 'actual' order by 1"
    )
    assert sections == [("assets",), ("equity",), ("income",), ("liabilities",)]
    assert disputed.rows("select costs_sek from marts.association_year where association_id = 'beta' and fiscal_year = 2024") == [
        (Decimal(BOOKS["beta", 2024].costs),)
    ]


def test_an_initiative_outside_the_catalogue_is_kept_with_its_printed_name(disputed: Warehouse) -> None:
    assert disputed.rows("select name, association_id, direction from marts.dim_initiative order by 1") == [
        ("Nytt spår", "beta", "unknown"),
        ("Spår ett", "alfa", "individual"),
    ]


def test_doubts_are_counted_where_people_look(disputed: Warehouse) -> None:
    assert disputed.rows(
        "select doubts from marts.coverage where association_id = 'beta' and fiscal_year = 2023 and report_type = 'annual_report'"
    ) == [(1,)]


def test_the_same_facts_give_the_same_tables(published: Warehouse, tmp_path: Path) -> None:
    archive = build_archive()
    add_people(archive)
    again = Warehouse(tmp_path, write_doors(tmp_path, archive))
    tables = ("fct_finances", "association_year", "participants_current", "dim_goal", "fct_indicators")
    assert not failed(again.build("--select", *(f"+{table}" for table in tables), "--indirect-selection", "cautious"))
    for table in tables:
        query = f"select * from marts.{table}"  # noqa: S608
        assert again.rows(query) == published.rows(query)
