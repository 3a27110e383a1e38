-- grain: one line item of one association for one period and scenario: what the best witness says
{{ config(alias='current_values') }}

with values_said as (
    select
        *,
        {{ budget_version_rank('budget_version') }} as version_rank,
        case when statement = 'multi_year_overview' then 1 else 0 end as is_overview
    from {{ ref('core_item_values') }}
),

-- An overview of many years keeps its own idea of a base and a rounding: it speaks where nothing else does.
ranked as (
    select
        *,
        row_number() over (
            partition by association_id, line_item, scenario, period_start, period_end
            order by
                version_rank asc,
                authority_rank asc,
                is_overview asc,
                said_no desc,
                statement_rank asc,
                precision_sek asc,
                table_no asc,
                column_no asc
        ) as word_no
    from values_said
),

latest as (
    select * from ranked
    where word_no = 1
),

-- The latest word, in the finest print that agrees with it: a rounded twin changes nothing, a restated figure does.
agreeing as (
    select
        said.*,
        row_number() over (
            partition by
                said.association_id, said.line_item, said.scenario, said.period_start, said.period_end
            order by
                said.precision_sek asc,
                said.word_no asc
        ) as witness_no
    from ranked as said
    inner join latest
        on
            said.association_id = latest.association_id
            and said.line_item = latest.line_item
            and said.scenario = latest.scenario
            and said.period_end = latest.period_end
            and {{ same_or_both_null('said.period_start', 'latest.period_start') }}
            and said.version_rank = latest.version_rank
            and said.authority_rank = latest.authority_rank
            and (said.word_no = 1 or abs(said.value_sek - latest.value_sek) < latest.precision_sek)
)

select
    association_id,
    line_item,
    scenario,
    period_start,
    period_end,
    cast(extract(year from period_end) as integer) as fiscal_year,
    budget_version,
    value_sek,
    precision_sek,
    row_count,
    doubts,
    document_id,
    report_type,
    statement,
    table_no,
    fact_id
from agreeing
where witness_no = 1
