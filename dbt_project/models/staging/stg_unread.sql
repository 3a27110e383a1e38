-- grain: one number seen in a table and not made a fact
select
    cast(document_id as string) as document_id,
    cast(file_name as string) as file_name,
    cast(page as integer) as page,
    cast(x0 as double) as x0,
    cast(top as double) as top,
    cast(x1 as double) as x1,
    cast(bottom as double) as bottom,
    cast(text as string) as text,
    cast(reason as string) as reason,
    cast(sheet as string) as sheet,
    cast(cell as string) as cell
from {{ source('facts', 'unread') }}
