-- grain: one row of a report's budget column that the plan of the year also prints
-- Held against every version of the plan that is at hand; the version that fits best is named. Sums are the identities' matter.
{{ config(alias='plan_row', post_hook=leave_parquet('plan_row')) }}

{%- set share_apart = 0.25 -%}
{%- set thing -%}
coalesce(contributor_id, case when line_item is null or line_item = 'initiative_cost' then lower(label_printed) end, '')
{%- endset %}

with rules as (
    {{ rules_of('plan_row') }}
),

printed as (
    select
        *,
        {{ thing }} as named,
        count(*) over (partition by document_id, statement, table_no, column_no, line_item, {{ thing }}) as alike
    from {{ ref('core_finances') }}
    where
        scenario = 'budget' and is_preferred and not is_of_which
        and period_start = make_date(year(period_end), 1, 1) and period_end = make_date(year(period_end), 12, 31)
),

-- Two rows of one item ("Processtöd", "Verksamhetsutvecklare") are told apart by their labels.
budgets as (
    select
        * exclude (named, alike),
        case when alike = 1 then named else concat(named, '|', {{ label_alone('label_printed') }}) end as thing,
        count(*) over (
            partition by document_id, statement, table_no, column_no, line_item, named, case when alike > 1 then {{ label_alone('label_printed') }} end
        ) as namesakes
    from printed
),

sides as (
    select
        rules.rule_id,
        rules.scope,
        said.*,
        planned.fact_id as right_fact_id,
        planned.amount_natural_sek as right_value,
        planned.label_printed as right_printed,
        planned.is_total as is_right_total,
        planned.page as right_page,
        planned.file_name as right_file_name,
        planned.budget_version as right_version,
        planned.doubt as right_doubt,
        {{ tolerance('rules', 'greatest(said.precision_sek, planned.precision_sek)', '2', '1') }} as tolerance
    from budgets as said
    inner join rules
        on
            list_contains(rules.report_types, said.report_type) and list_contains(rules.statements, said.statement)
    inner join budgets as planned
        on
            said.association_id = planned.association_id
            and planned.report_type = 'plan_budget'
            and said.fiscal_year = planned.fiscal_year
            and said.line_item is not distinct from planned.line_item
            and (said.thing = planned.thing or (said.line_item is null and said.initiative_id = planned.initiative_id))
    where
        said.namesakes = 1 and planned.namesakes = 1
        and not (said.line_item is null and said.thing = '')
        and not list_contains(cast(json_extract_string(rules.parameters, '$.not_items[*]') as varchar[]), coalesce(said.line_item, ''))
    qualify row_number() over (
        partition by rules.rule_id, said.fact_id
        order by abs(said.amount_natural_sek - planned.amount_natural_sek), planned.authority_rank, planned.fact_id
    ) = 1
),

-- A plan whose unit is misread or misprinted says the same in other kronor: its unit is a finding of its own.
measured as (
    select
        * exclude (right_value),
        right_value / case
            when median(right_value / nullif(amount_natural_sek, 0)) over by_plan between 990 and 1010 then 1000
            when median(right_value / nullif(amount_natural_sek, 0)) over by_plan between 0.00099 and 0.00101 then 0.001
            else 1
        end as right_value
    from sides
    window by_plan as (partition by rule_id, document_id, table_no, column_no, right_file_name)
),

judged as (
    select
        *,
        count(case when abs(amount_natural_sek - right_value) <= tolerance then 1 end) over by_column as rows_that_hold,
        count(case when abs(amount_natural_sek - right_value) > tolerance then 1 end) over by_column as rows_that_fail
    from measured
    window by_column as (partition by rule_id, document_id, table_no, column_no)
),

-- The row may hold more, or less, than the plan's of that name: another row of the report makes up the difference, or the two
-- are labelled differently and far apart.
explained as (
    select distinct
        judged.rule_id,
        judged.fact_id
    from judged
    inner join printed as others
        on judged.document_id = others.document_id and judged.table_no = others.table_no and judged.column_no = others.column_no
    where
        judged.fact_id <> others.fact_id and others.amount_natural_sek <> 0
        and abs(judged.amount_natural_sek - judged.right_value) > judged.tolerance
        and abs(abs(others.amount_natural_sek) - abs(judged.amount_natural_sek - judged.right_value)) <= judged.tolerance
),

weighed as (
    select
        judged.*,
        case
            when abs(amount_natural_sek - right_value) <= tolerance then null
            when rows_that_hold < rows_that_fail then 'most rows differ: the budget is another version than the plan at hand'
            when explained.fact_id is not null and (is_total or is_right_total or {{ label_alone('label_printed') }} <> {{ label_alone('right_printed') }})
                then 'another row of the report makes up the difference: the two rows hold different things'
            when
                {{ label_alone('label_printed') }} <> {{ label_alone('right_printed') }}
                and (
                    is_total or is_right_total
                    or abs(amount_natural_sek - right_value) > {{ share_apart }} * greatest(abs(amount_natural_sek), abs(right_value))
                )
                then 'the two are labelled differently: they may hold different things'
        end as why_not
    from judged
    left join explained on judged.rule_id = explained.rule_id and judged.fact_id = explained.fact_id
),

placed as (
    select
        rule_id, scope, association_id, document_id, file_name, page, statement, table_no, column_printed, period_end, tolerance,
        fact_id as place,
        coalesce(line_item, 'row') as equation,
        right_version as basis,
        label_printed as left_label,
        coalesce(right_printed, 'the plan') || ' in ' || right_file_name || ' (page ' || cast(right_page as varchar) || ')'
        || case when right_version is null or right_version = 'unknown' then '' else ', ' || right_version end as right_label,
        amount_natural_sek as left_value,
        right_value,
        why_not is null as evaluable,
        why_not as reason,
        case
            when abs(amount_natural_sek - right_value) <= tolerance then null
            when doubt is not null or right_doubt is not null then 'the reading is uncertain: ' || coalesce(doubt, right_doubt)
            when {{ differ_by_unit('amount_natural_sek', 'right_value') }} then 'the two differ by their unit only'
        end as doubt,
        cast(null as varchar) as hint,
        2 as terms,
        false as repaired,
        [fact_id] as left_fact_ids,
        [right_fact_id] as right_fact_ids
    from weighed
)

select {{ residual_columns() }}
from placed
