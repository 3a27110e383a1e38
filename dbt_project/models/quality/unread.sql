-- grain: one number seen in a table and not made a fact
select
    document_id,
    file_name,
    page,
    x0,
    top,
    x1,
    bottom,
    -- Nobody knows what an unknown column of an export counts: its digits stay in the work file.
    case when sheet is null then text else regexp_replace(text, '[0-9]', '#', 'g') end as text,
    reason,
    sheet,
    cell
from {{ ref('core_unread') }}
order by file_name, page, top, x0, sheet, cell
