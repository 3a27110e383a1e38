-- grain: one fact on one side of one verdict
{{ config(tags=['verdicts']) }}

select
    verdict_id,
    fact_id,
    side
from {{ source('verdicts', 'verdict_facts') }}
order by verdict_id, side, fact_id
