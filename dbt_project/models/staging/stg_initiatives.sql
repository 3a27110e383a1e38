-- grain: one initiative of the catalogue
select
    cast(initiative_id as string) as initiative_id,
    cast(name as string) as name,
    cast(association_id as string) as association_id,
    cast(is_shared as boolean) as is_shared,
    cast(direction as string) as direction,
    cast(predecessor_id as string) as predecessor_id
from {{ source('reference', 'initiatives') }}
