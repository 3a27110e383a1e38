-- grain: one association of the catalogue
select
    cast(association_id as string) as association_id,
    cast(name as string) as name,
    cast(organisation_number as string) as organisation_number,
    cast(county as string) as county,
    cast(valid_from as date) as valid_from,
    cast(valid_to as date) as valid_to,
    cast(successor_id as string) as successor_id
from {{ source('reference', 'associations') }}
