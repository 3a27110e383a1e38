-- grain: one fact that at least one identity holds through
-- How many identities hold through a fact, by how far the witness stands. A sum that the reading leaned on confirms nothing.
{{ config(alias='confirmations') }}

with places as (
    {% for family in ['consensus', 'deviation', 'identity', 'money_told', 'note', 'restatement', 'table_sum'] %}
    select rule_id, place, scope, difference, tolerance, evaluable, repaired, left_fact_ids, right_fact_ids from {{ ref(family) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

holding as (
    select
        places.rule_id,
        places.place,
        places.scope,
        list_concat(places.left_fact_ids, places.right_fact_ids) as fact_ids
    from places
    inner join {{ source('reference', 'rules') }} as rules on places.rule_id = rules.rule_id
    where rules.confirms and places.evaluable and not places.repaired and abs(places.difference) <= places.tolerance
),

held_through as (
    select distinct
        rule_id,
        place,
        scope,
        unnest(fact_ids) as fact_id
    from holding
)

select
    fact_id,
    cast(count(case when scope = 'table' then 1 end) as integer) as confirmations_table,
    cast(count(case when scope = 'document' then 1 end) as integer) as confirmations_document,
    cast(count(case when scope = 'other' then 1 end) as integer) as confirmations_other
from held_through
group by fact_id
