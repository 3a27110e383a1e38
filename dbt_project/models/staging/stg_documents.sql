-- grain: one document
select
    cast(document_id as string) as document_id,
    cast(file_name as string) as file_name,
    cast(association_id as string) as association_id,
    cast(association_name as string) as association_name,
    cast(association_printed as string) as association_printed,
    cast(is_provisional as boolean) as is_provisional,
    cast(report_type as string) as report_type,
    cast(title as string) as title,
    cast(registry_number as string) as registry_number,
    cast(is_draft as boolean) as is_draft,
    cast(period_start as date) as period_start,
    cast(period_end as date) as period_end,
    cast(fiscal_year as integer) as fiscal_year,
    cast(published_on as date) as published_on,
    cast(adopted_on as date) as adopted_on,
    cast(pages as integer) as pages,
    cast(is_scanned as boolean) as is_scanned,
    cast(source_url as string) as source_url,
    cast(reader_version as string) as reader_version,
    cast(replaces_document_id as string) as replaces_document_id,
    cast(deficit_page as integer) as deficit_page
from {{ source('facts', 'documents') }}
