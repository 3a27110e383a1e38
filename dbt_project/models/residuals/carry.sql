-- grain: one opening figure for which the closing figure of the year before is printed elsewhere
-- In the same table for the years of a plan, in an earlier document for statements. Among several closing figures of the year (a
-- budget and a forecast) the one that fits best is taken, since either may be carried forward.
{{ config(alias='carry', post_hook=leave_parquet('carry')) }}

with rules as (
    select
        *,
        json_extract_string(parameters, '$.across') as across
    from ({{ rules_of('carry') }}) as of_family
),

pairs as (
    select
        rules.rule_id,
        pair.key as opening_item,
        cast(json_extract_string(pair.value, '$[*]') as varchar[]) as closing_items
    from rules, json_each(json_extract(rules.parameters, '$.pairs')) as pair
),

dated as (
    select
        *,
        max(period_end) over (partition by document_id, table_no, column_no) as column_end
    from {{ ref('core_finances') }}
    where not is_of_which and not coalesce(is_draft, false)
),

openings as (
    select
        rules.rule_id,
        rules.scope,
        rules.across,
        pairs.closing_items,
        dated.*
    from dated
    inner join pairs on dated.line_item = pairs.opening_item
    inner join rules
        on
            pairs.rule_id = rules.rule_id
            and list_contains(rules.statements, dated.statement) and list_contains(rules.scenarios, dated.scenario)
    where dated.is_preferred
),

sides as (
    select
        openings.*,
        closings.fact_id as right_fact_id,
        closings.amount_natural_sek as right_value,
        closings.label_printed as right_printed,
        closings.page as right_page,
        closings.file_name as right_file_name,
        closings.report_type as right_report_type,
        closings.column_printed as right_column,
        closings.doubt as right_doubt,
        {{ tolerance('rules', 'greatest(openings.precision_sek, closings.precision_sek)', '2', '1') }} as tolerance
    from openings
    inner join rules on openings.rule_id = rules.rule_id
    inner join dated as closings
        on
            openings.association_id = closings.association_id
            and list_contains(openings.closing_items, closings.line_item)
            and year(closings.column_end) = year(openings.column_end) - 1
            and month(closings.column_end) = 12 and day(closings.column_end) = 31
            and (
                (
                    openings.across = 'columns'
                    and openings.document_id = closings.document_id and openings.table_no = closings.table_no
                )
                or (
                    openings.across = 'documents'
                    and openings.report_id <> closings.report_id and openings.said_no > closings.said_no
                    and closings.is_preferred and closings.scenario = 'actual'
                    and closings.statement in ('balance_sheet', 'cash_flow')
                )
            )
    qualify row_number() over (
        partition by openings.rule_id, openings.fact_id
        order by
            case when openings.across = 'documents' then closings.authority_rank end,
            case when openings.across = 'documents' then -closings.said_no end,
            abs(openings.amount_natural_sek - closings.amount_natural_sek), closings.fact_id
    ) = 1
),

judged as (
    select
        *,
        abs(amount_natural_sek - right_value) <= tolerance as holds,
        count(case when abs(amount_natural_sek - right_value) <= tolerance then 1 end) over by_table as that_hold,
        count(case when abs(amount_natural_sek - right_value) > tolerance then 1 end) over by_table as that_fail
    from sides
    window by_table as (partition by rule_id, document_id, table_no)
),

placed as (
    select
        rule_id, scope, association_id, document_id, file_name, page, statement, table_no, column_printed, period_end, tolerance,
        fact_id as place,
        line_item as equation,
        right_report_type as basis,
        label_printed as left_label,
        case
            when across = 'documents' then coalesce(right_printed, 'the closing figure') || ' in ' || right_file_name
            else coalesce(right_printed, 'the closing figure') || ', ' || right_column
        end || ' (page ' || cast(right_page as varchar) || ')' as right_label,
        amount_natural_sek as left_value,
        right_value,
        true as evaluable,
        cast(null as varchar) as reason,
        case
            when holds then null
            when doubt is not null or right_doubt is not null then 'the reading is uncertain: ' || coalesce(doubt, right_doubt)
            when {{ differ_by_unit('amount_natural_sek', 'right_value') }} then 'the two differ by their unit only'
            when across = 'columns' and that_hold = 0 then 'it holds between no two columns of the table'
            when across = 'documents' and right_report_type <> 'annual_report' then 'the earlier document is not an annual report'
            when across = 'documents' and report_type = 'plan_budget' then 'a plan may foresee another opening figure'
        end as doubt,
        case when abs(amount_natural_sek + right_value) <= tolerance then 'the signs are opposite' end as hint,
        2 as terms,
        false as repaired,
        [fact_id] as left_fact_ids,
        [right_fact_id] as right_fact_ids
    from judged
)

select {{ residual_columns() }}
from placed
