-- grain: one goal over plans, reports and years
with said as (
    select
        *,
        row_number() over (partition by goal_id order by is_preferred desc, goal_order asc) as first_no,
        row_number() over (partition by goal_id order by is_preferred desc, goal_order desc) as last_no,
        row_number() over (
            partition by goal_id
            order by case when status = 'not_assessed' then 1 else 0 end asc, is_preferred desc, goal_order desc
        ) as judged_no
    from {{ ref('core_goals') }}
)

select
    goal_id,
    min(association_id) as association_id,
    min(initiative_id) as initiative_id,
    max(case when last_no = 1 then goal_level end) as goal_level,
    max(case when last_no = 1 then goal_no end) as goal_no,
    max(case when last_no = 1 then goal_text end) as goal_text,
    max(case when first_no = 1 then goal_text end) as first_text,
    cast(count(distinct goal_text) as integer) as wordings,
    min(fiscal_year) as first_year,
    max(fiscal_year) as last_year,
    cast(count(distinct case when report_type = 'plan_budget' then report_id end) as integer) as plans,
    cast(count(distinct case when report_type <> 'plan_budget' then report_id end) as integer) as reports,
    max(case when judged_no = 1 then status end) as last_status,
    max(case when judged_no = 1 and status <> 'not_assessed' then fiscal_year end) as last_status_year
from said
group by goal_id
order by association_id, initiative_id, goal_no, goal_id
