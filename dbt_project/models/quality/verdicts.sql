-- grain: one rule at one place where it applies
{{ config(tags=['verdicts']) }}

-- A sum that does not come out tells of its parts, so a verdict on withheld counts says that it is one and no more.
with withheld as (
    select distinct sides.verdict_id
    from {{ source('verdicts', 'verdict_facts') }} as sides
    inner join {{ ref('core_masked_facts') }} as masked on sides.fact_id = masked.fact_id
),

facts as (
    select
        verdict_id,
        list(fact_id order by side, fact_id) as fact_ids
    from {{ ref('verdict_facts') }}
    group by verdict_id
),

verdicts as (
    select
        told.* exclude (fact_ids),
        coalesce(facts.fact_ids, []) as fact_ids,
        withheld.verdict_id is not null as is_withheld
    from {{ source('verdicts', 'verdicts') }} as told
    left join withheld on told.verdict_id = withheld.verdict_id
    left join facts on told.verdict_id = facts.verdict_id
)

select
    verdict_id,
    rule_id,
    outcome,
    severity,
    association_id,
    document_id,
    file_name,
    statement,
    table_no,
    column_printed,
    period_end,
    case when not is_withheld then left_value end as left_value,
    case when not is_withheld then right_value end as right_value,
    case when not is_withheld then difference end as difference,
    -- The room that a bound leaves is the difference of its two sides.
    case when not is_withheld then tolerance end as tolerance,
    case
        when is_withheld then 'The rule rests on counts that are withheld because few persons are behind them.'
        else message
    end as message,
    fact_ids,
    cause,
    state,
    case when not is_withheld then suspect_fact_ids else [] end as suspect_fact_ids,
    case when not is_withheld then expected_value end as expected_value,
    -- The review site has one page for each finding, called by its id.
    case when outcome in ('error', 'fail', 'warn') then concat('findings/', verdict_id, '.html') end as evidence_url
-- As one reads: report by report, what is said of a whole table before what is said of its columns.
from verdicts
order by file_name, statement, table_no nulls first, column_printed nulls first, rule_id, verdict_id
