-- grain: one printed deviation
-- Which two columns a deviation column compares is not printed reliably ("utfall – budget" heads columns of budget less outcome),
-- so every pair is tried and the pair that holds for most rows is the column's. Either sign is accepted, but not one row's own: income
-- and costs may each have theirs, and a row that alone has the other sign among those of its section is told of.
{{ config(alias='deviation', post_hook=leave_parquet('deviation')) }}

{%- set rows_of_one_sign = 4 -%}

with rules as (
    {{ rules_of('deviation') }}
),

finances as (
    select * from {{ ref('checked_finances') }}
),

deviations as (
    select
        finances.*,
        rules.rule_id,
        rules.scope,
        cast(
            case coalesce(finances.deviation_of, 'budget')
                when 'forecast' then json_extract_string(rules.parameters, '$.bases.forecast[*]')
                when 'previous' then json_extract_string(rules.parameters, '$.bases.previous[*]')
                else json_extract_string(rules.parameters, '$.bases.budget[*]')
            end as varchar[]
        ) as base_scenarios
    from finances
    cross join rules
    where finances.scenario = 'deviation'
),

pairs as (
    select
        deviations.rule_id,
        deviations.fact_id,
        deviations.document_id,
        deviations.table_no,
        deviations.column_no,
        deviations.section,
        deviations.amount_natural_sek as printed,
        base.amount_natural_sek - outcome.amount_natural_sek as budget_less_outcome,
        outcome.column_no as outcome_column_no,
        base.column_no as base_column_no,
        outcome.fact_id as outcome_fact_id,
        base.fact_id as base_fact_id,
        outcome.column_printed as outcome_column,
        base.column_printed as base_column,
        coalesce(deviations.doubt, outcome.doubt, base.doubt) as reading_doubt,
        case
            when abs(deviations.amount_natural_sek - (base.amount_natural_sek - outcome.amount_natural_sek))
                <= abs(deviations.amount_natural_sek + (base.amount_natural_sek - outcome.amount_natural_sek))
                then base.amount_natural_sek - outcome.amount_natural_sek
            else outcome.amount_natural_sek - base.amount_natural_sek
        end as computed,
        {{ tolerance('rules', 'greatest(deviations.precision_sek, outcome.precision_sek, base.precision_sek)', '3', '3') }} as tolerance
    from deviations
    inner join rules on deviations.rule_id = rules.rule_id
    inner join finances as base
        on
            deviations.document_id = base.document_id and deviations.table_no = base.table_no and deviations.row_no = base.row_no
            and list_contains(deviations.base_scenarios, base.scenario)
    inner join finances as outcome
        on
            deviations.document_id = outcome.document_id and deviations.table_no = outcome.table_no
            and deviations.row_no = outcome.row_no
            and outcome.scenario in ('actual', 'forecast')
            and outcome.fact_id <> base.fact_id
),

held as (
    select
        *,
        abs(printed - computed) <= tolerance as holds,
        sign(computed) = sign(budget_less_outcome) as is_budget_less_outcome
    from pairs
),

-- A deviation of nothing holds for any pair of equal figures: it says nothing about the column.
standing as (
    select
        rule_id,
        document_id,
        table_no,
        column_no,
        outcome_column_no,
        base_column_no,
        count(case when holds and printed <> 0 then 1 end) as rows_that_hold,
        count(case when not holds then 1 end) as rows_that_fail
    from held
    group by rule_id, document_id, table_no, column_no, outcome_column_no, base_column_no
),

-- Where one pair is the column's, a row that lacks a figure of that pair cannot be judged by another.
best_standing as (
    select
        rule_id,
        document_id,
        table_no,
        column_no,
        max(rows_that_hold) as most_rows
    from standing
    group by rule_id, document_id, table_no, column_no
),

chosen as (
    select
        held.*,
        standing.rows_that_hold,
        standing.rows_that_fail
    from held
    inner join standing
        on
            held.rule_id = standing.rule_id and held.document_id = standing.document_id
            and held.table_no = standing.table_no and held.column_no = standing.column_no
            and held.outcome_column_no = standing.outcome_column_no and held.base_column_no = standing.base_column_no
    inner join best_standing
        on
            held.rule_id = best_standing.rule_id and held.document_id = best_standing.document_id
            and held.table_no = best_standing.table_no and held.column_no = best_standing.column_no
    where held.holds or standing.rows_that_hold = best_standing.most_rows
    qualify row_number() over (
        partition by held.rule_id, held.fact_id
        order by held.holds desc, standing.rows_that_hold desc, held.outcome_column_no, held.base_column_no
    ) = 1
),

signed as (
    select
        *,
        count(case when holds and abs(printed) > tolerance and is_budget_less_outcome then 1 end) over by_section as rows_one_way,
        count(case when holds and abs(printed) > tolerance and not is_budget_less_outcome then 1 end) over by_section as rows_other_way
    from chosen
    window by_section as (partition by rule_id, document_id, table_no, column_no, section)
),

settled as (
    select
        * exclude (holds, computed),
        holds and abs(printed) > tolerance and section is not null
        and case when is_budget_less_outcome then rows_one_way else rows_other_way end = 1
        and case when is_budget_less_outcome then rows_other_way else rows_one_way end >= {{ rows_of_one_sign }} as is_odd,
        holds as holds_in_size,
        computed as nearest
    from signed
),

judged as (
    select
        * exclude (nearest, holds_in_size),
        case when is_odd then -nearest else nearest end as computed,
        holds_in_size and not is_odd as holds
    from settled
),

-- A row without a figure in one of the column's two columns: nothing was planned, or nothing was spent.
best_pair as (
    select *
    from standing
    where rows_that_hold > 1
    qualify row_number() over (
        partition by rule_id, document_id, table_no, column_no order by rows_that_hold desc, rows_that_fail, outcome_column_no, base_column_no
    ) = 1
),

lone as (
    select
        deviations.rule_id,
        deviations.fact_id,
        other.fact_id as other_fact_id,
        other.column_printed as other_column,
        case
            when abs(deviations.amount_natural_sek - other.amount_natural_sek) <= abs(deviations.amount_natural_sek + other.amount_natural_sek)
                then other.amount_natural_sek
            else -other.amount_natural_sek
        end as computed,
        {{ tolerance('rules', 'greatest(deviations.precision_sek, other.precision_sek)', '2', '2') }} as tolerance
    from deviations
    inner join rules on deviations.rule_id = rules.rule_id
    inner join best_pair as pair
        on
            deviations.rule_id = pair.rule_id and deviations.document_id = pair.document_id
            and deviations.table_no = pair.table_no and deviations.column_no = pair.column_no
    inner join finances as other
        on
            deviations.document_id = other.document_id and deviations.table_no = other.table_no and deviations.row_no = other.row_no
            and other.column_no in (pair.outcome_column_no, pair.base_column_no)
    left join judged on deviations.rule_id = judged.rule_id and deviations.fact_id = judged.fact_id
    where judged.fact_id is null
    qualify count(*) over (partition by deviations.rule_id, deviations.fact_id) = 1
),

placed as (
    select
        deviations.rule_id,
        deviations.scope,
        deviations.association_id,
        deviations.document_id,
        deviations.file_name,
        deviations.page,
        deviations.statement,
        deviations.table_no,
        deviations.column_printed,
        deviations.period_end,
        deviations.fact_id as place,
        'deviation' as equation,
        coalesce(chosen.base_column || ' – ' || chosen.outcome_column, lone.other_column) as basis,
        deviations.label_printed as left_label,
        coalesce(
            '"' || chosen.base_column || '" against "' || chosen.outcome_column || '"', '"' || lone.other_column || '" against nothing'
        ) as right_label,
        deviations.amount_natural_sek as left_value,
        coalesce(chosen.computed, lone.computed) as right_value,
        coalesce(chosen.tolerance, lone.tolerance) as tolerance,
        lone.fact_id is not null
        or chosen.fact_id is not null
        and (chosen.holds or chosen.is_odd or chosen.rows_that_fail < 3 or chosen.rows_that_hold >= chosen.rows_that_fail) as evaluable,
        case
            when lone.fact_id is not null then null
            when chosen.fact_id is null then 'the row lacks one of the two figures'
            when not chosen.holds then 'no two columns of the table make most of the deviations: which ones it compares is not understood'
        end as reason,
        case
            when abs(deviations.amount_natural_sek - lone.computed) > lone.tolerance
                then 'the row prints no figure to compare with, which was taken for nothing'
            when chosen.fact_id is null or chosen.holds then null
            when chosen.reading_doubt is not null then 'the reading is uncertain: ' || chosen.reading_doubt
            when chosen.rows_that_hold = 0 then 'no other row of the column follows the same rule'
            when chosen.is_odd then 'a row of another kind may have the other sign'
        end as doubt,
        case when chosen.is_odd then 'the sign is that of no other row of its section' end as hint,
        3 as terms,
        false as repaired,
        [deviations.fact_id] as left_fact_ids,
        list_filter([chosen.base_fact_id, chosen.outcome_fact_id, lone.other_fact_id], lambda f : f is not null) as right_fact_ids
    from deviations
    left join judged as chosen on deviations.rule_id = chosen.rule_id and deviations.fact_id = chosen.fact_id
    left join lone on deviations.rule_id = lone.rule_id and deviations.fact_id = lone.fact_id
)

select {{ residual_columns() }}
from placed
