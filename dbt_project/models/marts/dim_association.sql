-- grain: one association
select
    association_id,
    name,
    organisation_number,
    county,
    is_provisional,
    valid_from,
    valid_to,
    successor_id
from {{ ref('core_associations') }}
order by association_id
