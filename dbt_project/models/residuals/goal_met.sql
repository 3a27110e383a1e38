-- grain: one goal with a target and an outcome that are numbers
-- Met in part, or given up, is a judgement; only met against not met can be reckoned.
{{ config(alias='goal_met', post_hook=leave_parquet('goal_met')) }}

with rules as (
    {{ rules_of('goal_met') }}
),

-- "Högst", "max": where the words set an upper limit and the reading none, what is reckoned from the reading is worth nothing.
goals as (
    select
        goals.*,
        rules.rule_id,
        goals.comparator <> 'at_most' and regexp_matches(goals.goal_text, json_extract_string(rules.parameters, '$.upper_limit')) as is_unsure
    from {{ ref('core_goals') }} as goals
    cross join rules
),

placed as (
    select
        rules.rule_id,
        rules.scope,
        goals.association_id,
        goals.document_id,
        goals.file_name,
        goals.page,
        'goals' as statement,
        goals.table_no,
        cast(null as varchar) as column_printed,
        goals.period_end,
        goals.goal_fact_id as place,
        concat('the outcome against the target, ', replace(goals.comparator, '_', ' ')) as equation,
        'count' as basis,
        concat('"', left(goals.goal_text, 80), '" said to be met (1) or not (0)') as left_label,
        concat(
            'the outcome ', coalesce(goals.outcome_printed, cast(goals.outcome_value as varchar)), ' against the target ',
            coalesce(goals.target_printed, cast(goals.target_value as varchar))
        ) as right_label,
        case when goals.status = 'met' then 1 else 0 end as left_value,
        case when goals.status_computed = 'met' then 1 else 0 end as right_value,
        rules.tolerance_fixed as tolerance,
        not goals.is_unsure as evaluable,
        case when goals.is_unsure then 'the goal sets an upper limit, and was not read so' end as reason,
        case when goals.status <> goals.status_computed then goals.doubt end as doubt,
        cast(null as varchar) as hint,
        2 as terms,
        false as repaired,
        [goals.goal_fact_id] as left_fact_ids,
        cast([] as varchar[]) as right_fact_ids
    from goals
    inner join rules on goals.rule_id = rules.rule_id
    where goals.status in ('met', 'not_met') and goals.status_computed in ('met', 'not_met')
)

select {{ residual_columns() }}
from placed
