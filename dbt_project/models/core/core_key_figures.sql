-- grain: one printed figure that is not money, in every rendition and vintage
{{ config(alias='key_figures') }}

with key_figures as (
    select * from {{ ref('stg_key_figures') }}
),

documents as (
    select * from {{ ref('core_documents') }}
)

select
    key_figures.fact_id,
    key_figures.file_name,
    key_figures.document_id,
    key_figures.association_id,
    key_figures.page,
    key_figures.x0,
    key_figures.top,
    key_figures.x1,
    key_figures.bottom,
    key_figures.reading,
    key_figures.reading_note,
    key_figures.doubt,
    key_figures.period_type,
    key_figures.period_start,
    key_figures.period_end,
    key_figures.fiscal_year,
    key_figures.measure,
    key_figures.label_printed,
    key_figures.column_printed,
    key_figures.scenario,
    key_figures.amount_printed,
    key_figures.value,
    key_figures.unit,
    key_figures.table_no,
    documents.report_id,
    documents.is_preferred,
    documents.report_type,
    documents.said_no,
    {{ authority_rank('documents.report_type', 'key_figures.scenario', 'documents.is_draft') }} as authority_rank
from key_figures
inner join documents on key_figures.document_id = documents.document_id
