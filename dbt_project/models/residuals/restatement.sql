-- grain: one figure that an earlier document of the association also prints
-- Only preferred renditions, only figures that each document prints with one value, and of the earlier documents the one with
-- the best authority. An annual report may restate; a comparative column elsewhere may not.
{{ config(alias='restatement', post_hook=leave_parquet('restatement')) }}

{%- set rows_of_another_column = 4 -%}

{#- What a row is about beyond its line item: the initiative, the member, or the label of a row that has no name of its own. -#}
{%- set thing -%}
coalesce(
    finances.initiative_id,
    finances.contributor_id,
    case
        when finances.line_item is null or finances.line_item in ('initiative_cost', 'contribution_municipality')
            then lower(finances.label_path || '/' || finances.label_printed)
    end,
    ''
)
{%- endset %}

with rules as (
    select
        *,
        cast(json_extract_string(parameters, '$.repeated_in[*]') as varchar[]) as repeated_in,
        cast(json_extract_string(parameters, '$.repeated[*]') as varchar[]) as repeated,
        cast(json_extract_string(parameters, '$.repeated_under_one_label[*]') as varchar[]) as repeated_under_one_label
    from ({{ rules_of('restatement') }}) as of_family
),

printed as (
    select
        rules.rule_id,
        rules.scope,
        finances.association_id,
        finances.document_id,
        finances.file_name,
        finances.report_id,
        finances.report_type,
        finances.authority_rank,
        finances.said_no,
        finances.statement,
        finances.line_item,
        {{ thing }} as thing,
        finances.period_start,
        finances.period_end,
        min(finances.amount_natural_sek) as amount,
        max(finances.amount_natural_sek) - min(finances.amount_natural_sek) as spread,
        max(finances.precision_sek) as precision_sek,
        max(finances.doubt) as doubt,
        count(*) as n_facts,
        min(finances.page) as page,
        min(finances.table_no) as table_no,
        min(finances.column_printed) as column_printed,
        min(finances.label_printed) as label_printed,
        list(finances.fact_id order by finances.table_no, finances.row_no, finances.fact_id) as fact_ids
    from {{ ref('core_finances') }} as finances
    inner join rules
        on list_contains(rules.statements, finances.statement) and list_contains(rules.scenarios, finances.scenario)
    where
        finances.is_preferred and not finances.is_of_which
        and (finances.line_item is not null or (finances.label_printed is not null and finances.statement <> 'multi_year_overview'))
    group by
        rules.rule_id, rules.scope, finances.association_id, finances.document_id, finances.file_name, finances.report_id,
        finances.report_type, finances.authority_rank, finances.said_no, finances.statement, finances.line_item,
        {{ thing }}, finances.period_start, finances.period_end
),

-- The same figure may be printed twice with the same value; two values are two things under one name.
unambiguous as (
    select * from printed where spread <= precision_sek
),

sides as (
    select
        later.*,
        -- The sign of a row that is not known by name is not settled: only its size is compared.
        case
            when later.line_item is null and sign(later.amount) * sign(earlier.amount) < 0 then -earlier.amount
            else earlier.amount
        end as right_value,
        earlier.fact_ids as right_fact_ids,
        earlier.file_name as earlier_file_name,
        earlier.report_type as earlier_report_type,
        earlier.label_printed as earlier_label,
        earlier.page as earlier_page,
        earlier.doubt as earlier_doubt,
        {{ tolerance('rules', 'greatest(later.precision_sek, earlier.precision_sek)', '2', '1') }} as tolerance
    from unambiguous as later
    inner join unambiguous as earlier
        on
            later.rule_id = earlier.rule_id
            and later.association_id = earlier.association_id
            and later.report_id <> earlier.report_id
            and later.said_no > earlier.said_no
            and later.line_item is not distinct from earlier.line_item
            and later.thing = earlier.thing
            and later.period_start is not distinct from earlier.period_start
            and later.period_end = earlier.period_end
    inner join rules on later.rule_id = rules.rule_id
    where
        later.statement = earlier.statement
        or (
            list_contains(rules.repeated_in, later.statement) and earlier.statement in ('income_statement', 'balance_sheet')
            and (
                list_contains(rules.repeated, later.line_item)
                or (
                    list_contains(rules.repeated_under_one_label, later.line_item)
                    and {{ label_alone('later.label_printed') }} = {{ label_alone('earlier.label_printed') }}
                )
            )
        )
    qualify row_number() over (
        partition by later.rule_id, later.fact_ids[1]
        order by later.statement <> earlier.statement, earlier.authority_rank, earlier.said_no desc, earlier.document_id
    ) = 1
),

compared as (
    select
        *,
        count(case when abs(amount - right_value) <= tolerance then 1 end) over by_column as rows_that_hold,
        count(case when abs(amount - right_value) > tolerance then 1 end) over by_column as rows_that_fail
    from sides
    window by_column as (partition by rule_id, document_id, earlier_file_name, statement, period_end)
),

-- A column of which no figure agrees is one finding, at its greatest figure.
weighed as (
    select
        *,
        rows_that_hold = 0 and rows_that_fail >= {{ rows_of_another_column }}
        and row_number() over (
            partition by rule_id, document_id, earlier_file_name, statement, period_end order by abs(amount) desc, fact_ids[1]
        ) > 1 as is_told_elsewhere
    from compared
),

placed as (
    select
        rule_id,
        scope,
        association_id,
        document_id,
        file_name,
        page,
        statement,
        table_no,
        column_printed,
        period_end,
        fact_ids[1] as place,
        coalesce(line_item, 'row') as equation,
        earlier_report_type as basis,
        label_printed as left_label,
        coalesce(earlier_label, replace(line_item, '_', ' ')) || ' in ' || earlier_file_name || ' (page ' || cast(earlier_page as varchar) || ')' as right_label,
        amount as left_value,
        right_value,
        tolerance,
        not is_told_elsewhere as evaluable,
        case when is_told_elsewhere then 'no figure of the column is that of the earlier document, which is told of its greatest figure' end as reason,
        case
            when abs(amount - right_value) <= tolerance then null
            when doubt is not null or earlier_doubt is not null then 'the reading is uncertain: ' || coalesce(doubt, earlier_doubt)
            when {{ differ_by_unit('amount', 'right_value') }} then 'the two differ by their unit only'
            when rows_that_hold = 0 and rows_that_fail >= {{ rows_of_another_column }}
                then 'no figure of the column agrees: another column, another association of that name, or another basis'
            when rows_that_hold < rows_that_fail then 'most figures of the column differ, and it may be another column'
            when {{ label_alone('label_printed') }} <> {{ label_alone('earlier_label') }}
                or (statement <> 'balance_sheet' and (label_printed is null or earlier_label is null))
                then 'the two are labelled differently and may stand on different bases'
            when earlier_report_type <> 'annual_report' then 'the earlier document is not an annual report'
            when report_type = 'plan_budget' then 'a plan may tell of a year before its books were closed'
            when report_type = 'annual_report' then 'a later annual report may restate the figure'
            when abs(amount + right_value) <= tolerance then 'the two differ in sign only'
        end as doubt,
        case when abs(amount + right_value) <= tolerance then 'the signs are opposite' end as hint,
        2 as terms,
        false as repaired,
        fact_ids as left_fact_ids,
        right_fact_ids
    from weighed
)

select {{ residual_columns() }}
from placed
