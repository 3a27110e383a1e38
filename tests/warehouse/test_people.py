"""What the marts say of people, goals, surveys and initiatives of the fixture."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.warehouse.fixture_facts import build_archive, write_doors
from tests.warehouse.fixture_people import LABELS, add_export, add_people, answer, count
from tests.warehouse.warehouse import Warehouse, failed

PEOPLE = ("+participants_current", "+fct_participants", "+fct_indicators")


def _build(root: Path, archive: object, **variables: object) -> Warehouse:
    built = Warehouse(root, {**write_doors(root, archive), **variables})  # type: ignore[arg-type]
    statuses = built.build("--select", *PEOPLE, "--indirect-selection", "cautious")
    assert not failed(statuses), failed(statuses)
    return built


def test_the_association_years_people_are_the_reports_own(published: Warehouse) -> None:
    rows = published.rows(
        """
        select
            fiscal_year, participants, participants_women, participants_kind, participants_source, participants_break,
            cost_per_participant_sek
        from marts.association_year where association_id = 'alfa' and participants is not null order by 1
        """
    )
    assert rows == [
        (2023, 60, 33, "participation", "sus", False, Decimal("70833.33")),
        (2024, 60, 35, "unique_person", "document", True, Decimal("77666.67")),
    ]


def test_current_participants_hold_initiatives_or_the_whole_and_say_what_may_be_added(published: Warehouse) -> None:
    rows = published.rows(
        """
        select fiscal_year, initiative_id, value, women, is_masked, may_be_summed_over, initiatives_left_out
        from marts.participants_current where measure = 'participants' order by 1, 2
        """
    )
    both = "association_id, initiative_id"
    assert rows == [
        (2023, "it-spar", 11, None, True, both, 0),
        (2023, "spar-ett", 32, 20, False, both, 0),
        (2023, "steget", 17, None, True, both, 0),
        (2024, None, 60, 35, False, "", 1),
    ]


def test_what_a_report_prints_stays_as_printed_whatever_system_it_quotes(published: Warehouse) -> None:
    assert published.rows(
        "select measure, value, amount_printed, is_masked from marts.fct_participants "
        "where file_name = 'alfa_ar_2024.pdf' and initiative_id = 'it-spar' order by 1"
    ) == [("exits", 2, "2", False), ("participants", 3, "3", False)]
    assert published.rows("select n, answered_n, is_masked from marts.fct_indicators where file_name = 'alfa_ar_2024.pdf'") == [
        (3, 4, False)
    ]


def test_it_is_masked_too_when_the_setting_says_so(tmp_path: Path) -> None:
    archive = build_archive()
    add_people(archive)
    strict = _build(tmp_path, archive, mask_documents=True)
    assert (
        strict.rows(
            "select value, amount_printed, is_masked from marts.fct_participants "
            "where file_name = 'alfa_ar_2024.pdf' and initiative_id = 'it-spar'"
        )
        == [(None, None, True)] * 2
    )
    assert strict.rows("select n, answered_n, is_masked from marts.fct_indicators where file_name = 'alfa_ar_2024.pdf'") == [
        (None, None, True)
    ]


def test_the_threshold_is_a_setting(tmp_path: Path) -> None:
    archive = build_archive()
    add_people(archive)
    open_house = _build(tmp_path, archive, masking_threshold=2)
    assert open_house.rows("select count(*) from marts.fct_participants where is_masked") == [(0,)]
    assert open_house.rows("select n from marts.fct_indicators where answer_label = 'Inte alls'") == [(2,)]


def test_a_small_answer_takes_one_on_its_side_of_the_cut_with_it(published: Warehouse) -> None:
    rows = published.rows("select measure, answer_label, n, share, answered_n, is_masked from marts.fct_indicators where question_no = '6'")
    assert {label: n for measure, label, n, *_ in rows if measure == "label_count"} == dict(
        zip(LABELS, (12, 14, 9, None, None), strict=True)
    )
    assert [row[3:] for row in rows if row[0] == "positive_share"] == [(Decimal("81.4000"), 43, False)]


@pytest.mark.parametrize(("answered", "is_masked"), [(4, True), (30, False)])
def test_a_share_of_few_is_withheld_and_its_base_too(tmp_path: Path, answered: int, is_masked: bool) -> None:
    archive = build_archive()
    add_export(archive, "nns.xlsx", "alfa", 2024, "indicator_report")
    row = answer(archive, "nns.xlsx", "positive_share", positive_from="Delvis", share=Decimal(75), answered_n=answered)
    add_export(archive, "sus.xlsx", "alfa", 2022)
    count(archive, "sus.xlsx", 50, unit="percent", base_n=answered, before_after="after", occupation="employment")
    built = _build(tmp_path, archive)
    query = "select share is null, answered_n is null, is_masked from marts.fct_indicators where fact_id = ?"
    assert built.rows(query, [row.fact_id]) == [(is_masked,) * 3]
    assert built.rows("select value is null, base_n is null, is_masked from marts.fct_participants") == [(is_masked,) * 3]


def test_figures_of_all_three_kinds_are_in_the_long_table_and_in_coverage(published: Warehouse) -> None:
    assert published.rows(
        """
        select indicator, fiscal_year, gender, value, unit, n from marts.key_figures_long
        where association_id = 'alfa' and fiscal_year = 2024 and (n is not null) order by 1, 3
        """
    ) == [
        ("cost_per_participant", 2024, "all", Decimal("77666.670"), "SEK", 60),
        ("goals_met", 2024, "all", Decimal("66.667"), "percent", 3),
        ("participants_unique_person", 2024, "all", 60, "persons", 60),
        ("participants_unique_person", 2024, "men", 25, "persons", 25),
        ("participants_unique_person", 2024, "women", 35, "persons", 35),
        ("survey_nns_participant_exit_q_6_positive_share_Delvis", 2024, "all", Decimal("81.400"), "percent", 43),
    ]
    assert published.rows(
        "select report_type, participants, goals, indicators from marts.coverage "
        "where association_id = 'alfa' and participants + goals + indicators > 0 and fiscal_year = 2024 order by 1"
    ) == [("annual_report", 6, 3, 1), ("indicator_report", 0, 0, 6), ("plan_budget", 0, 3, 0)]


def test_an_initiative_has_all_its_names_and_those_only_people_name_are_there(published: Warehouse) -> None:
    assert published.rows("select initiative_id, name, first_year, last_year from marts.dim_initiative") == [
        ("it-spar", "IT-spår", 2023, 2024),
        ("spar-ett", "Spår ett", 2023, 2023),
        ("steget", "Steget", 2023, 2023),
    ]
    names = published.rows(
        "select name, is_declared, valid_from is not null, documents from marts.initiative_names "
        "where initiative_id = 'spar-ett' order by 1"
    )
    assert names == [("Spår 1", False, False, 1), ("Spår ett", True, False, 0), ("Stöd Spår ett", True, True, 0)]


def test_every_vintage_of_a_figure_is_there_in_the_order_it_was_said(published: Warehouse) -> None:
    rows = published.rows(
        """
        select file_name, vintage_no, is_last_published, is_current, value_sek, difference_to_first_sek, superseded_on is null
        from marts.finances_vintages
        where association_id = 'alfa' and line_item = 'result' and scenario = 'actual' and fiscal_year = 2023
            and period_start is not null
        order by vintage_no
        """
    )
    assert rows == [
        ("alfa_ar_2023.pdf", 1, False, False, -50_000, 0, False),
        ("alfa_dr_2024.pdf", 2, False, False, -50_000, 0, False),
        ("alfa_ar_2024.pdf", 3, True, True, -50_000, 0, True),
    ]


def test_numbers_of_workbooks_that_nobody_understood_are_told_without_their_digits(published: Warehouse) -> None:
    assert published.rows("select text, sheet from quality.unread order by sheet nulls first") == [("17", None), ("## st", "Blad1")]


def test_a_verdict_on_withheld_counts_tells_none_of_them(published: Warehouse) -> None:
    query = "select outcome, left_value, right_value, difference, message like '%withheld%' from quality.verdicts where rule_id = ?"
    assert published.rows(query, ["S1"]) == [("pass", None, None, None, True)]
    assert published.rows(query, ["F1"])[0][1] is not None


@pytest.mark.parametrize(("least", "is_masked"), [(3, True), (7, False)])
def test_a_flow_with_a_small_count_is_withheld_whole(tmp_path: Path, least: int, is_masked: bool) -> None:
    """Twelve had sickness benefit before and eight have it after: all are somewhere afterwards, so the rest is four or more."""
    archive = build_archive()
    add_export(archive, "sus.xlsx", "alfa", 2022)
    count(archive, "sus.xlsx", 12, support_type="sickness_benefit", before_after="before")
    for before, numbers in {"sickness_benefit": (8, least), "social_assistance": (20, 31)}.items():
        for after, number in zip(("sickness_benefit", "none_public"), numbers, strict=True):
            count(archive, "sus.xlsx", number, measure=f"flow_from_{before}", support_type=after, before_after="after")
    built = _build(tmp_path, archive)
    query = "select is_masked, value is null from marts.fct_participants where measure like 'flow%'"
    assert built.rows(query) == [(is_masked, is_masked)] * 4
    assert built.rows("select value from marts.fct_participants where before_after = 'before'") == [(Decimal(12),)]
