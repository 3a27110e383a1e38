-- grain: one printed key figure in percent whose parts the document's balance sheet, or the overview beside it, may hold
{{ config(alias='ratio', post_hook=leave_parquet('ratio')) }}

with rules as (
    select
        *,
        json_extract_string(parameters, '$.measure') as measure,
        json_extract_string(parameters, '$.numerator') as numerator,
        json_extract_string(parameters, '$.denominator') as denominator
    from ({{ rules_of('ratio') }}) as of_family
),

balances as (
    select
        document_id,
        period_end,
        line_item,
        min(amount_natural_sek) as amount,
        max(amount_natural_sek) - min(amount_natural_sek) > 3 * max(precision_sek) as is_ambiguous,
        min(label_printed) as label_printed,
        list(fact_id order by fact_id) as fact_ids
    from {{ ref('checked_finances') }}
    where
        statement in ('balance_sheet', 'multi_year_overview') and scenario = 'actual' and line_item is not null and not is_of_which
    group by document_id, period_end, line_item, statement
    -- The balance sheet prints a year more exactly than the overview, which alone goes further back.
    qualify statement = min(statement) over (partition by document_id, period_end, line_item)
),

sides as (
    select
        rules.rule_id,
        rules.scope,
        rules.tolerance_fixed as tolerance,
        key_figures.*,
        tops.amount as top_amount,
        bottoms.amount as bottom_amount,
        coalesce(tops.label_printed, rules.numerator) || ' / ' || coalesce(bottoms.label_printed, rules.denominator) as right_label,
        tops.amount is not null and bottoms.amount > 0 and not tops.is_ambiguous and not bottoms.is_ambiguous as evaluable,
        list_concat(coalesce(tops.fact_ids, []), coalesce(bottoms.fact_ids, [])) as right_fact_ids
    from {{ ref('core_key_figures') }} as key_figures
    inner join rules on key_figures.measure = rules.measure
    left join balances as tops
        on
            key_figures.document_id = tops.document_id and rules.numerator = tops.line_item
            and key_figures.period_end = tops.period_end
    left join balances as bottoms
        on
            key_figures.document_id = bottoms.document_id and rules.denominator = bottoms.line_item
            and key_figures.period_end = bottoms.period_end
    where key_figures.unit = 'percent' and key_figures.scenario = 'actual'
),

placed as (
    select
        rule_id,
        scope,
        tolerance,
        association_id,
        document_id,
        file_name,
        page,
        'multi_year_overview' as statement,
        table_no,
        column_printed,
        period_end,
        fact_id as place,
        measure as equation,
        'percent' as basis,
        label_printed as left_label,
        right_label,
        "value" as left_value,
        case when evaluable then cast(100 * top_amount / bottom_amount as decimal(18, 3)) end as right_value,
        coalesce(evaluable, false) as evaluable,
        case when not coalesce(evaluable, false) then 'the balance sheet of that date is not in the document' end as reason,
        case
            when evaluable and abs("value" - 100 * top_amount / bottom_amount) > tolerance and doubt is not null
                then 'the reading is uncertain: ' || doubt
        end as doubt,
        cast(null as varchar) as hint,
        3 as terms,
        false as repaired,
        [fact_id] as left_fact_ids,
        right_fact_ids
    from sides
)

select {{ residual_columns() }}
from placed
