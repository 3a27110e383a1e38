-- grain: one printed amount that a person has corrected
select
    cast(correction_id as string) as correction_id,
    cast(association_id as string) as association_id,
    cast(fact_id as string) as fact_id,
    cast(document_id as string) as document_id,
    cast(file_name as string) as file_name,
    cast(place as string) as place,
    cast(printed as string) as printed,
    cast(corrected as decimal(18, 3)) as corrected,
    cast(reason as string) as reason,
    cast(who as string) as who,
    cast(decided_on as date) as decided_on
from {{ source('facts', 'corrections') }}
