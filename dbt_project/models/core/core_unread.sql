-- grain: one number seen in a table and not made a fact
{{ config(alias='unread') }}

select
    document_id,
    file_name,
    page,
    x0,
    top,
    x1,
    bottom,
    text,
    reason,
    sheet,
    cell
from {{ ref('stg_unread') }}
