-- grain: one amount told in a sentence
-- Held against every figure of the document's statements that the sentence can mean; it holds when any of them is the same within
-- what the sentence prints. Where none is, the figure of the item itself that is nearest in time and amount is told.
{{ config(alias='money_told', post_hook=leave_parquet('money_told')) }}

with rules as (
    {{ rules_of('money_told') }}
),

printed as (
    select
        *,
        coalesce(deviation_of, 'budget') as measured_against
    from {{ ref('checked_finances') }}
    where not is_of_which and initiative_id is null and contributor_id is null
),

-- The contributions of each member may have no total, and cash two rows.
rows_together as (
    select
        told_of.item,
        rows_of_item.document_id,
        rows_of_item.statement,
        rows_of_item.scenario,
        rows_of_item.period_end,
        sum(rows_of_item.amount_natural_sek) as value,
        min(rows_of_item.fact_id) as fact_id,
        list(rows_of_item.fact_id order by rows_of_item.row_no, rows_of_item.fact_id) as fact_ids
    from {{ ref('checked_finances') }} as rows_of_item
    inner join (
        select
            unnest(json_keys(json_extract(parameters, '$.adds_up'))) as item,
            parameters
        from rules
    ) as told_of
        on list_contains(cast(json_extract(told_of.parameters, '$.adds_up.' || told_of.item) as varchar[]), rows_of_item.line_item)
    where not rows_of_item.is_of_which and not rows_of_item.is_total and rows_of_item.scenario <> 'deviation'
    group by
        told_of.item, rows_of_item.document_id, rows_of_item.statement, rows_of_item.scenario, rows_of_item.period_end,
        rows_of_item.table_no, rows_of_item.column_no
    having count(*) > 1
),

told as (
    select
        amounts.*,
        -- In a report on a part of the year a budget, a difference from it, and the year before are of these months or of the whole year.
        amounts.report_type <> 'interim_report'
        or amounts.scenario = 'forecast'
        or (amounts.scenario = 'actual' and year(amounts.period_end) = amounts.fiscal_year) as is_dated,
        rules.rule_id,
        rules.scope,
        rules.statements,
        rules.tolerance_fine_floor,
        rules.tolerance_coarse_per_term,
        cast(json_extract(rules.parameters, '$.may_mean.' || amounts.line_item) as varchar[]) as may_mean,
        cast(json_extract(rules.parameters, '$.may_include.' || amounts.line_item) as varchar[]) as may_include,
        case
            when amounts.scenario in ('budget', 'forecast') then ['budget', 'plan', 'forecast']
            else [amounts.scenario]
        end as columns_meant
    from {{ ref('core_told_amounts') }} as amounts
    cross join rules
    where amounts.document_id not in (
        select older.document_id
        from {{ ref('core_documents') }} as older
        inner join {{ ref('core_documents') }} as newer on older.document_id = newer.replaces_document_id
    )
),

-- A difference from the budget is printed in a column of its own, or is the difference of two columns of one row.
apart as (
    select
        mine.*,
        theirs.fact_id as other_fact_id,
        case when theirs.scenario = 'actual' then 'previous' else theirs.scenario end as against,
        abs(mine.amount_natural_sek - theirs.amount_natural_sek) as difference
    from printed as mine
    inner join printed as theirs
        on
            mine.document_id = theirs.document_id and mine.table_no = theirs.table_no and mine.row_no = theirs.row_no
            and mine.fact_id <> theirs.fact_id
    where
        mine.scenario in ('actual', 'forecast')
        and (
            theirs.scenario in ('budget', 'forecast') and year(mine.period_end) = year(theirs.period_end)
            or theirs.scenario = 'actual' and year(theirs.period_end) = year(mine.period_end) - 1
        )
),

meant as (
    select
        told.fact_id as told_id,
        printed.fact_id,
        [printed.fact_id] as fact_ids,
        case when told.scenario = 'deviation' then abs(printed.amount_natural_sek) else printed.amount_natural_sek end as value,
        printed.scenario as column_scenario
    from told
    inner join printed
        on
            told.document_id = printed.document_id
            and list_contains(told.may_mean, printed.line_item)
            and list_contains(told.statements, printed.statement)
            and list_contains(told.columns_meant, printed.scenario)
            and year(told.period_end) = year(printed.period_end)
            and (told.scenario <> 'deviation' or told.deviation_of = printed.measured_against)
    union all
    select
        told.fact_id as told_id,
        apart.fact_id,
        [apart.fact_id, apart.other_fact_id] as fact_ids,
        apart.difference as value,
        'deviation' as column_scenario
    from told
    inner join apart
        on
            told.document_id = apart.document_id
            and list_contains(told.may_mean, apart.line_item)
            and list_contains(told.statements, apart.statement)
            and told.deviation_of = apart.against
            and year(told.period_end) = year(apart.period_end)
    where told.scenario = 'deviation'
    union all
    select
        told.fact_id as told_id,
        rows_together.fact_id,
        rows_together.fact_ids,
        rows_together.value,
        rows_together.scenario as column_scenario
    from told
    inner join rows_together
        on
            told.document_id = rows_together.document_id and told.line_item = rows_together.item
            and list_contains(told.statements, rows_together.statement)
            and list_contains(told.columns_meant, rows_together.scenario)
            and year(told.period_end) = year(rows_together.period_end)
),

tried as (
    select
        told.*,
        meant.fact_ids,
        meant.value as right_value,
        printed.statement,
        printed.table_no,
        printed.column_no,
        printed.column_printed,
        printed.page as right_page,
        printed.label_printed as right_label,
        printed.doubt as right_doubt,
        printed.period_end as right_period_end,
        list_position(told.may_mean, printed.line_item) = 1 as is_item,
        list_sort(string_split(cast(cast(abs(told.amount_natural_sek) / told.precision_sek as bigint) as varchar), ''))
        = list_sort(string_split(cast(cast(abs(meant.value) / told.precision_sek as bigint) as varchar), ''))
        and abs(told.amount_natural_sek) >= 100 * told.precision_sek as is_digits_of_it,
        meant.column_scenario = told.scenario or told.scenario = 'budget' and meant.column_scenario = 'plan' as is_scenario,
        greatest(
            told.tolerance_fine_floor,
            told.tolerance_coarse_per_term * (told.precision_sek + printed.precision_sek) + if(told.is_about, told.precision_sek, 0)
        ) as tolerance
    from meant
    inner join told on meant.told_id = told.fact_id
    inner join {{ ref('checked_finances') }} as printed on meant.fact_id = printed.fact_id
),

chosen as (
    select
        *,
        abs(amount_natural_sek - right_value) <= tolerance as holds
    from tried
    qualify row_number() over (
        partition by fact_id
        order by
            abs(amount_natural_sek - right_value) <= tolerance desc, is_scenario desc, is_digits_of_it desc, coalesce(is_item, false) desc,
            right_period_end = period_end desc, abs(amount_natural_sek - right_value), table_no, fact_ids
    ) = 1
),

-- "Costs of 8 120 tkr" may hold the financial costs that the statement prints on a row of their own.
included as (
    select
        chosen.fact_id,
        min(coalesce(others.label_printed, others.line_item)) as by_row
    from chosen
    inner join printed as others
        on
            chosen.document_id = others.document_id and chosen.table_no = others.table_no and chosen.column_no = others.column_no
            and list_contains(chosen.may_include, others.line_item) and others.amount_natural_sek <> 0
    where
        not chosen.holds
        and abs(abs(others.amount_natural_sek) - abs(chosen.amount_natural_sek - chosen.right_value)) <= chosen.tolerance
    group by chosen.fact_id
),

placed as (
    select
        told.rule_id,
        told.scope,
        told.association_id,
        told.document_id,
        told.file_name,
        coalesce(chosen.right_page, told.page) as page,
        coalesce(chosen.statement, 'document') as statement,
        chosen.table_no,
        chosen.column_printed,
        told.period_end,
        told.fact_id as place,
        told.line_item as equation,
        told.scenario as basis,
        told.label_printed || ' (in a sentence on page ' || cast(told.page as varchar) || ')' as left_label,
        chosen.right_label,
        told.amount_natural_sek as left_value,
        chosen.right_value,
        chosen.tolerance,
        coalesce(
            chosen.holds
            or (chosen.is_scenario and (chosen.is_digits_of_it or (chosen.is_item and chosen.is_dated and included.by_row is null))), false
        ) as evaluable,
        case
            when chosen.holds or (chosen.is_scenario and chosen.is_digits_of_it) then null
            when included.by_row is not null then 'another row of the statement makes up the difference: the sentence may hold more'
            when chosen.is_item and chosen.is_scenario and chosen.is_dated then null
            else 'no statement of the document prints what the sentence tells'
        end as reason,
        case
            when chosen.holds then null
            when told.doubt is not null or chosen.right_doubt is not null
                then 'the reading is uncertain: ' || coalesce(told.doubt, chosen.right_doubt)
            when {{ differ_by_unit('told.amount_natural_sek', 'chosen.right_value') }} then 'the two differ by their unit only'
        end as doubt,
        case
            when not chosen.holds and abs(told.amount_natural_sek + chosen.right_value) <= chosen.tolerance then 'the signs are opposite'
        end as hint,
        2 as terms,
        false as repaired,
        [told.fact_id] as left_fact_ids,
        coalesce(chosen.fact_ids, []) as right_fact_ids
    from told
    left join chosen on told.fact_id = chosen.fact_id
    left join included on told.fact_id = included.fact_id
)

select {{ residual_columns() }}
from placed
