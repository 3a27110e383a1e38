-- grain: one goal of a plan whose annual report was read too
-- A report that repeats few of the plan's goals follows them up in words of its own: nothing is said of the single goal then.
{{ config(alias='goal_plan', post_hook=leave_parquet('goal_plan')) }}

with rules as (
    {{ rules_of('goal_plan') }}
),

goals as (
    select * from {{ ref('core_goals') }}
    where goal_level <> 'financial' and initiative_id is null and not is_draft
),

planned as (
    select * from goals
    where report_type = 'plan_budget' and is_preferred
),

reports as (
    select
        association_id,
        document_fiscal_year,
        min(document_id) as document_id,
        max(page) as page,
        count(*) as goals
    from goals
    where report_type = 'annual_report' and is_preferred
    group by association_id, document_fiscal_year
    having count(distinct document_id) = 1
),

-- A goal that stands among an initiative's goals, or the financial ones, is followed up too.
followed as (
    select
        document_id,
        goal_id,
        min(goal_fact_id) as goal_fact_id
    from {{ ref('core_goals') }}
    group by document_id, goal_id
),

compared as (
    select
        planned.*,
        reports.document_id as report_document_id,
        reports.page as report_page,
        followed.goal_fact_id as follow_fact_id,
        count(followed.goal_fact_id) over (partition by planned.document_id, reports.document_id) as found,
        count(*) over (partition by planned.document_id, reports.document_id) as goals
    from planned
    inner join reports
        on planned.association_id = reports.association_id and planned.document_fiscal_year = reports.document_fiscal_year
    left join followed on reports.document_id = followed.document_id and planned.goal_id = followed.goal_id
),

placed as (
    select
        rules.rule_id,
        rules.scope,
        compared.association_id,
        compared.report_document_id as document_id,
        documents.file_name,
        compared.report_page as page,
        'goals' as statement,
        cast(null as integer) as table_no,
        cast(null as varchar) as column_printed,
        documents.period_end,
        concat(compared.goal_fact_id, '-', compared.report_document_id) as place,
        'the plan''s goal in the report' as equation,
        'count' as basis,
        concat('"', left(compared.goal_text, 80), '" in the plan') as left_label,
        'what the report says of it' as right_label,
        1 as left_value,
        case when compared.follow_fact_id is null then 0 else 1 end as right_value,
        rules.tolerance_fixed as tolerance,
        compared.found >= compared.goals * cast(json_extract_string(rules.parameters, '$.followed_at_least') as decimal(3, 2)) as evaluable,
        case
            when compared.found < compared.goals * cast(json_extract_string(rules.parameters, '$.followed_at_least') as decimal(3, 2))
                then 'the report does not repeat the goals of the plan'
        end as reason,
        cast(null as varchar) as doubt,
        cast(null as varchar) as hint,
        2 as terms,
        false as repaired,
        [compared.goal_fact_id] as left_fact_ids,
        list_filter([compared.follow_fact_id], lambda f : f is not null) as right_fact_ids
    from compared
    cross join rules
    inner join {{ ref('core_documents') }} as documents on compared.report_document_id = documents.document_id
)

select {{ residual_columns() }}
from placed
