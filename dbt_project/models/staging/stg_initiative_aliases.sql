-- grain: one further name of one initiative of the catalogue
select
    cast(initiative_id as string) as initiative_id,
    cast(name as string) as name,
    cast(association_id as string) as association_id,
    cast(valid_from as date) as valid_from,
    cast(valid_to as date) as valid_to
from {{ source('reference', 'initiative_aliases') }}
