-- grain: one candidate to be summed as a section of one association, period and scenario, held against the total that stands
{{ config(alias='section_tables') }}

with summed as (
    select
        candidate_id,
        section,
        document_id,
        table_no,
        column_no,
        association_id,
        statement,
        scenario,
        budget_version,
        period_start,
        period_end,
        said_no,
        authority_rank,
        statement_rank,
        cast(sum(amount_sek) as decimal(18, 2)) as parts_sek,
        cast(sum(precision_sek) as decimal(18, 2)) as precision_sek,
        cast(count(*) as integer) as parts
    from {{ ref('core_section_parts') }}
    group by
        candidate_id,
        section,
        document_id,
        table_no,
        column_no,
        association_id,
        statement,
        scenario,
        budget_version,
        period_start,
        period_end,
        said_no,
        authority_rank,
        statement_rank
),

totals as (
    select
        *,
        {{ section_of_total('line_item') }} as section,
        {{ total_rank('line_item') }} as total_rank
    from {{ ref('core_current_values') }}
    where {{ section_of_total('line_item') }} is not null
),

-- Half a printed unit for every part and for the total. 0: the parts make the total; 1: no total is known; 2: they miss
-- it by little, as a printed error would; 3: they are not all of it.
held_against as (
    select
        summed.*,
        totals.total_rank,
        case
            when totals.value_sek is null then 1
            when
                abs(summed.parts_sek - totals.value_sek) <= (summed.precision_sek + totals.precision_sek) / 2
                then 0
            when
                abs(summed.parts_sek - totals.value_sek)
                <= {{ var('itemised_within_percent') }} * abs(totals.value_sek) / 100
                then 2
            else 3
        end as gap_rank
    from summed
    left join totals
        on
            summed.association_id = totals.association_id
            and summed.section = totals.section
            and summed.scenario = totals.scenario
            and summed.period_end = totals.period_end
            and {{ same_or_both_null('summed.period_start', 'totals.period_start') }}
),

-- Of the totals of one section (contributions, operating income, income with interest) the closest fit counts.
best_fit as (
    select
        *,
        row_number() over (
            partition by candidate_id, section, document_id, table_no, column_no, period_start, period_end, scenario
            order by gap_rank, total_rank
        ) as fit_no
    from held_against
)

select
    candidate_id,
    section,
    document_id,
    table_no,
    column_no,
    association_id,
    statement,
    scenario,
    budget_version,
    period_start,
    period_end,
    said_no,
    authority_rank,
    statement_rank,
    parts_sek,
    parts,
    gap_rank,
    total_rank,
    case when gap_rank = 0 then true when gap_rank > 1 then false end as ties_to_total
from best_fit
where fit_no = 1
