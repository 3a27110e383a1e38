-- grain: one fact on one side of one verdict
{{ config(tags=['verdicts']) }}

-- A count told inside a goal has no row of its own among the published facts: the goal stands for it.
with in_goals as (
    select
        fact_id,
        goal_fact_id
    from {{ ref('core_participants') }}
    where goal_fact_id is not null
)

select
    sides.verdict_id,
    coalesce(in_goals.goal_fact_id, sides.fact_id) as fact_id,
    min(sides.side) as side
from {{ source('verdicts', 'verdict_facts') }} as sides
left join in_goals on sides.fact_id = in_goals.fact_id
-- What a side was reckoned from stands on neither; it only says who may see the sides.
where sides.side <> 'base'
group by sides.verdict_id, coalesce(in_goals.goal_fact_id, sides.fact_id)
order by sides.verdict_id, side, fact_id
