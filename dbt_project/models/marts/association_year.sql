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
),

-- Calendar years only, so that costs and participants are of the same days. Persons rather than participations, and
-- never persons added over initiatives, nor a sum of which a part is withheld.
counted as (
    select
        *,
        max(case when initiative_id is null then 1 else 0 end) over (
            partition by association_id, fiscal_year, count_kind
        ) as has_whole
    from {{ ref('core_participant_values') }}
    where measure = 'participants' and window_kind = 'calendar_year' and breakdown = '' and before_after is null
),

summed as (
    select
        association_id,
        fiscal_year,
        count_kind,
        count(*) = 1 or count_kind <> 'unique_person' as may_be_summed,
        -- Initiatives make the whole only where one document's tables tell them, of its own year: a text or a
        -- comparison with the year before names some of them.
        max(has_whole) = 1
        or (
            count(distinct document_id) = 1
            and count(case when document_fiscal_year = fiscal_year and found_in <> 'text' then 1 end) = count(*)
        ) as is_whole,
        case when count(*) = count(value) then sum(value) end as value,
        case when count(*) = count(women) then sum(women) end as women,
        case when count(*) = count(men) then sum(men) end as men,
        min(source_system) as source_system,
        case when count(*) = 1 and max(case when is_summed then 1 else 0 end) = 0 then min(fact_id) end as fact_id
    from counted
    where has_whole = 0 or initiative_id is null
    group by association_id, fiscal_year, count_kind
),

participants as (
    select
        *,
        value as participants,
        row_number() over (
            partition by association_id, fiscal_year
            order by
                case when value is null then 1 else 0 end asc,
                case count_kind when 'unique_person' then 1 when 'participation' then 2 else 3 end asc,
                count_kind asc
        ) as kind_no
    from summed
    where count_kind <> 'place' and may_be_summed and is_whole
),

people as (
    select
        *,
        coalesce(
            source_system <> lag(source_system) over (partition by association_id order by fiscal_year), false
        ) as is_break
    from participants
    where kind_no = 1
),

judged as (
    select
        goals.association_id,
        goals.fiscal_year,
        goals.status
    from {{ ref('core_goals') }} as goals
    left join {{ ref('core_goals') }} as subgoals
        on
            goals.document_id = subgoals.document_id
            and goals.goal_no = subgoals.parent_no
            and {{ same_or_both_null('goals.initiative_id', 'subgoals.initiative_id') }}
    where
        goals.is_preferred
        and not goals.is_draft
        and goals.report_type = 'annual_report'
        and goals.goal_level in ('main', 'sub')
        and goals.initiative_id is null
        and goals.fiscal_year = goals.document_fiscal_year
        and subgoals.goal_fact_id is null
),

goals as (
    select
        association_id,
        fiscal_year,
        cast(count(*) as integer) as goals,
        cast(count(case when status = 'met' then 1 end) as integer) as goals_met,
        cast(count(case when status = 'partly_met' then 1 end) as integer) as goals_partly_met,
        cast(count(case when status = 'not_met' then 1 end) as integer) as goals_not_met
    from judged
    group by association_id, fiscal_year
),

years as (
    select association_id, fiscal_year from wide
    union distinct
    select association_id, fiscal_year from people
    union distinct
    select association_id, fiscal_year from goals
)

select
    years.association_id,
    years.fiscal_year,
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
    coalesce(wide.has_annual_report, false) as has_annual_report,
    coalesce(wide.doubts, 0) as doubts,
    wide.result_fact_id,
    wide.equity_fact_id,
    cast(people.participants as integer) as participants,
    cast(people.women as integer) as participants_women,
    cast(people.men as integer) as participants_men,
    people.count_kind as participants_kind,
    people.source_system as participants_source,
    coalesce(people.is_break, false) as participants_break,
    people.fact_id as participants_fact_id,
    cast(wide.costs_sek / nullif(people.participants, 0) as decimal(18, 2)) as cost_per_participant_sek,
    goals.goals,
    goals.goals_met,
    goals.goals_partly_met,
    goals.goals_not_met
from years
left join wide on years.association_id = wide.association_id and years.fiscal_year = wide.fiscal_year
left join budgets on years.association_id = budgets.association_id and years.fiscal_year = budgets.fiscal_year
left join people on years.association_id = people.association_id and years.fiscal_year = people.fiscal_year
left join goals on years.association_id = goals.association_id and years.fiscal_year = goals.fiscal_year
order by years.association_id, years.fiscal_year
