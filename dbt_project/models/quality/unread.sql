-- grain: one number seen in a table and not made a fact
select
    document_id,
    file_name,
    page,
    x0,
    top,
    x1,
    bottom,
    text,
    reason
from {{ ref('core_unread') }}
order by file_name, page, top, x0
