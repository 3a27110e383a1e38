-- grain: one amount of money told in a sentence, in every rendition and vintage
{{ config(alias='told_amounts') }}

with told_amounts as (
    select * from {{ ref('stg_told_amounts') }}
),

documents as (
    select * from {{ ref('core_documents') }}
)

select
    told_amounts.fact_id,
    told_amounts.file_name,
    told_amounts.document_id,
    told_amounts.association_id,
    told_amounts.page,
    told_amounts.x0,
    told_amounts.top,
    told_amounts.x1,
    told_amounts.bottom,
    told_amounts.reading,
    told_amounts.reading_note,
    told_amounts.doubt,
    told_amounts.period_type,
    told_amounts.period_start,
    told_amounts.period_end,
    told_amounts.fiscal_year,
    told_amounts.line_item,
    told_amounts.label_printed,
    told_amounts.scenario,
    told_amounts.deviation_of,
    told_amounts.is_about,
    told_amounts.amount_printed,
    told_amounts.unit_printed,
    told_amounts.unit_multiple,
    told_amounts.precision_sek,
    told_amounts.amount_natural_sek,
    told_amounts.context,
    documents.report_id,
    documents.is_preferred,
    documents.report_type
from told_amounts
inner join documents on told_amounts.document_id = documents.document_id
