-- grain: one name of one initiative, as declared or as printed
select
    initiative_id,
    name,
    is_declared,
    association_id,
    valid_from,
    valid_to,
    first_year,
    last_year,
    documents
from {{ ref('core_initiative_names') }}
order by initiative_id, first_year, name
