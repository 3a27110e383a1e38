-- grain: one initiative
select
    initiative_id,
    name,
    association_id,
    is_shared,
    direction,
    predecessor_id,
    first_year,
    last_year
from {{ ref('core_initiatives') }}
order by initiative_id
