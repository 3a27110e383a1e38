-- grain: one association and calendar year
with actuals as (
    select *
    from {{ ref('core_current_values') }}
    where
        scenario = 'actual'
        and extract(month from period_end) = 12
        and extract(day from period_end) = 31
        and (period_start is null or period_start = {{ first_of_year('period_end') }})
),

budgets as (
    select
        association_id,
        fiscal_year,
        max(case when line_item = 'operating_income' then value_sek end) as budget_income_sek,
        max(case when line_item = 'total_costs' then value_sek end) as budget_costs_sek
    from {{ ref('core_current_values') }}
    where scenario = 'budget' and period_start = {{ first_of_year('period_end') }}
    group by association_id, fiscal_year
),

wide as (
    select
        association_id,
        fiscal_year,
        max(case when line_item = 'operating_income' then value_sek end) as operating_income_sek,
        max(case when line_item = 'total_income' then value_sek end) as total_income_sek,
        max(case when line_item = 'contributions' then value_sek end) as contributions_printed_sek,
        max(case when line_item = 'contribution_state' then value_sek end) as contribution_state_sek,
        max(case when line_item = 'contribution_region' then value_sek end) as contribution_region_sek,
        max(case when line_item = 'contribution_municipality' then value_sek end) as contribution_municipality_sek,
        max(case when line_item = 'total_costs' then value_sek end) as costs_sek,
        max(case when line_item = 'result' then value_sek end) as result_sek,
        max(case when line_item = 'equity_closing' then value_sek end) as equity_sek,
        max(case when line_item = 'total_assets' then value_sek end) as total_assets_sek,
        max(case when line_item = 'cash_and_bank' then value_sek end) as cash_sek,
        max(case when line_item = 'current_liabilities' then value_sek end) as current_liabilities_sek,
        max(case when line_item = 'result' then fact_id end) as result_fact_id,
        max(case when line_item = 'equity_closing' then fact_id end) as equity_fact_id,
        max(case when report_type = 'annual_report' then 1 else 0 end) = 1 as has_annual_report,
        cast(sum(doubts) as integer) as doubts
    from actuals
    group by association_id, fiscal_year
)

select
    wide.association_id,
    wide.fiscal_year,
    coalesce(
        wide.contribution_state_sek + wide.contribution_region_sek + wide.contribution_municipality_sek,
        wide.contributions_printed_sek
    ) as contributions_sek,
    wide.contribution_state_sek,
    wide.contribution_region_sek,
    wide.contribution_municipality_sek,
    wide.operating_income_sek,
    wide.total_income_sek,
    wide.costs_sek,
    wide.result_sek,
    wide.equity_sek,
    wide.total_assets_sek,
    wide.cash_sek,
    wide.current_liabilities_sek,
    cast(
        100.0 * wide.equity_sek / nullif(wide.total_assets_sek, 0) as decimal(18, 3)
    ) as equity_ratio_percent,
    budgets.budget_income_sek,
    budgets.budget_costs_sek,
    wide.has_annual_report,
    wide.doubts,
    wide.result_fact_id,
    wide.equity_fact_id
from wide
left join budgets
    on wide.association_id = budgets.association_id and wide.fiscal_year = budgets.fiscal_year
order by wide.association_id, wide.fiscal_year
