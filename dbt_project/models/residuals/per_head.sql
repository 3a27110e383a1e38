-- grain: one initiative and year with its cost and its participants, and the same of the year before
-- Only where cost and count are of the same calendar year. The greater cost per participant is told in percent of the smaller one.
{{ config(alias='per_head', post_hook=leave_parquet('per_head')) }}

with rules as (
    select
        *,
        cast(json_extract_string(parameters, '$.least_persons') as integer) as least_persons
    from ({{ rules_of('per_head') }}) as of_family
),

-- What the report of the year itself says goes before what a later one repeats.
costs as (
    select *
    from {{ ref('core_finances') }}
    where
        is_preferred and initiative_id is not null and scenario = 'actual' and section = 'costs' and not is_total and not is_of_which
        and period_start = make_date(year(period_end), 1, 1) and month(period_end) = 12 and amount_natural_sek > 0
    qualify
        row_number() over (
            partition by association_id, initiative_id, period_end
            order by abs(document_fiscal_year - year(period_end)), authority_rank, statement_rank, fact_id
        ) = 1
),

counts as (
    select *
    from {{ ref('people_figures') }}
    where
        who is not null and measure = 'participants' and unit = 'persons' and area_scope = 'own' and not is_suppressed and not is_of_which
        and coalesce(gender, age_band, education, support_type, occupation, before_after, exit_reason, municipality) is null
        and coalesce(registration_type, 'unknown') = 'unknown'
        and period_start = make_date(year(period_end), 1, 1) and month(period_end) = 12
),

-- Two counts of one initiative and year are two things: none of them is taken.
counted as (
    select
        association_id,
        who,
        period_end,
        min(value) as persons,
        min(fact_id) as fact_id,
        min(doubt) as doubt
    from counts
    group by association_id, who, period_end
    having min(value) = max(value)
),

per_head as (
    select
        costs.*,
        rules.rule_id,
        rules.scope,
        rules.tolerance_fixed as tolerance,
        counted.persons,
        counted.fact_id as count_id,
        coalesce(costs.doubt, counted.doubt) as either_doubt,
        costs.amount_natural_sek / counted.persons as cost_per_head
    from costs
    inner join counted
        on
            costs.association_id = counted.association_id and costs.initiative_id = counted.who and costs.period_end = counted.period_end
    inner join rules on counted.persons >= rules.least_persons
),

placed as (
    select
        now.rule_id, now.scope, now.association_id, now.document_id, now.file_name, now.page, now.statement, now.table_no,
        now.column_printed, now.period_end, now.tolerance,
        now.fact_id as place,
        now.initiative_id as equation,
        'percent' as basis,
        now.label_printed || case
            when now.cost_per_head >= past.cost_per_head then ', cost per participant in percent of the year before,'
            else ', cost per participant of the year before in percent of this year,'
        end as left_label,
        case when now.cost_per_head >= past.cost_per_head then 'the year before' else 'this year' end as right_label,
        100 * greatest(now.cost_per_head, past.cost_per_head) / least(now.cost_per_head, past.cost_per_head) as left_value,
        100 as right_value,
        true as evaluable,
        cast(null as varchar) as reason,
        coalesce(now.either_doubt, past.either_doubt) as doubt,
        cast(null as varchar) as hint,
        4 as terms,
        false as repaired,
        [now.fact_id, now.count_id] as left_fact_ids,
        [past.fact_id, past.count_id] as right_fact_ids
    from per_head as now
    inner join per_head as past
        on
            now.rule_id = past.rule_id and now.association_id = past.association_id and now.initiative_id = past.initiative_id
            and year(now.period_end) = year(past.period_end) + 1
)

select {{ residual_columns() }}
from placed
