-- grain: one document
select
    document_id,
    file_name,
    report_id,
    is_preferred,
    association_id,
    report_type,
    title,
    registry_number,
    is_draft,
    period_start,
    period_end,
    published_on,
    adopted_on,
    pages,
    is_scanned,
    source_url,
    reader_version,
    fiscal_year,
    association_printed,
    said_on,
    replaces_document_id
from {{ ref('core_documents') }}
order by file_name, document_id
