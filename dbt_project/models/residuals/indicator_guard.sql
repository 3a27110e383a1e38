-- grain: one question that is told of several groups of respondents in one measuring year, or in several years
-- Respondents under way and those who have left are never pooled, nor answers on two scales compared: such a place is said not
-- to be evaluable.
{{ config(alias='indicator_guard', post_hook=leave_parquet('indicator_guard')) }}

with rules as (
    {{ rules_of('indicator_guard') }}
),

answers as (
    select * from {{ ref('core_indicators') }}
    where is_preferred
),

-- A group that is not named may be both.
groups as (
    select
        'one_group' as asks,
        min(fact_id) as fact_id,
        count(distinct respondent_group) as kinds,
        string_agg(distinct replace(respondent_group, '_', ' '), ' and ' order by replace(respondent_group, '_', ' ')) as names,
        bool_or(respondent_group = 'unknown') as is_unnamed,
        'the number of groups of participants that answer' as left_label,
        list(fact_id order by respondent_group, fact_id) as fact_ids
    from answers
    where respondent_group in ('participant_current', 'participant_exit', 'unknown')
    group by association_id, survey_code, question_no, period_end
),

scales as (
    select
        'one_scale' as asks,
        min(fact_id) as fact_id,
        count(distinct scale) as kinds,
        string_agg(distinct replace(scale, '_', ' '), ' and ' order by replace(scale, '_', ' ')) as names,
        false as is_unnamed,
        'the number of scales on which it was answered' as left_label,
        list(fact_id order by fiscal_year, fact_id) as fact_ids
    from answers
    where scale <> 'share'
    group by association_id, survey_code, respondent_group, question_no
    having count(distinct fiscal_year) > 1
),

compared as (
    select * from groups
    union all
    select * from scales
),

placed as (
    select
        rules.rule_id,
        rules.scope,
        facts.association_id,
        facts.document_id,
        facts.file_name,
        facts.page,
        'indicators' as statement,
        facts.table_no,
        facts.question_no as column_printed,
        facts.period_end,
        concat(compared.fact_id, '-', compared.asks) as place,
        compared.asks as equation,
        'count' as basis,
        concat('Question ', facts.question_no, ': ', compared.left_label) as left_label,
        'the number that can be compared' as right_label,
        1 as left_value,
        1 as right_value,
        rules.tolerance_fixed as tolerance,
        compared.kinds = 1 and not compared.is_unnamed as evaluable,
        case
            when compared.asks = 'one_group' and compared.is_unnamed and compared.kinds = 1
                then 'it is not told whether those who answer are under way or have left'
            when compared.asks = 'one_group' and compared.kinds > 1
                then concat('it is told of different groups (', compared.names, '), which are not pooled')
            when compared.kinds > 1 then concat('it was answered on different scales (', compared.names, '), which are not compared')
        end as reason,
        cast(null as varchar) as doubt,
        cast(null as varchar) as hint,
        cast(compared.kinds as integer) as terms,
        false as repaired,
        list_slice(compared.fact_ids, 1, 40) as left_fact_ids,
        cast([] as varchar[]) as right_fact_ids
    from compared
    inner join rules on json_extract_string(rules.parameters, '$.asks') = compared.asks
    inner join answers as facts on compared.fact_id = facts.fact_id
)

select {{ residual_columns() }}
from placed
