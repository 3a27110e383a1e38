-- grain: one part (no total of others, no of-which row) of one section of one association's year and scenario
with candidates as (
    select
        *,
        cast(extract(year from period_end) as integer) as year_of_period
    from {{ ref('core_section_tables') }}
),

periods as (
    select
        association_id,
        year_of_period,
        scenario,
        period_start,
        period_end
    from candidates
    union distinct
    select
        association_id,
        fiscal_year as year_of_period,
        scenario,
        period_start,
        period_end
    from {{ ref('core_current_values') }}
    where {{ section_of_total('line_item') }} is not null
),

-- One window a year: the whole year before the half year, the latest balance before an earlier one. Never both, and no
-- half year in the place of a year whose totals are known.
windows as (
    select
        *,
        row_number() over (
            partition by
                association_id, year_of_period, scenario, case when period_start is null then 'stock' else 'flow' end
            order by period_end desc, period_start asc
        ) as window_no
    from periods
),

in_window as (
    select candidates.*
    from candidates
    inner join windows
        on
            candidates.association_id = windows.association_id
            and candidates.scenario = windows.scenario
            and candidates.period_end = windows.period_end
            and {{ same_or_both_null('candidates.period_start', 'windows.period_start') }}
    where windows.window_no = 1 and candidates.gap_rank < 3
),

-- One table speaks: parts that make the total that stands, then the best witness, the latest word, the most detail.
ranked as (
    select
        *,
        row_number() over (
            partition by association_id, year_of_period, scenario, section
            order by
                gap_rank asc,
                total_rank asc,
                {{ budget_version_rank('budget_version') }} asc,
                authority_rank asc,
                said_no desc,
                parts desc,
                statement_rank asc,
                candidate_id asc
        ) as choice_no
    from in_window
),

chosen as (
    select
        parts.fact_id,
        parts.amount_sek,
        ranked.association_id,
        ranked.year_of_period,
        ranked.section,
        ranked.ties_to_total,
        -- One fact counts once, whatever sums it was read into.
        row_number() over (partition by parts.fact_id order by ranked.gap_rank asc, ranked.section asc) as copy_no
    from ranked
    inner join {{ ref('core_section_parts') }} as parts
        on
            ranked.candidate_id = parts.candidate_id
            and ranked.section = parts.section
            and ranked.scenario = parts.scenario
            and ranked.period_end = parts.period_end
            and {{ same_or_both_null('ranked.period_start', 'parts.period_start') }}
    where ranked.choice_no = 1
)

select
    chosen.fact_id,
    chosen.association_id,
    chosen.year_of_period as fiscal_year,
    finances.period_type,
    finances.period_start,
    finances.period_end,
    finances.scenario,
    finances.budget_version,
    chosen.section,
    finances.line_item,
    finances.label_printed,
    finances.initiative_id,
    finances.contributor_id,
    line_items.cost_class,
    line_items.contributor_type,
    chosen.amount_sek as amount_natural_sek,
    chosen.ties_to_total,
    finances.doubt,
    finances.statement,
    finances.document_id,
    finances.file_name,
    finances.page
from chosen
inner join {{ ref('core_finances') }} as finances on chosen.fact_id = finances.fact_id
left join {{ ref('core_line_items') }} as line_items on finances.line_item = line_items.line_item
where chosen.copy_no = 1
order by chosen.association_id, chosen.year_of_period, finances.scenario, chosen.section, finances.row_no
