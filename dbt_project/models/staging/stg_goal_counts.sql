-- grain: how many goals a document says had one status
select
    cast(fact_id as string) as fact_id,
    cast(file_name as string) as file_name,
    cast(document_id as string) as document_id,
    cast(association_id as string) as association_id,
    cast(page as integer) as page,
    cast(x0 as double) as x0,
    cast(top as double) as top,
    cast(x1 as double) as x1,
    cast(bottom as double) as bottom,
    cast(reading as string) as reading,
    cast(period_end as date) as period_end,
    cast(initiative_id as string) as initiative_id,
    cast(status as string) as status,
    cast(amount_printed as string) as amount_printed,
    cast(value as integer) as value,
    cast(context as string) as context
from {{ source('facts', 'goal_counts') }}
