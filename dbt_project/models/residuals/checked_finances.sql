-- grain: one printed amount that rules look at
-- All but those of a version that another one took the place of, at the same address: what was wrong there was mended, or is found again.
{{ config(materialized='ephemeral') }}

with replaced as (
    select older.document_id
    from {{ ref('core_documents') }} as older
    inner join {{ ref('core_documents') }} as newer
        on older.document_id = newer.replaces_document_id and older.report_id = newer.report_id
)

select finances.*
from {{ ref('core_finances') }} as finances
where finances.document_id not in (select replaced.document_id from replaced)
