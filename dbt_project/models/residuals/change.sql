-- grain: one figure, or one share of another, beside that of the year before in the same table
-- Like is held against like: the same line of the same table, whole years, actual figures. In percent.
{{ config(alias='change', post_hook=leave_parquet('change')) }}

with rules as (
    select
        *,
        cast(json_extract_string(parameters, '$.items[*]') as varchar[]) as items,
        json_extract_string(parameters, '$.of') as whole,
        cast(json_extract_string(parameters, '$.least_sek') as decimal(18, 2)) as least_sek
    from ({{ rules_of('change') }}) as of_family
),

figures as (
    select
        *,
        count(*) over (partition by document_id, table_no, column_no, line_item) as namesakes
    from {{ ref('checked_finances') }}
    where
        is_preferred and not is_of_which and scenario = 'actual'
        and (period_start is null or period_start = make_date(year(period_end), 1, 1))
        and month(period_end) = 12 and day(period_end) = 31
),

measured as (
    select
        rules.rule_id,
        rules.scope,
        rules.whole,
        rules.tolerance_fixed as tolerance,
        rules.least_sek,
        figures.*,
        wholes.amount_natural_sek as whole_amount,
        case
            when rules.whole is null then figures.amount_natural_sek
            else 100 * figures.amount_natural_sek / nullif(wholes.amount_natural_sek, 0)
        end as measure
    from figures
    inner join rules
        on list_contains(rules.items, figures.line_item) and list_contains(rules.statements, figures.statement)
    left join figures as wholes
        on
            figures.document_id = wholes.document_id and figures.table_no = wholes.table_no and figures.column_no = wholes.column_no
            and rules.whole = wholes.line_item and wholes.namesakes = 1
    where figures.namesakes = 1 and (rules.whole is null or wholes.fact_id is not null)
),

placed as (
    select
        now.rule_id, now.scope, now.association_id, now.document_id, now.file_name, now.page, now.statement, now.table_no,
        now.column_printed, now.period_end, now.tolerance,
        now.fact_id as place,
        now.line_item as equation,
        'percent' as basis,
        now.label_printed || case when now.whole is null then ', in percent of the year before,' else ', in percent of the whole,' end as left_label,
        case when now.whole is null then 'the year before' else 'in the year before' end as right_label,
        case when now.whole is null then 100 * now.measure / past.measure else now.measure end as left_value,
        case when now.whole is null then 100 else past.measure end as right_value,
        true as evaluable,
        cast(null as varchar) as reason,
        case when now.doubt is not null or past.doubt is not null then 'the reading is uncertain: ' || coalesce(now.doubt, past.doubt) end as doubt,
        cast(null as varchar) as hint,
        2 as terms,
        false as repaired,
        [now.fact_id] as left_fact_ids,
        [past.fact_id] as right_fact_ids
    from measured as now
    inner join measured as past
        on
            now.rule_id = past.rule_id and now.document_id = past.document_id and now.table_no = past.table_no
            and now.row_no = past.row_no and year(now.period_end) = year(past.period_end) + 1
    where
        past.measure > 0 and now.measure > 0
        and greatest(abs(coalesce(now.whole_amount, now.measure)), abs(coalesce(past.whole_amount, past.measure))) >= now.least_sek
    qualify row_number() over (partition by now.rule_id, now.fact_id order by past.fact_id) = 1
)

select {{ residual_columns() }}
from placed
